"""What cannot be meant: matter of a problem that contradicts itself or points nowhere, by its row."""

from collections.abc import Iterator

from wenming.planning.rosters.problem import OFF, Person, Problem
from wenming.planning.terms import Fault

HEAVIEST = 1_000_000  # no weight may be above it


def contradictions(problem: Problem) -> list[Fault]:
    """Every row that cannot be meant, by its table (the rule) and its place there.

    Rules: days (), shift (shift), person_… (person, row), cover_… (cover), request_… (request),
    agreed_… (row), weekend (row), kept (person). An empty list is matter that can be planned.
    """
    if problem.days < 1 or not problem.people or not problem.shifts:
        return [Fault("days"), Fault("people"), Fault("shifts")]
    found = [*of_shifts(problem), *of_weekends(problem), *of_kept(problem)]
    for number, person in enumerate(problem.people):
        found += [
            Fault(f"person_{rule}", (number, *at)) for rule, *at in of_person(problem, person)
        ]
    return [*found, *of_covers(problem), *of_requests(problem), *of_agreed(problem)]


def of_shifts(problem: Problem) -> Iterator[Fault]:
    """Shifts with less than no minutes, or barring unknown ones."""
    known = range(len(problem.shifts))
    for number, shift in enumerate(problem.shifts):
        if shift.minutes < 0 or not all(s in known for s in shift.barred_next):
            yield Fault("shift", (number,))


def of_weekends(problem: Problem) -> Iterator[Fault]:
    """Weekends that are no row of days of their own."""
    seen: set[int] = set()
    for number, weekend in enumerate(problem.weekends):
        row = weekend and weekend == tuple(range(weekend[0], weekend[0] + len(weekend)))
        if not row or weekend[0] < 0 or weekend[-1] >= problem.days or seen & set(weekend):
            yield Fault("weekend", (number,))
        seen |= set(weekend)


def of_kept(problem: Problem) -> Iterator[Fault]:
    """An older plan of another shape."""
    if not 0 <= problem.change <= HEAVIEST:
        yield Fault("change")
    kept = problem.kept
    if kept is not None and len(kept) != len(problem.people):
        yield Fault("kept")
    for number, line in enumerate(kept or ()):
        if len(line) != problem.days or not all(OFF <= s < len(problem.shifts) for s in line):
            yield Fault("kept", (number,))


def of_person(problem: Problem, person: Person) -> Iterator[tuple[str, *tuple[int, ...]]]:
    """What is wrong with one person's rules."""
    hours, week, before = person.hours, person.weekends, person.before
    known, days = range(len(problem.shifts)), range(problem.days)
    weights = [hours.weight, week.weight, *(t.weight for t in person.tallies)]
    limits = [hours.least, hours.most, week.most, *(t.most for t in person.tallies)]
    if not all(0 <= w <= HEAVIEST for w in weights):
        yield ("weight",)
    if any(limit is not None and limit < 0 for limit in limits):
        yield ("limit",)
    if hours.most is not None and hours.least > hours.most:
        yield ("hours",)
    if person.shortest_rest < 1 or not 1 <= person.shortest_run <= (
        person.longest_run or person.shortest_run
    ):
        yield ("runs",)
    if not all(s in known for s in person.may):
        yield ("may",)
    yield from (
        ("tally", n) for n, t in enumerate(person.tallies) if not all(s in known for s in t.shifts)
    )
    yield from (("away", d) for d in sorted(person.away) if d not in days)
    yield from (
        ("barred", d, s) for d, s in sorted(person.barred) if not (d in days and s in known)
    )
    if before is not None and not (OFF <= before.shift < len(known) and before.days > 0):
        yield ("before",)


def of_covers(problem: Problem) -> Iterator[Fault]:
    """Covers of nothing, or whose least, wish and most do not rise."""
    known, people = range(len(problem.shifts)), range(len(problem.people))
    for number, c in enumerate(problem.covers):
        if c.day not in range(problem.days):
            yield Fault("cover_day", (number,))
        if not c.shifts or not all(s in known for s in c.shifts):
            yield Fault("cover_shift", (number,))
        if not 0 <= c.least <= c.wish <= (c.wish if c.most is None else c.most):
            yield Fault("cover_numbers", (number,))
        if not (0 <= c.below <= HEAVIEST and 0 <= c.above <= HEAVIEST):
            yield Fault("cover_weight", (number,))
        if not all(p in people for p in c.among or ()):
            yield Fault("cover_among", (number,))


def of_requests(problem: Problem) -> Iterator[Fault]:
    """Requests of nobody, for no day or no shift, or with a weight below nought."""
    for number, r in enumerate(problem.requests):
        if not is_place(problem, r.person, r.day, r.shift):
            yield Fault("request_place", (number,))
        if not 0 <= r.weight <= HEAVIEST:
            yield Fault("request_weight", (number,))


def of_agreed(problem: Problem) -> Iterator[Fault]:
    """What is settled twice, or against the person's own days and fitness."""
    seen: dict[tuple[int, int], int] = {}
    for number, a in enumerate(problem.agreed):
        if not is_place(problem, a.person, a.day, a.shift):
            yield Fault("agreed_place", (number,))
            continue
        if seen.setdefault((a.person, a.day), a.shift) != a.shift:
            yield Fault("agreed_twice", (number,))
        person = problem.people[a.person]
        if a.shift != OFF and (
            a.day in person.away or a.shift not in person.may or (a.day, a.shift) in person.barred
        ):
            yield Fault("agreed_barred", (number,))


def is_place(problem: Problem, person: int, day: int, shift: int) -> bool:
    """Whether there are such a person, day and shift (or OFF)."""
    return (
        person in range(len(problem.people))
        and day in range(problem.days)
        and OFF <= shift < len(problem.shifts)
    )
