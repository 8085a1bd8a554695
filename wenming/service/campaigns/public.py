"""Campaigns for anybody, without an account: what is going on, feeds, and the open data of what is over.

No person's name stands in any of it, and nothing of a campaign that has not begun.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.service.campaigns.models import Campaign, Figure, Measure, Return
from wenming.service.campaigns.rules import State
from wenming.service.campaigns.tallies import lines

MOST = 60  # campaigns on the page and in the feeds
RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def begun() -> Any:
    """The campaigns that anybody may know of, the newest first."""
    return Campaign.objects.exclude(state=State.DRAFT.value).select_related("area")


@login_not_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What is going on, what is to come, and what came of what is over."""
    today, rows = localdate(), list(begun()[:MOST])
    facts = {
        "now": [one for one in rows if one.first <= today <= one.last],
        "coming": [one for one in rows if one.first > today],
        "over": [one for one in rows if one.last < today],
    }
    return render(request, "campaigns/board.html", facts)


@login_not_required
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign; with its totals by area, as soon as reporting is over."""
    one = get_object_or_404(begun(), pk=pk)
    measures = list(one.measures.all())
    held = lines(one, measures) if one.state == State.CLOSED.value else []
    whole = list(zip(measures, held[0].totals, strict=True)) if held else []
    facts = {"campaign": one, "measures": measures, "lines": held, "whole": whole}
    return render(request, "campaigns/shown.html", facts)


def closed(pk: int) -> Campaign:
    """A campaign whose figures are open: reporting is over."""
    found: Campaign = get_object_or_404(begun(), pk=pk, state=State.CLOSED.value)
    return found


@login_not_required
@require_safe
def data(request: HttpRequest, pk: int) -> JsonResponse:
    """The open data of a campaign as JSON; figures are written in full, as decimals in quotes."""
    one = closed(pk)
    measures = list(one.measures.all())
    held = lines(one, measures)
    names = [m.name for m in measures]
    body = {
        "name": one.name,
        "area": {"code": one.area.code, "name": one.area.name},
        "first": one.first,
        "last": one.last,
        "measures": [{"name": m.name, "unit": m.unit, "places": m.places} for m in measures],
        "asked": held[0].asked if held else 0,
        "reported": held[0].reported if held else 0,
        "totals": dict(zip(names, held[0].totals, strict=True)) if held else {},
        "areas": [
            {
                "code": line.area.code,
                "name": line.area.name,
                "asked": line.asked,
                "reported": line.reported,
                "totals": dict(zip(names, line.totals, strict=True)),
            }
            for line in held
        ],
        "returns": [
            {"unit": unit, "area": area, "day": day, "version": version, "figures": figures}
            for unit, area, day, version, figures in returned(one, measures)
        ],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


Returned = tuple[str, str, str, int, dict[str, str]]


def returned(campaign: Campaign, measures: list[Measure]) -> Iterator[Returned]:
    """Every standing return: unit, code of its area, day, version, and its figures as written."""
    said: dict[int, dict[str, str]] = defaultdict(dict)
    known = {one.pk: one for one in measures}
    rows = Figure.objects.filter(measure__in=measures, standing=True).order_by("measure__order")
    for report, measure, value in rows.values_list("report", "measure", "value"):
        said[report][known[measure].name] = known[measure].shown(value)
    found = Return.objects.filter(asked__campaign=campaign, standing=True)
    found = found.order_by("asked__area__path", "asked__unit__order", "asked__unit")
    columns = ("pk", "asked__unit__name", "asked__area__code", "day", "version")
    for pk, unit, area, day, version in found.values_list(*columns):
        yield unit, area, day.isoformat(), version, said[pk]


@login_not_required
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The returns of a campaign as CSV, the total in the last row."""
    one = closed(pk)
    measures = list(one.measures.all())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["单位", "区划代码", "日期", "版次", *(f"{m.name}（{m.unit}）" for m in measures)]
    )
    for unit, area, day, version, figures in returned(one, measures):
        writer.writerow(
            [plain(unit), area, day, version, *(figures.get(m.name, "") for m in measures)]
        )
    for line in lines(one, measures)[:1]:
        writer.writerow(["合计", line.area.code, "", "", *line.totals])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="campaign-{pk}.csv"'
    return answer


def plain(words: str) -> str:
    """Words that a spreadsheet takes for words."""
    return f"'{words}" if words.startswith(RISKY) else words


@login_not_required
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The campaigns as an Atom feed."""
    home = request.build_absolute_uri(reverse("campaigns:board"))
    own = request.build_absolute_uri()
    feed = Atom1Feed(title=_("活动"), link=home, description="", feed_url=own, language="zh-cn")
    for one in begun()[:MOST]:
        feed.add_item(
            title=one.name,
            link=request.build_absolute_uri(reverse("campaigns:shown", args=[one.pk])),
            description=one.note,
            updateddate=make_aware(datetime.combine(one.first, time())),
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The campaigns as a calendar to subscribe to: whole days, each with its page."""
    told = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wenming//campaigns//ZH"]
    for one in begun()[:MOST]:
        page = request.build_absolute_uri(reverse("campaigns:shown", args=[one.pk]))
        told += [
            "BEGIN:VEVENT",
            f"UID:campaign-{one.pk}@{request.get_host()}",
            f"DTSTAMP:{datetime.combine(one.first, time(), UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(one.name)}",
            f"DESCRIPTION:{escaped(one.note)}",
            f"LOCATION:{escaped(one.area.name)}",
            f"URL:{page}",
            "END:VEVENT",
        ]
    lines_ = [part for line in [*told, "END:VCALENDAR"] for part in folded(line)]
    return HttpResponse("\r\n".join(lines_) + "\r\n", content_type="text/calendar; charset=utf-8")


def escaped(words: str) -> str:
    """Words as a calendar's text (RFC 5545, 3.3.11)."""
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return " ".join(words.split())


def folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, none of which cuts a character (RFC 5545, 3.1)."""
    part = ""
    for one in line:
        if len((part + one).encode()) > 75:
            yield part
            part = " "
        part += one
    yield part
