"""A course with its sessions and its venue: all of it, or nothing."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.service.lessons import DRAFT, Class
from tests.service.station import TUESDAY, Town
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.org.models import Holiday
from wenming.service.courses.actions import add_sessions, call_off, drop_session, set_up
from wenming.service.courses.models import Course, Session
from wenming.service.courses.rules import weekly
from wenming.service.stations.actions import book
from wenming.service.stations.drafts import Wanted
from wenming.service.stations.models import Booking


@pytest.fixture
def lessons(world: World) -> Class:
    return Class(Town(world))


def test_a_series_is_held_each_week_and_its_venue_booked_each_time(lessons: Class) -> None:
    rows = list(lessons.course.sessions.select_related("booking"))
    assert [(row.start - rows[0].start).days for row in rows] == [0, 7, 14]
    assert [row.booking and row.booking.start for row in rows] == [row.start for row in rows]


def test_a_clash_on_any_day_leaves_no_course_and_names_the_day(lessons: Class) -> None:
    town = lessons.town
    start = MONDAY + timedelta(days=8)
    book(Wanted(town.hall.pk, start, start + timedelta(hours=1), "开会"), **lessons.told)
    with pytest.raises(Refused) as no:
        lessons.made(2, lessons.series(venue=town.hall.pk))
    assert (no.value.reason, no.value.lacking) == ("venue_booked", ("大厅", "03-10 09:00"))
    assert Course.objects.count() == 1
    assert Booking.objects.filter(purpose="书法班", venue=town.hall).count() == 0


def test_the_same_form_sent_again_is_the_same_course(lessons: Class) -> None:
    assert lessons.made(1) == lessons.course
    assert Session.objects.count() == 3


def test_a_holiday_is_left_out_and_made_up_for(lessons: Class) -> None:
    Holiday.objects.create(day=TUESDAY + timedelta(days=7), kind="off")
    row = lessons.made(2, lessons.series(starts=time(14), ends=time(15)))
    days = [(one.start.date() - TUESDAY).days for one in row.sessions.all()]
    assert days == [0, 14, 21]
    other = lessons.made(3, lessons.series(starts=time(16), ends=time(17), over_holidays=True))
    assert [(one.start.date() - TUESDAY).days for one in other.sessions.all()] == [0, 7, 14]


@given(some.integers(1, 30), some.sets(some.integers(0, 40)))
def test_a_series_has_as_many_days_as_asked_for_none_of_them_a_day_of_rest(
    times: int, off: set[int]
) -> None:
    rest = {TUESDAY + timedelta(days=7 * n) for n in off}
    days = weekly(TUESDAY, times, rest.__contains__)
    assert len(days) == times
    assert not rest & set(days)
    assert all(day.weekday() == TUESDAY.weekday() for day in days)
    every = [TUESDAY + timedelta(days=n) for n in range(0, (days[-1] - TUESDAY).days + 1, 7)]
    assert days == [day for day in every if day not in rest]


def test_a_session_that_falls_out_frees_its_venue_and_can_be_laid_again(lessons: Class) -> None:
    first = lessons.course.sessions.all()[0]
    for _again in range(2):
        drop_session(first.pk, **lessons.told)
    assert Booking.objects.standing().count() == 2
    series = lessons.series(times=1)
    add_sessions(lessons.course.pk, series, **lessons.told)
    assert lessons.course.sessions.standing().count() == 3


def test_a_course_called_off_frees_all_its_venues(lessons: Class) -> None:
    with pytest.raises(Refused, match="needs"):
        call_off(lessons.course.pk, " ", **lessons.told)
    call_off(lessons.course.pk, "老师生病", **lessons.told)
    assert not Booking.objects.standing().exists()
    assert not Course.objects.going_on(MONDAY).exists()


def test_nobody_sets_up_a_course_at_a_station_he_does_not_run(lessons: Class) -> None:
    told = (lessons.town.station.pk, DRAFT, lessons.series(date(2026, 5, 4)), UUID(int=9))
    with pytest.raises(Refused, match="power"):
        set_up(*told, by=lessons.town.captain, at=MONDAY)
