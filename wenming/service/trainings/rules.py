"""How somebody comes to a training and what comes of it. Pure."""

from calendar import monthrange
from datetime import date
from enum import StrEnum

from wenming.kit.flow import Arrow

WARN_DAYS = 30  # how long before a qualification runs out its holder is told


class SeatState(StrEnum):
    """How somebody stands to a training."""

    BOOKED = "booked"
    CAME = "came"
    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"
    GIVEN_UP = "given_up"


class SeatMove(StrEnum):
    """What may become of a seat at a training."""

    COME = "come"
    QUALIFY = "qualify"
    FAIL = "fail"
    MISS = "miss"
    GIVE_UP = "give_up"
    BOOK_AGAIN = "book_again"


TAKING = frozenset({SeatState.BOOKED, SeatState.CAME, SeatState.PASSED, SeatState.FAILED})
TURNED_UP = {SeatState.BOOKED, SeatState.CAME}

# "stand" is the power of whoever's own seat it is; who rosters the people has it too.
SEAT_ARROWS: dict[SeatMove, Arrow] = {
    SeatMove.COME: Arrow({SeatState.BOOKED, SeatState.ABSENT}, SeatState.CAME, "roster"),
    SeatMove.QUALIFY: Arrow({*TURNED_UP, SeatState.FAILED}, SeatState.PASSED, "roster"),
    SeatMove.FAIL: Arrow(TURNED_UP, SeatState.FAILED, "roster"),
    SeatMove.MISS: Arrow(TURNED_UP, SeatState.ABSENT, "roster"),
    SeatMove.GIVE_UP: Arrow({SeatState.BOOKED}, SeatState.GIVEN_UP, "stand"),
    SeatMove.BOOK_AGAIN: Arrow({SeatState.GIVEN_UP, SeatState.ABSENT}, SeatState.BOOKED, "stand"),
}


def until(day: date, months: int) -> date | None:
    """The last day of a qualification got on a day; None where it never runs out."""
    if not months:
        return None
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
