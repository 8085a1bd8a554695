"""Workbooks of today's kind (.xlsx, .xlsm), read fast and without trusting them."""

import io
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, load_workbook

from wenming.kit.sheets import package, scan
from wenming.kit.sheets.faults import LeftOut, Unreadable
from wenming.kit.sheets.shapes import Book, Ceiling, Range, Sheet, Value, ref


def read_xlsx(path: Path, ceiling: Ceiling) -> Book:
    """The visible sheets of a workbook. Raises Unreadable with the reason."""
    unpacked = package.unpack(path, ceiling)
    looks = [scan.look(part.name, part.xml, ceiling) for part in unpacked.sheets]
    cells = sum(look.cells for look in looks)
    if cells > ceiling.cells:
        raise Unreadable("too_many_cells", most=ceiling.cells)
    scan.characters(unpacked.texts, [part.xml for part in unpacked.sheets], cells, ceiling)
    names = [part.name for part in unpacked.sheets]
    plain, left_out = unpacked.repacked(), unpacked.left_out
    del unpacked
    book = Book(path.name, "xlsx", [], left_out)
    with _parsed(plain) as parsed:
        for number, (name, look) in enumerate(zip(names, looks, strict=True)):
            sheet = _sheet(name, _laid_out(parsed, number, name), look, ceiling)
            book.sheets.append(sheet)
            if look.hidden_rows:
                first = ref(look.hidden_rows[0], 0)
                facts = {"count": len(look.hidden_rows)}
                left_out.append(LeftOut(name, first, "rows_hidden", facts))
    return book


def _parsed(plain: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(io.BytesIO(plain))
    except BaseException as broken:
        if _is_damage(broken):
            raise Unreadable("damaged") from broken
        raise


def _laid_out(parsed: CalamineWorkbook, number: int, name: str) -> CalamineSheet:
    try:
        return parsed.get_sheet_by_index(number)
    except BaseException as broken:
        if _is_damage(broken):
            raise Unreadable("damaged", name) from broken
        raise


def _is_damage(broken: BaseException) -> bool:
    """Whether a failure is the parser's own; its panics are no ordinary exceptions."""
    return isinstance(broken, CalamineError) or type(broken).__name__ == "PanicException"


def _sheet(name: str, laid: CalamineSheet, look: scan.Look, ceiling: Ceiling) -> Sheet:
    rows: list[list[Value]] = laid.to_python(skip_empty_area=False)  # type: ignore[assignment]
    merges = [Range(*start, *end) for start, end in laid.merged_cell_ranges or ()]
    if len(merges) > ceiling.merges:
        raise Unreadable("too_many_merges", name)
    if look.broken:
        _put_back(rows, look)
    return Sheet(name, rows, merges, look.hidden_rows, look.hidden_columns)


def _put_back(rows: list[list[Value]], look: scan.Look) -> None:
    """Broken cells in their places; the parser shows them as blanks."""
    height = max(row for row, _ in look.broken) + 1
    width = max(column for _, column in look.broken) + 1
    have = len(rows[0]) if rows else 0
    if width > have:
        for short in rows:
            short.extend([""] * (width - have))
    rows.extend([""] * max(width, have) for _ in range(height - len(rows)))
    for (row, column), broken in look.broken.items():
        rows[row][column] = broken
