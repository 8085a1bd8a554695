"""What comes in about alliances."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wenming.service.alliances.rules import Line, Told


@dataclass(frozen=True, slots=True)
class AllianceDraft:
    """An alliance: its lead unit, its area, its units, by key."""

    name: str
    lead: int
    area: int
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """The plan of a year (`quarter` 0) or its change in a quarter; a new item has `code` 0."""

    year: int
    quarter: int
    lines: tuple[Line, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AppraisalDraft:
    """What is told of a month: words, and of each item by its code a state and a note.

    `seen` is the version the writer saw, 0 where there was none.
    """

    month: int
    text: str
    told: Mapping[int, tuple[Told, str]] = field(default_factory=dict)
    seen: int = 0
    reason: str = ""
