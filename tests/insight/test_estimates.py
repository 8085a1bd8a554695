"""Pools, intervals and their edges, on sums written by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wenming.insight.estimates import (
    FEW_SITES,
    Estimate,
    Stratum,
    Sums,
    cautious,
    design,
    estimate,
    half_up,
)

MARKS = 20


def sums(marks: list[tuple[int, int]]) -> Sums:
    """The sums of sites given as (y, x), each with MARKS marks."""
    return Sums(
        asked=len(marks),
        applicable=sum(x > 0 for _, x in marks),
        observations=MARKS * sum(x > 0 for _, x in marks),
        y=sum(y for y, _ in marks),
        x=sum(x for _, x in marks),
        yy=sum(y * y for y, _ in marks),
        xy=sum(x * y for y, x in marks),
        xx=sum(x * x for _, x in marks),
    )


def of_one_stratum(sites: int, marks: list[tuple[int, int]]) -> Estimate:
    """The estimate of a round of one stratum."""
    plan = design([Stratum(1, "类", sites, len(marks))])
    return estimate(plan, {1: sums(marks)}, whole=True)


def pools(*strata: tuple[str, int, int]) -> list[tuple[str, ...]]:
    """The names pooled together, strata given as (name, sites, seen)."""
    plan = design(Stratum(n, *stratum) for n, stratum in enumerate(strata))
    return [tuple(plan.strata[key].name for key in pool.keys) for pool in plan.pools]


def test_strata_with_sites_enough_stay_apart() -> None:
    assert pools(("a", 9, 2), ("b", 9, 9), ("c", 1, 1)) == [("a",), ("b",), ("c",)]


def test_lone_strata_of_a_kind_are_pooled() -> None:
    found = pools(("路·东", 9, 1), ("路·西", 5, 1), ("厕", 4, 1), ("站", 7, 1), ("路·北", 8, 3))
    assert sorted(found) == [("厕", "站"), ("路·东", "路·西"), ("路·北",)]


def test_the_last_lone_stratum_joins_its_neighbour() -> None:
    assert pools(("a", 9, 3), ("b", 9, 1), ("c", 9, 3)) == [("a",), ("b", "c")]
    assert pools(("a", 9, 3), ("b", 9, 3), ("c", 9, 1)) == [("a",), ("b", "c")]
    assert pools(("a", 9, 1), ("b", 3, 3), ("c", 9, 3)) == [("a", "c"), ("b",)]
    assert pools(("a", 9, 1), ("b", 3, 3)) == [("a", "b")]


def test_a_stratum_nobody_saw_is_named_and_left_out() -> None:
    plan = design([Stratum(1, "a", 9, 3), Stratum(2, "b", 9, 0), Stratum(3, "c", 0, 0)])
    assert plan.unseen == ("b",)
    assert set(plan.strata) == {1}


def test_more_seen_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="a: 4 seen of 3 sites"):
        design([Stratum(1, "a", 3, 4)])


def test_many_sites_get_a_logit_interval() -> None:
    marks = [(100 - n % 7 * 5, 100) for n in range(40)]
    found = of_one_stratum(500, marks)
    assert found.method == "logit"
    assert found.rate is not None
    assert found.se is not None
    reach = stats.t.ppf(0.975, 39) * found.se / (found.rate * (1 - found.rate))
    centre = stats.logistic.ppf(found.rate)
    assert found.low == pytest.approx(stats.logistic.cdf(centre - reach), rel=1e-12)
    assert found.high == pytest.approx(stats.logistic.cdf(centre + reach), rel=1e-12)


def test_few_sites_get_the_interval_of_korn_and_graubard() -> None:
    marks = [(100 - n % 7 * 5, 100) for n in range(12)]
    found = of_one_stratum(500, marks)
    assert found.method == "korn_graubard"
    assert found.rate is not None
    assert found.se is not None
    shrink = (stats.t.ppf(0.975, found.observations - 1) / stats.t.ppf(0.975, 11)) ** 2
    n = min(found.observations, found.rate * (1 - found.rate) / found.se**2 * shrink)
    x = n * found.rate
    assert found.low == pytest.approx(stats.beta.ppf(0.025, x, n - x + 1), rel=1e-9)
    assert found.high == pytest.approx(stats.beta.ppf(0.975, x + 1, n - x), rel=1e-9)


@pytest.mark.parametrize("seen", [5, FEW_SITES + 20])
def test_where_all_pass_the_interval_is_open_below(seen: int) -> None:
    found = of_one_stratum(900, [(70, 70)] * seen)
    assert (found.rate, found.se, found.high) == (1.0, 0.0, 1.0)
    assert found.low == pytest.approx(0.025 ** (1 / seen), rel=1e-12)


def test_a_small_domain_has_no_more_freedom_than_its_sites() -> None:
    plan = design([Stratum(1, "a", 90, 12), Stratum(2, "b", 90, 20)])
    inside = {1: sums([(50, 70), (60, 70), (70, 70)])}
    assert estimate(plan, inside).df == 2
    many = {1: sums([(50 + n, 70) for n in range(12)]), 2: sums([(60, 70)] * 19)}
    assert estimate(plan, many).df == 30
    assert estimate(plan, many, whole=True).df == 30


def test_where_all_fail_the_interval_is_open_above() -> None:
    found = of_one_stratum(900, [(0, 70)] * 8)
    assert (found.rate, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 8), rel=1e-12)


def test_one_site_of_several_says_nothing_of_the_spread() -> None:
    found = of_one_stratum(9, [(50, 70)])
    assert (found.se, found.df) == (None, 0)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.1
    assert found.high > 0.97


def test_nothing_applicable_has_no_rate() -> None:
    found = of_one_stratum(9, [(0, 0), (0, 0)])
    assert (found.rate, found.points_hundredths, found.low, found.method) == (
        None,
        None,
        None,
        "none",
    )
    assert found.as_json()["points"] is None


def test_points_are_rounded_once_halves_up() -> None:
    assert of_one_stratum(9, [(12_345, 100_000)] * 2).points_hundredths == 1235
    assert (half_up(Fraction(1, 2)), half_up(Fraction(-1, 2))) == (1, 0)


def test_a_flat_sample_is_compared_with_caution() -> None:
    flat = of_one_stratum(900, [(70, 70)] * 10)
    q = 12 / 14
    assert cautious(flat) == pytest.approx(q * (1 - q) / 10)
    seen = of_one_stratum(10, [(70, 70)] * 10)
    assert cautious(seen) == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(1, 500)).map(lambda m: (m[0] * m[1], m[1])),
        min_size=2,
        max_size=60,
    ),
    st.integers(0, 500),
)
def test_an_interval_holds_its_rate_and_stays_a_share(
    marks: list[tuple[int, int]], unseen: int
) -> None:
    scaled = [(y, x * 10_000) for y, x in marks]
    found = of_one_stratum(len(marks) + unseen, scaled)
    assert found.rate is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.rate + 1e-12
    assert found.rate - 1e-12 <= found.high <= 1
    assert (found.se == 0) if not unseen else (found.se or 0) >= 0
