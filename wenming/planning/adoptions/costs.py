"""What each pair costs, row by row of the great table of units by segments."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from wenming.planning.adoptions.problem import Problem, Whole

Table = NDArray[np.int64]
NEVER = 2**40  # metres of a pair that may not be: far above any sum of real ones
ROWS = 256  # at a time, so that they stay in the processor's cache


def is_plain(problem: Problem) -> bool:
    """Whether each pair can be judged alone: no unit adds up segments against its room or share."""
    most = problem.counts[:, 1]
    if most.max(initial=0) <= 1:
        return True
    if problem.uneven:
        return False
    return all(
        row[:take].sum() <= room
        for row, take, room in zip(-np.sort(-problem.load, axis=1), most, problem.room, strict=True)
    )


def beside(problem: Problem, load: Whole, units: slice = slice(None)) -> Table:
    """Metres that loads cost the units because they are not their fair shares; units by rows."""
    share = problem.share[units].astype(np.int64)
    gap = np.abs(load - (share[:, None] if load.ndim > 1 else share))
    return np.asarray(problem.uneven * gap // 100, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of pairs judged one by one, with what no choice of pairs changes in `fixed`."""

    problem: Problem
    fixed: int
    alone: bool  # no unit has more than one segment: load is a matter of the pair
    favoured: tuple[Table, Table, Table] = field(repr=False)  # unit, segment, metres; by unit
    barred: tuple[Table, Table] = field(repr=False)  # unit, segment; by unit

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """The costs of a problem."""
        favours = np.array([f[:3] for f in sorted(problem.favours)], np.int64).reshape(-1, 3)
        bans = np.array(sorted(problem.banned), np.int64).reshape(-1, 2)
        alone = bool(problem.counts[:, 1].max(initial=0) <= 1)
        fixed = int(favours[:, 2].sum())
        if alone:
            fixed += int(beside(problem, np.zeros(problem.units, np.int64)).sum())
        return cls(
            problem,
            fixed,
            alone,
            (favours[:, 0], favours[:, 1], favours[:, 2]),
            (bans[:, 0], bans[:, 1]),
        )

    def rows(self, low: int, high: int) -> Table:
        """(high - low, m) metres of each pair; NEVER where it may not be."""
        problem, units = self.problem, slice(low, high)
        cost = problem.way[units].astype(np.int64)
        if self.alone and problem.uneven:
            idle = np.zeros(cost.shape[0], np.int64)
            cost += beside(problem, problem.load[units], units)
            cost -= beside(problem, idle, units)[:, None]
        unit, segment, metres = self.favoured
        at = slice(*np.searchsorted(unit, (low, high)))
        np.subtract.at(cost, (unit[at] - low, segment[at]), metres[at])
        unit, segment = self.barred
        at = slice(*np.searchsorted(unit, (low, high)))
        cost[unit[at] - low, segment[at]] = NEVER
        if self.alone:  # after the favours, which must not make cheaper what may not be
            cost[problem.load[units] > problem.room[units, None]] = NEVER
        return cost
