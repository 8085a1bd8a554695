"""Orders to teams, times and venues: a city's two weeks, and a city ten times its size.

Beside the plan stands what a dispatcher gets who serves one order after another, those with the fewest
ways first, each as cheaply as is still free; and what re-planning takes when one order more arrives.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from bench import Ask
from wenming.planning.matches.columns import Columns
from wenming.planning.matches.faults import faults
from wenming.planning.matches.ledger import cost_of
from wenming.planning.matches.problem import Order, Plan, Problem, Slot, Team, Venue
from wenming.planning.matches.solve import solve
from wenming.planning.matches.town import USUAL, hurry_of, worth_of

ORDERS, TEAMS, VENUES = 300, 60, 40
"""Open in a city of some two hundred stations."""

DAYS, SLOTS, SKILLS, KINDS = 14, 3, 12, 4


def town(times: int, seed: int, small: bool = False) -> Problem:
    """A city so many times the size: as dense, its teams about a few centres, two orders in five in a venue."""
    chance = np.random.default_rng(seed)
    sizes = [n * times // (10 if small else 1) for n in (ORDERS, TEAMS, VENUES)]
    side = int(12_000 * times**0.5)
    centres = chance.integers(0, side, (4 * times, 2))
    spots = centres[chance.integers(0, len(centres), sum(sizes))] + chance.normal(
        0, 2500, (sum(sizes), 2)
    )
    places = [(int(x), int(y)) for x, y in spots]
    orders, teams = sizes[0], sizes[1]
    return Problem(
        slots=tuple(Slot(day, 150) for day in range(DAYS) for _ in range(SLOTS)),
        teams=tuple(crew(chance, places[orders : orders + teams])),
        venues=tuple(halls(chance, places[orders + teams :])),
        orders=tuple(asked(chance, places[:orders])),
        even=USUAL.even,
    )


def crew(chance: np.random.Generator, places: list[tuple[int, int]]) -> Iterator[Team]:
    """Teams of two to four skills that give some of the slots."""
    for place in places:
        skills = frozenset(chance.integers(0, SKILLS, chance.integers(2, 5)).tolist())
        given = frozenset(np.flatnonzero(chance.random(DAYS * SLOTS) < 0.25).tolist())
        most, served = int(chance.integers(3, 9)), int(chance.integers(0, 12))
        yield Team(skills, place, 8_000, given, most, served=served)


def halls(chance: np.random.Generator, places: list[tuple[int, int]]) -> Iterator[Venue]:
    """Venues open most of the time, some of it booked."""
    for place in places:
        open_ = np.flatnonzero(chance.random(DAYS * SLOTS) < 0.7).tolist()
        booked = tuple(open_[:: int(chance.integers(2, 6))])
        seats = int(chance.choice((20, 50, 100)))
        yield Venue(int(chance.integers(KINDS)), place, seats, frozenset(open_), booked=booked)


def asked(chance: np.random.Generator, places: list[tuple[int, int]]) -> Iterator[Order]:
    """Orders for one skill, within some days from some day on, that waited up to three weeks."""
    for place in places:
        first = int(chance.integers(0, DAYS - 4))
        window = range(first * SLOTS, min(DAYS, first + int(chance.integers(3, 10))) * SLOTS)
        waited = int(chance.integers(0, 21))
        yield Order(
            skills=frozenset({int(chance.integers(SKILLS))}),
            place=place,
            minutes=int(chance.choice((60, 90, 120))),
            slots=frozenset(window),
            worth=worth_of(waited),
            heads=int(chance.choice((1, 15, 40))),
            kind=int(chance.integers(KINDS)) if chance.random() < 0.4 else None,
            hurry=hurry_of(waited),
            wished=int(chance.choice(window)) if chance.random() < 0.5 else None,
            stray=USUAL.stray,
        )


def measured(problem: Problem, seed: int, seconds: float | None) -> dict[str, Any]:
    """One city: its plan, the bound, and what one order after another comes to."""
    heard: list[Plan] = []

    def listen(plan: Plan) -> bool:
        heard.append(plan)
        return True

    began = time.perf_counter(), time.process_time()
    plan = solve(problem, seed=seed, seconds=seconds, tell=listen)
    took, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    newcomer = replace(problem.orders[0], hurry=hurry_of(0), worth=worth_of(0))
    more = replace(problem, orders=(*problem.orders, newcomer), promised=plan.matches)
    start = time.process_time()
    again = solve(more, seed=seed)
    arrived = time.process_time() - start
    return {
        "orders": len(problem.orders),
        "teams": len(problem.teams),
        "venues": len(problem.venues),
        "possible": len(Columns.of(problem).cost),
        "left_out": len(plan.left_out),
        "cost": plan.cost,
        "bound": plan.bound,
        "gap": round(plan.cost / plan.bound - 1, 6) if plan.bound else None,
        "by_hand_left_out": len(heard[0].left_out),
        "served_metres": metres(problem, plan),
        "by_hand_metres": metres(problem, heard[0]),
        "faults": len(faults(problem, plan)) + len(faults(more, again)),
        "kept": set(plan.matches) <= set(again.matches),
        "seconds": round(took, 3),
        "cpu": round(cpu, 3),
        "arrived_cpu": round(arrived, 3),
    }


def metres(problem: Problem, plan: Plan) -> int:
    """What an order that is served costs in the mean."""
    lost = sum(problem.orders[o.what].worth for o in plan.left_out)
    return (cost_of(problem, plan.matches) - lost) // max(1, len(plan.matches))


def run(ask: Ask) -> dict[str, Any]:
    """A city and ten times that; `growth` is how much longer the second takes."""
    sizes = [measured(town(times, ask.seed, ask.small), ask.seed, ask.seconds) for times in (1, 10)]
    return {
        "seed": ask.seed,
        "sizes": sizes,
        "growth": round(sizes[1]["cpu"] / max(sizes[0]["cpu"], 0.001), 2),
    }


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    heads = (
        *("orders", "teams", "venues", "possible", "left_out", "cost", "bound", "faults"),
        *("by_hand_left_out", "seconds", "arrived_cpu"),
    )
    wide = [max(10, len(head) + 2) for head in heads]
    lines = ["".join(f"{h:>{w}}" for h, w in zip(heads, wide, strict=True))]
    lines += [
        "".join(f"{row[h]:>{w},}" for h, w in zip(heads, wide, strict=True))
        for row in result["sizes"]
    ]
    return "\n".join([*lines, f"ten times the city takes {result['growth']} times as long"])
