"""A first plan at once: people one after another, each the cheapest line for what is still needed."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.columns import SCALE, Market

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
CELLS = 60_000_000  # of work before the first plan: beyond it people are taken several at a time


def first_plan(market: Market, open_: Truths, chance: np.random.Generator) -> Ints:
    """A line to each person (rows of days); those to whom none is possible stay at home throughout."""
    people, days, shifts = open_.shape
    lines = np.full((people, days), -1, np.int64)
    counts = np.zeros(len(market.wish), np.int64)
    order = np.argsort(open_.sum(axis=(1, 2)) + chance.random(people), kind="stable").tolist()
    size = 1 + people * days * shifts * 200 // CELLS
    for at in range(0, people, size):
        part = order[at : at + size]
        placed(market, open_, lines, counts, part)
    return lines


def placed(market: Market, open_: Truths, lines: Ints, counts: Ints, part: list[int]) -> None:
    """Give these people lines for what is needed now; `lines` and `counts` follow."""
    found = market.cheapest(market.worth(counts) * SCALE, open_, part)
    lines[found.people] = found.lines
    counts += market.costs.counts(found.people, found.lines)


def bettered(
    market: Market, open_: Truths, lines: Ints, chance: np.random.Generator
) -> Iterator[Ints]:
    """Each person in turn the cheapest line beside all others, until nobody gains; after each pass."""
    lines = lines.copy()
    everybody = np.arange(len(lines))
    counts = market.costs.counts(everybody, lines)
    cost = market.valued(lines)
    while True:
        for person in chance.permutation(len(lines)).tolist():
            one = np.array([person])
            counts -= market.costs.counts(one, lines[one])
            placed(market, open_, lines, counts, [person])
        better = market.valued(lines)
        if better >= cost:
            return
        cost = better
        yield lines.copy()
