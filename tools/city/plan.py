"""The ground plan of Yunchuan: a rectangle of streets in metres, bent into a city by `lonlat`.

Everything lies on a plan of straight lines (u to the east, v to the north, metres from the drum
tower). One smooth bend takes the plan to the earth, so what meets on the plan meets on the map.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt

LON, LAT = 98.29, 39.77  # the drum tower
METRES_LON, METRES_LAT = 111_320 * cos(radians(LAT)), 111_050
TURN = radians(6)
EDGE_U, EDGE_V = 9_000, 8_000  # half the plan
STEP = 250  # metres between the points a straight line is bent at

Point = tuple[float, float]

WEST_EAST = (
    ("南环路", -3600), ("柳园路", -2800), ("建设路", -2000), ("站前路", -1200), ("南关街", -500), ("鼓楼街", 200),
    ("文庙街", 900), ("青石桥街", 1500), ("北苑路", 2300), ("北环路", 3200),
)  # fmt: skip
SOUTH_NORTH = (
    ("西环路", -4600), ("西站路", -3700), ("河西路", -2800), ("云水路", -1900), ("杏林路", -1000), ("鼓楼街", -200),
    ("学府路", 600), ("东湖路", 1500), ("工业路", 2500), ("迎宾路", 3500), ("东环路", 4500),
)  # fmt: skip
COUNTRY = (
    ("城北公路", (600, 3200), (600, 7400)), ("石堰公路", (4500, -500), (8600, -500)),
    ("兰坪公路", (1500, -3600), (1500, -7600)), ("白杨公路", (-4600, -2800), (-8600, -2800)),
    ("沙井公路", (-4600, 2300), (-8600, 2300)),
)  # fmt: skip
WEST, EAST, SOUTH, NORTH = -4600, 4500, -3600, 3200
TOWER: Point = (-200.0, 200.0)  # where the two drum tower streets cross: each has two names


@dataclass(frozen=True)
class Road:
    """A straight road of the plan, from its western or southern end."""

    name: str
    start: Point
    end: Point
    rank: str  # 主干道, 次干道, 公路 or 巷

    @property
    def level(self) -> bool:
        """Does it run from west to east?"""
        return self.start[1] == self.end[1]

    @property
    def length(self) -> float:
        """Metres on the plan."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    def at(self, along: float, aside: float = 0.0) -> Point:
        """The point so many metres from the start, and so many to the left."""
        if self.level:
            return self.start[0] + along, self.start[1] + aside
        return self.start[0] - aside, self.start[1] + along

    def along(self, point: Point) -> float:
        """How far along the road a point lies."""
        return point[0] - self.start[0] if self.level else point[1] - self.start[1]

    def off(self, point: Point) -> float:
        """How far from the road a point lies; far away when beside neither end."""
        if not 0 <= self.along(point) <= self.length:
            return 1e9
        return abs(point[1] - self.start[1] if self.level else point[0] - self.start[0])


@dataclass(frozen=True)
class Rect:
    """A rectangle of the plan."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, point: Point) -> bool:
        """Is the point inside? Of two neighbours exactly one holds what lies between them."""
        return self.west <= point[0] < self.east and self.south <= point[1] < self.north

    @property
    def centre(self) -> Point:
        """The middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def outline(self) -> list[Point]:
        """The closed outline in lon, lat, counter-clockwise."""
        corners = [
            (self.west, self.south), (self.east, self.south), (self.east, self.north), (self.west, self.north),
        ]  # fmt: skip
        ring: list[Point] = []
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
            ring += line(a, b)[:-1]
        return [*ring, ring[0]]


@cache
def main_roads() -> tuple[Road, ...]:
    """The 23 named roads of the town proper."""
    roads: list[Road] = []
    for name, v in WEST_EAST:
        cut = TOWER[0] if name == "鼓楼街" else EAST
        first = "鼓楼西街" if name == "鼓楼街" else name
        roads.append(Road(first, (WEST, v), (cut, v), rank(name)))
        if cut != EAST:
            roads.append(Road("鼓楼东街", (cut, v), (EAST, v), rank(name)))
    for name, u in SOUTH_NORTH:
        cut = TOWER[1] if name == "鼓楼街" else NORTH
        first = "鼓楼南街" if name == "鼓楼街" else name
        roads.append(Road(first, (u, SOUTH), (u, cut), rank(name)))
        if cut != NORTH:
            roads.append(Road("鼓楼北街", (u, cut), (u, NORTH), rank(name)))
    return tuple(roads)


def rank(name: str) -> str:
    """Ring roads and the drum tower's streets are trunk roads, and what is wide besides."""
    trunk = {"鼓楼街", "东湖路", "建设路", "河西路", "迎宾路", "青石桥街"}
    return "主干道" if name in trunk or name.endswith("环路") else "次干道"


def country_roads() -> tuple[Road, ...]:
    """The five roads to the towns."""
    return tuple(
        Road(name, min(a, b), max(a, b), "公路") for name, a, b in COUNTRY
    )  # west or south first


def crossings(road: Road) -> list[tuple[float, Road]]:
    """Where other roads cross this one: metres along it, and the road; in order."""
    found = []
    for other in main_roads():
        if other.level == road.level:
            continue
        meets = (other.start[0], road.start[1]) if road.level else (road.start[0], other.start[1])
        if road.off(meets) < 1 and other.off(meets) < 1:
            found.append((road.along(meets), other))
    return sorted({round(at): (at, other) for at, other in found}.values(), key=lambda c: c[0])


def lonlat(point: Point) -> Point:
    """Plan metres to WGS-84 degrees, to six decimals."""
    u, v = point
    corner = 1 - 0.14 * (u / EDGE_U) ** 2 * (v / EDGE_V) ** 2  # the far corners are rounded off
    u, v = u * corner, v * corner
    out = hypot(u / EDGE_U, v / EDGE_V) ** 3  # nothing in town, everything at the edge
    u, v = (
        u + 70 * sin(v / 1300) + out * (480 * sin(v / 2600 + 0.7) + 260 * sin(u / 1900)),
        v + 60 * sin(u / 1500 + 1) + out * (430 * sin(u / 2300 + 0.3) + 240 * sin(v / 1700)),
    )
    x, y = u * cos(TURN) - v * sin(TURN), u * sin(TURN) + v * cos(TURN)
    return round(LON + x / METRES_LON, 6), round(LAT + y / METRES_LAT, 6)


def line(a: Point, b: Point) -> list[Point]:
    """The straight line from a to b in lon, lat, bent at every STEP metres of the plan."""
    far = hypot(b[0] - a[0], b[1] - a[1])
    marks = {0.0, 1.0}
    for low, high in zip(a, b, strict=True):
        for mark in range(-EDGE_U, EDGE_U + 1, STEP):  # the same marks whoever draws the line
            if min(low, high) < mark < max(low, high):
                marks.add((mark - low) / (high - low))
    if far == 0:
        return [lonlat(a)]
    return [lonlat((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)) for t in sorted(marks)]


def metres(points: list[Point]) -> float:
    """The length of a line in lon, lat on a sphere of 6 371 km."""
    total = 0.0
    for (lon1, lat1), (lon2, lat2) in pairwise(points):
        p1, p2 = radians(lat1), radians(lat2)
        half = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(radians(lon2 - lon1) / 2) ** 2
        total += 2 * 6_371_000 * asin(sqrt(half))
    return total
