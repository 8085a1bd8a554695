"""Plans keep every rule, are the best there are where all can be tried, and come out the same twice."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from tests.planning.rosters.towns import EARLY, LATE, market, possible, towns
from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.faults import faults
from wenming.planning.rosters.greedy import crowded_first
from wenming.planning.rosters.problem import OFF, Agreed, Cover, Hours, Person, Plan, Problem, Tally
from wenming.planning.rosters.solve import solve
from wenming.planning.terms import Fault


@settings(max_examples=60, deadline=None)
@given(towns(most_days=4))
def test_the_plan_is_the_best_of_all(problem: Problem) -> None:
    plan = solve(problem, effort=30)
    lines = [list(possible(problem, number)) for number in range(len(problem.people))]
    costs = Costs(problem)
    if not all(lines):
        assert {f.where[0] for f in plan.clashes if f.where} >= {
            n for n, some in enumerate(lines) if not some
        }
        return
    missed, best = min((costs.missed(each), costs.total(each)) for each in product(*lines))
    assert costs.missed(plan.lines) == missed
    assert not faults(problem, plan) or missed
    if not missed:
        assert plan.cost == best
        assert plan.bound is not None
        assert plan.bound <= best
        assert plan.clashes == ()


@settings(max_examples=25, deadline=None)
@given(towns(most_people=5, most_days=14))
def test_a_plan_breaks_no_rule_but_those_it_names(problem: Problem) -> None:
    plan = solve(problem, effort=6)
    named = {(f.rule, *f.where) for f in plan.clashes}
    for fault in faults(problem, plan):
        assert fault.rule.startswith("cover") or any(
            fault.rule == rule and fault.where[: len(at)] == tuple(at[: len(fault.where)])
            for rule, *at in named
        ), fault


def test_the_market_is_served_at_no_cost() -> None:
    plan = solve(market())
    assert faults(market(), plan) == []
    assert (plan.cost, plan.bound, plan.left_out, plan.clashes) == (0, 0, (), ())


def busy() -> Problem:
    """A market that wants more than six people can give."""
    covers = tuple(replace(c, wish=c.wish + 1, most=None) for c in market().covers)
    return market(covers=covers)


def test_the_same_seed_and_effort_give_the_same_plan() -> None:
    first, again = (solve(busy(), effort=8, seed=3) for _ in range(2))
    assert first == again


def test_a_bound_is_told_where_not_all_wishes_can_be_met() -> None:
    plan = solve(busy(), effort=40)
    assert faults(busy(), plan) == []
    assert plan.bound is not None
    assert 0 < plan.bound <= plan.cost <= plan.bound * 1.02


def test_people_at_a_crowded_cover_are_placed_anew_before_all_others() -> None:
    """Four stand where three may; all other days are bare."""
    costs, lines = Costs(market()), np.full((6, 14), OFF, np.int64)
    lines[[1, 3, 4, 5], 0] = EARLY
    counts = costs.counts(np.arange(6), lines)
    order = crowded_first(costs, lines, counts, np.random.default_rng(1))
    assert (sorted(order[:4]), sorted(order)) == ([1, 3, 4, 5], list(range(6)))


def test_whoever_stops_the_search_has_the_best_so_far() -> None:
    seen: list[Plan] = []

    def tell(plan: Plan) -> bool:
        seen.append(plan)
        return len(seen) < 3

    plan = solve(busy(), tell=tell)
    assert len(seen) < 6
    assert faults(busy(), plan) == []
    assert plan.cost <= seen[0].cost


def test_plans_told_only_get_better() -> None:
    costs: list[int] = []

    def tell(plan: Plan) -> bool:
        costs.append(plan.cost)
        return True

    solve(busy(), effort=10, tell=tell)
    assert costs == sorted(costs, reverse=True)


def test_rules_of_one_person_that_clash_are_named_and_one_is_lifted() -> None:
    short = Person(frozenset({EARLY}), Hours(2400), tallies=(Tally(frozenset({EARLY}), most=3),))
    problem = market(people=(short, *market().people[1:]), agreed=())
    plan = solve(problem, effort=4)
    assert set(plan.clashes) == {
        Fault("hours_under", (0,), 2400),
        Fault("tally", (0, 0), 3),
    }
    assert {f.rule for f in faults(problem, plan)} == {"tally"}


def test_what_is_settled_against_a_rule_is_named() -> None:
    problem = market(agreed=(Agreed(0, 3, LATE), Agreed(0, 4, EARLY)))
    plan = solve(problem, effort=4)
    assert {(f.rule, f.where) for f in plan.clashes} == {("agreed", (0, 3)), ("agreed", (0, 4))}
    assert len(faults(problem, plan)) == 1


def test_covers_that_cannot_all_be_met_are_named_with_the_rule_that_hinders() -> None:
    fit = Person(frozenset({LATE}), longest_run=2)
    covers = tuple(Cover(d, frozenset({LATE}), 1, 1, below=1) for d in range(6))
    problem = Problem(6, market().shifts, (fit,), covers)
    plan = solve(problem, effort=10)
    assert [left.what for left in plan.left_out] != []
    assert Fault("long_run") in plan.clashes
    covers_named = [f for f in plan.clashes if f.rule == "cover_under"]
    days = [f.where[0] for f in covers_named]
    assert days == list(range(days[0], days[0] + 3))
    assert faults(problem, plan) == []


@pytest.mark.parametrize("least", [2, 3])
def test_too_few_people_for_one_cover_is_a_clash_of_that_cover_alone(least: int) -> None:
    problem = market(covers=(Cover(3, frozenset({LATE}), least, least, among=frozenset({1, 2})),))
    plan = solve(problem, effort=4)
    assert plan.clashes == (Fault("cover_under", (0,), least),)
    assert plan.left_out[0].what == 0


def test_a_day_off_may_be_settled_and_wished() -> None:
    assert solve(market()).lines[5][9] == OFF
    assert solve(market()).lines[2][3] == OFF
