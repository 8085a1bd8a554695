"""Until when an offered place may be answered; who is let do what."""

from datetime import datetime, timedelta

import pytest

from tests.world import SHANGHAI
from wenming.kit.flow import Refused, after
from wenming.service.signups.rules import (
    SIGNUP_ARROWS,
    SignupMove,
    SignupState,
    confirm_by,
    is_soon,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)


def test_an_offer_may_be_answered_for_twelve_hours() -> None:
    assert confirm_by(NOON, NOON + timedelta(days=3)) == NOON + timedelta(hours=12)


def test_an_offer_ends_two_hours_before_the_shift() -> None:
    assert confirm_by(NOON, NOON + timedelta(hours=6)) == NOON + timedelta(hours=4)


def test_nobody_is_asked_when_no_time_is_left() -> None:
    assert confirm_by(NOON, NOON + timedelta(hours=2, minutes=20)) is None


def test_the_hours_of_an_offer_made_at_night_begin_in_the_morning() -> None:
    night = NOON.replace(hour=23)
    morning = (night + timedelta(days=1)).replace(hour=7, minute=30)
    assert confirm_by(night, night + timedelta(days=4)) == morning + timedelta(hours=12)
    assert confirm_by(night, (night + timedelta(days=1)).replace(hour=8, minute=30)) is None


def test_a_shift_within_a_day_is_soon() -> None:
    assert is_soon(NOON, NOON + timedelta(hours=24))
    assert not is_soon(NOON, NOON + timedelta(hours=25))


@pytest.mark.parametrize("state", list(SignupState))
@pytest.mark.parametrize("move", list(SignupMove))
def test_every_state_takes_every_move_as_the_table_says(
    state: SignupState, move: SignupMove
) -> None:
    arrow = SIGNUP_ARROWS[move]
    held, given = {arrow.power}, set(arrow.needs)
    if state not in arrow.sources:
        with pytest.raises(Refused, match="state"):
            after(SIGNUP_ARROWS, state, move, powers=held, given=given)
        return
    assert after(SIGNUP_ARROWS, state, move, powers=held, given=given) == arrow.target
    with pytest.raises(Refused, match="power"):
        after(SIGNUP_ARROWS, state, move, powers=set(), given=given)


def test_nobody_gives_a_place_out_of_turn() -> None:
    assert {m for m, a in SIGNUP_ARROWS.items() if a.power == "turn"} == {
        SignupMove.SEAT,
        SignupMove.OFFER,
        SignupMove.LAPSE,
    }
