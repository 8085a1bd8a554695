"""The cases to mend first: a price for money, each unit's own best under it, and what ties them together."""

import time
from collections.abc import Callable, Collection, Iterator

from wenming.planning.gains.exact import best_of
from wenming.planning.gains.faults import contradictions, gained, left_out, over
from wenming.planning.gains.prices import FINE, best_at, parts_of
from wenming.planning.gains.problem import Plan, Problem, Proof
from wenming.planning.terms import Clash, Contradiction, Fault, Tell

EFFORT = 20  # hundreds of nodes of the search, where prices alone do not prove the best
TRIALS = 48  # prices looked at: each halves what is left between too cheap and too dear


def solve(
    problem: Problem,
    *,
    effort: int = EFFORT,
    seed: int = 1,
    seconds: float | None = None,
    tell: Tell[Plan] | None = None,
) -> Plan:
    """The plan; Contradiction or Clash where none can be.

    Nothing here is left to chance: any seed gives the same plan, and the same effort gives it twice, unless
    `seconds` cut it short. Without a limit on money, or with money for all, it is the best and proved.
    """
    del seed
    if wrong := contradictions(problem):
        raise Contradiction(wrong)
    if demands := clash(problem):
        raise Clash(demands)
    began = time.monotonic()
    best = Plan((), -1)
    for plan in priced(problem):
        better = plan.gain > best.gain
        best = narrowed(best, plan)
        if better and tell is not None and not tell(finished(problem, best)):
            return finished(problem, best)
    if not best.is_best:
        left = None if seconds is None else seconds - (time.monotonic() - began)
        so_far = finished(problem, best)
        going = None if tell is None else lambda: tell(so_far)
        best = closed(problem, best, effort * 100, left, going)
        if tell is not None:
            tell(finished(problem, best))
    return finished(problem, best)


def priced(problem: Problem) -> Iterator[Plan]:
    """Plans and ceilings at prices between nothing and too dear, each plan good; the first is at nothing."""
    parts, low, high = parts_of(problem), 0, dearest(problem)
    price = 0
    base = sorted(problem.must)
    yield Plan(tuple(base), gained(problem, base))
    for _ in range(TRIALS):
        proof = Proof(price, FINE, parts)
        value, chosen = best_at(problem, proof)
        bound = (value + price * (problem.money or 0)) // FINE
        dear = problem.money is not None and sum(problem.yuan[k] for k in chosen) > problem.money
        kept = within(problem, chosen) if dear else chosen
        yield Plan(tuple(kept), gained(problem, kept), bound, proof)
        low, high = (price, high) if dear else (low, price)
        if high - low < 2 or (not dear and price == 0):
            return
        price = (low + high) // 2


def dearest(problem: Problem) -> int:
    """A price at which no case is worth its money."""
    gains = sum(rise.gain for rise in problem.rises)
    least = min((yuan for yuan in problem.yuan if yuan), default=1)
    return FINE * gains // least + 1


def within(problem: Problem, chosen: Collection[int]) -> list[int]:
    """Of cases that cost too much together, those that gain most for their money, as far as it goes."""
    kept, spent = set(problem.must), sum(problem.yuan[k] for k in problem.must)
    worth = dict.fromkeys(range(problem.cases), 0)
    for rise, parts in zip(problem.rises, parts_of(problem), strict=True):
        for k, part in zip(rise.cases, parts, strict=True):
            worth[k] += part
    for k in sorted(chosen, key=lambda k: (-worth[k] / max(problem.yuan[k], 1e-9), k)):
        if k not in kept and spent + problem.yuan[k] <= (problem.money or 0):
            kept.add(k)
            spent += problem.yuan[k]
    return sorted(kept)


def narrowed(best: Plan, other: Plan) -> Plan:
    """The better plan of two with the lower of their bounds, and the proof of it."""
    plan = other if other.gain > best.gain else best
    bounds = [p for p in (best, other) if p.bound is not None]
    if not bounds:
        return plan
    lower = min(bounds, key=lambda p: p.bound or 0)
    return Plan(plan.chosen, plan.gain, lower.bound, lower.proof)


def closed(
    problem: Problem,
    best: Plan,
    nodes: int,
    seconds: float | None,
    going: Callable[[], bool] | None,
) -> Plan:
    """The plan that the search among whole numbers finds, where it is better, and the lower bound."""
    found = best_of(problem, nodes, seconds, going)
    if found is None or next(over(problem, found[0]), None):
        return best
    chosen, bound = found
    plan = Plan(tuple(chosen), gained(problem, chosen))
    plan = plan if plan.gain > best.gain else best
    low = bound if best.bound is None else min(bound, best.bound)
    return Plan(plan.chosen, plan.gain, max(low, plan.gain), best.proof)


def finished(problem: Problem, plan: Plan) -> Plan:
    """The plan without cases that bring nothing, and with the reasons for all it leaves out."""
    return Plan(
        plan.chosen, plan.gain, plan.bound, plan.proof, left_out(problem, frozenset(plan.chosen))
    )


def clash(problem: Problem) -> list[Fault]:
    """The smallest set of cases that must be mended and cannot be together, and the limit they exceed."""
    sets = []
    for fault in over(problem, problem.must):
        hours = fault.rule == "hours"
        costs, room = (
            (problem.minutes, problem.room[fault.where[0]])
            if hours
            else (problem.yuan, problem.money)
        )
        mine = [k for k in problem.must if not hours or problem.unit[k] == fault.where[0]]
        total, few = 0, list[int]()
        for k in sorted(mine, key=lambda k: (-costs[k], k)):
            if total <= (room or 0):
                few.append(k)
                total += costs[k]
        excess = Fault(fault.rule, fault.where, total - (room or 0))
        sets.append([*(Fault("must", (k,)) for k in sorted(few)), excess])
    return min(sets, key=len, default=[])
