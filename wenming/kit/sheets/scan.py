"""A look over a sheet's XML before the parser sees it: how far it reaches, and what is broken.

The parser lays a sheet out as one rectangle and shows a formula's error as a blank. So what it would
stretch to is measured first, and broken cells are found and put back afterwards. A sheet written in
the usual form (every kept program does) is measured in one pass of a regular expression; any other
goes cell by cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wenming.kit.sheets.faults import Unreadable
from wenming.kit.sheets.shapes import Broken, Ceiling, place, ref

_REST = rb'"(?: [stcvm]{1,2}="[0-9A-Za-z]+")*/?>'
_USUAL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})' + _REST)
_SAID = re.compile(rb'<dimension ref="[A-Z]{1,3}[0-9]{1,7}:([A-Z]{1,3})([0-9]{1,7})"')
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^<>]*)>")
_ATTRIBUTES = re.compile(rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_VALUED = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s>])([^<>]*)(?<!/)>\s*<(?!/)")
_BROKEN = re.compile(
    rb"<(?:[\w.-]+:)?c(?=\s)([^<>]*[^<>/])>\s*"
    rb"(<(?:[\w.-]+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:[\w.-]+:)?f>))?\s*"
    rb"(?:<(?:[\w.-]+:)?v(?:\s[^<>]*)?(?:/>|>([^<]*)</))?"
)
_SHARED = re.compile(rb"</(?:[\w.-]+:)?si>")
_HIDDEN = re.compile(rb"<(?:[\w.-]+:)?(row|col)(?=\s)([^<>]*\shidden\s*=\s*[\"'](?:1|true)[^<>]*)>")


@dataclass(slots=True)
class Look:
    """What a look over a sheet told."""

    cells: int
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


def look(name: str, xml: bytes, ceiling: Ceiling) -> Look:
    """Measures one sheet. Raises Unreadable where laying it out would take too much memory."""
    body = _body(xml)
    cells, bottom, right = _as_said(xml, body, ceiling) or _measured(name, body)
    if cells > ceiling.cells:
        raise Unreadable("too_many_cells", sheet=name, most=ceiling.cells)
    if bottom > ceiling.rows or bottom * right > ceiling.box:
        _check_valued(name, body, ceiling)
    found = Look(cells)
    if b"<f" in body or b":f" in body or b'"e"' in body or b"'e'" in body:
        found.broken = dict(_broken(body))
    if b"hidden" in xml:
        found.hidden_rows, found.hidden_columns = _hidden(xml)
    return found


def characters(texts: bytes, sheets: list[bytes], cells: int, ceiling: Ceiling) -> None:
    """Refuses shared texts that would grow without bound when every cell shows its own copy."""
    usual = b":si>" not in texts
    lengths = [len(t) for t in (texts.split(b"</si>") if usual else _SHARED.split(texts))]
    if max(lengths) * cells <= ceiling.characters:
        return
    total = 0
    for xml in sheets:
        for number in re.finditer(rb"<(?:[\w.-]+:)?v(?:\s[^<>]*)?>\s*([0-9]{1,9})\s*<", xml):
            at = int(number[1])
            total += lengths[at] if at < len(lengths) else 0
            if total > ceiling.characters:
                raise Unreadable("too_much_text")


def _body(xml: bytes) -> bytes:
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    return xml[start:end] if start < end else b""


def _as_said(xml: bytes, body: bytes, ceiling: Ceiling) -> tuple[int, int, int] | None:
    """Cells, rows and columns at the most, where the sheet says its size, no cell has more letters or
    digits than that, and this is small enough; the search for an offender is far quicker than
    looking at every cell."""
    said = _SAID.search(xml, 0, 4096)
    if said is None or b":c" in body:
        return None
    letters, rows = len(said[1]), 10 ** len(said[2]) - 1
    columns = (ord(said[1][:1]) - 64, 702, 18_278)[0 if letters == 1 else letters - 1]
    if rows > ceiling.rows or rows * columns > ceiling.box:
        return None
    last = said[1] if letters == 1 else b"Z"
    within = rb'<c(?! r="[A-%b]{1,%d}[0-9]{1,%d}' % (last, letters, len(said[2]))
    if re.search(within + _REST + rb")", body):
        return None
    return body.count(b"<c"), rows, columns


def _measured(name: str, body: bytes) -> tuple[int, int, int]:
    """Cells, rows and columns of a sheet, every cell looked at."""
    usual = _USUAL.findall(body)
    if body.count(b"<c") != len(usual) or b":c" in body:
        return _walk(name, body)
    if not usual:
        return 0, 0, 0
    widest = max({letters for letters, _ in usual}, key=lambda letters: (len(letters), letters))
    bottom = max(map(int, {row for _, row in usual}))
    return len(usual), bottom, _place(name, widest.decode() + "1")[1] + 1


def _walk(name: str, body: bytes) -> tuple[int, int, int]:
    """Cells, rows and columns of a sheet written in an unusual form, read as the parser would."""
    cells = bottom = right = row = column = 0
    for tag in _TAG.finditer(body):
        given = _attributes(name, tag[2])
        if tag[1] == b"row":
            row, column = _place(name, "A" + given["r"])[0] + 1 if "r" in given else row + 1, 0
        else:
            cells += 1
            column += 1
            if "r" in given:
                at = _place(name, given["r"])
                row, column = at[0] + 1, at[1] + 1
            bottom, right = max(bottom, row), max(right, column)
    return cells, bottom, right


def _attributes(name: str, text: bytes) -> dict[str, str]:
    """A tag's attributes. Raises Unreadable where two readers might read it differently."""
    if not _ATTRIBUTES.fullmatch(text):
        raise Unreadable("unsafe_xml", sheet=name, part=name)
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(text):
        title = one[1].decode("utf-8", "replace")
        if title in found:
            raise Unreadable("unsafe_xml", sheet=name, part=name)
        found[title] = (one[2] or one[3] or b"").decode("utf-8", "replace")
    if not found.get("r", "A1").isalnum():
        raise Unreadable("unsafe_xml", sheet=name, part=name)
    return found


