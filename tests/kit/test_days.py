"""Working time: the days of a real year, hours, pauses, and what must always hold."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from wenming.kit.days import (
    NIGHT,
    SHANGHAI,
    Calendar,
    Clock,
    Edits,
    Pause,
    UnknownYear,
    city,
    due_after_pauses,
    national,
    next_waking,
    spent,
)

CITY = city(range(2024, 2028))
LONG_DAY = Calendar(hours=((0, 1440),), weekend=frozenset({6}))
CALENDARS = st.sampled_from([CITY, LONG_DAY, Calendar(hours=((480, 481), (1200, 1440)))])

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([SHANGHAI, UTC, ZoneInfo("America/New_York")]),
)
minutes = st.integers(1, 200_000)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


# The year as the State Council gave it


def test_the_national_day_of_2026_lasts_seven_days_and_is_made_up_for_on_a_saturday() -> None:
    holidays, makeup = national(2026)
    assert {date(2026, 10, d) for d in range(1, 8)} <= holidays
    assert date(2026, 10, 10) in makeup
    assert CITY.is_workday(date(2026, 10, 10))
    assert not CITY.is_workday(date(2026, 10, 1))
    assert not CITY.is_workday(date(2026, 10, 11))


def test_a_year_without_a_notice_is_told_and_never_guessed() -> None:
    with pytest.raises(UnknownYear) as no:
        national(2027)
    assert no.value.year == 2027
    assert CITY.is_workday(date(2027, 1, 1))
    assert not CITY.certain(date(2027, 1, 1))
    assert CITY.certain(date(2026, 12, 31))
    assert CITY.uncertain_years(date(2026, 11, 23), date(2027, 1, 5)) == (2027,)


def test_every_kept_year_holds_only_its_own_days() -> None:
    for year in range(2004, 2027):
        holidays, makeup = national(year)
        assert {d.year for d in holidays | makeup} == {year}
        assert not holidays & makeup


def test_the_office_enters_the_notice_of_next_year_and_a_local_festival() -> None:
    edits = Edits(
        off=frozenset({date(2027, 1, 1), date(2026, 11, 25), date(2026, 10, 10)}),
        on=frozenset({date(2027, 1, 2), date(2026, 10, 7)}),
        years=frozenset({2027}),
    )
    mine = city([2026, 2027], edits)
    assert mine.certain(date(2027, 6, 1))
    assert [mine.is_workday(date(2027, 1, d)) for d in (1, 2, 3, 4)] == [False, True, False, True]
    assert not mine.is_workday(date(2026, 11, 25))
    assert not mine.is_workday(date(2026, 10, 10)), "a make-up day the city does not work"
    assert mine.is_workday(date(2026, 10, 7)), "a national holiday the city works"


def test_a_day_cannot_be_both_rest_and_work() -> None:
    day = frozenset({date(2027, 1, 1)})
    with pytest.raises(ValueError, match="2027-01-01"):
        Edits(off=day, on=day)
    with pytest.raises(ValueError, match="2027-01-01"):
        Calendar(holidays=day, makeup=day)


@pytest.mark.parametrize("hours", [(), ((10, 10),), ((-1, 5),), ((0, 1441),), ((5, 9), (8, 12))])
def test_hours_that_make_no_day_are_refused(hours: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="hours"):
        Calendar(hours=hours)


def test_a_week_without_work_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar(weekend=frozenset(range(7)))


# Days


def test_fifteen_working_days_run_over_the_holiday_and_count_the_make_up_days() -> None:
    # From Thursday 2026-09-17: the 20th (Sunday) is worked, 25-27 and 1-7 October are not, the
    # 10th (Saturday) is worked.
    assert CITY.add_workdays(date(2026, 9, 17), 15) == date(2026, 10, 14)
    assert CITY.workdays_between(date(2026, 9, 17), date(2026, 10, 14)) == 15


def test_the_day_of_the_order_does_not_count_even_when_nobody_works_on_it() -> None:
    assert CITY.add_workdays(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert CITY.add_workdays(date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert CITY.add_workdays(date(2026, 11, 22), -1) == date(2026, 11, 20)
    assert CITY.add_workdays(date(2026, 11, 22), 0) == date(2026, 11, 22)
    assert CITY.next_workday(date(2026, 11, 21)) == date(2026, 11, 23)
    assert CITY.next_workday(date(2026, 11, 23)) == date(2026, 11, 23)


def stepped(calendar: Calendar, day: date, count: int) -> date:
    """The same by walking, one day at a time."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if calendar.is_workday(day):
            count -= 1 if count > 0 else -1
    return day


