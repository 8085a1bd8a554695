"""The map beside the workbooks, as GeoJSON: outlines of areas, lines of segments, roads.

Feature properties: `what` is area (with `code`), segment or road (with `name`; a road may have `rank`).
Coordinates are WGS-84 degrees, longitude first, as the format has it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenming.kit.geo import SHIFTED, Point, Polygon, in_multipolygon, length_metres, midpoint
from wenming.kit.sheets.faults import Fault, Unreadable
from wenming.kit.words import key
from wenming.org.models import Area
from wenming.places.actions import ROAD, SEGMENT
from wenming.places.drafts import SiteDraft
from wenming.places.models import Site, SiteKind

MOST_BYTES = 64_000_000
DIGITS = 6  # of a degree: a tenth of a metre
ROAD_CODE = "DL"
Geometry = dict[str, Any]
SHAPES = {"area": ("Polygon", "MultiPolygon"), "segment": ("LineString",), "road": ("LineString",)}


@dataclass(slots=True)
class Drawing:
    """What a map says: outlines by area code, and lines as sites."""

    outlines: dict[str, Geometry] = field(default_factory=dict)
    segments: list[SiteDraft] = field(default_factory=list)
    roads: list[SiteDraft] = field(default_factory=list)
    read: int = 0
    faults: list[Fault] = field(default_factory=list)


def features_of(path: Path) -> list[Any]:
    """The features of a file; raises Unreadable for what is none."""
    if not path.is_file():
        raise Unreadable("file_missing", name=path.name)
    if (size := path.stat().st_size) > MOST_BYTES:
        mb = 1_000_000
        raise Unreadable("file_too_large", size=size // mb, most=MOST_BYTES // mb)
    try:
        body = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as broken:
        raise Unreadable("not_a_map") from broken
    features = body.get("features") if isinstance(body, dict) else None
    if not isinstance(features, list) or body.get("type") != "FeatureCollection":
        raise Unreadable("not_a_map")
    return features


def read_map(path: Path) -> Drawing:
    """The outlines and lines of a map; a feature that cannot be placed is a fault."""
    drawing, reader = Drawing(), Reader()
    for number, feature in enumerate(features_of(path)):
        drawing.read += 1
        try:
            reader.take(feature, drawing)
        except Unreadable as wrong:
            at = f"features[{number}]"
            drawing.faults.append(Fault("", at, wrong.fault.code, wrong.fault.facts))
    reader.place(drawing)
    return drawing


class Reader:
    """What the city knows already: areas by code, segments and roads by name."""

    def __init__(self) -> None:
        self.areas = {area.code: area for area in Area.objects.all()}
        self.kinds = dict(SiteKind.objects.values_list("name", "pk"))
        rows = Site.objects.filter(kind__name__in=(SEGMENT, ROAD)).select_related("kind", "area")
        self.sites = {(site.kind.name, key(site.name)): site for site in rows}
        codes = [site.code.removeprefix(ROAD_CODE) for site in self.sites.values()]
        self.last = max((int(code) for code in codes if code.isdecimal()), default=0)
        self.seen: set[tuple[str, str]] = set()

    def take(self, feature: Any, drawing: Drawing) -> None:
        """Sort one feature in; raises Unreadable."""
        about = feature.get("properties") if isinstance(feature, dict) else None
        about = about if isinstance(about, dict) else {}
        what, geometry = about.get("what"), checked(feature)
        if what not in SHAPES or geometry["type"] not in SHAPES[what]:
            raise Unreadable("feature_unknown", said=str(what)[:40])
        name = str(about.get("code" if what == "area" else "name") or "")[:120]
        if (what, key(name)) in self.seen:
            raise Unreadable("name_twice", said=name, other=str(what))
        self.seen.add((what, key(name)))
        if what == "area":
            if name not in self.areas:
                raise Unreadable("area_unknown", said=name)
            drawing.outlines[name] = geometry
        elif what == "segment":
            drawing.segments.append(self.segment(name, geometry))
        else:
            drawing.roads.append(self.road(name, geometry, str(about.get("rank") or "")[:40]))

    def segment(self, name: str, geometry: Geometry) -> SiteDraft:
        """A segment that is known, with its line."""
        site = self.sites.get((SEGMENT, key(name)))
        if site is None:
            raise Unreadable("segment_unknown", said=name)
        here = {} if site.lon is not None else standing_for(geometry)
        return SiteDraft(site.code, site.kind_id, site.name, geometry=geometry, **here)

    def road(self, name: str, geometry: Geometry, rank: str) -> SiteDraft:
        """A road: known by its name, or a new one behind the others."""
        if not name:
            raise Unreadable("feature_unknown", said="road")
        site = self.sites.get((ROAD, key(name)))
        self.last += site is None
        return SiteDraft(
            site.code if site else f"{ROAD_CODE}{self.last:03}",
            self.kinds[ROAD],
            site.name if site else name,
            geometry=geometry,
            metres=round(length_metres(line_of(geometry))),
            attributes={"等级": rank or None},
            **standing_for(geometry),
        )

    def place(self, drawing: Drawing) -> None:
        """Give every line the smallest area it lies in half-way, where it had none but the city."""
        outlines = [
            (len(area.path), area.pk, polygons_of(outline))
            for area in self.areas.values()
            if (outline := drawing.outlines.get(area.code) or area.outline)
        ]
        outlines.sort(key=lambda one: (-one[0], one[1]))
        by_code = {site.code: site for site in self.sites.values()}
        for drafts in (drawing.segments, drawing.roads):
            for at, draft in enumerate(drafts):
                site = by_code.get(draft.code)
                if site and site.area and site.area.parent_id is not None:
                    continue
                there = midpoint(line_of(draft.geometry or {}))
                found = (pk for _n, pk, shape in outlines if in_multipolygon(there, shape))
                drafts[at] = replaced(draft, next(found, None))


def replaced(draft: SiteDraft, area: int | None) -> SiteDraft:
    """The draft in an area."""
    return SiteDraft(**{name: getattr(draft, name) for name in draft.__slots__} | {"area": area})


def checked(feature: Any) -> Geometry:
    """The geometry of a feature, rounded; raises Unreadable where it is none on the ground here."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    geometry = geometry if isinstance(geometry, dict) else {}
    kind, rounded = geometry.get("type"), geometry.get("coordinates")
    depth = {"LineString": 1, "Polygon": 2, "MultiPolygon": 3}.get(str(kind), 0)
    if not depth or not isinstance(rounded, list):
        raise Unreadable("geometry_unreadable", said=str(kind)[:40])
    return {"type": kind, "coordinates": nested(rounded, depth)}


