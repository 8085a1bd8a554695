"""A workbook holds what was written: days as days, numbers as numbers, and nothing is computed."""

from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from wenming.web.sheets import page, workbook

pytestmark = pytest.mark.django_db  # the end of an answer tidies the connections


def read(*rows: tuple[object, ...]) -> Worksheet:
    with closing(workbook("台账.xlsx", [page("台账", ["单号", "说明"], rows)])) as answer:
        book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    return book["台账"]


def written(*rows: tuple[object, ...]) -> list[tuple[Any, ...]]:
    return list(read(*rows).iter_rows(values_only=True))


def test_heads_come_first_and_kinds_are_kept() -> None:
    at = datetime(2026, 5, 14, 1, 15, tzinfo=UTC)
    rows = written((1187, "杏林巷"), (0.6, date(2026, 5, 14)), (at, True), (None, ""))
    assert rows[0] == ("单号", "说明")
    assert rows[1] == (1187, "杏林巷")
    assert rows[2] == (0.6, datetime(2026, 5, 14))  # noqa: DTZ001 - a workbook knows no zone
    assert rows[3] == (datetime(2026, 5, 14, 9, 15), "是")  # noqa: DTZ001


def test_a_formula_from_a_stranger_stays_words() -> None:
    sheet = read(("=1+1",), ("https://evil.example",))
    cell, link = sheet["A2"], sheet["A3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert link.hyperlink is None


def test_the_download_is_named_as_asked_without_any_folder() -> None:
    with closing(workbook("../台账.xlsx", [page("a", [], [])])) as answer:
        named = answer.headers["Content-Disposition"]
    assert "%E5%8F%B0%E8%B4%A6.xlsx" in named
    assert ".." not in named
