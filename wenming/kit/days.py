"""Working time of a city: its days, its hours, and clocks that may be paused.

Nothing here knows today. Everything rests on one function, the number of working ticks before an
instant. It never falls, it is reckoned from whole weeks without walking over days, and its inverse
gives every deadline; so adding working time and then measuring it gives back the same number,
across any holiday.

Hours are read off the clock on the wall of `Calendar.tz`; China has had no summer time since 1991.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import chain, pairwise
from typing import Self
from zoneinfo import ZoneInfo

from chinese_calendar.constants import holidays as noticed_holidays
from chinese_calendar.constants import workdays as noticed_makeup

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_MINUTES = 24 * 60
WEEK = 7
TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1) // TICK

Hours = tuple[tuple[int, int], ...]
OFFICE_HOURS: Hours = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30))
SATURDAY_AND_SUNDAY = frozenset({5, 6})
NIGHT = (21 * 60, 7 * 60 + 30)

Pause = tuple[datetime, datetime | None]


class UnknownYear(LookupError):
    """The State Council's notice for this year is not in the kept library."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holiday notice is known for {year}")
        self.year = year


def national(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays and the make-up working days of `year`; UnknownYear without a notice.

    A notice always names the National Day, while a day or two of January may come from the notice
    of the year before; so the first of October tells whether the year's own notice is kept.
    """
    if date(year, 10, 1) not in noticed_holidays:
        raise UnknownYear(year)
    return (
        frozenset(day for day in noticed_holidays if day.year == year),
        frozenset(day for day in noticed_makeup if day.year == year),
    )


@dataclass(frozen=True, slots=True)
class Edits:
    """What a city has entered over the national notices.

    `off` are days it rests (a local festival), `on` days it works, whatever the notice says;
    `years` are those whose notice the office has typed in itself, so that they count as known.
    """

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if both := self.off & self.on:
            raise ValueError(f"a day is entered both as rest and as work: {min(both)}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days and hours of one place.

    `holidays` are days of rest, `makeup` days of work on a weekend, `years` those with a known
    notice: other years are plain weeks, and `certain` says so. `hours` are spans in minutes after
    local midnight; `weekend` are weekdays, Monday being 0.
    """

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    hours: Hours = OFFICE_HOURS
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    tz: ZoneInfo = SHANGHAI
    _lost: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _won: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if both := self.holidays & self.makeup:
            raise ValueError(f"a day cannot be both holiday and working day: {min(both)}")
        edges = list(chain.from_iterable(self.hours))
        if not edges or edges[0] < 0 or edges[-1] > DAY_MINUTES:
            raise ValueError("hours must be spans within one day")
        if any(a >= b for a, b in pairwise(edges)):
            raise ValueError("hours must rise and not touch")
        if not self.weekend < frozenset(range(WEEK)):
            raise ValueError("the weekend must leave a working day")
        lost = (d.toordinal() for d in self.holidays if d.weekday() not in self.weekend)
        won = (d.toordinal() for d in self.makeup if d.weekday() in self.weekend)
        object.__setattr__(self, "_lost", tuple(sorted(lost)))
        object.__setattr__(self, "_won", tuple(sorted(won)))

    # What kind of day it is

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day."""
        if day.weekday() in self.weekend:
            return day in self.makeup
        return day not in self.holidays

    def certain(self, day: date) -> bool:
        """Whether the holidays of this day's year are known; if not, its weeks are plain."""
        return day.year in self.years

    def uncertain_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days whose holidays are not known: what a page must admit."""
        return tuple(y for y in range(first.year, last.year + 1) if y not in self.years)

    # Whole days

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself never counts; before it if negative.

        Zero gives `day` back. OverflowError beyond the years a date can hold.
        """
        if count == 0:
            return day
        done = self._workdays_before(day.toordinal())
        return self._workday(done + count + self.is_workday(day) - 1 if count > 0 else done + count)

    def workdays_between(self, first: date, last: date) -> int:
        """How many working days a step from `first` to `last` treads on; negative going back.

        `first` itself never counts, so `workdays_between(d, add_workdays(d, n)) == n` for every n.
        """
        ahead = last >= first
        return self._workdays_before(last.toordinal() + ahead) - self._workdays_before(
            first.toordinal() + ahead
        )

    def next_workday(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def opening(self, day: date) -> datetime:
        """When the day's hours begin."""
        return self._wall(day, self.hours[0][0] * MINUTE)

    def closing(self, day: date) -> datetime:
        """When the day's hours end: a limit in days runs out then."""
        return self._wall(day, self.hours[-1][1] * MINUTE)

    # Hours and minutes

    @property
    def day_minutes(self) -> int:
        """The working minutes of one working day."""
        return sum(end - start for start, end in self.hours)

    def is_open(self, at: datetime) -> bool:
        """Whether people are at work at this instant."""
        local = self._local(at)
        minute = local.hour * 60 + local.minute
        return self.is_workday(local.date()) and any(a <= minute < b for a, b in self.hours)

    def add_worktime(self, start: datetime, minutes: int) -> datetime:
        """The first instant by which `minutes` of working time have passed since `start`.

        It falls on the end of a span rather than the start of the next: a day's minutes given at
        opening end at closing, not the next morning. Negative minutes go back, to the last such
        instant; zero gives `start`.
        """
        if minutes == 0:
            return start
        goal = self.ticks(start) + minutes * MINUTE
        return self.instant(goal, late=minutes < 0)

    def worktime_between(self, first: datetime, last: datetime) -> int:
        """Whole minutes of working time from `first` to `last`; negative when `last` is earlier."""
        ticks = self.ticks(last) - self.ticks(first)
        return ticks // MINUTE if ticks >= 0 else -(-ticks // MINUTE)

    # How it is reckoned

    def _workdays_before(self, ordinal: int) -> int:
        weeks, rest = divmod(ordinal - 1, WEEK)  # day 1 of the calendar was a Monday
        plain = weeks * (WEEK - len(self.weekend)) + sum(d not in self.weekend for d in range(rest))
        return plain - bisect_left(self._lost, ordinal) + bisect_left(self._won, ordinal)

    def _workday(self, index: int) -> date:
        """The working day with `index` working days before it."""
        days = range(1, date.max.toordinal() + 2)
        place = bisect_right(days, index, key=self._workdays_before)
        if not 0 < place < len(days):
            raise OverflowError("beyond the days a calendar can hold")
        return date.fromordinal(days[place - 1])

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return at.astimezone(self.tz)

    def _wall(self, day: date, ticks: int) -> datetime:
        return datetime.combine(day, time(), self.tz) + ticks * TICK

    def ticks(self, at: datetime) -> int:
        """Working microseconds before `at`; never falls as `at` rises."""
        local = self._local(at)
        day = local.date()
        whole = self._workdays_before(day.toordinal()) * self.day_minutes * MINUTE
        if not self.is_workday(day):
            return whole
        now = (local.replace(tzinfo=None) - datetime.combine(day, time())) // TICK
        return whole + sum(min(max(now - a * MINUTE, 0), (b - a) * MINUTE) for a, b in self.hours)

    def instant(self, ticks: int, *, late: bool) -> datetime:
        """The first instant with `ticks` working ticks before it, or the last one when `late`."""
        index, left = divmod(ticks, self.day_minutes * MINUTE)
        if left == 0 and not late:
            index, left = index - 1, self.day_minutes * MINUTE
        for start, end in self.hours:
            length = (end - start) * MINUTE
            if left < length or (left == length and not late):
                return self._wall(self._workday(index), start * MINUTE + left)
            left -= length
        raise AssertionError("a day's ticks fit into its hours")


def city(years: Iterable[int], edits: Edits = Edits(), *, hours: Hours = OFFICE_HOURS) -> Calendar:
    """The calendar of a city: the national notices of `years`, with the city's own edits on top.

    A year without a notice is left as plain weeks and is not `certain`, unless the edits say that
    the office has entered it.
    """
    holidays: set[date] = set()
    makeup: set[date] = set()
    known = set(edits.years)
    for year in years:
        try:
            off, on = national(year)
        except UnknownYear:
            continue
        holidays |= off
        makeup |= on
        known.add(year)
    return Calendar(
        holidays=frozenset(holidays - edits.on | edits.off),
        makeup=frozenset(makeup - edits.off | edits.on),
        years=frozenset(known),
        hours=hours,
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """A stop-watch over working time: the spans in which it ran, the last perhaps still open."""

    spans: tuple[Pause, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it is running now."""
        return bool(self.spans) and self.spans[-1][1] is None

    def resume(self, at: datetime) -> Self:
        """Start it, or start it again; ValueError when it runs already or `at` lies in its past."""
        if self.running:
            raise ValueError("the clock is running already")
        if self.spans and at < (self.spans[-1][1] or at):
            raise ValueError("a clock cannot be resumed before it was paused")
        return replace(self, spans=(*self.spans, (at, None)))

    def pause(self, at: datetime) -> Self:
        """Stop it for a while; ValueError when it stands already or `at` lies before its start."""
        if not self.running:
            raise ValueError("the clock is not running")
        start = self.spans[-1][0]
        if at < start:
            raise ValueError("a clock cannot be paused before it was started")
        return replace(self, spans=(*self.spans[:-1], (start, at)))


def spent(spans: Sequence[Pause], calendar: Calendar, *, at: datetime) -> int:
    """Whole minutes of working time used in these spans up to `at`; later ones do not count."""
    return sum(_worked(start, end, at, calendar) for start, end in spans) // MINUTE


def due_after_pauses(due: datetime, pauses: Iterable[Pause], calendar: Calendar) -> datetime | None:
    """Where a deadline stands after pauses: it moves by the working time of each of them.

    A pause that begins when the deadline has passed moves nothing. While a pause is open there is
    no deadline: None. Overlapping pauses count once.
    """
    for start, end in _merged(pauses):
        if start >= due:
            break
        if end is None:
            return None
        if lost := calendar.ticks(end) - calendar.ticks(start):
            due = calendar.instant(calendar.ticks(due) + lost, late=False)
    return due


def next_waking(
    at: datetime, *, quiet: tuple[int, int] = NIGHT, tz: ZoneInfo = SHANGHAI
) -> datetime:
    """`at` itself, or the end of the quiet hours it falls in: nobody is told anything at night.

    `quiet` is from..to in minutes after local midnight, over midnight when from is later than to;
    equal ends mean that there are no quiet hours.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    start, end = quiet
    local = at.astimezone(tz)
    minute = local.hour * 60 + local.minute
    asleep = start <= minute < end if start <= end else minute >= start or minute < end
    if not asleep:
        return at
    day = local.date() + timedelta(days=start > end and minute >= start)
    return datetime.combine(day, time(), tz) + timedelta(minutes=end)


def _worked(start: datetime, end: datetime | None, at: datetime, calendar: Calendar) -> int:
    stop = at if end is None else min(end, at)
    return max(calendar.ticks(stop) - calendar.ticks(start), 0)


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    merged: list[Pause] = []
    for start, end in sorted(pauses, key=lambda pause: pause[0]):
        if merged and (last := merged[-1])[1] is None:
            break
        if merged and last[1] is not None and start <= last[1]:
            merged[-1] = (last[0], None if end is None else max(last[1], end))
        else:
            merged.append((start, end))
    return merged
