"""A paper as a PDF: the one file that meets typst, which comes with the extra `pdf`.

The faces are embedded. Where an office's own are installed they are taken; else free ones of the same
kind; a machine without any Chinese font is told so in a sentence.
"""

import importlib
import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wenming.kit.flow import Refused
from wenming.kit.papers import layout
from wenming.kit.papers.shapes import Head, Paper, Para, Pictures, Table, numbered

TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
# For each face of the standard: as offices have it, then free ones of the same kind, best first.
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "AR PL SungtiL GB", "FandolSong")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")
HEAVY = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05")
FACES: dict[str, tuple[str, ...]] = {
    layout.SONG: (*HEAVY, *SERIF),
    layout.HEI: ("SimHei", *SANS),
    layout.KAI: ("KaiTi_GB2312", "KaiTi", "LXGW WenKai", "FandolKai", "AR PL KaitiM GB", *SERIF),
    layout.FANG: ("FangSong_GB2312", "FangSong", "FandolFang", *SERIF),
    layout.FOLIO_FACE: ("SimSun", *SERIF),
}


def pdf(paper: Paper) -> bytes:
    """The paper as the bytes of a PDF; the same paper on the same machine gives the same bytes.

    Refused: "pdf_missing" where the extra is not installed, "pdf_fonts" where no Chinese font is.
    """
    [content] = rendered(paper, "pdf")
    return content


def pages(paper: Paper, ppi: int = 72) -> list[bytes]:
    """The paper's pages as PNG files, to be looked at."""
    return rendered(paper, "png", ppi)


def rendered(paper: Paper, kind: Any, ppi: int | None = None) -> list[bytes]:
    """What typst makes of the paper."""
    faces = {name: chosen(wanted) for name, wanted in FACES.items()}
    with TemporaryDirectory() as folder:
        told = plain(paper, Path(folder)) | {"faces": faces}
        told["light"] = faces[layout.SONG][0] not in HEAVY
        made = compiler().compile(
            TEMPLATE.read_bytes(),
            format=kind,
            ppi=ppi,
            root=folder,
            sys_inputs={"paper": json.dumps(told, ensure_ascii=False)},
            timestamp=datetime.combine(paper.made, time(), UTC),
        )
    return [made] if isinstance(made, bytes) else list(made or [])


def library() -> Any:
    """Typst, where the extra is installed: everything but PDF works without."""
    try:
        return importlib.import_module("typst")
    except ImportError:
        raise Refused("pdf_missing") from None


@cache
def compiler() -> Any:
    """Typst with the fonts of this machine, which are read once."""
    return library().Compiler(font_paths=library().Fonts())


@cache
def families() -> frozenset[str]:
    """The fonts of this machine, and those that typst brings along."""
    return frozenset(library().Fonts().families())


def chosen(wanted: tuple[str, ...]) -> list[str]:
    """The first of these faces that is here, then any other Chinese one, for rare characters."""
    here = [name for name in (*wanted, *SERIF, *SANS) if name in families()]
    if not here:
        families.cache_clear()  # so that one installed after this is found
        compiler.cache_clear()
        raise Refused("pdf_fonts")
    return list(dict.fromkeys(here))


def plain(paper: Paper, folder: Path) -> dict[str, Any]:
    """The paper as plain values for the template; pictures go into files beside it."""
    after_signature, after_day = layout.ends(paper)
    return {
        "issuer": paper.issuer,
        "issuer_points": layout.issuer_points(paper),
        "number": paper.number,
        "title": paper.title,
        "addressee": paper.addressee,
        "body": [block_of(one, folder) for one in numbered(paper.body)],
        "sources": [{"words": one.words, "link": one.link} for one in paper.sources],
        "signature": paper.signature,
        "day": layout.told_day(paper),
        "ends": [after_signature, after_day],
        "imprint": [list(one) for one in paper.imprint],
        "made": [paper.made.year, paper.made.month, paper.made.day],
    }


def block_of(block: object, folder: Path) -> dict[str, Any]:
    """One block as plain values."""
    match block:
        case Head(level=level, text=words):
            return {"kind": "head", "level": level, "text": words}
        case Para(spans=said):
            told = [{"text": one.text, "source": one.source, "link": one.link} for one in said]
            return {"kind": "para", "spans": told}
        case Table():
            return {
                "kind": "table",
                "title": block.title,
                "rows": [list(block.head), *map(list, block.rows)],
                "widths": list(block.widths or (1,) * len(block.head)),
                "figures": sorted(block.figures),
            }
        case Pictures():
            return {"kind": "pictures", "width": block.width, "row": kept(block, folder)}
    raise TypeError(block)


def kept(pictures: Pictures, folder: Path) -> list[dict[str, str]]:
    """Each picture as a file of the folder, by the name the template asks for."""
    told = []
    for one in pictures.row:
        kind = "png" if one.content.startswith(b"\x89PNG") else "jpg"
        name = f"{len(list(folder.iterdir()))}.{kind}"
        (folder / name).write_bytes(one.content)
        told.append({"file": f"/{name}", "words": one.words})
    return told
