"""How long a case takes its unit, as far as one can say, and what a reason or a source is. Pure."""

from collections.abc import Sequence
from enum import StrEnum

PRECEDENTS = 5  # cases of the same standard: fewer say nothing
QUARTER = 15  # minutes: hours are told by quarters
MILLION = 1_000_000  # parts of a hundredth of a point: what a case is worth is told in them


class Source(StrEnum):
    """Where the hours of a case come from."""

    SAID = "said"
    DONE = "done"
    ITEM = "item"
    CLASS = "class"


def typical(minutes: Sequence[int]) -> int | None:
    """The median of what like cases took, in whole quarters of an hour and one at least; None of few."""
    if len(minutes) < PRECEDENTS:
        return None
    ordered = sorted(minutes)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2] + 1) // 2
    return max(1, -(-middle // QUARTER)) * QUARTER
