"""Why not every stop that must be made can be: stops that together need more than there is.

Shown by adding up. Stops that only certain inspectors may make, all within some hours, take their minutes
and the shortest ways to them (but for the first of each inspector); where that is more than these
inspectors have in those hours, or their loads more than the room, no plan can make them all.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.planning.terms import Fault
from wenming.planning.tours.ground import Ground

Ints = NDArray[np.int64]
ENDS = 24  # moments tried for either end of the hours


class Needs(NamedTuple):
    """Stops, what each needs at the least, how many of the ways to them may be spared, and what there is."""

    stops: Ints
    minutes: Ints
    ways: Ints
    spared: int
    there: int

    def over(self, chosen: NDArray[np.bool_]) -> bool:
        """Whether these stops alone need more than there is."""
        ways = np.sort(self.ways[chosen])
        kept = ways[: max(0, len(ways) - self.spared)]
        return int(self.minutes[chosen].sum() + kept.sum()) > self.there


def clashing(ground: Ground, left: Sequence[int]) -> tuple[Fault, ...]:
    """The smallest set of demands found that cannot be met together; empty where none could be shown."""
    best: tuple[Fault, ...] = ()
    for stop in left:
        able = ground.able[:, stop]
        men = [who for kind in np.flatnonzero(able) for who in ground.kinds[kind].members]
        for needs, rule in (*hours(ground, stop, able), room(ground, able)):
            every = np.ones(len(needs.stops), np.bool_)
            if not needs.over(every):
                continue
            clash = [Fault("missed", (n,)) for n in least(needs).tolist()]
            clash += [Fault(rule, (who,)) for who in sorted(men)]
            if not best or len(clash) < len(best):
                best = tuple(clash)
    return best


def bound_to(ground: Ground, able: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which stops must be made by these kinds of inspectors."""
    must = np.array([s.prize is None for s in ground.problem.stops], np.bool_)
    return np.asarray(must & ~ground.able[~able].any(axis=0) & ground.able.any(axis=0), np.bool_)


def hours(ground: Ground, stop: int, able: NDArray[np.bool_]) -> list[tuple[Needs, str]]:
    """What is needed and there within hours around a stop's window."""
    mine, ways = bound_to(ground, able), nearest(ground)
    shifts = [ground.shifts[k] for k in np.flatnonzero(able) for _ in ground.kinds[k].members]
    begins = np.maximum(ground.first, min((b for b, _ in shifts), default=0))
    ends = np.minimum(ground.last + ground.seconds, max((e for _, e in shifts), default=0))
    found = []
    for begin in np.unique(begins[mine & (begins <= begins[stop])])[-ENDS:].tolist():
        for end in np.unique(ends[mine & (ends >= ends[stop])])[:ENDS].tolist():
            stops = np.flatnonzero(mine & (begins >= begin) & (ends <= end))
            there = sum(max(0, min(end, e) - max(begin, b)) for b, e in shifts)
            needs = Needs(stops, ground.seconds[stops], ways[stops], len(shifts), there)
            found.append((needs, "overtime"))
    return found


def room(ground: Ground, able: NDArray[np.bool_]) -> tuple[Needs, str]:
    """What is needed and there of room."""
    stops = np.flatnonzero(bound_to(ground, able))
    loads = np.array([ground.problem.stops[n].load for n in stops.tolist()], np.int64)
    rooms = [
        ground.kinds[k].man.room for k in np.flatnonzero(able) for _ in ground.kinds[k].members
    ]
    there = int(loads.sum()) if None in rooms else sum(r or 0 for r in rooms)
    return Needs(stops, loads, np.zeros(len(stops), np.int64), 0, there), "room"


def nearest(ground: Ground) -> Ints:
    """(s,) the shortest way to each stop from another stop, by any manner of going."""
    found = np.full(len(ground.place), 1 << 40, np.int64)
    for way in ground.problem.ways:
        table = way.seconds[np.ix_(ground.place, ground.place)].astype(np.int64)
        np.fill_diagonal(table, 1 << 40)
        found = np.minimum(found, table.min(axis=0, initial=1 << 40))
    return np.where(found == 1 << 40, 0, found)


def least(needs: Needs) -> Ints:
    """Stops left out of the set one by one, the shortest first, while the others still need too much."""
    chosen = np.ones(len(needs.stops), np.bool_)
    for at in np.argsort(needs.minutes + needs.ways, kind="stable").tolist():
        chosen[at] = False
        if not needs.over(chosen):
            chosen[at] = True
    return needs.stops[chosen]
