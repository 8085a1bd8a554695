"""The best allocation where each pair can be judged alone: a cheapest flow, and prices that prove it.

Only the likely pairs go into the network; the prices that come out are held against all the others,
block by block, and a pair that would have been worth it is let in. So the answer is the best among all
pairs, at the price of a few.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from wenming.planning.adoptions.clashes import clash
from wenming.planning.adoptions.costs import NEVER, ROWS, Costs, Table
from wenming.planning.adoptions.flows import cheapest_flow
from wenming.planning.adoptions.problem import Pair, Problem
from wenming.planning.terms import Clash

LIKELY = 16  # the cheapest pairs of each unit and of each segment, to begin with
WHOLE = 20_000  # pairs: a table no larger goes into the network as it is


@dataclass(slots=True)
class Network:
    """Pairs let in so far, as flat numbers unit * m + segment in order, and what each costs."""

    costs: Costs
    flat: Table
    cost: Table

    @classmethod
    def likely(cls, costs: Costs, keep: int = LIKELY) -> Self:
        """The cheapest pairs of every unit and of every segment."""
        n, m = costs.problem.units, costs.problem.segments
        keep = max(n, m) if n * m <= WHOLE else keep
        found = []
        best = np.full((m, 0), NEVER), np.zeros((m, 0), np.int64)  # of each segment: costs, units
        for low in range(0, n, ROWS):
            block = costs.rows(low, min(low + ROWS, n))
            units = np.arange(low, low + len(block))
            found.append((units[:, None] * m + lowest(block, keep)).ravel())
            best = merged(best, np.ascontiguousarray(block.T), units, keep)
        found.append((best[1] * m + np.arange(m)[:, None]).ravel())
        return cls(costs, *priced(costs, np.unique(np.concatenate(found))))

    def let_in(self, flat: Table) -> None:
        """Add pairs to the network."""
        self.flat, self.cost = priced(self.costs, np.union1d(self.flat, flat))


def lowest(block: Table, keep: int) -> Table:
    """(rows, <= keep) columns of the lowest entries of each row, in no order."""
    if keep >= block.shape[1]:
        return np.broadcast_to(np.arange(block.shape[1]), block.shape)
    return np.argpartition(block, keep, axis=1)[:, :keep]


def merged(best: tuple[Table, Table], block: Table, units: Table, keep: int) -> tuple[Table, Table]:
    """The cheapest units of each segment, after more units were looked at."""
    at = lowest(block, keep)
    cost = np.concatenate((best[0], np.take_along_axis(block, at, axis=1)), axis=1)
    unit = np.concatenate((best[1], units[at]), axis=1)
    at = lowest(cost, keep)
    return np.take_along_axis(cost, at, axis=1), np.take_along_axis(unit, at, axis=1)


def priced(costs: Costs, flat: Table) -> tuple[Table, Table]:
    """The pairs of those given that may be, and what each costs."""
    n, m = costs.problem.units, costs.problem.segments
    ends = np.searchsorted(flat, np.arange(0, n + ROWS, ROWS) * m)
    found = [np.zeros(0, np.int64)]
    for k, low in enumerate(range(0, n, ROWS)):
        block = costs.rows(low, min(low + ROWS, n)).ravel()
        found.append(block[flat[ends[k] : ends[k + 1]] - low * m])
    cost = np.concatenate(found)
    return flat[cost < NEVER], cost[cost < NEVER]


@dataclass(frozen=True, slots=True)
class Flow:
    """A cheapest choice among the pairs let in, and whom it leaves short."""

    taken: NDArray[np.bool_]  # by pair let in
    lacking: Table  # (m,) units that each segment lacks
    idle: Table  # (n,) segments that each unit lacks


def flowing(network: Network) -> Flow:
    """The cheapest choice among the pairs let in; lacks are told only where there is no other way.

    Nodes: the units, the segments, and one to which flow returns between least and most.
    """
    problem = network.costs.problem
    n, m = problem.units, problem.segments
    unit, segment = np.divmod(network.flat, m)
    counts, crews = problem.counts.astype(np.int64), problem.crews.astype(np.int64)
    units, segments = np.arange(n), n + np.arange(m)
    back, dear = n + m, lack_cost(network)
    tails = np.concatenate((unit, np.full(n, back), segments, units, np.full(m, back)))
    heads = np.concatenate((n + segment, units, np.full(m, back), np.full(n, back), segments))
    room = np.concatenate(
        (
            np.ones_like(unit),
            counts[:, 1] - counts[:, 0],
            crews[:, 1] - crews[:, 0],
            counts[:, 0],
            crews[:, 0],
        )
    )
    free, lack = np.zeros(n + m, np.int64), np.full(n + m, dear)
    supply = np.concatenate((counts[:, 0], -crews[:, 0], [crews[:, 0].sum() - counts[:, 0].sum()]))
    carried = cheapest_flow(tails, heads, room, np.concatenate((network.cost, free, lack)), supply)
    k = len(unit)
    lacks = carried[k + n + m :]
    return Flow(carried[:k] > 0, lacks[n:], lacks[:n])


def lack_cost(network: Network) -> int:
    """What a lack costs: more than any exchange of pairs among the few could save."""
    problem = network.costs.problem
    spread = int(network.cost.max(initial=0)) - int(network.cost.min(initial=0)) + 1
    return spread * (2 * min(problem.units, problem.segments) + 2)


def prices(network: Network, flow: Flow, start: Table | None = None) -> tuple[Table, Table]:
    """(n,) and (m,) prices at which no other choice among the pairs let in is cheaper.

    Shortest distances in the network of exchanges (Bellman and Ford), from any prices to start with;
    exact whole numbers, which exist because the flow is a cheapest one.
    """
    problem = network.costs.problem
    n, m = problem.units, problem.segments
    held = Held(network, flow)
    segment = np.zeros(m, np.int64) if start is None else start.copy()
    unit = np.full(n, held.dear)
    nought = 0
    while True:
        before = (unit.copy(), segment.copy(), nought)
        held.relax_segments(segment, unit, nought)
        held.relax_units(unit, segment, nought)
        nought = held.relax_nought(nought, unit, segment)
        if nought == before[2] and (unit == before[0]).all() and (segment == before[1]).all():
            return nought - unit, segment - nought


class Held:
    """The network of exchanges of a flow: along a pair not taken, back along one taken."""

    def __init__(self, network: Network, flow: Flow) -> None:
        problem = network.costs.problem
        n, m = problem.units, problem.segments
        unit, segment = np.divmod(network.flat, m)
        self.dear = lack_cost(network)
        self.unit, self.cost = unit[~flow.taken], network.cost[~flow.taken]
        self.segment = segment[~flow.taken]
        order = np.argsort(self.segment, kind="stable")
        self.unit, self.cost, self.segment = self.unit[order], self.cost[order], self.segment[order]
        self.firsts, self.reached = firsts(self.segment)
        self.taken = unit[flow.taken], segment[flow.taken], network.cost[flow.taken]
        self.taken_firsts, self.holders = firsts(self.taken[0])
        has = np.bincount(self.taken[0], minlength=n)
        crew = np.bincount(self.taken[1], minlength=m)
        counts, crews = problem.counts, problem.crews
        self.more, self.fewer = has < counts[:, 1], has > counts[:, 0]
        self.add, self.drop = crew < crews[:, 1], crew > crews[:, 0]
        self.bare, self.idle = flow.lacking > 0, flow.idle > 0

    def relax_segments(self, segment: Table, unit: Table, nought: int) -> None:
        """Lower segments' prices to what a unit, or nobody, would come for."""
        if len(self.firsts):
            offers = np.minimum.reduceat(self.cost + unit[self.unit], self.firsts)
            segment[self.reached] = np.minimum(segment[self.reached], offers)
        np.minimum(segment, nought, out=segment, where=self.drop)
        np.minimum(segment, nought + self.dear, out=segment)

    def relax_units(self, unit: Table, segment: Table, nought: int) -> None:
        """Lower units' distances along the pairs they hold."""
        if len(self.taken_firsts):
            back = np.minimum.reduceat(segment[self.taken[1]] - self.taken[2], self.taken_firsts)
            unit[self.holders] = np.minimum(unit[self.holders], back)
        np.minimum(unit, nought, out=unit, where=self.more)
        np.minimum(unit, nought - self.dear, out=unit, where=self.idle)

    def relax_nought(self, nought: int, unit: Table, segment: Table) -> int:
        """Lower the return's distance."""
        lows = [nought, *unit[self.fewer], *segment[self.add], *(segment[self.bare] - self.dear)]
        return int(min(*lows, unit.min(initial=nought) + self.dear))


