"""What a single pair costs: the metres that all else would save without it, by the shortest exchange.

The proof of the best plan tells what each exchange of pairs would cost. Taking one pair out, or putting one in,
is mended by the cheapest chain of exchanges, found from the pair outwards (Dijkstra): nothing is solved again.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from wenming.planning.adoptions.costs import NEVER, Costs, Table
from wenming.planning.adoptions.problem import Pair, Plan, Problem

FAR = np.iinfo(np.int64).max // 4
CACHED = 2_000_000  # pairs: a table no larger is reckoned once


class Price(NamedTuple):
    """What a pair costs: metres by which all else is worse off with it than without it, favours aside.

    `had` says whether the plan has it. None: with it, or without it, there would be no plan at all.
    """

    unit: int
    segment: int
    had: bool
    metres: int | None


def prices(problem: Problem, plan: Plan, pairs: Iterable[Pair]) -> Iterator[Price]:
    """The price of each pair, as it is wanted; ValueError where the plan is not proved to be the best."""
    if plan.proof is None or not plan.is_best or plan.proof.scale != 1:
        raise ValueError("only a plan with a proof tells prices")
    exchanges = Exchanges(problem, plan.pairs, np.array(plan.proof.prices, np.int64))
    worth = dict[Pair, int]()
    for f in problem.favours:
        worth[f.unit, f.segment] = worth.get((f.unit, f.segment), 0) + f.metres
    held = set(plan.pairs)
    for i, j in pairs:
        had, metres = (i, j) in held, worth.get((i, j), 0)
        more = exchanges.without(i, j) if had else exchanges.having(i, j)
        if more is None:
            yield Price(i, j, had, None)
        else:
            yield Price(i, j, had, max(0, metres - more) if had else metres + more)


class Exchanges:
    """The network of exchanges of a best plan: nodes are the units, the segments, and nought.

    From a unit to a segment it does not hold, from a segment to a unit that holds it; to and from nought
    where there may be one fewer or one more.
    """

    def __init__(self, problem: Problem, pairs: Iterable[Pair], prices: Table) -> None:
        n, m = problem.units, problem.segments
        self.costs, self.n, self.m = Costs.of(problem), n, m
        self.table = self.costs.rows(0, n) if n * m <= CACHED else None
        self.of_unit: list[list[int]] = [[] for _ in range(n)]
        self.of_segment: list[list[int]] = [[] for _ in range(m)]
        for i, j in pairs:
            self.of_unit[i].append(j)
            self.of_segment[j].append(i)
        has = np.array([len(h) for h in self.of_unit])
        crew = np.array([len(c) for c in self.of_segment])
        self.fewer = np.concatenate((has > problem.counts[:, 0], crew < problem.crews[:, 1]))
        self.more = np.concatenate((has < problem.counts[:, 1], crew > problem.crews[:, 0]))
        self.height = np.concatenate((np.zeros(n, np.int64), prices, [0]))
        for i in range(n):
            self.height[i] = -self.worth(i)

    def row(self, unit: int) -> Table:
        """(m,) what each segment costs the unit."""
        row: Table
        row = self.costs.rows(unit, unit + 1)[0] if self.table is None else self.table[unit]
        return row

    def worth(self, unit: int) -> int:
        """What a segment more is worth to a unit at these prices; ValueError where they prove nothing."""
        net = self.row(unit) - self.height[self.n : -1]
        held = net[self.of_unit[unit]].tolist()
        others = np.delete(net, self.of_unit[unit]).min(initial=NEVER)
        low = max([*held, *([0] if self.more[unit] else [])], default=None)
        high = min([int(others), *([0] if self.fewer[unit] else [])])
        if low is not None and low > high:
            raise ValueError("the prices do not prove the plan")
        return high if low is None else low

    def without(self, unit: int, segment: int) -> int | None:
        """Metres more that the best plan without the pair costs."""
        far = self.distance(unit, self.n + segment)
        return None if far is None else far - int(self.row(unit)[segment])

    def having(self, unit: int, segment: int) -> int | None:
        """Metres more that the best plan with the pair costs."""
        cost = int(self.row(unit)[segment])
        far = self.distance(self.n + segment, unit) if cost < NEVER else None
        return None if far is None else far + cost

    def distance(self, start: int, end: int) -> int | None:
        """The cost of the cheapest chain of exchanges from one node to another; None where there is none."""
        height, far = self.height, np.full(self.n + self.m + 1, FAR)
        open_ = far.copy()  # the same, but FAR again once settled
        far[start] = open_[start] = 0
        while True:
            node = int(open_.argmin())
            if open_[node] >= FAR:
                return None
            if node == end:
                return int(far[end] + height[end] - height[start])
            open_[node] = FAR
            at, length = self.arcs(node)
            length = far[node] + length + (height[node] - height[at])
            nearer = length < far[at]
            at = at[nearer]
            far[at] = open_[at] = length[nearer]

    def arcs(self, node: int) -> tuple[Table, Table]:
        """Where one may go from a node, and the cost of each."""
        n, nought = self.n, self.n + self.m
        if node == nought:
            at = np.flatnonzero(self.more)
            return at, np.zeros(len(at), np.int64)
        to_nought = [nought] if self.fewer[node] else []
        if node >= n:
            holders = self.of_segment[node - n]
            costs = [-int(self.row(i)[node - n]) for i in holders]
            return np.array([*holders, *to_nought], np.int64), np.array(
                [*costs, *(0 for _ in to_nought)], np.int64
            )
        row = self.row(node)
        free = row < NEVER
        free[self.of_unit[node]] = False
        at = np.flatnonzero(free)
        return np.concatenate((n + at, np.array(to_nought, np.int64))), np.concatenate(
            (row[at], np.zeros(len(to_nought), np.int64))
        )
