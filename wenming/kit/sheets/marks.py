"""A copy of a workbook with what is wrong in it marked red and said in a comment.

Of an .xlsx everything is kept as it was but its macros; an .xls or .csv, or a book too large to be
taken apart again, becomes an .xlsx with the same cells.
"""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.exceptions import OverlappingRange

from wenming.kit.sheets.book import open_book
from wenming.kit.sheets.faults import Fault, message
from wenming.kit.sheets.shapes import QUOTED, Book, Broken, Sheet, Value, place
from wenming.kit.sheets.writing import Written, appearing, free_name, write_cell

AUTHOR = "wenming"
RED = "FFC7CE"
_SHEETS_BYTES = 30_000_000  # of XML; what openpyxl makes of it takes some fifty times that
_MOST_SAID = 2000

Marks = dict[tuple[int, int], str]


def marked_copy(
    path: str | Path, faults: Iterable[Fault], out: str | Path, *, name: str = "", lang: str = "zh"
) -> None:
    """Writes to `out` (.xlsx) a copy of `path` with every fault's cell filled and commented; `name` as
    it was given to `open_book`.

    A fault of a whole sheet is said at its A1, one of the whole book at the first sheet's. Marks of an
    earlier copy are taken off first.
    """
    path, out = Path(path), Path(out)
    marks = _gathered(faults, lang)
    with appearing(out) as part:
        book = _taken_apart(path)
        if book is None:
            _copy_cells(open_book(path, name=name), marks, part)
        else:
            _mark(book, marks)
            book.save(part)


def _gathered(faults: Iterable[Fault], lang: str) -> dict[str, Marks]:
    """What is to be said at each place of each sheet, each sentence once; '' is the whole book."""
    said: dict[str, dict[tuple[int, int], dict[str, None]]] = {}
    for fault in faults:
        at = place(fault.cell.partition(":")[0]) if fault.cell else (0, 0)
        sentences = said.setdefault(fault.sheet, {}).setdefault(at, {})
        sentences[message(fault, lang)] = None
    return {
        sheet: {at: "\n".join(sentences)[:_MOST_SAID] for at, sentences in places.items()}
        for sheet, places in said.items()
    }


def _of_sheet(marks: Mapping[str, Marks], name: str, first: bool) -> Marks:
    own = dict(marks.get(name, {}))
    for at, said in marks.get("", {}).items() if first else ():
        own[at] = f"{own[at]}\n{said}" if at in own else said
    return own


def _taken_apart(path: Path) -> Workbook | None:
    """The workbook with all it holds; None where only its cells can be copied."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
        sheets = sum(one.file_size for one in parts if one.filename.endswith(".xml"))
        if sheets > _SHEETS_BYTES or sum(one.file_size for one in parts) > 10 * _SHEETS_BYTES:
            return None
        return load_workbook(path, rich_text=True)
    except Exception:  # an odd workbook breaks the library in many ways; its cells were readable
        return None


def _mark(book: Workbook, marks: Mapping[str, Marks]) -> None:
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown:
        _clean(sheet)
        for at, said in _of_sheet(marks, sheet.title, sheet is shown[0]).items():
            _mark_cell(sheet, at, said)


def _clean(sheet: Worksheet) -> None:
    """Takes off the marks of an earlier copy."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                if cell.fill.start_color.rgb == f"00{RED}":
                    cell.fill = PatternFill()


def _mark_cell(sheet: Worksheet, at: tuple[int, int], said: str) -> None:
    cell = sheet.cell(at[0] + 1, at[1] + 1)
    if isinstance(cell, MergedCell):
        holder = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
        cell = sheet.cell(holder.min_row, holder.min_col)
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    note = Comment(before + said, AUTHOR)
    note.width, note.height = 320, 40 + 20 * (1 + len(before + said) // 24)
    cell.comment = note
    cell.fill = PatternFill("solid", start_color=RED, end_color=RED)


def _copy_cells(book: Book, marks: Mapping[str, Marks], out: Path) -> None:
    names: set[str] = set()
    with xlsxwriter.Workbook(str(out)) as target:
        for number, sheet in enumerate(book):
            page = target.add_worksheet(free_name(sheet.name, names))
            own = _of_sheet(marks, sheet.name, number == 0)
            plain, red = _formats(target, {}), _formats(target, {"bg_color": f"#{RED}"})
            _merge(page, sheet)
            for row, values in enumerate(sheet.rows):
                for column, value in enumerate(values):
                    formats = red if (row, column) in own else plain
                    if value not in ("", None) or formats is red:
                        write_cell(page, (row, column), _written(value), formats)
            for (row, column), said in own.items():
                page.write_comment(row, column, said, {"author": AUTHOR, "x_scale": 2})


def _formats(target: xlsxwriter.Workbook, fill: dict[str, str]) -> dict[str, object]:
    kinds = {"text": "@", "number": "General", "day": "yyyy-mm-dd"}
    kinds |= {"moment": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
    return {kind: target.add_format({**fill, "num_format": shape}) for kind, shape in kinds.items()}


def _merge(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    for merge in sheet.merges:
        if (merge.top, merge.left) != (merge.bottom, merge.right):
            try:
                page.merge_range(*merge, "")
            except OverlappingRange:  # a damaged book; its cells matter, its look does not
                continue


def _written(value: Value) -> Written:
    if isinstance(value, Broken):
        return value.said
    if isinstance(value, str):
        return value[1:] if QUOTED.match(value) else value
    if isinstance(value, int | float | date | datetime | time) or value is None:
        return value
    return str(value)
