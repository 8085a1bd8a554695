"""One table laid out in any way an office might choose reads back as the same rows."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit.offices import saved
from wenming.kit.sheets import Book, Column, Form, cells, message, open_book, read_forms, shapes
from wenming.kit.sheets.shapes import Range, ref

METHODS = ("实地考察", "材料审核", "问卷调查")
FORM = Form(
    "标准",
    (
        Column("project", ("测评项目", "项目名称"), True, carry=True),
        Column("standard", ("测评标准", "标准内容"), True),
        Column("methods", ("测评方法",), family=True, members=METHODS),
        Column("points", ("分值",), True),
        Column("lead", ("牵头单位", "责任单位"), True),
        Column("assist", ("配合单位", "协办单位")),
    ),
)


@dataclass(frozen=True)
class Item:
    project: str
    standard: str
    methods: tuple[str, ...]
    hundredths: int
    lead: str
    assist: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How an office lays the table out."""

    titles: tuple[str, ...]
    order: tuple[str, ...]
    names: dict[str, str]
    merged: bool
    two_rows: bool
    footed: bool
    again: bool


words = st.text("路灯公厕广场车站市区县乡", min_size=2, max_size=6)
items = st.builds(
    Item,
    project=st.sampled_from(["Ⅰ-1 政务环境", "Ⅰ-2 法治环境", "Ⅰ-3 生活环境"]),
    standard=words.map(lambda w: f"1）{w}完好"),
    methods=st.sets(st.sampled_from(METHODS), min_size=1).map(
        lambda chosen: tuple(m for m in METHODS if m in chosen)
    ),
    hundredths=st.integers(1, 2000),
    lead=words.map(lambda w: f"市{w}局"),
    assist=st.lists(words.map(lambda w: f"{w}中心"), max_size=3, unique=True).map(tuple),
)
layouts = st.builds(
    Layout,
    titles=st.lists(
        st.sampled_from(["任务分解表（2020年版）", "填报单位：市创城办"]), max_size=2
    ).map(tuple),
    order=st.permutations(["序号", "project", "standard", "methods", "points", "duty"]).map(tuple),
    names=st.fixed_dictionaries(
        {
            "project": st.sampled_from(["测评项目", "项目名称", "测评项目（Ⅰ级）", "测评\n项目"]),
            "standard": st.sampled_from(["测评标准", "标准内容", "测评标准（Ⅳ级）"]),
            "points": st.sampled_from(["分值", "分值（分）", "分 值"]),
        }
    ),
    merged=st.booleans(),
    two_rows=st.booleans(),
    footed=st.booleans(),
    again=st.booleans(),
)


