"""Tours beside plain PyVRP and OR-Tools: Solomon's instances, VRPLIB's, or a city's own day.

`wenming bench tours DIR` reads Solomon `.txt` files (here or in a folder `solomon`) with their BKS.json, or
VRPLIB `.vrp` files with their `.sol`, with prizes where an instance has them. Solomon's distances are
hundredths, rounded, VRPLIB's tenths, cut off, as those who keep the best known reckon. Without DIR it is a
city's day: 1,200 sites with prizes and windows for 30 inspectors.

PyVRP has one seed and its defaults, OR-Tools' routing its guided local search; each has the same seconds.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyvrp
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from pyvrp.stop import MaxRuntime

from bench import Ask
from wenming.planning.tours.engine import data_of
from wenming.planning.tours.faults import cost_of, faults
from wenming.planning.tours.ground import Ground
from wenming.planning.tours.problem import Inspector, Plan, Problem, Stop, Way
from wenming.planning.tours.solve import solve

SECONDS = 30.0
ENDLESS = 1_000_000
SITES, INSPECTORS = 1_200, 30
Ints = NDArray[np.int64]


class Instance(NamedTuple):
    """A problem, and the least cost known."""

    name: str
    problem: Problem
    best: int | None


def run(ask: Ask) -> dict[str, Any]:
    """Each instance in turn, by all three."""
    seconds = ask.seconds or (2.0 if ask.small else SECONDS)
    given = [city(ask)] if ask.folder is None else read(ask.folder)
    return {
        "seed": ask.seed,
        "allowed": seconds,
        "instances": [measured(one, ask.seed, seconds) for one in given],
    }


def measured(instance: Instance, seed: int, seconds: float) -> dict[str, Any]:
    """One instance."""
    problem, began, first = instance.problem, time.perf_counter(), list[float]()

    def tell(plan: Plan) -> bool:
        if not first and not faults(problem, plan):
            first.append(time.perf_counter() - began)
        return True

    plan = solve(problem, effort=ENDLESS, seed=seed, seconds=seconds, tell=tell)
    taken = time.perf_counter() - began
    gap = partial(beside, instance.best or plan.cost)
    return {
        "name": instance.name,
        "cost": plan.cost,
        "best": instance.best,
        "gap": gap(plan.cost) if instance.best else None,
        "faults": len(faults(problem, plan)),
        "gap_pyvrp": gap(by_pyvrp(problem, seed, seconds)),
        "gap_ortools": gap(by_ortools(problem, seconds)),
        "seconds": round(taken, 2),
        "first_seconds": round(first[0], 2) if first else None,
    }


def beside(best: int, cost: int | None) -> float | None:
    """By what part of the best a cost lies above it; None where there is no plan."""
    return None if cost is None else round(cost / best - 1, 5)


# --- the instances


def read(folder: Path) -> list[Instance]:
    """Every instance of a folder, in the order of their names."""
    solomon = folder / "solomon" if (folder / "solomon").is_dir() else folder
    told = next((p for f in (folder, solomon) if (p := f / "BKS.json").exists()), None)
    best = json.loads(told.read_text()) if told else {}
    found = [read_solomon(path, best) for path in sorted(solomon.glob("*.txt"))]
    return found + [read_vrplib(path) for path in sorted(folder.glob("*.vrp"))]


def read_solomon(path: Path, best: dict[str, Any]) -> Instance:
    """A Solomon file; its best known is the one by distance alone."""
    lines = [line.split() for line in path.read_text().splitlines()]
    rows = np.array([line for line in lines if len(line) == 7], np.int64)
    at = next(n for n, line in enumerate(lines) if line[:1] == ["NUMBER"])
    count, room = map(int, lines[at + 1])
    known = best.get(f"{path.stem}_distance", {}).get("best_known_cost")
    table = np.rint(100 * apart(rows[:, 1:3])).astype(np.int64)
    problem = plain(table, rows[:, 3], rows[:, 4:6] * 100, rows[:, 6] * 100, None, count, room)
    return Instance(path.stem, problem, known and round(100 * known))


def read_vrplib(path: Path) -> Instance:
    """A VRPLIB file; DIMACS' rule: tenths, cut off."""
    head: dict[str, str] = {}
    parts: dict[str, list[list[int]]] = {}
    rows: list[list[int]] = []
    for line in path.read_text().splitlines():
        if ":" in line:
            name, value = line.split(":", 1)
            head[name.strip()] = value.strip()
        elif line.strip().endswith("_SECTION"):
            rows = parts.setdefault(line.strip().removesuffix("_SECTION"), [])
        elif line.strip() and line.strip() != "EOF":
            rows.append([int(float(word)) for word in line.split()])
    column = {
        name: np.array([r[1:] for r in part]) for name, part in parts.items() if name != "DEPOT"
    }
    size = len(column["NODE_COORD"])
    wait = np.full(size, 10 * int(head.get("SERVICE_TIME", 0)), np.int64)
    if "SERVICE_TIME" in column:
        wait = 10 * column["SERVICE_TIME"][:, 0]
    wait[0] = 0
    prizes = 10 * column["PRIZE"][:, 0] if "PRIZE" in column else None
    windows = 10 * column["TIME_WINDOW"]
    table = (10 * apart(column["NODE_COORD"])).astype(np.int64)
    count = int(head["VEHICLES"])
    problem = plain(
        table, column["DEMAND"][:, 0], windows, wait, prizes, count, int(head["CAPACITY"])
    )
    told = path.with_suffix(".sol")
    return Instance(path.stem, problem, best_told(told, problem) if told.exists() else None)


