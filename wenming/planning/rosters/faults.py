"""What is wrong with a roster: every rule it breaks, by counting; nothing about how rosters are made."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.problem import OFF, Line, Person, Plan, Problem
from wenming.planning.terms import Fault

Run = tuple[bool, int, int]  # of work or not, its first day, its length


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """Every broken rule, in the problem's numbers; an empty list is a sound plan.

    A cover below its least is a fault unless the plan itself says so in `left_out`.
    """
    shape = [*of_shape(problem, plan.lines)]
    if shape:
        return shape
    found = [*of_agreed(problem, plan.lines)]
    for number, (person, line) in enumerate(zip(problem.people, plan.lines, strict=True)):
        found += [
            Fault(rule, (number, *where), excess)
            for rule, where, excess in of_person(problem, person, line)
        ]
    return [*found, *of_covers(problem, plan), *of_claims(problem, plan)]


def of_shape(problem: Problem, lines: tuple[Line, ...]) -> Iterator[Fault]:
    """A line to each person, a known shift or OFF to each day."""
    if len(lines) != len(problem.people):
        yield Fault("people", (), len(lines) - len(problem.people))
    for number, line in enumerate(lines):
        if len(line) != problem.days:
            yield Fault("days", (number,), len(line) - problem.days)
        for day, shift in enumerate(line):
            if not OFF <= shift < len(problem.shifts):
                yield Fault("shift", (number, day))


def of_agreed(problem: Problem, lines: tuple[Line, ...]) -> Iterator[Fault]:
    """What is settled stays."""
    for person, day, shift in problem.agreed:
        if lines[person][day] != shift:
            yield Fault("agreed", (person, day))


Told = tuple[str, tuple[int, ...], int]


def of_person(problem: Problem, person: Person, line: Line) -> Iterator[Told]:
    """What one line breaks of its person's rules: the rule, where in the line, by how much."""
    yield from of_days(person, line)
    yield from of_order(problem, person, line)
    yield from of_runs(problem, person, line)
    yield from of_sums(problem, person, line)


def of_days(person: Person, line: Line) -> Iterator[Told]:
    """Each day by itself: away, not fit for the shift, barred from it."""
    for day, shift in enumerate(line):
        if shift == OFF:
            continue
        if day in person.away:
            yield "away", (day,), 0
        if shift not in person.may:
            yield "unfit", (day,), 0
        if (day, shift) in person.barred:
            yield "barred", (day,), 0


def of_order(problem: Problem, person: Person, line: Line) -> Iterator[Told]:
    """No shift a day after one that bars it."""
    earlier = person.before.shift if person.before else OFF
    for day, shift in enumerate(line):
        if earlier != OFF and shift in problem.shifts[earlier].barred_next:
            yield "sequence", (day,), 0
        earlier = shift


def of_runs(problem: Problem, person: Person, line: Line) -> Iterator[Told]:
    """Runs neither too long nor too short, rests not too short; the ends as `Person` says."""
    for works, first, length in runs_of(person, line):
        opened = first == 0 and person.before is None
        closed = first + length == problem.days
        where = (max(0, first),)
        if works and person.longest_run is not None and first + length > 0:
            most = max(person.longest_run, -first)  # what is past cannot be mended
            if length > most:
                yield "long_run", where, length - most
        short = person.shortest_run if works else person.shortest_rest
        if length < short and not opened and not closed:
            yield "short_run" if works else "short_rest", where, short - length


def runs_of(person: Person, line: Line) -> Iterator[Run]:
    """Runs of work and of rest, one going on from before the first day beginning at a day below 0."""
    runs = [(works, len(list(days))) for works, days in groupby(line, key=lambda s: s != OFF)]
    day = 0
    if person.before is not None:
        works = person.before.shift != OFF
        if runs and runs[0][0] == works:
            runs[0] = (works, runs[0][1] + person.before.days)
        else:
            runs.insert(0, (works, person.before.days))
        day = -person.before.days
    for works, length in runs:
        yield works, day, length
        day += length


def of_sums(problem: Problem, person: Person, line: Line) -> Iterator[Told]:
    """Over the whole time: minutes, weekends, tallies."""
    minutes = sum(problem.shifts[shift].minutes for shift in line if shift != OFF)
    hours, most = person.hours, person.weekends.most
    if minutes < hours.least:
        yield "hours_under", (), hours.least - minutes
    if hours.most is not None and minutes > hours.most:
        yield "hours_over", (), minutes - hours.most
    weekends = sum(any(line[day] != OFF for day in weekend) for weekend in problem.weekends)
    if most is not None and weekends > most:
        yield "weekends", (), weekends - most
    for number, tally in enumerate(person.tallies):
        count = sum(shift in tally.shifts for shift in line)
        if tally.most is not None and count > tally.most:
            yield "tally", (number,), count - tally.most


def of_covers(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Enough people and not too many; what the plan itself names as left out is no fault."""
    said = {left.what for left in plan.left_out}
    for number, cover in enumerate(problem.covers):
        among: Iterable[int] = range(len(plan.lines)) if cover.among is None else cover.among
        count = sum(plan.lines[person][cover.day] in cover.shifts for person in among)
        if count < cover.least and number not in said:
            yield Fault("cover_under", (number,), cover.least - count)
        if cover.most is not None and count > cover.most:
            yield Fault("cover_over", (number,), count - cover.most)
        if count >= cover.least and number in said:
            yield Fault("left_out", (number,))


def of_claims(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """What the plan says of itself: its cost, and that none can be cheaper than its bound."""
    cost = Costs(problem).total(plan.lines)
    if plan.cost != cost:
        yield Fault("cost", (), plan.cost - cost)
    if plan.bound is not None and plan.bound > cost:
        yield Fault("bound", (), plan.bound - cost)
