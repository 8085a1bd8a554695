"""A round's stops and inspectors as tours to be planned, day after day, and a plan as tours with their hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.module_loading import import_string

from wenming.loop.inspections.models import Stop
from wenming.loop.tours.drafts import Days, Goer, Lines, Timed, Visit, Walk
from wenming.loop.tours.rules import ABOUT, Terms
from wenming.planning.roads import along
from wenming.planning.terms import Contradiction, Fault, LeftOut
from wenming.planning.tours import problem as tours
from wenming.planning.tours.faults import cost_of, faults, timed, way_of
from wenming.planning.tours.ground import out_of_reach
from wenming.proposals.planners import Row, Tell, Told, Unsolvable

SOLVER = "wenming.planning.tours.solve.solve"  # met when something is solved, and not before
PRIZE = 1_000_000  # metres that a stop left to another day counts: no way in a city is as long


@dataclass(frozen=True)
class Week:
    """Who goes, where to, on which days, and along which roads."""

    terms: Terms
    goers: list[Goer]
    visits: list[Visit]
    days: list[str]
    lines: Lines = ()

    @cached_property
    def problem(self) -> tours.Problem:
        """All stops and all who go, as one day's problem; seconds after midnight, metres of way."""
        t = self.terms
        at = [(v.stop.site.lon or 0.0, v.stop.site.lat or 0.0) for v in self.visits]
        at += [goer.at for goer in self.goers]
        metres = along(self.lines, tuple(at))
        seconds = (metres * 36 // (10 * t.speed)).astype(np.int64)
        stops = [
            tours.Stop(
                n, v.minutes * 60, v.first * 60, v.last * 60, (t.detour or PRIZE) * v.weight,
                barred=frozenset(k for k, g in enumerate(self.goers) if g.group != v.stop.group_id),
            )
            for n, v in enumerate(self.visits)
        ]  # fmt: skip
        home = range(len(stops), len(at))
        return tours.Problem(
            (tours.Way(metres, seconds),),
            tuple(stops),
            tuple(tours.Inspector(n, n, t.begins * 60, t.ends * 60) for n in home),
            tours.Lunch(t.lunch * 60, t.lunch_minutes * 60),
        )

    def solve(self, *, effort: int, seed: int, seconds: int, tell: Tell) -> Told:
        """Day after day: each day's tours over the stops that the days before left."""
        solve, done, goes_on = import_string(SOLVER), list[list[list[int]]](), True
        left, each = list(range(len(self.visits))), seconds / len(self.days)
        for _ in self.days:
            part = replace(self.problem, stops=tuple(self.problem.stops[n] for n in left))

            def better(plan: tours.Plan, left: list[int] = left) -> bool:
                nonlocal goes_on
                day = [[left[n] for n in tour] for tour in plan.tours]
                goes_on = tell(lambda: self.told([*done, day]))
                return goes_on

            try:
                plan = solve(part, effort=effort, seed=seed, seconds=each, tell=better)
            except Contradiction as no:
                raise Unsolvable("contradiction", self.rows(no.rows)) from no
            done.append([[left[n] for n in tour] for tour in plan.tours])
            left = [n for n in left if not any(n in tour for tour in done[-1])]
            if not left or not goes_on or not tell(lambda: self.told(done)):
                break
        return self.told(done)

    def told(self, days: Days) -> Told:
        """A plan by primary keys, with its figures."""
        kept = [
            [day, self.goers[who].user.pk, [self.visits[n].stop.pk for n in tour]]
            for day, of_day in zip(self.days, days, strict=False)
            for who, tour in enumerate(of_day)
            if tour
        ]
        men = self.problem.inspectors
        pairs = [pair for of_day in days for pair in zip(men, of_day, strict=True)]
        metres = sum(way_of(self.problem, man, tuple(tour)) for man, tour in pairs)
        made = len({n for day in days for tour in day for n in tour})
        figures = {"stops": made, "left": len(self.visits) - made, "metres": metres}
        return Told({"tours": kept}, figures | {"tours": len(kept)})

    def days_of(self, plan: Mapping[str, Any]) -> Days:
        """A plan as it was kept, by numbers; what is gone is not in it."""
        stops = {v.stop.pk: n for n, v in enumerate(self.visits)}
        people = {goer.user.pk: n for n, goer in enumerate(self.goers)}
        days: list[list[list[int]]] = [[[] for _ in self.goers] for _ in self.days]
        for day, user, tour in plan["tours"]:
            if day in self.days and user in people:
                days[self.days.index(day)][people[user]] = [stops[pk] for pk in tour if pk in stops]
        return days

    def walks(self, plan: Mapping[str, Any]) -> list[Walk]:
        """Every tour of a plan by the clock."""
        return [
            self.walk(day, who, tuple(tour))
            for day, of_day in zip(self.days, self.days_of(plan), strict=True)
            for who, tour in enumerate(of_day)
            if tour
        ]

    def walk(self, day: str, who: int, tour: tuple[int, ...]) -> Walk:
        """One tour by the clock."""
        by_clock = timed(self.problem, who, tour)
        pairs = zip(tour, by_clock.moments, strict=True)
        stops = [Timed(self.visits[n].stop, m.begins // 60, m.ends // 60) for n, m in pairs]
        metres = way_of(self.problem, self.problem.inspectors[who], tour)
        return Walk(self.goers[who].user, day, stops, by_clock.back // 60, metres)

    def left(self, plan: Mapping[str, Any]) -> list[tuple[Stop, str]]:
        """The stops a plan goes to on no day, each with the rule that says why."""
        made = {n for day in self.days_of(plan) for tour in day for n in tour}
        left, never = set(range(len(self.visits))) - made, out_of_reach(self.problem)
        dear = "detour" if self.terms.detour else "dear"
        return [(self.visits[n].stop, "unreachable" if n in never else dear) for n in sorted(left)]

    def wrong(self, plan: Mapping[str, Any]) -> list[Row]:
        """What a plan breaks: each day by itself, and stops made on two days."""
        days, found, seen = self.days_of(plan), list[Fault](), set[int]()
        for day in (tuple(map(tuple, of_day)) for of_day in days):
            made = {n for tour in day for n in tour}
            rest = tuple(LeftOut(n, "dear") for n in range(len(self.visits)) if n not in made)
            found += faults(self.problem, tours.Plan(day, cost_of(self.problem, day), rest))
            found += [Fault("twice", (n,), 1) for n in sorted(made & seen)]
            seen |= made
        return self.rows(found)

    def rows(self, wrong: Iterable[Fault]) -> list[Row]:
        """Faults by the names of what they are at; see rules.ABOUT."""
        known: dict[str, Sequence[object]] = {
            "inspector": [goer.user for goer in self.goers],
            "stop": [visit.stop.site.name for visit in self.visits],
        }
        return [
            Row(rule, [str(known[p][n]) for p, n in zip(ABOUT[rule], where, strict=False)], excess)
            for rule, where, excess in wrong
        ]