def best_told(path: Path, problem: Problem) -> int:
    """The cost of the routes that a file of VRPLIB tells, by our own reckoning."""
    tours = [
        tuple(int(word) - 1 for word in line.split(":")[1].split())
        for line in path.read_text().splitlines()
        if line.startswith("Route")
    ]
    tours += [()] * (len(problem.inspectors) - len(tours))
    return cost_of(problem, tours)


def apart(points: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """The straight distances."""
    return np.asarray(np.sqrt(((points[:, None] - points[None]).astype(float) ** 2).sum(axis=2)))


def plain(
    table: Ints,
    loads: Ints,
    windows: Ints,
    wait: Ints,
    prizes: Ints | None,
    count: int,
    room: int,
) -> Problem:
    """One depot, at place 0, and vehicles all alike."""
    told = np.full(len(table), -1) if prizes is None else prizes
    rows = np.column_stack([wait, windows, told, loads])
    stops = tuple(
        Stop(n, wait, first, last, None if prize < 0 else prize, load)
        for n, (wait, first, last, prize, load) in enumerate(rows[1:].tolist(), 1)
    )
    man = Inspector(0, 0, int(windows[0, 0]), int(windows[0, 1]), room=room)
    return Problem((Way(table, table),), stops, (man,) * count)


def city(ask: Ask) -> Instance:
    """A city's day: sites in clusters, markets early, school gates at 7:30, the rest in office hours."""
    sites, men = (60, 4) if ask.small else (SITES, INSPECTORS)
    chance = np.random.default_rng(ask.seed)
    centres = chance.integers(1_000, 11_000, (max(3, sites // 60), 2))
    spread = chance.normal(0, 700, (sites, 2))
    points = centres[chance.integers(len(centres), size=sites)] + spread
    offices = chance.integers(3_000, 9_000, (max(1, men // 5), 2))
    table = (1.3 * apart(np.rint(np.concatenate([offices, points])).astype(np.int64))).astype(
        np.int64
    )
    walk, ride = Way(table, table * 10 // 12), Way(table, table * 10 // 35)
    kinds = chance.choice(3, sites, p=[0.1, 0.1, 0.8])
    windows = [(6 * 3600, 8 * 3600), (7 * 3600 + 1200, 8 * 3600), (8 * 3600, 18 * 3600)]
    stops = tuple(
        Stop(
            len(offices) + n,
            60 * int(chance.integers(6, 25)),
            windows[kind][0],
            windows[kind][1],
            prize=int(chance.integers(500, 6_000)),
            barred=frozenset(who for who in range(men) if who % 10 == n % 40),
        )
        for n, kind in enumerate(kinds.tolist())
    )
    people = tuple(
        Inspector(
            m % len(offices),
            m % len(offices),
            6 * 3600 + 1800 * (m % 4),
            14 * 3600 + 1800 * (m % 4),
            m % 2,
        )
        for m in range(men)
    )
    return Instance("city", Problem((walk, ride), stops, people), None)


# --- the others


def by_pyvrp(problem: Problem, seed: int, seconds: float) -> int | None:
    """PyVRP's own solve, one seed, all defaults; None where it finds no plan that can be kept."""
    ground = Ground(problem)
    free = [len(kind.members) for kind in ground.kinds]
    stops = np.flatnonzero(ground.able.any(axis=0))
    prizes = np.array([-1 if s.prize is None else s.prize for s in problem.stops], np.int64)
    data = data_of(ground, stops, free, prizes)
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False)
    return int(result.cost()) if result.is_feasible() else None


def by_ortools(problem: Problem, seconds: float) -> int | None:
    """OR-Tools' routing by guided local search from its cheapest insertion; None where it finds no plan."""
    men, many = problem.inspectors, len(problem.stops)
    starts = [many + n for n in range(len(men))]
    ends = [many + len(men) + n for n in range(len(men))]
    manager = pywrapcp.RoutingIndexManager(many + 2 * len(men), len(men), starts, ends)
    model = pywrapcp.RoutingModel(manager)
    tell_men(model, problem)
    clock, over = model.GetDimensionOrDie("time"), max(m.ends for m in men)
    for n, stop in enumerate(problem.stops):
        index = manager.NodeToIndex(n)
        clock.CumulVar(index).SetRange(stop.first, min(stop.last, over))
        if stop.prize is not None:
            model.AddDisjunction([index], stop.prize)
        if stop.barred:
            model.VehicleVar(index).RemoveValues(sorted(stop.barred))
    ask = pywrapcp.DefaultRoutingSearchParameters()
    first, then = (
        routing_enums_pb2.FirstSolutionStrategy,
        routing_enums_pb2.LocalSearchMetaheuristic,
    )
    ask.first_solution_strategy = first.PARALLEL_CHEAPEST_INSERTION
    ask.local_search_metaheuristic = then.GUIDED_LOCAL_SEARCH
    ask.time_limit.FromMilliseconds(int(1000 * seconds))
    found = model.SolveWithParameters(ask)
    return None if found is None else int(found.ObjectiveValue())


def tell_men(model: Any, problem: Problem) -> None:
    """The inspectors in OR-Tools' words: their ways, shifts and room."""
    men, none = problem.inspectors, [0] * (2 * len(problem.inspectors))
    place = [s.place for s in problem.stops] + [m.start for m in men] + [m.end for m in men]
    wait = np.array([s.seconds for s in problem.stops] + none)
    loads = [s.load for s in problem.stops] + none
    costs, times = [], []
    for way in problem.ways:
        took = way.seconds[np.ix_(place, place)] + wait[:, None]
        costs.append(model.RegisterTransitMatrix(way.cost[np.ix_(place, place)].tolist()))
        times.append(model.RegisterTransitMatrix(took.tolist()))
    over = max(m.ends for m in men)
    model.AddDimensionWithVehicleTransits([times[m.way] for m in men], over, over, False, "time")
    room = [sum(loads) if m.room is None else m.room for m in men]
    load = model.RegisterUnaryTransitVector(loads)
    model.AddDimensionWithVehicleCapacity(load, 0, room, True, "room")
    clock = model.GetDimensionOrDie("time")
    for n, man in enumerate(men):
        model.SetArcCostEvaluatorOfVehicle(costs[man.way], n)
        model.SetFixedCostOfVehicle(man.fixed, n)
        clock.CumulVar(model.Start(n)).SetRange(man.begins, man.ends)
        clock.CumulVar(model.End(n)).SetRange(man.begins, man.ends)


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    columns: list[tuple[str, Callable[[Any], str]]] = [
        ("gap", percent),
        ("gap_pyvrp", percent),
        ("gap_ortools", percent),
        ("faults", str),
        ("seconds", str),
        ("first_seconds", str),
    ]
    rows = result["instances"]
    lines = [f"{'instance':<12}{'cost':>10}{'best':>10}" + "".join(f"{n:>15}" for n, _ in columns)]
    lines += [
        f"{row['name']:<12}{row['cost']:>10}{row['best'] or '–':>10}"
        + "".join(f"{say(row[name]):>15}" for name, say in columns)
        for row in rows
    ]
    for name in ("gap", "gap_pyvrp", "gap_ortools"):
        gaps = [row[name] for row in rows if row[name] is not None]
        if gaps:
            lines.append(f"mean {name}: {sum(gaps) / len(gaps):.3%} of {len(gaps)}")
    return "\n".join(lines)


def percent(gap: float | None) -> str:
    """A gap for people."""
    return "–" if gap is None else f"{gap:.2%}"
