"""Small towns for the tests, and the best plan of a tiny one by trying every plan."""

from itertools import chain, combinations

from hypothesis import strategies as st

from wenming.planning.gains.faults import gained, over
from wenming.planning.gains.problem import Problem, Rise


@st.composite
def towns(draw: st.DrawFn, most: int = 7) -> Problem:
    """Any small town: some cannot be served."""
    n, m = draw(st.integers(0, most)), draw(st.integers(1, 3))

    def each(top: int, count: int = n) -> tuple[int, ...]:
        return tuple(draw(st.lists(st.integers(0, top), min_size=count, max_size=count)))

    limit = st.none() | st.integers(0, 15)
    cases = st.lists(st.integers(0, max(n - 1, 0)), min_size=1, max_size=3, unique=True)
    joint = draw(st.lists(st.tuples(st.integers(0, 20), cases), max_size=3)) if n else []
    named = st.frozensets(st.sampled_from(range(n)), max_size=2) if n else st.just(frozenset())
    must = draw(named)
    return Problem(
        minutes=each(9),
        yuan=each(9),
        unit=each(m - 1),
        room=tuple(draw(st.lists(limit, min_size=m, max_size=m))),
        money=draw(limit),
        rises=(
            *(Rise(gain, (k,)) for k, gain in enumerate(each(12))),
            *(Rise(gain, tuple(group)) for gain, group in joint),
        ),
        must=must,
        never=draw(named) - must,
    )


def best_by_trying(problem: Problem) -> int | None:
    """The largest gain of any plan within the limits; None where there is none."""
    free = [k for k in range(problem.cases) if k not in problem.must | problem.never]
    more = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
    plans = ([*problem.must, *chosen] for chosen in more)
    return max((gained(problem, p) for p in plans if not list(over(problem, p))), default=None)
