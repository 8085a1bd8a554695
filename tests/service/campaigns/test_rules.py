"""Figures are whole numbers of the last place, and what is no figure is said in words."""

from decimal import Decimal
from itertools import product
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.kit.flow import Refused, after
from wenming.service.campaigns.rules import ARROWS, FEW, Move, State, bar, exact, figure, middle


@pytest.mark.parametrize(
    ("said", "places", "unit", "value"),
    [
        ("93.42", 2, "吨", 9342),
        ("９３．４", 2, "吨", 9340),
        (" 93.420 吨", 2, "吨", 9342),
        ("1303", 0, "辆次", 1303),
        ("12.0", 0, "辆次", 12),
        ("0", 3, "吨", 0),
    ],
)
def test_what_was_written_is_read_exactly(said: str, places: int, unit: str, value: int) -> None:
    assert figure(said, places, unit) == value


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("93,42", "figure_comma"),
        ("1，303", "figure_comma"),
        ("93420公斤", "figure_unit"),
        ("93420 KG", "figure_unit"),
        ("93.425", "figure_precise"),
        ("-3", "figure_unread"),
        ("约九十", "figure_unread"),
        ("1e3", "figure_unread"),
        ("", "figure_unread"),
        ("9" * 13, "figure_unread"),
    ],
)
def test_what_is_no_figure_is_named(said: str, reason: str) -> None:
    with pytest.raises(Refused) as no:
        figure(said, 2, "吨")
    assert no.value.reason == reason


@given(st.integers(0, 10**12 - 1), st.integers(0, 3))
def test_a_figure_as_written_is_read_back(value: int, places: int) -> None:
    assert figure(exact(value, places), places, "吨") == value
    assert Decimal(exact(value, places)) == Decimal(value).scaleb(-places)


@given(st.lists(st.integers(1, 1000), min_size=FEW - 1), st.integers(1, 10**6))
def test_doubtful_is_ten_times_the_median_of_the_others(others: list[int], one: int) -> None:
    every = sorted([*others, one])
    low, high = middle(len(every))
    if one > every[high]:
        assert (one >= bar(every[low], every[high])) == (one >= int(10 * median(others)))


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_every_move_from_every_state_is_decided_by_the_table(state: State, move: Move) -> None:
    arrow = ARROWS[move]
    if state in arrow.sources:
        assert after(ARROWS, state, move, powers={"publish"}, given=arrow.needs) == arrow.target
    else:
        with pytest.raises(Refused):
            after(ARROWS, state, move, powers={"publish"}, given=arrow.needs)
