"""A workbook as a download: what is filtered on a page, in a file that no spreadsheet will execute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from tempfile import TemporaryFile

from django.http import FileResponse
from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from wenming.web.http import attachment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48
# Cells hold what was written and nothing is computed: "=1+1" from a citizen stays four characters.
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
    "nan_inf_to_errors": True,
}


@dataclass(frozen=True)
class Sheet:
    """One sheet to write: its title, the heads of its columns, and rows read one at a time."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]


def workbook(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """The download of a workbook; rows are written as they come, so memory does not grow with them."""
    file = TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book = Workbook(file, SAFE)
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    on = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.title[:31])
        page.freeze_panes(1, 0)
        for column, word in enumerate(sheet.heads):
            page.set_column(column, column, min(WIDEST, max(10, 2 * len(word) + 4)))
            page.write_string(0, column, word, head)
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                write(page, number, column, value, on)
    book.close()
    file.seek(0)
    safe = PurePath(name).name
    return FileResponse(file, headers=attachment(safe, kind=XLSX))


def write(page: Worksheet, row: int, column: int, value: object, on: object) -> None:
    """One cell: numbers as numbers, days as days, instants in local time, the rest as words."""
    match value:
        case None | "":
            pass
        case bool():
            page.write_string(row, column, "是" if value else "否")
        case int() | float():
            page.write_number(row, column, value)
        case datetime():
            page.write_datetime(row, column, timezone.make_naive(value))
        case date():
            page.write_datetime(row, column, value, on)
        case _:
            page.write_string(row, column, str(value))
