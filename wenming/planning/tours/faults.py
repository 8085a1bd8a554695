"""Whether a plan of tours can be kept, told stop by stop; knows nothing of how plans are made."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from wenming.planning.terms import Fault
from wenming.planning.tours.problem import Inspector, Lunch, Plan, Problem, Tour


class Moment(NamedTuple):
    """When a stop is come to, begun and done; `lunch` is when lunch was had on the way there, or None."""

    arrives: int
    begins: int
    ends: int
    lunch: int | None


class Day(NamedTuple):
    """A tour by the clock: each stop's moment, when the inspector is back, lunch on the way back or None."""

    moments: tuple[Moment, ...]
    back: int
    lunch: int | None


def timed(problem: Problem, inspector: int, tour: Tour) -> Day:
    """A tour by the clock, begun with the shift and every stop as early as may be.

    Lunch is had at its hour, or when the visit then being made is done; on the way or while waiting too.
    """
    man = problem.inspectors[inspector]
    seconds = problem.ways[man.way].seconds
    now, here, hungry = man.begins, man.start, problem.lunch
    if hungry is not None and man.begins > hungry.begins:
        hungry = None  # has had it
    moments = []
    for stop in (problem.stops[n] for n in tour):
        arrives, had = after(now, int(seconds[here, stop.place]), hungry)
        begins = max(arrives, stop.first)
        if had is None and hungry is not None and begins > hungry.begins:
            had, begins = hungry.begins, max(begins, hungry.begins + hungry.seconds)
        moments.append(Moment(arrives, begins, begins + stop.seconds, had))
        now, here, hungry = begins + stop.seconds, stop.place, hungry if had is None else None
    back, had = after(now, int(seconds[here, man.end]), hungry) if tour else (man.begins, None)
    return Day(tuple(moments), back, had)


def after(now: int, seconds: int, hungry: Lunch | None) -> tuple[int, int | None]:
    """When one arrives who sets out now, and when lunch was had meanwhile."""
    if hungry is None or now + seconds <= hungry.begins:
        return now + seconds, None
    return now + seconds + hungry.seconds, max(now, hungry.begins)


def cost_of(problem: Problem, tours: Sequence[Tour]) -> int:
    """The ways of all tours, who goes out at all, and the prizes lost."""
    made = set(chain.from_iterable(tours))
    lost = sum(s.prize or 0 for n, s in enumerate(problem.stops) if n not in made)
    return lost + sum(
        way_of(problem, man, tour) for man, tour in zip(problem.inspectors, tours, strict=True)
    )


def way_of(problem: Problem, man: Inspector, tour: Tour) -> int:
    """What one tour costs; nothing where he stays at home."""
    if not tour:
        return 0
    cost = problem.ways[man.way].cost
    places = [man.start, *(problem.stops[n].place for n in tour), man.end]
    return man.fixed + sum(int(cost[a, b]) for a, b in pairwise(places))


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """Every rule the plan breaks; empty where it can be kept.

    inspectors: not a tour to each (excess: how many more); unknown: (inspector, number) no such stop;
    twice: (stop) made more than once; missed: (stop) not made though it must be; barred: (inspector,
    stop); late: (inspector, stop) begun so many seconds after its last moment; overtime: (inspector) back
    so many seconds after the shift; room: (inspector) so much more load than there is room; cost: told
    too high or low by so much; left_out: (stop) told left out though made, or not told though left out.
    """
    if len(plan.tours) != len(problem.inspectors):
        return [Fault("inspectors", (), len(plan.tours) - len(problem.inspectors))]
    known = range(len(problem.stops))
    strange = [
        Fault("unknown", (who, n))
        for who, tour in enumerate(plan.tours)
        for n in tour
        if n not in known
    ]
    if strange:
        return strange
    made = Counter(chain.from_iterable(plan.tours))
    found = [Fault("twice", (n,), times - 1) for n, times in sorted(made.items()) if times > 1]
    found += [
        Fault("missed", (n,)) for n in known if n not in made and problem.stops[n].prize is None
    ]
    for who, tour in enumerate(plan.tours):
        found += of_one(problem, who, tour)
    told = Counter(left.what for left in plan.left_out)
    found += [Fault("left_out", (n,)) for n in known if told[n] != (n not in made)]
    if cost := plan.cost - cost_of(problem, plan.tours):
        found.append(Fault("cost", (), cost))
    return found


def of_one(problem: Problem, who: int, tour: Tour) -> list[Fault]:
    """What one inspector's tour breaks."""
    man, day = problem.inspectors[who], timed(problem, who, tour)
    stops = [problem.stops[n] for n in tour]
    found = [Fault("barred", (who, n)) for n in tour if who in problem.stops[n].barred]
    found += [
        Fault("late", (who, n), moment.begins - stop.last)
        for n, stop, moment in zip(tour, stops, day.moments, strict=True)
        if moment.begins > stop.last
    ]
    if day.back > man.ends:
        found.append(Fault("overtime", (who,), day.back - man.ends))
    load = sum(stop.load for stop in stops)
    if man.room is not None and load > man.room:
        found.append(Fault("room", (who,), load - man.room))
    return found
