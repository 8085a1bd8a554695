"""The sheet of units: columns <-> drafts, and what the names of units in other sheets mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wenming.kit.sheets import cells, titles
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import key, unit_key
from wenming.kit.words import names as split_names
from wenming.org.divisions import Places
from wenming.org.drafts import UnitDraft
from wenming.org.models import UNIT_KINDS, Alias, Unit
from wenming.org.rules import UnitKind

UNITS = Form(
    "责任单位",
    (
        Column("name", ("单位名称", "单位全称", "责任单位"), True, titles.UNIT_NAME),
        Column("aliases", ("简称（别名）", "简称", "别名", "曾用名", "又名"), like=titles.ALIASES),
        Column("kind", ("单位类别", "类别", "单位性质", "性质"), like=titles.UNIT_KIND),
        Column("contact", ("联络员", "联系人", "联络员姓名"), like=titles.CONTACT, prefer=True),
        Column("phone", ("联系电话", "办公电话", "手机"), like=titles.PHONE, prefer=True),
        Column("group", ("所属工作组", "督查组", "组别"), like=titles.GROUP),
        Column("area", ("区划代码", "所属区划代码"), exact=True),
        Column("order", ("排序", "显示顺序"), exact=True),
    ),
    ignored=("序号", "备注"),
)
KIND_WORDS: Mapping[str, UnitKind] = {
    **dict.fromkeys(("部门", "市直部门", "机关", "党政机关", "群团", "委办局"), UnitKind.BUREAU),
    **dict.fromkeys(("区镇", "街镇", "街道", "镇", "乡镇", "区县", "街道（镇）", "区县街镇", "属地"), UnitKind.STREET),
    **dict.fromkeys(("企业", "国企", "公司", "国有企业"), UnitKind.FIRM),
    **dict.fromkeys(("事业单位", "事业", "学校", "医院"), UnitKind.INSTITUTION),
    **dict.fromkeys(("社会团体", "社会组织", "协会", "社团"), UnitKind.ASSOCIATION),
    "包街单位": UnitKind.ADOPTER,
}  # fmt: skip
_ROLE = "(?:(牵头|主责|主办)|(?:配合|协同|协办|协助))(?:责任)?(?:单位|部门)?"
ROLE = re.compile(_ROLE + "[:：]")  # 牵头单位：市住建局；配合单位：市公安局
ROLE_AFTER = re.compile(f"[（(]{_ROLE}[）)]$")  # 市住建局（牵头）、市公安局
STREET_ENDS = re.compile(r"(人民政府|办事处|(?<=街道)办|党工委|管委会)$")


@dataclass(slots=True)
class Names:
    """Every name a unit answers to, as compared: what a cell's units mean."""

    units: dict[str, int]

    @classmethod
    def known(cls) -> "Names":
        """The names of the database."""
        return cls(dict(Alias.objects.values_list("key", "unit_id")))

    def find(self, row: Row, column: str, said: Iterable[str]) -> tuple[int, ...]:
        """The units named, in order, each once; one that is unknown is a fault of the row."""
        found: dict[int, None] = {}
        for name in said:
            several = [name] if unit_key(name) in self.units else re.split(r"[\s。]+", name)
            units = [self.units.get(unit_key(one)) for one in several]
            if None in units:
                row.fault(column, "unit_unknown", said=name)
            found |= {unit: None for unit in units if unit is not None}
        return tuple(found)

    def shared(
        self, row: Row, column: str, *, leads: int | None
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The units of a cell that lead, and those that assist: as the cell says of each, else the
        first `leads` of them (None: all) lead."""
        said = (self.find(row, column, names) for names in roles(row.text(column)))
        first, others, plain = said
        if not first:
            first, plain = plain[:leads], plain[len(plain[:leads]) :]
        return first, (*plain, *others)


def roles(text: str) -> tuple[list[str], list[str], list[str]]:
    """The names in a cell that are said to lead, those said to assist, and the others."""
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    marks = [(m.end(), 0 if m[1] else 1, m.start()) for m in ROLE.finditer(text)]
    starts = [(0, 2, 0), *marks]
    ends = [*(start for _end, _role, start in marks), len(text)]
    for (start, role, _), end in zip(starts, ends, strict=True):
        for name in split_names(text[start:end]):
            said = ROLE_AFTER.search(name)
            own = role if said is None else 0 if said[1] else 1
            found[own].append(ROLE_AFTER.sub("", name).strip())
    return found


def read_units(reading: Reading) -> Iterator[UnitDraft]:
    """The units of a workbook; no name may stand for two of them."""
    names, places = Names.known(), Places.known()
    full = dict(Unit.objects.values_list("pk", "name"))
    taken = {k: (full[unit], "") for k, unit in names.units.items()}
    for order, row in enumerate(reading.rows(UNITS), start=1):
        name = row.text("name", needed=True)
        aliases = tuple(a for a in row.names("aliases") if unit_key(a) != unit_key(name))
        for said, column in ((name, "name"), *((a, "aliases") for a in aliases)):
            whose, where = taken.setdefault(unit_key(said), (name, row.ref(column)))
            if said and whose != name:
                row.fault(column, "name_twice", said=said, other=where or whose)
            elif column == "name" and where and where != row.ref("name"):
                row.fault(column, "name_twice", said=said, other=where)
        kind = row.read("kind", cells.choice(KIND_WORDS))
        place = row.read("order", cells.whole)
        draft = UnitDraft(
            name=name,
            aliases=aliases,
            kind=kind,
            order=order if place is None else place,
            group=optional(row, "group"),
            contact=optional(row, "contact"),
            phone=optional(row, "phone"),
            area=area_of(row, kind, places),
        )
        if not row.faults:
            yield draft


def optional(row: Row, column: str) -> str | None:
    """A text, or None where the table has no such column."""
    return row.text(column) if column in row.table.head.at else None


def area_of(row: Row, kind: UnitKind | None, places: Places) -> int | None:
    """The area whose code is given, or the one a street's or town's own unit is named after, where
    only one is."""
    if row.has("area"):
        return places.coded(row, "area", ())
    if kind is not UnitKind.STREET:
        return None
    name = row.text("name")
    codes = places.named.get(key(name)) or places.named.get(key(STREET_ENDS.sub("", name)), [])
    return places.areas[codes[0]][0] if len(codes) == 1 else None


def spoken(unit: Unit) -> str:
    """A name of a unit that is one name in a cell of several: its own, or one without separators."""
    called = (unit.name, *(alias.name for alias in unit.aliases.all()))
    return next((name for name in called if split_names(name) == (name,)), unit.name)


def unit_rows() -> tuple[tuple[str, ...], Iterator[tuple[Written, ...]]]:
    """The units as a sheet that loads back."""
    heads = (
        "排序",
        "单位名称",
        "简称（别名）",
        "单位类别",
        "联络员",
        "联系电话",
        "所属工作组",
        "区划代码",
    )
    rows = (
        Unit.objects.select_related("group", "area")
        .prefetch_related("aliases")
        .order_by("order", "id")
    )
    return heads, (
        (
            unit.order,
            unit.name,
            "、".join(a.name for a in unit.aliases.all() if a.name != unit.name),
            str(UNIT_KINDS[UnitKind(unit.kind)]),
            unit.contact,
            unit.phone,
            unit.group.name if unit.group else "",
            unit.area.code if unit.area else "/",
        )
        for unit in rows
    )
