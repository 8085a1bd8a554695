"""The workbook of adopted streets: a sheet of segments and a sheet of adopting units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from wenming.duties.drafts import ChargeDraft
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.duties.segments import Codes, segment
from wenming.kit.sheets import cells, titles
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import half, unit_key
from wenming.kit.words import names as split_names
from wenming.org.divisions import Places
from wenming.org.drafts import UnitDraft
from wenming.org.models import Unit
from wenming.org.rules import UnitKind
from wenming.org.sheets import Names, spoken
from wenming.places.actions import SEGMENT
from wenming.places.coordinates import position, said_place, say_systems
from wenming.places.drafts import SiteDraft
from wenming.places.models import Site, SiteKind

YEARS = tuple(f"{year}{word}包街单位" for year in range(2010, 2060) for word in ("年", "年度"))
SEGMENTS = Form(
    "包街路段",
    (
        Column("name", ("路段名称", "路段", "街道路段", "责任路段"), True, like=titles.SEGMENT),
        Column("start", ("起点", "起"), like=titles.START),
        Column("end", ("止点", "终点", "止"), like=titles.END),
        Column("span", ("起止点", "起止路口"), like=titles.SPAN, exact=True),
        Column("metres", ("长度（米）", "长度", "路段长度", "米数"), like=titles.LENGTH),
        Column("lon", ("中心经度", "经度"), like=titles.LON),
        Column("lat", ("中心纬度", "纬度"), like=titles.LAT),
        Column("position", ("中心经纬度", "中心坐标"), like=titles.POSITION),
        Column("crs", ("坐标系", "坐标系统"), like=titles.CRS),
        Column("before", ("上年度包街单位", "去年包街单位"), like=titles.BEFORE),
        Column("now", ("包街单位", "本年度包街单位", "现包街单位"), like=titles.NOW, exact=True),
        Column("years", ("各年包街单位",), family=True, members=YEARS),
        Column("note", ("备注",)),
    ),
)
ADOPTERS = Form(
    "包街单位",
    (
        Column("name", ("单位名称", "包街单位", "单位"), True, like=titles.UNIT_NAME),
        Column("heads", ("人数", "职工人数", "干部职工人数"), like=titles.HEADS),
        Column("lon", ("办公经度", "经度"), like=titles.LON),
        Column("lat", ("办公纬度", "纬度"), like=titles.LAT),
        Column("position", ("办公经纬度", "办公坐标"), like=titles.POSITION),
        Column("crs", ("坐标系", "坐标系统"), like=titles.CRS),
        Column("leader", ("带队领导", "领导"), like=titles.LEADER),
        Column("phone", ("联系电话", "电话"), like=titles.PHONE, prefer=True),
        Column("note", ("备注",)),
    ),
    ignored=("序号", "职务", "备注"),
)


class Link(NamedTuple):
    """A unit named for a segment: in the column of last year or of this, and where."""

    column: str
    unit: str
    place: str


@dataclass(slots=True)
class Adoption:
    """What the workbook says: units, segments, and by name which unit had which segment."""

    units: list[UnitDraft] = field(default_factory=list)
    sites: list[SiteDraft] = field(default_factory=list)
    had: list[tuple[str, str]] = field(default_factory=list)  # segment's code, unit's name
    has: list[tuple[str, str]] = field(default_factory=list)


def read_adoption(reading: Reading, year: int) -> Adoption:
    """The segments and the units that adopt them, last year and in `year`."""
    found = Adoption()
    full = dict(Unit.objects.values_list("pk", "name"))
    names = {k: full[unit] for k, unit in Names.known().units.items()}
    seen: dict[str, str] = {}
    for row in reading.rows(ADOPTERS):
        if (draft := adopter(row, names, seen)) and not row.faults:
            names[unit_key(draft.name)] = draft.name
            names[unit_key(row.text("name"))] = draft.name
            found.units.append(draft)
    say_systems(reading)
    codes = Codes(reading.rows(SEGMENTS))
    root, kind = Places.known().root, SiteKind.objects.get(name=SEGMENT).pk
    for row in reading.rows(SEGMENTS):
        site = segment(row, codes, kind, root)
        links = [*named(row, "before"), *named(row, "now"), *yearly(row, year)]
        for column, unit, place in links:
            if unit_key(unit) not in names:
                facts = {"column": SEGMENTS.column(column).names[0], "said": unit}
                row.say(place, "unit_unknown", facts)
        if not row.faults:
            found.sites.append(site)
            for column, unit, _place in links:
                pairs = found.had if column == "before" else found.has
                pairs.append((site.code, names[unit_key(unit)]))
    return found


def named(row: Row, column: str) -> list[Link]:
    """The units a cell names."""
    return [Link(column, unit, row.ref(column)) for unit in row.names(column)]


def yearly(row: Row, year: int) -> Iterator[Link]:
    """The units of the columns that say a year: last year's, and this year's."""
    for label, value, place in row.members("years"):
        column = {year: "now", year - 1: "before"}.get(int(half(label)[:4]))
        for unit in split_names(value) if column and isinstance(value, str) else ():
            yield Link(column or "", unit, place)


def adopter(row: Row, names: dict[str, str], seen: dict[str, str]) -> UnitDraft | None:
    """An adopting unit: one that is known by any of its names, or a new one; one that comes twice is
    a fault."""
    said = row.text("name", needed=True)
    known = names.get(unit_key(said))
    other = seen.setdefault(unit_key(known or said), row.ref("name"))
    if said and other != row.ref("name"):
        row.fault("name", "name_twice", said=said, other=other)
    at = position(row) if any(map(row.has, ("lon", "lat", "position"))) else None
    return UnitDraft(
        name=known or said,
        kind=None if known else UnitKind.ADOPTER,
        heads=row.read("heads", lambda v: cells.whole(v, units=("人",))),
        phone=None if known else row.text("phone") or None,
        contact=None if known else row.text("leader") or None,
        lon=at["lon"] if at else None,
        lat=at["lat"] if at else None,
    )


def charges_of(
    pairs: Sequence[tuple[str, str]], since: date, until: date | None
) -> Iterator[ChargeDraft]:
    """The charges that say which unit adopted which segment."""
    sites = dict(Site.objects.filter(kind__name=SEGMENT).values_list("code", "pk"))
    units = dict(Unit.objects.values_list("name", "pk"))
    for code, unit in pairs:
        yield ChargeDraft(units[unit], sites[code], ChargeKind.ADOPTS, since, until)


def segment_rows(year: int) -> tuple[tuple[str, ...], Iterator[tuple[Written, ...]]]:
    """The segments as a sheet that loads back when it is dated within `year`."""
    heads = (
        "路段名称", "起点", "止点", "长度（米）", "中心经度", "中心纬度", "坐标系",
        "上年度包街单位", "包街单位", "备注",
    )  # fmt: skip
    links = Charge.objects.filter(kind=ChargeKind.ADOPTS.value).order_by("pk")
    links = links.filter(Q(until=None) | Q(until=date(year - 1, 12, 31))).select_related("unit")
    by_site: dict[tuple[int, bool], list[str]] = {}
    for charge in links.prefetch_related("unit__aliases"):
        by_site.setdefault((charge.site_id, charge.until is None), []).append(spoken(charge.unit))
    rows = Site.objects.active().filter(kind__name=SEGMENT).order_by("code")
    return heads, (
        (
            site.name,
            site.attributes.get("起点", ""),
            site.attributes.get("止点", ""),
            site.metres,
            *said_place(site),
            "、".join(by_site.get((site.pk, False), ())),
            "、".join(by_site.get((site.pk, True), ())),
            site.note,
        )
        for site in rows
    )


def adopter_rows() -> tuple[tuple[str, ...], Iterator[tuple[Written, ...]]]:
    """The adopting units as a sheet that loads back."""
    adopts = Charge.objects.filter(kind=ChargeKind.ADOPTS.value).values("unit")
    rows = Unit.objects.filter(~Q(heads=None) | Q(pk__in=adopts)).order_by("order", "id")
    return ("单位名称", "人数", "办公经度", "办公纬度", "坐标系", "带队领导", "联系电话"), (
        (u.name, u.heads, u.lon, u.lat, "WGS-84" if u.lon else "", u.contact, u.phone) for u in rows
    )
