"""The areas: one city without districts, 6 streets and 5 towns under it, 52 communities, grids.

Codes begin with 6298, which no place has. As in 620200, streets carry the digits 01 where a
district would stand, yet no such district exists: their parent is the city itself.
"""

from dataclasses import dataclass
from functools import cache

from tools.city import plan
from tools.city.plan import Point, Rect
from tools.city.tables import rows

CITY_CODE, CITY = "629800000000", "云川市"
FIRST_TOWN = 101  # streets are 001.., towns 101.., as in the statistical codes
FIRST_VILLAGE = 201
NUMBERS = "一二三四五六七八九十"
GRID_AREA = {True: 700_000, False: 12_000_000}  # square metres of a grid, in town and out


@dataclass(frozen=True)
class Area:
    """A place of the tree and its piece of the plan."""

    code: str
    name: str
    level: str
    parent: str  # the parent's name; names do not repeat in this city
    rect: Rect

    @property
    def urban(self) -> bool:
        """Does it lie in one of the six streets?"""
        return int(self.code[6:9]) < FIRST_TOWN


@cache
def streets() -> tuple[Area, ...]:
    """The six streets and five towns."""
    found: list[Area] = []
    for r in rows("areas"):
        rect = Rect(*(float(r[side]) for side in ("west", "east", "south", "north")))
        level = "街道" if r["name"].endswith("街道") else "镇"
        same = sum(a.level == level for a in found)
        number = same + (1 if level == "街道" else FIRST_TOWN)
        found.append(Area(f"629801{number:03d}000", r["name"], level, CITY, rect))
    return tuple(found)


@cache
def communities() -> tuple[Area, ...]:
    """The communities and villages: each street cut along its roads."""
    found: list[Area] = []
    for street, r in zip(streets(), rows("areas"), strict=True):
        names = r["communities"].split()
        pieces = cut(street.rect, len(names), snap=street.urban)
        next_code = {"社区": 1, "村": FIRST_VILLAGE}
        for name, rect in zip(names, pieces, strict=True):
            level = "村" if name.endswith("村") else "社区"
            code = f"{street.code[:9]}{next_code[level]:03d}"
            next_code[level] += 1
            found.append(Area(code, name, level, street.name, rect))
    return tuple(found)


@cache
def grids() -> tuple[Area, ...]:
    """The grids below the communities: three digits more than the statistical code has."""
    found: list[Area] = []
    for area in communities():
        r = area.rect
        size = (r.east - r.west) * (r.north - r.south)
        count = max(2, min(5, round(size / GRID_AREA[area.urban])))
        for no, rect in enumerate(cut(r, count, snap=False), 1):
            name = f"{area.name}第{NUMBERS[no - 1]}网格"
            found.append(Area(f"{area.code}{no:03d}", name, "网格", area.name, rect))
    return tuple(found)


def cut(rect: Rect, count: int, *, snap: bool) -> list[Rect]:
    """The rectangle in so many pieces of like size; `snap` moves the cuts onto roads."""
    if count == 1:
        return [rect]
    wide = rect.east - rect.west >= rect.north - rect.south
    low, high = (rect.west, rect.east) if wide else (rect.south, rect.north)
    at = low + (high - low) * (count // 2) / count
    if snap:
        lines = [place for _, place in (plan.SOUTH_NORTH if wide else plan.WEST_EAST)]
        at = min((x for x in lines if low < x < high), key=lambda x: abs(x - at), default=at)
    if wide:
        first = Rect(rect.west, at, rect.south, rect.north)
        second = Rect(at, rect.east, rect.south, rect.north)
    else:
        first = Rect(rect.west, rect.east, rect.south, at)
        second = Rect(rect.west, rect.east, at, rect.north)
    return [
        *cut(first, count // 2, snap=snap),
        *cut(second, count - count // 2, snap=snap),
    ]


def community_at(point: Point) -> Area:
    """The community a point of the plan lies in."""
    return next(a for a in communities() if a.rect.holds(point))


def street_of(area: Area) -> Area:
    """The street or town over a community."""
    return next(s for s in streets() if s.code[:9] == area.code[:9])
