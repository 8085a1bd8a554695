"""The city's calendar stands on the notices and on what the office has entered, at once."""

from datetime import date

import pytest

from wenming.org.calendar import built, calendar
from wenming.org.models import Holiday

FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)


@pytest.mark.django_db
def test_a_day_the_office_enters_counts_from_the_next_question_on() -> None:
    assert calendar().is_workday(FRIDAY)
    day = Holiday.objects.create(day=FRIDAY, kind="off", name="建城日")
    assert not calendar().is_workday(FRIDAY)
    Holiday.objects.filter(pk=day.pk).update(day=SATURDAY, kind="work")
    assert calendar().is_workday(FRIDAY)
    assert calendar().is_workday(SATURDAY)


@pytest.mark.django_db
def test_the_same_days_are_built_once() -> None:
    assert calendar() is calendar()
    assert built.cache_info().hits


def test_the_national_notices_are_in_it() -> None:
    plain = built(())
    assert not plain.is_workday(date(2026, 10, 1))
    assert plain.is_workday(date(2026, 10, 10))  # a make-up Saturday


def test_a_year_is_certain_once_the_office_has_typed_its_notice() -> None:
    assert not built(()).certain(date(2099, 5, 4))
    assert not built(((date(2099, 5, 4), "off"),)).certain(date(2099, 5, 4))
    assert built(((date(2099, 10, 1), "off"),)).certain(date(2099, 5, 4))
