"""A workbook as a download: what is filtered on a page, as `kit.sheets` writes it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.kit.sheets.writing import Page, Written, write_book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> Page:
    """One sheet from a view's own values; rows are read one at a time, as they are written."""
    return Page(name, [str(head) for head in heads], cells(rows))


def workbook(name: str, pages: Iterable[Page]) -> FileResponse:
    """The download of a workbook; it is written on the disk, so memory does not grow with it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_book(path, pages)
        file = path.open("rb")  # stays readable after the folder is gone
    return FileResponse(file, as_attachment=True, filename=PurePath(name).name, content_type=XLSX)


def cells(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[Written]]:
    """Rows with every value as a workbook can hold it."""
    for row in rows:
        yield [cell(value) for value in row]


def cell(value: object) -> Written:
    """Numbers and days as they are, instants in local time, yes and no in words, the rest as text."""
    match value:
        case None:
            return None
        case bool():
            return _("是") if value else _("否")
        case datetime():
            return timezone.make_naive(value)
        case int() | float() | Decimal() | date():
            return value
        case _other:
            return str(value)
