"""The cheapest line of a person is the cheapest of all lines there are, whatever the rules and prices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.planning.rosters.towns import market, possible, towns
from wenming.planning.rosters.costs import Costs, gentle_cost
from wenming.planning.rosters.lines import Lines
from wenming.planning.rosters.problem import Line, Problem
from wenming.planning.rosters.sweep import NEVER

Prices = NDArray[np.int64]


def all_lines(problem: Problem, number: int, prices: Prices) -> dict[Line, int]:
    """Every line a person may have, and what it costs."""
    person, days = problem.people[number], range(problem.days)
    return {
        line: sum(int(prices[number, d, line[d]]) for d in days)
        + gentle_cost(problem, person, line)
        for line in possible(problem, number)
    }


@settings(max_examples=150, deadline=None)
@given(towns(), st.integers(0, 1 << 30))
def test_no_line_is_cheaper(problem: Problem, seed: int) -> None:
    costs = Costs(problem)
    chance = np.random.default_rng(seed)
    prices = costs.own + chance.integers(-9, 10, costs.shape)
    everybody = range(len(problem.people))
    found = Lines(problem).cheapest(np.where(costs.open, prices, NEVER), everybody)
    told = dict(zip(found.people.tolist(), found.values.tolist(), strict=True))
    every = {n: all_lines(problem, n, prices) for n in everybody}
    assert told == {n: min(lines.values()) for n, lines in every.items() if lines}
    for number, line, value in zip(*(x.tolist() for x in found), strict=True):
        assert every[number][tuple(line)] == value


@pytest.mark.parametrize("weight", [1, 1_000_000])
def test_large_and_small_prices_give_the_same_line(weight: int) -> None:
    problem = market()
    costs = Costs(problem)
    prices = np.random.default_rng(5).integers(0, 50, costs.shape)
    people = range(len(problem.people))
    small = Lines(problem).cheapest(np.where(costs.open, prices, NEVER), people)
    found = Lines(problem, weight).cheapest(np.where(costs.open, prices * weight, NEVER), people)
    assert found.values.tolist() == (small.values * weight).tolist()
