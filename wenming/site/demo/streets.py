"""Who adopts which street this year, as the office keeps it on the pages of 包街: segment by segment.

Most units go on where they were; some segments pass to a near unit that had none, a few lapse.
Nothing is reckoned here that a planner would: the office takes the nearest that is free.
"""

from datetime import date, datetime
from functools import partial

from wenming.duties.actions import charge_with, hand_over
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.geo import Point, distance_metres
from wenming.org.models import Unit
from wenming.places.actions import SEGMENT
from wenming.places.models import Site
from wenming.site.demo.chance import stream
from wenming.site.demo.stage import Stage

DAY = -89  # on which the office goes through the list
LAPSED, PASSED_ON = 5, 6  # of those adopted last year
JOINED = 9  # units without a segment that join another on a long one
MOVES = (
    (-52, "原包街单位办公地点迁至城北，就近调整。"),
    (-27, "原包街单位人员缩编，经协商调整。"),
    (-9, "原包街单位机构改革并入，由接续单位负责。"),
)


class Streets:
    """The segments and the units that adopt them, through the story."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.chance = stream("adoption")
        self.free: list[Unit] = []

    def arrange(self) -> None:
        """Put the renewal of the year and the later changes on the clock."""
        stage = self.stage
        stage.arrange(stage.at(stage.day(DAY), 15, 10), self.renew)
        for number, note in MOVES:
            stage.arrange(stage.at(stage.day(number), 11, 20), partial(self.move, note))

    def renew(self, at: datetime) -> None:
        """Go through last year's list: renew, pass on, leave open; then let the others join."""
        sites = Site.objects.active().filter(kind__name=SEGMENT).order_by("code")
        last = Charge.objects.filter(kind=ChargeKind.ADOPTS.value).exclude(until=None)
        had = {charge.site_id: charge.unit for charge in last.select_related("unit")}
        known = [site for site in sites if site.pk in had]
        self.chance.shuffle(known)
        rest = known[LAPSED:]
        passed, renewed = rest[:PASSED_ON], rest[PASSED_ON:]
        adopters = Unit.objects.exclude(lon=None).order_by("order", "pk")
        self.free = [unit for unit in adopters if unit not in had.values()]
        for site in sorted(renewed, key=lambda site: site.code):
            self.give(site, had[site.pk], at)
        long = sorted(renewed, key=lambda site: (-(site.metres or 0), site.code))
        for site in (*passed, *long[:JOINED]):
            self.give(site, self.nearest(site), at)

    def give(self, site: Site, unit: Unit, at: datetime) -> None:
        """Let a unit adopt a segment from the beginning of the year."""
        since = date(self.stage.day(DAY).year, 1, 1)
        office = self.stage.troupe.office
        charge_with(site, unit, ChargeKind.ADOPTS, since=since, by=office, at=at)

    def nearest(self, site: Site) -> Unit:
        """The nearest unit that adopts nothing yet; it is free no longer."""
        here = Point(site.lon or 0.0, site.lat or 0.0)
        chosen = min(
            self.free, key=lambda u: distance_metres(here, Point(u.lon or 0.0, u.lat or 0.0))
        )
        self.free.remove(chosen)
        return chosen

    def move(self, note: str, at: datetime) -> None:
        """Hand one segment over in the course of the year; its old unit is free again."""
        rows = Charge.objects.standing().filter(kind=ChargeKind.ADOPTS.value)
        charges = list(rows.select_related("site", "unit").order_by("site__code", "unit"))
        charge = self.chance.choice(charges)
        heir = self.nearest(charge.site)
        office = self.stage.troupe.office
        hand_over(charge.pk, heir, since=at.date(), by=office, at=at, note=note)
        self.free.append(charge.unit)
