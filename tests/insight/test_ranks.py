"""Ranks: groups where a difference is noise, places where it is not, the same each time."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.insight import city
from wenming.insight.estimates import Estimate
from wenming.insight.ranks import LEVEL, by_class, ranked
from wenming.insight.rounds import covariances, scored


def unit(rate: float, se: float | None = 0.01, df: int = 40, method: str = "logit") -> Estimate:
    """A unit's estimate."""
    points = round(rate * 10_000)
    return Estimate(rate, points, se, rate - 0.02, rate + 0.02, df, 50, 50, 900, method)


def test_a_clear_difference_makes_another_place() -> None:
    found = ranked({1: unit(0.95), 2: unit(0.80), 3: unit(0.60)})
    assert [(s.key, s.place, s.best, s.worst, s.tie) for s in found] == [
        (1, 1, 1, 1, 1),
        (2, 2, 2, 2, 2),
        (3, 3, 3, 3, 3),
    ]


def test_noise_makes_one_group_and_the_next_place_counts_on() -> None:
    found = ranked({1: unit(0.905), 2: unit(0.91), 3: unit(0.90), 4: unit(0.6)})
    assert [(s.key, s.place, s.best, s.worst) for s in found] == [
        (2, 1, 1, 3),
        (1, 1, 1, 3),
        (3, 1, 1, 3),
        (4, 4, 4, 4),
    ]


def test_many_pairs_need_more_than_one_pair_would() -> None:
    step = 2.2 * 0.01 * 2**0.5  # alone this is significant at 5 %
    assert len({s.place for s in ranked({1: unit(0.9), 2: unit(0.9 - step)})}) == 2
    crowd = {n: unit(0.9 - (n == 1) * step) for n in range(1, 21)}
    assert {s.place for s in ranked(crowd)} == {1}


def test_the_first_step_is_that_of_holm() -> None:
    def places(gap: float) -> int:
        return len({s.place for s in ranked({1: unit(0.9), 2: unit(0.9), 3: unit(0.9 - gap)})})

    t = stats.t.ppf(1 - LEVEL / 3 / 2, 40) * 0.01 * 2**0.5
    assert (places(t * 0.999), places(t * 1.001)) == (1, 2)


def test_each_pair_found_different_makes_the_next_step_easier() -> None:
    t = stats.t.ppf(1 - LEVEL / 2 / 2, 40) * 0.01 * 2**0.5  # between the first step and the last
    found = ranked({1: unit(0.9), 2: unit(0.9 - t), 3: unit(0.2)})
    assert [s.place for s in found] == [1, 2, 3]


def test_what_two_units_share_sharpens_their_difference() -> None:
    pair = {1: unit(0.90), 2: unit(0.88)}
    assert len({s.place for s in ranked(pair)}) == 1
    assert len({s.place for s in ranked(pair, lambda a, b: 0.00009)}) == 2


def test_all_passing_at_three_sites_does_not_beat_a_well_seen_unit() -> None:
    lucky = Estimate(1.0, 10_000, 0.0, 0.3, 1.0, 2, 3, 3, 30, "korn_graubard")
    assert len({s.place for s in ranked({1: lucky, 2: unit(0.93)})}) == 1


def test_rates_known_without_error_differ_by_any_amount() -> None:
    found = ranked({1: unit(0.9, 0.0, 0, "census"), 2: unit(0.8999, 0.0, 0, "census")})
    assert [s.place for s in found] == [1, 2]
    same = ranked({1: unit(0.9, 0.0, 0, "census"), 2: unit(0.9, 0.0, 0, "census")})
    assert [s.place for s in same] == [1, 1]


def test_a_unit_without_a_rate_is_not_ranked() -> None:
    unseen = Estimate(None, None, None, None, None, 0, 2, 0, 0, "none")
    assert [s.key for s in ranked({1: unit(0.9), 2: unseen})] == [1]


def test_units_are_ranked_within_their_class_alone() -> None:
    found = by_class({1: unit(0.9), 2: unit(0.5), 3: unit(0.7)}, {1: "街道", 2: "局", 3: "街道"})
    assert {name: [s.key for s in of] for name, of in found.items()} == {"街道": [1, 3], "局": [2]}


@pytest.mark.parametrize("draw", [None, lambda a, b: 0.00005])
@given(st.lists(st.integers(5_000, 10_000), min_size=1, max_size=9))
def test_places_hold_together(draw: Callable[[int, int], float] | None, points: list[int]) -> None:
    found = ranked({n: unit(p / 10_000) for n, p in enumerate(points)}, draw)
    assert [s.points_hundredths for s in found] == sorted(points, reverse=True)
    assert found[0].place == 1
    for at, standing in enumerate(found, 1):
        assert standing.best <= standing.place <= at
        assert standing.best <= standing.worst
        assert standing.place == 1 + sum(s.tie < standing.tie for s in found)


def test_a_citys_units_are_ranked_with_what_they_share() -> None:
    with city.engine() as engine:
        score = scored(engine)[1]
        found = ranked(score.by("unit"), covariances(engine, score))
    assert sorted(s.key for s in found) == [0, 1, 2, 7]
