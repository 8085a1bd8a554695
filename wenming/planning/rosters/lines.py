"""The cheapest line of each person under any prices by day and shift: exact, many people at once.

A limit gets an axis of its own only for people whose cheapest line without it broke it, and loses it
when the lines have long kept clear of it; so the tables stay small (decremental state space).
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from math import gcd
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.frame import Frame, Span
from wenming.planning.rosters.ground import Ground, Kind, Watch
from wenming.planning.rosters.problem import OFF, Person, Problem
from wenming.planning.rosters.sweep import Sweep

Ints = NDArray[Any]
CALM = 4  # so many lines clear of a limit, and it is watched no more
CELLS = 400_000  # of one day's table: beyond it people are taken in parts
EVER = 1 << 30


class Found(NamedTuple):
    """People to whom a line is possible, their cheapest lines as rows of days, and what these cost."""

    people: Ints
    lines: Ints
    values: Ints


class Limit(NamedTuple):
    """One limit of a person: what to watch, how much there is, what each beyond it costs."""

    watch: Watch
    left: int
    due: int


def limits_of(person: Person) -> list[Limit]:
    """All limits of a person but that on minutes."""
    found = []
    week = person.weekends
    everything = [(frozenset[int](), True, week.most, week.wish, week.weight)]
    everything += [(t.shifts, False, t.most, t.wish, t.weight) for t in person.tallies]
    for shifts, weekends, most, wish, weight in everything:
        if most is not None:
            found.append(Limit(Watch(shifts, weekends, gentle=False), most, 0))
        if wish is not None and weight and (most is None or wish < most):
            found.append(Limit(Watch(shifts, weekends, gentle=True), max(0, wish), weight))
    return found


class Lines:
    """A problem's people, each with the limits being watched; `scale` as in `Sweep`."""

    def __init__(self, problem: Problem, scale: int = 1) -> None:
        self.problem, self.scale = problem, scale
        self.unit = reduce(gcd, (shift.minutes for shift in problem.shifts), 0) or 1
        self.limits = [limits_of(person) for person in problem.people]
        self.calm = [self.always(number) for number in range(len(problem.people))]
        self.frames: dict[tuple[Kind, Span], Frame] = {}
        self.grounds: dict[Kind, Ground] = {}

    def cheapest(self, prices: Ints, people: Sequence[int]) -> Found:
        """The cheapest line of each of these people; `prices` has a row to each of all people."""
        done: list[Found] = []
        waiting = list(people)
        while waiting:
            groups: dict[Kind, list[int]] = defaultdict(list)
            for number in waiting:
                groups[self.kind(number)].append(number)
            waiting = []
            for kind, members in groups.items():
                for part in self.parts(kind, members):
                    found = self.swept(kind, part, prices)
                    good = np.array(
                        [self.kept(p, line) for p, line in zip(found[0], found[1], strict=True)],
                        np.bool_,
                    )
                    waiting += found.people[~good].tolist()
                    done.append(Found(*(x[good] for x in found)))
        return Found(*(np.concatenate(parts) for parts in zip(*done, strict=True)))

    def always(self, number: int) -> dict[int, int]:
        """The limits watched from the start, with how long they were calm: those on weekends."""
        return {
            i: 0
            for i, limit in enumerate(self.limits[number])
            if limit.watch.weekends and limit.left < len(self.problem.weekends)
        }

    def kind(self, number: int) -> Kind:
        """With whom a person goes."""
        person = self.problem.people[number]
        watched = tuple(self.limits[number][i].watch for i in sorted(self.calm[number]))
        return Kind(person.before is None, person.longest_run is None, watched)

    def ground(self, kind: Kind) -> Ground:
        """Made once."""
        if kind not in self.grounds:
            self.grounds[kind] = Ground(self.problem, kind, self.unit)
        return self.grounds[kind]

    def frame(self, ground: Ground, span: Span) -> Frame:
        """Made once."""
        key = (ground.kind, span)
        if key not in self.frames:
            self.frames[key] = Frame(ground, span)
        return self.frames[key]

    def parts(self, kind: Kind, members: list[int]) -> list[list[int]]:
        """People in parts whose tables stay in the machine's quick memory."""
        cells = self.ground(kind).nodes * 8 * 4 ** len(kind.watched)
        size = max(1, CELLS // cells)
        return [members[i : i + size] for i in range(0, len(members), size)]

    def swept(self, kind: Kind, members: list[int], prices: Ints) -> Found:
        """The cheapest lines by what is watched; of whom none is possible, nothing."""
        limits = [[self.limits[n][i] for i in sorted(self.calm[n])] for n in members]
        shape = (len(members), len(kind.watched))
        left = np.array([[x.left for x in row] for row in limits], np.int64).reshape(shape)
        dues = np.array([[x.due for x in row] for row in limits], np.int64).reshape(shape)
        people = [self.problem.people[n] for n in members]
        ground = self.ground(kind)
        span = Span(self.units(ground, people), tuple((int(x.min()), int(x.max())) for x in left.T))
        sweep = Sweep(self.frame(ground, span), people, prices[members], (left, dues), self.scale)
        lines, values = sweep.walked()
        good = values < sweep.limit
        return Found(np.array(members)[good], lines[good], values[good].astype(np.int64))

    def units(self, ground: Ground, people: Sequence[Person]) -> tuple[int, int] | None:
        """The fewest and the most units any of these people may have; None where nothing limits."""
        reach = ground.ahead(ground.days) * max(deed.units for deed in ground.deeds)
        hours = [p.hours for p in people]
        low = min(-(-h.least // self.unit) for h in hours)
        most = [reach if h.most is None else min(reach, h.most // self.unit) for h in hours]
        counts = any(h.least > 0 or (h.wish is not None and h.weight > 0) for h in hours)
        return (low, max(most)) if counts or min(most) < reach else None

    def kept(self, number: int, line: Ints) -> bool:
        """Whether a line breaks no limit unseen; one that it breaks is watched from now on."""
        calm, fine = self.calm[number], True
        for i, limit in enumerate(self.limits[number]):
            count = self.count(limit.watch, line)
            if i not in calm and count > limit.left:
                fine, calm[i] = False, 0
            elif i in calm:
                calm[i] = calm[i] + 1 if count < limit.left else 0
        for i in [i for i, times in calm.items() if times > CALM]:
            if not self.limits[number][i].watch.weekends:
                del calm[i]
        return fine

    def count(self, watch: Watch, line: Ints) -> int:
        """How much of a limit a line uses up."""
        if watch.weekends:
            return sum(bool((line[list(w)] != OFF).any()) for w in self.problem.weekends)
        return int(np.isin(line, list(watch.shifts)).sum())
