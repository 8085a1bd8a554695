"""Rows of a problem that cannot be meant, told before anything is searched."""

from wenming.planning.terms import Fault
from wenming.planning.tours.ground import first_of, last_of
from wenming.planning.tours.problem import Problem


def contradictions(problem: Problem) -> list[Fault]:
    """What is wrong with the rows.

    way: (way) its tables are not square, not of one size, or below nought; stop_place, stop_window,
    stop_lunch (its window lies within the lunch hour), stop_figures (below nought), stop_barred (bars
    somebody who is not there): (stop); start, end, way_of, shift, figures: (inspector).
    """
    found = [Fault("way", (n,)) for n, way in enumerate(problem.ways) if not sound(problem, n)]
    if found or not problem.ways:
        return found or [Fault("way", (0,))]
    return [*of_stops(problem), *of_inspectors(problem)]


def sound(problem: Problem, number: int) -> bool:
    """Whether a way's tables are as they must be."""
    way, size = problem.ways[number], problem.ways[0].cost.shape[0]
    square = way.cost.shape == way.seconds.shape == (size, size)
    return square and size > 0 and way.cost.min() >= 0 and way.seconds.min() >= 0


def of_stops(problem: Problem) -> list[Fault]:
    """Stops that cannot be meant."""
    found, people = [], range(len(problem.inspectors))
    for number, stop in enumerate(problem.stops):
        wrong = {
            "stop_place": stop.place not in range(problem.places),
            "stop_window": stop.first > stop.last,
            "stop_lunch": stop.first <= stop.last
            and first_of(problem.lunch, stop.first) > last_of(problem.lunch, stop.last),
            "stop_figures": min(stop.seconds, stop.load, stop.prize or 0) < 0,
            "stop_barred": any(who not in people for who in stop.barred),
        }
        found += [Fault(rule, (number,)) for rule, is_so in wrong.items() if is_so]
    return found


def of_inspectors(problem: Problem) -> list[Fault]:
    """Inspectors who cannot be meant."""
    found, places = [], range(problem.places)
    for number, man in enumerate(problem.inspectors):
        wrong = {
            "start": man.start not in places,
            "end": man.end not in places,
            "way_of": man.way not in range(len(problem.ways)),
            "shift": man.begins > man.ends,
            "figures": min(man.room or 0, man.fixed) < 0,
        }
        found += [Fault(rule, (number,)) for rule, is_so in wrong.items() if is_so]
    return found
