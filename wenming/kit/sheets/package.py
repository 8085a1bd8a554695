"""From an .xlsx file to its few parts that matter, unpacked under a ceiling and checked.

What is handed on to the parser is a package of our own making with exactly the bytes looked at here,
so that no two readers can disagree about what a crafted archive holds. A declared size is never
believed; entities and document types are refused, so nothing can expand.
"""

import html
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from wenming.kit.sheets.faults import LeftOut, Unreadable
from wenming.kit.sheets.shapes import Ceiling

_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_DIRECTORY_BYTES = 8_000_000
_CHUNK = 1 << 20
_LISTING_BYTES = 4_000_000  # the workbook part and the relations; what is laid out as a tree
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OUTER = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(slots=True)
class Part:
    """One visible worksheet: its name and its XML."""

    name: str
    xml: bytes


@dataclass(slots=True)
class Package:
    """What was unpacked from a workbook: its visible sheets, shared texts, styles."""

    sheets: list[Part]
    texts: bytes = b""
    styles: bytes = b""
    from_1904: bool = False
    left_out: list[LeftOut] = field(default_factory=list)

    def repacked(self) -> bytes:
        """A plain workbook of the same content, for the parser: sheets in order, nothing else."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            target.writestr("[Content_Types].xml", _content_types())
            target.writestr(
                "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
            )
            target.writestr("xl/workbook.xml", self._workbook())
            target.writestr("xl/_rels/workbook.xml.rels", self._relations())
            for number, part in enumerate(self.sheets):
                target.writestr(f"xl/worksheets/s{number}.xml", part.xml)
            if self.texts:
                target.writestr("xl/sharedStrings.xml", self.texts)
            if self.styles:
                target.writestr("xl/styles.xml", self.styles)
        return out.getvalue()

    def _workbook(self) -> str:
        dated = '<workbookPr date1904="1"/>' if self.from_1904 else ""
        listed = "".join(
            f'<sheet name="{html.escape(part.name)}" sheetId="{n + 1}" r:id="rId{n}"/>'
            for n, part in enumerate(self.sheets)
        )
        head = f'{_DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">'
        return f"{head}{dated}<sheets>{listed}</sheets></workbook>"

    def _relations(self) -> str:
        listed = [(f"rId{n}", "worksheet", f"worksheets/s{n}.xml") for n in range(len(self.sheets))]
        if self.texts:
            listed.append(("rIdT", "sharedStrings", "sharedStrings.xml"))
        if self.styles:
            listed.append(("rIdS", "styles", "styles.xml"))
        return _relations(listed)


def _content_types() -> str:
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{_DECLARED}<Types xmlns="{space}"><Default Extension="xml" ContentType="text/xml"/></Types>'


def _relations(listed: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{i}" Type="{_REL}/{kind}" Target="{target}"/>'
        for i, kind, target in listed
    )
    return f'{_DECLARED}<Relationships xmlns="{_OUTER}">{rows}</Relationships>'


def unpack(path: Path, ceiling: Ceiling) -> Package:
    """The parts of a workbook that are read. Raises Unreadable with the reason."""
    with _damage_named(), path.open("rb") as file:
        _count_entries(file, ceiling)
        with zipfile.ZipFile(file) as archive:
            return _Unpacking(archive, ceiling).package()


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, KeyError, ValueError) as broken:
        raise Unreadable("damaged") from broken
    except (NotImplementedError, RuntimeError) as locked:  # unknown packing; an encrypted entry
        raise Unreadable("password" if "password" in str(locked) else "damaged") from locked
    except ElementTree.ParseError as broken:
        raise Unreadable("damaged") from broken


def _count_entries(file: BinaryIO, ceiling: Ceiling) -> None:
    """Refuses a directory too large to be listed, before anybody lists it."""
    file.seek(max(0, file.seek(0, io.SEEK_END) - 65_700))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Unreadable("damaged")
    entries, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    at64 = tail.rfind(_END64, 0, at)
    if at64 >= 0 and len(tail) >= at64 + 56:
        entries, length = struct.unpack("<QQ", tail[at64 + 32 : at64 + 48])
    if entries > ceiling.entries or length > _DIRECTORY_BYTES:
        raise Unreadable("too_many_parts", most=ceiling.entries)


class _Unpacking:
    """One archive being read: finds parts by relation and counts what comes out of them."""

    def __init__(self, archive: zipfile.ZipFile, ceiling: Ceiling) -> None:
        self._archive = archive
        self._ceiling = ceiling
        self._unpacked = 0
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            name = info.filename.replace("\\", "/").lstrip("/").casefold()
            if name in self._infos:
                raise Unreadable("unsafe_xml", part=info.filename[:60])
            self._infos[name] = info

    def package(self) -> Package:
        book = self._start()
        root = self._tree(book)
        relations = self._relations(book)
        found = Package(sheets=[], from_1904=_from_1904(root))
        if any(name.endswith("vbaproject.bin") for name in self._infos):
            found.left_out.append(LeftOut("", "", "macros_ignored"))
        for sheet in root.iterfind(".//{*}sheets/{*}sheet"):
            self._take_sheet(sheet, relations, found)
        for kind, target in relations.values():
            if kind == "sharedStrings" and self._has(target):
                found.texts = self._part(target)
            elif kind == "styles" and self._has(target):
                found.styles = self._part(target)
        return found

    def _take_sheet(
        self, sheet: ElementTree.Element, relations: dict[str, tuple[str, str]], found: Package
    ) -> None:
        name = sheet.get("name", "")
        mark = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        kind, target = relations.get(mark, ("", ""))
        if sheet.get("state", "visible") != "visible":
            found.left_out.append(LeftOut(name, "", "sheet_hidden"))
        elif kind != "worksheet" or not self._has(target):
            found.left_out.append(LeftOut(name, "", "sheet_not_table"))
        else:
            found.sheets.append(Part(name, self._part(target, name)))

    def _start(self) -> str:
        """The name of the workbook part; says which other kind of file this is."""
        relations = self._relations("")
        book = next((t for kind, t in relations.values() if kind == "officeDocument"), "")
        if book.casefold().endswith(".bin"):
            raise Unreadable("other_workbook", kind="xlsb")
        folder = posixpath.dirname(book).casefold()
        if not self._has(book) or folder in {"word", "ppt", "visio"}:
            kinds = {"word": "Word", "ppt": "PowerPoint", "visio": "Visio"}
            raise Unreadable("not_a_workbook", kind=kinds.get(folder, "ZIP"))
        return book

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: identifier -> (kind, the name of the other part)."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._has(listing):
            if "mimetype" in self._infos and "content.xml" in self._infos:
                raise Unreadable("other_workbook", kind="ods")
            raise Unreadable("not_a_workbook", kind="ZIP")
        found = {}
        for one in self._tree(listing).iterfind("{*}Relationship"):
            target = one.get("Target", "").replace("\\", "/")
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], inside)
        return found

    def _has(self, part: str) -> bool:
        return part.casefold() in self._infos

    def _tree(self, part: str) -> ElementTree.Element:
        data = self._part(part, most=_LISTING_BYTES)
        return ElementTree.fromstring(data)  # noqa: S314 - `_plain_xml` has looked at it

    def _part(self, part: str, shown: str = "", most: int | None = None) -> bytes:
        """The bytes of a part, never more than the ceiling, whatever the archive declares."""
        info = self._infos[part.casefold()]
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable("damaged")
        left = self._ceiling.total_bytes - self._unpacked
        most = min(most or self._ceiling.part_bytes, left)
        chunks, size = [], 0
        with self._archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    large = shown or part
                    raise Unreadable(
                        "unpacked_too_large", shown, part=large, most=most // 1_000_000
                    )
                chunks.append(chunk)
        self._unpacked += size
        data = b"".join(chunks)
        _plain_xml(data, part)
        return data


def _plain_xml(data: bytes, part: str) -> None:
    """Refuses document types, entities, and encodings that would hide them."""
    hidden = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:4]
    if hidden or b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<![CDATA[" in data:
        raise Unreadable("unsafe_xml", part=part[:60])
    declared = data[:200].partition(b"?>")[0].lower()
    if b"encoding" in declared and b"utf-8" not in declared and b"ascii" not in declared:
        raise Unreadable("unsafe_xml", part=part[:60])


def _from_1904(root: ElementTree.Element) -> bool:
    settings = root.find("{*}workbookPr")
    return settings is not None and settings.get("date1904", "0") in {"1", "true", "on"}
