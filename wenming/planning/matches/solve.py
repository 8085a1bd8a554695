"""The best matching of orders to teams, times and venues, with the proof that it is."""

import time
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from wenming.planning.matches.columns import Columns, Ints
from wenming.planning.matches.contradictions import clashes, contradictions
from wenming.planning.matches.ledger import Ledger, cost_of, why
from wenming.planning.matches.problem import Match, Plan, Problem, Proof
from wenming.planning.matches.programme import SCALE, Programme
from wenming.planning.matches.proof import cheapest, fixed, least_of, paid
from wenming.planning.terms import Clash, Contradiction, LeftOut, Tell

EFFORT = 1000  # nodes of search where the prices leave anything open
LIKELY = 32  # matches of each order let in from the start: the cheapest
MORE = 32  # let in for each order in each round: those that would pay most
NOISE = 10  # parts of a metre: what a solver's prices may be wrong by
NEAR = 300  # metres dearer than the cheapest of its order that a match may be at first
MOST = 200_000  # matches in one search: beyond, the bound is that of the prices


def solve(
    problem: Problem,
    *,
    effort: int = EFFORT,
    seed: int = 1,
    seconds: float | None = None,
    tell: Tell[Plan] | None = None,
) -> Plan:
    """The plan, promised matches as they stand; Contradiction, or Clash where promises cannot be kept.

    First comes what one gets by serving those who have fewest ways, one after another; then the best
    plan, mostly proved to be. `tell` hears of each better one and may stop there. The same seed and
    effort give the same plan, unless `seconds` cut it short.
    """
    began = time.monotonic()
    if wrong := contradictions(problem):
        raise Contradiction(wrong)
    if broken := clashes(problem):
        raise Clash(broken)
    columns = Columns.of(problem)
    watch = Watch(told(columns, one_by_one(columns)), seconds, began, tell)
    if not watch.going():
        return watch.plan
    proof, bound = priced(columns, watch.going)
    for better in improved(columns, bounded(watch.plan, bound, proof), (effort, seed), watch):
        watch.plan = better
        if not watch.going():
            break
    return watch.plan


class Watch:
    """The best plan so far, and whether to look for a better one: asked within the solver too."""

    def __init__(
        self, plan: Plan, seconds: float | None, began: float, tell: Tell[Plan] | None
    ) -> None:
        self.plan, self.tell, self.stopped = plan, tell, False
        self.until = None if seconds is None else began + seconds

    def left(self) -> float | None:
        """Seconds left."""
        return None if self.until is None else self.until - time.monotonic()

    def going(self) -> bool:
        """Tell of the plan, and hear whether to go on; never again, once not."""
        left = self.left()
        late = left is not None and left <= 0
        self.stopped |= late or (self.tell is not None and not self.tell(self.plan))
        return not self.stopped


def bounded(plan: Plan, bound: int, proof: Proof | None) -> Plan:
    """The plan with what is known about how good it is."""
    return Plan(plan.matches, plan.cost, plan.left_out, bound, proof)


def improved(columns: Columns, plan: Plan, work: tuple[int, int], watch: Watch) -> Iterator[Plan]:
    """The plan, and better ones, looked for among rows ever farther from what the prices find cheapest.

    A plan d metres above the bound is made of rows that the prices make at most d dearer than their
    order's cheapest: a best plan among all such rows that is no more than d above it is the best of all.
    """
    yield plan
    effort, seed = work
    bound, proof, reach = plan.bound or 0, plan.proof, NEAR
    while plan.cost > bound and proof is not None:
        far = reach >= (gap := plan.cost - bound)
        chosen = near(columns, proof, min(reach, gap))
        if len(chosen) > MOST or watch.stopped:
            return
        programme = Programme(columns, chosen, watch.going)
        found = programme.whole(effort, watch.left(), seed, min(reach, gap))
        better = plan if found is None else told(columns, map(columns.match, found.rows.tolist()))
        if better.cost < plan.cost:
            plan = bounded(better, bound, proof)
        if found is not None and found.is_best and (far or plan.cost - bound <= reach):
            yield plan if plan.cost == bound else bounded(plan, plan.cost, None)
            return
        yield plan
        if far:
            return
        reach *= 4


def told(columns: Columns, matches: Iterable[Match]) -> Plan:
    """The plan of these matches beside the promised ones."""
    problem = columns.problem
    every = tuple(sorted([*problem.promised, *matches]))
    served = {m.order for m in every}
    left = [n for n in range(len(problem.orders)) if n not in served]
    return Plan(every, cost_of(problem, every), tuple(LeftOut(n, why(problem, n)) for n in left))


def one_by_one(columns: Columns) -> list[Match]:
    """Orders one after another, those with the fewest ways first, each to the cheapest that is free."""
    problem = columns.problem
    ledger = Ledger.of(problem, problem.promised)
    had = np.array([t.served + ledger.many[n] for n, t in enumerate(problem.teams)], np.int64)
    found = []
    for order in np.argsort(np.diff(columns.start), kind="stable").tolist():
        rows = slice(columns.start[order], columns.start[order + 1])
        price = columns.cost[rows] + problem.even * had[columns.busy[rows] // len(problem.slots)]
        for at in np.argsort(price, kind="stable").tolist():
            match = columns.match(int(columns.start[order]) + at)
            if price[at] < columns.worth[order] and ledger.has_room(match):
                ledger.enter(match)
                had[match.team] += 1
                found.append(match)
                break
    return found


def priced(columns: Columns, going: Callable[[], bool]) -> tuple[Proof, int]:
    """Prices under which no match that was not let in would pay, and the bound that they prove."""
    rows = first(columns.order, columns.cost, LIKELY)
    programme = Programme(columns, rows, going)
    prices = free(columns)
    bound = least_of(columns, prices)
    while (found := programme.prices()) is not None:
        value, prices = found
        bound = least_of(columns, prices)
        charged = paid(columns, prices)
        gain = charged - cheapest_let_in(columns, charged, rows)
        paying = np.flatnonzero(gain < -NOISE)
        if not len(paying) or bound >= fixed(columns.problem) + value or not going():
            break
        more = np.setdiff1d(paying[first(columns.order[paying], gain[paying], MORE)], rows)
        programme.let_in(more)
        rows = np.concatenate([rows, more])
    return prices, bound


def free(columns: Columns) -> Proof:
    """Nothing has a price."""
    sizes = len(columns.places), len(columns.rooms), len(columns.turns)
    busy, rooms, turns = ((0,) * size for size in sizes)
    return Proof(busy, rooms, turns, SCALE)


def cheapest_let_in(columns: Columns, charged: Ints, rows: Ints) -> Ints:
    """For each row of the table, what its order's best row among those let in costs, or leaving it out."""
    best = columns.worth * SCALE
    np.minimum.at(best, columns.order[rows], charged[rows])
    return best[columns.order]


def first(orders: Ints, worth: Ints, number: int) -> Ints:
    """The best rows of each order, so many of each."""
    ranked = np.lexsort((worth, orders))
    begins = np.searchsorted(orders, orders[ranked])
    return np.sort(ranked[np.arange(len(ranked)) - begins < number])


def near(columns: Columns, proof: Proof, gap: int) -> Ints:
    """The rows that the prices make at most `gap` metres dearer than their order's cheapest."""
    charged = paid(columns, proof)
    over = charged - cheapest(columns, charged, proof.scale)[columns.order]
    return np.flatnonzero(over <= gap * proof.scale)
