"""The map of the demo city, drawn from its own plan: outlines, roads, segments; GeoJSON, WGS-84."""

import json
from pathlib import Path
from typing import Any

from tools.city import areas, plan
from tools.city.plan import Point
from tools.city.streets import lanes, segments

Feature = dict[str, Any]


def features() -> list[Feature]:
    """Everything on the map, the wide before the narrow."""
    found = [
        outline(a.code, a.name, a.level, a.rect.outline())
        for a in (city(), *areas.streets(), *areas.communities(), *areas.grids())
    ]
    for road in (*plan.main_roads(), *plan.country_roads(), *lanes()):
        facts: Feature = {"what": "road", "name": road.name, "rank": road.rank}
        found.append(feature(facts, "LineString", plan.line(road.start, road.end)))
    for no, piece in enumerate(segments(), 1):
        facts = {"what": "segment", "no": no, "name": piece.name, "metres": piece.metres}
        found.append(feature(facts, "LineString", piece.points))
    return found


def city() -> areas.Area:
    """The whole city as one area."""
    whole = plan.Rect(-plan.EDGE_U, plan.EDGE_U, -plan.EDGE_V, plan.EDGE_V)
    return areas.Area(areas.CITY_CODE, areas.CITY, "地级市", "", whole)


def outline(code: str, name: str, level: str, ring: list[Point]) -> Feature:
    """An area."""
    return feature({"what": "area", "code": code, "name": name, "level": level}, "Polygon", [ring])


def feature(facts: dict[str, Any], shape: str, coordinates: Any) -> Feature:
    """One GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": facts,
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def save(path: Path) -> None:
    """Write the map, a feature to a line, so that a change shows as a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features())
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
