"""What a year of an alliance is made of. Pure: no database, no clock, no Django."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

QUARTERS, MONTHS, MOST_ITEMS = 4, 12, 60


class Told(StrEnum):
    """What an appraisal tells of one item of the plan."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    STUCK = "stuck"


class Differs(StrEnum):
    """How an item differs from the version before."""

    ADDED = "added"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Line:
    """One item as a version has it; `code` is its number through the year, `owner` a unit's key."""

    code: int
    title: str
    owner: int
    due: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that is not as it was; `was` or `now` is None where it was not, or is no more."""

    kind: Differs
    was: Line | None
    now: Line | None


def quarter_of(month: int) -> int:
    """The quarter of a month, both from 1."""
    return (month - 1) // 3 + 1


def differences(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Difference]:
    """What one version changed of another, by the numbers of the items."""
    had, has = ({line.code: line for line in lines} for lines in (before, after))
    for code in sorted(had | has):
        was, now = had.get(code), has.get(code)
        if was is None:
            yield Difference(Differs.ADDED, None, now)
        elif now is None:
            yield Difference(Differs.DROPPED, was, None)
        elif was != now:
            yield Difference(Differs.CHANGED, was, now)


def in_force(quarters: Sequence[int], month: int) -> int:
    """The version in force in a month: that of the last quarter changed by then, 0 the plan itself."""
    return max((q for q in quarters if q <= quarter_of(month)), default=0)


def late(due: int, month: int, told: Told) -> bool:
    """Whether an item should have been done by the end of a month and was not."""
    return due <= month and told is not Told.DONE
