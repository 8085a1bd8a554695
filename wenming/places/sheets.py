"""The sheet of sites: columns <-> drafts. Columns of their own kind become attributes."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

from wenming.kit.sheets import cells, titles
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.faults import Fact, LeftOut, Unread
from wenming.kit.sheets.rows import Row, Table
from wenming.kit.sheets.shapes import Value
from wenming.kit.sheets.tables import Reading
from wenming.kit.words import half, key
from wenming.org.divisions import Places
from wenming.org.sheets import Names, optional
from wenming.places.attributes import Kinds, typed
from wenming.places.coordinates import choose_pair, position, say_systems
from wenming.places.drafts import SiteDraft
from wenming.places.models import Site

OWN_CODE = "D"  # of sites whose workbook has no codes
Same = tuple[int | None, int | None, str]  # kind, area, name
STEP = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*")  # 一、主次干道
AREA_COLUMNS = ("district", "street", "community", "grid")
SITES = Form(
    "点位台账",
    (
        Column("code", ("编号", "点位编号", "代码"), like=titles.SITE_CODE),
        Column("serial", ("序号", "点位序号", "顺序号"), exact=True),
        Column(
            "kind", ("点位类型", "类别"), True, titles.SITE_KIND,
            carry=True, grouped=True, sheet_named=True, band=True,
        ),
        Column("name", ("点位名称", "名称"), True, titles.SITE_NAME),
        Column("district", ("所属区", "区县", "所属区县", "所属县区"), like=titles.DISTRICT),
        Column("street", ("街道（镇）", "所属街道（镇）", "街道"), like=titles.STREET),
        Column("community", ("社区（村）", "所属社区（村）"), like=titles.COMMUNITY),
        Column("grid", ("网格", "所属网格"), like=titles.GRID),
        Column("address", ("地址", "详细地址", "位置"), like=titles.ADDRESS, prefer=True),
        Column("lon", ("经度",), True, titles.LON, instead=("position",)),
        Column("lat", ("纬度",), True, titles.LAT, instead=("position",)),
        Column("position", ("经纬度", "坐标"), like=titles.POSITION),
        Column("crs", ("坐标系", "坐标系统"), like=titles.CRS),
        Column("area", ("区划代码", "所属区划代码"), exact=True),
        Column("unit", ("主管单位", "主管部门", "责任单位"), like=titles.KEEPER, prefer=True),
        Column("note", ("备注", "说明")),
    ),
    choose=choose_pair,
)  # fmt: skip


def read_sites(reading: Reading) -> Iterator[tuple[SiteDraft, int | None]]:
    """The sites of a workbook, each with the unit in charge where one is named."""
    kinds, places, names = Kinds.known(), Places.known(), Names.known()
    codes, own = Codes(), own_columns(reading)
    several: dict[str, list[str]] = {}
    lacking = [table for table in reading.tables if not tells_kind(table, kinds)]
    for table in lacking:
        table.lack("kind")
    for row in reading.rows(SITES):
        if row.table in lacking:
            continue
        said = row.text("kind", needed=True)
        kind = kinds.numbers.get(key(said)) or kinds.numbers.get(key(STEP.sub("", said)))
        if said and kind is None:
            row.fault("kind", "kind_unknown", said=said)
        point = position(row)
        units = names.find(row, "unit", row.names("unit"))
        if len(units) > 1:
            several.setdefault(row.sheet, []).append(row.ref("unit"))
        name, area = row.text("name", needed=True), places.coded(row, "area", AREA_COLUMNS)
        draft = SiteDraft(
            code=codes.of(row, (kind, area, key(name))),
            kind=kind or 0,
            name=name,
            area=area,
            address=optional(row, "address"),
            note=optional(row, "note"),
            attributes=attributes(row, own.get(row.sheet, {}), kinds, kind),
            **(point or {}),
        )
        if not row.faults:
            yield draft, units[0] if units else None
    for sheet, places_said in several.items():
        facts: dict[str, Fact] = {"column": "主管单位", "count": len(places_said)}
        reading.left_out.append(LeftOut(sheet, places_said[0], "units_further", facts))


def tells_kind(table: Table, kinds: Kinds) -> bool:
    """Whether anything says of what kind a sheet's sites are: a column, headings, its own name."""
    headed = table.head.has("kind") or any(row.bands for row in table.rows)
    return headed or key(STEP.sub("", table.sheet)) in kinds.numbers


class Codes:
    """Codes of sites: those the rows give; without such a column, those known by kind, area and name,
    and new ones behind them."""

    def __init__(self) -> None:
        self.seen: dict[Hashable, str] = {}
        self.given: dict[Same, list[str]] = defaultdict(list)
        self.columns: dict[str, str] = {}  # by sheet
        for code, kind, area, name in Site.objects.values_list("code", "kind", "area", "name"):
            self.given[kind, area, key(name)].append(code)
        own = (code[len(OWN_CODE) :] for codes in self.given.values() for code in codes)
        self.last = max((int(number) for number in own if number.isdecimal()), default=0)

    def of(self, row: Row, same: Same) -> str:
        """The code of a row's site; one that comes twice is a fault."""
        column = numbering(row.table, self.columns)
        code = half(row.text(column, needed=True)) if column else self.known(row, same)
        place, twice = row.ref(column or "name"), code if column else same
        if code and (other := self.seen.setdefault(twice, place)) != place:
            if column:
                row.fault(column, "code_twice", said=code, other=other)
            else:
                row.fault("name", "name_twice", said=row.text("name"), other=other)
        return code

    def known(self, row: Row, same: Same) -> str:
        """The code of the one site of that kind, area and name, or a new one."""
        found = self.given[same]
        if len(found) > 1:
            row.fault("name", "site_unclear", said=row.text("name"), several="、".join(found))
        if not found:
            self.last += 1
            found.append(f"{OWN_CODE}{self.last:05}")
        return found[0]


def numbering(table: Table, known: dict[str, str]) -> str:
    """The column that holds a sheet's codes, '' where none does; serial numbers do where they are
    more than a count."""
    if table.sheet not in known:
        serial = "serial" in table.head.at and any(not_counted(r.raw("serial")) for r in table.rows)
        known[table.sheet] = "code" if "code" in table.head.at else "serial" if serial else ""
    return known[table.sheet]


def not_counted(value: Value) -> bool:
    """Whether a serial number is more than one: it has a letter, or a dash."""
    return isinstance(value, str) and bool(value.strip()) and not half(value).strip().isdecimal()


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
        if table.form is SITES and not numbering(table, {}):
            reading.left_out.append(LeftOut(table.sheet, "", "codes_given"))
    say_systems(reading)
    return own


def attributes(row: Row, own: Mapping[str, int], kinds: Kinds, kind: int | None) -> dict[str, Any]:
    """The attributes of the kind in the row's columns, None where blank; one of the wrong sort is a
    fault."""
    if kind is None:
        return {}
    known = kinds.properties(kind)
    found: dict[str, Any] = {}
    for label, at in own.items():
        try:
            value, wanted = row.values[at], str(known.get(label, {}).get("type", ""))
            if isinstance(value, date) and label not in known:
                value = cells.shown(value)  # a column of the office's own, kept as it says
            found[label] = typed(value, wanted)
        except Unread as unread:
            row.say(row.place(at), unread.code, {"column": label, **unread.facts})
    filled = {label: value for label, value in found.items() if value is not None}
    for wrong in kinds.wrong(kind, filled):
        facts = {"column": wrong.label, "said": wrong.said, "allowed": wrong.allowed}
        row.say(row.place(own.get(wrong.label, 0)), "not_in_list", facts)
    return found
