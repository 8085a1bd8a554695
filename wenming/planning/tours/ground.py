"""A problem looked at once for all searches: alike inspectors, a day without lunch, who may make what.

Lunch is cut out of the day: a moment after it is told by its length earlier. What then begins at the
lunch hour or before, begins before lunch; so a day without lunch stands for one day with it, and a
search need not know of it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.planning.tours.problem import EVER, Inspector, Lunch, Problem

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]


class Kind(NamedTuple):
    """Inspectors who are alike in all a plan asks of them: which, and the stops none of them may make."""

    members: tuple[int, ...]
    man: Inspector
    barred: frozenset[int]


class Ground:
    """What every search stands on.

    `first`, `last` (s,) are windows without lunch; `able` (k, s) says whether one of a kind could make
    the stop on a day of his own.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.kinds = kinds(problem)
        lunch, stops = problem.lunch, problem.stops
        self.place = np.array([s.place for s in stops], np.int64)
        self.seconds = np.array([s.seconds for s in stops], np.int64)
        self.first = np.array([first_of(lunch, s.first) for s in stops], np.int64)
        self.last = np.array([last_of(lunch, s.last) for s in stops], np.int64)
        self.shifts = [
            (first_of(lunch, k.man.begins), last_of(lunch, k.man.ends)) for k in self.kinds
        ]
        self.able = np.array([self._able(k) for k in range(len(self.kinds))], np.bool_)

    def _able(self, number: int) -> Truths:
        """Which stops one of a kind could make, were each the only one of his day."""
        kind, (begins, ends) = self.kinds[number], self.shifts[number]
        seconds = self.problem.ways[kind.man.way].seconds.astype(np.int64)
        starts = np.maximum(begins + seconds[kind.man.start, self.place], self.first)
        able = starts <= self.last
        able &= starts + self.seconds + seconds[self.place, kind.man.end] <= ends
        if kind.man.room is not None:
            able &= np.array([s.load <= kind.man.room for s in self.problem.stops], np.bool_)
        able[np.array(sorted(kind.barred), np.int64)] = False
        return np.asarray(able, np.bool_)


def kinds(problem: Problem) -> list[Kind]:
    """Inspectors put together who are alike, in the order of the first of each."""
    barred: dict[int, set[int]] = {}
    for number, stop in enumerate(problem.stops):
        for who in stop.barred:
            barred.setdefault(who, set()).add(number)
    alike: dict[tuple[Inspector, frozenset[int]], list[int]] = {}
    for who, man in enumerate(problem.inspectors):
        alike.setdefault((man, frozenset(barred.get(who, ()))), []).append(who)
    return [Kind(tuple(members), man, bars) for (man, bars), members in alike.items()]


def first_of(lunch: Lunch | None, moment: int) -> int:
    """The first moment a thing may begin, without lunch."""
    if lunch is None or moment <= lunch.begins:
        return moment
    return max(moment - lunch.seconds, lunch.begins + 1)


def last_of(lunch: Lunch | None, moment: int) -> int:
    """The last moment a thing may begin or end, without lunch."""
    if lunch is None or moment <= lunch.begins or moment >= EVER:
        return moment
    return max(moment - lunch.seconds, lunch.begins)


def out_of_reach(problem: Problem) -> set[int]:
    """The stops that nobody could make, were each the only one of his day."""
    return set(np.flatnonzero(~Ground(problem).able.any(axis=0)).tolist())
