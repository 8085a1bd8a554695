from collections.abc import Callable
from dataclasses import replace

import pytest

from wenming.planning.matches.contradictions import contradictions
from wenming.planning.matches.faults import faults
from wenming.planning.matches.ledger import cost_of
from wenming.planning.matches.problem import Match, Order, Plan, Problem, Slot, Team, Venue
from wenming.planning.matches.solve import solve
from wenming.planning.terms import Contradiction, Fault, LeftOut

BOTH, ONE = frozenset({0, 1}), frozenset({0})
HAIR, LAW = frozenset({1}), frozenset({2})
TOWN = Problem(
    slots=(Slot(0, 120), Slot(1, 60)),
    teams=(
        Team(HAIR, (0, 0), 1000, BOTH, most=2),
        Team(HAIR | LAW, (500, 0), 1000, BOTH, most=2),
        Team(frozenset(), (600, 0), 1000, ONE, most=2),
    ),
    venues=(Venue(7, (400, 0), 30, ONE), Venue(8, (0, 0), 10, BOTH)),
    orders=(
        Order(HAIR, (0, 10), 60, BOTH, worth=10**6, hurry=50),
        Order(LAW, (500, 0), 90, BOTH, worth=10**6, heads=20, kind=7),
        Order(HAIR, (0, 20), 60, BOTH, worth=10**6, hurry=50, barred=frozenset({1})),
        Order(frozenset({3}), (0, 0), 60, BOTH, worth=10**6),
    ),
    promised=(Match(0, 0, 0),),
)
LEFT = LeftOut(3, "skill")


def told(plan: Plan, *matches: Match, left: tuple[LeftOut, ...] = (LEFT,)) -> Plan:
    """The plan with other matches, its cost told truly."""
    known = [m for m in matches if m.order < 4 and m.team < 3]
    return Plan(matches, cost_of(TOWN, known), left)


def changed(plan: Plan, place: int, **more: int) -> Plan:
    """The plan with one match other than it was."""
    matches = list(plan.matches)
    matches[place] = matches[place]._replace(**more)
    return told(plan, *matches)


def test_the_plan_that_is_damaged_below_is_good() -> None:
    plan = solve(TOWN)
    assert plan.matches == (Match(0, 0, 0), Match(1, 1, 0, 0), Match(2, 0, 1))
    assert plan.left_out == (LEFT,)
    assert faults(TOWN, plan) == []


