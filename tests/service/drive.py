"""A clean-up day of River City: the market bureau and the street report vehicles and tonnes."""

from datetime import date
from typing import Any

from tests.world import MONDAY, World
from wenming.service.campaigns.actions import define, report, take
from wenming.service.campaigns.drafts import CampaignDraft, MeasureDraft, ReturnDraft
from wenming.service.campaigns.models import Return
from wenming.service.campaigns.rules import Move

DAY = date(2026, 3, 1)
MEASURES = (MeasureDraft("出动车辆", "辆次"), MeasureDraft("清运垃圾", "吨", 2))


class Drive:
    """A campaign that is open; the street counts for the east, the bureaus for the whole city."""

    def __init__(self, world: World, *, opened: bool = True) -> None:
        self.world = world
        world.street.area = world.east
        world.street.save()
        self.units = [world.market, world.street, world.roads]
        self.row = define(self.draft(), by=world.office, at=MONDAY)
        self.vehicles, self.tonnes = self.row.measures.all()
        if opened:
            take(self.row.pk, Move.OPEN, by=world.office, at=MONDAY)

    def draft(self, **over: Any) -> CampaignDraft:
        """The campaign as the office puts it down."""
        values: dict[str, Any] = {
            "name": "环境卫生大清扫",
            "first": DAY,
            "last": DAY,
            "due": date(2026, 3, 6),
            "area": self.world.city.pk,
            "measures": MEASURES,
            "units": tuple(unit.pk for unit in self.units),
        }
        return CampaignDraft(**values | over)

    def said(self, vehicles: str = "12", tonnes: str = "1.25", **over: Any) -> ReturnDraft:
        """What the market bureau reports, or another unit."""
        values: dict[str, Any] = {
            "campaign": self.row.pk,
            "unit": self.world.market.pk,
            "day": DAY,
            "said": ((self.vehicles.pk, vehicles), (self.tonnes.pk, tonnes)),
        }
        return ReturnDraft(**values | over)

    def report(self, vehicles: str = "12", tonnes: str = "1.25", **over: Any) -> Return:
        """The same, sent by the bureau's liaison."""
        by = over.pop("by", self.world.liaison)
        return report(self.said(vehicles, tonnes, **over), by=by, at=MONDAY)
