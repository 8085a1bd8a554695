"""Seats and the queue for them: in order, once each, and nobody's name kept for longer than needed."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from tests.service.lessons import DRAFT, Class
from tests.service.station import Town
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.records.models import Act
from wenming.service.courses.models import Course
from wenming.service.enrolments.actions import (
    change,
    enrol,
    forget,
    lapse,
    mark,
    take,
)
from wenming.service.enrolments.models import Attendance, Enrolment
from wenming.service.enrolments.rules import ARROWS, Move, Presence, State, confirm_by, telephone


@pytest.fixture
def lessons(world: World) -> Class:
    return Class(Town(world))


def states() -> list[str]:
    return list(Enrolment.objects.order_by("pk").values_list("state", flat=True))


def test_who_comes_first_has_a_seat_and_the_others_wait_in_order(lessons: Class) -> None:
    rows = [lessons.enrols(n) for n in range(1, 6)]
    assert states() == ["in", "in", "waiting", "waiting", "waiting"]
    assert [row.turn for row in rows] == [1, 2, 3, 4, 5]


def test_the_same_form_and_the_same_telephone_are_the_same_enrolment(lessons: Class) -> None:
    first = lessons.enrols(1)
    again = lessons.enrols(1)
    other_phone = lessons.enrols(2, name=" 居民 1", phone="+86 139-0000-0001")
    assert first.pk == again.pk == other_phone.pk
    assert (first.number, first.code) == (other_phone.number, other_phone.code)
    assert Act.objects.filter(kind="enrolment", move="enrol").count() == 1


def test_one_telephone_under_two_names_is_for_the_station_to_settle(lessons: Class) -> None:
    lessons.enrols(1)
    with pytest.raises(Refused, match="phone_taken"):
        lessons.enrols(2, phone="13900000001")
    couple = lessons.asks(2, phone="13900000001", desk=True)
    assert enrol(couple, by=lessons.host, at=MONDAY).state == "in"
    with pytest.raises(Refused, match="power"):
        enrol(replace(couple, key=lessons.asks(3).key), by=lessons.town.captain, at=MONDAY)


def test_a_seat_given_up_is_offered_to_the_first_who_waits(lessons: Class) -> None:
    rows = [lessons.enrols(n) for n in range(1, 5)]
    take(rows[0].pk, Move.GIVE_UP, by=None, at=MONDAY, slip=True)
    assert states() == ["given_up", "in", "offered", "waiting"]
    offered = Enrolment.objects.get(pk=rows[2].pk)
    assert offered.until is not None
    assert offered.until <= lessons.course.sessions.all()[0].start
    told = Act.objects.get(kind="enrolment", move="offer")
    assert told.units == [lessons.town.station.unit_id]
    take(offered.pk, Move.CONFIRM, by=None, at=MONDAY, slip=True)
    assert states() == ["given_up", "in", "in", "waiting"]


def test_a_seat_not_confirmed_in_time_goes_on_to_the_next(lessons: Class) -> None:
    rows = [lessons.enrols(n) for n in range(1, 5)]
    take(rows[0].pk, Move.GIVE_UP, by=None, at=MONDAY, slip=True)
    assert lapse(at=MONDAY + timedelta(hours=1)) == 0
    assert lapse(at=MONDAY + timedelta(days=3)) == 1
    assert states() == ["given_up", "in", "lapsed", "offered"]


def test_who_gave_up_and_asks_again_stands_at_the_end(lessons: Class) -> None:
    rows = [lessons.enrols(n) for n in range(1, 4)]
    take(rows[0].pk, Move.GIVE_UP, by=None, at=MONDAY, slip=True)
    again = lessons.enrols(9, name="居民1", phone="13900000001")
    assert (again.pk, again.state, again.turn) == (rows[0].pk, "waiting", 4)


def test_seats_that_are_added_go_to_those_who_wait_and_none_is_taken_away(lessons: Class) -> None:
    for n in range(1, 5):
        lessons.enrols(n)
    change(lessons.course.pk, replace(DRAFT, seats=3), **lessons.told)
    assert states() == ["in", "in", "offered", "waiting"]
    with pytest.raises(Refused, match="seats_held"):
        change(lessons.course.pk, replace(DRAFT, seats=2), **lessons.told)
    assert Course.objects.get(pk=lessons.course.pk).seats == 3


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_a_slip_takes_the_steps_of_the_table_and_no_other(
    lessons: Class, state: State, move: Move
) -> None:
    row = lessons.enrols(1)
    until = MONDAY + timedelta(days=1) if state is State.OFFERED else None
    Enrolment.objects.filter(pk=row.pk).update(state=state.value, until=until)
    arrow = ARROWS[move]
    if state in arrow.sources and arrow.power == "enrolled":
        done = take(row.pk, move, by=None, at=MONDAY, slip=True)
        assert done.state == ("in" if move is Move.AGAIN else arrow.target)  # a seat is free
        return
    with pytest.raises(Refused) as no:
        take(row.pk, move, by=None, at=MONDAY, slip=True)
    assert no.value.reason in {"state", "power"}
    assert states() == [state.value]


def test_enrolment_keeps_its_days_but_the_station_may_still_enrol(lessons: Class) -> None:
    late = DRAFT.closes + timedelta(minutes=1)
    with pytest.raises(Refused, match="enrol_closed"):
        enrol(lessons.asks(1), by=None, at=late)
    assert enrol(lessons.asks(1, desk=True, phone=""), by=lessons.host, at=late).state == "in"
    with pytest.raises(Refused, match="course_over"):
        enrol(lessons.asks(2, desk=True), by=lessons.host, at=MONDAY + timedelta(days=60))


def test_names_and_telephones_are_gone_a_month_after_the_course(lessons: Class) -> None:
    row = lessons.enrols(1)
    last = lessons.course.sessions.order_by("end").last()
    assert last is not None
    assert forget(at=last.end + timedelta(days=29)) == 0
    assert forget(at=last.end + timedelta(days=31)) == 1
    assert forget(at=last.end + timedelta(days=31)) == 0
    kept = Enrolment.objects.get(pk=row.pk)
    assert (kept.name, kept.phone, kept.number) == ("", "", row.number)
    told = str(list(Act.objects.filter(kind="enrolment").values()))
    assert "居民1" not in told
    assert "13900000001" not in told


def test_the_teacher_or_the_station_keeps_the_list_and_nobody_else(lessons: Class) -> None:
    row, session = lessons.enrols(1), lessons.course.sessions.all()[0]
    came, then = {row.pk: Presence.CAME}, session.start + timedelta(hours=1)
    with pytest.raises(Refused, match="session_not_held"):
        mark(session.pk, came, by=lessons.host, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        mark(session.pk, came, by=lessons.town.asker, at=then)
    change(lessons.course.pk, replace(DRAFT, leader=lessons.town.asker.pk), **lessons.told)
    for _again in range(2):
        mark(session.pk, came, by=lessons.town.asker, at=then)
    assert Attendance.objects.get().presence == "came"
    assert Act.objects.filter(kind="course", move="mark").count() == 1


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("139 0937 1234", "13909371234"),
        ("＋８６１３９０９３７１２３４", "13909371234"),
        ("0937-6226123", "09376226123"),
    ],
)
def test_a_telephone_is_its_digits_however_it_is_typed(said: str, digits: str) -> None:
    assert telephone(said) == digits


@pytest.mark.parametrize("said", ["", "王奶奶", "110", "1390937123456789"])
def test_what_is_no_telephone_is_refused(said: str) -> None:
    with pytest.raises(Refused, match="phone"):
        telephone(said)


def test_an_offer_is_kept_two_days_at_most_and_two_hours_at_least() -> None:
    hours = timedelta(hours=1)
    assert confirm_by(MONDAY, None) == MONDAY + 48 * hours
    assert confirm_by(MONDAY, MONDAY + 36 * hours) == MONDAY + 24 * hours
    assert confirm_by(MONDAY, MONDAY + 3 * hours) == MONDAY + 2 * hours
