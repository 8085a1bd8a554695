"""The sample itself: how many from each stratum, exactly, then which, by their permanent numbers."""

from bisect import bisect_left
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

from wenming.kit.draws import ranked
from wenming.planning.samples.problem import (
    How,
    Plan,
    Problem,
    Run,
    Stratum,
    sound,
    variance,
    weights,
)
from wenming.planning.terms import Tell


def solve(
    problem: Problem,
    *,
    effort: int = 1,
    seed: int = 0,
    seconds: float | None = None,
    tell: Tell[Plan] | None = None,
) -> Plan:
    """The sample; Refused as by `problem.sound`.

    There is one answer, found at once: effort, seed and seconds change nothing, for all chance lies
    in the seed that the problem carries. The plan is told once.
    """
    sound(problem)
    numbers = allocated(problem)
    runs = tuple(
        run(problem, stratum, n) for stratum, n in zip(problem.strata, numbers, strict=True)
    )
    found = variance(problem, numbers)
    best = variance(problem, _by_spread(problem)) if problem.how is not How.FIXED else None
    plan = Plan(runs, tuple(sorted(problem.certain)), found, best)
    if tell:
        tell(plan)
    return plan


def run(problem: Problem, stratum: Stratum, number: int) -> Run:
    """So many sites of a stratum from where its run begins, the rest of the circle in reserve."""
    pool = problem.pool(stratum)
    if stratum.after:
        mark = ranked({*pool, stratum.after}, stratum.name, problem.seed)
        at = mark.index(stratum.after) + 1
        circle = [site for site in (*mark[at:], *mark[:at]) if site in set(pool)]
    else:
        circle = ranked(pool, stratum.name, problem.seed)
    return Run(stratum.name, tuple(circle[:number]), tuple(circle[number:]))


def allocated(problem: Problem) -> list[int]:
    """How many sites to draw from each stratum, in the problem's order."""
    if problem.how is How.FIXED:
        bounds = map(problem.bounds, problem.strata)
        return [min(max(problem.number, least), most) for least, most in bounds]
    if problem.how is How.NEYMAN and weights(problem) is not None:
        return _by_spread(problem)
    return _by_size(problem)


def _by_spread(problem: Problem) -> list[int]:
    """The least variance: each next site goes where it lowers it most (Wright 2012), exactly.

    A stratum's n-th site lowers the sum of N²V/n by N²V / (n (n - 1)), less with every site, so that
    taking the greatest each time is best. A first site comes before all others: without one there is
    no estimate. Ties go to the stratum whose name comes first.
    """
    heavy = weights(problem) or [0] * len(problem.strata)
    bounds = [problem.bounds(stratum) for stratum in problem.strata]
    numbers = [least for least, _ in bounds]

    def next_(row: int) -> tuple[bool, Fraction, str, int]:
        had = numbers[row]
        drop = Fraction(heavy[row], had * (had + 1) or 1)
        return had > 0, -drop, problem.strata[row].name, row

    queue = [next_(row) for row, (least, most) in enumerate(bounds) if least < most]
    heapify(queue)
    for _ in range(problem.number - sum(numbers)):
        row = queue[0][-1]
        numbers[row] += 1
        if numbers[row] < bounds[row][1]:
            heapreplace(queue, next_(row))
        else:
            heappop(queue)
    return numbers


def _by_size(problem: Problem) -> list[int]:
    """Shares by size within the bounds, in whole numbers by the largest remainders (Hare).

    One rate for all strata that meet no bound, such that the shares are as many as are asked for;
    ties go to the stratum whose name comes first.
    """
    sizes = [len(problem.pool(stratum)) for stratum in problem.strata]
    bounds = [problem.bounds(stratum) for stratum in problem.strata]
    shares = _shares(sizes, bounds, problem.number)
    numbers = [int(share) for share in shares]
    rows = sorted(
        (row for row, share in enumerate(shares) if share != numbers[row]),
        key=lambda row: (numbers[row] - shares[row], problem.strata[row].name),
    )
    for row in rows[: problem.number - sum(numbers)]:
        numbers[row] += 1
    return numbers


def _shares(sizes: list[int], bounds: list[tuple[int, int]], number: int) -> list[Fraction]:
    """Each stratum's size times one rate, held within its bounds, as many in all as asked for."""

    def at(rate: Fraction) -> list[Fraction]:
        return [
            min(max(rate * size, Fraction(least)), Fraction(most))
            for size, (least, most) in zip(sizes, bounds, strict=True)
        ]

    turns = sorted(
        {
            Fraction(end, size)
            for size, ends in zip(sizes, bounds, strict=True)
            if size
            for end in ends
        }
    )
    above = bisect_left(turns, Fraction(number), key=lambda rate: sum(at(rate), Fraction()))
    if not 0 < above < len(turns) or sum(at(turns[above])) == number:
        return at(turns[above]) if above < len(turns) else [Fraction(least) for least, _ in bounds]
    low, high = at(turns[above - 1]), at(turns[above])
    less = sum(low, Fraction())
    step = (number - less) / (sum(high, Fraction()) - less)
    return [one + step * (other - one) for one, other in zip(low, high, strict=True)]
