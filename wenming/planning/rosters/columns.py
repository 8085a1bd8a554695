"""Column generation: dear covers ask for lines, lines change what covers are worth, until none pays.

The value no mixture can be cheaper than is a bound on every plan (Lagrange): it holds for any prices
whatever, so it is reckoned in whole numbers and needs no trust in the solver.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.lines import Found, Lines
from wenming.planning.rosters.master import Master, Solved
from wenming.planning.rosters.sweep import NEVER

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
SCALE = 1000  # prices are in thousandths of a cost
SMOOTH = 0.8  # how much of the best prices so far is kept (Wentges)
EVER = 1 << 40
CLOSE = 50  # thousandths: a line that pays less is not worth another round


class Market:
    """A problem's covers with their prices, and people's lines under them."""

    def __init__(self, costs: Costs, hard: int) -> None:
        self.costs, self.hard, self.problem = costs, hard, costs.problem
        self.lines = Lines(self.problem, SCALE)
        covers = self.problem.covers
        self.wish = np.array([c.wish for c in covers], np.int64)
        self.below = np.array([c.below for c in covers], np.int64)
        self.above = np.array([c.above for c in covers], np.int64)
        self.least = np.array([c.least for c in covers], np.int64)
        self.most = np.array([EVER if c.most is None else c.most for c in covers], np.int64)
        self.own = costs.own * SCALE

    def worth(self, counts: Ints) -> Ints:
        """What one more person is worth to each cover that has so many, in costs."""
        kind = np.where(counts < self.wish, self.below, -self.above)
        return (
            kind
            + np.where(counts < self.least, self.hard, 0)
            - np.where(counts >= self.most, self.hard, 0)
        )

    def cheapest(self, prices: Ints, open_: Truths, people: list[int]) -> Found:
        """People's cheapest lines when each cover pays its price (thousandths) for one more."""
        table = np.where(open_, self.own - self.costs.spread(prices), NEVER)
        return self.lines.cheapest(table, people)

    def rounded(self, worth: NDArray[np.float64]) -> Ints:
        """Prices in whole thousandths, none beyond what a place can cost."""
        prices = np.rint(worth * SCALE).astype(np.int64)
        high = self.below + np.where(self.least > 0, self.hard, 0)
        low = -self.above - np.where(self.most < EVER, self.hard, 0)
        return np.clip(prices, low * SCALE, high * SCALE)

    def valued(self, lines: NDArray[Any]) -> int:
        """What a plan costs, with `hard` for each one too few or too many."""
        rows = [tuple(line) for line in lines.tolist()]
        return self.costs.total(rows) + self.hard * self.costs.missed(rows)

    def floor(self, prices: Ints, found: Found, people: list[int], fixed: Ints) -> int:
        """What no plan can be cheaper than, in thousandths; `found` are these people's cheapest lines."""
        if len(found.people) < len(people):
            return EVER
        short = np.minimum(0, self.below * SCALE - prices) * (self.wish - self.least)
        over = np.minimum(0, self.above * SCALE + prices)
        over = np.where(over < 0, over * (self.most - self.wish), 0)
        short = np.where(self.least > 0, short, 0)
        paid = prices * (self.wish - fixed)
        return int(found.values.sum() + (paid + short + over).sum())


class Converged(NamedTuple):
    """The last solution, the best bound in thousandths, the prices that gave it, and pricings done."""

    solved: Solved
    floor: int
    prices: Ints
    rounds: int


def converge(
    market: Market,
    master: Master,
    open_: Truths,
    fixed: Ints,
    go_on: Callable[[], bool],
    enough: int = EVER,
) -> Converged:
    """Take lines in until none pays, until the bound is above `enough`, or until `go_on` says no."""
    people = master.free
    best, floor, rounds = market.rounded(market.below / 3), -EVER, 0
    solved, smooth = master.solved(), SMOOTH
    while go_on():
        asked = market.rounded(solved.covers)
        prices = np.rint(smooth * best + (1 - smooth) * asked).astype(np.int64)
        found = market.cheapest(prices, open_, people)
        rounds += 1
        bound = market.floor(prices, found, people, fixed)
        if bound > floor:
            best, floor = prices, bound
        if floor > enough or floor >= (solved.value - 1e-6) * SCALE - CLOSE:
            break
        if master.take_in(found.people, found.lines):
            solved, smooth = master.solved(), SMOOTH
        elif smooth == 0:
            break
        else:
            smooth = 0.0
    return Converged(solved, floor, best, rounds)
