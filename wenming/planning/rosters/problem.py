"""What a roster is asked: people, shifts, days, the rules each is under and what each shift needs.

All numbers are whole. People, shifts and days are known by their place (0, 1, …) in the problem. A
person has at most one shift on a day; `OFF` stands for a day off. Lengths are minutes, weights are
costs: a plan's cost is the sum of all weights it breaks.
"""

from dataclasses import dataclass
from typing import NamedTuple

from wenming.planning.terms import Fault, LeftOut

OFF = -1
Line = tuple[int, ...]  # one person's days: the number of a shift, or OFF


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of duty of so many minutes; `barred_next` are the shifts that may not follow a day later."""

    minutes: int
    barred_next: frozenset[int] = frozenset()


class Tally(NamedTuple):
    """How often one person may have any of `shifts`: never above `most`, at `weight` each above `wish`.

    None is no limit. What a person bore in past months is taken off `wish` beforehand (`fair.wishes`).
    """

    shifts: frozenset[int]
    most: int | None = None
    wish: int | None = None
    weight: int = 0


class Hours(NamedTuple):
    """Minutes in the whole time: within `least` and `most`; `weight` a full hour away from `wish`."""

    least: int = 0
    most: int | None = None
    wish: int | None = None
    weight: int = 0


class Weekends(NamedTuple):
    """On how many weekends one may work: never above `most`, at `weight` each above `wish`."""

    most: int | None = None
    wish: int | None = None
    weight: int = 0


ANY_HOURS, ANY_WEEKENDS = Hours(), Weekends()


class Before(NamedTuple):
    """How the time before ended: the last day's shift or OFF, and how many days in a row it was so."""

    shift: int
    days: int


@dataclass(frozen=True, slots=True)
class Person:
    """One who may be rostered, and the rules he or she is under.

    `may` are the shifts the person is fit for. A run is a row of days with a shift: at least
    `shortest_run` long, at most `longest_run` (None: any); between two runs lie at least
    `shortest_rest` days off. Without `before` the days before and after are as kind as can be: a run
    or rest at either end is never too short, and a run counts from the first day. With it, what began
    before goes on; what goes on after the last day is never too short.
    `away` are days on which no shift is possible, `barred` single (day, shift) pairs.
    """

    may: frozenset[int]
    hours: Hours = ANY_HOURS
    tallies: tuple[Tally, ...] = ()
    shortest_run: int = 1
    longest_run: int | None = None
    shortest_rest: int = 1
    weekends: Weekends = ANY_WEEKENDS
    away: frozenset[int] = frozenset()
    barred: frozenset[tuple[int, int]] = frozenset()
    before: Before | None = None


class Request(NamedTuple):
    """A wish: `granted` says whether the person wants `shift` (or OFF) on `day`, or wants it not."""

    person: int
    day: int
    shift: int
    weight: int
    granted: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people a day needs on any of `shifts`, counting only those `among` (None: all).

    `least` and `most` must hold; each one below `wish` costs `below`, each above it `above`.
    """

    day: int
    shifts: frozenset[int]
    wish: int
    least: int = 0
    most: int | None = None
    below: int = 0
    above: int = 0
    among: frozenset[int] | None = None


class Agreed(NamedTuple):
    """What is settled and must not be changed: this person has this shift (or OFF) on this day."""

    person: int
    day: int
    shift: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a roster is made from.

    `weekends` are groups of days in a row that count as one weekend. `kept` is an older plan, a line
    to each person: every day on which the new plan differs from it costs `change`.
    """

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    covers: tuple[Cover, ...] = ()
    requests: tuple[Request, ...] = ()
    weekends: tuple[tuple[int, ...], ...] = ()
    agreed: tuple[Agreed, ...] = ()
    kept: tuple[Line, ...] | None = None
    change: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A line to each person; what it costs, what no plan can be cheaper than, what is not served.

    `left_out` names covers below their least, by their place in the problem. Where not all demands can
    be met, `clashes` are those that clash (the smallest set found), each told as the fault of a plan
    that does not meet it; a rule with no `where` is meant for everybody.
    """

    lines: tuple[Line, ...]
    cost: int
    bound: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    clashes: tuple[Fault, ...] = ()
