"""Limits in working time: over weekends, holidays and make-up days, with pauses, with warnings."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wenming.kit.days import city
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.rules import DAY, ESCALATIONS, TERMS, Limits, Stage

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMITS = Limits(city([2025, 2026]))
INSTANTS = st.integers(0, 500_000).map(
    lambda minutes: datetime(2025, 11, 15, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_every_stage_and_class_has_a_limit() -> None:
    assert all(TERMS[stage][limit] > 0 for stage, limit in product(Stage, Limit))


def test_days_run_out_at_the_end_of_the_last_and_the_first_does_not_count() -> None:
    assert LIMITS.end(Stage.FIX, Limit.TERM, since=at(3, 2, 9)) == at(3, 9, 17, 30)
    assert LIMITS.end(Stage.FIX, Limit.TERM, since=at(3, 2, 22)) == at(3, 9, 17, 30)


def test_hours_run_through_lunch_the_night_and_the_weekend() -> None:
    assert LIMITS.minutes(Stage.TAKE, Limit.TERM) == 240
    assert LIMITS.end(Stage.TAKE, Limit.TERM, since=at(3, 2, 11)) == at(3, 2, 17, 0)
    assert LIMITS.end(Stage.TAKE, Limit.TERM, since=at(3, 6, 16, 30)) == at(3, 9, 11, 30)


def test_a_limit_over_the_national_day_counts_the_make_up_saturday() -> None:
    end = LIMITS.end(Stage.FIX, Limit.TERM, since=at(9, 29))
    assert end == at(10, 12, 17, 30)  # 30 Sept, 8, 9, Saturday 10, then Monday 12 October
    plain = Limits(city([]))
    assert plain.end(Stage.FIX, Limit.TERM, since=at(9, 29)) == at(10, 6, 17, 30)


def test_the_citys_own_minutes_go_before_ours() -> None:
    own = Limits(LIMITS.calendar, {(Stage.FIX, Limit.TERM): 3 * DAY})
    assert own.end(Stage.FIX, Limit.TERM, since=at(3, 2)) == at(3, 5, 17, 30)
    assert own.end(Stage.FIX, Limit.AT_ONCE, since=at(3, 2)) == at(3, 3, 17, 30)


def test_a_pause_moves_the_limit_by_its_working_time() -> None:
    due = at(3, 4, 17, 30)
    assert LIMITS.moved(due, since=at(3, 3, 9), at=at(3, 4, 9)) == at(3, 5, 17, 30)
    assert LIMITS.moved(due, since=at(3, 6), at=at(3, 9)) == due  # it had passed before the pause
    assert LIMITS.moved(due, since=at(3, 3, 18), at=at(3, 4, 8)) == due  # nobody works at night


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=40)), st.sampled_from(Limit))
def test_after_a_pause_as_much_time_is_left_as_before(
    since: datetime, pause: timedelta, limit: Limit
) -> None:
    due = LIMITS.end(Stage.FIX, limit, since=since)
    moved = LIMITS.moved(due, since=since, at=since + pause)
    assert LIMITS.left(moved, at=since + pause) == LIMITS.left(due, at=since)


def test_a_warning_comes_when_a_quarter_is_left_but_at_most_a_day() -> None:
    since, due = at(3, 2, 8, 30), at(3, 9, 17, 30)
    assert LIMITS.left(due, at=LIMITS.warning(due, since=since)) == DAY
    assert LIMITS.left(at(3, 2, 16), at=LIMITS.warning(at(3, 2, 16), since=since)) == 82
    assert LIMITS.warning(at(3, 2, 9, 30), since=since) == at(3, 2, 9)  # half of a short one


@given(INSTANTS, st.sampled_from(Stage), st.sampled_from(Limit))
def test_reminders_come_in_order_within_working_time(
    since: datetime, stage: Stage, limit: Limit
) -> None:
    due = LIMITS.end(stage, limit, since=since)
    marks = [LIMITS.warning(due, since=since)]
    marks += [m for n in range(1, 4) if (m := LIMITS.escalation(due, n))]
    assert len(marks) == 1 + len(ESCALATIONS)
    assert since <= marks[0] < marks[1] == due < marks[2] < marks[3]
    assert LIMITS.escalation(due, len(ESCALATIONS) + 1) is None
    for mark in marks:
        assert LIMITS.calendar.is_workday(mark.astimezone(SHANGHAI).date())


def test_a_day_of_rest_gives_way_to_the_next_working_day() -> None:
    assert LIMITS.day_end(date(2026, 3, 7)) == at(3, 9, 17, 30)
    assert LIMITS.day_end(date(2026, 3, 7), 1) == at(3, 9, 17, 30)
    assert LIMITS.day_end(date(2026, 10, 10)) == at(10, 10, 17, 30)  # a make-up Saturday
    assert LIMITS.day_end(date(2026, 10, 1)) == at(10, 8, 17, 30)


@given(INSTANTS)
def test_an_instant_outside_working_hours_gives_way_to_the_next_opening(instant: datetime) -> None:
    landed = LIMITS.at_work(instant)
    assert LIMITS.calendar.is_open(landed)
    assert landed == instant if LIMITS.calendar.is_open(instant) else landed > instant
    assert LIMITS.left(landed, at=instant) == 0
