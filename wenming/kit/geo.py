"""Where things are: the four coordinate systems met in China, and plain geometry on the ground.

WGS-84 and CGCS2000 differ by centimetres and count as one here. GCJ-02 (Gaode, Tencent) shifts them
by some hundred metres, BD-09 (Baidu) shifts GCJ-02 again; the formulae are public and used as
published. The way back is not a formula but a search, exact to far below a millimetre. Outside the
rectangle the formulae are meant for, nothing is shifted.

Longitudes and latitudes are degrees, east and north positive; lengths are metres on a sphere.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import NamedTuple, Self

EARTH_METRES = 6_371_008.8
"""Mean radius of the earth (IUGG)."""

# Krasovsky 1940, the ellipsoid the GCJ-02 formulae are written on.
SEMI_MAJOR_METRES = 6_378_245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323

BAIDU_TURNS = pi * 3000 / 180
STEPS_BACK = 10


class Point(NamedTuple):
    """A place, degrees east and north."""

    lon: float
    lat: float


Line = Sequence[Point]
Ring = Sequence[Point]
Polygon = Sequence[Ring]
"""An outer ring and the holes in it; rings need not repeat their first point."""


class Box(NamedTuple):
    """A rectangle of degrees; its edges belong to it."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in it."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north

    def widened(self, metres: float) -> Self:
        """The same with this much more on every side."""
        up = degrees(metres / EARTH_METRES)
        aside = up / max(cos(radians(max(abs(self.south), abs(self.north)) + up)), 1e-9)
        return self._replace(
            west=self.west - aside,
            south=self.south - up,
            east=self.east + aside,
            north=self.north + up,
        )


SHIFTED = Box(72.004, 0.8293, 137.8347, 55.8271)
"""Where GCJ-02 and BD-09 depart from WGS-84, in WGS-84."""


class Crs(StrEnum):
    """A coordinate system a place came in."""

    WGS84 = "WGS84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ02"
    BD09 = "BD09"


CRS_NAMES = {
    Crs.WGS84: "wgs84 wgs1984 epsg4326 4326 gps gps坐标 地球坐标 原始坐标 世界大地坐标系",
    Crs.CGCS2000: (
        "cgcs2000 cgcs 2000 epsg4490 4490 国家2000 大地2000 国家大地2000 2000国家大地坐标系 "
        "国家2000坐标系 2000坐标系 中国大地坐标系2000 天地图"
    ),
    Crs.GCJ02: (
        "gcj02 gcj 火星 火星坐标 火星坐标系 国测局 国测局坐标 高德 高德地图 高德坐标 "
        "腾讯 腾讯地图 腾讯坐标 腾讯高德 高德腾讯 amap"
    ),
    Crs.BD09: "bd09 bd09ll bd 百度 百度地图 百度坐标 百度坐标系 百度经纬度 baidu",
}
BY_NAME = {name: crs for crs, names in CRS_NAMES.items() for name in names.split()}


def named_crs(text: str) -> Crs | None:
    """The coordinate system an office means by this name; None when it is not known.

    A second name in brackets, 火星坐标系（GCJ-02）, must mean the same.
    """
    names = re.split(r"[()/]", unicodedata.normalize("NFKC", text).casefold())
    plain = (re.sub(r"[\W_]", "", name) for name in names)
    found = {BY_NAME.get(name, BY_NAME.get(re.sub("坐标系?$", "", name))) for name in plain if name}
    return found.pop() if len(found) == 1 else None


# Between systems


def convert(point: Point, source: Crs, target: Crs) -> Point:
    """The same place in another system."""
    if FROM_WGS84[source] is FROM_WGS84[target]:
        return point
    plain = _from_shifted(point, FROM_WGS84[source])
    return FROM_WGS84[target](plain) if SHIFTED.holds(plain) else plain


def _unshifted(point: Point) -> Point:
    return point


def _gcj02(point: Point) -> Point:
    x, y = point.lon - 105.0, point.lat - 35.0
    ripple = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    lat = radians(point.lat)
    flat = 1 - ECCENTRICITY_SQUARED * sin(lat) ** 2
    along = SEMI_MAJOR_METRES * (1 - ECCENTRICITY_SQUARED) / flat**1.5
    across = SEMI_MAJOR_METRES / sqrt(flat) * cos(lat)
    return Point(point.lon + degrees(east / across), point.lat + degrees(north / along))


def _bd09(point: Point) -> Point:
    lon, lat = _gcj02(point)
    far = hypot(lon, lat) + 0.00002 * sin(lat * BAIDU_TURNS)
    turn = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU_TURNS)
    return Point(far * cos(turn) + 0.0065, far * sin(turn) + 0.006)


