"""Writing workbooks and text tables that offices open and `open_book` reads back.

Rows are streamed, so the length of a ledger costs no memory. Text is always text: a cell beginning
with '=' or '+' is never a formula. A file appears whole or not at all.
"""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from wenming.kit.sheets.shapes import QUOTED

Written = str | int | float | Decimal | bool | date | datetime | time | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_MOST_EXACT = 10**15
_SAMPLE = 200
_NARROWEST, _WIDEST = 8, 48


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to write: heads, rows (any iterable, read once), lines of a title over all if given.

    `widths` in characters; where it is silent the first rows decide.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Written]]
    title: str = ""
    widths: Sequence[int] = field(default=())


def write_book(out: str | Path, pages: Iterable[Page]) -> None:
    """Writes an .xlsx: heads bold and frozen, dates as dates, numbers as numbers, text as text.

    A page longer than a sheet holds goes on in a second sheet with the same head. Raises ValueError
    for a text longer than a cell holds; times must be local and without a zone.
    """
    with (
        appearing(Path(out)) as path,
        xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book,
    ):
        formats = _formats(book)
        names: set[str] = set()
        for page in pages:
            _write_page(book, page, formats, names)
        if not names:
            book.add_worksheet("Sheet1")


@contextmanager
def appearing(out: Path) -> Iterator[Path]:
    """A path beside `out` to write to; it becomes `out` when all went well and vanishes otherwise."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    part.touch()  # where nothing can be written it is told before anything is made
    try:
        yield part
        part.replace(out)
    except FileCreateError as error:  # what the library makes of an OSError
        raise error.args[0] if isinstance(error.args[0], OSError) else error from None
    finally:
        part.unlink(missing_ok=True)


def _formats(book: Any) -> dict[str, Any]:
    line = {"border": 1, "border_color": "#C8CDD2", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**line, "bold": True, "text_wrap": True, "bg_color": "#EEF1F4"}),
        "text": book.add_format({**line, "text_wrap": True, "num_format": "@"}),
        "number": book.add_format(line),
        "day": book.add_format({**line, "num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({**line, "num_format": "yyyy-mm-dd hh:mm"}),
        "time": book.add_format({**line, "num_format": "hh:mm"}),
    }


def _write_page(book: Any, page: Page, formats: dict[str, Any], names: set[str]) -> None:
    rows = iter(page.rows)
    sample = list(islice(rows, _SAMPLE))
    widths = _widths(page, sample)
    rest: Iterator[Sequence[Written]] = chain(sample, rows)
    first = True
    while first or (ahead := next(rest, None)) is not None:
        sheet = book.add_worksheet(free_name(page.name, names))
        start = _write_head(sheet, page, formats, widths)
        if not first and ahead is not None:
            rest = chain([ahead], rest)
        for number, row in enumerate(islice(rest, _MOST_ROWS - start), start):
            for column, value in enumerate(row):
                write_cell(sheet, (number, column), value, formats)
        first = False


def _write_head(sheet: Worksheet, page: Page, formats: dict[str, Any], widths: list[int]) -> int:
    lines = page.title.split("\n") if page.title else []
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, formats["text" if number else "title"])
    start = len(lines)
    for column, (title, width) in enumerate(zip(page.heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(start, column, title, formats["head"])
    sheet.freeze_panes(start + 1, 0)
    return start + 1


def write_cell(
    sheet: Worksheet, at: tuple[int, int], value: Written, formats: dict[str, Any]
) -> None:
    """Writes one value by its kind; blanks are left blank, long whole numbers kept as text."""
    row, column = at
    if isinstance(value, str) and value:
        sheet.write_string(row, column, _kept(value), formats["text"])
    elif value is None or value == "":
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats["number"])
    elif isinstance(value, int) and abs(value) >= _MOST_EXACT:
        sheet.write_string(row, column, str(value), formats["text"])
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), formats["number"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    else:
        sheet.write_datetime(row, column, value, formats["time"])


def _kept(text: str) -> str:
    """The text as a reader will get it back: a leading apostrophe that means itself is doubled."""
    if len(text) > _MOST_CHARACTERS:
        raise ValueError(f"a cell holds {_MOST_CHARACTERS} characters, not {len(text)}")
    return f"'{text}" if QUOTED.match(text) else text


def _widths(page: Page, sample: Sequence[Sequence[Written]]) -> list[int]:
    widths = list(page.widths[: len(page.heads)])
    for column in range(len(widths), len(page.heads)):
        texts = [page.heads[column], *(str(r[column] or "") for r in sample if column < len(r))]
        longest = max(_breadth(text) for text in texts)
        widths.append(min(_WIDEST, max(_NARROWEST, longest + 2)))
    return widths


def _breadth(text: str) -> int:
    """How wide the longest line is; a Chinese character is as wide as two digits."""
    return max(
        (sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in text.split("\n")), default=0
    )


def free_name(name: str, taken: set[str]) -> str:
    """A sheet's name as workbooks allow it: at most 31 characters, none forbidden, not yet taken."""
    clean = _FORBIDDEN.sub(" ", name).strip().strip("'")[:31] or "Sheet"
    found, number = clean, 1
    while found.casefold() in taken or found.casefold() == "history":
        number += 1
        ending = f"（{number}）"
        found = clean[: 31 - len(ending)] + ending
    taken.add(found.casefold())
    return found


def write_csv(out: str | Path, heads: Sequence[str], rows: Iterable[Sequence[Written]]) -> None:
    """Writes a .csv in UTF-8 with its mark; text that a spreadsheet would take for a formula gets an
    apostrophe before it, which `open_book`'s readers take off again."""
    with appearing(Path(out)) as path, path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_plain(head) for head in heads])
        writer.writerows([_plain(value) for value in row] for row in rows)


def inert(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or QUOTED.match(text) else text


def _plain(value: Written) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
