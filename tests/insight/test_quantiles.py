"""The tails and quantiles, held to scipy, which is a tool of the tests and not of the product."""

import pytest
from scipy import stats

from wenming.insight.quantiles import beta_quantile, beta_tail, t_quantile, t_tail

SHAPES = [(0.5, 0.5), (1, 1), (0.3, 40), (17.4, 3.6), (3, 1200), (812.5, 91.25), (4e4, 2e3)]
CHANCES = [1e-6, 0.025, 0.3, 0.5, 0.975, 0.9999]
FREEDOMS = [1, 2, 3, 7.5, 30, 151, 4000, 250_000]


@pytest.mark.parametrize(("a", "b"), SHAPES)
@pytest.mark.parametrize("p", CHANCES)
def test_the_beta_quantile_is_that_of_an_independent_package(p: float, a: float, b: float) -> None:
    assert beta_quantile(p, a, b) == pytest.approx(stats.beta.ppf(p, a, b), rel=1e-12)


@pytest.mark.parametrize(("a", "b"), SHAPES)
@pytest.mark.parametrize("x", [1e-9, 0.02, 0.4, 0.5, 0.83, 0.999])
def test_the_beta_tail_is_that_of_an_independent_package(x: float, a: float, b: float) -> None:
    assert beta_tail(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-11, abs=1e-300)


@pytest.mark.parametrize("df", FREEDOMS)
@pytest.mark.parametrize("p", [0.55, 0.9, 0.975, 0.995, 0.99999])
def test_the_t_quantile_is_that_of_an_independent_package(p: float, df: float) -> None:
    assert t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-12)
    assert t_quantile(1 - p, df) == pytest.approx(stats.t.ppf(1 - p, df), rel=1e-12)


@pytest.mark.parametrize("df", FREEDOMS)
@pytest.mark.parametrize("t", [0.0, 1e-4, 0.7, 2.0, -5.0, 11.0])
def test_the_t_tail_is_that_of_an_independent_package(t: float, df: float) -> None:
    assert t_tail(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-11)


def test_a_quantile_undoes_its_tail() -> None:
    for a, b in SHAPES:
        for p in CHANCES:
            assert beta_tail(beta_quantile(p, a, b), a, b) == pytest.approx(p, rel=1e-10)


def test_an_end_that_is_certain_needs_no_search() -> None:
    assert beta_quantile(0.025, 0, 5) == 0
    assert beta_quantile(0.975, 5, 0) == 1


@pytest.mark.parametrize("wrong", [(0.0, 1, 1), (1.0, 1, 1), (0.5, -1, 1), (0.5, 0, 0)])
def test_a_quantile_of_nothing_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="beta_quantile"):
        beta_quantile(*wrong)
