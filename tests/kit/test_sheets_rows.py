"""Rows below a head: merged cells, totals, notes, repeated heads, blanks; faults at their place."""

from pathlib import Path
from typing import Any

import pytest

from tests.kit.offices import saved
from wenming.kit.sheets import Column, Form, Reading, cells, open_book, read_forms
from wenming.kit.sheets.faults import Fault, message
from wenming.kit.sheets.shapes import Book, Range, Sheet

ITEMS = Form(
    "标准",
    (
        Column("project", ("项目",), True, carry=True),
        Column("indicator", ("指标",), carry=True),
        Column("standard", ("标准",), True),
        Column("points", ("分值",), True),
        Column("lead", ("责任单位",), True),
    ),
)
HEAD = ["项目", "指标", "标准", "分值", "责任单位"]


def read(tmp_path: Path, rows: list[Any], merged: tuple[str, ...] = ()) -> Reading:
    return read_forms(open_book(saved(tmp_path / "a.xlsx", [HEAD, *rows], merged)), ITEMS)


def texts(reading: Reading) -> list[list[str]]:
    return [[row.text(key) for key in ("project", "indicator")] for row in reading.rows(ITEMS)]


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(one.cell, one.code) for one in reading.left_out]


def test_merged_cells_fill_down_within_their_range_and_point_to_their_first_cell(
    tmp_path: Path,
) -> None:
    rows = [
        ["甲", "一", "1", 1, "丁"],
        [None, None, "2", 1, "丁"],
        [None, "二", "3", 1, "丁"],
        ["乙", "三", "4", 1, "丁"],
    ]
    reading = read(tmp_path, rows, ("A2:A4", "B2:B3"))
    assert texts(reading) == [["甲", "一"], ["甲", "一"], ["甲", "二"], ["乙", "三"]]
    assert [row.ref("project") for row in reading.rows(ITEMS)] == ["A2", "A2", "A2", "A5"]


def test_a_merged_cell_across_two_columns_fills_both(tmp_path: Path) -> None:
    reading = read(tmp_path, [["甲", None, "1", 1, "丁"]], ("A2:B2",))
    assert texts(reading) == [["甲", "甲"]]


def test_blank_means_as_above_only_until_the_column_before_changes(tmp_path: Path) -> None:
    rows = [
        ["甲", "一", "1", 1, "丁"],
        ["", "", "2", 1, "丁"],
        ["乙", "", "3", 1, "丁"],
        ["", "二", "4", 1, "丁"],
        ["", "", "5", 1, "丁"],
    ]
    reading = read(tmp_path, rows)
    assert texts(reading) == [["甲", "一"], ["甲", "一"], ["乙", ""], ["乙", "二"], ["乙", "二"]]
    assert [row.ref("project") for row in reading.rows(ITEMS)][:2] == ["A2", "A2"]


def test_blank_is_blank_in_a_column_that_says_the_same_row_for_row(tmp_path: Path) -> None:
    rows = [["甲", "一", "1", 1, "丁"], ["甲", "二", "2", 1, "丁"], ["", "三", "3", 1, "丁"]]
    assert texts(read(tmp_path, rows)) == [["甲", "一"], ["甲", "二"], ["", "三"]]


def test_blank_is_blank_where_the_column_does_not_carry(tmp_path: Path) -> None:
    rows = [["甲", "一", "1", 1, "丁"], ["甲", "一", "2", 1, None]]
    reading = read(tmp_path, rows)
    for row in reading.rows(ITEMS):
        row.names("lead", needed=True)
    assert [(fault.cell, fault.code) for fault in reading.faults] == [("E3", "missing")]


@pytest.mark.parametrize(
    "total",
    [
        ["合计", None, None, 126.25, None],
        ["合  计", None, None, "126.25分", None],
        [None, None, "小计", 20, None],
        ["甲", "小计", None, 20, None],
        ["甲 小计", None, None, 20, None],
        ["甲项目合计：20分", None, None, None, None],
        ["（总计）", None, None, "=SUM(D2:D3)", None],
        ["累计", 3, 4, 5, None],
    ],
)
def test_totals_are_left_out_and_said(tmp_path: Path, total: list[Any]) -> None:
    reading = read(tmp_path, [["甲", "一", "1", 1, "丁"], total, ["乙", "一", "2", 1, "丁"]])
    assert len(list(reading.rows(ITEMS))) == 2
    assert [code for _, code in told(reading)] == ["row_total"]
    assert len(reading.tables[0].totals) == 1


@pytest.mark.parametrize(
    "note",
    [
        ["注：1.牵头单位排在首位"],
        ["说明：本表由市创城办汇总"],
        ["备注: 无"],
        ["填表人：张三", None, "审核人：李四", None, "联系电话：6226363"],
        ["填报单位（盖章）："],
        ["2020年3月5日"],
        ["※ 以实际为准"],
    ],
)
def test_notes_and_footers_are_left_out_and_said(tmp_path: Path, note: list[Any]) -> None:
    reading = read(tmp_path, [["甲", "一", "1", 1, "丁"], note])
    assert len(list(reading.rows(ITEMS))) == 1
    assert told(reading) == [("A3", "row_note")]


