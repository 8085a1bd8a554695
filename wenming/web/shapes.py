"""Shapes that pages hand to the parts: frozen, with words already in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a workflow as {% steps %} shows it."""

    word: str
    note: str = ""
    stands: Literal["done", "now", "coming"] = "coming"


@dataclass(frozen=True, slots=True)
class Happened:
    """One act as {% acts %} shows it: who did what, when. `when` replaces an absent instant."""

    who: str
    did: str
    what: str = ""
    note: str = ""
    at: datetime | None = None
    when: str = ""
    kind: Literal["", "now", "mended"] = ""


@dataclass(frozen=True, slots=True)
class Estimated:
    """An estimate as {% estimates %} shows it: points on the scale of 100, `url` opens its records.

    `margin` is None where none is known; `after` is the score after mending.
    """

    name: str
    at: float
    lo: float
    hi: float
    margin: float | None
    sites: int
    observations: int
    url: str
    after: float | None = None