FROM_WGS84: dict[Crs, Callable[[Point], Point]] = {
    Crs.WGS84: _unshifted,
    Crs.CGCS2000: _unshifted,
    Crs.GCJ02: _gcj02,
    Crs.BD09: _bd09,
}


def _from_shifted(point: Point, shift: Callable[[Point], Point]) -> Point:
    """The place that `shift` brings to `point`: step back by the error until none is left."""
    if shift is _unshifted:
        return point
    guess = point
    for _ in range(STEPS_BACK):
        reached = shift(guess)
        guess = Point(guess.lon - reached.lon + point.lon, guess.lat - reached.lat + point.lat)
    return guess if SHIFTED.holds(guess) else point


# On the ground


def distance_metres(one: Point, other: Point) -> float:
    """The way between two places over the sphere (haversine)."""
    up = sin(radians(other.lat - one.lat) / 2) ** 2
    aside = sin(radians(other.lon - one.lon) / 2) ** 2
    flat = cos(radians(one.lat)) * cos(radians(other.lat))
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(up + flat * aside)))


def length_metres(line: Line) -> float:
    """The length of a line, all its legs together."""
    return sum(distance_metres(a, b) for a, b in pairwise(line))


def nearest_on(line: Line, point: Point) -> Point:
    """The place on the line that is nearest to the point; ValueError for a line without points.

    Reckoned on the plane that touches the earth at `point`: good for lines within some tens of
    kilometres.
    """
    if not line:
        raise ValueError("a line needs a point")
    flat = cos(radians(point.lat))
    feet = [line[0], *(_foot(a, b, point, flat) for a, b in pairwise(line))]
    return min(feet, key=lambda foot: _square(foot, point, flat))


def to_line_metres(point: Point, line: Line) -> float:
    """How far the point is from the line."""
    return distance_metres(point, nearest_on(line, point))


def midpoint(line: Line) -> Point:
    """The place half-way along the line: it stands for the line on a map, and lies on it."""
    left = length_metres(line) / 2
    for a, b in pairwise(line):
        leg = distance_metres(a, b)
        if left <= leg and leg > 0:
            part = left / leg
            return Point(a.lon + part * (b.lon - a.lon), a.lat + part * (b.lat - a.lat))
        left -= leg
    return line[-1]


def in_polygon(point: Point, polygon: Polygon) -> bool:
    """Whether the point lies in the polygon and in none of its holes; its edges belong to it."""
    if any(_on_edge(point, ring) for ring in polygon):
        return True
    return bool(sum(_crossings(point, ring) for ring in polygon) % 2)


def in_multipolygon(point: Point, polygons: Iterable[Polygon]) -> bool:
    """Whether the point lies in one of the polygons."""
    return any(in_polygon(point, polygon) for polygon in polygons)


def box_of(points: Iterable[Point]) -> Box:
    """The smallest rectangle around the points; ValueError when there are none."""
    every = list(points)
    lons, lats = [p.lon for p in every], [p.lat for p in every]
    return Box(min(lons), min(lats), max(lons), max(lats))


def box_around(centre: Point, metres: float) -> Box:
    """The rectangle that reaches this far to every side of a place."""
    return Box(*centre, *centre).widened(metres)


def _foot(a: Point, b: Point, point: Point, flat: float) -> Point:
    east, north = (b.lon - a.lon) * flat, b.lat - a.lat
    whole = east * east + north * north
    if whole == 0:
        return a
    part = ((point.lon - a.lon) * flat * east + (point.lat - a.lat) * north) / whole
    part = min(max(part, 0.0), 1.0)
    return Point(a.lon + part * (b.lon - a.lon), a.lat + part * (b.lat - a.lat))


def _square(one: Point, other: Point, flat: float) -> float:
    return ((one.lon - other.lon) * flat) ** 2 + (one.lat - other.lat) ** 2


def _edges(ring: Ring) -> Iterable[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], *ring[:1]], strict=True)


def _crossings(point: Point, ring: Ring) -> int:
    """How often a ray to the east cuts the ring."""
    count = 0
    for a, b in _edges(ring):
        if (a.lat > point.lat) != (b.lat > point.lat):
            at = a.lon + (point.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
            count += at > point.lon
    return count


def _on_edge(point: Point, ring: Ring) -> bool:
    for a, b in _edges(ring):
        turn = (b.lon - a.lon) * (point.lat - a.lat) - (b.lat - a.lat) * (point.lon - a.lon)
        if turn == 0 and box_of((a, b)).holds(point):
            return True
    return False
