"""The city's clean-up day: every unit reports once, one puts a figure right; the brief has the totals of the page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from wenming.org.models import Area, Unit
from wenming.service.briefs.actions import write_brief
from wenming.service.campaigns.actions import define, report, take
from wenming.service.campaigns.drafts import CampaignDraft, MeasureDraft, ReturnDraft
from wenming.service.campaigns.models import Campaign
from wenming.service.campaigns.rules import Move, Source, exact
from wenming.site.demo.chance import stream
from wenming.site.demo.stage import Stage

NAME = "迎新年城市清洁日"
DAY = -7  # a working day, that of the campaign; what is reported comes in until two days later
# What was counted, in what unit, with how many places, and what it came to in the last place.
COUNTED = (
    (MeasureDraft("出动车辆", "车次"), 1303),
    (MeasureDraft("清理卫生死角", "处"), 5373),
    (MeasureDraft("清运垃圾", "吨", 2), 9342),
    (MeasureDraft("发放宣传品", "份"), 25420),
    (MeasureDraft("参加人数", "人"), 25000),
)
PAPER = 6  # each so-manieth unit handed in a paper sheet
REASON = "漏记了下午一车次，更正。"


def shared(total: int, parts: int, chance: Random) -> list[int]:
    """A total in so many unequal parts that add up to it exactly."""
    weights = [chance.uniform(0.4, 1.6) for _ in range(parts)]
    found = [int(total * weight / sum(weights)) for weight in weights]
    for n in range(total - sum(found)):
        found[n % parts] += 1
    return found


class Cleanup:
    """The day, through the story."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.chance = stage, stream("cleanup")
        self.units: list[Unit] = list(
            Unit.objects.filter(pk__in=stage.troupe.liaisons).order_by("order", "pk")
        )
        self.figures = [shared(total, len(self.units), self.chance) for _, total in COUNTED]

    def arrange(self) -> None:
        """Put the call, the returns, the correction and the end on the clock."""
        stage, day = self.stage, self.stage.day(DAY)
        stage.arrange(stage.at(stage.day(DAY - 5), 9, 20), self.call)
        evening = stage.at(day, 17, 40)
        for number in range(len(self.units)):
            stage.arrange(evening + timedelta(minutes=2 * number), partial(self.hand_in, number))
        stage.arrange(stage.at(stage.day(DAY + 1), 9, 10), self.put_right)
        stage.arrange(stage.at(stage.day(DAY + 2), 18, 5), self.end)

    def call(self, at: datetime) -> None:
        """The office calls for the day, and begins it."""
        day, city = self.stage.day(DAY), Area.objects.roots()[0]
        draft = CampaignDraft(
            NAME,
            first=day,
            last=day,
            due=self.stage.day(DAY + 2),
            area=city.pk,
            measures=tuple(measure for measure, _ in COUNTED),
            units=tuple(unit.pk for unit in self.units),
            note="全市大街小巷、社区村组、集贸市场、车站公园一起动手，清理卫生死角。",
        )
        office = self.stage.troupe.office
        take(define(draft, by=office, at=at).pk, Move.OPEN, by=office, at=at)

    def said(self, number: int, less: Sequence[int] = ()) -> tuple[tuple[int, str], ...]:
        """What a unit writes down; `less` is what it forgot of each."""
        measures = Campaign.objects.get(name=NAME).measures.order_by("order")
        forgot = dict(enumerate(less))
        return tuple(
            (measure.pk, exact(self.figures[n][number] - forgot.get(n, 0), measure.places))
            for n, measure in enumerate(measures)
        )

    def hand_in(self, number: int, at: datetime) -> None:
        """One unit's return; the first forgot a vehicle."""
        unit, campaign = self.units[number], Campaign.objects.get(name=NAME)
        paper = number % PAPER == PAPER - 1
        by = self.stage.troupe.office if paper else self.stage.troupe.liaisons[unit.pk]
        draft = ReturnDraft(
            campaign.pk,
            unit.pk,
            self.stage.day(DAY),
            self.said(number, (1,) if number == 0 else ()),
            source=Source.PAPER if paper else Source.PAGE,
            paper=f"QJ-{number + 1:03}" if paper else "",
        )
        report(draft, by=by, at=at)

    def put_right(self, at: datetime) -> None:
        """The first unit puts its figure right; the old one stays to be seen."""
        unit, campaign = self.units[0], Campaign.objects.get(name=NAME)
        day, liaison = self.stage.day(DAY), self.stage.troupe.liaisons[unit.pk]
        draft = ReturnDraft(campaign.pk, unit.pk, day, self.said(0), seen=1, reason=REASON)
        report(draft, by=liaison, at=at)

    def end(self, at: datetime) -> None:
        """Reporting is over."""
        campaign = Campaign.objects.get(name=NAME)
        take(campaign.pk, Move.CLOSE, by=self.stage.troupe.office, at=at)
        write_brief(campaign.pk, campaign.issuer, 0, by=self.stage.troupe.office, at=at)
