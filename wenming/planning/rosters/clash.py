"""Covers whose least cannot all be met: whether that is so, and the smallest set that shows it.

Nothing counts but how many people are missing (or too many). If the bound on that is above nought no
plan can help it, and the covers that have a price in the bound clash. They are left out one after
another, then rule after rule for everybody, as long as the rest still clashes by its own bound; what
stays is told. Stopped at any time, what stays still clashes.
"""

import time
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.columns import Market, converge
from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.master import Master
from wenming.planning.rosters.problem import Cover, Person, Problem
from wenming.planning.rosters.relief import lift
from wenming.planning.rosters.search import Search
from wenming.planning.terms import Fault

EFFORT = 40
ROUNDS = 60
RULES = ("hours_under", "tally", "weekends", "short_run", "short_rest", "long_run", "hours_over")
LOOSE = ("agreed", "away", "barred")


def least_missed(
    problem: Problem, seed: int, deadline: float
) -> tuple[NDArray[np.int64], int, tuple[Fault, ...]]:
    """A plan that misses as few as can be, how many, and the demands that clash (none: it misses none)."""
    bare, faults = bared(problem)
    now = time.monotonic()
    search = Search(bare, 0, seed, now + (deadline - now) / 2)
    for _ in search.steps(EFFORT):
        if search.value == 0:
            search.stop.set()
    if search.value == 0:
        return search.best, 0, ()
    if search.prices is None or search.floor <= 0:  # not proved: what is missed in the best plan
        counts = search.counts()
        short = [n for n, c in enumerate(bare.covers) if counts[n] * c.below < c.wish * c.below]
        over = [n for n, c in enumerate(bare.covers) if counts[n] * c.above > c.wish * c.above]
        return search.best, search.value, tuple(faults[n] for n in (*short, *over))
    priced = np.flatnonzero(search.prices).tolist()
    return search.best, search.value, smallest(bare, faults, priced, deadline)


def bared(problem: Problem) -> tuple[Problem, list[Fault]]:
    """The problem with nothing but the leasts and mosts, each one missed costing one; their faults."""
    covers: list[Cover] = []
    faults: list[Fault] = []
    for number, c in enumerate(problem.covers):
        if c.least:
            covers.append(Cover(c.day, c.shifts, c.least, below=1, among=c.among))
            faults.append(Fault("cover_under", (number,), c.least))
        if c.most is not None:
            covers.append(Cover(c.day, c.shifts, c.most, above=1, among=c.among))
            faults.append(Fault("cover_over", (number,), c.most))
    people = tuple(gentle_no_more(p) for p in problem.people)
    bare = replace(problem, people=people, covers=tuple(covers), requests=(), kept=None, change=0)
    return bare, faults


def gentle_no_more(person: Person) -> Person:
    """A person with the rules that must hold and no wishes."""
    return replace(
        person,
        hours=person.hours._replace(wish=None),
        weekends=person.weekends._replace(wish=None),
        tallies=tuple(t._replace(wish=None) for t in person.tallies),
    )


def smallest(
    bare: Problem, faults: list[Fault], covers: list[int], deadline: float
) -> tuple[Fault, ...]:
    """The covers and rules that clash, none of which was found to be spared."""

    def clashes(problem: Problem, kept: Iterable[int]) -> bool:
        covers = tuple(problem.covers[n] for n in kept)
        return time.monotonic() < deadline and is_short(replace(problem, covers=covers), deadline)

    kept = list(covers)
    for number in covers:
        rest = [n for n in kept if n != number]
        if rest and clashes(bare, rest):
            kept = rest
    rules = []
    for rule in (*LOOSE, *RULES):
        if not is_about(bare, rule):
            continue
        freed = lifted(bare, rule)
        if clashes(freed, kept):
            bare = freed
        else:
            rules.append(Fault(rule))
    return (*(faults[n] for n in kept), *rules)


def is_short(bare: Problem, deadline: float) -> bool:
    """Whether the bound shows that somebody is missing, whatever the plan."""
    costs = Costs(bare)
    market = Market(costs, 0)
    everybody = list(range(len(bare.people)))
    none = np.zeros(len(bare.covers), np.int64)
    master = Master(costs, everybody, none, 0)
    left = iter(range(ROUNDS))

    def go_on() -> bool:
        return next(left, -1) >= 0 and time.monotonic() < deadline

    return converge(market, master, costs.open, none, go_on, enough=0).floor > 0


def is_about(bare: Problem, rule: str) -> bool:
    """Whether a rule limits anybody."""
    return lifted(bare, rule) != bare


def lifted(bare: Problem, rule: str) -> Problem:
    """The problem without one rule for everybody."""
    if rule == "agreed":
        return replace(bare, agreed=())
    return replace(bare, people=tuple(lift(p, rule) for p in bare.people))
