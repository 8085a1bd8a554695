"""Which open cases to mend first: a city's and ten times as many, with money for a part of them or for all.

Each is solved twice, by its own money and without a limit, beside HiGHS on the same model in the same run;
optimum or bound and how the time grows are told.
"""

import math
import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from bench import Ask
from wenming.planning.gains.exact import best_of
from wenming.planning.gains.faults import faults, gained
from wenming.planning.gains.prices import ceiling
from wenming.planning.gains.problem import SCALE, Problem, Rise
from wenming.planning.gains.solve import EFFORT, solve

SIZES = ((1000, 83), (10_000, 830))


def run(ask: Ask) -> dict[str, Any]:
    """Each size in turn."""
    sizes = ((30, 5), (90, 9)) if ask.small else SIZES
    made = [(len(t.minutes), compared(t, ask)) for t in (town(*s, ask.seed) for s in sizes)]
    rows = [row for _, both in made for row in both]
    return {"seed": ask.seed, "instances": rows, "growth": growth(rows)}


def town(cases: int, units: int, seed: int) -> Problem:
    """A made-up town: strata that stand for few or many sites, items of some weights, three classes.

    Units have a week's hours each, the city a third of the money that all would take; a few rises are joint.
    """
    chance = np.random.default_rng(seed)
    weights, stands = chance.choice([50, 100, 150, 200, 300], cases), chance.uniform(1, 40, cases)
    share = chance.choice([1.0, 0.67, 0.34], cases)
    gains = (weights * stands * share * SCALE * 1000 / cases / 2000).astype(np.int64)
    minutes = chance.choice(
        [60, 120, 240, 420, 840, 2100], cases, p=[0.2, 0.25, 0.2, 0.2, 0.1, 0.05]
    )
    yuan = chance.choice([0, 0, 200, 500, 1200, 8000], cases) + chance.integers(0, 50, cases)
    joint = chance.integers(0, cases, (cases // 50, 2))
    return Problem(
        minutes=tuple(minutes.tolist()),
        yuan=tuple(yuan.tolist()),
        unit=tuple(chance.integers(0, units, cases).tolist()),
        room=(2100,) * units,
        money=int(yuan.sum()) // 3,
        rises=(
            *(Rise(gain, (k,)) for k, gain in enumerate(gains.tolist())),
            *(Rise(int(gains[a]) // 2, (a, b)) for a, b in joint.tolist() if a != b),
        ),
    )


def compared(problem: Problem, ask: Ask) -> list[dict[str, Any]]:
    """One town by its money and without a limit on it, where its rises hang on one case each."""
    alone = tuple(rise for rise in problem.rises if len(rise.cases) == 1)
    return [
        told("money", problem, ask),
        told("no limit", replace(problem, money=None, rises=alone), ask),
    ]


def told(name: str, problem: Problem, ask: Ask) -> dict[str, Any]:
    """One problem, solved by us and by the solver alone."""
    began = time.perf_counter(), time.process_time()
    plan = solve(problem, seed=ask.seed, seconds=ask.seconds)
    seconds, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    began = time.perf_counter(), 0.0
    plain = best_of(problem, EFFORT * 100, ask.seconds)
    peer = time.perf_counter() - began[0]
    if plan.proof is None or plan.bound is None:
        raise AssertionError("a plan without a bound")
    return {
        "name": f"{problem.cases} cases, {len(problem.room)} units, {name}",
        "cases": problem.cases,
        "chosen": len(plan.chosen),
        "points": round(plan.gain / SCALE / 100, 4),
        "gain": plan.gain,
        "bound": plan.bound,
        "ceiling": ceiling(problem, plan.proof),
        "gap": plan.bound / max(plan.gain, 1) - 1,
        "best": plan.is_best,
        "faults": len(faults(problem, plan)),
        "seconds": round(seconds, 4),
        "cpu": round(cpu, 4),
        "highs_gain": gained(problem, plain[0]) if plain else None,
        "highs_seconds": round(peer, 4),
    }


def growth(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How processor time grows from a size to the next: 1 is as the number of cases."""
    return [
        {
            "from": a["name"],
            "to": b["name"],
            "power": round(math.log(b["cpu"] / a["cpu"]) / math.log(b["cases"] / a["cases"]), 2),
        }
        for which in (rows[::2], rows[1::2])
        for a, b in pairwise(which)
    ]


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    heads = ("chosen", "points", "gap", "best", "faults", "seconds", "highs_seconds")
    lines = [f"{'':<38}" + "".join(f"{h:>14}" for h in heads)]
    for row in result["instances"]:
        shown = {**row, "gap": f"{row['gap']:.6%}"}
        lines.append(f"{row['name']:<38}" + "".join(f"{shown[h]:>14}" for h in heads))
    lines += [
        "",
        *(f"{g['from']} -> {g['to']}: time ~ cases^{g['power']}" for g in result["growth"]),
    ]
    return "\n".join(lines)