def nested(value: Any, depth: int) -> list[Any]:
    """Coordinates `depth` lists deep, each place checked."""
    if not isinstance(value, list) or not value:
        raise Unreadable("geometry_unreadable", said=str(value)[:40])
    if depth:
        if depth == 1 and len(value) < 2:
            raise Unreadable("geometry_unreadable", said=str(value)[:40])
        return [nested(one, depth - 1) for one in value]
    if len(value) < 2 or not all(type(one) in {int, float} for one in value):
        raise Unreadable("coordinates_unreadable", said=str(value)[:40])
    lon, lat = round(float(value[0]), DIGITS), round(float(value[1]), DIGITS)
    if not SHIFTED.holds(Point(lon, lat)):
        swapped = SHIFTED.holds(Point(lat, lon))
        raise Unreadable(
            "coordinates_swapped" if swapped else "coordinates_outside", said=f"{lon}，{lat}"
        )
    return [lon, lat]


def line_of(geometry: Geometry) -> list[Point]:
    """The points of a line."""
    return [Point(*pair) for pair in geometry["coordinates"]]


def polygons_of(geometry: Geometry) -> Sequence[Polygon]:
    """The polygons of an outline."""
    shape = geometry["coordinates"]
    shape = [shape] if geometry["type"] == "Polygon" else shape
    return [[[Point(*pair) for pair in ring] for ring in polygon] for polygon in shape]


def standing_for(geometry: Geometry) -> dict[str, Any]:
    """The place that stands for a line, as columns of a site."""
    there = midpoint(line_of(geometry))
    return {"lon": round(there.lon, 7), "lat": round(there.lat, 7)}


def map_features() -> Iterator[dict[str, Any]]:
    """Outlines, segments and roads as features that load back."""
    for area in Area.objects.exclude(outline=None).order_by("path"):
        about = {"what": "area", "code": area.code, "name": area.name}
        yield {"type": "Feature", "properties": about, "geometry": area.outline}
    sites = Site.objects.active().exclude(geometry=None).filter(kind__name__in=(SEGMENT, ROAD))
    for site in sites.select_related("kind").order_by("kind", "code"):
        what = "segment" if site.kind.name == SEGMENT else "road"
        about = {"what": what, "name": site.name, "rank": site.attributes.get("等级", "")}
        yield {"type": "Feature", "properties": about, "geometry": site.geometry}
