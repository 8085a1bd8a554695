"""People to shifts: public employee scheduling instances, or a city's month of market patrols.

`wenming bench rosters DIR` reads every InstanceN.txt of DIR (the text format of schedulingbenchmarks.org)
and best.json, the least cost published for each. Without DIR it is the month of all markets of a made-up
city: eight hours early or late and four hours between, by people who know three markets each.
"""

import json
import re
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench import Ask
from wenming.planning.rosters.faults import faults
from wenming.planning.rosters.problem import (
    Before,
    Cover,
    Hours,
    Person,
    Plan,
    Problem,
    Request,
    Shift,
    Tally,
    Weekends,
)
from wenming.planning.rosters.solve import solve

SECONDS = 60.0
ENDLESS = 1_000_000  # effort: the seconds end it
MARKETS, DAYS = 30, 28
WEEK = 7


def run(ask: Ask) -> dict[str, Any]:
    """Each instance in turn."""
    seconds = ask.seconds or (10.0 if ask.small else SECONDS)
    if ask.folder is None:
        problems = {"markets": markets(3 if ask.small else MARKETS, ask.seed)}
        best: dict[str, int] = {}
    else:
        problems = {path.stem: read(path) for path in instances(ask.folder)}
        told = ask.folder / "best.json"
        best = json.loads(told.read_text()) if told.exists() else {}
    found = [planned(n, p, best.get(n), ask.seed, seconds) for n, p in problems.items()]
    return {"seed": ask.seed, "allowed": seconds, "instances": found}


def planned(
    name: str, problem: Problem, best: int | None, seed: int, seconds: float
) -> dict[str, Any]:
    """One instance: what came of it, and how soon the first plan without a fault was there."""
    began, first = time.perf_counter(), list[float]()

    def tell(plan: Plan) -> bool:
        if not first and not faults(problem, plan):
            first.append(time.perf_counter() - began)
        return True

    plan = solve(problem, effort=ENDLESS, seed=seed, seconds=seconds, tell=tell)
    return {
        "name": name,
        "cost": plan.cost,
        "best": best,
        "bound": plan.bound,
        "gap": None if not best else round(plan.cost / best - 1, 4),
        "faults": len(faults(problem, plan)),
        "seconds": round(time.perf_counter() - began, 2),
        "first_seconds": round(first[0], 2) if first else None,
        "left_out": len(plan.left_out),
        "clashes": [[f.rule, list(f.where)] for f in plan.clashes],
    }


def instances(folder: Path) -> list[Path]:
    """The instances of a folder in the order of their numbers."""
    return sorted(
        folder.glob("Instance*.txt"), key=lambda path: int(re.sub(r"\D", "", path.stem) or 0)
    )


def sections(path: Path) -> dict[str, list[list[str]]]:
    """The rows of a file under the names of its sections."""
    found: dict[str, list[list[str]]] = {}
    for raw in path.read_text().splitlines():
        line = raw.strip()
        if line.startswith("SECTION_"):
            rows = found.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            rows.append(line.split(","))
    return found


def read(path: Path) -> Problem:
    """An instance as a problem: nothing of it is left out, and nothing is added."""
    told = sections(path)
    days = int(told["HORIZON"][0][0])
    shift = {row[0]: at for at, row in enumerate(told["SHIFTS"])}
    person = {row[0]: at for at, row in enumerate(told["STAFF"])}
    away = {row[0]: frozenset(map(int, row[1:])) for row in told["DAYS_OFF"]}
    shifts = [
        Shift(int(minutes), frozenset(shift[s] for s in barred.split("|") if s))
        for _, minutes, barred in told["SHIFTS"]
    ]
    requests = [
        Request(person[who], int(day), shift[what], int(weight), granted)
        for name, granted in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False))
        for who, day, what, weight in told[name]
    ]
    covers = [
        Cover(int(day), frozenset({shift[what]}), int(wish), below=int(under), above=int(over))
        for day, what, wish, under, over in told["COVER"]
    ]
    people = [employee(row, shift, days, away.get(row[0], frozenset())) for row in told["STAFF"]]
    weekends = tuple((d - 2, d - 1) for d in range(WEEK, days + 1, WEEK))
    return Problem(days, tuple(shifts), tuple(people), tuple(covers), tuple(requests), weekends)


