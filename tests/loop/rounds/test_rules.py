"""How many sites are drawn where nobody said, and who goes where."""

from hypothesis import given
from hypothesis import strategies as st

from wenming.kit.draws import Row
from wenming.loop.inspections.rules import Sizes
from wenming.loop.rounds.rules import numbers, share


def frame(**sizes: int) -> list[Row]:
    return [(name, f"{name}{n}") for name, size in sizes.items() for n in range(size)]


def test_a_hundred_sites_unless_there_are_fewer() -> None:
    assert numbers(frame(a=80, b=70), Sizes.PROPORTIONAL, None, None) == (100, 1)
    assert numbers(frame(a=8, b=7), Sizes.PROPORTIONAL, None, None) == (15, 1)


def test_a_number_that_cannot_reach_every_stratum_asks_none_of_each() -> None:
    assert numbers(frame(a=8, b=7, c=1), Sizes.PROPORTIONAL, 2, None) == (2, 0)
    assert numbers(frame(a=8, b=7, c=1), Sizes.PROPORTIONAL, 3, None) == (3, 1)


def test_what_was_said_stands() -> None:
    assert numbers(frame(a=8), Sizes.FIXED, 4, 2) == (4, 2)
    assert numbers(frame(a=8), Sizes.FIXED, None, None) == (5, 1)


def test_nobody_has_more_than_need_be() -> None:
    assert share({1: (7,), 2: (7, 8), 3: (7, 8)}, {}) in [{1: 7, 2: 8, 3: 7}, {1: 7, 2: 8, 3: 8}]
    assert share({1: (7, 8), 2: (7, 8)}, {7: 5}) == {1: 8, 2: 8}


def test_a_stop_moves_on_through_a_third_group() -> None:
    """Only by 7 -> 8 -> 9 does it come out even; no single move from 7 to 9 exists."""
    able = {1: (7,), 2: (7, 8), 3: (7, 8), 4: (8, 9), 5: (8, 9), 6: (8,)}
    given = share(able, {})
    assert sorted(list(given.values()).count(one) for one in (7, 8, 9)) == [2, 2, 2]


@given(
    st.dictionaries(
        st.integers(0, 30), st.sets(st.integers(1, 4), min_size=1).map(sorted), max_size=8
    ),
    st.dictionaries(st.integers(1, 4), st.integers(0, 3)),
)
def test_the_heaviest_load_is_the_least_possible(
    able: dict[int, list[int]], loads: dict[int, int]
) -> None:
    given = share(able, loads)
    assert given.keys() == able.keys()
    assert all(given[key] in able[key] for key in able)
    assert heaviest(given, loads) == least(list(able.items()), {}, loads)


def heaviest(given: dict[int, int], loads: dict[int, int]) -> int:
    return max(
        (loads.get(one, 0) + list(given.values()).count(one) for one in given.values()), default=0
    )


def least(rest: list[tuple[int, list[int]]], given: dict[int, int], loads: dict[int, int]) -> int:
    """By trying everything."""
    if not rest:
        return heaviest(given, loads)
    (key, holders), *others = rest
    return min(least(others, given | {key: one}, loads) for one in holders)
