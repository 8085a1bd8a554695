"""The search for good tours: bred whole where stops are few, part by part where they are many.

Two workers search side by side, each with a chance of its own; what they find is taken in a fixed order.
Every route of a plan that can be kept is remembered, and after each round the best plan is put together
from all routes seen. All chance comes from the seed and all work is counted, so the same seed and effort
give the same plan, unless time cuts a piece of it short.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import chain
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.planning.tours.breeding import Island
from wenming.planning.tours.engine import Climber, Found, Route, Routes
from wenming.planning.tours.ground import Ground
from wenming.planning.tours.partition import best_of

Ints = NDArray[np.int64]
WORKERS = 2
WHOLE = 250  # stops at the most that are bred; more are climbed
BRED = 100  # plans a worker breeds in a round
PART = 110  # stops of a part, and
ROUTES = 3  # as many as so many routes have
BROAD = 3  # rounds of halves before the rounds of parts
CLIMBED = 1000  # steps a worker climbs in a part
PUT_TOGETHER = 4  # rounds of parts from one putting together to the next
GLANCE = 0.3  # seconds between two looks at whether to go on
POOL = 200_000  # routes remembered
SPARE = 80  # stops left out that a part may take in
LONGEST = 3.0  # seconds of a putting together
NEAR_BRED, NEAR_CLIMBED = 20, 50  # neighbours that moves are tried with
STARTS = 3  # plans thrown together that a part is bred from, beside what it was


class Search:
    """One problem's search; `best` are the routes so far, None before there are any, `cost` what they cost."""

    def __init__(self, ground: Ground, prizes: Ints, seed: int, deadline: float) -> None:
        """`prizes` (s,) is what leaving a stop out costs, below 0 where it must be made."""
        self.ground, self.prizes, self.seed, self.deadline = ground, prizes, seed, deadline
        self.stops = np.flatnonzero(ground.able.any(axis=0))
        self.free = [len(kind.members) for kind in ground.kinds]
        self.chance = np.random.default_rng(seed)
        self.pool: dict[Route, int] = {}
        self.best: Routes | None = None
        self.cost = 0
        self.stop = Event()
        self.rounds = 0  # done so far
        self.near = self._near()

    def steps(self, effort: int) -> Iterator[None]:
        """Work through so many rounds, giving way meanwhile; `best` only gets better."""
        if not len(self.stops):
            self.best, self.cost = (), int(np.maximum(self.prizes, 0).sum())
            return
        rounds = self._bred if len(self.stops) <= WHOLE else self._parted
        with ThreadPoolExecutor(WORKERS) as workers:
            yield from rounds(workers, effort)

    def going(self) -> bool:
        """Whether there is time left."""
        return not self.stop.is_set() and time.monotonic() < self.deadline

    # --- the two ways

    def _bred(self, workers: ThreadPoolExecutor, effort: int) -> Iterator[None]:
        """Two populations, which hand each other the best after each round."""
        pools = [dict[Routes, None]() for _ in range(WORKERS)]
        islands = [self._island(self.stops, self.free, at, pools[at]) for at in range(WORKERS)]
        for done in range(effort):
            if not self.going():
                return
            steps = min(BRED, 10 + len(self.stops)) if done else STARTS
            yield from self._waited([workers.submit(self._breed, i, steps) for i in islands])
            for island, pool in zip(islands, pools, strict=True):
                self._remember(self.stops, pool)
                self._offer(self.stops, island.best)
            self.rounds += 1
            better = self._put_together()
            if better is not None:
                local = localised(self.stops, better)
                for island in islands:
                    island.add(Found(local, fine=True, cost=self.cost))

    def _parted(self, workers: ThreadPoolExecutor, effort: int) -> Iterator[None]:
        """A whole plan first, then ever again two parts of it made anew at once."""
        whole = self._climber(self.stops, self.free, 0, NEAR_CLIMBED)
        first = workers.submit(whole.random)
        yield from self._waited([first])
        found = first.result()
        while not found.fine and self.going():
            more = workers.submit(whole.climbed, found.routes, CLIMBED, self.going, keeper({}))
            yield from self._waited([more])
            found = more.result()
            self.rounds += 1
        self._offer(self.stops, found)
        for done in range(effort):
            if not self.going() or self.best is None:
                return
            parts = self._parts(len(self.stops) // WORKERS if done < BROAD else self._size())
            pools = [dict[Routes, None]() for _ in parts]
            tasks: list[Future[Found | None]] = [
                workers.submit(self._bettered, part, done * WORKERS + at + 1, pools[at])
                for at, part in enumerate(parts)
            ]
            yield from self._waited(tasks)
            for (stops, routes), pool, task in zip(parts, pools, tasks, strict=True):
                self._remember(stops, pool)
                self._exchange(stops, routes, task.result())
            self.rounds += 1
            if done % PUT_TOGETHER == PUT_TOGETHER - 1:
                self._put_together()
            yield

    # --- pieces of work

    def _climber(self, stops: Ints, free: list[int], number: int, near: int) -> Climber:
        seed = self.seed * 7919 + number
        return Climber(self.ground, stops, free, seed, self.prizes, near)

    def _island(
        self, stops: Ints, free: list[int], number: int, pool: dict[Routes, None]
    ) -> Island:
        climber = self._climber(stops, free, number, NEAR_BRED)
        nearest = np.argsort(self.near[np.ix_(stops, stops)], axis=1, kind="stable")
        return Island(climber, nearest, self.seed * 7919 + number, keeper(pool))

    def _breed(self, island: Island, steps: int) -> None:
        for _ in range(steps):
            if not self.going():
                return
            island.step()

    def _bettered(
        self, part: tuple[Ints, Routes], number: int, pool: dict[Routes, None]
    ) -> Found | None:
        """A part made anew: bred where it is small, else stirred and bettered step by step."""
        stops, routes = part[0], localised(*part)
        free = [0] * len(self.free)
        for kind, _ in routes:
            free[kind] += 1
        if len(stops) > WHOLE:
            climber = self._climber(stops, free, number, NEAR_CLIMBED)
            return climber.climbed(routes, CLIMBED, self.going, keeper(pool))
        island = self._island(stops, free, number, pool)
        island.add(island.climber.bettered(routes))
        island.few = STARTS
        self._breed(island, STARTS + BRED)
        return island.best

    def _size(self) -> int:
        """How many stops a part has."""
        assert self.best is not None  # noqa: S101 - asked for after the first plan
        return max(PART, ROUTES * len(self.stops) // max(1, len(self.best)))

    def _parts(self, wanted: int) -> list[tuple[Ints, Routes]]:
        """Parts that share nothing, of the `wanted` size: the routes around a stop, with stops left out near by."""
        assert self.best is not None  # noqa: S101 - asked for after the first plan
        on = np.full(len(self.prizes), -1, np.int64)
        for at, (_, stops) in enumerate(self.best):
            on[list(stops)] = at
        out = np.zeros(len(self.prizes), np.bool_)
        out[self.stops] = on[self.stops] < 0
        taken, parts = set[int](), list[tuple[Ints, Routes]]()
        for _ in range(WORKERS):
            centre = int(self.chance.choice(self.stops))
            order = np.argsort(self.near[centre], kind="stable")
            routes, size, spare = dict[int, None](), 0, list[int]()
            for stop in order.tolist():
                route = int(on[stop])
                if route >= 0 and route not in taken and route not in routes:
                    routes[route] = None
                    size += len(self.best[route][1])
                elif out[stop] and len(spare) < SPARE:
                    spare.append(stop)
                if size >= wanted:
                    break
            if routes:
                out[spare] = False
                taken |= routes.keys()
                chosen = tuple(self.best[route] for route in routes)
                part = [*chain.from_iterable(stops for _, stops in chosen), *spare]
                parts.append((np.sort(np.array(part, np.int64)), chosen))
        return parts

    def _put_together(self) -> Routes | None:
        """The best plan from all routes seen, where it is better than the best so far."""
        left = self.deadline - time.monotonic()
        if self.best is None or not self.going():
            return None
        routes = list(self.pool)
        costs = np.fromiter(self.pool.values(), np.int64, len(routes))
        local = localised(self.stops, routes)
        prizes = self.prizes[self.stops]
        chosen = best_of(local, costs, prizes, self.free, self.cost, min(left, LONGEST))
        if chosen is None:
            return None
        better = named(self.stops, chosen)
        self.best, self.cost = better, self._cost(better)
        return better

    # --- what came of it

    def _remember(self, stops: Ints, plans: dict[Routes, None]) -> None:
        """Keep the routes of plans that can be kept."""
        for plan in plans:
            for route in named(stops, plan):
                if route not in self.pool:
                    self.pool[route] = self._route_cost(route)
        plans.clear()
        while len(self.pool) > POOL:
            self.pool.pop(next(iter(self.pool)))

    def _offer(self, stops: Ints, found: Found | None) -> None:
        """Take a whole plan where it is better."""
        if found is None or not found.fine:
            return
        routes = named(stops, found.routes)
        cost = self._cost(routes)
        if self.best is None or cost < self.cost:
            self.best, self.cost = routes, cost
            for route in routes:
                self.pool.setdefault(route, self._route_cost(route))

    def _exchange(self, stops: Ints, old: Routes, found: Found | None) -> None:
        """Take a part made anew in the place of what it was."""
        assert self.best is not None  # noqa: S101 - asked for after the first plan
        if found is None or not found.fine:
            return
        gone = set(old)
        whole = [r for r in self.best if r not in gone] + list(named(stops, found.routes))
        if (cost := self._cost(whole)) < self.cost:
            self.best, self.cost = tuple(whole), cost

    def _waited(self, tasks: list[Future[Any]]) -> Iterator[None]:
        """Give way until the tasks are done."""
        while wait(tasks, GLANCE).not_done:
            yield
        for task in tasks:
            task.result()

    def _cost(self, routes: Sequence[Route]) -> int:
        """What routes cost, with the prizes they leave."""
        made = np.array([n for _, stops in routes for n in stops], np.int64)
        lost = int(np.maximum(self.prizes, 0).sum() - np.maximum(self.prizes[made], 0).sum())
        return lost + sum(self.pool.get(r) or self._route_cost(r) for r in routes)

    def _route_cost(self, route: Route) -> int:
        kind, stops = route
        man = self.ground.kinds[kind].man
        places = np.array([man.start, *self.ground.place[list(stops)], man.end])
        return man.fixed + int(
            self.ground.problem.ways[man.way].cost[places[:-1], places[1:]].sum()
        )

    def _near(self) -> Ints:
        """(s, s) how near stops are to each other, in cost both ways."""
        cost = self.ground.problem.ways[0].cost
        place = self.ground.place
        there = cost[np.ix_(place, place)].astype(np.int64)
        return there + there.T


def keeper(plans: dict[Routes, None]) -> Callable[[Routes], None]:
    """What puts plans by."""

    def seen(routes: Routes) -> None:
        plans[routes] = None

    return seen


def named(stops: Ints, routes: Sequence[Route]) -> Routes:
    """A part's routes in the numbers of the problem."""
    names = stops.tolist()
    return tuple((kind, tuple(names[n] for n in route)) for kind, route in routes)


def localised(stops: Ints, routes: Sequence[Route]) -> Routes:
    """Routes by the place of their stops in a part's list."""
    names = {stop: at for at, stop in enumerate(stops.tolist())}
    return tuple((kind, tuple(names[n] for n in route)) for kind, route in routes)
