"""The copy given back: everything as it was, and what is wrong marked and said."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.kit.offices import crafted, saved
from wenming.kit.sheets import Fault, open_book
from wenming.kit.sheets.marks import RED, marked_copy

FAULTS = [
    Fault("表", "B2", "not_number", {"said": "x"}),
    Fault("表", "B2", "not_number", {"said": "x"}),
    Fault("表", "B2", "missing", {"column": "分值"}),
    Fault("表", "", "column_missing", {"column": "名称", "names": "名称"}),
]


def test_bad_cells_are_red_and_say_why_once(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", [["名称", "分值"], ["甲", "x"]])
    marked_copy(source, FAULTS, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert sheet["B2"].fill.start_color.rgb == f"00{RED}"
    assert sheet["B2"].comment.text == "“x”不是数字。\n“分值”是必填项，这里是空的。"
    assert "缺少“名称”列" in sheet["A1"].comment.text
    assert sheet["A2"].comment is None
    assert openpyxl.load_workbook(source).worksheets[0]["B2"].comment is None


def test_everything_else_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    sheet["A1"], sheet["B2"], sheet["C1"] = "名称", "x", "=1+1"
    sheet["A1"].font = Font(b=True, sz=20)
    sheet["B2"].comment = Comment("请核对", "张三")
    sheet.merge_cells("B2:C3")
    sheet.column_dimensions["A"].width = 33
    book.create_sheet("草稿").sheet_state = "hidden"
    book.save(source)
    marked_copy(source, [Fault("表", "C3", "not_number", {"said": "x"})], tmp_path / "b.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "b.xlsx")
    sheet = copy.worksheets[0]
    assert sheet["A1"].font.sz == 20
    assert sheet["C1"].value == "=1+1"
    assert sheet["B2"].comment.text == "请核对\n“x”不是数字。"
    assert [str(one) for one in sheet.merged_cells.ranges] == ["B2:C3"]
    assert sheet.column_dimensions["A"].width == 33
    assert copy.worksheets[1].sheet_state == "hidden"


def test_a_copy_mended_and_marked_again_carries_only_the_new_marks(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", [["名称", "分值"], ["甲", "x"]])
    marked_copy(source, FAULTS, tmp_path / "b.xlsx")
    again = [Fault("表", "A2", "missing", {"column": "名称"})]
    marked_copy(tmp_path / "b.xlsx", again, tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill.fill_type is None
    assert sheet["A2"].comment is not None


def old(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    rows: list[list[Any]] = [["名称", "分值"], ["甲", "x"], ["乙", 2]]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    sheet.write_merge(4, 5, 0, 1, "合并")
    book.save(str(path))
    return path


def plain(path: Path) -> Path:
    path.write_text("名称,分值\n甲,x\n乙,'=2\n", encoding="gbk")
    return path


@pytest.mark.parametrize("make", [old, plain])
def test_other_kinds_come_back_as_a_workbook_of_the_same_cells(
    tmp_path: Path, make: object
) -> None:
    source = make(tmp_path / ("表.csv" if make is plain else "a.xls"))  # type: ignore[operator]
    marked_copy(source, FAULTS, tmp_path / "b.xlsx", lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert sheet.title == "表"
    assert sheet["A2"].value == "甲"
    assert sheet["B2"].value == "x"
    assert "is not a number" in sheet["B2"].comment.text
    assert sheet["B2"].fill.start_color.rgb == f"FF{RED}"
    assert sheet["A3"].fill.fill_type is None
    assert sheet["B3"].data_type in {"n", "s"}
    assert open_book(tmp_path / "b.xlsx").sheets[0].rows[0][:2] == ["名称", "分值"]


def test_a_workbook_the_library_cannot_take_apart_is_copied_by_its_cells(tmp_path: Path) -> None:
    sheet = '<sheetData><row r="1"><c r="A1" s="99"><v>1</v></c></row></sheetData>'
    source = crafted(tmp_path / "a.xlsx", sheet)
    with pytest.raises(KeyError):
        openpyxl.load_workbook(source)
    marked_copy(source, [Fault("", "", "no_sheet")], tmp_path / "b.xlsx")
    copied = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert (copied["A1"].value, copied["A1"].comment.text) == (1, "文件里没有可见的工作表。")
