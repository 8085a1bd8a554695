"""Coordinate systems there and back, and geometry held against an independent library."""

from itertools import pairwise, product
from math import isclose

import hypothesis.strategies as st
import pytest
import shapely
from hypothesis import assume, given

from wenming.kit.geo import (
    SHIFTED,
    Box,
    Crs,
    Point,
    box_around,
    box_of,
    convert,
    distance_metres,
    in_multipolygon,
    in_polygon,
    length_metres,
    midpoint,
    named_crs,
    nearest_on,
    to_line_metres,
)

TOWER = Point(98.29, 39.77)

places = st.builds(Point, st.floats(73.5, 135.1), st.floats(3.4, 53.6))
town = st.builds(Point, st.floats(98.2, 98.4), st.floats(39.7, 39.9))
lines = st.lists(town, min_size=1, max_size=6)
grid = st.builds(Point, st.integers(-6, 6).map(float), st.integers(-6, 6).map(float))


# Coordinate systems


def test_the_published_examples_come_out() -> None:
    gaode = convert(Point(120, 40), Crs.WGS84, Crs.GCJ02)
    assert (round(gaode.lon, 7), round(gaode.lat, 7)) == (120.0056757, 40.0013048)
    baidu = convert(Point(116.404, 39.915), Crs.GCJ02, Crs.BD09)
    assert (round(baidu.lon, 8), round(baidu.lat, 8)) == (116.41036949, 39.92133699)


def test_wgs84_and_cgcs2000_are_one() -> None:
    assert convert(TOWER, Crs.WGS84, Crs.CGCS2000) == TOWER
    assert convert(TOWER, Crs.CGCS2000, Crs.BD09) == convert(TOWER, Crs.WGS84, Crs.BD09)


@given(places, st.sampled_from(list(product(Crs, Crs))))
def test_there_and_back_is_the_same_place(place: Point, way: tuple[Crs, Crs]) -> None:
    there = convert(place, *way)
    assert distance_metres(convert(there, way[1], way[0]), place) < 0.001


@given(places, st.sampled_from(list(product(Crs, Crs, Crs))))
def test_a_way_round_ends_where_the_straight_way_ends(
    place: Point, way: tuple[Crs, Crs, Crs]
) -> None:
    first, second, third = way
    round_about = convert(convert(place, first, second), second, third)
    assert distance_metres(round_about, convert(place, first, third)) < 0.001


@given(places)
def test_gaode_is_off_by_tens_to_hundreds_of_metres_and_baidu_by_more(place: Point) -> None:
    gaode = convert(place, Crs.WGS84, Crs.GCJ02)
    assert 20 < distance_metres(place, gaode) < 720
    assert 700 < distance_metres(gaode, convert(gaode, Crs.GCJ02, Crs.BD09)) < 1_300


def test_the_mean_offset_is_that_of_the_literature() -> None:
    offsets = []
    for lon, lat in product(range(74, 135, 2), range(4, 54, 2)):
        place = Point(float(lon), float(lat))
        offsets.append(distance_metres(place, convert(place, Crs.WGS84, Crs.GCJ02)))
    assert 300 < sum(offsets) / len(offsets) < 450


@pytest.mark.parametrize("place", [Point(2.35, 48.86), Point(139.7, 35.7), Point(114.0, -30.0)])
def test_outside_china_nothing_is_shifted(place: Point) -> None:
    for source, target in product(Crs, Crs):
        assert convert(place, source, target) == place


def test_at_the_very_edge_of_the_rectangle_the_way_back_still_works() -> None:
    for place in (Point(137.8346, 40.0), Point(72.0041, 40.0), Point(100.0, 55.827)):
        there = convert(place, Crs.WGS84, Crs.BD09)
        assert distance_metres(convert(there, Crs.BD09, Crs.WGS84), place) < 0.001


@pytest.mark.parametrize(
    ("crs", "names"),
    [
        (
            Crs.GCJ02,
            "GCJ02 GCJ-02 gcj_02 ＧＣＪ０２ 火星坐标 火星坐标系（GCJ-02） 高德 腾讯 高德坐标系",
        ),
        (Crs.BD09, "BD09 BD-09 bd09ll 百度 百度坐标系 百度地图坐标"),
        (
            Crs.CGCS2000,
            "CGCS2000 国家2000 大地2000 2000国家大地坐标系 国家2000坐标系 天地图 EPSG:4490",
        ),
        (Crs.WGS84, "WGS84 WGS-84 GPS GPS坐标 EPSG:4326"),
    ],
)
def test_the_names_offices_write_are_known(crs: Crs, names: str) -> None:
    assert {name: named_crs(name) for name in names.split()} == dict.fromkeys(names.split(), crs)
    assert named_crs(crs.value) is crs


