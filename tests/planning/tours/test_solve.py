"""Plans of tours: kept, the best of all where all can be tried, repeatable, and honest where they fall short."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from tests.planning.tours.towns import HOUR, MINUTE, least, line, street, towns
from wenming.planning.terms import Fault, LeftOut
from wenming.planning.tours.contradictions import contradictions
from wenming.planning.tours.faults import faults
from wenming.planning.tours.partition import best_of
from wenming.planning.tours.problem import Inspector, Plan, Problem, Stop, Way
from wenming.planning.tours.solve import solve


def test_the_street_is_gone_through_as_it_should_be() -> None:
    plan = solve(street(), effort=3)
    assert faults(street(), plan) == []
    assert plan.tours == ((0, 1, 2), (3, 5))
    assert plan.left_out == (LeftOut(4, "dear"),)
    assert plan.cost == least(street())


@settings(max_examples=40, deadline=None)
@given(towns())
def test_the_plan_is_the_best_of_all(town: Problem) -> None:
    assume(not contradictions(town))
    plan, best = solve(town, effort=3), least(town)
    if best is None:
        assert {f.rule for f in faults(town, plan)} == {"missed"}
    else:
        assert (faults(town, plan), plan.cost) == ([], best)


def many(sites: int, men: int, seed: int = 3) -> Problem:
    """A town with more sites than there is time for."""
    chance = np.random.default_rng(seed)
    points = chance.integers(0, 4000, (sites + 1, 2))
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)).astype(np.int64)
    stops = tuple(
        Stop(n, 600, first := int(chance.integers(0, 3)) * HOUR, first + 2 * HOUR, 1500, 1)
        for n in range(1, sites + 1)
    )
    return Problem((Way(apart, apart),), stops, (Inspector(0, 0, 0, 4 * HOUR, room=30),) * men)


@pytest.mark.parametrize("sites", [40, 260])
def test_the_same_seed_and_effort_give_the_same_plan(sites: int) -> None:
    town = many(sites, sites // 15)
    plans = [solve(town, effort=3, seed=5, seconds=600) for _ in range(2)]
    assert plans[0] == plans[1]
    assert faults(town, plans[0]) == []


def test_plans_told_only_get_better_and_the_last_is_the_plan() -> None:
    heard = list[Plan]()

    def tell(plan: Plan) -> bool:
        heard.append(plan)
        return True

    town = many(260, 18)
    plan = solve(town, effort=5, tell=tell, seconds=600)
    costs = [one.cost for one in heard]
    assert costs == sorted(costs, reverse=True)
    assert plan.cost <= costs[-1] < costs[0]
    assert all(faults(town, one) == [] for one in (heard[0], heard[-1], plan))


def test_a_search_that_is_stopped_gives_the_best_so_far() -> None:
    heard = list[Plan]()

    def tell(plan: Plan) -> bool:
        heard.append(plan)
        return False

    plan = solve(many(260, 18), effort=10_000, tell=tell, seconds=600)
    assert len(heard) < 500  # told a few times a second: ten minutes would be thousands
    assert plan.cost <= heard[0].cost


def test_the_best_is_put_together_from_routes_of_several_plans() -> None:
    routes = [(0, (0, 1)), (0, (2, 3)), (0, (0, 2)), (0, (1, 3)), (0, (4,)), (1, (2, 3))]
    costs = np.array([5, 9, 6, 6, 8, 2])
    prizes = np.array([-1, -1, -1, 20, 7])  # the last stop's prize does not pay for its way
    found = best_of(routes, costs, prizes, [2, 1], 100, 5.0, lambda: True)
    assert found is not None
    assert sorted(found) == [(0, (0, 1)), (1, (2, 3))]
    assert (
        best_of(routes, costs, prizes, [2, 1], 5 + 2 + 7, 5.0, lambda: True) is None
    )  # nothing below that
    assert (
        best_of(routes[:2], costs[:2], prizes, [1, 1], 100, 5.0, lambda: True) is None
    )  # one inspector short


def test_what_nobody_can_come_to_is_left_out_as_such() -> None:
    town = Problem(
        (line(0, 100, 5000),),
        (Stop(1, 60), Stop(2, 60, prize=10**6)),
        (Inspector(0, 0, 0, HOUR),),
    )
    plan = solve(town)
    assert (plan.tours, plan.left_out) == (((0,),), (LeftOut(1, "unreachable"),))
    assert faults(town, plan) == []


def test_stops_that_clash_are_named_and_the_others_made() -> None:
    """Three gates at half past seven and two inspectors; the market has time."""
    gate = Stop(1, 20 * MINUTE, 7 * HOUR + 30 * MINUTE, 7 * HOUR + 35 * MINUTE)
    stops = (Stop(2, 20 * MINUTE), gate, gate._replace(place=3), gate._replace(place=4))
    man = Inspector(0, 0, 7 * HOUR, 12 * HOUR)
    town = Problem((line(0, 300, 600, 900, 1200),), stops, (man, man))
    plan = solve(town)
    (left,) = plan.left_out
    assert (left.reason, left.what in {1, 2, 3}) == ("time", True)
    assert faults(town, plan) == [Fault("missed", (left.what,))]
    assert {f.where for f in plan.clashes if f.rule == "missed"} == {(1,), (2,), (3,)}
    assert {f.where for f in plan.clashes if f.rule == "overtime"} == {(0,), (1,)}


def test_loads_beyond_all_room_are_named() -> None:
    stops = tuple(Stop(n, 60, load=n) for n in (1, 2, 3))
    town = Problem((line(0, 1, 2, 3),), stops, (Inspector(0, 0, 0, HOUR, room=5),))
    plan = solve(town)
    (left,) = plan.left_out
    assert left.reason == "time"
    assert plan.clashes == (*(Fault("missed", (n,)) for n in range(3)), Fault("room", (0,)))


def test_what_still_fits_is_never_left_out_however_short_the_search() -> None:
    """Five long visits and one inspector: one fits, and one is made, by the first round already."""
    stops = tuple(Stop(n, 5 * HOUR, prize=10_000) for n in range(1, 6))
    problem = Problem((line(*range(6)),), stops, (Inspector(0, 0, 8 * HOUR, 16 * HOUR),))
    made = solve(problem, effort=1, seed=1, seconds=10)
    assert len(made.tours[0]) == 1
    assert faults(problem, made) == []
