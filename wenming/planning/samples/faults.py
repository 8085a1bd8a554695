"""What is wrong with a sample, however it was made: the circle is walked again, every exchange tried."""

import hashlib
from collections.abc import Iterator
from fractions import Fraction

from wenming.planning.samples.problem import How, Plan, Problem, Run, Stratum, weights
from wenming.planning.terms import Fault

RULES = (
    "strata",  # () not one run for each stratum in the problem's order
    "certain",  # () the certain sites are not those asked for; excess: how many differ
    "number",  # () not as many sites in all (FIXED: of a stratum) as asked for; excess: difference
    "least",  # (stratum) fewer drawn than must be; excess
    "most",  # (stratum) more drawn than may be; excess
    "strange",  # (stratum) a site that is not in the stratum, or is certain, or comes twice
    "missing",  # (stratum) a site neither drawn nor in reserve; excess: how many
    "order",  # (stratum, place) the circle has another site here
    "share",  # (stratum, stratum) the first has more than its share while the second has less
    "spread",  # (stratum, stratum) one site moved from the first to the second lowers the variance
)
"""Strata are named by their row."""


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """Every rule that the sample breaks; an empty list means it is the one that was asked for."""
    if [run.name for run in plan.runs] != [stratum.name for stratum in problem.strata]:
        return [Fault("strata")]
    found = list[Fault]()
    if odd := set(plan.certain) ^ problem.certain or len(plan.certain) - len(set(plan.certain)):
        found.append(Fault("certain", (), len(odd) if isinstance(odd, set | frozenset) else odd))
    for row, (stratum, run) in enumerate(zip(problem.strata, plan.runs, strict=True)):
        found += _of_run(problem, row, stratum, run)
    return found + list(_of_numbers(problem, [len(run.drawn) for run in plan.runs]))


def _of_run(problem: Problem, row: int, stratum: Stratum, run: Run) -> Iterator[Fault]:
    least, most = problem.bounds(stratum)
    number = len(run.drawn)
    if number < least:
        yield Fault("least", (row,), least - number)
    if number > most:
        yield Fault("most", (row,), number - most)
    pool = set(problem.pool(stratum))
    listed = [*run.drawn, *run.reserve]
    if strange := len(listed) - len(set(listed) & pool):
        yield Fault("strange", (row,), strange)
    if missing := len(pool - set(listed)):
        yield Fault("missing", (row,), missing)
    circle = _circle(problem, stratum, pool)
    for place, (is_, should) in enumerate(zip(listed, circle, strict=False)):
        if is_ != should:
            yield Fault("order", (row, place))
            return


def _circle(problem: Problem, stratum: Stratum, pool: set[str]) -> list[str]:
    """The pool by SHA-256 of seed, stratum and site, from behind the site the run begins after."""
    head = f"{problem.seed.strip().lower()}:{stratum.name}:"

    def number(site: str) -> tuple[str, str]:
        return hashlib.sha256((head + site).encode()).hexdigest(), site

    mark = number(stratum.after) if stratum.after else ("", "")
    return sorted(pool, key=lambda site: (number(site) <= mark, number(site)))


def _of_numbers(problem: Problem, numbers: list[int]) -> Iterator[Fault]:
    bounds = [problem.bounds(stratum) for stratum in problem.strata]
    if problem.how is How.FIXED:
        for row, (number, (least, most)) in enumerate(zip(numbers, bounds, strict=True)):
            if off := abs(number - min(max(problem.number, least), most)):
                yield Fault("number", (row,), off)
        return
    if off := abs(sum(numbers) - problem.number):
        yield Fault("number", (), off)
    givers = [
        row for row, (n, (least, _)) in enumerate(zip(numbers, bounds, strict=True)) if n > least
    ]
    takers = [
        row for row, (n, (_, most)) in enumerate(zip(numbers, bounds, strict=True)) if n < most
    ]
    if not givers or not takers:
        return
    heavy = weights(problem)
    if problem.how is How.NEYMAN and heavy is not None:
        yield from _of_spread(heavy, numbers, givers, takers)
    else:
        yield from _of_share(problem, numbers, givers, takers)


def _of_spread(
    heavy: list[int], numbers: list[int], givers: list[int], takers: list[int]
) -> Iterator[Fault]:
    """Of a sum of convex terms no other whole numbers are better if no exchange of one is."""

    def worth(row: int, number: int) -> tuple[bool, Fraction]:
        """What the last of so many sites lowers; a first one is worth more than any other."""
        return number == 1, Fraction(heavy[row], number * (number - 1) or 1)

    giver = min(givers, key=lambda row: worth(row, numbers[row]))
    taker = max(takers, key=lambda row: worth(row, numbers[row] + 1))
    if worth(taker, numbers[taker] + 1) > worth(giver, numbers[giver]):
        yield Fault("spread", (giver, taker))


def _of_share(
    problem: Problem, numbers: list[int], givers: list[int], takers: list[int]
) -> Iterator[Fault]:
    """One rate must explain all: nobody a whole site above his share while another is below."""
    sizes = [len(problem.pool(stratum)) for stratum in problem.strata]
    giver = max(givers, key=lambda row: Fraction(numbers[row] - 1, sizes[row]))
    taker = min(takers, key=lambda row: Fraction(numbers[row] + 1, sizes[row]))
    if Fraction(numbers[giver] - 1, sizes[giver]) >= Fraction(numbers[taker] + 1, sizes[taker]):
        yield Fault("share", (giver, taker))
