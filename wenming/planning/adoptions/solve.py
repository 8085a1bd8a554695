"""The best allocation of units to segments that can be found, with its proof where there is one."""

from collections.abc import Iterator
from time import monotonic

import numpy as np

from wenming.planning.adoptions import transport
from wenming.planning.adoptions.conflicts import conflict
from wenming.planning.adoptions.costs import is_plain
from wenming.planning.adoptions.faults import contradictions, cost_of
from wenming.planning.adoptions.lagrange import bettered, reach
from wenming.planning.adoptions.packing import Packing
from wenming.planning.adoptions.problem import Plan, Problem, Proof
from wenming.planning.adoptions.programme import Bools
from wenming.planning.adoptions.proof import least
from wenming.planning.terms import Clash, Contradiction, Tell

EFFORT = 20  # rounds of search where no method is sure to find the best
SCALE = 1000  # parts of a metre in which the prices of a search are told
PROVED = 4_000_000_000  # entries of the tables that a bound is reckoned from, at the most


def solve(
    problem: Problem,
    *,
    effort: int = EFFORT,
    seed: int = 1,
    seconds: float | None = None,
    tell: Tell[Plan] | None = None,
) -> Plan:
    """The plan; Contradiction or Clash where none can be (where units add up segments: where none was found).

    Where pairs can be judged one by one the plan is the best, effort or not. Where units add up segments
    against their room it is the best found in so many rounds, with a bound; the same seed and effort
    give the same plan, unless `seconds` cut it short.
    """
    wrong = contradictions(problem)
    if wrong:
        raise Contradiction(wrong)
    until = None if seconds is None else monotonic() + seconds
    better = plain(problem) if is_plain(problem) else packed(problem, effort, seed, until)
    for plan in better:
        if tell is not None and not tell(plan):
            break
    return plan


def plain(problem: Problem) -> Iterator[Plan]:
    """Ever better plans where pairs are judged one by one, the last the best and proved."""
    for pairs, prices in transport.best(problem):
        cost = cost_of(problem, pairs)
        if prices is not None:
            proof = Proof(tuple(prices.tolist()), 1)
            yield Plan(tuple(sorted(pairs)), cost, least(problem, proof), proof)
        else:
            yield Plan(tuple(sorted(pairs)), cost)


def packed(problem: Problem, effort: int, seed: int, until: float | None) -> Iterator[Plan]:
    """Ever better plans where units add up segments against their room; Clash where none was found."""
    packing = Packing(problem, seed, until)
    if not packing.began() or packing.known is None:
        raise Clash(conflict(problem))
    plan = told(problem, packing.taken, (None, None))
    yield plan
    prices = bettered(problem, packing.known.prices, plan.cost, until)
    proof = Proof(tuple(np.rint(prices * SCALE).astype(np.int64).tolist()), SCALE)
    bound = least(problem, proof) if problem.load.size * reach(problem) <= PROVED else None
    known = (None, None) if bound is None else (bound, proof)
    for _ in packing.better(effort):
        plan = told(problem, packing.taken, known)
        yield plan
        if plan.is_best:
            return


def told(problem: Problem, taken: Bools | None, known: tuple[int | None, Proof | None]) -> Plan:
    """The plan of the pairs taken."""
    pairs = [] if taken is None else [(i, j) for i, j in np.argwhere(taken).tolist()]
    return Plan(tuple(pairs), cost_of(problem, pairs), *known)
