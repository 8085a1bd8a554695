"""The best plan that can be put together from routes already seen: a set partition, by HiGHS."""

import time
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from wenming.planning.quiet import Quiet
from wenming.planning.tours.engine import Route

Ints = NDArray[np.int64]
NODES = 60  # of the search tree: so that the same routes give the same answer
MOST = 20_000  # routes let into the search, the best by their prices


def best_of(
    routes: Sequence[Route],
    costs: Ints,
    prizes: Ints,
    free: Sequence[int],
    below: int,
    seconds: float,
    going: Callable[[], bool],
) -> list[Route] | None:
    """Routes that together cost less than `below` with the prizes they leave; None where none were found.

    `going` is asked some times a second whether to go on.
    `prizes` (s,) what leaving a stop out costs, below 0 where it must be made; `free` inspectors by kind.
    """
    if not routes:
        return None
    table = columns(routes)
    saved = np.add.reduceat(np.maximum(prizes, 0)[table[1]], table[0][:-1])
    net = costs - saved
    lost = int(np.maximum(prizes, 0).sum())
    until = time.monotonic() + seconds
    model = built(table, routes, net, prizes, free)
    model.heed(going)
    prices = relaxed(model, seconds)
    if prices is None:
        return None
    least, reduced = prices
    keep = np.flatnonzero(reduced <= below - lost - least)
    if len(keep) > MOST:
        keep = np.sort(keep[np.argsort(reduced[keep], kind="stable")[:MOST]])
    if not len(keep):
        return None
    chosen = [routes[n] for n in keep.tolist()]
    model = built(columns(chosen), chosen, net[keep], prizes, free)
    model.heed(going)
    taken = whole(model, until - time.monotonic())
    if taken is None or int(net[keep][taken].sum()) + lost >= below:
        return None
    return [chosen[n] for n in taken.tolist()]


def whole(model: Quiet, seconds: float) -> Ints | None:
    """The routes taken where each is taken or not; None where no choice was found."""
    model.setOptionValue("time_limit", max(seconds, 0.1))
    model.setOptionValue("mip_max_nodes", NODES)
    every = np.arange(model.getNumCol(), dtype=np.int32)
    model.changeColsIntegrality(len(every), every, np.ones(len(every), np.uint8))
    model.run()
    solution = model.getSolution()
    return np.flatnonzero(np.array(solution.col_value) > 0.5) if solution.value_valid else None


def columns(routes: Sequence[Route]) -> tuple[Ints, Ints]:
    """Where each route's stops begin in the list of all, and that list."""
    lengths = [len(r[1]) for r in routes]
    return np.concatenate([[0], np.cumsum(lengths)]), np.fromiter(
        chain.from_iterable(r[1] for r in routes), np.int64, sum(lengths)
    )


def built(
    table: tuple[Ints, Ints],
    routes: Sequence[Route],
    net: Ints,
    prizes: Ints,
    free: Sequence[int],
) -> Quiet:
    """The linear programme: every stop at most once (that must be made, just once), inspectors as there are."""
    starts, stops = table
    many, rows = len(routes), len(prizes)
    kinds = np.array([kind for kind, _ in routes], np.int64) + rows
    index = np.insert(stops, starts[1:], kinds)
    programme: Any = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = many, rows + len(free)
    programme.col_cost_ = net.astype(np.float64)
    programme.col_lower_, programme.col_upper_ = np.zeros(many), np.ones(many)
    programme.row_lower_ = np.concatenate([(prizes < 0).astype(np.float64), np.zeros(len(free))])
    programme.row_upper_ = np.concatenate([np.ones(rows), np.array(free, np.float64)])
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = (starts + np.arange(many + 1)).astype(np.int32)
    programme.a_matrix_.index_ = index.astype(np.int32)
    programme.a_matrix_.value_ = np.ones(len(index))
    model = Quiet()
    model.passModel(programme)
    return model


def relaxed(model: Quiet, seconds: float) -> tuple[float, NDArray[np.float64]] | None:
    """The programme's own least, and by how much each route is dearer than its prices; None: no plan."""
    model.setOptionValue("time_limit", max(seconds, 0.1))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    dual = np.array(model.getSolution().col_dual)
    return float(model.getInfo().objective_function_value), dual
