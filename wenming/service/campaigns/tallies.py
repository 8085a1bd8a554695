"""What a campaign adds up to, by area in one query; who is missing; which figures are doubtful."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from wenming.org.models import Area, User
from wenming.service.campaigns.models import (
    Asked,
    Campaign,
    Figure,
    Measure,
    Return,
    Tally,
    Total,
)
from wenming.service.campaigns.rules import FEW, bar, middle


@dataclass(frozen=True, slots=True)
class Line:
    """One area of a table of totals: how many were asked and reported, and a total for each measure."""

    area: Area
    asked: int
    reported: int
    totals: tuple[str, ...]
    measures: tuple[str, ...] = ()

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each total with what it counts."""
        return list(zip(self.measures, self.totals, strict=True))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that is ten times the middle of the others, or more."""

    report: Return
    measure: Measure
    shown: str
    middle: str


def sums(campaign: Campaign) -> dict[tuple[int, int], int]:
    """The total of every area and measure, as stands: one query."""
    rows = Total.objects.filter(measure__campaign=campaign)
    return {(area, measure): n for area, measure, n in rows.values_list("area", "measure", "value")}


def added_up(campaign: Campaign) -> dict[tuple[int, int], int]:
    """The same, added up anew from the returns: what `sums` must be."""
    rows = Figure.objects.filter(measure__campaign=campaign, standing=True).order_by()
    by_area = rows.values_list("report__asked__area__path", "measure").annotate(Sum("value"))
    told: dict[tuple[int, int], int] = dict.fromkeys(sums(campaign), 0)
    areas = dict(Tally.objects.filter(campaign=campaign).values_list("area", "area__path"))
    for path, measure, value in by_area:
        for area, place in areas.items():
            if path.startswith(place):
                told[area, measure] += value
    return told


def lines(campaign: Campaign, measures: list[Measure]) -> list[Line]:
    """The whole area first, then the areas right below it: everything under each added up."""
    areas = [campaign.area, *campaign.area.children.order_by("code")]
    rows = Total.objects.filter(measure__in=measures, area__in=areas)
    totals = {(area, m): n for area, m, n in rows.values_list("area", "measure", "value")}
    tallies = {one.area_id: one for one in campaign.tallies.filter(area__in=areas)}
    return [
        Line(
            area,
            held.asked,
            held.reported,
            tuple(m.shown(totals.get((area.pk, m.pk), 0)) for m in measures),
            tuple(m.name for m in measures),
        )
        for area in areas
        if (held := tallies.get(area.pk)) and held.asked
    ]


def doubts(campaign: Campaign, measures: list[Measure], most: int = 50) -> list[Doubt]:
    """Figures of ten times the middle of the others and more that nobody has vouched for."""
    return [doubt for measure in measures for doubt in doubts_of(measure, most)]


def doubts_of(measure: Measure, most: int) -> list[Doubt]:
    """The doubtful figures of one measure; what is nought neither counts nor is doubted."""
    rows = Figure.objects.filter(measure=measure, standing=True, value__gt=0)
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
    held = campaign.tallies.filter(area=campaign.area_id).values_list("versions", flat=True)
    return held.first() or 0


def seen(campaign: Campaign, user: User) -> Any:
    """The units of a campaign whose returns a person sees."""
    return Asked.objects.filter(campaign=campaign).visible_to(user).select_related("unit", "area")


def values_of(campaign: Campaign) -> dict[int, dict[int, int]]:
    """Every standing return's figures, whole: return -> measure -> value; one query."""
    told: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Figure.objects.filter(measure__campaign=campaign, standing=True).order_by()
    for report, measure, value in rows.values_list("report", "measure", "value"):
        told[report][measure] = value
    return told


def figures_of(reports: list[Return]) -> dict[int, dict[int, str]]:
    """What these returns say: return -> measure -> the figure as it is written."""
    told: dict[int, dict[int, str]] = defaultdict(dict)
    for one in Figure.objects.filter(report__in=reports).select_related("measure"):
        told[one.report_id][one.measure_id] = one.measure.shown(one.value)
    return told
