"""How parts are made anew, in several manners; those that have helped most of late are taken most often.

What helps differs from ground to ground: many short tours want few stops stirred up, few long tours many.
"""

from typing import NamedTuple

import numpy as np

from wenming.planning.tours.engine import Temper

FRESH = 0.3  # how much the last gain counts beside those before
OPEN = 0.2  # how often a manner is taken that has not helped most


class Manner(NamedTuple):
    """Parts of so many stops, so many steps in each, and with what temper; all take about as long."""

    size: int
    steps: int
    temper: Temper


FIRST = Manner(110, 100, Temper(20, 25))
EAGER = Manner(110, 300, Temper(20, 10, 5))  # the first where stops may be left out
MANNERS = (
    Manner(110, 400, Temper(20, 5)),
    Manner(110, 300, Temper(20, 10)),
    Manner(110, 150, Temper(40, 25)),
    Manner(110, 300, Temper(50, 10, 20)),
    Manner(220, 250, Temper(20, 10)),
    Manner(220, 100, Temper(40, 25)),
    Manner(220, 60, Temper(40, 50)),
    Manner(330, 40, Temper(40, 80)),
)


class Manners:
    """What each manner has gained of late."""

    def __init__(self) -> None:
        self.gains = np.full(len(MANNERS), np.inf)

    def pick(self, chance: np.random.Generator) -> int:
        """The number of a manner: each once, then by what it gained."""
        new = np.isinf(self.gains)
        if new.any():
            self.gains[number := int(np.argmax(new))] = 0
            return number
        squares = np.maximum(self.gains, 0) ** 2 + 1e-6
        worth = OPEN / len(MANNERS) + (1 - OPEN) * squares / squares.sum()
        return int(chance.choice(len(MANNERS), p=worth / worth.sum()))

    def learn(self, number: int, gain: int) -> None:
        """What a manner has gained once."""
        self.gains[number] += FRESH * (gain - self.gains[number])
