"""The sites of all 54 kinds: what they are called, where they stand, who is over them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from random import Random

from tools.city import areas
from tools.city.areas import Area
from tools.city.chance import stream
from tools.city.plan import Point, lonlat
from tools.city.spots import SPOTS, Spot, address
from tools.city.tables import EVERY_STREET, Kind, kinds, unit_called

SCHOOL = "中小学校"
TRIES = 60  # for a name that is still free


@dataclass(frozen=True)
class Site:
    """One site; `point` on the plan, `area` its community."""

    code: str
    kind: Kind
    name: str
    point: Point
    area: Area
    address: str
    unit: str
    attributes: dict[str, str | int] = field(default_factory=dict)

    @property
    def lonlat(self) -> Point:
        """WGS-84 degrees."""
        return lonlat(self.point)


def sites() -> tuple[Site, ...]:
    """Every site, kind by kind."""
    return tuple(chain.from_iterable(of_kind(kind) for kind in kinds()))


@cache
def of_kind(kind: Kind) -> tuple[Site, ...]:
    """The sites of one kind; no two have the same name."""
    chance = stream("sites", kind.name)
    spots = school_gates() if kind.per == "school" else SPOTS[kind.per](kind, chance)
    found: dict[str, Site] = {}
    for no in range(1, kind.count + 1):
        name, spot = free(kind, no, spots, found)
        found[name] = site(kind, no, name, spot, chance)
    return tuple(found.values())


def free(kind: Kind, no: int, spots: Iterator[Spot], taken: dict[str, Site]) -> tuple[str, Spot]:
    """The next spot whose name no other site of the kind has."""
    for _ in range(TRIES):
        spot = next(spots)
        name = named(kind, no, spot)
        if name not in taken:
            return name, spot
    raise ValueError(f"{kind.name}: no free name for number {no}")


def named(kind: Kind, no: int, spot: Spot) -> str:
    """Its own name from the list of its kind, or one made by the pattern."""
    if kind.per in {"fixed", "area"} and no <= len(kind.fixed):
        return kind.fixed[no - 1]
    return kind.pattern.format(**spot.words) if kind.pattern else spot.words["name"]


def site(kind: Kind, no: int, name: str, spot: Spot, chance: Random) -> Site:
    """The site with everything the ledger says of it."""
    area = areas.community_at(spot.point)
    unit = areas.street_of(area).name if kind.unit == EVERY_STREET else kind.unit
    return Site(
        code=f"YC{kind.no:02d}-{no:04d}",
        kind=kind,
        name=name,
        point=spot.point,
        area=area,
        address=spot.words.get("address") or address(spot.point, area),
        unit=unit_called(unit).short,
        attributes={
            column: drawn(rule.split("|")[0 if area.urban else -1], no, chance)
            for column, rule in kind.attributes.items()
        },
    )


def drawn(rule: str, no: int, chance: Random) -> str | int:
    """A value by its rule: "a/b" one of these, "=a/b" these in turn, "5-60" a number between."""
    if rule.startswith("="):
        values = rule[1:].split("/")
        return values[(no - 1) % len(values)]
    low, dash, high = rule.partition("-")
    if dash and low.isdigit() and high.isdigit():
        return chance.randint(int(low), int(high))
    return chance.choice(rule.split("/"))


def school_gates() -> Iterator[Spot]:
    """The gate of each school, some sixty metres from its middle."""
    for school in of_kind(next(k for k in kinds() if k.name == SCHOOL)):
        u, v = school.point
        yield Spot((u + 40, v - 45), {"school": school.name, "address": f"{school.address}门前"})
