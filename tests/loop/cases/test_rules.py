"""The table of a case, row by row, and what is read from it."""

from itertools import product

import pytest

from wenming.kit.flow import Refused
from wenming.loop.cases.rules import (
    ARROWS,
    CONCERNS,
    ENDED,
    FROM_ROWS,
    HELD,
    LIVE,
    SETTLING,
    Move,
    State,
    after,
    moves_open,
)
from wenming.org.rules import POWERS, SYSTEM, Role

FROM_FORMS = frozenset().union(*(arrow.needs for arrow in ARROWS.values())) - FROM_ROWS


def all_needs(move: Move) -> frozenset[str]:
    """All that a form can give, and of what rows give all that the move needs."""
    return FROM_FORMS | ARROWS[move].needs


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_a_move_is_taken_from_its_sources_and_refused_elsewhere(state: State, move: Move) -> None:
    arrow = ARROWS[move]
    if state in arrow.sources:
        target = state if arrow.target is None else arrow.target
        assert after(state, move, powers=SYSTEM, given=all_needs(move)) is target
    else:
        with pytest.raises(Refused) as no:
            after(state, move, powers=SYSTEM, given=all_needs(move))
        assert (no.value.reason, no.value.lacking) == ("state", (state.value,))


@pytest.mark.parametrize(("move", "need"), [(m, n) for m, a in ARROWS.items() for n in a.needs])
def test_a_move_without_one_of_its_needs_is_refused(move: Move, need: str) -> None:
    state = State(min(ARROWS[move].sources))
    with pytest.raises(Refused) as no:
        after(state, move, powers=SYSTEM, given=all_needs(move) - {need})
    expected = {"other": "own", "extension": "state", "appeal": "state"}.get(need, "needs")
    assert no.value.reason == expected


@pytest.mark.parametrize(("role", "move"), list(product(Role, Move)))
def test_a_role_makes_the_moves_its_powers_open(role: Role, move: Move) -> None:
    state = State(min(ARROWS[move].sources))
    allowed = MAY[role]
    if move in allowed:
        after(state, move, powers=POWERS[role], given=all_needs(move))
    else:
        with pytest.raises(Refused, match="power"):
            after(state, move, powers=POWERS[role], given=all_needs(move))


# Written out by hand, so that a power given to a role by accident is seen.
MENDS = {Move.TAKE, Move.RETURN, Move.FIX, Move.ASK, Move.APPEAL}
JUDGES = {Move.CLOSE, Move.SEND_BACK, Move.LOOK_BACK, Move.REOPEN}
MAY: dict[Role, set[Move]] = {
    Role.ADMIN: set(),
    Role.OFFICE: set(Move) - MENDS,
    Role.LEADER: set(),
    Role.GROUP_HEAD: JUDGES | {Move.FILE, Move.REFUSE},
    Role.INSPECTOR: JUDGES,
    Role.UNIT_HEAD: MENDS,
    Role.LIAISON: MENDS,
    Role.AUDITOR: set(),
}


def test_nobody_both_mends_and_judges() -> None:
    for role in Role:
        assert not (MAY[role] & MENDS and MAY[role] & (JUDGES | SETTLING))


def test_what_has_ended_stays_so_but_for_a_closed_case() -> None:
    ends = {s for s in State if not any(s in arrow.sources for arrow in ARROWS.values())}
    assert ends == ENDED - {State.CLOSED}
    assert {s for s in State if s not in ENDED} == LIVE


def test_every_state_but_the_first_is_led_to() -> None:
    led_to = {arrow.target for arrow in ARROWS.values()} - {None}
    assert led_to == set(State) - {State.SEEN}


def test_every_judgement_is_made_by_another() -> None:
    judged = {m for m, arrow in ARROWS.items() if arrow.power in {"review", "judge", "grant"}}
    assert {m for m in judged if "other" not in ARROWS[m].needs} == set()


@pytest.mark.parametrize("move", sorted(Move))
def test_while_an_appeal_is_pending_only_its_decision_is_open(move: Move) -> None:
    for state in ARROWS[move].sources & ARROWS[Move.DISMISS].sources:
        given = all_needs(move) | {"appeal"}
        if move in SETTLING:
            after(State(state), move, powers=SYSTEM, given=given)
        else:
            with pytest.raises(Refused, match="appealed"):
                after(State(state), move, powers=SYSTEM, given=given)


def test_the_buttons_are_those_that_would_work() -> None:
    row_facts = [set(), {"other"}, {"extension", "other"}, {"appeal", "other"}, set(FROM_ROWS)]
    for state, facts in product(State, row_facts):
        for move in moves_open(state, powers=SYSTEM, facts=facts):
            after(state, move, powers=SYSTEM, given=FROM_FORMS | facts)


def test_a_second_extension_is_not_offered_while_one_is_asked() -> None:
    offered = moves_open(State.TAKEN, powers=SYSTEM, facts={"extension", "other"})
    assert Move.ASK not in offered
    assert {Move.GRANT, Move.DENY} <= set(offered)


def test_every_move_says_whom_it_concerns() -> None:
    assert set(CONCERNS) == set(Move)
    assert set().union(*CONCERNS.values()) == {"unit", "assists", "group", "office"}


def test_a_unit_answers_for_what_was_assigned_to_it() -> None:
    assert {State.SEEN, State.FILED} == LIVE - HELD
