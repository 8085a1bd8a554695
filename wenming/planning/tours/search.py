"""The search for good tours: bred whole where stops are few, part by part where they are many.

Two workers search side by side (threads where plans are bred, else processes), each with a chance of its own;
what they find is taken in a fixed order.
Every route of a plan that can be kept is remembered, and after each round the best plan is put together
from all routes seen. All chance comes from the seed and all work is counted, so the same seed and effort
give the same plan, unless time cuts a piece of it short.
"""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.planning.tours.breeding import Island
from wenming.planning.tours.engine import LEVELS, Climber, Found, Levels, Route, Routes, Temper
from wenming.planning.tours.ground import Ground
from wenming.planning.tours.hands import Bench, Done, Hands, Task
from wenming.planning.tours.manners import EAGER, FIRST, MANNERS, Manner, Manners
from wenming.planning.tours.partition import best_of
from wenming.planning.tours.parts import Part, first_parts, parts_of

Ints = NDArray[np.int64]
WORKERS = 2
WHOLE = 250  # stops at the most that are bred; more are climbed
BRED = 100  # plans a worker breeds in a round
STEP = 0.15  # of penalties, in logarithms
ROUTES = 3  # inspectors a part has at the least
CLIMBED = 200  # steps at once on a whole plan that cannot be kept
PUT_TOGETHER = 10  # rounds of parts from one putting together to the next
GLANCE = 0.3  # seconds between two looks at whether to go on
POOL = 200_000  # routes remembered
BRED_WITH, WHOLE_WITH = Temper(20), Temper(40, 25)
STARTS = 3  # plans thrown together before the first round


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
        self.levels = LEVELS

    def steps(self, effort: int) -> Iterator[None]:
        """Work through so many rounds, giving way meanwhile; `best` only gets better."""
        if not len(self.stops):
            self.best, self.cost = (), int(np.maximum(self.prizes, 0).sum())
            return
        yield from (self._bred if len(self.stops) <= WHOLE else self._parted)(effort)

    def going(self) -> bool:
        """Whether there is time left."""
        return not self.stop.is_set() and time.monotonic() < self.deadline

    # --- the two ways

    def _bred(self, effort: int) -> Iterator[None]:
        """Two populations, which hand each other the best after each round."""
        with ThreadPoolExecutor(WORKERS) as workers:
            yield from self._islands(workers, effort)

    def _islands(self, workers: ThreadPoolExecutor, effort: int) -> Iterator[None]:
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
            better = yield from self._put_together()
            if better is not None:
                local = localised(self.stops, better)
                for island in islands:
                    island.add(Found(local, fine=True, cost=self.cost))

    def _parted(self, effort: int) -> Iterator[None]:
        """Parts of nothing first, joined; then ever again the whole plan in other parts, each made anew."""
        with Hands(Bench(self.ground, self.prizes, self.deadline)) as hands:
            yield from self._first(hands)
            manners = Manners()
            for done in range(effort):
                if not self.going() or self.best is None:
                    return
                yield from self._round(hands, manners)
                self.rounds += 1
                if done % PUT_TOGETHER == PUT_TOGETHER - 1:
                    yield from self._put_together()
                yield

    def _first(self, hands: Hands) -> Iterator[None]:
        """A plan of parts that know nothing of each other; mended as a whole where one cannot be kept."""
        number = max(1, min(len(self.stops) // FIRST.size, sum(self.free) // ROUTES))
        manner = EAGER if (self.prizes >= 0).any() else FIRST
        parts = first_parts(self.ground, self.stops, self.near, number, self.prizes)
        results = list[Done | None]()
        yield from hands.work(self._tasks(parts, [manner] * len(parts)), results, self.going)
        joined = list[Route]()
        for part, result in zip(parts, results, strict=True):
            joined += named(part.stops, result.found.routes) if result else ()
        if all(result and result.found.fine for result in results):
            self._offer(self.stops, Found(localised(self.stops, joined), True, 0))
        elif self.going():
            yield from self._mended(tuple(joined))

    def _mended(self, routes: Routes) -> Iterator[None]:
        """Climb on a whole plan until it can be kept."""
        whole = self._climber(self.stops, self.free, 0, WHOLE_WITH)
        found = whole.mended(localised(self.stops, routes))
        while not found.fine and self.going():
            found = whole.climbed(found.routes, CLIMBED, self.going, keeper({}))
            self.rounds += 1
            yield
        self._offer(self.stops, found)

    def _round(self, hands: Hands, manners: Manners) -> Iterator[None]:
        """Make every part anew, and take what is better."""
        assert self.best is not None  # noqa: S101 - asked for after the first plan
        least = ROUTES * len(self.stops) // max(1, len(self.best))
        found = parts_of(
            self.best,
            self.stops,
            self.near,
            len(self.free),
            self.chance,
            lambda: (number := manners.pick(self.chance), max(least, MANNERS[number].size)),
        )
        found.sort(key=lambda one: -len(one[1].stops))
        parts = [part for _, part in found]
        results = list[Done | None]()
        tasks = self._tasks(parts, [MANNERS[number] for number, _ in found])
        yield from hands.work(tasks, results, self.going)
        for (number, part), result in zip(found, results, strict=True):
            if result:
                before, self.levels = self.cost, between(self.levels, result.levels)
                self._remember(part.stops, {result.seen: None})
                self._exchange(part.stops, part.routes, result.found)
                manners.learn(number, before - self.cost)

    def _tasks(self, parts: Sequence[Part], manners: Sequence[Manner]) -> list[Task]:
        """Parts as hands are given them, each with a chance of its own."""
        seeds = self.chance.integers(1 << 31, size=len(parts)).tolist()
        return [
            Task(
                p.stops,
                localised(p.stops, p.routes),
                p.free,
                seed,
                m.temper._replace(levels=self.levels),
                m.steps,
            )
            for p, seed, m in zip(parts, seeds, manners, strict=True)
        ]

    # --- pieces of work

    def _climber(self, stops: Ints, free: Sequence[int], number: int, temper: Temper) -> Climber:
        seed = self.seed * 7919 + number
        return Climber(self.ground, stops, free, seed, self.prizes, temper)

    def _island(
        self, stops: Ints, free: list[int], number: int, pool: dict[Routes, None]
    ) -> Island:
        climber = self._climber(stops, free, number, BRED_WITH)
        nearest = np.argsort(self.near[np.ix_(stops, stops)], axis=1, kind="stable")
        return Island(climber, nearest, self.seed * 7919 + number, keeper(pool))

    def _breed(self, island: Island, steps: int) -> None:
        for _ in range(steps):
            if not self.going():
                return
            island.step()
        if island.best is None:
            island.hurry(CLIMBED, self.going)

    def _put_together(self) -> Generator[None, None, Routes | None]:
        """The best plan from all routes seen, where it is better than the best so far; gives way meanwhile."""
        left = self.deadline - time.monotonic()
        if self.best is None or not self.going():
            return None
        routes = list(self.pool)
        costs = np.fromiter(self.pool.values(), np.int64, len(routes))
        local = localised(self.stops, routes)
        prizes = self.prizes[self.stops]
        asked = local, costs, prizes, self.free, self.cost, left, self.going
        with ThreadPoolExecutor(1) as worker:
            task = worker.submit(best_of, *asked)
            yield from self._waited([task])
        chosen = task.result()
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


def between(old: Levels, new: Levels) -> Levels:
    """Penalties a step from where they were to where a part found them right."""
    return old[0] ** (1 - STEP) * new[0] ** STEP, old[1] ** (1 - STEP) * new[1] ** STEP


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
