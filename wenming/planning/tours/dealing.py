"""Who goes where at first: inspectors dealt out to groups of stops by what each would still find worth making there.

A group is worth less to each further inspector, for those before him make what pays best for its time; and
less to one who takes long to come there. So who walks stays near, who rides goes far, and what lies so far
that little pays is left. What all find together is the most there can be (an assignment).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from wenming.planning.tours.ground import Ground

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
DEEP = 6  # inspectors a group is dealt at the most
MUST = 10  # how many times the dearest prize a stop counts that must be made


def dealt(ground: Ground, groups: Sequence[Ints], near: Ints, prizes: Ints) -> Ints:
    """(g, k) how many inspectors of each kind each group gets; all get one while the groups take them."""
    worth = np.where(prizes < 0, MUST * max(1, int(prizes.max(initial=1))), prizes)
    deep = max(DEEP, -(-sum(len(kind.members) for kind in ground.kinds) // len(groups)))
    values = np.array(
        [
            [
                found(ground, number, group, hops(group, near), worth[group], deep)
                for group in groups
            ]
            for number in range(len(ground.kinds))
        ]
    ).reshape(len(ground.kinds), -1)
    kinds = np.repeat(np.arange(len(ground.kinds)), [len(k.members) for k in ground.kinds])
    men, places = linear_sum_assignment(values[kinds], maximize=True)
    free = np.zeros((len(groups), len(ground.kinds)), np.int64)
    np.add.at(free, (places // deep, kinds[men]), 1)
    return free


def hops(group: Ints, near: Ints) -> Floats:
    """The way from each stop of a group to the next, about: to the two nearest, in cost."""
    if len(group) < 3:
        return np.zeros(len(group))
    return np.asarray(np.sort(near[np.ix_(group, group)], axis=1)[:, 1:3].mean(axis=1) / 2)


def found(ground: Ground, number: int, group: Ints, hop: Floats, worth: Ints, deep: int) -> Floats:
    """What the first, second … inspector of a kind finds in a group, were all before him of his kind."""
    man, (begins, ends) = ground.kinds[number].man, ground.shifts[number]
    way, place = ground.problem.ways[man.way], ground.place[group]
    cost, seconds = way.cost[man.start, place], way.seconds[man.start, place]
    left = ends - begins - np.median(seconds) - np.median(way.seconds[place, man.end])
    if left <= 0:
        return np.zeros(deep)
    took = ground.seconds[group] + hop * (seconds.sum() / max(1, int(cost.sum())))
    gains = np.where(ground.able[number][group], np.maximum(worth - hop, 0), 0)
    order = np.argsort(-gains / np.maximum(took, 1), kind="stable")
    spent = np.concatenate([[0], np.cumsum(took[order])])
    gained = np.concatenate([[0], np.cumsum(gains[order])])
    days = np.interp(np.arange(deep + 1) * left, spent, gained)
    return np.asarray(np.maximum(np.diff(days) - 2 * cost.mean(), 0))
