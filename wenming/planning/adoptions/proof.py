"""The bound that prices of segments prove, in whole numbers, whoever made the prices.

The bound is Lagrange's: let every segment pay its price to each unit that comes, and let each unit take
the set of segments that pays it best. What the units then cost together, with what the demands for
crews are worth at these prices, no plan can go below, for any prices whatever.
"""

import numpy as np

from wenming.planning.adoptions.costs import NEVER, ROWS, Costs, Table, is_plain
from wenming.planning.adoptions.problem import Problem, Proof

Ends = Table  # (k, 2) least and most


def least(problem: Problem, proof: Proof) -> int:
    """Metres that no plan can cost less than; ValueError where the prices are not of this problem."""
    if len(proof.prices) != problem.segments or proof.scale < 1:
        raise ValueError("the prices are not of this problem")
    prices, scale = np.array(proof.prices, np.int64), proof.scale
    ends = problem.crews.astype(np.int64)
    worth = int((prices * np.where(prices > 0, ends[:, 0], ends[:, 1])).sum())
    costs, plain = Costs.of(problem), is_plain(problem)
    for low in range(0, problem.units, ROWS):
        high = min(low + ROWS, problem.units)
        net = costs.rows(low, high)
        net = np.where(net == NEVER, NEVER, net * scale - prices)
        counts = problem.counts[low:high].astype(np.int64)
        if plain:
            worth += int(cheapest(net, counts).sum())
        else:
            worth += sum(packed(problem, low + k, row, scale) for k, row in enumerate(net))
    return -(-worth // scale) + costs.fixed


def cheapest(net: Table, counts: Ends) -> Table:
    """The least sum of each row over any number of its entries between the row's least and most."""
    most = int(counts[:, 1].max(initial=0))
    sums_up: Table
    if most <= 1:
        best = net.min(axis=1, initial=NEVER)
        sums_up = np.where(counts[:, 0] > 0, best, np.minimum(best, 0)) * (counts[:, 1] > 0)
        return sums_up
    most = min(most, net.shape[1])
    sums = np.zeros((net.shape[0], most + 1), np.int64)
    np.cumsum(np.sort(net, axis=1)[:, :most], axis=1, out=sums[:, 1:])
    taken = np.arange(most + 1)
    fits = (taken >= counts[:, :1]) & (taken <= counts[:, 1:])
    sums_up = np.where(fits, sums, NEVER).min(axis=1)
    return sums_up


def packed(problem: Problem, unit: int, net: Table, scale: int) -> int:
    """The least a unit costs over sets of segments that it has room for, its load beside its share told.

    The number of segments is left free where it is not the room that counts: a bound all the same.
    """
    return int(by_load(problem, unit, net, scale).min())


def by_load(problem: Problem, unit: int, net: Table, scale: int) -> Table:
    """(room + 1,) the least a unit costs at each load it has room for."""
    load = problem.load[unit].astype(np.int64)
    gain = np.flatnonzero((net < NEVER) & (net < 0 if not problem.uneven else net < NEVER))
    room = min(int(problem.room[unit]), int(load[gain].sum()))
    best = np.full(room + 1, NEVER, np.int64)
    best[0] = 0
    for j in gain:
        size = int(load[j])
        if size <= room:
            np.minimum(best[size:], best[: room + 1 - size] + net[j], out=best[size:])
    if problem.uneven:
        gap = np.abs(np.arange(room + 1) - int(problem.share[unit]))
        best += problem.uneven * gap // 100 * scale
    return best
