"""Habits of offices that change how a workbook is laid out and not what it says."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.world import MONDAY, unit
from wenming.doors.workbooks.actions import load
from wenming.doors.workbooks.drafts import Loaded, Order
from wenming.doors.workbooks.rules import Kind
from wenming.loop.standards.models import Item
from wenming.places.actions import bring_catalogue
from wenming.places.models import Site

pytestmark = pytest.mark.django_db
HEAD = ["测评项目", "测评指标", "测评内容", "测评标准", "分值"]
Rows = Sequence[Any]


def book(path: Path, sheets: Mapping[str, Rows], merged: Sequence[str] = ()) -> Path:
    """A workbook of these sheets; ranges are merged in the first."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for one in merged:
        made.worksheets[0].merge_cells(one)
    made.save(path)
    return path


def take(kind: Kind, path: Path, **options: Any) -> Loaded:
    """Load a workbook as the command line would."""
    return load(Order(kind, path, code="X", **options), by=None, at=MONDAY)


def tree() -> list[tuple[str, str, str]]:
    """The edition's nodes: path, level, text."""
    nodes = Item.objects.filter(edition__code="X").order_by("path")
    return list(nodes.values_list("path", "level", "text"))


WANTED = [
    ("001", "project", "市容"),
    ("001.001", "indicator", "街面"),
    ("001.001.001", "content", "清洁"),
    ("001.001.001.001", "standard", "无垃圾"),
    ("001.001.001.002", "standard", "无积水"),
    ("001.001.002", "content", "有序"),
    ("001.001.002.001", "standard", "无占道"),
    ("002", "project", "服务"),
    ("002.001", "indicator", "窗口"),
    ("002.001.001", "content", "便民"),
    ("002.001.001.001", "standard", "有专人"),
]
BLANKS_BELOW: Rows = [
    HEAD,
    ["Ⅰ-1 市容", "Ⅱ-1 街面", "Ⅲ-1 清洁", "1）无垃圾", 1],
    [None, None, None, "2）无积水", 1],
    [None, None, "Ⅲ-2 有序", "1）无占道", 1],
    ["Ⅰ-2 服务", "Ⅱ-2 窗口", "Ⅲ-3 便民", "1）有专人", 1],
]
BANDS: Rows = [
    [*HEAD[3:], "备注"],
    ["Ⅰ-1 市容"],
    ["Ⅱ-1 街面"],
    ["Ⅲ-1 清洁"],
    ["1）无垃圾", 1],
    ["2）无积水", 1],
    ["Ⅲ-2 有序"],
    ["1）无占道", 1],
    ["Ⅰ-2 服务"],
    ["Ⅱ-2 窗口"],
    ["Ⅲ-3 便民"],
    ["1）有专人", 1],
]
SHEETS: dict[str, Rows] = {
    "Ⅰ-1 市容": [HEAD[1:], *(row[1:] for row in BLANKS_BELOW[1:4]), ["小计", None, None, 3]],
    "Ⅰ-2 服务": [HEAD[1:], BLANKS_BELOW[4][1:]],
}


@pytest.mark.parametrize(
    "sheets",
    [{"分解": BLANKS_BELOW}, {"分解": BANDS}, SHEETS],
    ids=["blanks", "headings", "sheets"],
)
def test_a_tree_is_the_same_however_its_upper_levels_are_written(
    tmp_path: Path, sheets: dict[str, Rows]
) -> None:
    told = take(Kind.EDITION, book(tmp_path / "a.xlsx", sheets))
    assert (told.faults, told.saved) == ((), True)
    assert tree() == WANTED


