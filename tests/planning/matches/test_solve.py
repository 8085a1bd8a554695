from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from tests.planning.matches.towns import best_by_trying, towns
from wenming.planning.matches.columns import Columns
from wenming.planning.matches.faults import faults
from wenming.planning.matches.ledger import Ledger, alone, fitting
from wenming.planning.matches.problem import Match, Order, Plan, Problem, Proof, Slot, Team, Venue
from wenming.planning.matches.proof import least
from wenming.planning.matches.solve import solve
from wenming.planning.matches.town import Terms, hurry_of, worth_of
from wenming.planning.terms import Clash, Fault, LeftOut

DAY = (Slot(0, 120), Slot(1, 120))
BOTH = frozenset({0, 1})
NONE: frozenset[int] = frozenset()


def team(east: int, **more: object) -> Team:
    """A team with no skills that gives both slots."""
    found = Team(NONE, (east, 0), 10_000, BOTH, most=9)
    return replace(found, **more)  # type: ignore[arg-type]


def order(east: int, **more: object) -> Order:
    """An order that anybody may serve in either slot."""
    found = Order(NONE, (east, 0), 60, BOTH, worth=10**6)
    return replace(found, **more)  # type: ignore[arg-type]


@given(towns())
@settings(max_examples=200, deadline=None)
def test_the_plan_is_the_best_of_all(town: Problem) -> None:
    plan = solve(town)
    assert faults(town, plan) == []
    assert plan.cost == best_by_trying(town) == plan.bound
    assert set(town.promised) <= set(plan.matches)
    if plan.proof is not None:
        assert least(town, plan.proof) == plan.bound


@given(towns(most_orders=12, most_teams=6))
@settings(max_examples=100, deadline=None)
def test_a_plan_of_any_town_is_free_of_faults_and_its_bound_holds(town: Problem) -> None:
    told: list[Plan] = []

    def listen(plan: Plan) -> bool:
        told.append(plan)
        return True

    plan = solve(town, tell=listen)
    for one in told:
        assert faults(town, one) == []
        assert (one.bound or 0) <= plan.cost <= one.cost
    assert plan.is_best


@given(towns())
@settings(max_examples=100, deadline=None)
def test_the_table_of_all_matches_says_what_judging_one_by_one_says(town: Problem) -> None:
    columns, ledger = Columns.of(town), Ledger.of(town, town.promised)
    table = {columns.match(row): int(columns.cost[row]) for row in range(len(columns.cost))}
    promised = {m.order for m in town.promised}
    assert table == {
        match: alone(town, match)
        for number in range(len(town.orders))
        if number not in promised
        for match in fitting(town, number)
        if ledger.has_room(match)
    }


@given(towns())
@settings(max_examples=60, deadline=None)
def test_no_prices_whatever_prove_more_than_is_so(town: Problem) -> None:
    columns = Columns.of(town)
    chance = np.random.default_rng(len(columns.cost))
    made = [chance.integers(0, 900, len(x)) for x in (columns.places, columns.rooms)]
    turns = chance.integers(-900, 900, len(columns.turns))
    proof = Proof(tuple(made[0].tolist()), tuple(made[1].tolist()), tuple(turns.tolist()), 1)
    assert least(town, proof) <= best_by_trying(town)


def test_the_nearer_team_comes_and_who_waits_longer_is_served_first() -> None:
    near = solve(Problem(DAY, (team(0), team(900)), (), (order(800),)))
    assert near.matches == (Match(0, 1, 0),)
    queue = Problem(DAY, (team(0),), (), (order(10, hurry=50), order(10, hurry=51)))
    assert solve(queue).matches == (Match(0, 0, 1), Match(1, 0, 0))


def test_orders_are_shared_out_evenly_where_that_is_worth_the_way() -> None:
    far = Problem(DAY, (team(0, at_once=2), team(100)), (), (order(0), order(0)), even=0)
    assert {m.team for m in solve(far).matches} == {0}
    assert {m.team for m in solve(replace(far, even=150)).matches} == {0, 1}
    tired = replace(far, teams=(team(0, at_once=2, served=3), team(100)), even=150)
    assert {m.team for m in solve(tired).matches} == {1}


