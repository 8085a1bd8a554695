"""This year's adoption of streets: units and segments as a problem, a plan as pairs, pairs as charges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.module_loading import import_string

from wenming.adoptions.models import Wish
from wenming.adoptions.rules import ABOUT, Terms, WishKind
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.org.models import Unit
from wenming.places.actions import SEGMENT
from wenming.places.models import Site
from wenming.planning.adoptions import town
from wenming.planning.adoptions.faults import contradictions, cost_of, faults
from wenming.planning.adoptions.pricing import prices
from wenming.planning.adoptions.problem import Pair, Plan, Problem, Proof
from wenming.planning.adoptions.proof import least
from wenming.planning.terms import Clash, Fault
from wenming.planning.ways import ways
from wenming.proposals.planners import Row, Tell, Told, Unsolvable

SOLVER = "wenming.planning.adoptions.solve.solve"  # met when something is solved, and not before


@dataclass(frozen=True)
class Town:
    """The rows: units of an office place, segments in use, and the pairs of primary keys said of them."""

    terms: Terms
    units: list[Unit]
    sites: list[Site]
    last: frozenset[Pair]
    wishes: Mapping[str, list[Pair]]

    @cached_property
    def numbers(self) -> tuple[dict[int, int], dict[int, int]]:
        """Where each unit and each segment stands in the problem, by primary key."""
        units = {unit.pk: n for n, unit in enumerate(self.units)}
        return units, {site.pk: n for n, site in enumerate(self.sites)}

    @cached_property
    def problem(self) -> Problem:
        """The rows in whole numbers."""
        t, wishes = self.terms, {k: self.numbered(said) for k, said in self.wishes.items()}
        banned = wishes.get(WishKind.BAN.value, [])
        return town.posed(
            [town.Adopter(unit.heads or 0, most=t.most) for unit in self.units],
            [town.Street(site.metres or 0) for site in self.sites],
            ways(*([(r.lon or 0.0, r.lat or 0.0) for r in q] for q in (self.units, self.sites))),
            terms=town.Terms(t.moved, t.wished, t.uneven, t.metres_a_head),
            kept=[pair for pair in self.numbered(sorted(self.last)) if pair not in banned],
            wishes=wishes.get(WishKind.WANTS.value, []),
            banned=banned,
        )

    def numbered(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Pairs of primary keys by numbers; those whose unit or segment is gone are left out."""
        units, sites = self.numbers
        return [(units[u], sites[s]) for u, s in pairs if u in units and s in sites]

    def ways(self, pairs: Iterable[Pair]) -> list[int]:
        """The metres of way of pairs of primary keys."""
        return [int(self.problem.way[pair]) for pair in self.numbered(pairs)]

    def rows(self, wrong: Iterable[Fault]) -> list[Row]:
        """Faults by the names of what they are at; see rules.ABOUT."""
        known: dict[str, Sequence[object]] = {"unit": self.units, "site": self.sites}
        return [
            Row(rule, [str(known[p][n]) for p, n in zip(ABOUT[rule], where, strict=False)], excess)
            for rule, where, excess in wrong
        ]

    def plan(self, kept: Mapping[str, Any]) -> Plan:
        """A plan as it was kept, by numbers, with its proof reckoned again."""
        pairs = self.numbered(kept["pairs"])
        priced = {int(site): price for site, price in kept["prices"].items()}
        proof = bound = None
        if priced.keys() == self.numbers[1].keys():
            proof = Proof(tuple(priced[site.pk] for site in self.sites), 1)
            bound = least(self.problem, proof)
        return Plan(tuple(sorted(pairs)), cost_of(self.problem, pairs), bound, proof)

    def told(self, plan: Plan) -> Told:
        """A plan as it is kept, with the figures a page shows."""
        pairs = [(self.units[i].pk, self.sites[j].pk) for i, j in plan.pairs]
        at = plan.proof.prices if plan.proof else ()
        priced = {str(site.pk): price for site, price in zip(self.sites, at, strict=False)}
        figures = {
            "cost": plan.cost,
            "bound": plan.bound,
            "best": plan.is_best,
            "way": int(sum(self.problem.way[pair] for pair in plan.pairs)),
            "kept": len(self.last & set(pairs)),
            "moved": len({u for u, _ in self.last - set(pairs)} & self.numbers[0].keys()),
            "bare": len(self.sites) - len({site for _, site in pairs}),
        }
        return Told({"pairs": pairs, "prices": priced}, figures)

    def solve(self, *, effort: int, seed: int, seconds: int, tell: Tell) -> Told:
        """The best allocation, with its proof; Unsolvable with the names of what clashes."""
        how = {"effort": effort, "seed": seed, "seconds": float(seconds)}
        try:
            solve = import_string(SOLVER)
            plan = solve(self.problem, **how, tell=lambda plan: tell(lambda: self.told(plan)))
        except Clash as no:
            raise Unsolvable("clash", self.rows(no.demands)) from no
        return self.told(plan)

    def wrong(self, plan: Plan) -> list[Row]:
        """What a plan breaks."""
        return self.rows(faults(self.problem, plan))

    def prices(self, plan: Plan) -> dict[Pair, int | None]:
        """Metres all else would save without a pair of the plan, or that an unmet wish would cost, by
        primary keys; none where the plan is not proved to be the best."""
        wanted = ((f.unit, f.segment) for f in self.problem.favours)
        try:
            told = list(prices(self.problem, plan, dict.fromkeys([*plan.pairs, *wanted])))
        except ValueError:
            return {}
        return {(self.units[p.unit].pk, self.sites[p.segment].pk): p.metres for p in told}


def town_of(ask: Mapping[str, Any]) -> Town:
    """The rows as they are now; Unsolvable("contradiction") names those that lack something."""
    terms, wishes = Terms(**ask), dict[str, list[Pair]]()
    for unit, site, kind in Wish.objects.values_list("unit_id", "site_id", "kind"):
        wishes.setdefault(kind, []).append((unit, site))
    adopts = Charge.objects.filter(kind=ChargeKind.ADOPTS.value)
    last = adopts.on(date.fromisoformat(terms.since) - timedelta(days=1))
    units = list(Unit.objects.exclude(lon=None).order_by("order", "pk"))
    sites = list(Site.objects.active().filter(kind__name=SEGMENT).order_by("code"))
    if not units or not sites:
        raise Unsolvable("contradiction", [Row("nothing")])
    town = Town(terms, units, sites, frozenset(last.values_list("unit_id", "site_id")), wishes)
    lacking = [Row("heads", [str(unit)]) for unit in units if not unit.heads]
    lacking += [Row("metres", [str(site)]) for site in sites if not site.metres]
    lacking += [Row("place", [str(site)]) for site in sites if site.lon is None]
    if lacking := lacking + town.rows(contradictions(town.problem) if not lacking else []):
        raise Unsolvable("contradiction", lacking)
    return town
