"""A few streets of River City, and the units that could adopt them."""

from datetime import date

from tests.world import World
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.org.models import Unit
from wenming.places.models import Site, SiteKind

FIRST = date(2026, 1, 1)


class Streets:
    """Three segments in a row from west to east, four units each beside one; two had one last year."""

    def __init__(self, world: World) -> None:
        kind = SiteKind.objects.create(name="包街路段")
        self.sites = [
            Site.objects.create(
                code=f"LD{n:03}", kind=kind, name=f"{n}号路段", area=world.east, metres=400,
                lon=98.3 + n / 100, lat=39.7,
            )
            for n in (1, 2, 3)
        ]  # fmt: skip
        self.units = [world.roads, world.market, world.street, self.archive()]
        for n, unit in enumerate(self.units):
            unit.lon, unit.lat, unit.heads = 98.311 + n / 100, 39.7, 20
            unit.save()
        self.had(self.units[0], self.sites[0])
        self.had(self.units[1], self.sites[2])  # last year the second unit went far

    def archive(self) -> Unit:
        """One that adopted nothing yet."""
        return Unit.objects.create(name="市档案馆", kind="bureau")

    def had(self, unit: Unit, site: Site) -> Charge:
        """What a unit adopted last year."""
        return Charge.objects.create(
            unit=unit,
            site=site,
            kind=ChargeKind.ADOPTS.value,
            since=date(2025, 1, 1),
            until=date(2025, 12, 31),
        )
