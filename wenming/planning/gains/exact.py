"""The best plan where money or joint rises tie the units together: whole numbers, by HiGHS."""

import math
from collections.abc import Callable, Collection

import highspy
import numpy as np

from wenming.planning.gains.problem import Problem
from wenming.planning.quiet import Quiet

INFINITE = highspy.kHighsInf
HAIR = 0.01  # of a gain: what a bound of the solver's may be short by


def best_of(
    problem: Problem, nodes: int, seconds: float | None, going: Callable[[], bool] | None = None
) -> tuple[list[int], int] | None:
    """The cases chosen and what no plan can go beyond; None where none better than nothing was found.

    `nodes` of the search tree at most, so that the same gives the same; `going` is asked some times a
    second whether to go on. A plan to begin with is not handed
    over: the solver then spends its time about that plan, and is slower.
    """
    model = built(problem)
    model.setOptionValue("mip_max_nodes", nodes)
    if seconds is not None:
        model.setOptionValue("time_limit", max(seconds, 0.1))
    if going is not None:
        model.heed(going)
    model.run()
    solution = model.getSolution()
    if not solution.value_valid:
        return None
    values = list(solution.col_value)
    taken = [k for k in range(problem.cases) if values[k] > 0.5]
    bound = model.getInfo().mip_dual_bound
    if not math.isfinite(bound):  # stopped before it knew one
        bound = float(sum(rise.gain for rise in problem.rises))
    return taken, math.floor(bound + HAIR)


def built(problem: Problem) -> Quiet:
    """A column for each case, then one for each joint rise; a row for each unit, for money, for each tie."""
    model = Quiet(mip_rel_gap=0.0, mip_abs_gap=0.9, mip_feasibility_tolerance=1e-9, random_seed=1)
    columns(model, problem)
    own: list[list[int]] = [[] for _ in problem.room]
    for k, u in enumerate(problem.unit):
        own[u].append(k)
    for cases, room in zip(own, problem.room, strict=True):
        limited(model, cases, problem.minutes, room)
    limited(model, range(problem.cases), problem.yuan, problem.money)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return model


def columns(model: Quiet, problem: Problem) -> None:
    """The columns, and for each joint rise the rows that tie it to its cases."""
    alone, joint = [0.0] * problem.cases, []
    for rise in problem.rises:
        if len(rise.cases) == 1:
            alone[rise.cases[0]] += rise.gain
        else:
            joint.append(rise)
    for k, gain in enumerate(alone):
        model.addCol(gain, float(k in problem.must), float(k not in problem.never), 0, [], [])
    every = np.arange(problem.cases, dtype=np.int32)
    model.changeColsIntegrality(len(every), every, np.ones(len(every), np.uint8))
    for at, rise in enumerate(joint, start=problem.cases):
        model.addCol(float(rise.gain), 0.0, 1.0, 0, [], [])
        for k in rise.cases:
            model.addRow(-INFINITE, 0.0, 2, np.array([at, k], np.int32), np.array([1.0, -1.0]))


def limited(model: Quiet, cases: Collection[int], costs: tuple[int, ...], room: int | None) -> None:
    """A row: these cases cost no more than that; where all of them do not anyway, none is needed."""
    dear = [k for k in cases if costs[k]]
    if room is not None and sum(costs[k] for k in dear) > room:
        at, each = np.array(dear, np.int32), np.array([float(costs[k]) for k in dear])
        model.addRow(-INFINITE, float(room), len(dear), at, each)
