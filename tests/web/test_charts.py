"""A chart's lines lie where the figures say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.web.charts import HEIGHT, Reading, line_chart, scale

figures = st.floats(0, 100, allow_nan=False)


def test_a_higher_figure_lies_higher_and_the_band_around_the_line() -> None:
    chart = line_chart([Reading("一", 80, 78, 82), Reading("二", 90, 88, 92)], goal=85)
    low, high = chart.dots
    assert high.y < low.y
    assert low.x < high.x
    assert chart.goal is not None
    assert high.y < chart.goal.y < low.y
    assert chart.goal.y == pytest.approx((high.y + low.y) / 2, abs=0.1)
    points = [tuple(map(float, pair.split(","))) for pair in chart.band.split()]
    assert [x for x, _y in points] == [low.x, high.x, high.x, low.x]
    assert points[0][1] < low.y < points[3][1]


def test_a_series_without_margins_has_no_band() -> None:
    assert line_chart([Reading("一", 80), Reading("二", 90)]).band == ""


def test_one_reading_is_a_chart_and_none_is_not() -> None:
    assert len(line_chart([Reading("一", 80)]).dots) == 1
    with pytest.raises(ValueError, match="needs a reading"):
        line_chart([])


def test_a_long_series_keeps_its_last_label_and_drops_what_has_no_room() -> None:
    dots = line_chart([Reading(str(i), 50) for i in range(40)]).dots
    assert dots[-1].word == "39"
    assert sum(bool(dot.word) for dot in dots) == 8


@given(st.lists(figures, min_size=1, max_size=20))
def test_the_scale_holds_every_figure_in_few_round_lines(values: list[float]) -> None:
    least, most, step = scale(values)
    assert least <= min(values)
    assert max(values) <= most
    assert 1 <= round((most - least) / step) <= 4


@given(st.lists(st.tuples(figures, figures, figures), min_size=1, max_size=20))
def test_nothing_is_drawn_outside_the_chart(rows: list[tuple[float, float, float]]) -> None:
    readings = [Reading("x", m, lo, hi) for lo, m, hi in map(sorted, rows)]
    chart = line_chart(readings)
    ys = [float(pair.split(",")[1]) for pair in f"{chart.line} {chart.band}".split()]
    assert all(0 <= y <= HEIGHT for y in ys)
