"""How often the interval holds the truth, over repeated seeded draws from a made-up city."""

import numpy as np
import pytest

from wenming.insight.estimates import Stratum, Sums, design, estimate

DRAWS = 250


def covered(strata: list[tuple[int, int]], good: float, items: int = 20) -> float:
    """The share of draws whose interval holds the city's own rate."""
    dice = np.random.default_rng(20_260_101)
    city = []
    for sites, _ in strata:
        quality = dice.beta(9 * good, 9 * (1 - good), sites)  # intra-site correlation 0.1
        weights = dice.integers(50, 250, items)
        passed = dice.random((sites, items)) < quality[:, None]
        city.append(((passed * weights).sum(axis=1), int(weights.sum())))
    full = sum(len(y) * x for y, x in city)
    truth = sum(int(y.sum()) for y, _ in city) / full
    held = 0
    for _ in range(DRAWS):
        seen = {
            n: [int(v) for v in dice.choice(city[n][0], size, replace=False)]
            for n, (_, size) in enumerate(strata)
        }
        plan = design(Stratum(n, f"s{n:02}", of, size) for n, (of, size) in enumerate(strata))
        found = estimate(plan, {n: sums(y, city[n][1], items) for n, y in seen.items()}, whole=True)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= truth <= found.high
    return held / DRAWS


def sums(y: list[int], x: int, items: int) -> Sums:
    """The sums of one stratum whose sites all have the same x."""
    n = len(y)
    return Sums(n, n, n * items, sum(y), n * x, sum(v * v for v in y), x * sum(y), n * x * x)


@pytest.mark.parametrize("good", [0.75, 0.9])
@pytest.mark.parametrize(
    "strata",
    [[(60, 8)], [(200, 40)], [(30, 2)] * 10, [(30, 1)] * 20, [(30, 3)] * 20],
    ids=["8 sites", "40 sites", "10 strata of 2", "20 lone strata", "20 strata of 3"],
)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(
    strata: list[tuple[int, int]], good: float
) -> None:
    assert 0.92 <= covered(strata, good) <= 0.995
