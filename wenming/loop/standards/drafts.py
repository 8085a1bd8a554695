"""What an office hands over as an edition, once read."""

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """How an edition's parts make a year and a cycle: points of a hundred per method, percent per
    year (earliest first), percent of the minors' edition, and its gate in hundredths of a point."""

    methods: Mapping[str, int]
    years: tuple[int, ...]
    minors: int = 0
    gate: int = 0
    minors_edition: int | None = None

    def wrong(self) -> str:
        """The code of what is wrong with it; "" when nothing is."""
        every = [*self.methods.values(), *self.years, self.minors, self.gate]
        if min(every, default=0) < 0 or sum(self.methods.values()) != 100:
            return "method_points"
        if sum(self.years) != 100:
            return "year_weights"
        return "minors_share" if self.minors > 100 or self.gate > 10_000 else ""
