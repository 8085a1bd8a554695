"""From a problem to a plan: judged for sense, relieved where one person's rules clash, searched."""

import time

import numpy as np

from wenming.planning.rosters.clash import least_missed
from wenming.planning.rosters.columns import SCALE
from wenming.planning.rosters.contradictions import contradictions
from wenming.planning.rosters.problem import Plan, Problem
from wenming.planning.rosters.relief import relieved
from wenming.planning.rosters.search import Search
from wenming.planning.terms import Contradiction, Fault, LeftOut, Tell

EFFORT = 200  # parts made anew
SECONDS = 60.0
DEARER = 20  # how many of the heaviest weights one person missing at a cover is worth
SHARE = 0.25  # of the seconds, kept to find out what clashes where somebody is missing


def solve(
    problem: Problem,
    *,
    effort: int = EFFORT,
    seed: int = 1,
    seconds: float = SECONDS,
    tell: Tell[Plan] | None = None,
) -> Plan:
    """The best plan found; Contradiction where the matter cannot be meant.

    A plan free of faults comes first, within seconds, and only gets better: `tell` is told of it (also
    of the same again, a few times a second) and may stop the search. The same seed and effort give
    the same plan, unless `seconds` cut it short. Where demands clash the plan meets all but as few as
    can be, and names them.
    """
    wrong = contradictions(problem)
    if wrong:
        raise Contradiction(wrong)
    began = time.monotonic()
    relief, clashes = relieved(problem)
    hard = 1 + DEARER * dearest(relief)
    deadline = began + seconds
    search = Search(relief, hard, seed, deadline, seconds * SHARE)
    follow(search, effort, clashes, tell)
    if search.missing and not search.stop.is_set():
        lines, missed, short = least_missed(relief, seed, deadline)
        clashes += short
        if missed < search.missing:
            again = Search(relief, hard * DEARER**2, seed, deadline)
            again.offer(lines)
            follow(again, effort, clashes, tell)
            search = again
    return plan_of(search, clashes)


def follow(
    search: Search, effort: int, clashes: tuple[Fault, ...], tell: Tell[Plan] | None
) -> None:
    """Go through a search, telling of it."""
    told: Plan | None = None
    for _ in search.steps(effort):
        if told is None or (told.cost, told.bound) != (
            search.value - search.hard * search.missing,
            bound_of(search),
        ):
            told = plan_of(search, clashes)
        if tell is not None and not tell(told):
            search.stop.set()


def dearest(problem: Problem) -> int:
    """The heaviest of all weights."""
    weights = [problem.change, *(r.weight for r in problem.requests)]
    for cover in problem.covers:
        weights += [cover.below, cover.above]
    for person in problem.people:
        weights += [
            person.hours.weight,
            person.weekends.weight,
            *(t.weight for t in person.tallies),
        ]
    return max(weights)


def bound_of(search: Search) -> int | None:
    """What no plan that misses no cover can be cheaper than, in whole costs; None where not known."""
    return None if search.missing or search.prices is None else -(-search.floor // SCALE)


def plan_of(search: Search, clashes: tuple[Fault, ...]) -> Plan:
    """The search's best as a plan."""
    lines = tuple(tuple(line) for line in search.best.tolist())
    short = np.flatnonzero(search.counts() < [c.least for c in search.problem.covers])
    left_out = tuple(LeftOut(number, "short") for number in short.tolist())
    return Plan(lines, search.costs.total(lines), bound_of(search), left_out, clashes)
