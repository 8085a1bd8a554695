"""What no plan can go beyond: with a price on money each unit's minutes can be judged alone.

For any price the plan's money is worth no more than all the money, and each unit's best choice of its own
cases under the price is found exactly (dynamic programming over minutes); so their sum is a ceiling
(Lagrange). All in whole numbers.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from wenming.planning.gains.problem import Problem, Proof

FINE = 1024  # parts of a gain that a price is told in


def parts_of(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Each rise shared out evenly among its cases, rounded upwards."""
    return tuple((-(-rise.gain // len(rise.cases)),) * len(rise.cases) for rise in problem.rises)


def ceiling(problem: Problem, proof: Proof) -> int:
    """The most that any plan can gain, as this proof shows; ValueError where it proves nothing."""
    for rise, parts in zip(problem.rises, proof.parts, strict=True):
        whole = len(parts) == len(rise.cases) and sum(parts) >= rise.gain and min(parts) >= 0
        if not whole:
            raise ValueError("the parts of a rise do not make it up")
    if proof.price < 0 or proof.scale < 1 or (proof.price and problem.money is None):
        raise ValueError("a price without a limit proves nothing")
    value, _ = best_at(problem, proof)
    return (value + proof.price * (problem.money or 0)) // proof.scale


def best_at(problem: Problem, proof: Proof) -> tuple[int, list[int]]:
    """What the units' best choices are worth at a price, in parts of a gain, and the cases chosen."""
    worth = [-proof.price * yuan for yuan in problem.yuan]
    for rise, parts in zip(problem.rises, proof.parts, strict=True):
        for k, part in zip(rise.cases, parts, strict=True):
            worth[k] += proof.scale * part
    own = defaultdict[int, list[int]](list)
    for k, u in enumerate(problem.unit):
        if k not in problem.must and k not in problem.never and worth[k] > 0:
            own[u].append(k)
    room = list(problem.room)
    for k in problem.must:
        left = room[problem.unit[k]]
        room[problem.unit[k]] = None if left is None else left - problem.minutes[k]
    chosen = sorted(problem.must)
    for u, cases in own.items():
        chosen += filled(
            cases, [problem.minutes[k] for k in cases], [worth[k] for k in cases], room[u]
        )
    return sum(worth[k] for k in chosen), sorted(chosen)


def filled(
    cases: Sequence[int], minutes: Sequence[int], worth: Sequence[int], room: int | None
) -> list[int]:
    """The most worthy of these cases within the room: a knapsack, exactly; all are worth something."""
    if room is None or sum(minutes) <= room:
        return list(cases)
    step = math.gcd(*minutes)
    width = room // step
    best = np.zeros(width + 1, np.int64)
    taken = np.zeros((len(cases), width + 1), np.bool_)
    for at, (each, value) in enumerate(zip(minutes, worth, strict=True)):
        size = each // step
        if size <= width:
            with_it = best[: width + 1 - size] + value
            taken[at, size:] = with_it > best[size:]
            best[size:] = np.maximum(best[size:], with_it)
    chosen = []
    for at in range(len(cases) - 1, -1, -1):
        if taken[at, width]:
            chosen.append(cases[at])
            width -= minutes[at] // step
    return chosen
