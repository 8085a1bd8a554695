"""Plans where units add up segments against their room: some units at a time are packed anew, exactly.

The relaxed programme says of every pair how far it is from paying. The likeliest pairs of each segment make a
first plan; then, again and again, the units are dealt out to two lanes, and in each lane some units with all they
hold are packed anew by an exact programme over their likely pairs, the others staying as they are.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import numpy as np

from wenming.planning.adoptions.costs import NEVER, Costs, Table
from wenming.planning.adoptions.problem import Problem
from wenming.planning.adoptions.programme import Asked, Bools, Chosen, Relaxed, chosen, relaxed

LANES = 2
KEEPS = (3, 8)  # likely pairs of a segment, for a first plan
LIKELY = 5  # and for packing anew
FIRST_NODES, LAST_NODES, NODES, SURE_NODES = 40, 40_000, 50, 400
SMALL = 700  # pairs that are packed at once
DEALS = 4  # packings in a lane before units are dealt out again
FEWEST, MANY = 2, 5.0  # units packed anew at once, to begin with: more while that is easy
MORE, LESS = 1.03, 0.93


class Packing:
    """A problem being packed: the plan so far as (n, m) pairs taken; `sure` where nothing better is left."""

    def __init__(self, problem: Problem, seed: int, until: float | None) -> None:
        self.problem, self.until = problem, until
        self.chance = np.random.default_rng(seed)
        self.cost = Costs.of(problem).rows(0, problem.units)
        self.may = (self.cost < NEVER) & (problem.load <= problem.room[:, None])
        self.beyond = np.full(self.cost.shape, np.inf)
        self.crews = problem.crews.astype(np.int64)
        self.known: Relaxed | None = None
        self.taken: Bools | None = None
        self.many = [MANY] * LANES
        self.sure = False

    def began(self, last: int = LAST_NODES) -> bool:
        """Whether there is a first plan: by the likeliest pairs, in the end by all in `last` nodes."""
        asked = self.asked(np.arange(self.problem.units), self.may, self.crews)
        self.known = relaxed(asked)
        if self.known is None:
            return False
        self.beyond[self.may] = self.known.beyond
        for keep in (*KEEPS, self.problem.units):
            pairs, every = self.likely(keep), keep >= self.problem.units
            nodes = last if every else FIRST_NODES
            found = self.packed(np.arange(self.problem.units), pairs, self.crews, nodes)
            if found is not None:
                self.taken, self.sure = found[0], found[1].sure and bool((pairs == self.may).all())
                return True
            if every:
                break
        return False

    def better(self, effort: int) -> Iterator[None]:
        """Pack anew for so many rounds, giving way after each; the plan only gets better."""
        assert self.taken is not None  # noqa: S101 - asked for after the first plan
        self.whole()
        yield
        with ThreadPoolExecutor(LANES) as lanes:
            for _ in range(effort):
                if self.sure or not self.going():
                    return
                order = self.chance.permutation(self.problem.units)
                seeds = self.chance.integers(1 << 31, size=LANES).tolist()
                held = self.taken.copy()
                tasks = [
                    lanes.submit(self.lane, at, np.sort(order[at::LANES]), seeds[at], held)
                    for at in range(LANES)
                ]
                for task in tasks:
                    units, pairs = task.result()
                    self.taken[units] = pairs
                yield

    def whole(self) -> None:
        """Pack all units at once where few pairs can be in a better plan: then the plan is sure."""
        assert self.known is not None  # noqa: S101 - asked for after the first plan
        assert self.taken is not None  # noqa: S101 - likewise
        units = np.arange(self.problem.units)
        room = self.worth(units, self.taken) - self.known.least
        pairs = self.taken | (self.may & (self.beyond <= room + 1e-6))
        if self.sure or pairs.sum() > SMALL:
            return
        found = self.packed(units, pairs, self.crews, SURE_NODES, self.taken)
        if found is not None and self.worth(units, found[0]) <= self.worth(units, self.taken):
            self.taken, self.sure = found[0], found[1].sure

    def lane(self, at: int, units: Table, seed: int, held: Bools) -> tuple[Table, Bools]:
        """Some packings among these units: the pairs they then take."""
        chance, held = np.random.default_rng(seed), held.copy()
        likely = self.likely(LIKELY)
        for _ in range(DEALS):
            if not self.going():
                break
            size = min(len(units), max(FEWEST, int(self.many[at])))
            some = np.sort(chance.choice(units, size, replace=False))
            others = held.sum(axis=0) - held[some].sum(axis=0)
            crews = np.maximum(self.crews - others[:, None], 0)
            found = self.packed(some, likely, crews, NODES, held)
            if found is None:
                continue
            self.many[at] *= MORE if found[1].sure else LESS
            if self.worth(some, found[0][some]) < self.worth(some, held[some]):
                held[some] = found[0][some]
        return units, held[units]

    # --- pieces

    def likely(self, keep: int) -> Bools:
        """The pairs of each segment that cost least beyond the prices."""
        if keep >= self.problem.units:
            return self.may
        last = np.partition(self.beyond, keep - 1, axis=0)[keep - 1]
        found: Bools = self.may & (self.beyond <= last)
        return found

    def packed(
        self, units: Table, pairs: Bools, crews: Table, nodes: int, held: Bools | None = None
    ) -> tuple[Bools, Chosen] | None:
        """Pairs taken by these units; others take none. None where no choice was found."""
        mine = pairs[units] if held is None else pairs[units] | held[units]
        asked = self.asked(units, mine, crews)
        start = None if held is None else held[units][mine]
        left = None if self.until is None else self.until - monotonic()
        found = chosen(asked, nodes, left, start)
        if found.taken is None:
            return None
        taken = np.zeros(self.cost.shape, np.bool_)
        taken[units[asked.unit[found.taken]], asked.segment[found.taken]] = True
        return taken, found

    def asked(self, units: Table, pairs: Bools, crews: Table) -> Asked:
        """The programme of these units with these pairs of theirs (u, m)."""
        problem, (unit, segment) = self.problem, np.nonzero(pairs)
        which = units[unit]
        return Asked(
            unit,
            segment,
            self.cost[which, segment],
            problem.load[which, segment].astype(np.int64),
            problem.counts[units].astype(np.int64),
            crews,
            problem.room[units].astype(np.int64),
            problem.share[units].astype(np.int64),
            problem.uneven,
        )

    def worth(self, units: Table, taken: Bools) -> int:
        """What these units cost with what they take (u, m), in metres."""
        cost = int(self.cost[units][taken].sum())
        if self.problem.uneven:
            load = np.where(taken, self.problem.load[units], 0).sum(axis=1)
            gap = np.abs(load - self.problem.share[units])
            cost += int((self.problem.uneven * gap.astype(np.int64) // 100).sum())
        return cost

    def going(self) -> bool:
        """Whether there is time left."""
        return self.until is None or monotonic() < self.until
