"""What is asked of an allocation of units to street segments, and what is answered.

All figures are whole numbers. Units are numbered 0..n-1, segments 0..m-1. Money is metres: what a pair
costs is the way its people walk; all else is valued in metres of way that it is worth.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wenming.planning.terms import LeftOut

Whole: TypeAlias = NDArray[np.integer[Any]]
Pair: TypeAlias = tuple[int, int]  # a unit and a segment
NO_LIMIT = 10**9  # metres: more than any unit is asked to look after


class Favour(NamedTuple):
    """A pair the office would like to see: not having it costs so many metres.

    `why` is "kept" for a pair of last year, "wish" for what was asked for; a pair may have both.
    """

    unit: int
    segment: int
    metres: int
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Units, segments, and what is wanted of them; arrays are only ever read.

    way     (n, m) metres from the unit to the segment
    load    (n, m) metres of street that fall to the unit if it adopts the segment
    share   (n,)   metres of street that would be the unit's fair part, by its heads
    room    (n,)   metres of street it can look after at most, by its heads; NO_LIMIT where any
    counts  (n, 2) least and most number of segments of a unit
    crews   (m, 2) least and most number of units of a segment
    uneven  hundredths of a metre of way that each metre of street beside its share costs a unit
    """

    way: Whole
    load: Whole
    share: Whole
    room: Whole
    counts: Whole
    crews: Whole
    favours: tuple[Favour, ...] = ()
    banned: frozenset[Pair] = frozenset()
    uneven: int = 0

    @property
    def units(self) -> int:
        """How many units there are."""
        return int(self.way.shape[0])

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return int(self.way.shape[1])


class Proof(NamedTuple):
    """A price for each segment in parts of a metre, `scale` parts to the metre.

    Paid for every unit that comes, the prices show that no plan can cost less than `least(problem, proof)`.
    """

    prices: tuple[int, ...]
    scale: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Which unit adopts which segment: pairs in order, what they cost, and what no plan can go below.

    `proof` shows the bound to whoever reckons it again; None where no bound is known. `left_out` holds
    the segments no unit has room for.
    """

    pairs: tuple[Pair, ...]
    cost: int
    bound: int | None = None
    proof: Proof | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_best(self) -> bool:
        """Whether it is proved that no plan costs less."""
        return self.bound == self.cost and not self.left_out
