from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linear_sum_assignment

from tests.planning.adoptions.towns import best_by_trying, towns
from wenming.planning.adoptions.faults import faults
from wenming.planning.adoptions.pricing import prices
from wenming.planning.adoptions.problem import NO_LIMIT, Favour, Plan, Problem, Proof
from wenming.planning.adoptions.proof import least
from wenming.planning.adoptions.solve import solve
from wenming.planning.terms import Clash, Fault


def grid(way: list[list[int]], **more: object) -> Problem:
    """A town without load: every unit exactly one segment, every segment at least one unit."""
    n, m = len(way), len(way[0])
    problem = Problem(
        way=np.array(way),
        load=np.zeros((n, m), np.int64),
        share=np.zeros(n, np.int64),
        room=np.full(n, NO_LIMIT),
        counts=np.tile([1, 1], (n, 1)),
        crews=np.tile([1, n], (m, 1)),
    )
    return replace(problem, **more)  # type: ignore[arg-type]


@given(towns())
@settings(max_examples=150, deadline=None)
def test_the_plan_is_the_best_of_all_and_proved(town: Problem) -> None:
    best = best_by_trying(town)
    if best is None:
        with pytest.raises(Clash) as told:
            solve(town)
        assert told.value.demands
        return
    plan = solve(town)
    assert faults(town, plan) == []
    assert plan.cost == best
    assert plan.is_best
    assert plan.proof is not None
    assert least(town, plan.proof) == best


@given(towns(most_units=4, most_segments=4, several=True))
@settings(max_examples=150, deadline=None)
def test_where_loads_add_up_a_small_plan_is_the_best_of_all_too(town: Problem) -> None:
    best = best_by_trying(town)
    if best is None:
        with pytest.raises(Clash) as told:
            solve(town)
        assert told.value.demands
        return
    plan = solve(town)
    assert faults(town, plan) == []
    assert plan.cost == best
    if plan.proof is not None:
        assert least(town, plan.proof) == plan.bound
        assert best >= least(town, plan.proof)


def crowd(units: int, segments: int) -> Problem:
    """A town whose units have several segments each and hardly room for them."""
    chance = np.random.default_rng(3)
    load = chance.integers(1, 101, (units, segments))
    return Problem(
        way=111 - load + chance.integers(-10, 11, (units, segments)),
        load=load,
        share=np.zeros(units, np.int64),
        room=load.sum(axis=1) * 8 // (10 * units),
        counts=np.tile([0, segments], (units, 1)),
        crews=np.tile([1, 1], (segments, 1)),
    )


def test_a_search_tells_better_and_better_plans_and_is_the_same_twice() -> None:
    town, told = crowd(8, 32), list[Plan]()

    def listen(plan: Plan) -> bool:
        told.append(plan)
        return True

    plan = solve(town, effort=1, seed=2, tell=listen)
    costs = [one.cost for one in told]
    assert costs == sorted(costs, reverse=True)
    assert (told[-1], faults(town, told[0]), faults(town, plan)) == (plan, [], [])
    assert plan.cost < costs[0]
    assert plan.bound is not None
    assert 0 < plan.cost - plan.bound < 0.02 * plan.cost
    assert solve(town, effort=1, seed=2) == plan
    assert solve(town, effort=1, tell=lambda _: False) == told[0]


def test_streets_that_only_one_unit_has_no_room_for_together_are_told_as_the_clash() -> None:
    town = grid(
        [[1, 2, 3, 4]] * 2,
        load=np.array([[30, 30, 30, 30], [99, 99, 99, 5]]),
        room=np.array([70, 70]),
        counts=np.tile([0, 4], (2, 1)),
    )
    with pytest.raises(Clash) as told:
        solve(town)
    rooms = [Fault("room", (0,)), Fault("room", (1,))]
    assert set(told.value.demands) == {Fault("bare", (j,)) for j in (0, 1, 2)} | set(rooms)


