"""Heads: below titles, of one to three rows, columns in any order and under other names."""

from pathlib import Path
from typing import Any

import pytest

from tests.kit.offices import saved, saved_sheets
from wenming.kit.sheets import Column, Form, Reading, open_book, read_forms

EDITION = Form(
    "测评标准",
    (
        Column("project", ("测评项目", "项目名称"), required=True, carry=True),
        Column("indicator", ("测评指标", "指标名称"), carry=True),
        Column("standard", ("测评标准", "标准"), required=True),
        Column("methods", ("测评方法",), family=True, members=("实地考察", "材料审核", "问卷调查")),
        Column("points", ("分值",), required=True),
        Column("lead", ("牵头单位", "责任单位"), required=True),
        Column("assist", ("配合单位",)),
        Column("kinds", ("点位类型",), remark=True),
    ),
)
TOP = ["测评项目", "测评标准", "测评方法", None, "分值", "责任单位", None]
SUB = [None, None, "实地考察", "材料审核", None, "牵头单位", "配合单位"]
DATA = ["政务环境", "1）灯亮", "√", None, 2, "市住建局", "市水务公司"]
MERGED = ("A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:G3")


def read(tmp_path: Path, rows: list[Any], merged: tuple[str, ...] = ()) -> Reading:
    return read_forms(open_book(saved(tmp_path / "a.xlsx", rows, merged)), EDITION)


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.cell, fault.code) for fault in reading.faults]


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(one.cell, one.code) for one in reading.left_out]


def test_a_head_of_two_rows_with_merged_groups_below_titles(tmp_path: Path) -> None:
    rows = [["任务分解表"], ["填报单位：市创城办   日期：2020年3月"], TOP, SUB, DATA]
    reading = read(tmp_path, rows, ("A1:G1", "A2:G2", *MERGED))
    (row,) = reading.rows(EDITION)
    assert (row.number, row.text("lead"), row.text("assist")) == (5, "市住建局", "市水务公司")
    assert row.ticked("methods") == ("实地考察",)
    assert reading.tables[0].title == ("任务分解表", "填报单位：市创城办 日期：2020年3月")
    assert not reading.faults
    assert not reading.left_out


def test_the_same_head_without_any_merged_cell(tmp_path: Path) -> None:
    reading = read(tmp_path, [TOP, SUB, DATA])
    (row,) = reading.rows(EDITION)
    assert row.ticked("methods") == ("实地考察",)
    assert row.names("assist") == ("市水务公司",)


def test_a_flat_head_with_methods_as_words_in_one_cell(tmp_path: Path) -> None:
    head = ["序号", "分值", "测评标准", "责任单位", "测评方法", "项目名称"]
    data = [1, "1.5分", "1）灯亮", "市住建局", "实地考察、材料审核", "政务环境"]
    reading = read(tmp_path, [head, data])
    (row,) = reading.rows(EDITION)
    assert row.ticked("methods") == ("实地考察", "材料审核")
    assert row.text("project") == "政务环境"
    assert row.names("assist") == ()
    assert not reading.left_out


def test_tick_columns_without_a_head_above_them(tmp_path: Path) -> None:
    head = ["测评项目", "测评标准", "实地考察", "问卷调查", "分值", "牵头单位"]
    reading = read(tmp_path, [head, ["甲", "乙", None, "√", 1, "丙"]])
    (row,) = reading.rows(EDITION)
    assert row.ticked("methods") == ("问卷调查",)


def test_a_method_an_edition_adds_is_found_under_the_head_of_methods(tmp_path: Path) -> None:
    sub = [None, None, "实地考察", "电话访问", None, "牵头单位", "配合单位"]
    data = ["甲", "乙", None, "是", 1, "丙", "/"]
    (row,) = read(tmp_path, [TOP, sub, data]).rows(EDITION)
    assert row.ticked("methods") == ("电话访问",)


