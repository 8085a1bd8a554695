"""The city's calendar: the national notices, with what the office has entered over them.

One query tells whether the office's days have changed since this process last built the calendar;
they are the key of what is kept, so no process is ever behind and nothing need be told to forget.
Ask once for a page or a verb and pass the answer on.
"""

from datetime import date
from functools import lru_cache

from wenming.kit.days import Calendar, Edits, city
from wenming.org.models import Holiday
from wenming.org.rules import DayKind

YEARS = range(2004, 2100)  # those without a kept notice are passed over
NATIONAL_DAY = (10, 1)  # on every notice: the office has typed in a year's notice when it is there


def calendar() -> Calendar:
    """The calendar as it stands now."""
    return built(tuple(Holiday.objects.order_by("day").values_list("day", "kind")))


@lru_cache(maxsize=8)
def built(days: tuple[tuple[date, str], ...]) -> Calendar:
    """The calendar with these days of the city's own."""
    off = frozenset(day for day, kind in days if kind == DayKind.OFF.value)
    on = frozenset(day for day, kind in days if kind == DayKind.WORK.value)
    years = frozenset(day.year for day in off if (day.month, day.day) == NATIONAL_DAY)
    return city(YEARS, Edits(off=off, on=on, years=years))
