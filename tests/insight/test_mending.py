"""The forecast of mending is what the score gives once the marks are full, to the last digit."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.insight.arrow import arrow
from wenming.insight.estimates import Estimate, half_up
from wenming.insight.mending import Ground, Judged, ground, mended
from wenming.insight.rounds import scored
from wenming.insight.run import opened
from wenming.insight.tables import FRAME, FULL_MARK, MARKS

ROUND = 7
FRAME_ROWS = ((1, "公共厕所", 2), (2, "背街小巷·东", 60), (3, "背街小巷·西", 9), (4, "集贸市场", 5))
SEEN = {1: 2, 2: 35, 3: 1, 4: 3}
ITEMS = 4


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Judged], set[int]]:
    """The marks of a round, and which of them are mended."""
    marks = [
        Judged(stratum, 100 * stratum + n, draw(st.sampled_from((50, 100, 150, 300))), mark)
        for stratum, seen in SEEN.items()
        for n in range(seen)
        for mark in draw(st.tuples(*[st.sampled_from((None, 0, 3_400, 6_600, FULL_MARK))] * ITEMS))
    ]
    return marks, draw(st.sets(st.integers(0, len(marks) - 1), max_size=40))


def by_scored(marks: list[Judged], full: set[int]) -> Estimate:
    """The score of the round with these marks full, through the tables and the engine."""
    rows = [
        (
            ROUND,
            m.stratum,
            m.site,
            at % ITEMS,
            1,
            1,
            1,
            None,
            1,
            m.weight,
            m.mark,
            lifted(m, at in full),
        )
        for at, m in enumerate(marks)
    ]
    frame = [(ROUND, key, name, sites, False) for key, name, sites in FRAME_ROWS]
    with opened({"frame": arrow(frame, FRAME), "marks": arrow(rows, MARKS)}) as engine:
        return scored(engine, by=(), column="mended")[ROUND].total


def lifted(mark: Judged, full: bool) -> int | None:
    return FULL_MARK if full and mark.mark is not None else mark.mark


def rises(marks: list[Judged], full: set[int]) -> list[tuple[int, int]]:
    return [(marks[at].site, marks[at].lacks) for at in sorted(full)]


@given(rounds())
@settings(max_examples=25, deadline=None)
def test_the_forecast_is_the_score_with_these_marks_full(
    made: tuple[list[Judged], set[int]],
) -> None:
    marks, full = made
    on = ground(FRAME_ROWS, marks)
    assert mended(on, rises(marks, full)) == by_scored(marks, full)
    assert mended(on, []) == by_scored(marks, set())


@given(rounds())
@settings(max_examples=40, deadline=None)
def test_what_single_findings_are_worth_adds_up_to_the_rise(
    made: tuple[list[Judged], set[int]],
) -> None:
    marks, full = made
    on = ground(FRAME_ROWS, marks)
    before, after = mended(on, []), mended(on, rises(marks, full))
    if before.rate is None or after.rate is None:
        return
    gain = sum(
        (on.worth[marks[at].stratum] * marks[at].lacks for at in full if marks[at].lacks),
        Fraction(),
    )
    assert float(gain) / 10_000 == pytest.approx(after.rate - before.rate, abs=1e-12)
    assert half_up(exact(on) + gain) == after.points_hundredths


def exact(on: Ground) -> Fraction:
    """The round's hundredths before they are rounded."""
    return sum((on.worth[k] * s.y for k, s in on.sums.items() if k in on.worth), Fraction())


def test_a_finding_of_a_large_stratum_is_worth_more_than_its_like_in_a_small_one() -> None:
    marks = [
        Judged(stratum, 100 * stratum + n, 100, 0 if n == 0 else FULL_MARK)
        for stratum, seen in SEEN.items()
        for n in range(seen)
    ]
    on = ground(FRAME_ROWS, marks)
    assert on.worth[1] < on.worth[4] < on.worth[2] < on.worth[3]
    assert on.worth[1] * 100 * FULL_MARK * 76 == 10_000