def employee(row: list[str], shift: dict[str, int], days: int, away: frozenset[int]) -> Person:
    """A row of the staff."""
    _, kinds, most, least, longest, shortest, rest, weekends = row
    counts = {shift[k]: int(n) for k, n in (kind.split("=") for kind in kinds.split("|"))}
    return Person(
        may=frozenset(s for s, n in counts.items() if n > 0),
        hours=Hours(int(least), int(most)),
        tallies=tuple(Tally(frozenset({s}), n) for s, n in counts.items() if 0 < n < days),
        shortest_run=int(shortest),
        longest_run=int(longest),
        shortest_rest=int(rest),
        weekends=Weekends(int(weekends)),
        away=away,
    )


def markets(count: int, seed: int) -> Problem:
    """A month of `count` markets: three shifts each, five people to a market, a leader to every five."""
    chance = np.random.default_rng(seed)
    early, late = range(0, 3 * count, 3), range(1, 3 * count, 3)
    shifts = [
        Shift((480, 480, 240)[k % 3], frozenset(early) if k % 3 == 1 else frozenset())
        for k in range(3 * count)
    ]
    people = []
    for number in range(5 * count):
        known = {(number + step) % count for step in (0, 1, 2)}
        may = frozenset(3 * m + k for m in known for k in range(3))
        behind = int(chance.integers(0, 3))  # weekends worked last month beyond one's share
        people.append(
            Person(
                may,
                Hours(96 * 60, 176 * 60, 152 * 60, 1),
                (Tally(frozenset(late), most=14, wish=10 - behind, weight=3),),
                longest_run=5,
                shortest_rest=1,
                weekends=Weekends(most=3, wish=2 - behind // 2, weight=8),
                away=frozenset(int(d) for d in chance.choice(DAYS, 2, replace=False)),
                before=Before(int(chance.choice([-1, min(may)])), int(chance.integers(1, 4))),
            )
        )
    requests = [
        Request(int(chance.integers(len(people))), int(chance.integers(DAYS)), -1, 5)
        for _ in range(4 * count)
    ]
    weekends = tuple((d - 2, d - 1) for d in range(WEEK, DAYS + 1, WEEK))
    return Problem(
        DAYS, tuple(shifts), tuple(people), tuple(needs(count)), tuple(requests), weekends
    )


def needs(count: int) -> list[Cover]:
    """What each market needs each day, more on weekends; and a leader to every five markets."""
    early, late, short = (range(k, 3 * count, 3) for k in range(3))
    leaders = frozenset(range(0, 5 * count, 4))
    covers = []
    for day in range(DAYS):
        busy = int(day % WEEK >= WEEK - 2)
        for m in range(count):
            for shift, wish, least in ((early[m], 1 + busy, 1), (late[m], 1, 1), (short[m], 1, 0)):
                covers.append(
                    Cover(day, frozenset({shift}), wish, least, wish + 2, below=30, above=2)
                )
        for m in range(0, count, 5):
            group = frozenset(early[m : m + 5]) | frozenset(late[m : m + 5])
            covers.append(Cover(day, group, 1, below=20, among=leaders))
    return covers


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    lines = [
        f"{'instance':<14}{'cost':>8}{'best':>8}{'bound':>8}{'gap':>9}{'faults':>8}{'s':>8}{'first':>8}"
    ]
    gaps = [i["gap"] for i in result["instances"] if i["gap"] is not None]
    for i in result["instances"]:
        best, bound, first = (
            "–" if i[k] is None else i[k] for k in ("best", "bound", "first_seconds")
        )
        gap = "–" if i["gap"] is None else f"{i['gap']:.2%}"
        lines.append(
            f"{i['name']:<14}{i['cost']:>8}{best:>8}{bound:>8}{gap:>9}{i['faults']:>8}{i['seconds']:>8}{first:>8}"
        )
        lines += [f"  cannot be met: {rule} {where}" for rule, where in i["clashes"]]
    if gaps:
        lines.append(f"mean gap {sum(gaps) / len(gaps):.2%} (aim: 3 % on 1-12, 10 % on 13-16)")
    return "\n".join(lines)
