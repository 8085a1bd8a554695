"""Pages of the office's workbooks: hand one in, look at what it would do, decide; take one out."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.doors.workbooks.actions import dump, keep_upload, load, upload
from wenming.doors.workbooks.drafts import KINDS, Loaded, Order
from wenming.doors.workbooks.forms import UploadForm
from wenming.doors.workbooks.rules import LOAD, Kind, power
from wenming.kit.flow import Refused
from wenming.kit.sheets.faults import Remark, message
from wenming.kit.sheets.marks import marked_copy
from wenming.loop.standards.models import Edition
from wenming.org.http import Request, holding
from wenming.records.models import Act
from wenming.web.sheets import XLSX
from wenming.web.templatetags.marks import points

SALT = "wenming.doors.workbooks"
KEPT_SECONDS = 7 * 24 * 3600
SHOWN = 200  # faults and remarks on a page; the marked copy has all
ACTS = 12


class Said(NamedTuple):
    """A fault or a remark in words."""

    sheet: str
    cell: str
    words: str


def must(request: Request, kind: Kind) -> None:
    """Refuse who may not bring a kind of workbook."""
    if power(kind) not in request.user.any_powers:
        raise Refused("power", power(kind))


def kinds(request: Request) -> list[Kind]:
    """The kinds of workbooks the reader may bring; Refused for who may bring none."""
    mine = [kind for kind in Kind if power(kind) in request.user.any_powers]
    if not mine:
        raise Refused("power", LOAD)
    return mine


@holding()
def start(request: Request) -> HttpResponseBase:
    """Hand in a workbook, or take one out."""
    mine = kinds(request)
    form = UploadForm(
        mine, request.POST or None, request.FILES or None, wanted=request.GET.get("kind")
    )
    if request.method == "POST" and form.is_valid():
        file, given = form.cleaned_data["file"], form.cleaned_data
        sha256 = keep_upload(file.chunks(), name=form.file_name(), at=timezone.now())
        dated = given["dated"].isoformat() if given.get("dated") else ""
        signed = [sha256, form.file_name(), given["kind"], given.get("code", ""), dated]
        return redirect("workbooks:preview", signing.dumps(signed, salt=SALT, compress=True))
    whole = LOAD in request.user.any_powers
    facts = {
        "form": form,
        "books": list(books()) if whole else [],
        "done": list(loads()) if whole else [],
    }
    return render(request, "workbooks/start.html", facts, status=422 if form.errors else 200)


class Out(NamedTuple):
    """A workbook that can be taken out."""

    word: str
    url: str


def books() -> Iterator[Out]:
    """Every workbook the city can write now."""
    for kind, word in KINDS.items():
        if kind is not Kind.EDITION:
            yield Out(str(word), reverse("workbooks:dump", args=[kind]))
            continue
        for edition in Edition.objects.order_by("-year", "code"):
            url = reverse("workbooks:dump", args=[kind])
            yield Out(f"{word} {edition.code}", f"{url}?{urlencode({'code': edition.code})}")


class Done(NamedTuple):
    """A load that changed something."""

    act: Act
    word: str
    who: str


def loads() -> Iterator[Done]:
    """The last loads that changed something."""
    words = {kind.value: str(word) for kind, word in KINDS.items()}
    for act in Act.objects.filter(kind="book").select_related("by").order_by("-id")[:ACTS]:
        yield Done(act, words.get(act.key, act.key), str(act.by or _("命令行")))


@holding()
def preview(request: Request, token: str) -> HttpResponseBase:
    """What a workbook would do: how much is new, what cannot be read, its first rows."""
    must(request, order_of(token).kind)
    return shown(request, token, tried(request, token))


def shown(request: Request, token: str, loaded: Loaded, *, status: int = 200) -> HttpResponse:
    """The page of a preview."""
    order, more = order_of(token), max(0, len(loaded.faults) - SHOWN)
    facts = {
        "token": token,
        "order": order,
        "word": KINDS[order.kind],
        "loaded": loaded,
        "digest": loaded.digest(),
        "named": order.kind not in {Kind.CHARGES, Kind.FEEDBACK},
        "faults": list(in_words(loaded.faults[:SHOWN])),
        "more": _("另有 %(n)s 处，见标红的副本") % {"n": more} if more else "",
        "left_out": list(in_words(loaded.left_out[:SHOWN])),
        "figures": list(figures(loaded)),
        "overtaken": status == 409,
        "back": reverse("workbooks:load"),
        "marked": "" if order.kind is Kind.MAP else reverse("workbooks:marked", args=[token]),
        **choices_of(loaded),
    }
    return render(request, "workbooks/preview.html", facts, status=status)


def choices_of(loaded: Loaded) -> dict[str, object]:
    """What can be decided about a preview, as its buttons say it."""
    made, changed = len(loaded.brought.created), len(loaded.brought.changed)
    numbers = {"made": made, "changed": changed}
    return {
        "created": made,
        "changed": changed,
        "keepable": bool(made or changed) and all(fault.cell for fault in loaded.faults),
        "save": _("保存：新增 %(made)s，变更 %(changed)s") % numbers,
        "keep": _("只保存好的：新增 %(made)s，变更 %(changed)s") % numbers,
    }


FIGURES = {
    "projects": gettext_lazy("测评项目"),
    "items": gettext_lazy("测评标准"),
    "total_hundredths": gettext_lazy("分值合计"),
    "lead_duties": gettext_lazy("牵头责任"),
    "assist_duties": gettext_lazy("配合责任"),
    "segments": gettext_lazy("路段"),
    "units": gettext_lazy("包街单位"),
    "metres": gettext_lazy("总长（米）"),
    "cases": gettext_lazy("问题"),
    "limit_forms": gettext_lazy("时限写法"),
    "outlines": gettext_lazy("区域轮廓"),
    "roads": gettext_lazy("道路"),
}


def figures(loaded: Loaded) -> Iterator[tuple[str, object]]:
    """The sums of a workbook, in words."""
    for name, value in loaded.figures.items():
        shown_as = points(value) if name.endswith("hundredths") else value
        yield str(FIGURES[name]), shown_as


def in_words(remarks: Sequence[Remark]) -> Iterator[Said]:
    """Remarks as a page says them."""
    lang = get_language() or "zh"
    for remark in remarks:
        yield Said(remark.sheet, remark.cell, message(remark, lang))


def order_of(token: str, *, dry_run: bool = False, keep_good: bool = False) -> Order:
    """The order a preview's address holds; 404 for one nobody signed, or whose file is gone."""
    try:
        facts = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as bad:
        raise Http404 from bad
    sha256, name, kind, code, dated = facts
    path = upload(sha256, name)
    if not path.exists():
        raise Http404
    day = date.fromisoformat(dated) if dated else None
    return Order(Kind(kind), path, code, day, keep_good=keep_good, dry_run=dry_run)