def test_a_head_of_three_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["内容", None, "办法和分工", None, None, None, None],
        TOP,
        SUB,
        DATA,
    ]
    merged = ("A1:B1", "C1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2")
    (row,) = read(tmp_path, rows, merged).rows(EDITION)
    assert (row.text("standard"), row.ticked("methods")) == ("1）灯亮", ("实地考察",))


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("备注（点位类型）", "kinds"),
        ("点位类型（54类）", "kinds"),
        ("分值（分）", "points"),
        ("分 值", "points"),
        ("分\n值", "points"),
        ("*分值：", "points"),
        ("指标名称", "indicator"),
        ("主要责任单位", "lead"),
    ],
)
def test_other_spellings_of_a_column(tmp_path: Path, label: str, key: str) -> None:
    columns = {"project": "测评项目", "standard": "测评标准", "points": "分值", "lead": "牵头单位"}
    columns[key] = label
    reading = read(tmp_path, [list(columns.values()), ["甲"] * len(columns)])
    (row,) = reading.rows(EDITION)
    assert row.text(key) == "甲"
    assert not reading.faults


def test_a_column_taken_by_the_end_of_its_name_is_said(tmp_path: Path) -> None:
    reading = read(tmp_path, [["测评项目", "测评标准", "分值", "主要责任单位"], ["甲"] * 4])
    assert told(reading) == [("D1", "column_taken_as")]


def test_the_surer_name_wins_and_the_other_column_is_said_to_be_unread(tmp_path: Path) -> None:
    head = ["测评项目", "测评标准", "分值", "协同责任单位", "责任单位"]
    reading = read(tmp_path, [head, ["甲", "乙", 1, "丙", "丁"]])
    (row,) = reading.rows(EDITION)
    assert row.text("lead") == "丁"
    assert told(reading) == [("D1", "column_unread")]


@pytest.mark.parametrize("second", ["责任单位", "牵头单位", "牵头单位（全称）"])
def test_two_columns_of_one_meaning_are_a_fault_unless_one_is_surer(
    tmp_path: Path, second: str
) -> None:
    head = ["测评项目", "测评标准", "分值", "责任单位", second]
    reading = read(tmp_path, [head, ["甲", "乙", 1, "丙", "丁"]])
    expected = [] if "全称" in second else [("E1", "column_twice")]
    assert codes(reading) == expected


def test_a_missing_column_is_a_fault_that_names_what_would_do(tmp_path: Path) -> None:
    reading = read(tmp_path, [["测评项目", "测评标准", "牵头单位"], ["甲", "乙", "丙"]])
    (fault,) = reading.faults
    assert (fault.code, fault.facts) == ("column_missing", {"column": "分值", "names": "分值"})
    assert list(reading.rows(EDITION)) == []


def test_a_book_without_the_head_is_a_fault(tmp_path: Path) -> None:
    reading = read(tmp_path, [["通知"], ["各单位："]])
    assert [fault.code for fault in reading.faults] == ["head_not_found"]
    assert [one.code for one in reading.left_out] == ["sheet_without_head"]


def test_a_sheet_per_project_and_sheets_that_are_something_else(tmp_path: Path) -> None:
    head = ["测评项目", "测评标准", "分值", "责任单位"]
    book = saved_sheets(
        tmp_path / "a.xlsx",
        {
            "说明": [["一、填表要求"]],
            "政务环境": [["政务环境任务分解"], head, ["政务环境", "1）灯亮", 1, "甲"]],
            "法治环境": [head, ["法治环境", "1）有序", 2, "乙"]],
            "汇总": [["测评项目", "分值"], ["政务环境", 1]],
            "空": [],
        },
    )
    reading = read_forms(open_book(book), EDITION)
    assert [(row.sheet, row.text("project")) for row in reading.rows(EDITION)] == [
        ("政务环境", "政务环境"),
        ("法治环境", "法治环境"),
    ]
    assert not reading.faults
    assert [(one.sheet, one.code) for one in reading.left_out] == [
        ("说明", "sheet_without_head"),
        ("汇总", "sheet_without_head"),
        ("空", "sheet_empty"),
    ]


