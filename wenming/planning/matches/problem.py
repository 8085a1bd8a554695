"""What is asked of a matching of orders to teams, times and venues, and what is answered.

All figures are whole numbers. Slots, teams, venues and orders are known by their place (0, 1, …) in
the problem, skills and kinds of venue by numbers of the caller's. Places are metres east and north.
Money is metres: what a match costs is the way there, and all else is valued in metres of way.
"""

from dataclasses import dataclass
from math import isqrt
from typing import NamedTuple

from wenming.planning.terms import LeftOut

Place = tuple[int, int]  # metres east, metres north
AT_HOME = -1  # instead of a venue: the team goes to the order's own place


class Slot(NamedTuple):
    """A piece of a day that no other slot overlaps: its day, counted from the first, and its minutes."""

    day: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Team:
    """Who serves: skills, where they start from, how far they go (metres of way), the slots they give.

    In one slot they serve at most `at_once` orders, in the whole time at most `most`, promised ones
    included; `served` is how many they served in the months before.
    """

    skills: frozenset[int]
    home: Place
    reach: int
    slots: frozenset[int]
    most: int
    at_once: int = 1
    served: int = 0


@dataclass(frozen=True, slots=True)
class Venue:
    """Where it may take place: its kind, how many people it holds, the slots in which it is open.

    `rooms` orders fit into one slot; `booked` holds a slot once for each booking others made of it.
    """

    kind: int
    place: Place
    seats: int
    slots: frozenset[int]
    rooms: int = 1
    booked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the skills needed, for how many minutes and heads, in any of `slots`.

    `kind` is the kind of venue it needs, None where the team comes to `place`. Each day it is made to
    wait costs `hurry` metres; a slot beside the `wished` one costs `stray` metres, as many times as
    there are days between. Leaving it out costs `worth` metres. `barred` teams may not have it: they
    refused it, or were refused.
    """

    skills: frozenset[int]
    place: Place
    minutes: int
    slots: frozenset[int]
    worth: int
    heads: int = 1
    kind: int | None = None
    hurry: int = 0
    wished: int | None = None
    stray: int = 0
    barred: frozenset[int] = frozenset()


class Match(NamedTuple):
    """An order, and the team, slot and venue (or AT_HOME) that serve it."""

    order: int
    team: int
    slot: int
    venue: int = AT_HOME


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything orders are matched from.

    `promised` stands as it is: people were told so. `detour` is hundredths of way to the metre of
    straight line. Each order a team gets costs `even` metres for every one it served or has before it.
    """

    slots: tuple[Slot, ...]
    teams: tuple[Team, ...]
    venues: tuple[Venue, ...]
    orders: tuple[Order, ...]
    promised: tuple[Match, ...] = ()
    detour: int = 130
    even: int = 0

    def way(self, one: Place, other: Place) -> int:
        """Metres of way between two places."""
        east, north = one[0] - other[0], one[1] - other[1]
        return isqrt(east * east + north * north) * self.detour // 100

    def apart(self, order: Order, slot: int) -> int:
        """How many times a slot strays from the one that was wished: the days between, at least one."""
        if order.wished is None or slot == order.wished:
            return 0
        return max(1, abs(self.slots[slot].day - self.slots[order.wished].day))


class Proof(NamedTuple):
    """Prices in parts of a metre, `scale` parts to the metre.

    `busy` for each place of a team in a slot (teams × slots, row by row), `rooms` for each room of a
    venue in a slot (venues × slots), `turns` for each order a team gets. They show that no plan can
    cost less than `least(problem, proof)`.
    """

    busy: tuple[int, ...]
    rooms: tuple[int, ...]
    turns: tuple[int, ...]
    scale: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Matches in the order of their orders, promised ones among them; what they cost; who is left out.

    `bound` is what no plan can cost less than, None where not known; `proof` shows it to whoever
    reckons it again, None where it was found by search alone.
    """

    matches: tuple[Match, ...]
    cost: int
    left_out: tuple[LeftOut, ...] = ()
    bound: int | None = None
    proof: Proof | None = None

    @property
    def is_best(self) -> bool:
        """Whether it is known that no plan costs less."""
        return self.bound == self.cost
