"""The shapes a workbook has once it is in memory: values, places, ranges, sheets, ceilings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from wenming.kit.sheets.faults import LeftOut


class Broken(NamedTuple):
    """A cell that holds a formula's error, or a formula nobody has calculated: `code` says which."""

    code: str
    said: str


Value = str | int | float | bool | date | datetime | time | timedelta | Broken | None
"""What a cell may hold. Blank is '' (or None). Numbers from workbooks are floats."""

QUOTED = re.compile(r"'(?=[=+\-@\t\r'\d])")
"""An apostrophe typed, or written by `writing`, only to keep a cell text."""

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576


@cache
def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is 'A', 26 is 'AA'."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def ref(row: int, column: int) -> str:
    """The place of a cell counted from 0, as the office reads it: (16, 3) is 'D17'."""
    return f"{letters(column)}{row + 1}"


def place(text: str) -> tuple[int, int]:
    """Row and column, from 0, of a place like 'D17'. Raises ValueError for anything else."""
    found = _REF.fullmatch(text)
    if not found:
        raise ValueError(text)
    column = 0
    for char in found[1].upper():
        column = column * 26 + ord(char) - 64
    row = int(found[2])
    if not 0 < column <= MOST_COLUMNS or not 0 < row <= MOST_ROWS:
        raise ValueError(text)
    return row - 1, column - 1


class Range(NamedTuple):
    """A merged range, both ends within, rows and columns from 0. Its value is its top left cell's."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How much of a file is read before it is refused with a sentence instead of with the memory."""

    file_bytes: int = 512_000_000  # pictures may sit in a workbook; they are never unpacked
    text_bytes: int = 32_000_000
    part_bytes: int = 96_000_000  # one sheet, unpacked
    total_bytes: int = 128_000_000  # all that is unpacked
    entries: int = 20_000
    rows: int = 200_000
    cells: int = 1_000_000
    box: int = 4_000_000  # rows x columns from A1 to the last cell
    characters: int = 200_000_000  # of all cells, each told once per cell that shows it
    merges: int = 100_000


@dataclass(slots=True)
class Sheet:
    """One visible sheet: rows of values from A1 on, all equally long, and its merged ranges."""

    name: str
    rows: list[list[Value]]
    merges: list[Range] = field(default_factory=list)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


@dataclass(slots=True)
class Book:
    """A workbook as read: `kind` is 'xlsx', 'xls' or 'csv'; `left_out` says what was not read."""

    name: str
    kind: str
    sheets: list[Sheet]
    left_out: list[LeftOut] = field(default_factory=list)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)


def blank(value: Value) -> bool:
    """Whether a cell holds nothing a person could see."""
    return value is None or (isinstance(value, str) and not value.strip())
