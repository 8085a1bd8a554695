"""The month of a unit: members and shifts as a problem, a plan as places, what a plan breaks in names."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.module_loading import import_string

from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.fair import wishes
from wenming.planning.rosters.faults import faults
from wenming.planning.rosters.problem import (
    OFF,
    Agreed,
    Before,
    Cover,
    Hours,
    Line,
    Person,
    Plan,
    Problem,
    Request,
    Shift,
    Weekends,
)
from wenming.planning.rosters.repair import repaired
from wenming.planning.terms import Contradiction, Fault, LeftOut
from wenming.proposals.planners import Row, Tell, Told, Unsolvable
from wenming.service.rosters.ground import Ground, dealt, ground_of, name, names
from wenming.service.rosters.rules import ABOUT, HOUR_RULES, Terms

SOLVER = "wenming.planning.rosters.solve.solve"  # met when something is solved, and not before


@dataclass(frozen=True)
class Month:
    """A unit's month as a problem, and the way back."""

    ground: Ground

    @cached_property
    def problem(self) -> Problem:
        """The rows in whole numbers; to mend, what is agreed may change at a price."""
        g, shifts = self.ground, self.kinds()
        groups = tuple(g.weekends())
        asks = [Request(a.person, a.day, OFF, a.weight, a.off) for a in g.asks if a.day >= g.since]
        whole = Problem(
            days=len(g.days),
            shifts=shifts,
            people=self.people(groups),
            covers=tuple(self.covers()),
            requests=tuple(asks),
            weekends=groups,
            agreed=tuple(self.agreed()),
        )
        if not g.terms.mend:
            return whole
        return repaired(whole, Plan(self.standing, 0), [], today=g.since)

    def kinds(self) -> tuple[Shift, ...]:
        """Every kind of shift, with those that may not follow it."""
        kinds = self.ground.kinds
        return tuple(
            Shift(k.minutes, frozenset(n for n, other in enumerate(kinds) if k.bars(other)))
            for k in kinds
        )

    def people(self, groups: tuple[tuple[int, ...], ...]) -> tuple[Person, ...]:
        """Every member, under the limits and with a fair share of the month's hours."""
        g, t = self.ground, self.ground.terms
        total = sum(g.kinds[g.kind[s.pk]].minutes * s.post.wish for s in g.shifts) // 60
        shares = [member.most_hours for member in g.members]
        fair = wishes([minutes // 60 for minutes in g.borne], total, shares)
        free = Weekends(wish=max(0, len(groups) - 1), weight=t.weekend)
        kinds = frozenset(range(len(g.kinds)))
        found = []
        for n, member in enumerate(g.members):
            most = member.most_hours * 60
            settled = {d for (p, d) in g.seated if p == n and (d < g.since or not t.mend)}
            last, run = g.before[n]
            found.append(
                Person(
                    may=kinds,
                    hours=Hours(member.least_hours * 60, most, min(fair[n] * 60, most), t.uneven),
                    longest_run=member.longest_run,
                    weekends=free,
                    away=frozenset(d for p, d in g.away if p == n and d not in settled),
                    barred=frozenset((d, k) for p, d, k in g.unfit if p == n and d not in settled),
                    before=None if last is None else Before(last, run),
                )
            )
        return tuple(found)

    def covers(self) -> Iterable[Cover]:
        """What each kind of shift still to come needs, beside those who are not in the plan."""
        g = self.ground
        for day, kind in g.open:
            heads = [0, 0, 0]
            for shift in g.at[day, kind]:
                there, post = len(g.others[shift.pk]), shift.post
                for n, wanted in enumerate((post.least, post.wish, post.most)):
                    heads[n] += max(0, wanted - there)
            least, wish, most = heads
            yield Cover(day, frozenset({kind}), wish, least, most, g.terms.missing)

    def agreed(self) -> Iterable[Agreed]:
        """What is settled: all that is past, and, but to mend, who is agreed."""
        g = self.ground
        for person in range(len(g.members)):
            for day in range(len(g.days)):
                kind = g.stands(person, day)
                if day < g.since or (kind != OFF and not g.terms.mend):
                    yield Agreed(person, day, kind)

    @property
    def standing(self) -> tuple[Line, ...]:
        """Who stands where now, a line to each."""
        g, days = self.ground, range(len(self.ground.days))
        return tuple(tuple(g.stands(n, day) for day in days) for n in range(len(g.members)))

    def plan(self, seats: Iterable[Sequence[int]]) -> Plan:
        """A plan as it was kept, by numbers; covers it leaves short are said to be left out."""
        g = self.ground
        people = {member.pk: n for n, member in enumerate(g.members)}
        days = {shift.pk: (shift.day - g.days[0]).days for shift in g.shifts}
        lines = [list(line[: g.since]) + [OFF] * (len(g.days) - g.since) for line in self.standing]
        for shift, member in seats:
            if member in people and days.get(shift, -1) >= g.since:
                lines[people[member]][days[shift]] = g.kind[shift]
        told = tuple(map(tuple, lines))
        short = [
            LeftOut(n, "short")
            for n, (cover, (day, kind)) in enumerate(zip(self.covers(), g.open, strict=True))
            if sum(line[day] == kind for line in told) < cover.least
        ]
        return Plan(told, Costs(self.problem).total(told), None, tuple(short))

    def heads(self, seats: Iterable[Sequence[int]]) -> Counter[int]:
        """How many stand on each shift."""
        found = Counter(shift for shift, _member in seats)
        found.update({pk: len(some) for pk, some in self.ground.others.items()})
        return found

    def told(self, plan: Plan, seats: list[list[int]] | None = None) -> Told:
        """A plan as it is kept, dealt out to posts, with the figures a page shows."""
        g = self.ground
        seats = dealt(g, plan.lines) if seats is None else seats
        heads, open_ = self.heads(seats), [s for at in g.open for s in g.at[at]]
        unmet = [name(s) for s in open_ if heads[s.pk] < s.post.least]
        changed = sum(
            a != b
            for old, new in zip(self.standing, plan.lines, strict=True)
            for a, b in zip(old, new, strict=True)
            if a != OFF
        )
        figures = {
            "cost": plan.cost,
            "bound": plan.bound,
            "seats": len(seats),
            "short": len(unmet),
            "shifts": len(open_),
            "changed": changed,
        }
        clashes = [list(row) for row in self.rows(plan.clashes)]
        return Told({"seats": seats, "unmet": unmet, "clashes": clashes}, figures)

    def solve(self, *, effort: int, seed: int, seconds: int, tell: Tell) -> Told:
        """The best roster found; Unsolvable with the names of rows that contradict themselves."""
        how = {"effort": effort, "seed": seed, "seconds": float(seconds)}
        try:
            solve = import_string(SOLVER)
            plan = solve(self.problem, **how, tell=lambda plan: tell(lambda: self.told(plan)))
        except Contradiction as no:
            raise Unsolvable("contradiction", self.rows(no.rows)) from no
        return self.told(plan)

    def wrong(self, plan: Plan) -> list[Fault]:
        """What a plan breaks that was not broken knowingly before."""
        agreed = [[s.pk, self.ground.members[n].pk] for (n, _), s in self.ground.seated.items()]
        before = {(f.rule, f.where): f.excess for f in faults(self.problem, self.plan(agreed))}
        found = faults(self.problem, plan)
        return [f for f in found if f.excess > before.get((f.rule, f.where), -1)]

    def crowded(self, seats: Iterable[Sequence[int]]) -> list[Row]:
        """Shifts with more people than the most."""
        heads = self.heads(seats)
        rows = [(s, heads[s.pk] - s.post.most) for s in self.ground.shifts]
        return [Row("cover_over", [name(s)], n) for s, n in rows if n > 0]

    def cover_name(self, number: int) -> str:
        """The shifts of a cover in words."""
        day, kind = self.ground.open[number]
        one = self.ground.at[day, kind][0]
        return f"{one.day:%m-%d} {one.word}"

    def rows(self, wrong: Iterable[Fault]) -> list[Row]:
        """Faults by the names of what they are at; see rules.ABOUT."""
        people, days = names(self.ground.members), self.ground.days
        read: dict[str, Callable[[int], str]] = {
            "person": lambda n: people[n],
            "day": lambda n: f"{days[n]:%m-%d}",
            "cover": self.cover_name,
            "agreed": lambda n: people[self.problem.agreed[n].person],
        }
        found = []
        for rule, where, excess in wrong:
            told = [read[p](n) for p, n in zip(ABOUT.get(rule, ()), where, strict=False)]
            found.append(Row(rule, told, -(-excess // 60) if rule in HOUR_RULES else excess))
        return found


def month_of(ask: Mapping[str, Any]) -> Month:
    """The rows as they are now; Unsolvable("contradiction") where there is nothing to roster."""
    month = Month(ground_of(Terms(**ask)))
    if not month.ground.members or not month.ground.shifts:
        raise Unsolvable("contradiction", [Row("nothing", [str(month.ground.unit)])])
    return month
