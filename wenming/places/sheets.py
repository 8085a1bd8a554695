"""The sheet of sites: columns <-> drafts. Columns of their own kind become attributes."""

from collections.abc import Iterator, Mapping
from typing import Any

from wenming.kit.geo import Crs, Point, convert, named_crs
from wenming.kit.positions import Problem, read_position, split_pair
from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import LeftOut, Unread
from wenming.kit.sheets.heads import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.shapes import Value
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import key
from wenming.org.divisions import Places
from wenming.org.sheets import Names, optional
from wenming.places.attributes import Kinds, typed
from wenming.places.drafts import SiteDraft
from wenming.places.models import Site

AREA_COLUMNS = ("district", "street", "community", "grid")
SITES = Form(
    "点位台账",
    (
        Column("code", ("编号", "点位编号", "点位代码", "代码"), required=True),
        Column("kind", ("点位类型", "类别", "点位类别", "类型"), required=True),
        Column("name", ("点位名称", "名称"), required=True),
        Column("district", ("所属区", "区县", "所属区县", "所属县区")),
        Column("street", ("街道（镇）", "所属街道（镇）", "街道", "所属街道", "乡镇", "街道（乡镇）")),
        Column("community", ("社区（村）", "所属社区（村）", "社区", "所属社区")),
        Column("grid", ("网格", "所属网格")),
        Column("address", ("地址", "详细地址", "位置")),
        Column("lon", ("经度",)),
        Column("lat", ("纬度",)),
        Column("position", ("经纬度", "坐标")),
        Column("crs", ("坐标系", "坐标系统")),
        Column("area", ("区划代码", "所属区划代码"), exact=True),
        Column("unit", ("主管单位", "主管部门", "责任单位")),
        Column("note", ("备注", "说明")),
    ),
)  # fmt: skip
PROBLEMS = {
    Problem.MISSING_LON: ("lon", "coordinates_missing"),
    Problem.MISSING_LAT: ("lat", "coordinates_missing"),
    Problem.UNREADABLE_LON: ("lon", "coordinates_unreadable"),
    Problem.UNREADABLE_LAT: ("lat", "coordinates_unreadable"),
    Problem.SWAPPED: ("lon", "coordinates_swapped"),
}


def read_sites(reading: Reading) -> Iterator[tuple[SiteDraft, int | None]]:
    """The sites of a workbook, each with the unit in charge where one is named."""
    kinds, places, names = Kinds.known(), Places.known(), Names.known()
    seen: dict[str, str] = {}
    own = own_columns(reading)
    for row in reading.rows(SITES):
        code = row.text("code", needed=True)
        if code and seen.setdefault(code, row.ref("code")) != row.ref("code"):
            row.fault("code", "code_twice", said=code, other=seen[code])
        said = row.text("kind", needed=True)
        kind = kinds.numbers.get(key(said))
        if said and kind is None:
            row.fault("kind", "kind_unknown", said=said)
        point = position(row)
        unit = names.find(row, "unit", row.names("unit")[:1])
        area = places.coded(row, "area", AREA_COLUMNS)
        draft = SiteDraft(
            code=code,
            kind=kind or 0,
            name=row.text("name", needed=True),
            area=area,
            address=optional(row, "address"),
            note=optional(row, "note"),
            attributes=attributes(row, own.get(row.sheet, {}), kinds, kind),
            **(point or {}),
        )
        if not row.faults:
            yield draft, unit[0] if unit else None


def own_columns(reading: Reading) -> dict[str, dict[str, int]]:
    """Columns no form asked for, by sheet: the attributes of a kind. They are read, so not left out."""
    own = {
        table.sheet: {
            label: at
            for at, label in table.head.labels.items()
            if at not in set(table.head.claimed) and key(label) not in SITES.passed_over
        }
        for table in reading.tables
        if table.form is SITES
    }
    reading.left_out = [
        left
        for left in reading.left_out
        if left.code != "column_unread" or left.facts.get("column") not in own.get(left.sheet, {})
    ]
    for table in reading.tables:
        if table.form is SITES and "crs" not in table.head.at:
            reading.left_out.append(LeftOut(table.sheet, "", "crs_assumed"))
    return own


def position(row: Row) -> dict[str, Any] | None:
    """Where the site is, in WGS-84, and as it was written; None, with a fault, where unclear."""
    lon, lat = row.raw("lon"), row.raw("lat")
    if "position" in row.table.head.at and (pair := split_pair(row.text("position"))):
        lon, lat = pair
    crs: Crs | None = Crs.CGCS2000
    if "crs" in row.table.head.at:
        said = row.text("crs", needed=True)
        crs = named_crs(said) if said else None
        if said and crs is None:
            row.fault("crs", "crs_unknown", said=said)
    found = read_position(angle(lon), angle(lat))
    for problem in found.problems:
        column, code = PROBLEMS.get(problem, ("lon", "coordinates_outside"))
        shown = f"{cells.shown(lon)}，{cells.shown(lat)}"
        at = column if column in row.table.head.at else "position"
        facts = {"said": shown}
        if code != "coordinates_swapped" and code.startswith("coordinates_un"):
            facts = {"said": cells.shown(lon if column == "lon" else lat)}
        row.fault(at if at in row.table.head.at else "", code, **facts)
    if found.point is None or crs is None:
        return None
    there: Point = convert(found.point, crs, Crs.WGS84)
    return {
        "lon": round(there.lon, 7),
        "lat": round(there.lat, 7),
        "crs": crs.value,
        "said_lon": cells.shown(lon),
        "said_lat": cells.shown(lat),
    }


def angle(value: Value) -> str | float | None:
    """A coordinate's cell as the reader of positions takes it."""
    return value if isinstance(value, str | int | float) else None


def attributes(row: Row, own: Mapping[str, int], kinds: Kinds, kind: int | None) -> dict[str, Any]:
    """The attributes of the kind in the row's columns, None where blank; one of the wrong sort is a
    fault."""
    if kind is None:
        return {}
    known = kinds.properties(kind)
    found: dict[str, Any] = {}
    for label, at in own.items():
        try:
            found[label] = typed(row.values[at], str(known.get(label, {}).get("type", "")))
        except Unread as unread:
            row.say(row.place(at), unread.code, {"column": label, **unread.facts})
    filled = {label: value for label, value in found.items() if value is not None}
    for wrong in kinds.wrong(kind, filled):
        facts = {"column": wrong.label, "said": wrong.said, "allowed": wrong.allowed}
        row.say(row.place(own.get(wrong.label, 0)), "not_in_list", facts)
    return found


def said_place(site: Site) -> tuple[Written, Written, str]:
    """Longitude, latitude and coordinate system as they are read back: what was written, if any."""
    if site.said_lon or site.lon is None:
        return site.said_lon, site.said_lat, site.crs
    return site.lon, site.lat, Crs.WGS84.value