@given(days, st.integers(-400, 400), CALENDARS)
def test_the_reckoned_day_is_the_walked_day(day: date, count: int, calendar: Calendar) -> None:
    reached = calendar.add_workdays(day, count)
    assert reached == stepped(calendar, day, count)
    assert calendar.workdays_between(day, reached) == count


@given(days, days)
def test_days_between_are_the_days_counted(first: date, last: date) -> None:
    first, last = sorted([first, last])
    walked = sum(
        CITY.is_workday(date.fromordinal(n))
        for n in range(first.toordinal() + 1, last.toordinal() + 1)
    )
    assert CITY.workdays_between(first, last) == walked


def test_a_deadline_past_the_end_of_time_is_an_error_not_a_hang() -> None:
    with pytest.raises(OverflowError):
        CITY.add_workdays(date(2026, 1, 1), 10**9)
    with pytest.raises(OverflowError):
        CITY.add_workdays(date(1, 1, 1), -1)


# Hours


@pytest.mark.parametrize(
    ("start", "given_minutes", "due"),
    [
        ("2026-11-23 09:00", 60, "2026-11-23 10:00"),
        ("2026-11-23 11:30", 60, "2026-11-23 14:30"),
        ("2026-11-23 08:30", 420, "2026-11-23 17:30"),
        ("2026-11-23 08:30", 210, "2026-11-23 12:00"),
        ("2026-11-23 17:00", 60, "2026-11-24 09:00"),
        ("2026-11-23 23:00", 1, "2026-11-24 08:31"),
        ("2026-11-20 17:00", 240, "2026-11-23 12:00"),
        ("2026-09-30 17:00", 60, "2026-10-08 09:00"),
        ("2026-10-09 17:00", 60, "2026-10-10 09:00"),
        ("2026-11-23 09:00", 4200, "2026-12-07 09:00"),
        ("2026-11-23 10:30", -120, "2026-11-23 08:30"),
        ("2026-11-23 08:30", -60, "2026-11-20 16:30"),
        ("2026-11-23 15:00", -60, "2026-11-23 14:00"),
        ("2026-11-21 03:00", 0, "2026-11-21 03:00"),
    ],
)
def test_a_limit_in_hours_ends(start: str, given_minutes: int, due: str) -> None:
    assert CITY.add_worktime(at(start), given_minutes) == at(due)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        CITY.add_worktime(datetime(2026, 11, 23, 9), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        next_waking(datetime(2026, 11, 23, 9))  # noqa: DTZ001


def test_the_doors_open_and_close_by_the_clock_on_the_wall() -> None:
    day = date(2026, 11, 23)
    assert (CITY.opening(day), CITY.closing(day)) == (
        at("2026-11-23 08:30"),
        at("2026-11-23 17:30"),
    )
    assert [
        CITY.is_open(at(f"2026-11-23 {hour}"))
        for hour in ("08:29", "08:30", "11:59", "12:00", "14:00", "17:30")
    ] == [False, True, True, False, True, False]
    assert not CITY.is_open(at("2026-11-22 10:00"))


@given(instants, minutes, st.booleans(), CALENDARS)
def test_what_is_added_is_measured_again(
    start: datetime, minutes: int, back: bool, calendar: Calendar
) -> None:
    signed = -minutes if back else minutes
    assert calendar.worktime_between(start, calendar.add_worktime(start, signed)) == signed


@given(instants, minutes, CALENDARS)
def test_a_deadline_is_the_first_instant_at_which_the_time_is_used(
    start: datetime, minutes: int, calendar: Calendar
) -> None:
    due = calendar.add_worktime(start, minutes)
    assert calendar.worktime_between(start, due - timedelta(microseconds=1)) == minutes - 1


@given(instants, minutes, minutes, CALENDARS)
def test_more_time_is_never_an_earlier_deadline(
    start: datetime, fewer: int, more: int, calendar: Calendar
) -> None:
    fewer, more = sorted([fewer, more])
    assert calendar.add_worktime(start, fewer) <= calendar.add_worktime(start, more)


@given(instants, instants, minutes, CALENDARS)
def test_a_later_start_is_never_an_earlier_deadline(
    one: datetime, other: datetime, minutes: int, calendar: Calendar
) -> None:
    one, other = sorted([one, other])
    assert calendar.add_worktime(one, minutes) <= calendar.add_worktime(other, minutes)
    assert calendar.worktime_between(one, other) >= 0
    assert calendar.worktime_between(other, one) == -calendar.worktime_between(one, other)


@given(instants, minutes)
def test_the_zone_an_instant_arrives_in_changes_nothing(start: datetime, minutes: int) -> None:
    there = start.astimezone(ZoneInfo("Europe/London"))
    assert CITY.add_worktime(start, minutes) == CITY.add_worktime(there, minutes)


@given(days, st.integers(1, 60))
def test_a_limit_in_days_and_one_in_their_minutes_end_together(day: date, count: int) -> None:
    closing = CITY.closing(CITY.add_workdays(day, count))
    start = CITY.closing(day)
    assert CITY.add_worktime(start, count * CITY.day_minutes) == closing


# Pauses


def test_a_paused_clock_does_not_run() -> None:
    clock = Clock().resume(at("2026-11-23 09:00")).pause(at("2026-11-23 10:00"))
    clock = clock.resume(at("2026-11-24 09:00"))
    assert clock.running
    assert spent(clock.spans, CITY, at=at("2026-11-24 09:30")) == 90
    assert spent(clock.spans, CITY, at=at("2026-11-23 09:20")) == 20
    assert spent((), CITY, at=at("2026-11-23 09:20")) == 0


def test_a_clock_refuses_what_makes_no_sense() -> None:
    running = Clock().resume(at("2026-11-23 09:00"))
    with pytest.raises(ValueError, match="running already"):
        running.resume(at("2026-11-23 10:00"))
    with pytest.raises(ValueError, match="before it was started"):
        running.pause(at("2026-11-23 08:00"))
    with pytest.raises(ValueError, match="not running"):
        Clock().pause(at("2026-11-23 08:00"))
    with pytest.raises(ValueError, match="before it was paused"):
        running.pause(at("2026-11-23 10:00")).resume(at("2026-11-23 09:30"))


def test_a_deadline_moves_by_the_working_time_of_a_pause() -> None:
    due = at("2026-11-25 17:30")
    weekend: Pause = (at("2026-11-21 09:00"), at("2026-11-22 09:00"))
    morning: Pause = (at("2026-11-23 08:30"), at("2026-11-23 12:00"))
    within: Pause = (at("2026-11-23 09:00"), at("2026-11-23 10:00"))
    as_it_ends: Pause = (due, at("2026-11-27 17:30"))
    open_end: Pause = (at("2026-11-24 08:30"), None)
    too_late: Pause = (at("2026-11-26 08:30"), at("2026-11-27 08:30"))
    assert due_after_pauses(due, [], CITY) == due
    assert due_after_pauses(due, [weekend], CITY) == due
    assert due_after_pauses(due, [too_late], CITY) == due
    assert due_after_pauses(due, [morning, weekend], CITY) == at("2026-11-26 12:00")
    assert due_after_pauses(due, [morning, morning], CITY) == at("2026-11-26 12:00")
    assert due_after_pauses(due, [within, morning], CITY) == at("2026-11-26 12:00")
    assert due_after_pauses(due, [morning, within], CITY) == at("2026-11-26 12:00")
    assert due_after_pauses(due, [as_it_ends], CITY) == due
    assert due_after_pauses(due, [morning, open_end], CITY) is None


@given(instants, minutes, st.lists(st.integers(0, 9_000), min_size=2, max_size=8).map(sorted))
def test_a_deadline_after_pauses_is_when_the_running_clock_has_used_its_time(
    start: datetime, allowed: int, marks: list[int]
) -> None:
    points = [start + timedelta(minutes=m) for m in marks]
    pauses: list[Pause] = list(zip(points[::2], points[1::2], strict=False))
    due = due_after_pauses(CITY.add_worktime(start, allowed), pauses, CITY)
    assert due is not None
    clock = Clock().resume(start)
    for begin, end in pauses:
        assert end is not None
        clock = clock.pause(begin).resume(end)
    assert spent(clock.spans, CITY, at=due) == allowed


# The night


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 07:30"),
        ("2026-11-24 00:00", "2026-11-24 07:30"),
        ("2026-11-24 07:29", "2026-11-24 07:30"),
        ("2026-11-24 07:30", "2026-11-24 07:30"),
        ("2026-12-31 23:59", "2027-01-01 07:30"),
    ],
)
def test_nobody_is_told_at_night(when: str, told: str) -> None:
    assert next_waking(at(when)) == at(told)
    assert next_waking(at(when).astimezone(UTC)) == at(told)


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    assert next_waking(at("2026-11-23 12:30"), quiet=(720, 840)) == at("2026-11-23 14:00")
    assert next_waking(at("2026-11-23 23:30"), quiet=(0, 0)) == at("2026-11-23 23:30")


@given(instants)
def test_the_telling_is_awake_and_soonest(when: datetime) -> None:
    told = next_waking(when)
    local = told.astimezone(SHANGHAI)
    assert NIGHT[1] <= local.hour * 60 + local.minute < NIGHT[0]
    assert timedelta() <= told - when <= timedelta(hours=10, minutes=30)
    assert next_waking(told) == told
