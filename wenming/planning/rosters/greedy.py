"""A first plan at once: people one after another, each the cheapest line for what is still needed."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.columns import EVER, SCALE, Market
from wenming.planning.rosters.costs import Costs

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
    """Each person in turn the cheapest line beside all others, until nobody gains.

    Those at covers with too many come first. Told of after each pass, and at once where no cover has too few
    or too many any more.
    """
    lines = lines.copy()
    everybody = np.arange(len(lines))
    counts = market.costs.counts(everybody, lines)
    wrong = bool(off(market.costs, counts).any())
    cost = market.valued(lines)
    while True:
        for person in crowded_first(market.costs, lines, counts, chance):
            one = np.array([person])
            counts -= market.costs.counts(one, lines[one])
            placed(market, open_, lines, counts, [person])
            if wrong and not off(market.costs, counts).any():
                wrong = False
                yield lines.copy()
        better = market.valued(lines)
        if better >= cost:
            return
        cost = better
        yield lines.copy()


def off(costs: Costs, counts: Ints) -> Truths:
    """Which covers have fewer than their least or more than their most."""
    covers = costs.problem.covers
    least = np.array([c.least for c in covers], np.int64)
    most = np.array([EVER if c.most is None else c.most for c in covers], np.int64)
    return np.asarray((counts < least) | (counts > most), np.bool_)


def crowded_first(
    costs: Costs, lines: Ints, counts: Ints, chance: np.random.Generator
) -> list[int]:
    """All people as chance has it, but first those who stand at covers that are off."""
    wrong, there = off(costs, counts), np.zeros(len(lines), np.bool_)
    for rows, covers in costs.met(np.arange(len(lines)), lines):
        np.logical_or.at(there, rows, wrong[covers])
    order = chance.permutation(len(lines))
    return [int(n) for n in order[np.argsort(~there[order], kind="stable")]]
