"""Which demands clash where units add up segments against their room: a set of which none can be spared."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import compress

import numpy as np

from wenming.planning.adoptions.packing import Packing
from wenming.planning.adoptions.problem import NO_LIMIT, Problem
from wenming.planning.terms import Fault

NODES = 200  # of one look: where no plan is found within them, none is taken to be there
RULES = ("bare", "crowded", "few", "many", "room")


def conflict(problem: Problem) -> list[Fault]:
    """The demands that clash: a plan could be found without any one of them."""
    n, m = problem.units, problem.segments
    asked = [
        problem.crews[:, 0] > 0,
        problem.crews[:, 1] < n,
        problem.counts[:, 0] > 0,
        problem.counts[:, 1] < m,
        problem.room < problem.load.sum(axis=1),
    ]
    every = [
        Fault(r, (k,))
        for r, a in zip(RULES, asked, strict=True)
        for k in compress(range(len(a)), a)
    ]
    return least(every, lambda demands: fits(problem, demands))


def fits(problem: Problem, demands: Sequence[Fault]) -> bool:
    """Whether a plan is found that meets these demands, whatever it costs."""
    n, m = problem.units, problem.segments
    crews, counts = np.tile([0, n], (m, 1)), np.tile([0, m], (n, 1))
    room = np.full(n, NO_LIMIT)
    for rule, (at,), _ in demands:
        if rule in ("bare", "crowded"):
            crews[at, RULES.index(rule)] = problem.crews[at, RULES.index(rule)]
        elif rule in ("few", "many"):
            counts[at, RULES.index(rule) - 2] = problem.counts[at, RULES.index(rule) - 2]
        else:
            room[at] = problem.room[at]
    eased = replace(problem, crews=crews, counts=counts, room=room, uneven=0, favours=())
    return Packing(eased, 1, None).began(NODES)


def least(every: list[Fault], fits: Callable[[Sequence[Fault]], bool]) -> list[Fault]:
    """A smallest part that does not fit: halves are left out while the rest still does not."""
    kept, left = list[Fault](), every
    while left:
        size = max(1, len(left) // 2)
        while size and fits([*kept, *left[size:]]):
            if size == 1:
                break
            size //= 2
        else:
            left = left[size:]
            continue
        kept.append(left[0])
        left = left[1:]
    return kept