def test_a_sheet_that_does_not_say_the_project_is_a_fault(tmp_path: Path) -> None:
    rows: Rows = [["工作板块甲", *HEAD[1:]], ["市容", "街面", "清洁", "无垃圾", 1]]
    told = take(Kind.EDITION, book(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [(f.cell, f.code) for f in told.faults] == [("B1", "column_missing")]


@pytest.mark.parametrize(
    ("total", "codes"), [(3, []), (1, ["weight_shared"]), (None, ["weight_shared"])]
)
def test_a_weight_merged_over_rows_is_read_only_where_the_sum_tells_how(
    tmp_path: Path, total: int | None, codes: list[str]
) -> None:
    rows = [
        HEAD,
        *([*"甲乙丙", f"标准{n}", 1] for n in range(3)),
        ["合计", None, None, None, total],
    ]
    told = take(Kind.EDITION, book(tmp_path / "a.xlsx", {"分解": rows}, ["E2:E4"]))
    assert [fault.code for fault in told.faults] == codes
    assert told.figures["total_hundredths"] == (0 if codes else 300)


def test_the_same_standard_twice_under_one_content_is_a_fault(tmp_path: Path) -> None:
    rows = [HEAD, [*"甲乙丙", "1）灯亮", 1], [*"甲乙丙", "1）灯亮", 1], [*"甲乙丁", "1）灯亮", 1]]
    told = take(Kind.EDITION, book(tmp_path / "a.xlsx", {"分解": rows}))
    assert [(f.cell, f.code) for f in told.faults] == [("D3", "name_twice")]


def test_only_the_good_rows_of_an_edition_are_kept(tmp_path: Path) -> None:
    rows = [HEAD, [*"甲乙丙", "灯亮", 1], [*"甲乙丁", "灯灭", "很多"], [*"甲乙丙", "路平", 1]]
    path = book(tmp_path / "a.xlsx", {"分解": rows})
    told = take(Kind.EDITION, path, keep_good=True, marked=tmp_path / "b.xlsx")
    assert [(f.cell, f.code) for f in told.faults] == [("E3", "not_number")]
    assert [text for _path, _level, text in tree()] == ["甲", "乙", "丙", "灯亮", "路平"]


@pytest.mark.parametrize(
    ("said", "leads", "assists"),
    [
        ("住建局、公安局", ["市住房和城乡建设局"], ["市公安局"]),
        ("公安局 住建局", ["市公安局"], ["市住房和城乡建设局"]),
        ("牵头单位：公安局；配合单位：住建局", ["市公安局"], ["市住房和城乡建设局"]),
        ("住建局（配合）、公安局（牵头）", ["市公安局"], ["市住房和城乡建设局"]),
    ],
)
def test_one_column_of_units_may_say_who_leads(
    tmp_path: Path, said: str, leads: list[str], assists: list[str]
) -> None:
    for full, short in (("市住房和城乡建设局", "住建局"), ("市公安局", "公安局")):
        unit(full).aliases.create(name=short, key=short)
    rows = [[*HEAD, "责任单位"], [*"甲乙丙", "灯亮", 1, said]]
    told = take(Kind.EDITION, book(tmp_path / "a.xlsx", {"分解": rows}))
    assert told.faults == ()
    duties = Item.objects.get(edition__code="X", text="灯亮").duties.select_related("unit")
    found = [[d.unit.name for d in duties if d.duty == duty] for duty in ("lead", "assist")]
    assert found == [leads, assists]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("实地、材料", ["实地考察", "材料审核"]),
        ("实地考察 问卷调查", ["实地考察", "问卷调查"]),
        ("网上申报", ["材料审核"]),
        ("听取汇报", ["听取汇报"]),
    ],
)
def test_methods_in_other_words(tmp_path: Path, said: str, found: list[str]) -> None:
    rows = [[*HEAD, "测评方法"], [*"甲乙丙", "灯亮", 1, said]]
    told = take(Kind.EDITION, book(tmp_path / "a.xlsx", {"分解": rows}))
    assert told.faults == ()
    assert Item.objects.get(text="灯亮").methods == found


