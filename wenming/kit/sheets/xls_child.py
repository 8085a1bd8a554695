"""The process that reads one old workbook (.xls) and prints it as JSON; started by `xls`.

It imports nothing of ours: it is run alone, in isolated mode, so that a crafted file can exhaust
this process's memory or time and nobody else's. Usage: xls_child.py FILE ROWS CELLS CHARACTERS
"""

import json
import os
import resource
import sys
from typing import Any

import xlrd

MEMORY_BYTES = 1_500_000_000
SECONDS = 60
Answer = dict[str, Any]


class TooMuch(Exception):
    """A ceiling was reached: the code, the sheet, the facts."""

    def __init__(self, code: str, sheet: str, cell: str = "") -> None:
        super().__init__(code)
        self.answer = {"fault": code, "sheet": sheet, "cell": cell}


def main(path: str, rows: int, cells: int, characters: int) -> Answer:
    """What the file holds, or {"fault": code, ...}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a bare process
            book = xlrd.open_workbook(path, logfile=nowhere, formatting_info=True, ragged_rows=True)
            return _book(book, rows, cells, characters)
    except TooMuch as much:
        return much.answer
    except MemoryError:
        return {"fault": "too_many_cells"}
    except Exception as broken:  # the old parser fails in many ways on a damaged file
        locked = "encrypted" in str(broken).lower()
        return {"fault": "password" if locked else "damaged"}


def _book(book: xlrd.Book, rows: int, cells: int, characters: int) -> Answer:
    sheets = []
    for sheet in book.sheets():
        if sheet.visibility:
            sheets.append({"name": sheet.name, "hidden": True})
            continue
        if sheet.nrows > rows:
            raise TooMuch("too_many_rows", sheet.name, f"A{sheet.nrows}")
        cells -= sheet.nrows * max(1, sheet.ncols)
        if cells < 0:
            raise TooMuch("too_many_cells", sheet.name)
        laid = [_row(sheet, r, book.datemode) for r in range(sheet.nrows)]
        characters -= sum(len(v) for row in laid for v in row if isinstance(v, str))
        if characters < 0:
            raise TooMuch("too_much_text", sheet.name)
        merges = [
            [top, left, below - 1, right - 1] for top, below, left, right in sheet.merged_cells
        ]
        hidden = [r for r, info in sheet.rowinfo_map.items() if info.hidden]
        columns = [c for c, info in sheet.colinfo_map.items() if info.hidden]
        sheets.append(
            {
                "name": sheet.name,
                "rows": laid,
                "merges": merges,
                "hidden_rows": sorted(hidden),
                "hidden_columns": sorted(columns),
            }
        )
    return {"sheets": sheets}


def _row(sheet: xlrd.sheet.Sheet, row: int, datemode: Any) -> list[Any]:
    """One row; dates, times and errors as small tagged objects, since JSON has none."""
    found: list[Any] = []
    values: list[Any] = [*sheet.row_values(row)]
    for kind, value in zip(sheet.row_types(row), values, strict=True):
        if kind == xlrd.XL_CELL_DATE:
            found.append(_dated(value, datemode))
        elif kind == xlrd.XL_CELL_BOOLEAN:
            found.append(bool(value))
        elif kind == xlrd.XL_CELL_ERROR:
            found.append({"error": xlrd.error_text_from_code.get(value, "#VALUE!")})
        else:
            found.append(value)
    found.extend([""] * (sheet.ncols - len(found)))
    return found


def _dated(value: float, datemode: Any) -> Any:
    try:
        at = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    if value < 1:
        return {"time": at.time().isoformat()}
    return {"at": at.isoformat()}


if __name__ == "__main__":
    json.dump(main(sys.argv[1], *map(int, sys.argv[2:5])), sys.stdout)
