"""Pages about editions: the tree, one item, who answers, two editions side by side, the weights."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, open_to
from wenming.kit.sheets.writing import Page
from wenming.loop.standards.actions import answering, set_profile, step
from wenming.loop.standards.breakdown import edition_rows, title_of
from wenming.loop.standards.forms import FindForm, ProfileForm
from wenming.loop.standards.models import (
    EDITION_MOVES,
    Edition,
    Item,
    Profile,
)
from wenming.loop.standards.outline import above, compared, duties_of, marks, outline
from wenming.loop.standards.rules import (
    EDITION_ARROWS,
    EditionMove,
    EditionState,
    Level,
)
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.web.display import named
from wenming.web.sheets import workbook
from wenming.web.words import refusal


def listing(request: Request) -> HttpResponse:
    """The editions side by side."""
    leaf = Q(items__level=Level.STANDARD.value)
    rows = Edition.objects.visible_to(request.user).annotate(
        leaves=Count("items", filter=leaf), hundredths=Sum("items__hundredths", filter=leaf)
    )
    return render(request, "standards/list.html", {"editions": rows})


def seen(request: Request, pk: int) -> Edition:
    """An edition the reader may see; 404 for another."""
    return get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)


def detail(request: Request, pk: int) -> HttpResponse:
    """The tree of an edition, searched and narrowed by the address."""
    edition, others = seen(request, pk), Edition.objects.visible_to(request.user)
    form = FindForm(edition, request.GET)
    asked = form.asked()
    tree = outline(edition, asked)
    powers = request.user.any_powers
    facts = {
        "edition": edition,
        "others": [one for one in others if one != edition],
        "tabs": tabs(request, edition, "edition"),
        "form": form,
        "asked": asked,
        "tree": tree,
        "all": request.GET.get("open") == "all",
        "note": head_of(edition, tree.leaves, tree.units),
        "moves": [Step(m.value, str(EDITION_MOVES[m])) for m in moves(edition, powers)],
        "publish": "publish" in powers,
        "load": "load" in powers and named("workbooks:load"),
    }
    return render(request, "standards/edition.html", facts)


class Tab(NamedTuple):
    """Another edition at the same page."""

    word: str
    url: str
    current: bool


def tabs(request: Request, edition: Edition | None, name: str, *args: int) -> list[Tab]:
    """The editions the reader may turn to from a page of one."""
    rows = Edition.objects.visible_to(request.user)
    return [
        Tab(row.code, reverse(f"standards:{name}", args=[row.pk, *args]), row == edition)
        for row in rows
    ]


class Step(NamedTuple):
    """A step of an edition as its button says it."""

    code: str
    word: str


def moves(edition: Edition, powers: frozenset[str]) -> list[EditionMove]:
    """The steps open to a reader."""
    return open_to(EDITION_ARROWS, EditionState(edition.state), powers)


def head_of(edition: Edition, leaves: int, units: int) -> str:
    """What stands below the name of an edition."""
    words = _("%(code)s · %(state)s · %(leaves)s 条标准 · %(units)s 个责任单位")
    state = str(edition.get_state_display())
    return words % {"code": edition.code, "state": state, "leaves": leaves, "units": units}


@require_POST
@holding()
def move(request: Request, pk: int, move: EditionMove) -> HttpResponseBase:
    """Publish or archive an edition."""
    edition = seen(request, pk)
    step(edition.code, move, by=request.user, at=timezone.now())
    words = _("%(name)s：%(step)s") % {"name": edition.name, "step": EDITION_MOVES[move]}
    messages.success(request, words)
    return redirect("standards:edition", pk)


def book(request: Request, pk: int) -> FileResponse:
    """The breakdown as a workbook."""
    edition = seen(request, pk)
    name = _("测评任务分解表%(code)s.xlsx") % {"code": edition.code}
    page = Page(_("任务分解"), *edition_rows(edition), title=title_of(edition))
    return workbook(name, [page])


def item(request: Request, pk: int) -> HttpResponse:
    """One item: what it says, how it is judged, who answers, what was filed at it."""
    rows = Item.objects.visible_to(request.user).select_related("edition", "parent")
    item = get_object_or_404(rows.prefetch_related("kinds"), pk=pk)
    facts = {
        "item": item,
        "above": list(above(item)),
        "below": item.children.order_by("path"),
        "leaf": item.level == Level.STANDARD.value,
        "marks": list(marks(item)),
        "duties": duties_of(item),
        "cases": f"{url}?{urlencode({'item': item.code})}" if (url := named("cases:list")) else "",
        **beside(item),
    }
    return render(request, "standards/item.html", facts)


def beside(item: Item) -> dict[str, Item | None]:
    """The leaves before and after one."""
    leaves = (
        item.edition.items.leaves() if item.level == Level.STANDARD.value else Item.objects.none()
    )
    return {
        "before": leaves.filter(path__lt=item.path).order_by("-path").first(),
        "after": leaves.filter(path__gt=item.path).order_by("path").first(),
    }


def unit(request: Request, pk: int, unit: int) -> HttpResponse:
    """What one unit leads and assists on, item by item."""
    edition, who = (
        seen(request, pk),
        get_object_or_404(Unit.objects.visible_to(request.user), pk=unit),
    )
    mine = answering(edition)
    leaves = {leaf.pk: leaf for leaf in edition.items.leaves().order_by("path")}
    leads = [leaf for pk, leaf in leaves.items() if who.pk in mine[pk].leads]
    assists = [leaf for pk, leaf in leaves.items() if who.pk in mine[pk].assists]
    facts = {
        "edition": edition,
        "unit": who,
        "parts": [
            Part("leads", _("牵头"), leads, sum(leaf.hundredths for leaf in leads)),
            Part("assists", _("配合"), assists, sum(leaf.hundredths for leaf in assists)),
        ],
        "tabs": tabs(request, edition, "unit", who.pk),
        "tree_url": f"{reverse('standards:edition', args=[pk])}?unit={who.pk}",
    }
    return render(request, "standards/unit.html", facts)


def of_unit(request: Request, unit: int) -> HttpResponse:
    """A unit's duties by the edition now in force, or the newest there is."""
    seen_by = Edition.objects.visible_to(request.user).order_by("-state", "minors", "-year", "-pk")
    if (edition := seen_by.first()) is None:
        return redirect("standards:list")
    return redirect("standards:unit", edition.pk, unit)


