"""What is asked of a plan of mending, and what is answered.

All figures are whole numbers. Cases are numbered 0..n-1, units 0..m-1. Gains are in any one small unit
of the score: `SCALE` of them make a hundredth of a point where the house poses the problem.
"""

from dataclasses import dataclass
from typing import NamedTuple

from wenming.planning.terms import LeftOut

SCALE = 1_000_000  # gains to a hundredth of a point: ten thousand roundings stay below one of them


class Rise(NamedTuple):
    """By how much the score rises once every one of these cases is mended: most hang on one."""

    gain: int
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Open cases, what mending each costs, and what there is.

    minutes (n,) working minutes that mending a case takes of its unit
    yuan    (n,) money it takes of the city
    unit    (n,) whose minutes they are
    room    (m,) minutes of each unit; None where there is no limit
    money   yuan of the city; None where there is no limit
    must    cases that are to be mended in any case; never: those that cannot be
    """

    minutes: tuple[int, ...]
    yuan: tuple[int, ...]
    unit: tuple[int, ...]
    room: tuple[int | None, ...]
    money: int | None
    rises: tuple[Rise, ...]
    must: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.minutes)


class Proof(NamedTuple):
    """Why no plan can gain more than `ceiling(problem, proof)`.

    price: what a yuan is worth, `scale` of them to a gain. parts: for each rise, how it is shared out among
    its cases; the shares of one add up to its gain at least.
    """

    price: int
    scale: int
    parts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases to mend first, in order of their numbers; what they gain, and what no plan can go beyond.

    `bound` is None where none is known; `proof` shows a ceiling to whoever reckons it again, which may be
    somewhat higher. `left_out`: the other cases, and why.
    """

    chosen: tuple[int, ...]
    gain: int
    bound: int | None = None
    proof: Proof | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_best(self) -> bool:
        """Whether it is proved that no plan gains more."""
        return self.bound == self.gain
