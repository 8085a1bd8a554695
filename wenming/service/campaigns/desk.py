"""The pages of whoever leads a campaign or reports by workbook and paper, beside those that show."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wenming.kit.papers import Paper, Para, Span, Table
from wenming.kit.papers.files import TYPES, laid_out
from wenming.org.http import Request, holding
from wenming.records.actions import content_of
from wenming.service.campaigns import tallies
from wenming.service.campaigns.models import Asked
from wenming.service.campaigns.sheets import label, load, page_of
from wenming.service.campaigns.views import seen
from wenming.web.sheets import workbook


@holding()
def book(request: Request, pk: int) -> HttpResponseBase:
    """The workbook of the units one sees."""
    one = seen(request, pk)
    return workbook(f"{one.name}.xlsx", [page_of(one, request.user)])


@holding()
def bring(request: Request, pk: int) -> HttpResponseBase:
    """Hand the workbook back: look at what it would do, or keep it."""
    one, loaded, words = seen(request, pk), None, ""
    file = request.FILES.get("file")
    if request.method == "POST" and file:
        keep = request.POST.get("do") == "keep"
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"book{Path(file.name or '').suffix.lower() or '.xlsx'}"
            path.write_bytes(content_of(file))
            loaded = load(one, path, keep=keep, by=request.user, at=timezone.now())
        words = file.name or ""
    bad = request.method == "POST" and (loaded is None or bool(loaded.wrong))
    facts = {"campaign": one, "loaded": loaded, "name": words, "lacking": bad and loaded is None}
    return render(request, "campaigns/book.html", facts, status=422 if bad else 200)


def numbered(asked: Asked) -> str:
    """The number of a unit's paper sheet, by which what is copied from it is found again."""
    return f"HD{asked.campaign_id}-{asked.pk}"


@holding()
def paper(request: Request, pk: int, unit: int, kind: str) -> HttpResponseBase:
    """A unit's empty form on paper, with its number."""
    one = seen(request, pk)
    asked = get_object_or_404(tallies.seen(one, request.user), unit=unit)
    rows = tuple((label(m), "") for m in one.measures.all())
    sheet = Paper(
        f"“{one.name}”报数表",
        (
            Para((Span(f"单位：{asked.unit.name}    编号：{numbered(asked)}"),)),
            Para((Span(f"活动日期：{one.first}（至{one.last}）    报数截止：{one.due}"),)),
            Table(("指标（计量单位）", "数"), (*rows, ("备注", "")), widths=(3, 2)),
            Para((Span("没有就填0；小数用点，不要写逗号；按表中计量单位填写。"),)),
            Para((Span("填表人：          审核人：          日期："),)),
        ),
        printed=one.first,
    )
    answer = HttpResponse(laid_out(sheet, kind), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{numbered(asked)}.{kind}"'
    return answer
