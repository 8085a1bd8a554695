"""After a drop-out the fewest days change; what is past or agreed stays; burdens are levelled over months."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.planning.rosters.test_faults import GOOD, told
from tests.planning.rosters.towns import LATE, market
from wenming.planning.rosters.fair import wishes
from wenming.planning.rosters.faults import faults
from wenming.planning.rosters.problem import OFF
from wenming.planning.rosters.repair import Absence, changes, repaired
from wenming.planning.rosters.solve import solve


def test_nothing_changes_where_nobody_drops_out() -> None:
    old = told(market(), GOOD)
    new = solve(repaired(market(), old, []), effort=8)
    assert changes(old, new) == []


def test_a_place_that_must_be_filled_is_filled_by_one_other() -> None:
    old = told(market(), GOOD)
    problem = repaired(market(), old, [Absence(2, 11)])
    new = solve(problem, effort=20)
    assert faults(problem, new) == []
    moved = changes(old, new)
    assert Absence(2, 11) in moved
    assert len(moved) == 2


def test_nobody_is_moved_for_a_wish() -> None:
    old = told(market(), GOOD)
    new = solve(repaired(market(), old, [Absence(0, 0)]), effort=8)
    assert changes(old, new) == [Absence(0, 0)]
    assert new.lines[0][0] == OFF
    assert not any(line[0] == LATE for line in new.lines)


@pytest.mark.parametrize("today", [5, 11])
def test_what_is_past_stays(today: int) -> None:
    old = told(market(), GOOD)
    new = solve(repaired(market(), old, [Absence(2, 11), Absence(1, 12)], today), effort=8)
    assert [line[:today] for line in new.lines] == [line[:today] for line in GOOD]


def test_who_bore_more_is_asked_for_less() -> None:
    assert wishes([4, 0, 1], 4) == [0, 3, 1]
    assert wishes([0, 0], 6, [2, 1]) == [4, 2]
    assert wishes([], 3) == []


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(0, 20))
def test_the_wishes_add_up_and_nobody_is_two_above_another(borne: list[int], total: int) -> None:
    found = wishes(borne, total)
    assert sum(found) == total
    level = [b + w for b, w in zip(borne, found, strict=True)]
    assert all(w == 0 or b <= min(level) + 1 for b, w in zip(level, found, strict=True))