DAMAGES: dict[str, tuple[Callable[[Plan], Plan], set[Fault]]] = {
    "an order is lost": (lambda p: told(p, *p.matches[:2]), {Fault("lost", (2,))}),
    "an order is served twice": (
        lambda p: told(p, *p.matches, Match(0, 1, 1)),
        {Fault("twice", (0,), 1)},
    ),
    "a promise is broken": (
        lambda p: changed(p, 0, team=1, slot=1),
        {Fault("promise", (0,))},
    ),
    "a team without the skill": (
        lambda p: changed(p, 1, team=2),
        {Fault("skill", (1, 2))},
    ),
    "a team that refused it": (
        lambda p: changed(p, 2, team=1),
        {Fault("barred", (2, 1))},
    ),
    "a team that does not give the slot": (
        lambda p: changed(p, 2, team=2),
        {Fault("away", (2, 1)), Fault("skill", (2, 2))},
    ),
    "two orders for one team at one time": (
        lambda p: changed(p, 2, slot=0),
        {Fault("busy", (0, 0), 1)},
    ),
    "a slot too short, in which the venue is closed": (
        lambda p: changed(p, 1, slot=1),
        {Fault("short", (1, 1), 30), Fault("closed", (0, 1))},
    ),
    "a venue of another kind, too small": (
        lambda p: changed(p, 1, venue=1),
        {Fault("kind", (1, 1)), Fault("seats", (1, 1), 10)},
    ),
    "no venue where one is needed": (
        lambda p: changed(p, 1, venue=-1),
        {Fault("venue", (1,))},
    ),
    "a venue where none is needed": (
        lambda p: changed(p, 2, venue=1),
        {Fault("venue", (2,))},
    ),
    "a team that is none": (
        lambda p: told(p, *p.matches[:2], Match(2, 9, 1)),
        {Fault("unknown", (2, 9, 1, -1)), Fault("lost", (2,))},
    ),
    "an order left out though there is room": (
        lambda p: told(p, *p.matches[:2], left=(LeftOut(2, "full"), LEFT)),
        {Fault("spare", (2,))},
    ),
    "an order left out for a reason that is none": (
        lambda p: told(p, *p.matches[:2], left=(LeftOut(2, "skill"), LEFT)),
        {Fault("reason", (2,))},
    ),
    "an order told left out that is served": (
        lambda p: told(p, *p.matches, left=(LeftOut(2, "full"), LEFT)),
        {Fault("left_out", (2,))},
    ),
    "a cost told too low": (
        lambda p: replace(p, cost=p.cost - 7, bound=None),
        {Fault("cost", (), -7)},
    ),
    "a bound above the cost": (
        lambda p: replace(p, bound=p.cost + 5),
        {Fault("bound", (), 5)},
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_caught(name: str) -> None:
    damage, expected = DAMAGES[name]
    assert set(faults(TOWN, damage(solve(TOWN)))) == expected


def test_too_many_for_a_team_or_a_room_and_a_way_too_far_are_caught() -> None:
    few = replace(TOWN, teams=(replace(TOWN.teams[0], most=1), *TOWN.teams[1:]))
    plan = solve(TOWN)
    assert Fault("many", (0,), 1) in faults(few, plan)
    booked = replace(TOWN, venues=(replace(TOWN.venues[0], booked=(0,)), TOWN.venues[1]))
    assert Fault("booked", (0, 0), 1) in faults(booked, plan)
    weak = replace(TOWN, teams=(*TOWN.teams[:1], replace(TOWN.teams[1], reach=100), TOWN.teams[2]))
    assert Fault("reach", (1, 1), 30) in faults(weak, plan)
    late = replace(TOWN, orders=(*TOWN.orders[:2], replace(TOWN.orders[2], slots=ONE), LEFT_ORDER))
    assert Fault("when", (2, 1)) in faults(late, plan)


LEFT_ORDER = TOWN.orders[3]


def test_an_order_a_person_holds_back_is_no_fault() -> None:
    plan = solve(TOWN)
    held = told(plan, *plan.matches[:2], left=(LeftOut(2, "held"), LEFT))
    assert faults(TOWN, held) == []


def of_row(table: str, row: int, **more: object) -> Problem:
    """The town with one row other than it was."""
    rows = list(getattr(TOWN, table))
    rows[row] = replace(rows[row], **more)
    return replace(TOWN, **{table: tuple(rows)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("problem", "fault"),
    [
        (replace(TOWN, slots=(Slot(0, -1), Slot(1, 60))), Fault("slot", (0,))),
        (of_row("teams", 1, slots=frozenset({5})), Fault("team_slot", (1,))),
        (of_row("teams", 2, reach=-1), Fault("team_numbers", (2,))),
        (of_row("venues", 0, slots=frozenset({-1})), Fault("venue_slot", (0,))),
        (of_row("venues", 1, seats=-1), Fault("venue_numbers", (1,))),
        (of_row("venues", 1, booked=(0, 0)), Fault("venue_booked", (1,))),
        (of_row("orders", 1, wished=2), Fault("order_slot", (1,))),
        (of_row("orders", 0, hurry=-1), Fault("order_numbers", (0,))),
        (of_row("orders", 0, barred=frozenset({3})), Fault("order_team", (0,))),
        (replace(TOWN, promised=(Match(0, 0, 9),)), Fault("promise_place", (0,))),
        (replace(TOWN, promised=(Match(0, 0, 0), Match(0, 1, 1))), Fault("promise_twice", (1,))),
        (replace(TOWN, detour=-1), Fault("detour")),
        (replace(TOWN, even=-1), Fault("even")),
    ],
)
def test_matter_that_contradicts_itself_is_named_by_its_row(problem: Problem, fault: Fault) -> None:
    assert contradictions(problem) == [fault]
    with pytest.raises(Contradiction) as refused:
        solve(problem)
    assert refused.value.rows == (fault,)
