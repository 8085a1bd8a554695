"""What is wrong with an allocation, however it was made, and with the matter it is to be made from."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from wenming.planning.adoptions.problem import Pair, Plan, Problem
from wenming.planning.terms import Fault


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """Every rule the plan breaks, units and segments by their numbers; empty for a good plan.

    Rules: unknown (unit, segment), twice (unit, segment), banned (unit, segment), few and many (unit),
    room (unit; metres too much), bare and crowded (segment), cost (metres told too much),
    bound (metres above the cost), left_out (segment told left out that is served).
    """
    known = [p for p in plan.pairs if inside(problem, p)]
    found = [Fault("unknown", p) for p in plan.pairs if not inside(problem, p)]
    found += [Fault("twice", p, n - 1) for p, n in Counter(known).items() if n > 1]
    found += [Fault("banned", p) for p in dict.fromkeys(known) if p in problem.banned]
    found += of_units(problem, known)
    found += of_segments(problem, known)
    real = cost_of(problem, known)
    if plan.cost != real:
        found.append(Fault("cost", (), plan.cost - real))
    if plan.bound is not None and plan.bound > real:
        found.append(Fault("bound", (), plan.bound - real))
    served = {j for _, j in known}
    found += [Fault("left_out", (o.what,)) for o in plan.left_out if o.what in served]
    return found


def inside(problem: Problem, pair: Pair) -> bool:
    """Whether there are such a unit and such a segment."""
    return 0 <= pair[0] < problem.units and 0 <= pair[1] < problem.segments


def of_units(problem: Problem, pairs: list[Pair]) -> Iterator[Fault]:
    """Units with too few or too many segments, or more metres than they have room for."""
    has, metres = Counter(i for i, _ in pairs), Counter[int]()
    for i, j in pairs:
        metres[i] += int(problem.load[i, j])
    for i, (least, most) in enumerate(problem.counts.tolist()):
        if has[i] < least:
            yield Fault("few", (i,), least - has[i])
        if has[i] > most:
            yield Fault("many", (i,), has[i] - most)
        if metres[i] > int(problem.room[i]):
            yield Fault("room", (i,), metres[i] - int(problem.room[i]))


def of_segments(problem: Problem, pairs: list[Pair]) -> Iterator[Fault]:
    """Segments with too few or too many units."""
    has = Counter(j for _, j in pairs)
    for j, (least, most) in enumerate(problem.crews.tolist()):
        if has[j] < least:
            yield Fault("bare", (j,), least - has[j])
        if has[j] > most:
            yield Fault("crowded", (j,), has[j] - most)


def cost_of(problem: Problem, pairs: list[Pair]) -> int:
    """Metres of way, of favours not done, and of load beside the fair share."""
    held, metres = set(pairs), Counter[int]()
    cost = sum(int(problem.way[p]) for p in pairs)
    cost += sum(f.metres for f in problem.favours if (f.unit, f.segment) not in held)
    if problem.uneven:
        for i, j in pairs:
            metres[i] += int(problem.load[i, j])
        for i, share in enumerate(problem.share.tolist()):
            cost += problem.uneven * abs(metres[i] - share) // 100
    return cost


def contradictions(problem: Problem) -> list[Fault]:
    """What cannot be meant, by its row: before anything is solved.

    Rules: shape (), negative_way and negative_load (unit, segment), negative_room (unit), counts (unit),
    crews (segment), favour (unit, segment: of nobody or below nought), favour_banned (unit, segment).
    """
    n, m = problem.units, problem.segments
    shapes = (problem.load.shape, problem.share.shape, problem.room.shape)
    if (*shapes, problem.counts.shape, problem.crews.shape) != ((n, m), (n,), (n,), (n, 2), (m, 2)):
        return [Fault("shape")]
    found = [Fault("negative_way", at) for at in below_nought(problem.way)]
    found += [Fault("negative_load", at) for at in below_nought(problem.load)]
    found += [Fault("negative_room", at) for at in below_nought(problem.room)]
    for rule, ends in (("counts", problem.counts), ("crews", problem.crews)):
        found += [Fault(rule, (k,)) for k, (a, b) in enumerate(ends.tolist()) if not 0 <= a <= b]
    for f in problem.favours:
        pair = (f.unit, f.segment)
        if not inside(problem, pair) or f.metres < 0:
            found.append(Fault("favour", pair))
        elif pair in problem.banned:
            found.append(Fault("favour_banned", pair))
    return found


def below_nought(array: object) -> list[tuple[int, ...]]:
    """Where an array is negative, the first hundred places."""
    where = np.argwhere(np.asarray(array) < 0)[:100]
    return [tuple(at) for at in where.tolist()]
