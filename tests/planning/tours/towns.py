"""Small towns for tours: one known by heart, and as many random ones as hypothesis likes."""

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
from hypothesis import strategies as st

from wenming.planning.terms import LeftOut
from wenming.planning.tours.faults import cost_of, faults
from wenming.planning.tours.problem import (
    EVER,
    Inspector,
    Lunch,
    Plan,
    Problem,
    Stop,
    Tour,
    Way,
)

HOUR, MINUTE = 3600, 60


def line(*places: int, pace: int = 1) -> Way:
    """Places along one straight street: a metre costs 1 and takes so many seconds."""
    at = np.array(places, np.int64)
    apart = np.abs(at[:, None] - at[None])
    return Way(apart, apart * pace)


def street() -> Problem:
    """The office at 0, a market to be seen before 8, a school at its gates, a lane, a square for whoever has time.

    Zhang walks from 7 to 12:30, Li cycles from 8 to 14 and may not go to the lane, which is his own unit's.
    """
    stops = (
        Stop(1, 20 * MINUTE, 0, 8 * HOUR),
        Stop(2, 10 * MINUTE, 7 * HOUR + 30 * MINUTE, 8 * HOUR + 55 * MINUTE),
        Stop(3, 30 * MINUTE, barred=frozenset({1}), load=2),
        Stop(4, 30 * MINUTE, 11 * HOUR + 50 * MINUTE, 13 * HOUR, load=1),
        Stop(5, 15 * MINUTE, prize=900),
        Stop(6, 15 * MINUTE, prize=100_000, first=13 * HOUR),
    )
    people = (
        Inspector(0, 0, 7 * HOUR, 12 * HOUR + 30 * MINUTE, room=2),
        Inspector(0, 0, 8 * HOUR, 14 * HOUR + 30 * MINUTE, way=1, fixed=50),
    )
    ways = tuple(line(0, 500, 900, 1500, 2000, 9000, 2500, pace=pace) for pace in (2, 1))
    return Problem(ways, stops, people, Lunch(12 * HOUR, HOUR))


def every_plan(problem: Problem) -> Iterator[Plan]:
    """Every plan there is of a tiny problem, kept or not."""
    stops, men = range(len(problem.stops)), len(problem.inspectors)
    for who in product(range(-1, men), repeat=len(problem.stops)):
        groups = [[n for n in stops if who[n] == man] for man in range(men)]
        for tours in product(*(permutations(group) for group in groups)):
            yield told(problem, tours)


def told(problem: Problem, tours: tuple[Tour, ...], why: str = "dear") -> Plan:
    """A plan of these tours, its cost and what it leaves told truly."""
    made = {n for tour in tours for n in tour}
    left = tuple(LeftOut(n, why) for n in range(len(problem.stops)) if n not in made)
    return Plan(tours, cost_of(problem, tours), left)


def least(problem: Problem) -> int | None:
    """The cost of the best plan that can be kept; None where there is none."""
    return min((p.cost for p in every_plan(problem) if not faults(problem, p)), default=None)


@st.composite
def towns(draw: st.DrawFn, most: int = 4) -> Problem:
    """Any small town."""
    size = draw(st.integers(2, 5))
    tables = st.lists(st.integers(0, 40), min_size=size * size, max_size=size * size)
    ways = [
        Way(*(np.array(draw(tables), np.int64).reshape(size, size) for _ in range(2)))
        for _ in range(draw(st.integers(1, 2)))
    ]
    men = [
        Inspector(
            draw(st.integers(0, size - 1)),
            draw(st.integers(0, size - 1)),
            begins := draw(st.integers(0, 60)),
            begins + draw(st.integers(0, 200)),
            draw(st.integers(0, len(ways) - 1)),
            draw(st.none() | st.integers(0, 6)),
            draw(st.sampled_from([0, 0, 7])),
        )
        for _ in range(draw(st.integers(1, 2)))
    ]
    lunch = (
        Lunch(draw(st.integers(0, 150)), draw(st.integers(1, 60))) if draw(st.booleans()) else None
    )
    stops = [
        Stop(
            draw(st.integers(0, size - 1)),
            draw(st.integers(0, 30)),
            first := draw(st.integers(0, 120)),
            draw(st.sampled_from([EVER, first + 90, first + 20])),
            draw(st.none() | st.integers(0, 60)),
            draw(st.integers(0, 3)),
            frozenset(draw(st.sets(st.integers(0, len(men) - 1), max_size=1))),
        )
        for _ in range(draw(st.integers(1, most)))
    ]
    return Problem(tuple(ways), tuple(stops), tuple(men), lunch)