def test_two_forms_each_take_their_own_sheet(tmp_path: Path) -> None:
    segments = Form(
        "路段", (Column("name", ("路段名称",), True), Column("length", ("长度",), True))
    )
    units = Form("单位", (Column("name", ("单位名称",), True), Column("people", ("人数",), True)))
    book = saved_sheets(
        tmp_path / "a.xlsx",
        {
            "单位": [["单位名称", "人数"], ["甲", 3]],
            "包街": [["路段名称", "长度（米）"], ["乙", 50]],
        },
    )
    reading = read_forms(open_book(book), segments, units)
    assert [row.text("name") for row in reading.rows(segments)] == ["乙"]
    assert [row.text("name") for row in reading.rows(units)] == ["甲"]
    assert not reading.left_out


def test_a_group_above_tells_two_columns_of_one_name_apart(tmp_path: Path) -> None:
    form = Form(
        "单位",
        (
            Column("lead", ("名称",), True, under=("牵头单位",)),
            Column("assist", ("名称",), True, under=("配合单位",)),
            Column("phone", ("牵头单位电话",)),
        ),
    )
    rows = [["牵头单位", None, "配合单位", None], ["名称", "电话", "名称", "电话"], [*"甲乙丙丁"]]
    book = open_book(saved(tmp_path / "a.xlsx", rows, ("A1:B1", "C1:D1")))
    (row,) = read_forms(book, form).rows(form)
    assert [row.text(key) for key in ("lead", "assist", "phone")] == ["甲", "丙", "乙"]


def test_the_sheet_or_a_heading_may_say_what_no_column_says(tmp_path: Path) -> None:
    by_sheet = Form(
        "标准",
        (
            Column("project", ("测评项目",), True, sheet_named=True),
            Column("standard", ("测评标准",), True),
            Column("points", ("分值",), True),
        ),
    )
    rows: list[list[Any]] = [["测评标准", "分值", "备注"], ["灯亮", 1]]
    book = open_book(saved(tmp_path / "a.xlsx", rows, name="政务环境"))
    (row,) = read_forms(book, by_sheet).rows(by_sheet)
    assert row.text("project") == "政务环境"
    by_band = Form(
        "标准",
        (
            Column("project", ("测评项目",), True, band=True),
            Column("standard", ("测评标准",), True),
            Column("points", ("分值",), True),
        ),
    )
    rows = [
        ["测评标准", "分值", "备注"],
        ["甲", 1],
        ["一、政务环境"],
        ["灯亮", 1],
        ["二、法治环境"],
        ["有序", 1],
    ]
    reading = read_forms(open_book(saved(tmp_path / "b.xlsx", rows, ("A3:C3", "A5:C5"))), by_band)
    found = [row.text("project") for row in reading.rows(by_band)]
    assert found == ["", "一、政务环境", "二、法治环境"]
    assert codes(reading) == [("A2", "band_missing")]
    assert ("A3", "row_band") in told(reading)


def test_a_merged_label_over_two_columns_is_one_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["测评项目", "测评标准", None, "分值", "责任单位"],
        ["甲", "乙", None, 1, "丙"],
    ]
    reading = read(tmp_path, rows, ("B1:C1", "B2:C2"))
    (row,) = reading.rows(EDITION)
    assert (row.text("standard"), row.read("points", lambda value: value)) == ("乙", 1)
    assert not reading.faults


def test_a_second_row_of_the_head_that_nobody_wants_is_not_taken_for_data(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["测评项目", "测评标准", "分值", "责任单位", "位置", None],
        [None, None, None, None, "经度", "纬度"],
        ["甲", "乙", 1, "丙", 98.2, 39.8],
    ]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1")
    reading = read(tmp_path, rows, merged)
    assert [row.number for row in reading.rows(EDITION)] == [3]
    assert told(reading) == [("E2", "column_unread"), ("F2", "column_unread")]
