"""What courses are, and on which days they meet. Pure: no database, no clock, no Django."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum


class CourseKind(StrEnum):
    """What a course is: taught, rehearsed, shown."""

    CLASS = "class"
    REHEARSAL = "rehearsal"
    SHOW = "show"


WEEK = timedelta(days=7)
MOST_SESSIONS = 60


def weekly(first: date, times: int, rests: Callable[[date], bool]) -> list[date]:
    """So many days a week apart, holidays left out and made up for at the end."""
    days: list[date] = []
    day = first
    while len(days) < times:
        if not rests(day):
            days.append(day)
        day += WEEK
    return days
