"""Units to street segments: towns of three sizes beside scipy's plain assignment, or GAP instances.

Both solve the same problem in the same run; ours also proves its plan in whole numbers over all pairs
and tells what keeping a pair costs. `wenming bench adoptions DIR` reads instances of the generalised
assignment problem (agents are units that add up jobs against their room), each a file or the one file in a
`.zip`, with the least costs known in bounds.txt.
"""

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench import Ask
from wenming.planning.adoptions.costs import NEVER, Costs
from wenming.planning.adoptions.faults import faults
from wenming.planning.adoptions.pricing import prices
from wenming.planning.adoptions.problem import Problem
from wenming.planning.adoptions.solve import solve
from wenming.planning.adoptions.town import Adopter, Street, Terms, posed

SIZES = ((99, 83), (1000, 800), (5000, 4000))
SECONDS = 15.0
ENDLESS = 1_000_000
PRICED = 20  # kept pairs whose price is told


def run(ask: Ask) -> dict[str, Any]:
    """Each size in turn, or each instance."""
    if ask.folder is not None:
        seconds = ask.seconds or SECONDS
        rows = [packed(*one, ask.seed, seconds) for one in read(ask.folder)]
        return {"seed": ask.seed, "allowed": seconds, "instances": rows}
    sizes = ((12, 10), (40, 30)) if ask.small else SIZES
    return {"seed": ask.seed, "sizes": [compared(*size, ask.seed) for size in sizes]}


def read(folder: Path) -> Iterator[tuple[str, Problem, int | None]]:
    """Every instance of a folder in the order of their names, with the least cost known."""
    lines = [line.split() for line in (folder / "bounds.txt").read_text().splitlines()]
    known = {line[0]: int(line[2]) for line in lines if len(line) == 3}
    found = dict[str, str]()
    for path in folder.iterdir():
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {name: archive.read(name).decode() for name in archive.namelist()}
        elif f"{path.name}_Min" in known:
            found[path.name] = path.read_text()
    for name, text in sorted(found.items()):
        yield name, assignment(text), known.get(f"{name}_Min")


def assignment(text: str) -> Problem:
    """Agents, jobs, then what each job costs each agent, what it takes of him, and what he has."""
    (agents, jobs, *rest) = map(int, text.split())
    cost, load = np.array(rest[: 2 * agents * jobs], np.int64).reshape(2, agents, jobs)
    return Problem(
        way=cost,
        load=load,
        share=np.zeros(agents, np.int64),
        room=np.array(rest[2 * agents * jobs :], np.int64),
        counts=np.tile([0, jobs], (agents, 1)),
        crews=np.ones((jobs, 2), np.int64),
    )


def packed(
    name: str, problem: Problem, best: int | None, seed: int, seconds: float
) -> dict[str, Any]:
    """One instance, solved in so many seconds."""
    began = time.perf_counter()
    plan = solve(problem, effort=ENDLESS, seed=seed, seconds=seconds)
    taken = time.perf_counter() - began
    return {
        "name": name,
        "cost": plan.cost,
        "best": best,
        "bound": plan.bound,
        "gap": None if best is None else round(plan.cost / best - 1, 6),
        "faults": len(faults(problem, plan)),
        "seconds": round(taken, 6),
    }


def town(n: int, m: int, seed: int) -> Problem:
    """A made-up town: offices and streets about a few centres, most units kept near where they were."""
    chance = np.random.default_rng(seed)
    side = 1500 * int(m**0.5)  # metres: as many streets to the square kilometre in every town
    centres = chance.integers(0, side, (1 + m // 40, 2))
    places = centres[chance.integers(0, len(centres), n + m)] + chance.normal(0, 1500, (n + m, 2))
    way = np.empty((n, m), np.int32)
    for i in range(n):
        way[i] = 1.3 * np.hypot(*(places[n:] - places[i]).T)
    near = np.argsort(way[:, : min(m, 400)], axis=1)[:, :3]
    kept = {(i, int(near[i, chance.integers(3)])) for i in range(n) if chance.random() < 0.7}
    wishes = {(i, int(near[i, 0])) for i in range(n) if chance.random() < 0.03}
    banned = {(int(i), int(near[i, 2])) for i in chance.integers(0, n, n // 50)} - kept - wishes
    return posed(
        [Adopter(int(heads)) for heads in chance.integers(5, 200, n)],
        [Street(int(metres), most=n) for metres in chance.integers(200, 1500, m)],
        way,
        terms=Terms(moved=500, wished=1000, uneven=50),
        kept=sorted(kept),
        wishes=sorted(wishes),
        banned=sorted(banned),
    )


def compared(n: int, m: int, seed: int) -> dict[str, Any]:
    """One town, solved by both."""
    problem = town(n, m, seed)
    began = time.perf_counter(), time.process_time()
    plan = solve(problem, seed=seed)
    seconds, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    asked = list(plan.pairs[:: max(1, len(plan.pairs) // PRICED)])
    began = time.perf_counter(), 0.0
    told = list(prices(problem, plan, asked))
    price_ms = (time.perf_counter() - began[0]) / len(told) * 1000
    peer, peer_seconds, peer_cpu = plain(problem)
    return {
        "units": n,
        "segments": m,
        "cost": plan.cost,
        "bound": plan.bound,
        "best": peer,
        "gap": round(plan.cost / peer - 1, 6),
        "faults": len(faults(problem, plan)),
        "seconds": round(seconds, 6),
        "scipy_seconds": round(peer_seconds, 6),
        "cpu": round(cpu, 6),
        "scipy_cpu": round(peer_cpu, 6),
        "price_ms": round(price_ms, 2),
        "priced": [list(price) for price in told[:3]],
    }


def plain(problem: Problem) -> tuple[int, float, float]:
    """The cost of scipy's plan, and its seconds by the clock and of the processor; the table not counted.

    Every street gets one unit; a column more for each unit left over, at what its cheapest street costs.
    """
    costs = Costs.of(problem)
    table = np.minimum(costs.rows(0, problem.units), NEVER // 2**10)
    more = np.repeat(table.min(axis=1)[:, None], problem.units - problem.segments, axis=1)
    square = np.concatenate((table, more), axis=1).astype(np.float64)
    began = time.perf_counter(), time.process_time()
    rows, columns = linear_sum_assignment(square)
    seconds, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    return int(square[rows, columns].sum()) + costs.fixed, seconds, cpu


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    if "instances" in result:
        heads: tuple[str, ...] = ("name", "cost", "best", "bound", "gap", "faults", "seconds")
        rows = result["instances"]
    else:
        heads = (
            "units",
            "segments",
            "cost",
            "bound",
            "best",
            "faults",
            "seconds",
            "scipy_seconds",
            "price_ms",
        )
        rows = result["sizes"]
    lines = ["".join(f"{h:>14}" for h in heads)]
    lines += [
        "".join(f"{row[h] if row[h] is not None else '–':>14}" for h in heads) for row in rows
    ]
    gaps = [row["gap"] for row in rows if row["gap"] is not None]
    return "\n".join([*lines, f"mean gap: {sum(gaps) / max(1, len(gaps)):.3%} of {len(gaps)}"])
