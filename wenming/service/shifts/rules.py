"""What a place on a shift may become, how a month of shifts is made, what standing there would break.

Pure: no database, no clock, no Django. Minutes of a day count from midnight; a shift that ends after
midnight has an end above 1440.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from wenming.kit.days import Calendar
from wenming.kit.flow import Arrow, Refused
from wenming.service.members.rules import Limits

DAY_MINUTES = 1440
REST = timedelta(hours=11)  # between two shifts of one person on different days
SPAN = re.compile(r"(?:(\S{1,12})\s+)?(\d{1,2})[:：](\d\d)\s*[-–—~至到]\s*(\d{1,2})[:：](\d\d)")


class PlaceState(StrEnum):
    """How somebody stands to a shift."""

    AGREED = "agreed"
    CAME = "came"
    ABSENT = "absent"
    DROPPED = "dropped"
    TAKEN_OFF = "taken_off"


class PlaceMove(StrEnum):
    """What may become of a place on a shift."""

    COME = "come"
    MISS = "miss"
    DROP_OUT = "drop_out"
    TAKE_OFF = "take_off"
    PUT_BACK = "put_back"


STANDING = frozenset({PlaceState.AGREED, PlaceState.CAME})  # who counts as one of the heads

# "stand" is the power of whoever's own place it is; who may roster there has it too.
PLACE_ARROWS: dict[PlaceMove, Arrow] = {
    PlaceMove.COME: Arrow({PlaceState.AGREED, PlaceState.ABSENT}, PlaceState.CAME, "roster"),
    PlaceMove.MISS: Arrow({PlaceState.AGREED, PlaceState.CAME}, PlaceState.ABSENT, "roster"),
    PlaceMove.DROP_OUT: Arrow({PlaceState.AGREED}, PlaceState.DROPPED, "stand", {"note"}),
    PlaceMove.TAKE_OFF: Arrow({PlaceState.AGREED}, PlaceState.TAKEN_OFF, "roster"),
    PlaceMove.PUT_BACK: Arrow(
        {PlaceState.DROPPED, PlaceState.TAKEN_OFF}, PlaceState.AGREED, "roster"
    ),
}


class Days(StrEnum):
    """On which days of the city's calendar a pattern has shifts."""

    ALL = "all"
    WORK = "work"
    REST = "rest"


class Span(NamedTuple):
    """One shift of a day: what it is called, and the minutes of its start and end."""

    word: str
    start: int
    end: int


def spans(text: str) -> list[Span]:
    """Shifts as people write them, a line each: '正班 08:30-16:30'; Refused("span", line)."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        told = SPAN.fullmatch(line)
        word, *clock = told.groups("") if told else ("", "99", "0", "0", "0")
        hour, minute, hour_to, minute_to = map(int, clock)
        if hour > 23 or hour_to > 24 or max(minute, minute_to) > 59:
            raise Refused("span", line)
        start, end = hour * 60 + minute, hour_to * 60 + minute_to
        end += DAY_MINUTES if end <= start else 0
        found.append(Span(word or f"{hour}:{minute:02}", start, end))
    if not found:
        raise Refused("span", "—")
    return sorted(found, key=lambda one: one.start)


def month(text: str) -> date | None:
    """The first day of a month written '2026-11'; None for what is no month."""
    told = re.fullmatch(r"(2\d\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(told[1]), int(told[2]), 1) if told else None


def days_of(first: date) -> list[date]:
    """The days of the month that begins so."""
    return [first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1])]


def following(first: date, months: int = 1) -> date:
    """The first day of a later month, or of an earlier one where `months` is below nought."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def has_shifts(day: date, days: Days, calendar: Calendar) -> bool:
    """Whether a pattern for these days has shifts on a day."""
    return days is Days.ALL or calendar.is_workday(day) is (days is Days.WORK)


def twin(day: date, source: date) -> date:
    """The day of the month `source` that stands where `day` does in its own: as the second Tuesday.

    A fifth one that the other month lacks is its fourth.
    """
    same = [d for d in days_of(source) if d.weekday() == day.weekday()]
    return same[min((day.day - 1) // 7, len(same) - 1)]


@dataclass(frozen=True, slots=True)
class Duty:
    """From when to when somebody stands, and the day it counts for."""

    day: date
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """How long."""
        return int((self.end - self.start).total_seconds()) // 60


class Broken(NamedTuple):
    """A rule that standing there would break; `told` are its facts, pages have the words."""

    rule: str
    told: tuple[str, ...] = ()


HARD = frozenset({"unfit", "overlap", "heads_full", "left"})  # nobody may knowingly pass over these


def broken(new: Duty, others: Sequence[Duty], limits: Limits) -> Iterator[Broken]:
    """What one more duty beside the others of a member breaks of rest, hours and days in a row."""
    for other in others:
        if other.start < new.end and new.start < other.end:
            yield Broken("overlap", (f"{other.start:%H:%M}", f"{other.end:%H:%M}"))
        elif other.day != new.day:
            rest = max(new.start - other.end, other.start - new.end)
            if rest < REST:
                yield Broken("rest", (in_hours(rest), in_hours(REST)))
    same = (o for o in others if (o.day.year, o.day.month) == (new.day.year, new.day.month))
    minutes = new.minutes + sum(other.minutes for other in same)
    if minutes > limits.most_minutes:
        most = timedelta(minutes=limits.most_minutes)
        yield Broken("hours_over", (in_hours(timedelta(minutes=minutes)), in_hours(most)))
    run = run_with(new.day, {other.day for other in others})
    if run > limits.longest_run:
        yield Broken("long_run", (str(run), str(limits.longest_run)))


def run_with(day: date, worked: set[date]) -> int:
    """How many days in a row are worked around a day, with it."""
    before = after = day
    while before - timedelta(days=1) in worked:
        before -= timedelta(days=1)
    while after + timedelta(days=1) in worked:
        after += timedelta(days=1)
    return (after - before).days + 1


def stood(start: datetime, end: datetime, came: datetime | None, went: datetime | None) -> int:
    """Whole minutes of a shift somebody stood: never before it begins nor after it ends.

    Who never checked in by a code counts from its beginning, who never checked out to its end.
    """
    begins, ends = max(start, came or start), min(end, went or end)
    return max(0, int((ends - begins).total_seconds()) // 60)


def in_hours(length: timedelta) -> str:
    """Hours with at most one decimal: '7.5'."""
    return f"{length.total_seconds() / 3600:.1f}".removesuffix(".0")
