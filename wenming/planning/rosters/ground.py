"""What a person's future depends on, day by day: the states of a line and the steps between them.

A state is a node (so many days off, or so many days into a run after a shift that bars certain
others), the minutes so far, and of each watched limit how much is left. People with the same limits
watched share a `Ground`, made for the longest runs and shortest rests among all of them.
"""

from functools import cached_property
from itertools import groupby, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.problem import OFF, Person, Problem

Ints = NDArray[Any]


class Watch(NamedTuple):
    """A limit with an axis of its own: on a tally (by its shifts) or on weekends, hard or gentle."""

    shifts: frozenset[int]
    weekends: bool
    gentle: bool


class Kind(NamedTuple):
    """What people on one ground have in common."""

    free: bool  # nothing is known of the days before
    endless: bool  # a run may go on for ever
    watched: tuple[Watch, ...]


class Deed(NamedTuple):
    """Shifts that are one as to what may follow and what they use up."""

    shifts: tuple[int, ...]
    after: int  # the number of its bars among `Ground.bars`
    units: int
    used: tuple[int, ...]  # of each watched tally, 0 or 1


class Ground:
    """Nodes and deeds of one kind of people; `unit` is the minutes of one unit."""

    def __init__(self, problem: Problem, kind: Kind, unit: int) -> None:
        self.problem, self.kind, self.unit = problem, kind, unit
        self.days = problem.days
        self.place = {d: w.index(d) for w in problem.weekends for d in w}
        people = [p for p in problem.people if (p.longest_run is None) == kind.endless]
        self.shortest_run = min(p.shortest_run for p in people)
        self.shortest_rest = min(p.shortest_rest for p in people)
        weekend = max((len(w) for w in problem.weekends), default=1)
        self.rests = max(weekend - 1, *(p.shortest_rest for p in people))
        runs = max(p.shortest_run if p.longest_run is None else p.longest_run for p in people)
        behind = max(p.before.days if p.before else 0 for p in people)
        self.runs = min(runs, problem.days + 1 + behind)
        self.bars = sorted({s.barred_next for s in problem.shifts}, key=sorted)
        self.nodes = self.rests + len(self.bars) * self.runs

    @cached_property
    def deeds(self) -> list[Deed]:
        """The shifts in as few groups as the rules allow."""
        shifts = self.problem.shifts

        def alike(s: int) -> tuple[int, ...]:
            barred_after = tuple(int(s in bars) for bars in self.bars)
            used = tuple(int(not w.weekends and s in w.shifts) for w in self.kind.watched)
            return (self.bars.index(shifts[s].barred_next), shifts[s].minutes, *used, *barred_after)

        n = len(self.kind.watched)
        return [
            Deed(tuple(members), key[0], key[1] // self.unit, key[2 : 2 + n])
            for key, members in groupby(sorted(range(len(shifts)), key=alike), key=alike)
        ]

    @cached_property
    def sources(self) -> list[list[int]]:
        """For each deed the sets of bars after which it may come."""
        return [
            [b for b, bars in enumerate(self.bars) if deed.shifts[0] not in bars]
            for deed in self.deeds
        ]

    @cached_property
    def ways(self) -> Ints:
        """Nodes × (deeds and a day off): the node each leads to, -1 where it may not be."""
        off = len(self.deeds)
        table = np.full((self.nodes, off + 1), -1)
        for o in range(1, self.rests + 1):
            table[o - 1, off] = min(o, self.rests - 1)
            table[o - 1, :off] = [self.node(deed.after, 1) for deed in self.deeds]
        for bars, run in product(range(len(self.bars)), range(1, self.runs + 1)):
            here = self.node(bars, run)
            table[here, off] = 0
            if run < self.runs or self.kind.endless:
                for g, deed in enumerate(self.deeds):
                    if bars in self.sources[g]:
                        table[here, g] = self.node(deed.after, min(run + 1, self.runs))
        return table

    @cached_property
    def rest_of(self) -> Ints:
        """Of each node, how many days off it is (0 in a run)."""
        return np.array([*range(1, self.rests + 1), *[0] * (self.nodes - self.rests)])

    @cached_property
    def run_of(self) -> Ints:
        """Of each node, how many days into a run it is (0 off)."""
        return np.array([*[0] * self.rests, *list(range(1, self.runs + 1)) * len(self.bars)])

    @cached_property
    def units_of(self) -> Ints:
        """Of each deed, and a day off, the units."""
        return np.array([*(deed.units for deed in self.deeds), 0])

    @cached_property
    def used_of(self) -> Ints:
        """Of each deed, and a day off, what it uses up of each watched tally."""
        none = (0,) * len(self.kind.watched)
        table = np.array([*(deed.used for deed in self.deeds), none])
        return table.reshape(len(self.deeds) + 1, len(none))

    @cached_property
    def begins(self) -> Ints:
        """Days × rests: after so many days off (0: in a run), whether a shift begins a weekend of work."""
        table = np.zeros((self.days, self.rests + 1), np.int64)
        for day, place in self.place.items():
            table[day, 0] = place == 0
            table[day, max(place, 1) :] = 1
        return table

    def node(self, bars: int, run: int) -> int:
        """The node of being `run` days into a run, the last shift having these bars."""
        return self.rests + bars * self.runs + run - 1

    def start(self, person: Person) -> int:
        """The node a person stands on before the first day."""
        before = person.before
        if before is None:
            return self.rests - 1
        if before.shift == OFF:
            return min(before.days, self.rests) - 1
        bars = self.bars.index(self.problem.shifts[before.shift].barred_next)
        return self.node(bars, min(before.days, self.runs))

    def ahead(self, days: int) -> int:
        """The most shifts in so many days in a row."""
        if self.kind.endless:
            return days
        whole, rest = divmod(days, self.runs + self.shortest_rest)
        return whole * self.runs + min(rest, self.runs)

    def usable(self, watch: Watch) -> list[int]:
        """Before each day, and after the last, how much of a limit can still be used up."""
        if watch.weekends:
            ends = [w[-1] for w in self.problem.weekends]
            return [sum(e >= d for e in ends) for d in range(self.days + 1)]
        return [self.ahead(self.days - d) for d in range(self.days + 1)]

    def used(self, watch: Watch) -> list[int]:
        """Before each day, and after the last, how much of a limit can have been used up."""
        if watch.weekends:
            starts = [w[0] for w in self.problem.weekends]
            return [sum(s < d for s in starts) for d in range(self.days + 1)]
        return [self.ahead(d) for d in range(self.days + 1)]
