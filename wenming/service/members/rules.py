"""What a member may be asked: limits, qualifications on a day, wishes. Pure: no database, no Django."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class WishKind(StrEnum):
    """What a member says of some days: cannot come, would rather not, would like to."""

    AWAY = "away"
    OFF = "off"
    ON = "on"


class Limits(NamedTuple):
    """What one member is under: minutes in a month, days in a row."""

    most_minutes: int
    longest_run: int


def lacking(
    needed: Iterable[int], held: Mapping[int, tuple[date, date | None]], day: date
) -> set[int]:
    """The qualifications of a post that a member does not hold on a day."""
    return {
        one for one in needed if one not in held or not held[one][0] <= day <= (held[one][1] or day)
    }