@pytest.mark.parametrize("name", ["", "北京54", "西安80", "北京54(GCJ02)", "WGS84/GCJ02", "坐标系"])
def test_a_name_that_says_nothing_or_two_things_is_not_guessed(name: str) -> None:
    assert named_crs(name) is None


# On the ground


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert round(distance_metres(Point(98, 39), Point(98, 40))) == 111_195
    assert round(distance_metres(Point(0, 0), Point(180, 0))) == 20_015_114
    assert distance_metres(TOWER, TOWER) == 0


@given(town, lines)
def test_the_distance_to_a_line_is_that_of_an_independent_library(
    point: Point, line: list[Point]
) -> None:
    def plane(place: Point) -> tuple[float, float]:
        return (
            distance_metres(Point(point.lon, place.lat), Point(place.lon, place.lat))
            * (1 if place.lon > point.lon else -1),
            distance_metres(point, Point(point.lon, place.lat))
            * (1 if place.lat > point.lat else -1),
        )

    flat = [plane(place) for place in line]
    shape = shapely.LineString(flat) if len(line) > 1 else shapely.Point(flat[0])
    assert isclose(
        to_line_metres(point, line), shape.distance(shapely.Point(0, 0)), rel_tol=0.005, abs_tol=3
    )


@given(town, lines)
def test_a_point_on_the_line_is_no_farther_than_any_of_its_ends(
    point: Point, line: list[Point]
) -> None:
    nearest = to_line_metres(point, line)
    assert nearest <= min(distance_metres(point, end) for end in line) + 0.5


def test_a_line_needs_a_point() -> None:
    with pytest.raises(ValueError, match="point"):
        nearest_on([], TOWER)


@given(st.lists(town, min_size=2, max_size=6))
def test_the_midpoint_has_as_much_line_before_it_as_behind(line: list[Point]) -> None:
    assume(length_metres(line) > 1)
    middle = midpoint(line)
    assert to_line_metres(middle, line) < 0.5
    walked = 0.0
    halves = []
    for start, end in pairwise(line):
        if to_line_metres(middle, [start, end]) < 0.01:
            halves.append(walked + distance_metres(start, middle))
        walked += distance_metres(start, end)
    assert any(isclose(half, walked / 2, rel_tol=1e-3, abs_tol=0.1) for half in halves)


def test_the_midpoint_of_a_point_is_the_point() -> None:
    assert midpoint([TOWER]) == TOWER
    assert midpoint([TOWER, TOWER]) == TOWER


@given(st.lists(grid, min_size=3, max_size=8, unique=True), st.lists(grid, min_size=1, max_size=20))
def test_inside_is_inside_for_an_independent_library_too(
    ring: list[Point], points: list[Point]
) -> None:
    shape = shapely.Polygon(ring)
    assume(shape.is_valid and shape.area > 0)
    for point in points:
        inside = shape.covers(shapely.Point(point))
        assert in_polygon(point, [ring]) == inside
        assert in_polygon(point, [[*ring, ring[0]]]) == inside


def test_a_hole_is_outside_and_its_edge_is_not() -> None:
    outer = [Point(0, 0), Point(9, 0), Point(9, 9), Point(0, 9)]
    hole = [Point(3, 3), Point(6, 3), Point(6, 6), Point(3, 6)]
    park = [outer, hole]
    assert in_polygon(Point(1, 1), park)
    assert not in_polygon(Point(4, 4), park)
    assert in_polygon(Point(3, 4), park)
    assert in_multipolygon(Point(4, 4), [park, [hole]])
    assert not in_multipolygon(Point(10, 4), [park, [hole]])


def test_a_box_is_drawn_around_points_and_around_a_place() -> None:
    assert box_of([Point(1, 5), Point(3, 2)]) == Box(1, 2, 3, 5)
    box = box_around(TOWER, 1_000)
    assert round(distance_metres(Point(box.west, TOWER.lat), TOWER)) in range(1_000, 1_002)
    assert round(distance_metres(Point(TOWER.lon, box.north), TOWER)) == 1_000
    assert box.holds(TOWER)
    assert not box.holds(Point(98.31, 39.77))
    with pytest.raises(ValueError, match="empty"):
        box_of([])


def test_china_lies_in_the_shifted_rectangle() -> None:
    for corner in (Point(73.6, 39.4), Point(134.8, 48.4), Point(112.3, 3.9), Point(123.3, 53.5)):
        assert SHIFTED.holds(corner)