class Part(NamedTuple):
    """Some items under one heading."""

    id: str
    word: str
    items: list[Item]
    hundredths: int


def orphans(request: Request, pk: int) -> HttpResponse:
    """The items nobody leads, neither themselves nor by one above."""
    edition = seen(request, pk)
    who = answering(edition)
    leaves = edition.items.leaves().order_by("path").prefetch_related("kinds")
    bare = [leaf for leaf in leaves if not who[leaf.pk].leads]
    facts = {
        "edition": edition,
        "items": bare,
        "hundredths": sum(leaf.hundredths for leaf in bare),
        "load": "load" in request.user.any_powers and named("workbooks:load"),
    }
    return render(request, "standards/orphans.html", facts)


def compare(request: Request, pk: int, other: int) -> HttpResponse:
    """What an edition has otherwise than another."""
    after, before = seen(request, pk), seen(request, other)
    facts = {
        "edition": after,
        "before": before,
        "differences": compared(before, after),
        "others": Edition.objects.visible_to(request.user).exclude(pk=pk),
    }
    return render(request, "standards/compare.html", facts)


@holding("publish")
def profile(request: Request, pk: int) -> HttpResponseBase:
    """How an edition's parts make a year and a cycle; filled in while it is a draft."""
    edition = seen(request, pk)
    here = Profile.objects.filter(edition=edition).first()
    form = ProfileForm(edition, here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_profile(pk, form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason == "frozen":
                raise
            form.add_error(None, str(refusal(no).wrong))
        else:
            messages.success(request, _("计分方案已保存。"))
            return redirect("standards:edition", pk)
    status = 422 if form.errors else 200
    draft = edition.state == EditionState.DRAFT.value
    facts = {"edition": edition, "profile": here, "form": form if draft else None}
    return render(request, "standards/profile.html", facts, status=status)
