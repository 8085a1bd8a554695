"""What of a service counts as time, and how many stars it comes to. Pure."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

DAY_MINUTES = 1440


class Source(StrEnum):
    """Where a line of the ledger comes from."""

    PLACE = "place"
    HAND = "hand"
    REVERSAL = "reversal"


def served(
    start: datetime, end: datetime, came: datetime | None = None, left: datetime | None = None
) -> int:
    """Whole minutes actually served within what was planned: the way there and back never counts.

    Whoever forgot to say that he came or left is taken to have done so as planned.
    """
    begins = max(start, came) if came else start
    ends = min(end, left) if left else end
    return max(0, int((ends - begins).total_seconds()) // 60)


def stars(minutes: int, levels: Iterable[tuple[int, int]]) -> int:
    """The stars that so many minutes come to, by the city's table of (stars, hours)."""
    return max((star for star, hours in levels if minutes >= hours * 60), default=0)
