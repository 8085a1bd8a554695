"""Which sites a round draws: allocated by spread and taken by permanent numbers, checked again.

Beside the time stands what it is for: how much greater the variance of the mean would be had the
same number been shared out by size, and how near it is to what no sample can go below, even in parts
of sites ((Σ N S)² / n - Σ N V, Cochran 5.26).
"""

import time
from dataclasses import replace
from fractions import Fraction
from math import sqrt
from random import Random
from typing import Any

from bench import Ask
from wenming.planning.samples.faults import faults
from wenming.planning.samples.problem import How, Problem, Stratum, variance
from wenming.planning.samples.solve import allocated, solve

SITES, STRATA, DRAWN = 12_000, 240, 1_200
"""A city of 30 streets with eight groups of kinds."""


def made(times: int, seed: int) -> Problem:
    """A city so many times the size, with strata of uneven size and spread."""
    chance = Random(seed)
    weights = [chance.uniform(0.2, 2) for _ in range(STRATA * times)]
    number = [max(2, int(SITES * times * w / sum(weights))) for w in weights]
    number[0] += SITES * times - sum(number)
    strata = tuple(
        Stratum(
            f"s{row}",
            tuple(f"{row}-{site}" for site in range(size)),
            chance.randrange(40_000, 9_000_000),
            least=2,
        )
        for row, size in enumerate(number)
    )
    certain = frozenset(s.sites[0] for s in strata if chance.random() < 0.2)
    return Problem(strata, DRAWN * times, "5eed" * 16, How.NEYMAN, certain)


def floor(problem: Problem) -> float:
    """The variance of the best sample in parts of sites, without bounds."""
    rows = [(len(problem.pool(s)), s.variance or 0) for s in problem.strata]
    root = sum(size * sqrt(v) for size, v in rows)
    whole = sum(size for size, _ in rows)
    return float(root**2 / problem.number - sum(size * v for size, v in rows)) / whole**2


def measured(times: int, seed: int) -> dict[str, Any]:
    """One size."""
    problem = made(times, seed)
    start = time.process_time()
    plan = solve(problem)
    solved = time.process_time()
    wrong = faults(problem, plan)
    judged = time.process_time()
    plain = replace(problem, how=How.PROPORTIONAL)
    ours, by_size = (variance(p, allocated(p)) or Fraction() for p in (problem, plain))
    if plan.variance != ours or plan.bound != ours:
        raise ValueError("the plan's variance is not the bound")
    return {
        "sites": sum(len(s.sites) for s in problem.strata),
        "strata": len(problem.strata),
        "drawn": problem.number,
        "seconds": round(solved - start, 4),
        "check_seconds": round(judged - solved, 4),
        "faults": len(wrong),
        "bound": round(floor(problem) / float(ours), 6),
        "proportional": round(float(by_size / ours), 4),
    }


def run(ask: Ask) -> dict[str, Any]:
    """A city and ten times that; `growth` is how much longer the second takes for ten times as much."""
    sizes = [measured(times, ask.seed) for times in (1, 10)]
    return {
        "seed": ask.seed,
        "sizes": sizes,
        "growth": round(sizes[1]["seconds"] / sizes[0]["seconds"], 2),
    }


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    heads = ("sites", "strata", "drawn", "seconds", "check", "faults", "bound", "by size")
    lines = ["".join(f"{head:>10}" for head in heads)]
    for r in result["sizes"]:
        whole = "".join(f"{r[name]:>10,}" for name in ("sites", "strata", "drawn"))
        clock = f"{r['seconds']:>10.3f}{r['check_seconds']:>10.3f}{r['faults']:>10}"
        lines.append(f"{whole}{clock}{r['bound']:>10.2%}{r['proportional']:>9.3f}×")
    return "\n".join([*lines, f"ten times the city takes {result['growth']} times as long"])
