"""The sheet of sites: columns <-> drafts. Columns of their own kind become attributes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator

from wenming.kit.geo import Crs, Point, convert, named_crs
from wenming.kit.positions import Problem, read_position, split_pair
from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import LeftOut, Unread
from wenming.kit.sheets.heads import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.shapes import Value, blank
from wenming.kit.sheets.tables import Reading
from wenming.kit.words import key
from wenming.org.divisions import Places
from wenming.org.sheets import Names
from wenming.places.drafts import SiteDraft
from wenming.places.models import SiteKind

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
YES_NO = {"有": True, "是": True, "√": True, "无": False, "否": False, "×": False}


@dataclass(slots=True)
class Kinds:
    """The kinds of sites by name, and a check of each kind's attributes."""

    numbers: dict[str, int]
    schemas: dict[int, dict[str, Any]]
    checks: dict[int, Draft202012Validator] = field(default_factory=dict)

    @classmethod
    def known(cls) -> "Kinds":
        """The kinds of the catalogue and of the editions."""
        rows = list(SiteKind.objects.values_list("name", "pk", "schema"))
        return cls({key(n): pk for n, pk, _s in rows}, {pk: s for _n, pk, s in rows})

    def check(self, kind: int) -> Draft202012Validator:
        """The check of a kind's attributes, made once."""
        if kind not in self.checks:
            self.checks[kind] = Draft202012Validator(self.schemas[kind])
        return self.checks[kind]


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
        area = places.find(row, AREA_COLUMNS)
        draft = SiteDraft(
            code=code,
            kind=kind or 0,
            name=row.text("name", needed=True),
            area=area,
            address=row.text("address"),
            note=row.text("note"),
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
    """The attributes of the kind that the row fills in; one of the wrong sort is a fault."""
    if kind is None:
        return {}
    known = kinds.schemas[kind].get("properties", {})
    found: dict[str, Any] = {}
    for label, at in own.items():
        value = row.values[at]
        if blank(value):
            continue
        try:
            found[label] = typed(value, str(known.get(label, {}).get("type", "")))
        except Unread as unread:
            row.say(row.place(at), unread.code, {"column": label, **unread.facts})
    for error in kinds.check(kind).iter_errors(found):
        label = str(error.path[0]) if error.path else ""
        allowed = "、".join(map(str, error.schema.get("enum", ()))) or error.message
        facts = {"column": label, "said": str(error.instance), "allowed": allowed}
        row.say(row.place(own.get(label, 0)), "not_in_list", facts)
    return found


def typed(value: Value, kind: str) -> Any:
    """A cell as its attribute's type; as it stands where the type is not known."""
    if kind == "boolean":
        return cells.choice(YES_NO)(value)
    if kind in {"integer", "number"}:
        return cells.whole(value)
    return cells.text(value)