class Sheet:
    """A layout being filled: rows, and the ranges merged."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rows: list[list[Any]] = [[title] for title in layout.titles]
        self.merged: list[str] = []
        self.keys = [key for one in layout.order for key in self._spread(one)]

    def _spread(self, one: str) -> list[str]:
        if one == "duty":
            return ["lead", "assist"]
        return list(METHODS) if one == "methods" and self.layout.two_rows else [one]

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if self.layout.merged and (top, left) != (bottom, right):
            self.merged.append(f"{ref(top, left)}:{ref(bottom, right)}")

    def write_head(self, *, again: bool = False) -> None:
        top = len(self.rows)
        flat = {"lead": "责任单位", "assist": "配合单位", "methods": "测评方法", "序号": "序号"}
        if not self.layout.two_rows:
            self.rows.append([{**flat, **self.layout.names}[key] for key in self.keys])
            return
        below = {**dict.fromkeys(METHODS), "lead": "牵头单位", "assist": "配合单位"}
        over = {METHODS[0]: "测评方法", "lead": "责任单位", "序号": "序号", **self.layout.names}
        self.rows.append([over.get(key) for key in self.keys])
        self.rows.append([key if key in METHODS else below.get(key) for key in self.keys])
        for column, key in enumerate([] if again else self.keys):
            if key in (METHODS[0], "lead"):
                self.merge(top, column, top, column + (2 if key in METHODS else 1))
            elif key not in below:
                self.merge(top, column, top + 1, column)

    def write_items(self, given: list[Item]) -> None:
        start = before = None
        for number, item in enumerate(given, 1):
            same = before is not None and before.project == item.project
            if not same:
                start = len(self.rows)
            self.rows.append([self._cell(key, item, number, same) for key in self.keys])
            before = item
            end = number == len(given) or given[number].project != item.project
            if end and start is not None:
                column = self.keys.index("project")
                self.merge(start, column, len(self.rows) - 1, column)

    def _cell(self, key: str, item: Item, number: int, same: bool) -> Any:
        points = str(Decimal(item.hundredths) / 100)
        shown = [item.hundredths / 100, f"{points}分", points.translate(WIDE)]
        return {
            "序号": number,
            "project": None if same else item.project,
            "standard": item.standard,
            "methods": "、".join(item.methods),
            "points": shown[number % 3],
            "lead": item.lead,
            "assist": "；，、\n"[number % 4].join(item.assist) or [None, "/"][number % 2],
        }.get(key, "√" if key in item.methods else None)

    def write_foot(self) -> None:
        total = [None] * len(self.keys)
        self.rows.append([*total[:0], "合计", *total[1:]])
        self.rows.append(["注：“/”表示无配合单位。"])


WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789."}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(layout=layouts, given_items=st.lists(items, min_size=2, max_size=9))
def test_any_layout_reads_back_as_the_same_rows(
    tmp_path: Path, layout: Layout, given_items: list[Item]
) -> None:
    sheet = Sheet(layout)
    sheet.write_head()
    half = len(given_items) // 2
    sheet.write_items(given_items[:half] if layout.again else given_items)
    if layout.again:
        sheet.write_head(again=True)
        sheet.write_items(given_items[half:])
    if layout.footed:
        sheet.write_foot()
    path = saved(tmp_path / "a.xlsx", sheet.rows, sheet.merged)
    reading = read_forms(open_book(path), FORM)
    found = [
        Item(
            row.text("project", needed=True),
            row.text("standard", needed=True),
            row.ticked("methods", needed=True),
            row.read("points", cells.hundredths, needed=True) or 0,
            row.text("lead", needed=True),
            row.names("assist"),
        )
        for row in reading.rows(FORM)
    ]
    assert found == given_items
    assert reading.faults == ()


labels = st.sampled_from(
    [
        "测评项目",
        "测评标准",
        "分值",
        "责任单位",
        "配合单位",
        "测评方法",
        "实地考察",
        "合计",
        "注：",
        "√",
        "/",
        "一、甲",
    ]
)
values = st.one_of(
    labels, st.none(), st.just(""), st.text(max_size=6), st.floats(), st.booleans(), st.dates()
)
grids = st.integers(1, 7).flatmap(
    lambda width: st.lists(st.lists(values, min_size=width, max_size=width), max_size=9)
)
corners = st.tuples(st.integers(0, 9), st.integers(0, 7), st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=300)
@given(rows=grids, merges=st.lists(corners, max_size=6))
def test_no_grid_breaks_the_reading_and_every_fault_has_its_place(
    rows: list[list[Any]], merges: list[tuple[int, int, int, int]]
) -> None:
    ranges = [Range(t, left, t + down, left + over) for t, left, down, over in merges]
    reading = read_forms(Book("a", "xlsx", [shapes.Sheet("表", rows, ranges)]), FORM)
    for row in reading.rows(FORM):
        row.text("project")
        row.ticked("methods")
        row.read("points", cells.hundredths, needed=True)
        row.names("lead", needed=True)
    for remark in (*reading.faults, *reading.left_out):
        assert "…" not in message(remark)
        assert remark.sheet == "表" or remark.code == "head_not_found"
        assert remark.cell or remark.code in {"head_not_found", "sheet_without_head", "sheet_empty"}
