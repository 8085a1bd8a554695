"""Prices of segments made better where units add up segments against their room.

Each unit takes the set that pays it best (a knapsack, all units at once); a segment that too few then take is
worth more, one that too many take less (the subgradient method of Held, Wolfe and Crowder).
"""

from time import monotonic

import numpy as np
from numpy.typing import NDArray

from wenming.planning.adoptions.costs import NEVER, Costs
from wenming.planning.adoptions.problem import Problem

Real = NDArray[np.float64]
WORK = 300_000_000  # entries of tables made at the most
STEPS = 250
STALL, SHORTER = 10, 0.7  # steps without a better bound until steps are so much shorter


def reach(problem: Problem) -> int:
    """The most that any unit could have to look after, in metres."""
    return int(np.minimum(problem.room, problem.load.sum(axis=1)).max(initial=0)) + 1


def bettered(problem: Problem, prices: Real, above: float, until: float | None) -> Real:
    """Prices at least as good as these; `above` is what a plan costs. Unchanged where tables would be too great."""
    load = problem.load.astype(np.int64)
    room = np.minimum(problem.room, load.sum(axis=1)).astype(np.int64)
    each = load.size * reach(problem)
    costs = Costs.of(problem)
    cost = costs.rows(0, problem.units).astype(np.float64)
    cost[cost >= NEVER] = np.inf
    ends = ending(problem, room)
    best, best_prices, stall, length = -np.inf, prices, 0, 1.0
    for _ in range(min(STEPS, WORK // max(1, each))):
        if until is not None and monotonic() > until:
            break
        worth, crew = answered(cost - prices, load, ends)
        low = problem.crews[:, 0]
        asked = np.where(prices > 0, low, problem.crews[:, 1])
        bound = worth + float((prices * asked).sum())
        if bound > best + 1e-6:
            best, best_prices, stall = bound, prices, 0
        elif (stall := stall + 1) >= STALL:
            prices, length, stall = best_prices, length * SHORTER, 0
            continue
        lack = np.where((prices > 0) | (crew < low), low, np.clip(crew, low, problem.crews[:, 1]))
        lack = lack - crew
        if not lack.any():
            break
        prices = prices + length * max(1.0, above - costs.fixed - bound) * lack / (lack**2).sum()
    return best_prices


def ending(problem: Problem, room: NDArray[np.int64]) -> Real:
    """(n, r + 1) what each load costs a unit because it is not its share; inf beyond its room."""
    loads = np.arange(int(room.max(initial=0)) + 1)
    gap = np.abs(loads - problem.share.astype(np.int64)[:, None])
    return np.where(loads <= room[:, None], problem.uneven * gap // 100, np.inf).astype(np.float64)


def answered(net: Real, load: NDArray[np.int64], ends: Real) -> tuple[float, Real]:
    """What the units' best sets cost together, and (m,) how many units come to each segment."""
    units, segments = net.shape
    at, loads = np.arange(units), np.arange(ends.shape[1])
    table = np.where(loads == 0, 0.0, np.full(ends.shape, np.inf))
    took = []
    for j in range(segments):
        before = loads - load[:, j][:, None]
        moved = np.take_along_axis(table, np.maximum(before, 0), axis=1) + net[:, j][:, None]
        moved[before < 0] = np.inf
        took.append(moved < table)
        table = np.minimum(table, moved)
    whole = table + ends
    here = whole.argmin(axis=1)
    worth, crew = float(whole[at, here].sum()), np.zeros(segments)
    for j in reversed(range(segments)):
        taken = took[j][at, here]
        crew[j] = taken.sum()
        here = here - np.where(taken, load[:, j], 0)
    return worth, crew
