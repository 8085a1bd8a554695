"""Parts of the ground that share nothing: of nothing yet, for a first plan, and of a plan, to be made anew."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.planning.tours.dealing import dealt
from wenming.planning.tours.engine import Routes
from wenming.planning.tours.ground import Ground

Ints = NDArray[np.int64]
SPARE = 150  # stops left out that a part may take in


class Part(NamedTuple):
    """Stops in order of their numbers, what is on routes now, and the inspectors there are, by kind."""

    stops: Ints
    routes: Routes
    free: tuple[int, ...]


def first_parts(ground: Ground, stops: Ints, near: Ints, number: int, prizes: Ints) -> list[Part]:
    """So many parts of all stops: stops near each other, and inspectors by need who set out near by.

    `near` (s, s) is how near all stops are to each other, `prizes` (s,) as in the search. Where stops may
    be left out, inspectors of several kinds go where they find most.
    """
    groups = halved(stops, near, number)
    chosen = len(ground.kinds) > 1 and bool((prizes[stops] >= 0).any())
    free = dealt(ground, groups, near, prizes) if chosen else by_need(ground, groups, near)
    return [
        Part(np.sort(group), (), tuple(row))
        for group, row in zip(groups, free.tolist(), strict=True)
    ]


def by_need(ground: Ground, groups: Sequence[Ints], near: Ints) -> Ints:
    """(g, k) inspectors shared out by need, those first who set out near by."""
    seconds = ground.seconds + np.sort(near, axis=1)[:, 1]
    needs = [int(seconds[group].sum()) for group in groups]
    place = [ground.place[group] for group in groups]
    left = shared(sum(len(kind.members) for kind in ground.kinds), needs)
    free = np.zeros((len(groups), len(ground.kinds)), np.int64)
    for at, kind in enumerate(ground.kinds):
        table = ground.problem.ways[kind.man.way].cost
        order = np.argsort([table[kind.man.start, p].mean() for p in place], kind="stable").tolist()
        for _ in kind.members:
            taker = next(group for group in order if left[group])
            left[taker] -= 1
            free[taker, at] += 1
    return free


def halved(stops: Ints, near: Ints, number: int) -> list[Ints]:
    """Stops in so many groups of like size: cut between two that lie far apart, again and again."""
    if number <= 1 or len(stops) < number:
        return [stops]
    one = stops[int(np.argmax(near[stops[0], stops]))]
    other = stops[int(np.argmax(near[one, stops]))]
    order = stops[np.argsort(near[one, stops] - near[other, stops], kind="stable")]
    cut = len(stops) * (number // 2) // number
    return [
        *halved(order[:cut], near, number // 2),
        *halved(order[cut:], near, number - number // 2),
    ]


def shared(whole: int, needs: Sequence[int]) -> list[int]:
    """So many inspectors shared out by need, none lost."""
    ends = np.cumsum(needs, dtype=np.float64) * whole / max(1, sum(needs))
    return [int(n) for n in np.diff(np.rint(ends).astype(np.int64), prepend=0)]


def parts_of(
    routes: Routes,
    stops: Ints,
    near: Ints,
    kinds: int,
    chance: np.random.Generator,
    asked: Callable[[], tuple[int, int]],
) -> list[tuple[int, Part]]:
    """The whole plan in parts: the routes around a stop, with stops left out near by.

    Each part is `asked` for first: a number it is known by, and about how many stops it should have.
    """
    on = np.full(len(near), -1, np.int64)
    for at, (_, made) in enumerate(routes):
        on[list(made)] = at
    out = np.zeros(len(near), np.bool_)
    out[stops] = on[stops] < 0
    left, parts = set(range(len(routes))), list[tuple[int, Part]]()
    for centre in chance.permutation(stops).tolist():
        if int(on[centre]) not in left:
            continue
        number, size = asked()
        chosen, spare = around(centre, on, out, left, near, size, routes)
        left -= set(chosen)
        out[spare] = False
        there = tuple(routes[route] for route in chosen)
        inside = [*chain.from_iterable(made for _, made in there), *spare]
        free = np.bincount([kind for kind, _ in there], minlength=kinds)
        part = Part(np.sort(np.array(inside, np.int64)), there, tuple(free.tolist()))
        parts.append((number, part))
    return parts


def around(
    centre: int,
    on: Ints,
    out: NDArray[np.bool_],
    left: set[int],
    near: Ints,
    size: int,
    routes: Routes,
) -> tuple[list[int], list[int]]:
    """The routes not taken yet that come nearest to a stop, and the stops left out nearest to what these make."""
    chosen, made = dict[int, None](), 0
    for stop in np.argsort(near[centre], kind="stable").tolist():
        route = int(on[stop])
        if route in left and route not in chosen:
            chosen[route] = None
            made += len(routes[route][1])
        if made >= size:
            break
    inside = np.array([n for route in chosen for n in routes[route][1]], np.int64)
    apart = np.flatnonzero(out)
    if not len(apart) or not len(inside):
        return list(chosen), []
    away = np.sort(near[np.ix_(apart, inside)], axis=1)[:, :2].sum(axis=1)
    return list(chosen), apart[np.argsort(away, kind="stable")[:SPARE]].tolist()
