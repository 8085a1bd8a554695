"""How many sites are drawn where nobody said, and which steps are offered."""

import pytest

from wenming.kit.draws import Row
from wenming.loop.inspections.rules import RoundKind, RoundMove, RoundState, Sizes
from wenming.loop.rounds.rules import laid_open, moves, numbers


def frame(**sizes: int) -> list[Row]:
    return [(name, f"{name}{n}") for name, size in sizes.items() for n in range(size)]


def test_a_hundred_sites_unless_there_are_fewer() -> None:
    assert numbers(frame(a=80, b=70), Sizes.PROPORTIONAL, None, None) == (100, 1)
    assert numbers(frame(a=8, b=7), Sizes.PROPORTIONAL, None, None) == (15, 1)


def test_a_number_that_cannot_reach_every_stratum_asks_none_of_each() -> None:
    assert numbers(frame(a=8, b=7, c=1), Sizes.PROPORTIONAL, 2, None) == (2, 0)
    assert numbers(frame(a=8, b=7, c=1), Sizes.PROPORTIONAL, 3, None) == (3, 1)


def test_what_was_said_stands() -> None:
    assert numbers(frame(a=8), Sizes.FIXED, 4, 2) == (4, 2)
    assert numbers(frame(a=8), Sizes.FIXED, None, None) == (5, 1)


def test_only_an_assessment_is_offered_a_draw() -> None:
    every = {"round"}
    assert moves(RoundKind.ASSESSMENT, RoundState.PLANNED, every) == [RoundMove.COMMIT]
    assert moves(RoundKind.PATROL, RoundState.PLANNED, every) == [RoundMove.START]
    assert moves(RoundKind.ASSESSMENT, RoundState.COMMITTED, every) == [
        RoundMove.RECOMMIT,
        RoundMove.DRAW,
    ]
    assert moves(RoundKind.ASSESSMENT, RoundState.COMMITTED, {"inspect"}) == []


@pytest.mark.parametrize(
    ("state", "powers", "shown"),
    [
        (RoundState.DRAWN, (), False),
        (RoundState.DRAWN, ("see", "export"), False),
        (RoundState.DRAWN, ("audit",), True),
        (RoundState.CLOSED, (), True),
    ],
)
def test_where_inspectors_go_is_told_to_all_only_when_it_is_over(
    state: RoundState, powers: tuple[str, ...], shown: bool
) -> None:
    assert laid_open(state, powers) is shown
