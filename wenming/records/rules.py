"""What a seal is taken over, and what a file may be. Pure: no Django, no clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from wenming.kit.digests import digest

FOUND: dict[str, int] = {
    "case": 1,
    "site": 2,
    "unit": 3,
    "item": 4,
}  # what can be found; never renumber
LARGEST = 20 * 2**20  # bytes of one file
KINDS: dict[bytes, str] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"RIFF": "image/webp",
    b"%PDF-": "application/pdf",
}


SLOTS = 64  # kinds of things there can ever be


def place(kind: str, key: int) -> int:
    """The number of a thing among all that can be found: of its kind, and which."""
    return key * SLOTS + FOUND[kind]


class Sealed(NamedTuple):
    """What of an act a seal holds fast: all but who was told, and the seal itself."""

    id: int
    at: datetime
    by: int | None
    kind: str
    key: str
    move: str
    before: str
    after: str
    note: str
    facts: object
    units: object
    persons: object


def seal(acts: Iterable[Sealed], before: str) -> str:
    """The digest over a run of acts, in order of their numbers, and over the seal before."""
    return digest({"before": before, "acts": [list(act) for act in sorted(acts)]})


def leaf(act: Sealed) -> tuple[int, str]:
    """An act's number and how its digest begins: enough to name the act that was changed."""
    return act.id, digest(list(act))[:16]


def mime(head: bytes) -> str:
    """What a file is by its first bytes; "" for what is not taken."""
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"heif"}:
        return "image/heic"
    found = next((kind for start, kind in KINDS.items() if head.startswith(start)), "")
    return "" if found == "image/webp" and head[8:12] != b"WEBP" else found
