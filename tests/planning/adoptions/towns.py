"""Small towns for the tests, and the best plan of a tiny one by trying every plan."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st

from wenming.planning.adoptions.faults import cost_of, faults
from wenming.planning.adoptions.problem import NO_LIMIT, Favour, Pair, Plan, Problem


@st.composite
def towns(
    draw: st.DrawFn, most_units: int = 6, most_segments: int = 4, several: bool = False
) -> Problem:
    """Any small town: some cannot be served. `several` lets loads add up against room and share."""
    n, m = draw(st.integers(1, most_units)), draw(st.integers(1, most_segments))
    whole = st.integers(0, 9)

    def table(rows: int, columns: int) -> "np.typing.NDArray[np.int64]":
        cells = draw(st.lists(whole, min_size=rows * columns, max_size=rows * columns))
        return np.array(cells, np.int64).reshape(rows, columns)

    ends = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(sorted)
    once = st.just([1, 1])
    counts = draw(st.lists(ends if several else once | ends, min_size=n, max_size=n))
    crews = draw(st.lists(ends | st.just([1, n]), min_size=m, max_size=m))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, m - 1))
    banned = draw(st.frozensets(pairs, max_size=3))
    liked = draw(st.lists(st.tuples(pairs, whole), max_size=3))
    uneven = draw(st.sampled_from((0, 50, 100))) if several or max(b for _, b in counts) <= 1 else 0
    room = draw(st.lists(st.integers(5, 20), min_size=n, max_size=n)) if several else [NO_LIMIT] * n
    return Problem(
        way=table(n, m),
        load=table(n, m),
        share=table(1, n)[0],
        room=np.array(room),
        counts=np.array(counts, np.int64),
        crews=np.array(crews, np.int64),
        favours=tuple(Favour(*p, metres, "wish") for p, metres in liked if p not in banned),
        banned=banned,
        uneven=uneven,
    )


def best_by_trying(problem: Problem) -> int | None:
    """The least cost of any plan without fault; None where there is none."""
    costs = (cost_of(problem, pairs) for pairs in good(problem))
    return min(costs, default=None)


def good(problem: Problem) -> Iterator[list[Pair]]:
    """Every choice of pairs without fault."""
    choices = []
    for i, (least, most) in enumerate(problem.counts.tolist()):
        sizes = range(least, min(most, problem.segments) + 1)
        sets = (c for size in sizes for c in combinations(range(problem.segments), size))
        choices.append([[(i, j) for j in chosen] for chosen in sets])
    for parts in product(*choices):
        pairs = [p for part in parts for p in part]
        if not faults(problem, Plan(tuple(pairs), cost_of(problem, pairs))):
            yield pairs
