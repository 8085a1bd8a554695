"""Text tables (.csv, .txt) in UTF-8, UTF-16 or GBK, by comma, tab, semicolon or bar."""

import csv
import io
from pathlib import Path

from wenming.kit.sheets.faults import Unreadable
from wenming.kit.sheets.shapes import Book, Ceiling, Sheet, Value

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 50


def read_text(path: Path, ceiling: Ceiling) -> Book:
    """One sheet of text cells, named after the file. Raises Unreadable with the reason."""
    size = path.stat().st_size
    if size > ceiling.text_bytes:
        most = ceiling.text_bytes // 1_000_000
        raise Unreadable("file_too_large", size=size // 1_000_000, most=most)
    text = decoded(path.read_bytes())
    rows: list[list[Value]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    cells = width = 0
    try:
        for row in reader:
            cells += len(row)
            width = max(width, len(row))
            rows.append([*row])
            if len(rows) > ceiling.rows:
                raise Unreadable("too_many_rows", path.stem, f"A{len(rows)}", most=ceiling.rows)
            if cells > ceiling.cells or width * len(rows) > ceiling.box:
                raise Unreadable("too_many_cells", most=ceiling.cells)
    except csv.Error as broken:
        raise Unreadable("csv_broken", path.stem, line=reader.line_num) from broken
    for kept in rows:
        kept.extend([""] * (width - len(kept)))
    return Book(path.name, "csv", [Sheet(path.stem, rows)])


def decoded(data: bytes) -> str:
    """The text of a file by its mark, else UTF-8, else GB18030 (which holds GBK and GB 2312)."""
    marked = _MARKS.get(data[:3]) or _MARKS.get(data[:2])
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("encoding_unknown")


def _delimiter(text: str) -> str:
    """The character that parts the most of the first lines; a comma where none does."""
    sample = "\n".join(text[:100_000].splitlines()[:_SAMPLE_LINES])
    counts = {}
    for one in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=one)]
        except csv.Error:
            continue
        counts[one] = sum(sorted(widths)[len(widths) // 2 :]) if widths else 0
    return max(counts, key=lambda one: counts[one], default=",")
