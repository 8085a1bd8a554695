"""The map, the ledger and the list of segments tell of the same places."""

import json
from functools import cache
from itertools import combinations, pairwise
from typing import Any

from shapely import LineString, Point, Polygon, unary_union

from tests.examples import reading

SQUARE_METRES = 111_000 * 85_400  # of a square degree at this latitude
METRES = 85_400  # of a degree, at the least


@cache
def features() -> list[dict[str, Any]]:
    """The features of the map."""
    found: list[dict[str, Any]] = json.loads(reading.MAP.read_text())["features"]
    return found


def areas(*levels: str) -> dict[str, Polygon]:
    """Outlines by name."""
    return {
        f["properties"]["name"]: Polygon(f["geometry"]["coordinates"][0])
        for f in features()
        if f["properties"]["what"] == "area" and f["properties"]["level"] in levels
    }


def lines(what: str) -> dict[str, LineString]:
    """Roads or segments by name."""
    return {
        f["properties"]["name"]: LineString(f["geometry"]["coordinates"])
        for f in features()
        if f["properties"]["what"] == what
    }


def test_every_area_of_the_table_has_an_outline_and_no_other() -> None:
    drawn = {
        f["properties"]["code"]: f["properties"]["name"]
        for f in features()
        if f["properties"]["what"] == "area"
    }
    told = {
        str(row.get("统计用区划代码") or row.get("网格编码")): str(
            row.get("区划名称") or row.get("网格名称")
        )
        for row in reading.rows(reading.AREAS)
    }
    assert drawn == told


def test_outlines_fill_the_city_without_overlap() -> None:
    city = areas("地级市")["云川市"]
    for levels in (("街道", "镇"), ("社区", "村"), ("网格",)):
        shapes = list(areas(*levels).values())
        assert all(shape.is_valid for shape in shapes)
        assert unary_union(shapes).symmetric_difference(city).area * SQUARE_METRES < 2_000
        shared = sum(a.intersection(b).area for a, b in combinations(shapes, 2))
        assert shared * SQUARE_METRES < 1_000


def test_every_site_in_earth_coordinates_lies_in_the_community_it_names() -> None:
    outlines = areas("社区", "村")
    checked = 0
    for row in reading.rows(reading.SITES):
        if row["坐标系"] not in {"CGCS2000", "WGS-84"} or "°" in str(row["经度"]):
            continue
        community = str(row.get("社区（村）") or row.get("所属社区（村）"))
        at = Point(float(str(row["经度"])), float(str(row["纬度"])))
        assert outlines[community].distance(at) * METRES < 3, row
        checked += 1
    assert checked > 600


def test_all_four_systems_and_both_ways_of_writing_are_there() -> None:
    rows = reading.rows(reading.SITES)
    assert {str(row["坐标系"]) for row in rows} == {"GCJ-02", "BD-09", "CGCS2000", "WGS-84"}
    in_degrees = [row for row in rows if "°" in str(row["经度"])]
    assert 50 < len(in_degrees) < 300
    assert all("°" in str(row["纬度"]) for row in in_degrees)


def test_the_segments_of_the_list_lie_on_their_roads() -> None:
    roads, segments = lines("road"), lines("segment")
    told = reading.tables(reading.CHARGES)["责任路段"].rows
    assert [str(row["路段名称"]) for row in told] == list(segments)
    for row in told:
        segment = segments[str(row["路段名称"])]
        road = roads[str(row["路段名称"]).split("（")[0]]
        assert max(road.distance(Point(p)) for p in segment.coords) * METRES < 6
        middle = Point(float(str(row["中心经度"])), float(str(row["中心纬度"])))
        assert segment.distance(middle) * METRES < 6


def test_lengths_are_those_of_the_lines_drawn() -> None:
    segments = lines("segment")
    for row in reading.tables(reading.CHARGES)["责任路段"].rows:
        points = list(segments[str(row["路段名称"])].coords)
        length = sum(
            ((a[0] - b[0]) ** 2 * 85_580**2 + (a[1] - b[1]) ** 2 * 111_050**2) ** 0.5
            for a, b in pairwise(points)
        )
        assert abs(length - float(str(row["长度（米）"]))) < 12, row
