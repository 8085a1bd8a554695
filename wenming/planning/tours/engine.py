"""PyVRP, and nothing else that knows of it: local search over the tours of some stops and inspectors.

A climber stands on a part of the ground: some stops, and so many inspectors of each kind. Stops are
known to it by their place in its own list; a route is a kind of inspector and stops in order.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)

from wenming.planning.tours.ground import Ground

Ints = NDArray[np.int64]
Route: TypeAlias = tuple[int, tuple[int, ...]]
Routes: TypeAlias = tuple[Route, ...]
FAR = 1 << 30  # seconds and costs to a stop that is barred
Levels: TypeAlias = tuple[float, float]
LEVELS = (20.0, 6.0)  # penalties of room and time overdrawn, to begin with; they find their level
DEARER = 12.0  # how many times dearer where a plan that cannot be kept is mended
PENALTY = pyvrp.PenaltyParams(
    solutions_between_updates=50, penalty_increase=1.25, penalty_decrease=0.85, target_feasible=0.43
)


class Found(NamedTuple):
    """Routes, whether they can be kept, and what they cost with the prizes lost (and penalties, if not)."""

    routes: Routes
    fine: bool
    cost: int


class Temper(NamedTuple):
    """Moves are tried with `near` neighbours, `stirred` stops at the most are stirred up at once, a new plan is
    compared with that `late` steps before, and penalties begin at these levels."""

    near: int
    stirred: int = 1
    late: int = 10
    levels: Levels = LEVELS


class Penalties(pyvrp.PenaltyManager):
    """Penalties that rise no more once they are as high as they may be: where no plan can be kept, we say so."""

    def register(self, sol: pyvrp.Solution) -> None:
        """Learn from a plan."""
        room, time, way = self.penalties()
        if sol.is_feasible() or max(*room, time, way) < PENALTY.max_penalty:
            super().register(sol)


class Watch(IteratedLocalSearchCallbacks):
    """Hands on every plan of a climb that can be kept."""

    def __init__(self, seen: Callable[[pyvrp.Solution], None]) -> None:
        self.seen = seen

    def on_iteration(
        self,
        current: pyvrp.Solution,
        candidate: pyvrp.Solution,
        best: pyvrp.Solution,
        cost_evaluator: pyvrp.CostEvaluator,
    ) -> None:
        """Called after each step."""
        if candidate.is_feasible():
            self.seen(candidate)


class Climber:
    """Local search on one part of the ground, with a chance of its own."""

    def __init__(
        self,
        ground: Ground,
        stops: Ints,
        free: Sequence[int],
        seed: int,
        prizes: Ints,
        temper: Temper,
    ) -> None:
        """`free` inspectors of each kind; `prizes` as in the search."""
        self.stops, self.late = stops, temper.late
        self.data = data_of(ground, stops, free, prizes)
        self.free = {kind: count for kind, count in enumerate(free) if count}
        self.kinds = list(self.free)
        self.chance = pyvrp.RandomNumberGenerator(seed=seed)
        nearest = compute_neighbours(self.data, NeighbourhoodParams(num_neighbours=temper.near))
        stir = PerturbationManager(PerturbationParams(1, temper.stirred))
        self.search = LocalSearch(self.data, self.chance, nearest, stir)
        for operator in OPERATORS:
            if operator.supports(self.data):
                self.search.add_operator(operator(self.data))
        room, over = temper.levels
        self.penalties = Penalties(([room], over, over), PENALTY)

    def levels(self) -> Levels:
        """Where the penalties of room and time are now."""
        room, time, _ = self.penalties.penalties()
        return float(room[0]), float(time)

    def random(self) -> Found:
        """Stops thrown together, and mended."""
        return self._bettered(pyvrp.Solution.make_random(self.data, self.chance))

    def bettered(self, routes: Routes) -> Found:
        """Routes (not all stops need be on one) searched to the end for what betters them."""
        return self._bettered(self._taken(routes))

    def mended(self, routes: Routes) -> Found:
        """The same, where whatever is overdrawn costs much more."""
        room, time, way = self.penalties.penalties()
        hard = pyvrp.CostEvaluator([r * DEARER for r in room], time * DEARER, way * DEARER)
        return self._told(self.search(self._taken(routes), hard, exhaustive=True))

    def climbed(
        self,
        routes: Routes,
        steps: int,
        going: Callable[[], bool],
        seen: Callable[[Routes], None],
    ) -> Found:
        """Routes stirred and bettered so many times; `seen` is shown every plan that can be kept."""
        left = iter(range(steps))
        params = pyvrp.IteratedLocalSearchParams(
            history_length=self.late, callbacks=Watch(lambda one: seen(self._routes(one)))
        )
        climb = pyvrp.IteratedLocalSearch(
            self.data, self.penalties, self.search, self._taken(routes), params
        )
        result = climb.run(lambda _: not going() or next(left, None) is None, collect_stats=False)
        return self._told(result.best)

    def _bettered(self, solution: pyvrp.Solution) -> Found:
        better = self.search(solution, self.penalties.cost_evaluator(), exhaustive=True)
        self.penalties.register(better)
        return self._told(better)

    def _taken(self, routes: Routes) -> pyvrp.Solution:
        types = {kind: at for at, kind in enumerate(self.kinds)}
        return pyvrp.Solution(
            self.data, [pyvrp.Route(self.data, list(stops), types[kind]) for kind, stops in routes]
        )

    def _routes(self, solution: pyvrp.Solution) -> Routes:
        client = pyvrp.ActivityType.CLIENT
        return tuple(
            (self.kinds[route.vehicle_type()], tuple(a.idx for a in route if a.type == client))
            for route in solution.routes()
        )

    def _told(self, solution: pyvrp.Solution) -> Found:
        fine, judge = solution.is_feasible(), self.penalties.cost_evaluator()
        cost = judge.cost(solution) if fine else judge.penalised_cost(solution)
        return Found(self._routes(solution), fine, cost)


def data_of(ground: Ground, stops: Ints, free: Sequence[int], prizes: Ints) -> pyvrp.ProblemData:
    """The part of the ground in PyVRP's words: a location to each stop, then one to each start and end."""
    problem, kinds = ground.problem, [k for k, count in enumerate(free) if count]
    ends = sorted({place for k in kinds for place in ground.kinds[k].man[:2]})
    depot = {place: at for at, place in enumerate(ends)}
    places = np.concatenate([ground.place[stops], np.array(ends, np.int64)])
    profiles: dict[tuple[int, bytes], int] = {}
    costs: list[Ints] = []
    seconds: list[Ints] = []
    types = []
    for k in kinds:
        man, barred = ground.kinds[k].man, barred_to(ground, k, stops)
        profile = profiles.setdefault((man.way, barred.tobytes()), len(profiles))
        if profile == len(costs):
            costs.append(cut(problem.ways[man.way].cost, places, barred))
            seconds.append(cut(problem.ways[man.way].seconds, places, barred))
        begins, over = ground.shifts[k]
        types.append(
            pyvrp.VehicleType(
                free[k],
                [roomy(ground, stops) if man.room is None else man.room],
                depot[man.start],
                depot[man.end],
                fixed_cost=man.fixed,
                tw_early=min(begins, over),  # nothing is left of a day within the lunch hour
                tw_late=over,
                profile=profile,
            )
        )
    data: Any = pyvrp.ProblemData  # its stub takes tables of one dimension alone
    found: pyvrp.ProblemData = data(
        [pyvrp.Location(0, 0)] * len(places),
        [client(ground, n, at, prizes) for at, n in enumerate(stops.tolist())],
        [pyvrp.Depot(len(stops) + at) for at in range(len(ends))],
        types,
        costs,
        seconds,
    )
    return found


def barred_to(ground: Ground, kind: int, stops: Ints) -> Ints:
    """The stops, by their place in the list, that none of a kind may make, whatever the time."""
    idle, bars = not ground.able[kind].any(), ground.kinds[kind].barred
    return np.flatnonzero([idle or n in bars for n in stops.tolist()])


def client(ground: Ground, number: int, at: int, prizes: Ints) -> pyvrp.Client:
    """A stop in PyVRP's words."""
    stop = ground.problem.stops[number]
    prize = int(prizes[number])
    return pyvrp.Client(
        at,
        [stop.load],
        service_duration=stop.seconds,
        tw_early=int(ground.first[number]),
        tw_late=int(ground.last[number]),
        prize=max(prize, 0),
        required=prize < 0,
    )


def cut(table: NDArray[np.integer], places: Ints, barred: Ints) -> Ints:
    """The table of these places; stops that are barred lie out of reach."""
    found = np.asarray(table[np.ix_(places, places)], np.int64)
    found[barred, :] = found[:, barred] = FAR
    np.fill_diagonal(found, 0)
    return found


def roomy(ground: Ground, stops: Ints) -> int:
    """Room for all."""
    return sum(ground.problem.stops[n].load for n in stops.tolist())
