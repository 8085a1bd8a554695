"""Matches as a linear programme, and as a choice of whole ones (HiGHS): the only file that knows the solver.

A row to each order (served or left out), to each place of a team in a slot, to each room of a venue
in a slot, and to each team, whose turns cost more one by one. Most of the matches that are possible
are never taken in: prices tell which would pay.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from wenming.planning.matches.columns import Columns, Ints
from wenming.planning.matches.problem import Proof
from wenming.planning.quiet import Quiet

Floats = NDArray[np.float64]
SCALE = 10**6  # parts of a metre that prices are told in


class Found(NamedTuple):
    """The rows of the table that were chosen, and what no choice among those let in can cost less than."""

    rows: Ints
    floor: float
    is_best: bool


class Programme:
    """The programme over some rows of the table."""

    def __init__(self, columns: Columns, rows: Ints, going: Callable[[], bool]) -> None:
        """`going` is asked some times a second whether to go on."""
        self.columns, self.rows = columns, rows
        self.at = np.arange(len(rows))  # the column of each row of the table
        self.model = Quiet()
        self.model.heed(going)
        self.model.passModel(built(columns, rows))

    def let_in(self, rows: Ints) -> None:
        """Take in more rows; what was found before is gone on from."""
        index, counts = entries(self.columns, rows)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int32)
        many = len(rows)
        self.model.addCols(
            many,
            self.columns.cost[rows].astype(np.float64),
            np.zeros(many),
            np.ones(many),
            len(index),
            starts,
            index.astype(np.int32),
            np.ones(len(index)),
        )
        self.at = np.concatenate([self.at, self.model.getNumCol() - many + np.arange(many)])
        self.rows = np.concatenate([self.rows, rows])

    def prices(self) -> tuple[float, Proof] | None:
        """The least cost, and what places, rooms and turns are worth where parts of matches may be taken.

        None where the solver was stopped.
        """
        self.model.run()
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        duals = np.array(self.model.getSolution().row_dual)
        orders, busy, rooms = sizes(self.columns)
        whole = np.rint(-duals * SCALE).astype(np.int64)
        cut = np.split(whole, [orders, orders + busy, orders + busy + rooms])
        busy, venues = np.maximum(cut[1], 0), np.maximum(cut[2], 0)
        turns = tuple(cut[3].tolist())
        value = float(self.model.getInfo().objective_function_value)
        return value, Proof(tuple(busy.tolist()), tuple(venues.tolist()), turns, SCALE)

    def whole(self, nodes: int, seconds: float | None, seed: int, reach: int) -> Found | None:
        """The best choice of whole matches that so many nodes of search find; None where none.

        It is looked for among those that cost at most `reach` metres more than the least.
        """
        self.model.setOptionValue("mip_max_nodes", nodes)
        self.model.setOptionValue("random_seed", seed % 2**31)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.model.setOptionValue("mip_abs_gap", 0.9)
        if seconds is not None:
            self.model.setOptionValue("time_limit", self.model.getRunTime() + max(seconds, 0.1))
        if not self._narrowed(reach):
            return None
        self.model.run()
        solution, info = self.model.getSolution(), self.model.getInfo()
        if not solution.value_valid:
            return None
        taken = np.flatnonzero(np.array(solution.col_value)[self.at] > 0.5)
        best = self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return Found(self.rows[taken], float(info.mip_dual_bound), best)

    def _narrowed(self, reach: int) -> bool:
        """Settle what no plan within so many metres of the least can have otherwise, by the solver's own prices."""
        self.model.run()
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        prices, many = np.array(self.model.getSolution().col_dual), self.model.getNumCol()
        every = np.arange(many, dtype=np.int32)
        least, most = (prices < -reach - 1).astype(float), (prices <= reach + 1).astype(float)
        self.model.changeColsBounds(many, every, least, most)
        self.model.changeColsIntegrality(many, every, np.ones(many, np.uint8))
        return True


def sizes(columns: Columns) -> tuple[int, int, int]:
    """How many rows the programme has of orders, places and rooms."""
    return len(columns.open), len(columns.places), len(columns.rooms)


def entries(columns: Columns, rows: Ints) -> tuple[Ints, Ints]:
    """The rows of the programme that these rows of the table stand in, one after another, and how many each."""
    orders, busy, rooms = sizes(columns)
    table = np.stack(
        (
            columns.order[rows],
            orders + columns.busy[rows],
            np.where(columns.room[rows] < rooms, orders + busy + columns.room[rows], -1),
            orders + busy + rooms + columns.team[rows],
        ),
        axis=1,
    )
    return table[table >= 0], (table >= 0).sum(axis=1)


def built(columns: Columns, rows: Ints) -> Any:
    """The programme over these rows of the table, over leaving out each order, and over the teams' turns."""
    orders, busy, rooms = sizes(columns)
    teams = len(columns.turns)
    first = orders + busy + rooms
    many = len(rows)
    turns = [columns.marginal(team) for team in range(teams)]
    lengths = [len(t) for t in turns]
    index, counts = entries(columns, rows)
    singles = np.concatenate([np.arange(orders), np.repeat(first + np.arange(teams), lengths)])
    signs = np.concatenate([np.ones(orders), -np.ones(sum(lengths))])
    programme: Any = highspy.HighsLp()
    width = many + len(singles)
    programme.num_col_, programme.num_row_ = width, first + teams
    costs = [columns.cost[rows], columns.worth, *turns]
    programme.col_cost_ = np.concatenate(costs).astype(np.float64)
    programme.col_lower_, programme.col_upper_ = np.zeros(width), np.ones(width)
    room = np.concatenate([np.maximum(columns.places, 0), np.maximum(columns.rooms, 0)])
    programme.row_lower_ = np.concatenate(
        [np.ones(orders), np.full(busy + rooms, -highspy.kHighsInf), np.zeros(teams)]
    )
    programme.row_upper_ = np.concatenate([np.ones(orders), room, np.zeros(teams)])
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    starts = np.concatenate([[0], np.cumsum(np.concatenate([counts, np.ones(len(singles))]))])
    programme.a_matrix_.start_ = starts.astype(np.int32)
    programme.a_matrix_.index_ = np.concatenate([index, singles]).astype(np.int32)
    programme.a_matrix_.value_ = np.concatenate([np.ones(len(index)), signs])
    return programme
