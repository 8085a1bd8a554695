"""What an office hands over as an edition, once read."""

from dataclasses import dataclass

from wenming.loop.standards.rules import Level, Limit, PhotoRule, Scheme


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A node of the tree. `path` is its place, "001.002"; the path above is its parent's.

    `leads` and `assists` are primary keys of units, in the workbook's order; `kinds` are names.
    """

    level: Level
    code: str
    path: str
    text: str
    hundredths: int = 0
    methods: tuple[str, ...] = ()
    scheme: Scheme = Scheme.BINARY
    steps: tuple[tuple[int, int], ...] = ()
    kinds: tuple[str, ...] = ()
    limit: Limit = Limit.TERM
    photos: PhotoRule = PhotoRule.NONE
    exempt: str = ""
    papers: str = ""
    note: str = ""
    leads: tuple[int, ...] = ()
    assists: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionDraft:
    """An edition with all its nodes, parents before children."""

    code: str
    name: str
    year: int | None
    minors: bool
    methods: tuple[str, ...]
    items: tuple[ItemDraft, ...]
