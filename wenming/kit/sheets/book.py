"""`open_book`: a file into memory, told by what it holds and not by what it is called."""

from pathlib import Path

from wenming.kit.sheets.faults import Unreadable
from wenming.kit.sheets.plain import read_text
from wenming.kit.sheets.shapes import Book, Ceiling
from wenming.kit.sheets.xls import read_xls
from wenming.kit.sheets.xlsx import read_xlsx

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3", "SQLite"),
)
_PAGE_MARKS = ("<html", "<!doctype html", "<table", "<?xml", "mime-version:")
_COMPOUND_HEAD_BYTES = 64_000_000


def open_book(path: str | Path, ceiling: Ceiling | None = None, *, name: str = "") -> Book:
    """The visible sheets of an .xlsx, .xlsm, .xls, .csv or .txt, in bounded memory.

    `name` is the file's own where `path` is only a place it was put (an upload); a text table's sheet
    is called after it. Raises Unreadable, whose `fault` says in one sentence why a file was not read.
    """
    path, ceiling = Path(path), ceiling or Ceiling()
    size = _size(path, ceiling)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        book = read_xlsx(path, ceiling)
    elif start.startswith(_COMPOUND):
        _check_compound(path, size)
        book = read_xls(path, ceiling)
    else:
        _check_text(start)
        book = read_text(path, ceiling)
    if not book.sheets:
        raise Unreadable("no_sheet")
    if name:
        book.name = Path(name).name
        if book.kind == "csv":
            book.sheets[0].name = Path(name).stem
    return book


def _size(path: Path, ceiling: Ceiling) -> int:
    if not path.is_file():
        raise Unreadable("file_missing", name=path.name)
    size = path.stat().st_size
    if not size:
        raise Unreadable("file_empty")
    if size > ceiling.file_bytes:
        most = ceiling.file_bytes // 1_000_000
        raise Unreadable("file_too_large", size=size // 1_000_000, most=most)
    return size


def _check_compound(path: Path, size: int) -> None:
    """The old container holds old workbooks, but also locked new ones and other documents."""
    if size > _COMPOUND_HEAD_BYTES:
        most = _COMPOUND_HEAD_BYTES // 1_000_000
        raise Unreadable("file_too_large", size=size // 1_000_000, most=most)
    data = path.read_bytes()
    if _titled(data, "EncryptedPackage"):
        raise Unreadable("password")
    if _titled(data, "WordDocument"):
        raise Unreadable("not_a_workbook", kind="Word")
    if _titled(data, "PowerPoint Document"):
        raise Unreadable("not_a_workbook", kind="PowerPoint")


def _titled(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _check_text(start: bytes) -> None:
    for mark, kind in _OTHERS:
        if start.startswith(mark):
            raise Unreadable("not_a_workbook", kind=kind)
    lower = start.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n").casefold()
    if lower.startswith(_PAGE_MARKS) or "<table" in lower or "<html" in lower:
        raise Unreadable("html_not_workbook")
    if b"\x00" in start and start[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise Unreadable("not_a_workbook", kind="?")
