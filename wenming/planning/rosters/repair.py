"""After a drop-out: the same problem, with who is gone away, and every change to the old plan dear."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from wenming.planning.rosters.problem import OFF, Agreed, Plan, Problem


class Absence(NamedTuple):
    """A person who cannot come on a day."""

    person: int
    day: int


def repaired(problem: Problem, plan: Plan, absences: Iterable[Absence], today: int = 0) -> Problem:
    """The problem whose plan mends the old one with the fewest changes.

    What lies before `today` is settled as it was. A change costs more than all that a plan without
    it could spare, so nobody is moved for a wish; only the leasts of covers are dearer still. What
    was agreed for somebody who is gone is agreed no more.
    """
    gone = {(a.person, a.day) for a in absences}
    people = [
        replace(person, away=person.away | {d for p, d in gone if p == number})
        for number, person in enumerate(problem.people)
    ]
    agreed = [a for a in problem.agreed if (a.person, a.day) not in gone or a.shift == OFF]
    known = {(a.person, a.day) for a in agreed}
    agreed += [
        Agreed(number, day, line[day])
        for number, line in enumerate(plan.lines)
        for day in range(today)
        if (number, day) not in gone | known
    ]
    return replace(
        problem,
        people=tuple(people),
        agreed=tuple(agreed),
        kept=plan.lines,
        change=1 + dearest_wish(problem),
    )


def dearest_wish(problem: Problem) -> int:
    """The most that one day changed could spare in wishes: of covers, and of the person changed."""
    covers = max((c.below + c.above for c in problem.covers), default=0)
    requests = max((r.weight for r in problem.requests), default=0)
    gentle = max(
        p.hours.weight * 24 + p.weekends.weight + sum(t.weight for t in p.tallies)
        for p in problem.people
    )
    return covers + requests + gentle


def changes(old: Plan, new: Plan) -> list[Absence]:
    """The people and days on which two plans differ."""
    return [
        Absence(person, day)
        for person, (a, b) in enumerate(zip(old.lines, new.lines, strict=True))
        for day, (x, y) in enumerate(zip(a, b, strict=True))
        if x != y
    ]