def test_two_orders_for_one_room_are_put_one_after_the_other() -> None:
    room = Venue(7, (0, 0), 20, BOTH, booked=())
    asked = (order(0, kind=7, heads=12), order(0, kind=7, heads=20))
    plan = solve(Problem(DAY, (team(0), team(50)), (room,), asked))
    assert sorted(m.slot for m in plan.matches) == [0, 1]
    booked = replace(room, booked=(0,))
    plan = solve(Problem(DAY, (team(0), team(50)), (booked,), asked))
    assert [m.slot for m in plan.matches] == [1]
    assert [o.reason for o in plan.left_out] == ["full"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (order(0, skills=frozenset({5})), "skill"),
        (order(0, barred=frozenset({0})), "barred"),
        (order(50_000), "reach"),
        (order(0, slots=NONE), "times"),
        (order(0, minutes=500), "times"),
        (order(0, kind=8), "venue"),
        (order(0, kind=7, heads=21), "venue"),
        (order(0, kind=7, slots=frozenset({0})), "closed"),
    ],
)
def test_who_cannot_be_served_is_told_why(asked: Order, reason: str) -> None:
    room = Venue(7, (0, 0), 20, frozenset({1}))
    problem = Problem(DAY, (team(0),), (room,), (asked,))
    plan = solve(problem)
    assert plan.left_out == (LeftOut(0, reason),)
    assert faults(problem, plan) == []


def test_an_order_that_arrives_leaves_the_promised_ones_where_they_are() -> None:
    first = Problem(DAY, (team(0), team(900)), (), (order(800), order(0)))
    promised = solve(first).matches
    assert promised == (Match(0, 1, 0), Match(1, 0, 0))
    late = replace(first, orders=(*first.orders, order(850, slots=frozenset({0}))))
    assert solve(replace(late, promised=promised)).left_out == (LeftOut(2, "full"),)
    late = replace(first, orders=(*first.orders, order(850)))
    plan = solve(replace(late, promised=promised))
    assert plan.matches == (*promised, Match(2, 1, 1))


def test_promises_that_cannot_all_be_kept_are_told_as_the_smallest_set() -> None:
    problem = Problem(DAY, (team(0), team(900, skills=frozenset({1}))), (), (order(0),) * 4)
    promised = (Match(0, 0, 0), Match(1, 0, 0), Match(2, 0, 0), Match(3, 1, 1))
    with pytest.raises(Clash) as told:
        solve(replace(problem, promised=promised))
    pair = (Fault("promise", (0,)), Fault("promise", (1,)))
    assert told.value.demands == (*pair, Fault("busy", (0, 0), 1))
    skilled = (*problem.orders[:3], order(0, skills=frozenset({2})))
    with pytest.raises(Clash) as told:
        solve(replace(problem, orders=skilled, promised=promised[3:]))
    assert told.value.demands == (Fault("promise", (3,)), Fault("skill", (3, 1)))


def crowd(chance: np.random.Generator, many: int) -> Problem:
    """A quarter with scarce rooms."""
    slots = tuple(Slot(day, 120) for day in range(5))
    spots = chance.integers(0, 4000, (3, many, 2)).tolist()
    some = [frozenset(np.flatnonzero(row).tolist()) for row in chance.random((3 * many, 5)) < 0.6]
    teams = tuple(
        Team(frozenset({k % 3, (k + 1) % 3}), tuple(spots[0][k]), 3500, some[k], 4)
        for k in range(many // 3)
    )
    venues = tuple(Venue(k % 2, tuple(spots[1][k]), 30, some[many + k]) for k in range(many // 8))
    orders = tuple(
        Order(
            frozenset({k % 3}),
            tuple(spots[2][k]),
            90,
            some[2 * many + k],
            worth=50_000,
            kind=k % 2 if k % 3 else None,
            hurry=int(chance.integers(0, 500)),
        )
        for k in range(many)
    )
    return Problem(slots, teams, venues, orders, even=200)


def test_the_same_seed_and_effort_give_the_same_plan_twice() -> None:
    town = crowd(np.random.default_rng(3), 60)
    plan = solve(town, seed=5)
    assert faults(town, plan) == []
    assert plan.left_out
    assert plan.is_best
    assert solve(town, seed=5) == plan


def test_a_cancelled_solve_keeps_the_plan_it_has() -> None:
    town = crowd(np.random.default_rng(3), 60)
    plan = solve(town, tell=lambda _: False)
    assert faults(town, plan) == []
    assert plan.matches
    assert plan.bound is None
    best = solve(town)
    assert best.cost < plan.cost


def test_prices_of_another_town_prove_nothing() -> None:
    town = Problem(DAY, (team(0),), (), (order(0),))
    with pytest.raises(ValueError, match="not of this problem"):
        least(town, Proof((0,), (), (0,), 1))
    with pytest.raises(ValueError, match="proves nothing"):
        least(town, Proof((0, -5), (), (0,), 1))


def test_who_waits_longer_hurries_more_and_is_left_out_last() -> None:
    terms = Terms(day=100, waited=20, left=100_000)
    assert (hurry_of(0, terms), hurry_of(10, terms)) == (100, 300)
    assert worth_of(0, terms) == 100_000 < worth_of(1, terms)