def _place(name: str, text: str) -> tuple[int, int]:
    try:
        return place(text)
    except ValueError as wrong:
        raise Unreadable("unsafe_xml", sheet=name, part=text[:20]) from wrong


def _check_valued(name: str, body: bytes, ceiling: Ceiling) -> None:
    """Only cells that hold something stretch a sheet; formats out to the last row do not."""
    rows = columns = 0
    for cell in _VALUED.finditer(body):
        given = _attributes(name, cell[1])
        if "r" not in given:
            raise Unreadable("stretched_sheet", name, ref(rows, columns))
        row, column = _place(name, given["r"])
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        if rows > ceiling.rows:
            raise Unreadable("too_many_rows", name, ref(row, column), most=ceiling.rows)
        if rows * columns > ceiling.box:
            raise Unreadable("stretched_sheet", name, ref(row, column))


def _broken(body: bytes) -> Iterator[tuple[tuple[int, int], Broken]]:
    """Cells with an error, and formulas that were stored without a result."""
    for cell in _BROKEN.finditer(body):
        given = {one[1]: one[2] or one[3] or b"" for one in _ATTRIBUTE.finditer(cell[1])}
        if b"r" not in given:
            continue
        if given.get(b"t") == b"e":
            said = (cell[3] or b"#VALUE!").decode("utf-8", "replace").strip()
            yield place(given[b"r"].decode()), Broken("formula_error", said)
        elif cell[2] is not None and not cell[3] and given.get(b"t") != b"str":
            yield place(given[b"r"].decode()), Broken("formula_not_calculated", "")


def _hidden(xml: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows: list[int] = []
    columns: list[int] = []
    for tag in _HIDDEN.finditer(xml):
        given = {one[1]: one[2] or one[3] or b"" for one in _ATTRIBUTE.finditer(tag[2])}
        if tag[1] == b"row" and given.get(b"r", b"").isdigit():
            rows.append(int(given[b"r"]) - 1)
        elif tag[1] == b"col" and given.get(b"min", b"").isdigit():
            last = min(int(given.get(b"max", given[b"min"])), int(given[b"min"]) + 255)
            columns.extend(range(int(given[b"min"]) - 1, last))
    return tuple(rows), tuple(columns)
