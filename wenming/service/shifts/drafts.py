"""What comes in about posts and patterns: the shapes of forms and sheets."""

from dataclasses import dataclass

from wenming.service.shifts.rules import Days, Span


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post; site, unit, pattern and qualifications are primary keys."""

    site: int
    duty: str
    unit: int
    pattern: int | None = None
    qualifications: tuple[int, ...] = ()
    least: int = 1
    wish: int = 1
    most: int = 2


@dataclass(frozen=True, slots=True)
class PatternDraft:
    """The shifts of one day, and the days that have them."""

    name: str
    spans: tuple[Span, ...]
    days: Days = Days.ALL
