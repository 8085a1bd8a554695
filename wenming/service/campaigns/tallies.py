"""What a campaign adds up to, by area in one query; who is missing; which figures are doubtful."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from wenming.org.models import Area, User
from wenming.service.campaigns.models import Asked, Campaign, Figure, Measure, Return
from wenming.service.campaigns.rules import FEW, bar, middle


@dataclass(frozen=True, slots=True)
class Line:
    """One area of a table of totals: how many were asked and reported, and a total for each measure."""

    area: Area
    asked: int
    reported: int
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that is ten times the middle of the others, or more."""

    report: Return
    measure: Measure
    shown: str
    middle: str


def sums(campaign: Campaign) -> dict[tuple[str, int], int]:
    """The total of each area's path and measure, as stands: one query."""
    rows = Figure.objects.filter(measure__campaign=campaign, report__standing=True).order_by()
    by_area = rows.values_list("report__asked__area__path", "measure").annotate(Sum("value"))
    return {(path, measure): value for path, measure, value in by_area}


def lines(campaign: Campaign, measures: list[Measure]) -> list[Line]:
    """The whole area first, then the areas right below it: everything under each added up."""
    areas = [campaign.area, *campaign.area.children.order_by("code")]
    asked, reported, totals = Counter[str](), Counter[str](), Counter[tuple[str, int]]()
    standing = Count("returns", filter=Q(returns__standing=True))
    rows = campaign.asked.order_by().values_list("area__path")
    counted = rows.annotate(of_all=Count("pk", distinct=True), of_them=standing)
    for path, of_all, of_them in counted:
        for place in above(path, areas):
            asked[place] += of_all
            reported[place] += of_them
    for (path, measure), value in sums(campaign).items():
        for place in above(path, areas):
            totals[place, measure] += value
    return [
        Line(
            a,
            asked[a.path],
            reported[a.path],
            tuple(m.shown(totals[a.path, m.pk]) for m in measures),
        )
        for a in areas
        if asked[a.path]
    ]


def above(path: str, areas: list[Area]) -> list[str]:
    """The paths of the areas in which a path lies."""
    return [area.path for area in areas if path.startswith(area.path)]


def doubts(campaign: Campaign, measures: list[Measure], most: int = 50) -> list[Doubt]:
    """Figures of ten times the middle of the others and more that nobody has vouched for."""
    return [doubt for measure in measures for doubt in doubts_of(measure, most)]


def doubts_of(measure: Measure, most: int) -> list[Doubt]:
    """The doubtful figures of one measure; what is nought neither counts nor is doubted."""
    rows = Figure.objects.filter(measure=measure, report__standing=True, value__gt=0)
    values: Any = rows.order_by("value").values_list("value", flat=True)
    if (count := rows.count()) < FEW:
        return []
    low, high = middle(count)
    ends = list(values[low : high + 1])
    found = rows.filter(value__gte=bar(ends[0], ends[-1]), report__checked=False)
    found = found.select_related("report__asked__unit").order_by("-value")
    shown = measure.shown((ends[0] + ends[-1]) // 2)
    return [Doubt(one.report, measure, measure.shown(one.value), shown) for one in found[:most]]


def known(campaign: Campaign) -> int:
    """How many returns and corrections there are: more of them, and what was written is stale."""
    return Return.objects.filter(asked__campaign=campaign).count()


def seen(campaign: Campaign, user: User) -> Any:
    """The units of a campaign whose returns a person sees."""
    return Asked.objects.filter(campaign=campaign).visible_to(user).select_related("unit", "area")


def figures_of(reports: list[Return]) -> dict[int, dict[int, str]]:
    """What these returns say: return -> measure -> the figure as it is written."""
    told: dict[int, dict[int, str]] = defaultdict(dict)
    for one in Figure.objects.filter(report__in=reports).select_related("measure"):
        told[one.report_id][one.measure_id] = one.measure.shown(one.value)
    return told
