"""How an office lays out a sheet: title, line of particulars, head of one or two rows, ruled cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MADE = datetime(2026, 2, 2, tzinfo=UTC).replace(
    tzinfo=None
)  # a file that says 'now' is never the same twice
SONG, HEI = "宋体", "黑体"
Cell = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """One column: its head, a second head over several, and how its cells look."""

    name: str
    width: float
    style: str = "text"
    over: str = ""
    merge: bool = False  # like values one below the other become one cell


class Book:
    """A workbook under way, with the styles its sheets share."""

    def __init__(self, title: str) -> None:
        """Begin an empty workbook that says what it is."""
        self._bytes = BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties(
            {"title": title, "author": "云川市创城办（示例，非官方）", "created": MADE}
        )
        ruled = {"font_name": SONG, "font_size": 10, "border": 1, "valign": "vcenter"}
        head = {**ruled, "font_name": HEI, "align": "center", "text_wrap": True}
        centre = {**ruled, "align": "center"}
        plain = {"font_name": SONG, "font_size": 10, "valign": "vcenter", "text_wrap": True}
        self._styles: dict[str, Format] = {
            name: self._book.add_format(style)
            for name, style in {
                "title": {
                    "font_name": HEI,
                    "font_size": 16,
                    "align": "center",
                    "valign": "vcenter",
                },
                "particulars": {**plain, "align": "left"},
                "head": {**head, "bg_color": "#EDEDED"},
                "text": {**ruled, "text_wrap": True},
                "centre": {**centre, "text_wrap": True},
                "code": {**centre, "num_format": "@"},
                "degrees": {**centre, "num_format": "0.000000"},
                "date": {**centre, "num_format": 'yyyy"年"m"月"d"日"'},
                "sum": {**centre, "bold": True},
                "note": plain,
            }.items()
        }

    def sheet(
        self, name: str, title: str, columns: Sequence[Column], particulars: str = ""
    ) -> "Page":
        """A new sheet with its title, its line of particulars (if any) and its head."""
        return Page(self._book.add_worksheet(name), self._styles, title, columns, particulars)

    def old_draft(self, name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """A hidden sheet, as they stay behind in workbooks that are copied from year to year."""
        sheet = self._book.add_worksheet(name)
        sheet.hide()
        for at, row in enumerate([head, *rows]):
            for no, value in enumerate(row):
                sheet.write(at, no, value, self._styles["text"])

    def save(self, path: Path) -> None:
        """Write the workbook; the same content gives the same parts."""
        self._book.close()
        path.write_bytes(self._bytes.getvalue())


class Page:
    """A sheet being filled from the top."""

    def __init__(
        self,
        sheet: Worksheet,
        styles: dict[str, Format],
        title: str,
        columns: Sequence[Column],
        particulars: str,
    ) -> None:
        """Write what stands above the table, and set widths, frozen panes and the printed page."""
        self.sheet, self._styles, self._columns, self._row = sheet, styles, columns, 0
        self._across(title, "title", 30)
        if particulars:
            self._across(particulars, "particulars", 20)
        top = self._row
        self._head()
        for no, column in enumerate(columns):
            sheet.set_column(no, no, column.width)
        sheet.freeze_panes(self._row, 0)
        sheet.repeat_rows(top, self._row - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def rows(self, rows: Sequence[Sequence[Cell]], height: float | None = None) -> None:
        """Ruled rows; in merging columns like neighbours become one cell."""
        first = self._row
        for row in rows:
            if height:
                self.sheet.set_row(self._row, height)
            for no, (column, value) in enumerate(zip(self._columns, row, strict=True)):
                if not column.merge:
                    self._cell(self._row, no, value, column.style)
            self._row += 1
        for no, column in enumerate(self._columns):
            if column.merge:
                self._down(first, no, [row[no] for row in rows], column.style)

    def sums(self, label: str, values: dict[str, Cell]) -> None:
        """A row of sums: the label in the first column, values under their heads."""
        for no, column in enumerate(self._columns):
            self._cell(self._row, no, label if no == 0 else values.get(column.name), "sum")
        self._row += 1

    def note(self, words: str, height: float = 18) -> None:
        """A note under the table, over its whole width."""
        self._across(words, "note", height)

    def filterable(self, head: int, last: int) -> None:
        """Arrows on the head to filter by."""
        self.sheet.autofilter(head, 0, last, len(self._columns) - 1)

    @property
    def next_row(self) -> int:
        """The row to be written next, from 0."""
        return self._row

    def _across(self, words: str, style: str, height: float) -> None:
        self.sheet.set_row(self._row, height)
        self.sheet.merge_range(
            self._row, 0, self._row, len(self._columns) - 1, words, self._styles[style]
        )
        self._row += 1

    def _head(self) -> None:
        style = self._styles["head"]
        two = any(c.over for c in self._columns)
        start = 0
        for over, group in groupby(self._columns, key=lambda c: c.over or c.name):
            columns = list(group)
            if not two:
                self.sheet.write_string(self._row, start, over, style)
            elif not columns[0].over:
                self.sheet.merge_range(self._row, start, self._row + 1, start, over, style)
            else:
                end = start + len(columns) - 1
                self.sheet.merge_range(self._row, start, self._row, end, over, style)
                for no, column in enumerate(columns, start):
                    self.sheet.write_string(self._row + 1, no, column.name, style)
            start += len(columns)
        self._row += 2 if two else 1

    def _down(self, first: int, no: int, values: Sequence[Cell], style: str) -> None:
        row = first
        for value, group in groupby(values):
            last = row + len(list(group)) - 1
            if last > row and value is not None:
                self.sheet.merge_range(row, no, last, no, value, self._styles[style])
            else:
                for each in range(row, last + 1):
                    self._cell(each, no, value, style)
            row = last + 1

    def _cell(self, row: int, no: int, value: Cell, style: str) -> None:
        if value is None:
            self.sheet.write_blank(row, no, None, self._styles[style])
        elif isinstance(value, str):
            self.sheet.write_string(row, no, value, self._styles[style])
        elif isinstance(value, date):
            at = datetime(value.year, value.month, value.day)  # noqa: DTZ001  a cell knows no zone
            self.sheet.write_datetime(row, no, at, self._styles["date"])
        else:
            self.sheet.write_number(row, no, value, self._styles[style])
