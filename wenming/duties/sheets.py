"""The workbook of adopted streets: a sheet of segments and a sheet of adopting units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from wenming.duties.drafts import ChargeDraft
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.sheets import cells
from wenming.kit.sheets.heads import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import key, unit_key
from wenming.org.divisions import Places
from wenming.org.drafts import UnitDraft
from wenming.org.models import Unit
from wenming.org.rules import UnitKind
from wenming.org.sheets import Names, optional, spoken
from wenming.places.actions import SEGMENT
from wenming.places.drafts import SiteDraft
from wenming.places.models import Site, SiteKind
from wenming.places.sheets import position, said_place

SEGMENTS = Form(
    "包街路段",
    (
        Column("name", ("路段名称", "路段", "街道路段", "责任路段"), required=True),
        Column("start", ("起点", "起")),
        Column("end", ("止点", "终点", "止")),
        Column("metres", ("长度（米）", "长度", "路段长度", "米数")),
        Column("lon", ("中心经度", "经度")),
        Column("lat", ("中心纬度", "纬度")),
        Column("crs", ("坐标系", "坐标系统")),
        Column("before", ("上年度包街单位", "去年包街单位", "上年包街单位", "原包街单位")),
        Column("now", ("包街单位", "本年度包街单位", "现包街单位")),
        Column("note", ("备注",)),
    ),
)
ADOPTERS = Form(
    "包街单位",
    (
        Column("name", ("单位名称", "包街单位", "单位"), required=True),
        Column("heads", ("人数", "职工人数", "干部职工人数")),
        Column("lon", ("办公经度", "经度")),
        Column("lat", ("办公纬度", "纬度")),
        Column("crs", ("坐标系", "坐标系统")),
        Column("leader", ("带队领导", "领导")),
        Column("phone", ("联系电话", "电话")),
        Column("note", ("备注",)),
    ),
    ignored=("序号", "职务", "备注"),
)
CODE = "LD"  # segments carry no number of their own


@dataclass(slots=True)
class Adoption:
    """What the workbook says: units, segments, and by name which unit had which segment."""

    units: list[UnitDraft] = field(default_factory=list)
    sites: list[SiteDraft] = field(default_factory=list)
    had: list[tuple[str, str]] = field(default_factory=list)  # segment's code, unit's name
    has: list[tuple[str, str]] = field(default_factory=list)


def read_adoption(reading: Reading) -> Adoption:
    """The segments and the units that adopt them."""
    found = Adoption()
    full = dict(Unit.objects.values_list("pk", "name"))
    names = {k: full[unit] for k, unit in Names.known().units.items()}
    for row in reading.rows(ADOPTERS):
        if (draft := adopter(row, names)) and not row.faults:
            names[unit_key(draft.name)] = draft.name
            names[unit_key(row.text("name"))] = draft.name
            found.units.append(draft)
    codes = Codes()
    root, kind = Places.known().root, SiteKind.objects.get(name=SEGMENT).pk
    for row in reading.rows(SEGMENTS):
        site = segment(row, codes, kind, root)
        links = [(column, unit) for column in ("before", "now") for unit in row.names(column)]
        for column, unit in links:
            if unit_key(unit) not in names:
                row.fault(column, "unit_unknown", said=unit)
        if not row.faults:
            found.sites.append(site)
            for column, unit in links:
                pairs = found.had if column == "before" else found.has
                pairs.append((site.code, names[unit_key(unit)]))
    return found


def adopter(row: Row, names: dict[str, str]) -> UnitDraft | None:
    """An adopting unit: one that is known by any of its names, or a new one."""
    said = row.text("name", needed=True)
    known = names.get(unit_key(said))
    at = position(row) if row.has("lon") or row.has("lat") else None
    return UnitDraft(
        name=known or said,
        kind=None if known else UnitKind.ADOPTER,
        heads=row.read("heads", lambda v: cells.whole(v, units=("人",))),
        phone=None if known else row.text("phone") or None,
        contact=None if known else row.text("leader") or None,
        lon=at["lon"] if at else None,
        lat=at["lat"] if at else None,
    )


class Codes:
    """Codes of segments by name: those given before, and new ones behind them."""

    def __init__(self) -> None:
        rows = Site.objects.filter(kind__name=SEGMENT).values_list("name", "code")
        self.given = {key(name): code for name, code in rows}
        self.before = frozenset(self.given)
        used = [int(c.removeprefix(CODE)) for c in self.given.values() if c[len(CODE) :].isdigit()]
        self.last = max(used, default=0)
        self.seen: dict[str, str] = {}

    def known(self, name: str) -> bool:
        """Whether there was such a segment before this workbook."""
        return key(name) in self.before

    def of(self, row: Row, name: str) -> str:
        """The code of a segment; a name that comes twice is a fault of the row."""
        if self.seen.setdefault(key(name), row.ref("name")) != row.ref("name"):
            row.fault("name", "name_twice", said=name, other=self.seen[key(name)])
        if key(name) not in self.given:
            self.last += 1
            self.given[key(name)] = f"{CODE}{self.last:03}"
        return self.given[key(name)]


def segment(row: Row, codes: Codes, kind: int, root: int | None) -> SiteDraft:
    """A segment as a site."""
    name = row.text("name", needed=True)
    ends = {"起点": optional(row, "start"), "止点": optional(row, "end")}
    return SiteDraft(
        code=codes.of(row, name),
        kind=kind,
        name=name,
        area=None if codes.known(name) else root,
        attributes={end: said or None for end, said in ends.items() if said is not None},
        metres=row.read("metres", lambda v: cells.whole(v, units=("米", "m"))),
        note=optional(row, "note"),
        **((position(row) if row.has("lon") or row.has("lat") else None) or {}),
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
