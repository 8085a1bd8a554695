"""Trends: the same questions at the same weights, and no news inside the margin."""

from typing import Any

import pytest

from tests.insight import city
from wenming.insight.estimates import Estimate
from wenming.insight.trends import changed, trend

Row = dict[str, Any]


def rate(rows: list[Row], number: int, items: set[int], weights: dict[int, int]) -> float:
    """The rate of a round on some items at given weights, by the formulas."""
    own = [r | {"weight": weights.get(r["item"], r["weight"])} for r in rows]
    of_round = [r for r in own if r["round"] == number]
    return city.rate(city.scores(of_round, lambda r: r["item"] in items))


def estimate(rate: float | None, se: float | None = 0.01, df: int = 30) -> Estimate:
    """An estimate to compare."""
    points = None if rate is None else round(rate * 10_000)
    return Estimate(rate, points, se, rate, rate, df, 40, 40, 400, "logit")


def test_a_trend_speaks_of_shared_items_at_the_later_weights() -> None:
    rows = [
        r | {"weight": r["weight"] + 400 * (r["round"] == 1 and r["item"] % 10 == 0)}
        for r in city.marks(rounds=2)
        if not (r["round"] == 1 and r["item"] % 10 == 1)
        and not (r["round"] == 2 and r["item"] % 10 == 2)
    ]
    judged = [r for r in rows if r["mark"] is not None]
    one, two = ({r["item"] for r in judged if r["round"] == n} for n in (1, 2))
    shared = one & two
    weights = {r["item"]: r["weight"] for r in rows if r["round"] == 2}
    with city.engine(city.frame(2), rows) as engine:
        found = trend(engine, 1, 2)["total", 0]
    assert found.before.rate == pytest.approx(rate(rows, 1, shared, weights), rel=1e-12)
    assert found.after.rate == pytest.approx(rate(rows, 2, shared, weights), rel=1e-12)
    assert found.difference is not None
    assert found.difference > 0


def test_a_site_without_a_shared_item_was_still_visited() -> None:
    rows = [
        r
        for r in city.marks(rounds=2)
        if not (r["round"] == 2 and r["site"] in (0, 1) and r["item"] < 5)
        and not (r["round"] == 1 and r["item"] == 5)
    ]
    with city.engine(city.frame(2), rows) as engine:
        found = trend(engine, 1, 2)["total", 0]
    assert found.after.sites == sum(seen for _, seen in city.KINDS)


def test_rounds_that_share_no_item_have_no_trend() -> None:
    rows = [r for r in city.marks(rounds=2) if (r["item"] % 2 == 0) == (r["round"] == 1)]
    with city.engine(city.frame(2), rows) as engine:
        assert trend(engine, 1, 2)["total", 0].verdict == "unknown"
        assert trend(engine, 1, 3) == {}


def test_within_the_margin_nothing_changed() -> None:
    found = changed(estimate(0.90), estimate(0.92))
    assert found.margin == pytest.approx(2.042272 * 0.01 * 2**0.5, rel=1e-6)
    assert found.verdict == "unchanged"


def test_beyond_the_margin_it_did() -> None:
    assert changed(estimate(0.90), estimate(0.95)).verdict == "better"
    assert changed(estimate(0.95), estimate(0.90)).verdict == "worse"


def test_a_round_that_saw_little_cannot_be_better_for_certain() -> None:
    lucky = Estimate(1.0, 10_000, 0.0, 0.3, 1.0, 2, 3, 3, 30, "korn_graubard")
    assert changed(estimate(0.90), lucky).verdict == "unchanged"


def test_a_missing_rate_is_no_change() -> None:
    assert changed(estimate(None, None), estimate(0.9)).verdict == "unknown"
