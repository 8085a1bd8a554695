"""Who adopts which street this year: what the planner proposed and the office accepted, and what became of it.

Of what was accepted some units fall out later and leave a gap, and some streets pass to such a unit.
"""

from collections import Counter
from datetime import datetime
from functools import partial

from wenming.duties.actions import hand_over, release
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.geo import Point, distance_metres
from wenming.org.models import Unit
from wenming.places.models import Site
from wenming.proposals.actions import accept, ask_for
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.site.demo.chance import stream
from wenming.site.demo.stage import Stage

DAY = -89  # on which the office goes through the list
LAPSED = 5  # units that fall out in the course of the year
LAPSE_DAY = -71
GONE = "该单位人员减少，本年度不再承担包街，待补。"
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
        stage.arrange(stage.at(stage.day(LAPSE_DAY), 16, 30), self.lapse)
        for number, note in MOVES:
            stage.arrange(stage.at(stage.day(number), 11, 20), partial(self.move, note))

    def renew(self, at: datetime) -> None:
        """Ask for this year's allocation, look at it, accept it."""
        year, office = self.stage.day(DAY).year, self.stage.troupe.office
        row = ask_for(Kind.ADOPTIONS, str(year), {}, Work(), by=office, at=at)
        accept(made(row, lambda: at).pk, by=office, at=at)

    def lapse(self, at: datetime) -> None:
        """Some units fall out; nobody follows them."""
        charges = Charge.objects.standing().filter(kind=ChargeKind.ADOPTS.value)
        charges = charges.select_related("unit", "site").order_by("site__code", "unit")
        alone = Counter(charge.site_id for charge in charges)
        for charge in self.chance.sample([c for c in charges if alone[c.site_id] == 1], LAPSED):
            office = self.stage.troupe.office
            release(charge.pk, until=at.date(), note=GONE, by=office, at=at)
            self.free.append(charge.unit)

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
