"""Shifts as people write them, months of them, and what one more duty breaks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import SHANGHAI
from wenming.kit.flow import Refused
from wenming.service.members.rules import Limits, lacking
from wenming.service.shifts.rules import (
    Duty,
    Span,
    broken,
    days_of,
    following,
    month,
    spans,
    twin,
)

FREE = Limits(most_minutes=60 * 744, longest_run=31)


def duty(day: int, start: float, hours: float) -> Duty:
    at = datetime(2026, 3, day, tzinfo=SHANGHAI) + timedelta(hours=start)
    return Duty(at.date(), at, at + timedelta(hours=hours))


def rules(new: Duty, others: Iterable[Duty] = (), limits: Limits = FREE) -> list[str]:
    return [one.rule for one in broken(new, list(others), limits)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("正班 08:30-16:30", [("正班", 510, 990)]),
        ("错时班 17：00至21：00\n正班 8:30—16:30", [("正班", 510, 990), ("错时班", 1020, 1260)]),
        ("夜班 20:00-06:00", [("夜班", 1200, 1800)]),
        ("18:00-20:00", [("18:00", 1080, 1200)]),
    ],
)
def test_a_shift_is_read_as_people_write_it(text: str, found: list[tuple[str, int, int]]) -> None:
    assert spans(text) == [Span(*one) for one in found]


@pytest.mark.parametrize("text", ["", "上午", "正班 8-16", "正班 25:00-26:00", "正班 08:30-16:99"])
def test_what_is_no_shift_is_named(text: str) -> None:
    with pytest.raises(Refused, match="span"):
        spans(text)


def test_a_month_is_written_with_its_year() -> None:
    assert month("2026-03") == date(2026, 3, 1)
    assert [month(no) for no in ("2026-13", "03-2026", "", "2026-3")] == [None] * 4
    assert (following(date(2026, 12, 1)), following(date(2026, 1, 1), -1)) == (
        date(2027, 1, 1),
        date(2025, 12, 1),
    )


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(-3, 3))
def test_the_twin_of_a_day_is_the_same_weekday_of_the_other_month(day: date, months: int) -> None:
    source = following(day.replace(day=1), months)
    found = twin(day, source)
    assert found in days_of(source)
    assert found.weekday() == day.weekday()
    assert months or found == day


def test_two_duties_at_a_time_are_one_too_many() -> None:
    assert rules(duty(3, 8, 8), [duty(3, 15, 4)]) == ["overlap"]
    assert rules(duty(3, 8, 8), [duty(3, 16, 4)]) == []


def test_between_two_days_one_rests_eleven_hours() -> None:
    assert rules(duty(3, 8, 8), [duty(2, 18, 4)]) == ["rest"]
    assert rules(duty(3, 9, 8), [duty(2, 18, 4)]) == []
    assert rules(duty(2, 18, 4), [duty(3, 8, 8)]) == ["rest"]


def test_hours_are_counted_within_the_month() -> None:
    limits = Limits(most_minutes=16 * 60, longest_run=31)
    before = [duty(2, 9, 8), duty(5, 9, 4)]
    assert rules(duty(9, 9, 4), before, limits) == []
    assert rules(duty(9, 9, 5), before, limits) == ["hours_over"]
    assert rules(duty(9, 9, 5), [duty(1, 9, 8)], limits) == []


def test_days_in_a_row_count_on_both_sides() -> None:
    limits = Limits(most_minutes=60 * 744, longest_run=3)
    assert rules(duty(4, 9, 4), [duty(n, 9, 4) for n in (2, 3, 5)], limits) == ["long_run"]
    assert rules(duty(4, 9, 4), [duty(n, 9, 4) for n in (2, 3, 6)], limits) == []


def test_a_qualification_counts_from_its_first_day_to_its_last() -> None:
    held = {1: (date(2026, 1, 1), date(2026, 3, 31)), 2: (date(2026, 2, 1), None)}
    assert lacking([1, 2], held, date(2026, 3, 31)) == set()
    assert lacking([1, 2], held, date(2026, 4, 1)) == {1}
    assert lacking([1, 2, 3], held, date(2026, 1, 1)) == {2, 3}
