"""Workbooks as tests need them: made by openpyxl, or put together part by part where they are bad."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Any]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OUTER = "http://schemas.openxmlformats.org/package/2006/relationships"


def saved(path: Path, rows: Rows, merged: Sequence[str] = (), name: str = "表") -> Path:
    """An .xlsx of one sheet."""
    return saved_sheets(path, {name: rows}, {name: merged})


def saved_sheets(
    path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """An .xlsx of several sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for one in (merged or {}).get(name, ()):
            sheet.merge_cells(one)
    book.save(path)
    return path


def crafted(
    path: Path, sheet: str, texts: str = "", extra: Mapping[str, bytes] | None = None
) -> Path:
    """An .xlsx whose only sheet's XML is `sheet`, nothing checked."""
    relations = f'<Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    if texts:
        relations += (
            f'<Relationship Id="r2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
        )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_OUTER}"><Relationship Id="r0" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_OUTER}">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}" xmlns:x="{_MAIN}">{sheet}</worksheet>',
    }
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{texts}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
        for part, data in (extra or {}).items():
            archive.writestr(part, data)
    return path


def cells(*given: str) -> str:
    """Sheet data of one row of such cells."""
    return f'<sheetData><row r="1">{"".join(given)}</row></sheetData>'
