"""From a problem to a plan of tours: judged for sense, searched, and told in the problem's numbers."""

import time

import numpy as np

from wenming.planning.terms import Contradiction, LeftOut, Tell
from wenming.planning.tours.clash import clashing
from wenming.planning.tours.contradictions import contradictions
from wenming.planning.tours.engine import Routes
from wenming.planning.tours.faults import cost_of
from wenming.planning.tours.filling import filled
from wenming.planning.tours.ground import Ground
from wenming.planning.tours.problem import Plan, Problem, Tour
from wenming.planning.tours.search import Search

EFFORT = 40  # rounds
SECONDS = 30.0
TRIAL = 5  # rounds after which, without a plan, not all stops are asked for any more


def solve(
    problem: Problem,
    *,
    effort: int = EFFORT,
    seed: int = 1,
    seconds: float = SECONDS,
    tell: Tell[Plan] | None = None,
) -> Plan:
    """The best plan found; Contradiction where the matter cannot be meant.

    `tell` is told of every better plan (and of the same again, a few times a second) and may stop the
    search. The same seed and effort give the same plan, unless `seconds` cut it short. Where no plan is
    found that makes every stop that must be made, the plan makes as many as it can, and says which clash.
    """
    deadline = time.monotonic() + seconds
    wrong = contradictions(problem)
    if wrong:
        raise Contradiction(wrong)
    ground = Ground(problem)
    prizes = np.array([-1 if s.prize is None else s.prize for s in problem.stops], np.int64)
    hopeless = (prizes < 0) & ~ground.able.any(axis=0)
    search = Search(ground, prizes, seed, deadline)
    if not hopeless.any():
        follow(search, effort, tell, patience=TRIAL)
    if search.best is None and not search.stop.is_set():
        dear = 1 + 4 * max(int(way.cost.max()) for way in problem.ways)
        dear += max((man.fixed for man in problem.inspectors), default=0) + int(
            prizes.max(initial=0)
        )
        search = Search(ground, np.where(prizes < 0, dear, prizes), seed, deadline)
        follow(search, effort, tell)
    return made_of(ground, filled(problem, toured(ground, search.best or ())))


def follow(
    search: Search, effort: int, tell: Tell[Plan] | None, patience: int | None = None
) -> None:
    """Go through a search, telling of it; `patience` are the rounds it may take to a first plan."""
    routes: Routes | None = None
    told: Plan | None = None
    for _ in search.steps(effort):
        if search.best is not routes and search.best is not None:
            routes, told = search.best, plan_of(search.ground, search.best)
        if told is not None and tell is not None and not tell(told):
            search.stop.set()
        if told is None and patience is not None and search.rounds >= patience:
            return


def plan_of(ground: Ground, routes: Routes) -> Plan:
    """Routes handed to inspectors of their kinds."""
    return made_of(ground, toured(ground, routes))


def toured(ground: Ground, routes: Routes) -> tuple[Tour, ...]:
    """A tour to each inspector."""
    tours: list[Tour] = [()] * len(ground.problem.inspectors)
    waiting = [iter(kind.members) for kind in ground.kinds]
    for kind, stops in routes:
        tours[next(waiting[kind])] = stops
    return tuple(tours)


def made_of(ground: Ground, tours: tuple[Tour, ...]) -> Plan:
    """A plan of these tours, with what it costs and whom nobody comes to."""
    problem, made = ground.problem, {n for stops in tours for n in stops}
    reach = set(np.flatnonzero(ground.able.any(axis=0)).tolist())
    left = tuple(
        LeftOut(n, "unreachable" if n not in reach else "dear" if s.prize is not None else "time")
        for n, s in enumerate(problem.stops)
        if n not in made
    )
    short = [one.what for one in left if one.reason == "time"]
    return Plan(tours, cost_of(problem, tours), left, clashing(ground, short))
