"""What is wrong with a plan of mending, however it was made, and with the matter it is made from."""

from collections import Counter
from collections.abc import Collection, Iterator

from wenming.planning.gains.problem import Plan, Problem
from wenming.planning.terms import Fault, LeftOut


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """Every rule the plan breaks; empty for a good plan.

    Rules: unknown, twice, never and must (case), hours (unit; minutes too many), money (yuan too many),
    gain (told too much, or too little), bound (below the gain), left_out (case whose reason is not so,
    or that is chosen, or of which nothing is said where something is said of any).
    """
    known = [k for k in plan.chosen if 0 <= k < problem.cases]
    found = [Fault("unknown", (k,)) for k in plan.chosen if not 0 <= k < problem.cases]
    found += [Fault("twice", (k,), n - 1) for k, n in Counter(known).items() if n > 1]
    chosen = dict.fromkeys(known)
    found += [Fault("never", (k,)) for k in chosen if k in problem.never]
    found += [Fault("must", (k,)) for k in sorted(problem.must - chosen.keys())]
    found += over(problem, chosen)
    real = gained(problem, chosen)
    if plan.gain != real:
        found.append(Fault("gain", (), plan.gain - real))
    if plan.bound is not None and plan.bound < real:
        found.append(Fault("bound", (), real - plan.bound))
    if plan.left_out:
        said, true = set(plan.left_out), set(left_out(problem, chosen))
        found += [Fault("left_out", (k,)) for k in sorted({what for what, _ in said ^ true})]
    return found


def over(problem: Problem, chosen: Collection[int]) -> Iterator[Fault]:
    """Units whose minutes, and the city's money, do not suffice for these cases."""
    used = Counter[int]()
    for k in chosen:
        used[problem.unit[k]] += problem.minutes[k]
    for u, room in enumerate(problem.room):
        if room is not None and used[u] > room:
            yield Fault("hours", (u,), used[u] - room)
    spent = sum(problem.yuan[k] for k in chosen)
    if problem.money is not None and spent > problem.money:
        yield Fault("money", (), spent - problem.money)


def gained(problem: Problem, chosen: Collection[int]) -> int:
    """By how much the score rises when these cases are mended."""
    mended = set(chosen)
    return sum(rise.gain for rise in problem.rises if mended.issuperset(rise.cases))


def left_out(problem: Problem, chosen: Collection[int]) -> tuple[LeftOut, ...]:
    """The cases not chosen, each with the first reason that holds.

    never: it cannot be mended; nothing: its mending alone raises no score; hours: it is longer than all its
    unit has; money: it is dearer than all there is; others: what it takes is better spent on others.
    """
    worth = {k for rise in problem.rises if rise.gain for k in rise.cases}
    return tuple(
        LeftOut(k, why_not(problem, k, worth)) for k in range(problem.cases) if k not in chosen
    )


def why_not(problem: Problem, case: int, worth: Collection[int]) -> str:
    """Why a case is not chosen."""
    room = problem.room[problem.unit[case]]
    if case in problem.never:
        return "never"
    if case not in worth:
        return "nothing"
    if room is not None and problem.minutes[case] > room:
        return "hours"
    if problem.money is not None and problem.yuan[case] > problem.money:
        return "money"
    return "others"


def contradictions(problem: Problem) -> list[Fault]:
    """What cannot be meant, by its row: before anything is solved.

    Rules: shape (), minutes and yuan (case: below nought), unit (case: of no unit), room (unit: below
    nought), purse (): money below nought, rise (rise: below nought, or of no case, one unknown or one
    named twice), must (case unknown), never (case unknown), both (case that must and cannot be mended).
    """
    n, m = problem.cases, len(problem.room)
    if {len(problem.yuan), len(problem.unit)} != {n}:
        return [Fault("shape")]
    found = [Fault("minutes", (k,)) for k, each in enumerate(problem.minutes) if each < 0]
    found += [Fault("yuan", (k,)) for k, each in enumerate(problem.yuan) if each < 0]
    found += [Fault("unit", (k,)) for k, each in enumerate(problem.unit) if not 0 <= each < m]
    found += [Fault("room", (u,)) for u, room in enumerate(problem.room) if (room or 0) < 0]
    found += [Fault("purse")] if (problem.money or 0) < 0 else []
    for at, (gain, cases) in enumerate(problem.rises):
        strange = not cases or len(set(cases)) < len(cases) or not 0 <= min(cases) <= max(cases) < n
        found += [Fault("rise", (at,))] if gain < 0 or strange else []
    for rule, named in (("must", problem.must), ("never", problem.never)):
        found += [Fault(rule, (k,)) for k in sorted(named) if not 0 <= k < n]
    return [*found, *(Fault("both", (k,)) for k in sorted(problem.must & problem.never))]
