"""Reminders: warned before, told after, up the ladder, once each, and never at night."""

from datetime import datetime

import pytest

from tests.casefile import filed, in_state, step
from tests.world import SHANGHAI, World, person
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State
from wenming.loop.reminders.actions import warn_and_escalate
from wenming.org.models import User
from wenming.org.rules import Role
from wenming.records.models import Act


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def heard(case: Case) -> list[tuple[str, set[int]]]:
    """The reminders of a case, with the persons each concerns."""
    rows = Act.objects.about("case", case.pk).filter(move__in=["warn", "escalate", "plan_day"])
    return [(act.move, set(act.persons)) for act in rows]


@pytest.fixture
def chief(world: World) -> User:
    """The head of the street office, whose cases these are."""
    return person("sunhead", Role.UNIT_HEAD, unit=world.street)


def test_the_handler_then_the_head_then_the_office_hear_of_it(world: World, chief: User) -> None:
    case = in_state(world, State.TAKEN)
    assert case.due == at(9, 17, 30)
    ladder = [
        (at(9, 8, 29), "", set()),
        (at(9, 8, 35), "warn", {world.mender.pk}),
        (at(9, 17, 29), "", set()),
        (at(9, 17, 30), "escalate", {world.mender.pk}),
        (at(10, 17, 0), "", set()),
        (at(10, 17, 30), "escalate", {chief.pk}),
        (at(11, 17, 30), "escalate", {world.office.pk}),
        (at(20, 17, 30), "", set()),
    ]
    for when, move, persons in ladder:
        before = heard(case)
        warn_and_escalate(at=when)
        assert heard(case)[len(before) :] == ([(move, persons)] if move else [])


def test_running_it_again_says_nothing_twice(world: World) -> None:
    case = in_state(world, State.TAKEN)
    assert warn_and_escalate(at=at(9, 9)) == {"warn": 1}
    assert warn_and_escalate(at=at(9, 9)) == {}
    assert len(heard(case)) == 1


def test_nobody_is_told_at_night_but_in_the_morning(world: World) -> None:
    in_state(world, State.TAKEN)
    assert warn_and_escalate(at=at(9, 23)) == {}
    assert warn_and_escalate(at=at(10, 7)) == {}
    assert warn_and_escalate(at=at(10, 8)) == {"escalate": 1}


def test_after_a_long_silence_all_who_should_have_heard_do_at_once(
    world: World, chief: User
) -> None:
    case = in_state(world, State.TAKEN)
    warn_and_escalate(at=at(30, 9))
    assert heard(case) == [("escalate", {world.mender.pk, chief.pk, world.office.pk})]
    assert warn_and_escalate(at=at(31, 9)) == {}


def test_a_new_stage_starts_a_new_ladder(world: World) -> None:
    case = in_state(world, State.TAKEN)
    warn_and_escalate(at=at(12, 9))
    case = step(world, case, Move.FIX, at=at(12, 9))
    assert (case.warned, case.escalated) == (None, 0)
    warn_and_escalate(at=at(16, 17, 30))
    assert heard(case)[-1] == ("escalate", {world.inspector.pk})


def test_what_waits_for_dispatch_is_the_offices_own(world: World) -> None:
    case = filed(world)
    warn_and_escalate(at=at(3, 9))
    assert heard(case) == [("escalate", {world.office.pk})]


def test_a_unit_without_people_leaves_it_to_the_office(world: World) -> None:
    case = in_state(world, State.TAKEN)
    Case.objects.filter(pk=case.pk).update(unit=world.roads)
    warn_and_escalate(at=at(9, 9))
    assert heard(case) == [("warn", {world.office.pk})]


def test_who_has_left_the_post_is_not_told(world: World) -> None:
    case = in_state(world, State.TAKEN)
    world.mender.appointments.update(until=at(1, 9).date())
    warn_and_escalate(at=at(9, 9))
    assert heard(case) == [("warn", {world.office.pk})]


def test_on_the_day_of_its_plan_the_office_hears_of_a_shelved_case(world: World) -> None:
    case = in_state(world, State.SHELVED)
    assert warn_and_escalate(at=datetime(2026, 8, 31, 17, 0, tzinfo=SHANGHAI)) == {}
    morning = datetime(2026, 9, 1, 8, 30, tzinfo=SHANGHAI)
    assert warn_and_escalate(at=morning) == {"plan_day": 1}
    assert warn_and_escalate(at=morning) == {}
    assert heard(case) == [("plan_day", {world.office.pk})]


def test_what_was_told_before_an_appeal_is_not_told_again_after(world: World) -> None:
    case = in_state(world, State.TAKEN)
    warn_and_escalate(at=at(10, 9))
    step(world, case, Move.APPEAL, at=at(10, 9))
    assert warn_and_escalate(at=at(12, 9)) == {}
    step(world, case, Move.DISMISS, at=at(12, 9))
    warn_and_escalate(at=at(12, 10))
    assert [move for move, _ in heard(case)] == ["escalate", "escalate"]  # handler, then head


def test_more_than_a_batch_are_all_told(world: World) -> None:
    case = in_state(world, State.TAKEN)
    rows = [
        Case(
            **{
                f.attname: getattr(case, f.attname)
                for f in Case._meta.concrete_fields
                if f.name != "id"
            }
        )
        for _ in range(450)
    ]
    for number, row in enumerate(rows):
        row.number, row.site, row.item = f"x{number}", None, None
    Case.objects.bulk_create(rows)
    assert warn_and_escalate(at=at(9, 9)) == {"warn": 451}
