"""Breeding plans: routes of two plans are crossed and bettered, and the best and most unlike live on.

After Vidal et al., A hybrid genetic algorithm with adaptive diversity management for a large class of
vehicle routing problems with time-windows (2013), and Nagata's exchange of routes; here the routes that
change hands lie around a stop that chance picks, and local search puts in what is then missing.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from wenming.planning.tours.engine import Climber, Found, Route, Routes

Ints = NDArray[np.int64]
FEW, MANY = 25, 65  # plans kept of each sort, and how many there may be before the worse go
NEAREST = 5  # plans alike that tell how unlike a plan is
ELITE = 4
MENDED = 0.8  # how often a plan that cannot be kept is mended
ALIKE = 0.1  # parents share at most so much less than everything
TRIES = 10


class Plan:
    """A plan bred: what follows each stop, and the route each is on."""

    def __init__(self, found: Found, size: int) -> None:
        self.found = found
        self.next = np.full(size + 1, -1, np.int32)
        self.on = np.full(size, -1, np.int32)
        chain = [size]
        for _, stops in found.routes:
            chain += stops
            chain.append(size)
        line = np.array(chain)
        self.next[line[:-1]] = line[1:]
        self.next[size] = 0
        lengths = [len(stops) for _, stops in found.routes]
        self.on[line[line < size]] = np.repeat(np.arange(len(lengths)), lengths)


class Island:
    """A population with a climber and a chance of its own; `pool` holds every route seen in a fine plan."""

    def __init__(
        self, climber: Climber, near: Ints, seed: int, seen: Callable[[Routes], None]
    ) -> None:
        """`near` (s, s) tells for each stop all others, the nearest first."""
        self.climber, self.near, self.seen = climber, near, seen
        self.size = len(climber.stops)
        self.chance = np.random.default_rng(seed)
        self.fine: list[Plan] = []
        self.poor: list[Plan] = []
        self.best: Found | None = None
        self.few = FEW

    def step(self) -> None:
        """One plan more."""
        if len(self.fine) + len(self.poor) < self.few:
            found = self.climber.random()
        else:
            found = self.climber.bettered(self._crossed())
        self.add(found)
        if not found.fine and self.chance.random() < MENDED:
            found = self.climber.mended(found.routes)
            if found.fine:
                self.add(found)

    def hurry(self, steps: int, going: Callable[[], bool]) -> None:
        """Climb from the best plan there is that cannot be kept, to one that can be."""
        first = min((plan.found for plan in self.poor), key=lambda found: found.cost)
        self.add(self.climber.climbed(first.routes, steps, going, self.seen))

    def add(self, found: Found) -> None:
        """Let a plan live, and the worst die where there are too many."""
        if found.fine:
            self.seen(found.routes)
            if self.best is None or found.cost < self.best.cost:
                self.best = found
        plans = self.fine if found.fine else self.poor
        plans.append(Plan(found, self.size))
        if len(plans) > MANY:
            self._thin(plans)

    def _thin(self, plans: list[Plan]) -> None:
        """Let go of twins first, then of those that are neither good nor unlike the others."""
        follow = np.array([plan.next for plan in plans])
        apart = (follow[:, None, :] != follow[None]).mean(axis=2)
        np.fill_diagonal(apart, 2)
        costs = np.array([plan.found.cost for plan in plans], np.float64)
        there = np.ones(len(plans), np.bool_)
        while there.sum() > FEW:
            live = np.flatnonzero(there)
            among = apart[np.ix_(live, live)]
            twins = np.flatnonzero((among == 0).any(axis=1))
            if len(twins):
                there[live[twins[-1]]] = False
                continue
            unlike = np.sort(among, axis=1)[:, :NEAREST].mean(axis=1)
            worth = ranks(costs[live]) + (1 - ELITE / len(live)) * ranks(-unlike)
            there[live[int(np.argmax(worth))]] = False
        plans[:] = [plan for plan, stays in zip(plans, there.tolist(), strict=True) if stays]

    def _picked(self) -> Plan:
        """The better of two."""
        plans: list[Plan] = self.fine + self.poor
        first, second = self.chance.integers(len(plans), size=2)
        one, other = plans[int(first)], plans[int(second)]
        return one if one.found.cost <= other.found.cost else other

    def _crossed(self) -> Routes:
        """A plan with some routes around a stop out of another plan; what is on neither is left to the search."""
        one = other = self._picked()
        for _ in range(TRIES):
            other = self._picked()
            if other is not one and (one.next != other.next).mean() >= ALIKE:
                break
        mine, theirs = one.found.routes, other.found.routes
        if not mine or not theirs:
            return mine or theirs
        number = int(self.chance.integers(1, min(len(mine), len(theirs)) + 1))
        out = around(one, self.near[int(self.chance.integers(self.size))], number)
        gone = np.isin(one.on, out)
        shared = np.bincount(other.on[gone & (other.on >= 0)], minlength=len(theirs))
        come = set(np.argsort(-shared, kind="stable")[:number].tolist())
        left = [route for at, route in enumerate(mine) if at not in set(out)]
        new = [theirs[at] for at in sorted(come)]
        keep, trim = (new, left) if self.chance.integers(2) else (left, new)
        there = {stop for _, stops in keep for stop in stops}
        trimmed = [(kind, tuple(n for n in stops if n not in there)) for kind, stops in trim]
        return fitted([*keep, *trimmed], self.climber.free)


def ranks(values: NDArray[np.float64]) -> Ints:
    """0 for the least, and so on."""
    found = np.empty(len(values), np.int64)
    found[np.argsort(values, kind="stable")] = np.arange(len(values))
    return found


def around(plan: Plan, nearest: Ints, number: int) -> list[int]:
    """So many routes of a plan, those first that come nearest to a stop."""
    on = plan.on[nearest]
    _, first = np.unique(on[on >= 0], return_index=True)
    order = on[on >= 0][np.sort(first)]
    return [int(route) for route in order[:number]]


def fitted(routes: list[Route], free: dict[int, int]) -> Routes:
    """Routes as there are inspectors for them: of another kind where one is short, else left to the search."""
    left, found = dict(free), list[Route]()
    for kind, stops in routes:
        taker = kind if left.get(kind) else next((k for k, count in left.items() if count), None)
        if stops and taker is not None:
            left[taker] -= 1
            found.append((taker, stops))
    return tuple(found)
