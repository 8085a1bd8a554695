"""Several people at once, each with a connection of his own: one wins, the others hear why not."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import close_old_connections, connections

from tests.casefile import filed, in_state, step, visit
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case, Sighting
from wenming.loop.cases.rules import Move, State
from wenming.loop.casework.actions import assign_many, take
from wenming.loop.intake.actions import open_for
from wenming.loop.reminders.actions import warn_and_escalate
from wenming.records.models import Act

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """The small city, committed, so that every connection sees it."""
    return World()


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    """Do something in so many threads at the same moment; what came of each, refusals as facts."""
    barrier = Barrier(number)

    def run(place: int) -> Any:
        close_old_connections()
        try:
            barrier.wait(timeout=60)
            return act(place)
        except Refused as no:
            return no.args
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_six_move_one_case_and_one_wins(world: World) -> None:
    case = filed(world)
    given = Given(unit=world.street.pk)
    done = at_once(6, lambda _: take(case.pk, Move.ASSIGN, given, by=world.office, at=MONDAY).state)
    assert Counter(done) == {State.ASSIGNED.value: 1, ("state", "assigned"): 5}
    assert Act.objects.filter(move="assign").count() == 1


def test_six_different_steps_at_once_leave_one_history(world: World) -> None:
    case = in_state(world, State.FIXED)
    moves = [Move.CLOSE, Move.SEND_BACK, Move.CLOSE, Move.SEND_BACK, Move.CLOSE, Move.SEND_BACK]
    given = Given(note="写明", seen=case.steps)
    done = at_once(6, lambda n: take(case.pk, moves[n], given, by=world.office, at=MONDAY).steps)
    assert sum(one == case.steps + 1 for one in done) == 1
    assert sum(isinstance(one, tuple) and one[0] == "state" for one in done) == 5
    assert Act.objects.about("case", case.pk).count() == case.steps + 2  # the filing, and the one


def test_six_ask_for_more_time_and_one_is_asked(world: World) -> None:
    case = in_state(world, State.TAKEN)
    until = MONDAY.date().replace(month=6)
    given = Given(note="雨季", until=until)
    done = at_once(6, lambda _: take(case.pk, Move.ASK, given, by=world.mender, at=MONDAY).state)
    assert Counter(done) == {"taken": 1, ("asked", "taken"): 5}


def test_six_visits_see_one_problem_and_open_one_case(world: World) -> None:
    found = [visit(world, world.litter, world.signs) for _ in range(6)]
    done = at_once(6, lambda n: [c.pk for c in open_for(found[n], by=world.inspector, at=MONDAY)])
    assert len({tuple(one) for one in done}) == 1
    assert Case.objects.count() == 2
    assert Sighting.objects.count() == 12
    assert Counter(Act.objects.values_list("move", flat=True)) == {"file": 2, "sight": 10}


def test_cases_filed_at_once_at_many_places_have_numbers_of_their_own(world: World) -> None:
    found = [visit(world, world.litter, site=site) for site in world.sites]
    at_once(5, lambda n: open_for(found[n], by=world.inspector, at=MONDAY))
    numbers = Case.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"2026-{n:05}" for n in range(1, 6)]


def test_opening_anew_and_a_new_finding_leave_one_live_case(world: World) -> None:
    case = in_state(world, State.CLOSED)
    found = visit(world, world.litter)

    def act(place: int) -> object:
        if place:
            return open_for(found, by=world.inspector, at=MONDAY)[0].pk
        return take(case.pk, Move.REOPEN, Given(note="反复"), by=world.office, at=MONDAY).pk

    first, second = at_once(2, act)
    live = Case.objects.live().get()
    assert second == live.pk
    assert first == live.pk or first == ("live", live.number)


def test_two_dispatchers_of_the_same_list_assign_each_case_once(world: World) -> None:
    cases = [filed(world, site=site).pk for site in world.sites]
    orders = (cases, cases[::-1])
    done = at_once(2, lambda n: assign_many(orders[n], by=world.office, at=MONDAY))
    assert sum(len(one.done) for one in done) == len(cases)
    assert Act.objects.filter(move="assign").count() == len(cases)


def test_two_merge_into_one_another_and_one_stays(world: World) -> None:
    pair = [filed(world, world.litter), filed(world, world.signs)]

    def act(place: int) -> str:
        given = Given(into=pair[1 - place].pk)
        return take(pair[place].pk, Move.MERGE, given, by=world.office, at=MONDAY).state

    done = at_once(2, act)
    assert Counter(done) == {"merged": 1, ("into",): 1}
    assert Case.objects.live().get().sightings.count() == 2


def test_two_clocks_remind_once(world: World) -> None:
    when = step(world, filed(world), Move.ASSIGN, Move.TAKE).nudge or MONDAY
    done = at_once(3, lambda _: warn_and_escalate(at=when))
    assert sum(one.get("warn", 0) for one in done) == 1
    assert Act.objects.filter(move="warn").count() == 1
