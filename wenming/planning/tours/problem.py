"""What is asked of a day's tours: places, ways between them, stops, inspectors, and the lunch hour.

All figures are whole numbers. Places, ways, stops and inspectors are known by their place (0, 1, …) in
the problem. Time is in seconds from any moment on, costs in any unit that all costs share.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wenming.planning.terms import Fault, LeftOut

Whole: TypeAlias = NDArray[np.integer[Any]]
Tour: TypeAlias = tuple[
    int, ...
]  # the stops of one inspector in order; empty where he stays at home
EVER = 1 << 40  # seconds: later than any day ends


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A manner of going about (on foot, by bicycle, by car); arrays are only ever read.

    cost     (p, p) what going from place to place costs, such as metres
    seconds  (p, p) how long it takes
    """

    cost: Whole
    seconds: Whole


class Stop(NamedTuple):
    """A visit to be made: so many seconds at a place, begun from `first` to `last`.

    `prize` is what leaving it out costs; None must not be left out. `load` is what the visit fills of an
    inspector's room (samples, forms; 0 where that does not matter). `barred` inspectors may not make it:
    those of the unit that answers for the site, those of other beats.
    """

    place: int
    seconds: int
    first: int = 0
    last: int = EVER
    prize: int | None = None
    load: int = 0
    barred: frozenset[int] = frozenset()


class Inspector(NamedTuple):
    """One who goes out: from where and where to, from when till when, and how.

    `room` is the most load he takes, None any; `fixed` what it costs that he goes out at all.
    """

    start: int
    end: int
    begins: int
    ends: int
    way: int = 0
    room: int | None = None
    fixed: int = 0


class Lunch(NamedTuple):
    """The lunch hour of all: from `begins`, or once the visit then being made is done."""

    begins: int
    seconds: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Everything a day's tours are made from."""

    ways: tuple[Way, ...]
    stops: tuple[Stop, ...]
    inspectors: tuple[Inspector, ...]
    lunch: Lunch | None = None

    @property
    def places(self) -> int:
        """How many places there are."""
        return int(self.ways[0].cost.shape[0])


@dataclass(frozen=True, slots=True)
class Plan:
    """A tour to each inspector; what they cost together with the prizes lost; which stops nobody makes.

    A stop is left out as `unreachable` where nobody can make it on a day of his own, as `dear` where its
    prize does not pay for it, as `time` where there is no time for it though it must be made. In the last
    case `clashes` names the smallest set of demands found that cannot be met together, each as the fault
    of a plan that does not meet it; empty where no such set could be shown.
    """

    tours: tuple[Tour, ...]
    cost: int
    left_out: tuple[LeftOut, ...] = ()
    clashes: tuple[Fault, ...] = ()