@given(towns(most_units=4, most_segments=3))
@settings(max_examples=60, deadline=None)
def test_the_price_of_a_pair_is_what_solving_again_would_find(town: Problem) -> None:
    if best_by_trying(town) is None:
        return
    plan = solve(town)
    pairs = [(i, j) for i in range(town.units) for j in range(town.segments)]
    for price in prices(town, plan, [p for p in pairs if p not in town.banned]):
        pair = (price.unit, price.segment)
        plain = replace(town, favours=tuple(f for f in town.favours if f[:2] != pair))
        without = best_by_trying(replace(plain, banned=town.banned | {pair}))
        assert price.had == (pair in plan.pairs)
        having = best_having(plain, pair)
        if price.had:
            assert having is not None
            assert price.metres == (None if without is None else max(0, having - without))
        else:
            assert without is not None
            assert price.metres == (None if having is None else having - without)


def best_having(town: Problem, pair: tuple[int, int]) -> int | None:
    """The least cost of a plan that has the pair, by making it worth more than anything."""
    much = 10**6
    best = best_by_trying(replace(town, favours=(*town.favours, Favour(*pair, much, "wish"))))
    return None if best is None or best >= much else best


def test_the_price_of_a_kept_pair_is_told_in_metres() -> None:
    kept = Favour(0, 0, 2500, "kept")
    town = grid([[1500, 300], [300, 1500]], favours=(kept,))
    plan = solve(town)
    assert plan.pairs == ((0, 0), (1, 1))
    assert list(prices(town, plan, [(0, 0), (0, 1)])) == [(0, 0, True, 2400), (0, 1, False, 100)]


def test_two_streets_that_only_one_unit_may_have_are_told_as_the_clash() -> None:
    banned = frozenset((i, j) for i in (1, 2, 3) for j in (0, 1))
    with pytest.raises(Clash) as told:
        solve(grid([[1, 2, 3, 4]] * 5, banned=banned | {(4, 0), (4, 1)}))
    assert told.value.demands == (Fault("bare", (0,)), Fault("bare", (1,)), Fault("many", (0,)))


def test_units_that_only_one_street_with_few_places_is_open_to_are_told_as_the_clash() -> None:
    banned = frozenset((i, 1) for i in (0, 1, 2))
    with pytest.raises(Clash) as told:
        solve(grid([[1, 2]] * 4, banned=banned, crews=np.array([[1, 2], [1, 4]])))
    demands = [Fault("few", (i,)) for i in (0, 1, 2)]
    assert told.value.demands == (*demands, Fault("crowded", (0,)))


def test_a_large_town_is_solved_through_its_likely_pairs_and_proved_over_all() -> None:
    chance = np.random.default_rng(7)
    units, streets = chance.integers(0, 9000, (400, 1, 2)), chance.integers(0, 9000, (1, 300, 2))
    way = np.abs(units - streets).sum(axis=2)
    town = grid(way.tolist())
    told: list[Plan] = []

    def listen(plan: Plan) -> bool:
        told.append(plan)
        return True

    plan = solve(town, tell=listen)
    assert faults(town, plan) == []
    assert plan.is_best
    assert told[-1] == plan
    square = np.concatenate((way, np.repeat(way.min(axis=1)[:, None], 100, axis=1)), axis=1)
    assert plan.cost == square[linear_sum_assignment(square)].sum()
    assert solve(town) == plan


def test_a_cancelled_solve_keeps_the_plan_it_has() -> None:
    town = grid([[1500, 300], [300, 1500]])
    plan = solve(town, tell=lambda _: False)
    assert faults(town, plan) == []
    assert not plan.is_best


def test_prices_of_another_plan_prove_nothing() -> None:
    town = grid([[1500, 300], [300, 1500]])
    plan = solve(town)
    with pytest.raises(ValueError, match="not of this problem"):
        least(grid([[1, 2, 3]] * 3), plan.proof or Proof((), 1))
    wrong = replace(plan, pairs=((0, 0), (1, 1)), bound=3000, cost=3000)
    with pytest.raises(ValueError, match="do not prove"):
        list(prices(town, wrong, [(0, 0)]))
    with pytest.raises(ValueError, match="only a plan with a proof"):
        list(prices(town, replace(plan, proof=None), [(0, 0)]))


def test_a_favour_does_not_open_what_there_is_no_room_for() -> None:
    """A unit wished for a street too long for it: the search ends, and says that the street stays bare."""
    town = replace(
        crowd(1, 1),
        load=np.array([[9]]),
        room=np.array([5]),
        counts=np.array([[0, 1]]),
        favours=(Favour(0, 0, 50, "wish"),),
    )
    with pytest.raises(Clash) as told:
        solve(town)
    assert Fault("bare", (0,)) in told.value.demands
