"""HiGHS, and nothing else that knows of it: some pairs of units and segments, of which a plan takes some."""

from typing import NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from wenming.planning.adoptions.costs import Table
from wenming.planning.quiet import Quiet

Real = NDArray[np.float64]
Bools = NDArray[np.bool_]
FREE = highspy.kHighsInf
BELOW = 0.99  # metres: costs are whole, so that what is nearer to the best is the best


class Asked(NamedTuple):
    """Pairs by unit and segment (k,), their costs and loads, and the ends of what units and segments may have.

    `counts` (u, 2), `crews` (s, 2), `room` and `share` (u,) as in the problem; `uneven` too.
    """

    unit: Table
    segment: Table
    cost: Table
    load: Table
    counts: Table
    crews: Table
    room: Table
    share: Table
    uneven: int


class Relaxed(NamedTuple):
    """What no choice can go below, by how much each pair is dearer than its prices, and those of segments."""

    least: float
    beyond: Real
    prices: Real


def relaxed(asked: Asked) -> Relaxed | None:
    """The programme where pairs may be taken in parts; None where even so nothing fits."""
    model = built(asked)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = model.getSolution()
    return Relaxed(
        float(model.getInfo().objective_function_value),
        np.array(solution.col_dual)[: len(asked.unit)],
        np.array(solution.row_dual)[: len(asked.crews)],
    )


class Chosen(NamedTuple):
    """Which pairs are taken (None: no choice was found), and whether that is sure to be the best there is."""

    taken: Bools | None
    sure: bool


def chosen(
    asked: Asked, nodes: int, seconds: float | None = None, start: Bools | None = None
) -> Chosen:
    """The best choice found in so many nodes of the search, from `start` on."""
    model, many = built(asked), len(asked.unit)
    for name, value in (("mip_abs_gap", BELOW), ("mip_rel_gap", 0.0), ("mip_max_nodes", nodes)):
        model.setOptionValue(name, value)
    if seconds is not None:
        model.setOptionValue("time_limit", max(0.05, seconds))
    every = np.arange(model.getNumCol(), dtype=np.int32)
    model.changeColsIntegrality(len(every), every, np.ones(len(every), np.uint8))
    if start is not None:
        index = np.arange(many, dtype=np.int32)
        model.setSolution(many, index, start.astype(np.float64))
    model.run()
    solution, status = model.getSolution(), model.getModelStatus()
    ends = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
    taken = np.array(solution.col_value)[:many] > 0.5 if solution.value_valid else None
    return Chosen(taken, status in ends)


def built(asked: Asked) -> Quiet:
    """The programme: rows are crews, counts, rooms, and for either side of each unit's share what it costs."""
    units, segments, many = len(asked.room), len(asked.crews), len(asked.unit)
    pairs, heights = np.arange(many), segments + np.array([0, 1, 2, 3]) * units
    rows = [asked.segment, heights[0] + asked.unit, heights[1] + asked.unit]
    ones = np.ones(many, np.int64)
    columns, values = [pairs] * 3, [ones, ones, asked.load]
    low = [asked.crews[:, 0], asked.counts[:, 0], np.full(units, -FREE)]
    high = [asked.crews[:, 1], asked.counts[:, 1], asked.room]
    cost = np.append(asked.cost, 0)  # a column of nothing: without any, HiGHS looks at no row
    if asked.uneven:
        cost = np.concatenate([asked.cost, np.ones(units, np.int64)])
        for sign, at in ((-1, 2), (1, 3)):
            rows += [heights[at] + asked.unit, heights[at] + np.arange(units)]
            columns += [pairs, many + np.arange(units)]
            values += [sign * asked.uneven * asked.load, np.full(units, 100, np.int64)]
            low.append(sign * asked.uneven * asked.share - 99)
            high.append(np.full(units, FREE))
    model = Quiet(random_seed=1)
    model.passModel(
        told(cost, many, np.concatenate(low), np.concatenate(high), rows, columns, values)
    )
    return model


def told(
    cost: Table,
    ones: int,
    low: Real,
    high: Real,
    rows: list[Table],
    columns: list[Table],
    values: list[Table],
) -> highspy.HighsLp:
    """A programme in HiGHS' words; the first `ones` columns go up to one."""
    row, column, value = (np.concatenate(parts) for parts in (rows, columns, values))
    order = np.lexsort((row, column))
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(cost), len(low)
    programme.col_cost_, programme.col_lower_ = cost.astype(np.float64), np.zeros(len(cost))
    programme.col_upper_ = np.where(np.arange(len(cost)) < ones, 1.0, FREE)
    programme.row_lower_, programme.row_upper_ = low.astype(np.float64), high.astype(np.float64)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.searchsorted(column[order], np.arange(len(cost) + 1)).astype(
        np.int32
    )
    programme.a_matrix_.index_ = row[order].astype(np.int32)
    programme.a_matrix_.value_ = value[order].astype(np.float64)
    return programme
