"""What is written opens as it was meant, and reads back the same."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenming.kit.sheets import Column, Form, cells, open_book, read_forms
from wenming.kit.sheets.writing import Page, Written, write_book, write_csv
from wenming.kit.words import tidy

LEDGER = Form("台账", (Column("name", ("名称",), True), Column("note", ("备注",), True)))
DANGEROUS = ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "'=x", "''=x", "'12", "=cmd|' /C calc'!A0"]
texts = st.text(st.characters(codec="utf-8"), max_size=40)


def test_heads_are_bold_and_frozen_and_columns_wide_enough(tmp_path: Path) -> None:
    rows: list[list[Written]] = [["甲" * 12, 1, date(2020, 9, 15), None]]
    write_book(
        tmp_path / "a.xlsx", [Page("台账", ["名称", "数", "日期", "备注"], rows, "二〇二〇年台账")]
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.freeze_panes == "A3"
    assert sheet["A2"].font.b
    assert sheet.column_dimensions["A"].width > 24
    assert [cell.value for cell in sheet[3]] == ["甲" * 12, 1, datetime(2020, 9, 15), None]  # noqa: DTZ001
    assert sheet["C3"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula_and_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    write_book(tmp_path / "a.xlsx", [Page("表", ["名称", "备注"], [[text, "x"]])])
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"]
    assert cell.data_type == "s"
    write_csv(tmp_path / "a.csv", ["名称", "备注"], [[text, "x"]])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][0][0] not in "=+-@\t\r"
    for path in (tmp_path / "a.xlsx", tmp_path / "a.csv"):
        (row,) = read_forms(open_book(path), LEDGER).rows(LEDGER)
        assert row.text("name") == tidy(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=8))
def test_any_text_comes_back_tidied_and_otherwise_as_it_was(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    write_book(tmp_path / "a.xlsx", [Page("表", ["名称", "备注"], rows)])
    values = open_book(tmp_path / "a.xlsx").sheets[0].rows[1:]
    back = [[cells.text(value) or "" for value in row] for row in values]
    back += [["", ""]] * (len(rows) - len(back))
    assert back == [[tidy(text) for text in row] for row in rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(st.one_of(st.decimals(-(10**9), 10**9, places=2), st.integers(0, 10**17), st.dates()))
)
def test_numbers_and_days_come_back_as_they_were(tmp_path: Path, values: list[Any]) -> None:
    days = [v if not isinstance(v, date) or v.year > 1900 else date(1950, 1, 1) for v in values]
    write_book(tmp_path / "a.xlsx", [Page("表", ["值", "尾"], [[value, "。"] for value in days])])
    for value, (back, _) in zip(
        days, open_book(tmp_path / "a.xlsx").sheets[0].rows[1:], strict=True
    ):
        if isinstance(value, date):
            assert back == value
        elif isinstance(value, int) and value >= 10**15:
            assert back == str(value)
        else:
            assert cells.number(back, least=None) == value


def test_rows_are_taken_one_by_one_and_the_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    def rows() -> Iterator[list[Written]]:
        yield ["甲", 1]
        raise RuntimeError("the database went away")

    target = tmp_path / "a.xlsx"
    target.write_text("earlier", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_book(target, [Page("表", ["名称", "备注"], rows())])
    assert target.read_text(encoding="utf-8") == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_sheets_get_names_a_workbook_allows(tmp_path: Path) -> None:
    pages = [Page(name, ["名称"], [["甲"]]) for name in ("a/b", "a/b", "长" * 40, "", "History")]
    write_book(tmp_path / "a.xlsx", pages)
    names = [sheet.name for sheet in open_book(tmp_path / "a.xlsx")]
    assert names == ["a b", "a b（2）", "长" * 31, "Sheet", "History（2）"]


def test_a_ledger_longer_than_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wenming.kit.sheets.writing._MOST_ROWS", 4)
    write_book(
        tmp_path / "a.xlsx", [Page("表", ["名称", "备注"], [[str(n), "x"] for n in range(7)])]
    )
    book = open_book(tmp_path / "a.xlsx")
    assert [len(sheet.rows) for sheet in book] == [4, 4, 2]
    reading = read_forms(book, LEDGER)
    assert [row.text("name") for row in reading.rows(LEDGER)] == [str(n) for n in range(7)]


def test_a_text_too_long_for_a_cell_is_not_cut_in_silence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32767"):
        write_book(tmp_path / "a.xlsx", [Page("表", ["名称"], [["长" * 32_768]])])


def test_points_are_written_as_numbers(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", [Page("表", ["分值"], [[Decimal("0.75")], [True]])])
    assert open_book(tmp_path / "a.xlsx").sheets[0].rows[1:] == [[0.75], [True]]
