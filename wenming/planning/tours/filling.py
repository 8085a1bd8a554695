"""Putting in what a plan still has time for: no stop is left out that somebody could make on his way."""

from collections.abc import Iterator

from wenming.planning.tours.faults import of_one, way_of
from wenming.planning.tours.problem import Problem, Tour

TRIALS = 4_000  # places tried in all: enough for a small town, some tenths of a second


def filled(problem: Problem, tours: tuple[Tour, ...]) -> tuple[Tour, ...]:
    """The tours with each stop that is on none put where it costs least, if its prize pays for it.

    The dearest to leave out come first; every place is judged by the clock. What must be made is put in
    whatever it costs.
    """
    held, made = list(tours), {n for tour in tours for n in tour}
    left = [n for n in range(len(problem.stops)) if n not in made]
    trials = TRIALS
    for stop in sorted(left, key=lambda n: -worth(problem, n)):
        best: tuple[int, int, Tour] | None = None
        for who, tour in places(problem, held, stop):
            trials -= 1
            if trials < 0:
                return tuple(held)
            man = problem.inspectors[who]
            more = way_of(problem, man, tour) - way_of(problem, man, held[who])
            cheaper = best is None or more < best[0]
            if cheaper and more < worth(problem, stop) and not of_one(problem, who, tour):
                best = more, who, tour
        if best is not None:
            held[best[1]] = best[2]
    return tuple(held)


def worth(problem: Problem, stop: int) -> int:
    """What leaving a stop out costs; for one that must be made, more than any way."""
    prize = problem.stops[stop].prize
    return 1 << 60 if prize is None else prize


def places(problem: Problem, tours: list[Tour], stop: int) -> Iterator[tuple[int, Tour]]:
    """Every inspector who may make a stop, with his tour and the stop at each place of it."""
    for who, tour in enumerate(tours):
        if who not in problem.stops[stop].barred:
            for at in range(len(tour) + 1):
                yield who, (*tour[:at], stop, *tour[at:])
