"""Orders that wait as a problem, a plan as rows of keys, and what a plan breaks in names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import cos, radians
from typing import Any

from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from wenming.planning.matches import town
from wenming.planning.matches.faults import faults
from wenming.planning.matches.ledger import HELD, cost_of
from wenming.planning.matches.problem import (
    AT_HOME,
    Match,
    Place,
    Plan,
    Problem,
    Slot,
    Team,
    Venue,
)
from wenming.planning.matches.problem import Order as Wanted
from wenming.planning.terms import Clash, Contradiction, Fault, LeftOut
from wenming.proposals.planners import Row, Tell, Told, Unsolvable
from wenming.service.matching.ground import PARTS_OF_DAY, Ground
from wenming.service.matching.rules import ABOUT, Terms
from wenming.service.orders.models import Order
from wenming.service.stations.rules import VenueKind
from wenming.service.volunteers.rules import Part, minutes

SOLVER = "wenming.planning.matches.solve.solve"  # met when something is solved, and not before
KINDS = [kind.value for kind in VenueKind]
DEGREE = 111_320  # metres of latitude


@dataclass(frozen=True)
class Orders:
    """The rows as a problem, and the way back."""

    ground: Ground

    @cached_property
    def problem(self) -> Problem:
        """The rows in whole numbers."""
        g = self.ground
        return Problem(
            slots=tuple(Slot((s.day - g.since).days, minutes(s.part)) for s in g.slots),
            teams=tuple(self.teams()),
            venues=tuple(
                Venue(KINDS.index(v.kind), place(v.station), v.seats, frozenset(g.open(v) | met),
                      booked=tuple(sorted(g.booked.get(v.pk, ()))))
                for v in g.venues
                for met in [{self.ground.slot_of(o) for o in g.promised if o.booking and o.booking.venue_id == v.pk}]
            ),
            orders=tuple(self.wanted(order) for order in g.orders),
            promised=tuple(self.promised()),
            even=g.terms.even,
        )  # fmt: skip

    def teams(self) -> Iterable[Team]:
        """The teams; what one has promised it can do, however it is described now."""
        g = self.ground
        for team in g.teams:
            mine = [order for order in g.promised if order.team_id == team.pk]
            slots = frozenset(g.given(team)) | {g.slot_of(order) for order in mine}
            skills = {s.pk for s in team.skills.all()} | {order.offer.skill_id for order in mine}
            most = max(len(mine), team.most - g.lately[team.pk])
            reach = 10**7 if mine else team.reach
            yield Team(frozenset(skills), place(team), reach, slots, most, served=g.served[team.pk])

    def wanted(self, order: Order) -> Wanted:
        """An order; a promised one is wanted when it is promised."""
        g, t = self.ground, self.ground.terms
        waited = max(0, (g.since - localdate(order.placed)).days)
        first = max(order.earliest, g.since)
        days = {n for n, s in enumerate(g.slots) if first <= s.day <= order.latest}
        if order.team_id:
            days = {g.slot_of(order)}
        wished = (
            (first - g.since).days * 3 + PARTS_OF_DAY.index(Part(order.part))
            if order.part
            else None
        )
        weights = town.Terms(t.day, t.waited, t.stray, t.even)
        gave_back = {team.pk for team in order.declined.all()}
        return Wanted(
            skills=frozenset({order.offer.skill_id}),
            place=place(order.station),
            minutes=order.offer.minutes,
            slots=frozenset(days),
            worth=town.worth_of(waited, weights),
            heads=order.heads,
            kind=KINDS.index(order.offer.hall) if order.offer.hall else None,
            hurry=town.hurry_of(waited, weights),
            wished=wished if wished in days else None,
            stray=t.stray,
            barred=frozenset(n for n, team in enumerate(g.teams) if team.pk in gave_back),
        )

    @cached_property
    def numbers(self) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """Where each order, team and venue stands, by its key."""
        g = self.ground
        orders, teams, venues = (
            {row.pk: n for n, row in enumerate(rows)} for rows in (g.orders, g.teams, g.venues)
        )
        return orders, teams, venues

    def promised(self) -> Iterable[Match]:
        """What teams have been told."""
        orders, teams, venues = self.numbers
        for row in self.ground.promised:
            where = venues[row.booking.venue_id] if row.booking else AT_HOME
            yield Match(orders[row.pk], teams[row.team_id or 0], self.ground.slot_of(row), where)

    def match(self, row: Sequence[Any]) -> Match | None:
        """A row of a kept plan by numbers; None where something of it is gone."""
        order, team, day, part, venue = row
        orders, teams, venues = self.numbers
        slot = (date.fromisoformat(day) - self.ground.since).days * 3
        slot += PARTS_OF_DAY.index(Part(part))
        known = order in orders and team in teams and (not venue or venue in venues)
        if not known or slot not in range(len(self.ground.slots)):
            return None
        return Match(orders[order], teams[team], slot, venues[venue] if venue else AT_HOME)

    def plan(self, rows: Iterable[Sequence[Any]]) -> Plan:
        """A kept plan by numbers with what is promised; all that is not in it is held back."""
        found = {*self.problem.promised, *filter(None, map(self.match, rows))}
        served = {m.order for m in found}
        left = [n for n in range(len(self.ground.orders)) if n not in served]
        held = tuple(LeftOut(n, HELD) for n in left)
        return Plan(tuple(sorted(found)), cost_of(self.problem, sorted(found)), held)

    def wrong(self, rows: Sequence[Sequence[Any]]) -> list[Row]:
        """What a kept plan breaks by the rows as they are now."""
        open_ = {order.pk: str(order) for order in self.ground.waiting}
        names = dict(Order.objects.filter(pk__in=[r[0] for r in rows]).values_list("pk", "number"))
        gone = [Row("gone", [names.get(r[0], "?")]) for r in rows if r[0] not in open_]
        lost = [r for r in rows if r[0] in open_ and self.match(r) is None]
        gone += [Row("unknown", [open_[r[0]]]) for r in lost]
        kept = [r for r in rows if r[0] in open_]
        return gone + self.rows(faults(self.problem, self.plan(kept)))

    def rows(self, found: Iterable[Fault]) -> list[Row]:
        """Faults by the names of what they are at."""
        g = self.ground
        known: dict[str, Sequence[object]] = {
            "order": g.orders, "team": g.teams, "slot": g.slots, "venue": g.venues,
        }  # fmt: skip
        return [
            Row(
                rule,
                [str(known[p][n]) for p, n in zip(ABOUT.get(rule, ()), where, strict=False)],
                n_,
            )
            for rule, where, n_ in found
        ]

    def told(self, plan: Plan, left: Mapping[int, str] | None = None) -> Told:
        """A plan as it is kept, by keys, with the figures a page shows; what is promised is not in it."""
        g, promised = self.ground, set(self.problem.promised)
        fresh = [m for m in plan.matches if m not in promised]
        rows = [
            [g.orders[m.order].pk, g.teams[m.team].pk, g.slots[m.slot].day.isoformat(),
             g.slots[m.slot].part.value, g.venues[m.venue].pk if m.venue != AT_HOME else 0]
            for m in fresh
        ]  # fmt: skip
        why = left or {g.orders[o.what].pk: o.reason for o in plan.left_out}
        out = [[g.orders[o.what].pk, why.get(g.orders[o.what].pk, HELD)] for o in plan.left_out]
        figures = {
            "cost": plan.cost, "bound": plan.bound, "best": plan.is_best, "served": len(rows),
            "left": len(out), "promised": len(promised), "way": sum(map(self.way, rows)),
        }  # fmt: skip
        return Told({"matches": rows, "left": out}, figures)

    def way(self, row: Sequence[Any]) -> int:
        """Metres a team goes for a row of a plan."""
        if (m := self.match(row)) is None:
            return 0
        p = self.problem
        there = p.orders[m.order].place if m.venue == AT_HOME else p.venues[m.venue].place
        return p.way(p.teams[m.team].home, there)

    def solve(self, *, effort: int, seed: int, seconds: int, tell: Tell) -> Told:
        """The best matching; Unsolvable with the names of what clashes."""
        how = {"effort": effort * 50, "seed": seed, "seconds": float(seconds)}
        try:
            solve = import_string(SOLVER)
            plan = solve(self.problem, **how, tell=lambda plan: tell(lambda: self.told(plan)))
        except Clash as no:
            raise Unsolvable("clash", self.rows(no.demands)) from no
        except Contradiction as no:
            raise Unsolvable("contradiction", self.rows(no.rows)) from no
        return self.told(plan)


def place(row: Any) -> Place:
    """Metres east and north of 0, 0 at the latitude of the row: near enough within a city."""
    north = round(row.lat * DEGREE)
    return round(row.lon * DEGREE * cos(radians(round(row.lat)))), north


def orders_of(ask: Mapping[str, Any]) -> Orders:
    """The rows as they are now; Unsolvable("contradiction") where there are none."""
    found = Orders(Ground(Terms(**ask)))
    if not found.ground.teams:
        raise Unsolvable("contradiction", [Row("no_team")])
    if not found.ground.waiting:
        raise Unsolvable("contradiction", [Row("no_order")])
    return found