def test_a_note_goes_on_over_lines_of_one_cell(tmp_path: Path) -> None:
    rows = [["甲", "一", "1", 1, "丁"], ["注：1.甲；"], ["2.“/”表示无配合单位。"], [], ["3.丙"]]
    assert told(read(tmp_path, rows)) == [
        ("A3", "row_note"),
        ("A4", "row_note"),
        ("A5", "row_blank"),
        ("A6", "row_note"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        ["合计划生育协会", "一", "总计时", 1, "丁"],
        ["注重实效", "一", "标准", 1, "丁"],
        ["说明：此项", "一", "标准", 1, "丁"],
        ["甲", "一", "设施小计量器", 1, "丁"],
    ],
)
def test_rows_that_only_look_a_little_like_totals_or_notes_are_kept(
    tmp_path: Path, data: list[Any]
) -> None:
    assert len(list(read(tmp_path, [data]).rows(ITEMS))) == 1


def test_heads_and_titles_printed_again_are_left_out(tmp_path: Path) -> None:
    title, data = ["任务分解表"], ["甲", "一", "1", 1, "丁"]
    path = saved(tmp_path / "a.xlsx", [title, HEAD, data, title, HEAD, data])
    reading = read_forms(open_book(path), ITEMS)
    assert len(list(reading.rows(ITEMS))) == 2
    assert told(reading) == [("A4", "row_head_again"), ("A5", "row_head_again")]


def test_a_row_that_numbers_the_columns_is_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, [[1, 2, 3, 4, 5], ["甲", "一", "1", 1, "丁"]])
    assert told(reading) == [("A2", "row_numbers")]


def test_blank_rows_are_said_as_one(tmp_path: Path) -> None:
    data = ["甲", "一", "1", 1, "丁"]
    reading = read(tmp_path, [data, [], [" "], [], data])
    assert told(reading) == [("A3:A5", "row_blank")]
    assert [row.number for row in reading.rows(ITEMS)] == [2, 6]


def test_a_fault_in_a_merged_cell_is_told_once_at_its_first_cell(tmp_path: Path) -> None:
    rows = [["甲", "一", "1", "x", "丁"], [None, None, "2", None, "丁"]]
    reading = read(tmp_path, rows, ("A2:A3", "D2:D3"))
    for row in reading.rows(ITEMS):
        assert row.read("points", cells.hundredths, needed=True) is None
    assert [(fault.cell, fault.code) for fault in reading.faults] == [("D2", "not_number")]
    assert message(reading.faults[0]) == "“x”不是数字。"


def test_an_error_in_a_cell_that_is_read_is_a_fault(tmp_path: Path) -> None:
    reading = read(tmp_path, [["甲", "一", "1", "=1/0", "丁"]])
    (row,) = reading.rows(ITEMS)
    assert row.read("points", cells.hundredths, needed=True) is None
    assert [fault.code for fault in reading.faults] == ["formula_not_calculated"]


def test_the_caller_s_own_faults_carry_the_column_s_name(tmp_path: Path) -> None:
    reading = read(tmp_path, [["甲", "一", "1", 1, "丁"]])
    (row,) = reading.rows(ITEMS)
    row.fault("lead", "unit_unknown", said="丁")
    assert reading.faults == (
        Fault("表", "E2", "unit_unknown", {"said": "丁", "column": "责任单位"}),
    )
    assert row.faults == list(reading.faults)


def test_a_tick_nobody_can_read_is_told_at_its_own_column(tmp_path: Path) -> None:
    form = Form("标准", (Column("name", ("名称",), True), Column("how", ("方法",), family=True)))
    rows = [["名称", "方法", None], [None, "实地", "材料"], ["甲", "○", "√"]]
    reading = read_forms(open_book(saved(tmp_path / "a.xlsx", rows)), form)
    (row,) = reading.rows(form)
    assert row.ticked("how") == ("材料",)
    assert [(fault.cell, fault.code) for fault in reading.faults] == [("B3", "tick_unclear")]


def test_merged_ranges_beyond_the_rows_do_no_harm() -> None:

    rows: list[list[Any]] = [list(HEAD), ["甲", "一", "1", 1, "丁"]]
    sheet = Sheet("表", rows, [Range(1, 0, 1_048_575, 16_383), Range(900, 0, 950, 3)])
    reading = read_forms(Book("a", "xlsx", [sheet]), ITEMS)
    assert texts(reading) == [["甲", "甲"]]


def test_a_standard_that_begins_like_a_note_under_a_merged_project_is_kept(tmp_path: Path) -> None:
    rows = [["甲", "一", "1", 1, "丁"], [None, None, "电话：拨打热线有人接听", 1, "丁"]]
    reading = read(tmp_path, rows, ("A2:A3", "B2:B3"))
    assert [row.text("standard") for row in reading.rows(ITEMS)][1] == "电话：拨打热线有人接听"


def test_rows_numbered_in_advance_and_never_filled_in_are_blank(tmp_path: Path) -> None:
    rows = [["序号", *HEAD], [1, "甲", "一", "1", 1, "丁"], [2], [3]]
    reading = read_forms(open_book(saved(tmp_path / "a.xlsx", rows)), ITEMS)
    assert len(list(reading.rows(ITEMS))) == 1
    assert told(reading) == [("B3:B4", "row_blank")]