def firsts(groups: Table) -> tuple[Table, Table]:
    """Where each group begins in a sorted list, and which group it is."""
    kinds, at = np.unique(groups, return_index=True)
    return at, kinds


def worth_it(network: Network, unit: Table, segment: Table) -> Table:
    """Pairs not let in that at these prices would make the plan cheaper, the best of each unit."""
    costs, n, m = network.costs, network.costs.problem.units, network.costs.problem.segments
    found = [np.zeros(0, np.int64)]
    for low in range(0, n, ROWS):
        net = costs.rows(low, min(low + ROWS, n))
        never = net >= NEVER
        net -= unit[low : low + len(net), None]
        net -= segment
        net[never] = 0  # however dear a lack is, what may not be is not worth it
        if net.min(initial=0) < 0:
            at, column = np.nonzero(net < 0)
            flat = np.setdiff1d((at + low) * m + column, network.flat, assume_unique=True)
            found.append(best_few(flat, net.ravel()[flat - low * m], m))
    return np.concatenate(found)


def best_few(flat: Table, net: Table, m: int) -> Table:
    """Of each unit's pairs the LIKELY lowest."""
    order = np.lexsort((net, flat // m))
    unit = flat[order] // m
    begins = np.maximum.accumulate(np.where(np.diff(unit, prepend=-1) > 0, np.arange(len(unit)), 0))
    return np.sort(flat[order][np.arange(len(unit)) - begins < LIKELY])


def best(problem: Problem) -> Iterator[tuple[list[Pair], Table | None]]:
    """Ever better choices: pairs, and with the last, which is the best, the prices that prove it.

    Clash where there is no choice that meets every demand.
    """
    network = Network.likely(Costs.of(problem))
    start = None
    while True:
        flow = flowing(network)
        whole = not (flow.lacking.any() or flow.idle.any())
        taken = np.divmod(network.flat[flow.taken], problem.segments)
        pairs = list(zip(*(t.tolist() for t in taken), strict=True))
        if whole:
            yield pairs, None
        unit, start = prices(network, flow, start)
        more = worth_it(network, unit, start)
        if not len(more):
            break
        network.let_in(more)
    if not whole:
        raise Clash(clash(network.costs, taken, flow.lacking, flow.idle))
    yield pairs, start
