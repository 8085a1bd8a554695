"""From a mixture of lines to a plan: settle what is nearly whole, ask for new lines, again."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.columns import CLOSE, SCALE, Market
from wenming.planning.rosters.master import Master, Solved

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
WHOLE = 1e-4
ROUNDS = 3  # pricings after each settling
SETTLED = 0.1  # of the open days at a time
SURE = 0.7  # beyond the first, only what is so nearly whole is settled along
NOISE = 0.05


def dive(
    market: Market,
    master: Master,
    open_: Truths,
    chance: np.random.Generator,
    go_on: Callable[[float], bool],
) -> tuple[float, Ints] | None:
    """The value and lines (to each of `master.free`, in order) of a plan; None where stopped.

    `go_on` is asked with the value so far, which only rises.
    """
    open_ = open_.copy()
    master.allow(open_)
    while True:
        solved = refreshed(market, master, open_)
        mixture = master.mixture(solved.taken)[master.free]
        unsettled = (mixture > WHOLE) & (mixture < 1 - WHOLE)
        if not unsettled.any():
            return solved.value, chosen(mixture)
        if not go_on(solved.value):
            return None
        settle(master, open_, np.where(unsettled, mixture, 0), chance)
        master.allow(open_)


def refreshed(market: Market, master: Master, open_: Truths) -> Solved:
    """The mixture after some rounds of new lines."""
    solved = master.solved()
    for _ in range(ROUNDS):
        prices = market.rounded(solved.covers)
        found = market.cheapest(prices, open_, master.free)
        rows = np.array([master.row[p] for p in found.people.tolist()]) - len(solved.covers)
        pays = found.values < np.rint(solved.people[rows] * SCALE) - CLOSE
        if not pays.any() or not master.take_in(found.people[pays], found.lines[pays]):
            break
        solved = master.solved()
    return solved


def settle(
    master: Master, open_: Truths, mixture: NDArray[Any], chance: np.random.Generator
) -> None:
    """Leave open only the likeliest shift on the days nearest to being whole."""
    noisy = np.where(mixture > 0, mixture + NOISE * chance.random(mixture.shape), 0)
    shifts = noisy.argmax(axis=2)
    likely = noisy.max(axis=2)
    order = np.argsort(-likely, axis=None, kind="stable")
    count = max(1, int(SETTLED * np.count_nonzero(likely)))
    best = likely.flat[order[0]]
    for at in order[:count]:
        if likely.flat[at] < min(SURE, best):
            break
        row, day = divmod(int(at), likely.shape[1])
        person, shift = master.free[row], int(shifts[row, day])
        open_[person, day] = False
        open_[person, day, shift] = True


def chosen(mixture: NDArray[Any]) -> Ints:
    """The lines of a whole mixture; the last column is a day off."""
    shifts = mixture.argmax(axis=2)
    return np.where(shifts == mixture.shape[2] - 1, -1, shifts)