def tried(request: Request, token: str) -> Loaded:
    """What the load would do, nothing saved; where rows are bad, what the good ones would do."""
    order = order_of(token, dry_run=True, keep_good=True)
    return load(order, by=request.user, at=timezone.now())


@require_POST
@holding()
def decide(request: Request, token: str) -> HttpResponseBase:
    """Save what was previewed, or its good rows; if it would do otherwise by now, look again."""
    must(request, order_of(token).kind)
    keep = request.POST.get("choice") == "keep"
    seen = tried(request, token)
    if request.POST.get("digest") != seen.digest():
        return shown(request, token, seen, status=409)
    order = order_of(token, keep_good=keep)
    loaded = load(order, by=request.user, at=timezone.now())
    if not loaded.saved:
        return shown(request, token, loaded, status=422)
    made, changed = len(loaded.brought.created), len(loaded.brought.changed)
    words = _("%(kind)s已保存：新增 %(made)s，变更 %(changed)s。")
    facts = {"kind": KINDS[order.kind], "made": made, "changed": changed}
    messages.success(request, words % facts)
    if bad := len(loaded.faults):
        words = ngettext("有 %(n)s 处没有保存。", "有 %(n)s 处没有保存。", bad)
        messages.warning(request, words % {"n": bad})
        return redirect("workbooks:preview", token)
    if order.kind is Kind.VOLUNTEERS:  # it may hold identity numbers: not a day longer than needed
        order.path.unlink(missing_ok=True)
    return redirect("workbooks:load")


@holding()
def marked(request: Request, token: str) -> HttpResponseBase:
    """The workbook with every bad cell filled and commented."""
    must(request, order_of(token).kind)
    loaded, order = tried(request, token), order_of(token)
    if order.kind is Kind.MAP:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{order.path.stem}-{_('待改')}.xlsx"
        marked_copy(order.path, loaded.faults, path, lang=get_language() or "zh")
        return download(path)


@holding("load")
def take_out(request: Request, kind: Kind) -> HttpResponseBase:
    """A workbook of what the city holds."""
    code = request.GET.get("code", "")
    with tempfile.TemporaryDirectory() as folder:
        ending = "geojson" if kind is Kind.MAP else "xlsx"
        path = Path(folder) / f"{KINDS[kind]}{code}.{ending}"
        dump(kind, path, code=code, at=timezone.now())
        return download(path)


def download(path: Path) -> FileResponse:
    """A file as a download; it may be taken away once it is open."""
    kind = XLSX if path.suffix == ".xlsx" else "application/geo+json"
    file = path.open("rb")
    return FileResponse(file, as_attachment=True, filename=path.name, content_type=kind)