def test_a_word_that_names_no_method_is_a_fault(tmp_path: Path) -> None:
    rows = [[*HEAD, "测评方法"], [*"甲乙丙", "灯亮", 1, "见附件"]]
    told = take(Kind.EDITION, book(tmp_path / "a.xlsx", {"分解": rows}))
    assert [(f.cell, f.code) for f in told.faults] == [("F2", "method_unknown")]


def test_sites_without_codes_are_known_by_kind_area_and_name(tmp_path: Path) -> None:
    bring_catalogue(at=MONDAY)
    head = ["序号", "点位类型", "点位名称", "经度（GCJ-02）", "纬度（GCJ-02）"]
    rows = [[1, "集贸市场", "东市场", 98.3, 39.8], [2, "集贸市场", "西市场", 98.2, 39.8]]
    path = book(tmp_path / "a.xlsx", {"点位": [head, *rows]})
    told = take(Kind.SITES, path)
    assert told.faults == ()
    assert {left.code for left in told.left_out} == {"codes_given", "crs_taken"}
    assert {site.crs for site in Site.objects.all()} == {"GCJ02"}
    again = take(Kind.SITES, book(tmp_path / "b.xlsx", {"点位": [head, *rows[::-1]]}))
    assert (again.brought.created, again.brought.changed, again.brought.same) == ([], [], 2)
    twice = take(Kind.SITES, book(tmp_path / "c.xlsx", {"点位": [head, *rows, rows[0]]}))
    assert [(f.cell, f.code) for f in twice.faults] == [("C4", "name_twice")]


def test_a_sheet_or_a_heading_may_say_the_kind_of_its_sites(tmp_path: Path) -> None:
    bring_catalogue(at=MONDAY)
    head = ["编号", "点位名称", "经度", "纬度"]
    by_sheet = {
        "集贸市场": [head, ["A1", "东市场", 98.3, 39.8]],
        "公园": [head, ["A2", "园", 98.3, 39.8]],
    }
    assert take(Kind.SITES, book(tmp_path / "a.xlsx", by_sheet)).faults == ()
    headed = [
        head,
        ["一、医院"],
        ["A3", "人民医院", 98.3, 39.8],
        ["二、公园"],
        ["A4", "湖", 98.3, 39.8],
    ]
    assert take(Kind.SITES, book(tmp_path / "b.xlsx", {"点位": headed})).faults == ()
    kinds = dict(Site.objects.values_list("code", "kind__name"))
    assert kinds == {"A1": "集贸市场", "A2": "公园", "A3": "医院", "A4": "公园"}
    bare = take(Kind.SITES, book(tmp_path / "c.xlsx", {"点位": [head, ["A5", "x", 98.3, 39.8]]}))
    assert [(f.cell, f.code) for f in bare.faults] == [("A1", "column_missing")]


@pytest.mark.parametrize(
    ("label", "cell", "metres"),
    [("长度（公里）", 1.76, 1760), ("长度", "1.76公里", 1760), ("长度（千米）", "860米", 860)],
)
def test_lengths_in_kilometres_become_metres(
    tmp_path: Path, label: str, cell: object, metres: int
) -> None:
    segments = [
        ["路段名称", "起止点", label, "2019年包街单位", "2020年包街单位"],
        ["西街", "甲路口—乙路口", cell, "甲公司", "乙公司"],
        ["西街", "乙路口至丙路口", "300米", "乙公司", None],
    ]
    path = book(
        tmp_path / "a.xlsx",
        {"路段": segments, "单位": [["单位名称", "人数"], ["甲公司", 3], ["乙公司", "5人"]]},
    )
    told = take(Kind.CHARGES, path, dated=MONDAY.date().replace(year=2020))
    assert told.faults == ()
    sites = Site.objects.filter(kind__name="包街路段").order_by("code")
    assert [(s.metres, s.attributes) for s in sites] == [
        (metres, {"起点": "甲路口", "止点": "乙路口"}),
        (300, {"起点": "乙路口", "止点": "丙路口"}),
    ]
    held = [(c.unit.name, c.since.year) for c in sites[0].charges.order_by("since")]
    assert held == [("甲公司", 2019), ("乙公司", 2020)]
    assert take(Kind.CHARGES, path, dated=MONDAY.date().replace(year=2020)).brought.changed == []


