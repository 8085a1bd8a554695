"""Ranks that admit noise: units in groups within which a difference is chance, never persons.

Every pair of a class is tested by Student's t on the difference of its two rates, with their
covariance, and the pairs are judged together by Holm's step-down rule (Scandinavian Journal of
Statistics 6, 1979), so that the chance of calling even one pair different that is not stays
below 5 %. From the pairs follow, for each unit, the best and the worst place it may hold
(the manner of Klein, Wright and Wieczorek, JRSS A 183, 2020) and groups read from the top.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from wenming.insight.estimates import Estimate, cautious
from wenming.insight.quantiles import t_tail

LEVEL = 0.05
Covariance = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's place in its class.

    `place` is shared by all of a group, and the next group's counts on: 1 1 1 4. `tie` numbers
    the groups from 1. `best` and `worst` bound the place that the unit's own rate allows.
    """

    key: int
    points_hundredths: int
    place: int
    best: int
    worst: int
    tie: int


def ranked(
    estimates: Mapping[int, Estimate], covariance: Covariance | None = None
) -> list[Standing]:
    """The units of one class, best first; those without a rate are left out.

    Sorted by points in whole hundredths, equal points by key. A group begins at the first unit
    that differs from the first of the group before. Without `covariance` rates are taken as
    independent, which is cautious where units share sites.
    """
    rated = {
        k: e.points_hundredths for k, e in estimates.items() if e.points_hundredths is not None
    }
    order = sorted(rated, key=lambda k: (-rated[k], k))
    above = _different(order, estimates, covariance or (lambda a, b: 0.0))
    found: list[Standing] = []
    first, tie = 0, 1
    for at, key in enumerate(order):
        if (order[first], key) in above:
            first, tie = at, tie + 1
        best = 1 + sum((other, key) in above for other in order)
        worst = len(order) - sum((key, other) in above for other in order)
        found.append(Standing(key, rated[key], first + 1, best, worst, tie))
    return found


def by_class(
    estimates: Mapping[int, Estimate],
    classes: Mapping[int, str],
    covariance: Covariance | None = None,
) -> dict[str, list[Standing]]:
    """`ranked` within every class; a unit without a class is left out."""
    found: dict[str, dict[int, Estimate]] = {}
    for key, name in classes.items():
        if key in estimates:
            found.setdefault(name, {})[key] = estimates[key]
    return {name: ranked(found[name], covariance) for name in sorted(found)}


def _different(
    order: list[int], estimates: Mapping[int, Estimate], covariance: Covariance
) -> set[tuple[int, int]]:
    """The pairs (higher, lower) that differ, by Holm's rule over all pairs."""
    chances = sorted(
        (_chance(estimates[a], estimates[b], covariance(a, b)), a, b)
        for a, b in combinations(order, 2)
    )
    different = set()
    for done, (chance, a, b) in enumerate(chances):
        if chance > LEVEL / (len(chances) - done):
            break
        different.add((a, b))
    return different


def _chance(a: Estimate, b: Estimate, shared: float) -> float:
    """The chance of so large a difference between two rates that are the same; 12 digits of it."""
    va, vb = cautious(a), cautious(b)
    if a.rate is None or b.rate is None or va is None or vb is None:
        return 1.0
    own = a.se is not None and b.se is not None and (va, vb) == (a.se**2, b.se**2)
    spread = va + vb - (2 * shared if own else 0.0)
    if a.rate == b.rate:
        return 1.0
    if spread <= 0:
        return 0.0
    df = min((e.df for e in (a, b) if e.method != "census"), default=1)
    return round(t_tail((a.rate - b.rate) / math.sqrt(spread), max(df, 1)), 12)
