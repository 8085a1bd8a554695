"""Demands that clash within one person: no line meets them all, whatever the others do.

The smallest set that clashes is found by leaving out one demand after another; of each set the rule
that is the least to lose is lifted, so that there is a plan, and the plan says so.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.lines import Lines
from wenming.planning.rosters.problem import Person, Problem
from wenming.planning.rosters.sweep import NEVER
from wenming.planning.terms import Fault

# Which rule is lifted first; what is not named (days away, what may follow on what) never is.
LIFTED = (
    *("tally", "hours_under", "short_run", "weekends", "agreed", "short_rest", "long_run"),
    "hours_over",
)


class Demand(NamedTuple):
    """A rule as the fault of breaking it; `row` is its place among the agreed where it is one."""

    fault: Fault
    row: int = -1


def relieved(problem: Problem) -> tuple[Problem, tuple[Fault, ...]]:
    """The problem with a rule lifted of each clash within one person, and all demands of these clashes."""
    clashes: list[Fault] = []
    for number in impossible(problem):
        lifted: list[Demand] = []
        while not is_possible(without(problem, number, lifted), number):
            clash = smallest(problem, number, lifted)
            clashes += [d.fault for d in clash if d.fault not in clashes]
            order = {rule: at for at, rule in enumerate(LIFTED)}
            liftable = [d for d in clash if d.fault.rule in order]
            if not liftable:
                break
            lifted.append(min(liftable, key=lambda d: order[d.fault.rule]))
        problem = without(problem, number, lifted)
    return problem, tuple(clashes)


def impossible(problem: Problem) -> list[int]:
    """People to whom no line is possible."""
    costs = Costs(problem)
    table = np.where(costs.open, 0, NEVER)
    everybody = range(len(problem.people))
    found = Lines(problem).cheapest(table, everybody)
    return sorted(set(everybody) - set(found.people.tolist()))


def is_possible(problem: Problem, number: int) -> bool:
    """Whether one person has a line."""
    own = [row._replace(person=0) for row in problem.agreed if row.person == number]
    alone = replace(
        problem,
        people=(problem.people[number],),
        covers=(),
        requests=(),
        agreed=tuple(own),
        kept=None,
    )
    return not impossible(alone)


def smallest(problem: Problem, number: int, lifted: list[Demand]) -> list[Demand]:
    """A set of a person's demands that clash, of which none can be spared."""
    clash = [d for d in demands(problem, number) if d not in lifted]
    gone = list(lifted)
    for demand in list(clash):
        if not is_possible(without(problem, number, [*gone, demand]), number):
            gone.append(demand)
            clash.remove(demand)
    return clash


def demands(problem: Problem, number: int) -> list[Demand]:
    """All rules a person is under, those tried first that are the dearest to lose."""
    person = problem.people[number]
    rules = (
        *(("away", (day,), 0) for day in sorted(person.away)),
        *(("barred", pair, 0) for pair in sorted(person.barred)),
        ("long_run", (), person.longest_run),
        ("short_rest", (), person.shortest_rest if person.shortest_rest > 1 else None),
        ("short_run", (), person.shortest_run if person.shortest_run > 1 else None),
        ("weekends", (), person.weekends.most),
        ("hours_over", (), person.hours.most),
    )
    last = (
        ("hours_under", (), person.hours.least or None),
        *(("tally", (n,), tally.most) for n, tally in enumerate(person.tallies)),
    )
    settled = [(row, a.day) for row, a in enumerate(problem.agreed) if a.person == number]
    return [
        *(Demand(Fault(rule, (number, *at), x)) for rule, at, x in rules if x is not None),
        *(Demand(Fault("agreed", (number, day)), row) for row, day in settled),
        *(Demand(Fault(rule, (number, *at), x)) for rule, at, x in last if x is not None),
    ]


def without(problem: Problem, number: int, lifted: list[Demand]) -> Problem:
    """The problem with some demands on one person lifted."""
    person = problem.people[number]
    for (rule, (_, *at), _), row in lifted:
        if row < 0:
            person = lift(person, rule, *at)
    people = (*problem.people[:number], person, *problem.people[number + 1 :])
    rows = {demand.row for demand in lifted}
    agreed = tuple(a for row, a in enumerate(problem.agreed) if row not in rows)
    return replace(problem, people=people, agreed=agreed)


def lift(person: Person, rule: str, *at: int) -> Person:
    """A person without one rule, or without that part of it (a day, a tally) that `at` names."""
    tallies = [
        t._replace(most=None) if not at or n in at else t for n, t in enumerate(person.tallies)
    ]
    changes: dict[str, dict[str, Any]] = {
        "away": {"away": person.away - set(at) if at else frozenset()},
        "barred": {"barred": person.barred - {at} if at else frozenset()},
        "hours_under": {"hours": person.hours._replace(least=0)},
        "hours_over": {"hours": person.hours._replace(most=None)},
        "weekends": {"weekends": person.weekends._replace(most=None)},
        "tally": {"tallies": tuple(tallies)},
        "long_run": {"longest_run": None},
        "short_run": {"shortest_run": 1},
        "short_rest": {"shortest_rest": 1},
    }
    return replace(person, **changes[rule])
