"""The whole roster as a choice of one line to each person: the linear programme over lines (HiGHS).

A row to each cover (people on it, plus those missing, less those too many, is the wish) and a row to
each person (one line). Duals are what one more person is worth to each cover; `Lines` finds the lines
that pay under them, and `Master` takes them in. The only file that knows the solver.
"""

from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from wenming.planning.quiet import Quiet
from wenming.planning.rosters.costs import Costs

Ints = NDArray[Any]
Floats = NDArray[np.float64]
ENDLESS = highspy.kHighsInf
PRIMAL = 4  # simplex strategy: lines taken in leave the last solution feasible
LEAST = 1e-6


class Solved(NamedTuple):
    """The value, what covers and people are worth, and how much of each line is taken."""

    value: float
    covers: Floats
    people: Floats
    taken: Floats


class Master:
    """The programme for some people (`free`), those beside them already counting in `fixed`.

    `hard` is what each one below the least or above the most of a cover costs on top, `absent` what
    it costs to leave a person without a line.
    """

    def __init__(self, costs: Costs, free: list[int], fixed: Ints, hard: int) -> None:
        self.costs, self.free = costs, free
        self.row = {person: len(fixed) + at for at, person in enumerate(free)}
        self.known: set[bytes] = set()
        self.owners: Ints = np.zeros(0, np.int64)
        self.lines: Ints = np.zeros((0, costs.problem.days), np.int64)
        self.shut: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.highs = Quiet(simplex_strategy=PRIMAL)
        self.first = self.started(fixed, hard)

    def started(self, fixed: Ints, hard: int) -> int:
        """Rows, and the columns of what is missing and too many; the number of these."""
        covers, highs = self.costs.problem.covers, self.highs
        nothing, none = np.zeros(0, np.int32), np.zeros(0)
        wishes = np.array([c.wish for c in covers], np.float64) - fixed
        sides = np.concatenate([wishes, np.ones(len(self.free))])
        starts = np.zeros(len(sides), np.int32)
        highs.addRows(len(sides), sides, sides, 0, starts, nothing, none)
        columns: list[tuple[int, float, float, float]] = []  # row, sign, cost, upper bound
        for row, c in enumerate(covers):
            least, most = min(c.least, c.wish), ENDLESS if c.most is None else max(c.most, c.wish)
            columns.append((row, 1, c.below, c.wish - least if least else ENDLESS))
            columns.append((row, -1, c.above, most - c.wish))
            if least:
                columns.append((row, 1, c.below + hard, ENDLESS))
            if c.most is not None:
                columns.append((row, -1, c.above + hard, ENDLESS))
        absent = 1000.0 * (1 + hard + max((abs(c[2]) for c in columns), default=0))
        columns += [(row, 1, absent, ENDLESS) for row in self.row.values()]
        count = len(columns)
        rows, signs, prices, uppers = (np.array(x) for x in zip(*columns, strict=True))
        self.add_columns(prices, uppers, np.arange(count), rows, signs)
        return count

    def add_columns(
        self, prices: Ints, uppers: Ints, starts: Ints, rows: Ints, signs: Ints
    ) -> None:
        """Columns by the solver's own call."""
        self.highs.addCols(
            len(prices),
            prices.astype(np.float64),
            np.zeros(len(prices)),
            uppers.astype(np.float64),
            len(rows),
            starts.astype(np.int32),
            rows.astype(np.int32),
            signs.astype(np.float64),
        )

    def take_in(self, people: Ints, lines: Ints) -> int:
        """Add the lines not yet known; how many."""
        fresh = [i for i in range(len(people)) if self.is_new(int(people[i]), lines[i])]
        if not fresh:
            return 0
        people, lines = people[fresh], lines[fresh]
        pairs = self.costs.met(people, lines)
        at = np.arange(len(fresh))
        own = np.array([self.row[p] for p in people.tolist()])
        columns = np.concatenate([at, *(rows for rows, _ in pairs)])
        rows = np.concatenate([own, *(covers for _, covers in pairs)])
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], at)
        prices = self.costs.alone(people, lines)
        uppers = np.full(len(fresh), ENDLESS)
        self.add_columns(prices, uppers, starts, rows[order], np.ones(len(rows)))
        self.owners = np.concatenate([self.owners, people])
        self.lines = np.concatenate([self.lines, lines])
        self.shut = np.concatenate([self.shut, np.zeros(len(fresh), np.bool_)])
        return len(fresh)

    def is_new(self, person: int, line: Ints) -> bool:
        """Whether a line was not known; now it is."""
        key = person.to_bytes(4) + line.astype(np.int16).tobytes()
        if key in self.known:
            return False
        self.known.add(key)
        return True

    def allow(self, open_: NDArray[np.bool_]) -> None:
        """Shut the lines that do what is not open (people × days × shifts), open the others."""
        days = np.arange(self.lines.shape[1])
        fine = np.asarray(open_[self.owners[:, None], days, self.lines].all(axis=1))
        shut = np.logical_not(fine)
        changed = np.flatnonzero(shut != self.shut)
        if len(changed):
            uppers = np.where(shut[changed], 0.0, ENDLESS)
            at = (changed + self.first).astype(np.int32)
            self.highs.changeColsBounds(len(at), at, np.zeros(len(at)), uppers)
        self.shut = shut

    def solved(self) -> Solved:
        """The cheapest mixture of lines."""
        self.highs.run()
        solution = self.highs.getSolution()
        duals = np.array(solution.row_dual)
        covers = len(self.costs.problem.covers)
        taken = np.array(solution.col_value)[self.first :]
        value = self.highs.getInfo().objective_function_value
        return Solved(float(value), duals[:covers], duals[covers:], taken)

    def mixture(self, taken: Floats) -> Floats:
        """How much of each shift each person has on each day (people × days × shifts and OFF)."""
        table = np.zeros(self.costs.shape)
        used = np.flatnonzero(taken > LEAST)
        days = np.arange(self.lines.shape[1])
        where = (self.owners[used, None], days, self.lines[used])
        np.add.at(table, where, np.broadcast_to(taken[used, None], self.lines[used].shape))
        return table
