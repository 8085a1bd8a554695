"""The sheet of areas: columns <-> drafts, and what the names of places in other sheets mean."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wenming.kit.sheets import cells, titles
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.shapes import Value
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import is_nothing, key
from wenming.org.drafts import AreaDraft
from wenming.org.models import LEVELS, Area
from wenming.org.rules import Level

AREAS = Form(
    "区划",
    (
        Column("code", ("区划代码", "统计用区划代码", "代码"), True, titles.AREA_CODE),
        Column("name", ("名称", "区划名称", "网格名称"), True, titles.AREA_NAME),
        Column("level", ("级别", "区划级别", "行政级别", "层级"), like=titles.AREA_LEVEL),
        Column("above", ("上级代码", "上级区划代码"), exact=True, like=titles.ABOVE_CODE),
        Column("parent", ("上级名称", "上级", "所属社区（村）"), like=titles.ABOVE),
    ),
    ignored=("序号", "备注", "说明"),
)
MOST_NAMED = 5  # areas of one name that a fault names
LEVEL_WORDS: Mapping[str, Level] = {
    word: level
    for level, words in {
        Level.PROVINCE: "省 自治区 直辖市",
        Level.CITY: "地级市 市 地级 地市 地市级 州 盟 自治州",
        Level.DISTRICT: "区 县 区县 县区 县市区 县级市 市辖区 旗 自治县 开发区 功能区",
        Level.STREET: "街道 镇 乡 街镇 镇街 街道乡镇 街道镇 镇街道 乡镇街道 乡镇街 乡镇 苏木 街道办 街道办事处",
        Level.COMMUNITY: "社区 村 社区村 村社区 村居 居村 居委会 村委会 村居委会 嘎查 行政村 社区居委会",
        Level.GRID: "网格 单元网格",
    }.items()
    for word in words.split()
}
DIGITS = (12, 15, 17, 18)  # a division code, or one extended down to the grid


@dataclass(slots=True)
class Places:
    """The areas by code and by name: what a row's 所属街道 and the like mean."""

    areas: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # code: pk, path, name
    named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # key: codes

    @classmethod
    def known(cls) -> "Places":
        """The areas of the database."""
        found = cls()
        for pk, code, path, name in Area.objects.values_list("pk", "code", "path", "name"):
            found.areas[code] = (pk, path, name)
            found.named[key(name)].append(code)
        return found

    @property
    def root(self) -> int | None:
        """The one area with nothing above it; None where there is none, or are several."""
        roots = [pk for pk, path, _name in self.areas.values() if path.count("/") == 2]
        return roots[0] if len(roots) == 1 else None

    def way(self, code: str) -> str:
        """An area with all above it but the root, by their names."""
        steps = self.areas[code][1].strip("/").split("/")
        return "".join(self.areas[step][2] for step in steps[1:] or steps)

    def find(self, row: Row, columns: Sequence[str]) -> int | None:
        """The area a row names, from the widest column to the narrowest; the root where it names
        none. A name that is unknown, or stands for several, is a fault of the row."""
        path, found = "/", self.root
        for column in columns:
            said = row.text(column)
            if not said:
                continue
            codes = [c for c in self.named.get(key(said), ()) if self.areas[c][1].startswith(path)]
            if len(codes) != 1:
                several = "、".join(self.way(c) for c in codes[:MOST_NAMED])
                code = "area_unclear" if codes else "area_unknown"
                row.fault(column, code, said=said, several=several)
                return None
            found, path, _name = self.areas[codes[0]]
        return found

    def coded(self, row: Row, column: str, others: Sequence[str]) -> int | None:
        """The area whose code a row gives, None for '/'; else the one its names name.

        A name beside the code that is not on the way to that area is a fault of the row.
        """
        code = row.text(column)
        if not code:
            return self.find(row, others)
        if is_nothing(code):
            return None
        if code not in self.areas:
            row.fault(column, "area_unknown", said=code)
            return None
        found, path, _name = self.areas[code]
        above = {key(self.areas[step][2]) for step in path.strip("/").split("/")}
        for other in others:
            if (said := row.text(other)) and key(said) not in above:
                row.fault(other, "area_unclear", said=said, several=self.way(code))
        return found


def read_areas(reading: Reading) -> Iterator[AreaDraft]:
    """The areas of a workbook, each with the one above it by its code."""
    rows = list(reading.rows(AREAS))
    drafted: dict[str, tuple[Row, str]] = {}
    for row in rows:
        code = row.read("code", lambda v: cells.code(v, lengths=DIGITS), needed=True)
        name = row.text("name", needed=True)
        if code and code in drafted:
            row.fault("code", "code_twice", said=code, other=drafted[code][0].ref("code"))
        elif code and name:
            drafted[code] = (row, name)
    known = {c: n for c, (_pk, _path, n) in Places.known().areas.items()}
    known |= {c: n for c, (_row, n) in drafted.items()}
    by_name = defaultdict(list)
    for code, name in known.items():
        by_name[key(name)].append(code)
    for code, (row, name) in drafted.items():
        level = row.read("level", said_as) or level_of(code)
        parent = above(row, code, known, by_name)
        if not row.faults:
            yield AreaDraft(code, name, level, parent)


def said_as(value: Value) -> Level | None:
    """The level a word names, with or without 级 behind it and in any bracketing."""
    plain = re.sub(r"[()/、,]", "", key(cells.text(value) or ""))
    found = LEVEL_WORDS.get(plain) or LEVEL_WORDS.get(plain.removesuffix("级"))
    return found or cells.choice(LEVEL_WORDS)(value)


def level_of(code: str) -> Level:
    """The level a division code itself tells."""
    if len(code) > 12:
        return Level.GRID
    ends = ((2, Level.PROVINCE), (4, Level.CITY), (6, Level.DISTRICT), (9, Level.STREET))
    return next((lv for n, lv in ends if not code[n:].strip("0")), Level.COMMUNITY)


def above(row: Row, code: str, known: Mapping[str, str], by_name: Mapping[str, list[str]]) -> str:
    """The code of the area above: the one whose code is given; the one named, if its code fits or
    its name is the only one; where none is named the nearest by code; "" for the top."""
    lengths = [n for n in (15, 12, 9, 6, 4, 2) if n < len(code)]
    nearest = dict.fromkeys(code[:n].ljust(12, "0") for n in lengths)
    fitting = [c for c in nearest if c in known and c != code]
    said = row.text("parent")
    if told := row.text("above"):
        if told in known and told != code and (not said or key(known[told]) == key(said)):
            return told
        if is_nothing(told) and not said:
            return ""
        row.fault("above", "parent_unknown", said=told)
        return ""
    if not said or key(said) in {"/", "-"}:
        return fitting[0] if fitting else ""
    if named := [c for c in fitting if key(known[c]) == key(said)]:
        return named[0]
    everywhere = [c for c in by_name.get(key(said), ()) if c != code]
    if len(everywhere) == 1:
        return everywhere[0]
    row.fault("parent", "parent_unknown", said=said)
    return ""


def area_rows() -> tuple[tuple[str, ...], Iterator[tuple[Written, ...]]]:
    """The areas as a sheet that loads back."""
    rows = Area.objects.select_related("parent").order_by("path")
    return ("区划代码", "名称", "级别", "上级代码", "上级名称"), (
        (
            a.code,
            a.name,
            said_level(a),
            *((a.parent.code, a.parent.name) if a.parent else ("/", "")),
        )
        for a in rows
    )


def said_level(area: Area) -> str:
    """A level in a word that is read back as the same."""
    return str(LEVELS[Level(area.level)])