def test_a_column_of_the_office_s_own_may_hold_dates_and_one_cell_both_coordinates(
    tmp_path: Path,
) -> None:
    bring_catalogue(at=MONDAY)
    built = date(2020, 1, 2)
    rows = [
        ["编号", "点位类型", "点位名称", "经纬度", "建成时间"],
        ["A1", "集贸市场", "东市场", "98.3 39.8", built],
    ]
    told = take(Kind.SITES, book(tmp_path / "a.xlsx", {"点位": rows}))
    assert told.faults == ()
    site = Site.objects.get(code="A1")
    assert (site.lon, site.lat, site.attributes) == (98.3, 39.8, {"建成时间": "2020-01-02"})


PAIRS = [
    "编号",
    "点位类型",
    "点位名称",
    "经度（GCJ-02）",
    "纬度（GCJ-02）",
    "经度（WGS84）",
    "纬度（WGS84）",
]
TIANANMEN = (116.397428, 39.90923, 116.391184, 39.907827)  # the same place in either system


def test_of_two_pairs_of_coordinates_the_better_is_read_and_the_other_held_beside(
    tmp_path: Path,
) -> None:
    bring_catalogue(at=MONDAY)
    far = (*TIANANMEN[:2], 116.3, 39.9)
    good, bad = ["A1", "集贸市场", "东市场", *TIANANMEN], ["A2", "集贸市场", "西市场", *far]
    told = take(Kind.SITES, book(tmp_path / "a.xlsx", {"点位": [PAIRS, good, bad]}))
    [fault] = told.faults
    assert (fault.cell, fault.code) == ("D3", "coordinates_apart")
    assert [(one.cell, one.code) for one in told.left_out if "two" in one.code] == [
        ("D1", "coordinates_two")
    ]
    assert take(Kind.SITES, book(tmp_path / "b.xlsx", {"点位": [PAIRS, good]})).faults == ()
    site = Site.objects.get(code="A1")
    assert (site.lon, site.lat, site.crs, site.attributes) == (*TIANANMEN[2:], "WGS84", {})


def test_a_band_over_each_pair_may_say_its_system(tmp_path: Path) -> None:
    bring_catalogue(at=MONDAY)
    bands = ["", "", "", "高德坐标", None, "WGS-84坐标", None]
    head = [*PAIRS[:3], "经度", "纬度", "经度", "纬度"]
    rows = [bands, head, ["A1", "集贸市场", "东市场", *TIANANMEN]]
    path = book(tmp_path / "a.xlsx", {"点位": rows}, ("D1:E1", "F1:G1"))
    assert take(Kind.SITES, path).faults == ()
    assert Site.objects.get(code="A1").crs == "WGS84"


def test_pairs_that_do_not_say_their_system_are_refused(tmp_path: Path) -> None:
    bring_catalogue(at=MONDAY)
    head = [*PAIRS[:3], "经度", "纬度", "经度", "纬度"]
    path = book(tmp_path / "a.xlsx", {"点位": [head, ["A1", "集贸市场", "东", *TIANANMEN]]})
    assert {fault.code for fault in take(Kind.SITES, path).faults} == {"column_twice"}


def test_a_formula_s_error_in_a_coordinate_is_told_as_one(tmp_path: Path) -> None:
    bring_catalogue(at=MONDAY)
    rows = [[*PAIRS[:3], "经度", "纬度"], ["A1", "集贸市场", "东市场", "#N/A", "=D2+1"]]
    told = take(Kind.SITES, book(tmp_path / "a.xlsx", {"点位": rows}))
    codes = {(fault.cell, fault.code) for fault in told.faults}
    assert codes == {("D2", "formula_error"), ("E2", "formula_not_calculated")}
