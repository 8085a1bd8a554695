from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.planning.gains.towns import best_by_trying, towns
from wenming.planning.gains.faults import faults, gained
from wenming.planning.gains.prices import ceiling
from wenming.planning.gains.problem import Plan, Problem, Proof, Rise
from wenming.planning.gains.solve import solve
from wenming.planning.terms import Clash, Fault


def town(*gains: int, **more: object) -> Problem:
    """Cases of one unit that has eight hours; mending each takes four and a thousand yuan."""
    n = len(gains)
    plain = Problem(
        minutes=(240,) * n,
        yuan=(1000,) * n,
        unit=(0,) * n,
        room=(480,),
        money=None,
        rises=tuple(Rise(gain, (k,)) for k, gain in enumerate(gains)),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@given(towns())
@settings(max_examples=250, deadline=None)
def test_the_plan_is_the_best_of_all_and_proved(problem: Problem) -> None:
    best = best_by_trying(problem)
    if best is None:
        with pytest.raises(Clash) as told:
            solve(problem)
        assert told.value.demands
        return
    plan = solve(problem)
    assert faults(problem, plan) == []
    assert plan.gain == best
    assert plan.is_best
    assert plan.proof is not None
    assert ceiling(problem, plan.proof) >= best


@given(towns(most=20))
@settings(max_examples=80, deadline=None)
def test_a_larger_town_gets_a_plan_without_fault_and_the_same_twice(problem: Problem) -> None:
    try:
        plan = solve(problem, seed=1)
    except Clash:
        return
    assert faults(problem, plan) == []
    assert plan.is_best
    assert solve(problem, seed=1) == plan


def test_without_a_limit_on_money_the_units_own_best_are_the_proof() -> None:
    problem = town(5, 9, 7)
    plan = solve(problem, effort=0)
    assert (plan.chosen, plan.gain, plan.bound) == ((1, 2), 16, 16)
    assert plan.proof is not None
    assert ceiling(problem, plan.proof) == 16


def test_a_rise_that_hangs_on_two_cases_is_had_with_both_or_not_at_all() -> None:
    problem = town(5, 6, 0, 0, rises=(Rise(5, (0,)), Rise(6, (1,)), Rise(12, (2, 3))))
    assert solve(problem).chosen == (2, 3)
    assert gained(problem, [2]) == 0
    one = replace(problem, room=(240,))
    assert (solve(one).chosen, solve(one).bound) == ((1,), 6)


def test_cases_that_must_be_mended_and_cannot_are_told_as_the_clash() -> None:
    problem = town(5, 9, 7, 1, must=frozenset({0, 1, 3}), minutes=(100, 240, 240, 300))
    with pytest.raises(Clash) as told:
        solve(problem)
    assert told.value.demands == (
        Fault("must", (1,)),
        Fault("must", (3,)),
        Fault("hours", (0,), 60),
    )
    with pytest.raises(Clash) as told:
        solve(replace(problem, room=(None,), money=2500))
    assert told.value.demands[-1] == Fault("money", (), 500)


def test_a_cancelled_solve_keeps_the_plan_it_has() -> None:
    problem = town(5, 9, 7, 3, money=1500, must=frozenset({3}))
    told: list[Plan] = []

    def listen(plan: Plan) -> bool:
        told.append(plan)
        return False

    plan = solve(problem, tell=listen)
    assert told == [plan]
    assert faults(problem, plan) == []
    assert plan.chosen == (3,)


def test_every_plan_that_is_told_is_good_and_better_than_the_one_before() -> None:
    gains = [7 * k % 31 + k for k in range(40)]
    problem = town(*gains, yuan=tuple(1000 + 37 * k % 900 for k in range(40)), money=9000)
    problem = replace(problem, minutes=tuple(30 + 30 * (k % 5) for k in range(40)), room=(900,))
    told: list[Plan] = []

    def listen(plan: Plan) -> bool:
        told.append(plan)
        return True

    plan = solve(problem, tell=listen)
    assert all(faults(problem, p) == [] for p in told)
    assert [p.gain for p in told] == sorted(p.gain for p in told)
    assert told[-1] == plan
    assert plan.is_best


def test_a_proof_of_something_else_proves_nothing() -> None:
    problem = town(5, 9, 7)
    with pytest.raises(ValueError, match="do not make it up"):
        ceiling(problem, Proof(0, 1, ((5,), (8,), (7,))))
    with pytest.raises(ValueError, match="without a limit"):
        ceiling(problem, Proof(3, 1, ((5,), (9,), (7,))))
