"""What may be done to a round, and how many sites it draws. Pure: no Django, no clock."""

from collections.abc import Collection, Sequence, Set

from wenming.kit import draws
from wenming.kit.flow import Refused, open_to
from wenming.loop.inspections.rules import (
    ROUND_ARROWS,
    RoundKind,
    RoundMove,
    RoundState,
    Sizes,
)

MOST = 100  # sites of a proportional round for which nobody said a number
EACH = 5  # sites of each stratum of a fixed one


def moves(kind: RoundKind, state: RoundState, powers: Set[str]) -> list[RoundMove]:
    """The steps a person with these powers may take now: only an assessment is drawn."""
    drawn = {RoundMove.COMMIT, RoundMove.RECOMMIT, RoundMove.DRAW}
    unfit = {RoundMove.START} if kind is RoundKind.ASSESSMENT else drawn
    return [move for move in open_to(ROUND_ARROWS, state, powers) if move not in unfit]


def allowed(mine: Set[str], over: Set[str]) -> frozenset[str]:
    """What powers over a stop and over its round let one do with it: record, replace, hand."""
    own = {"record", "replace"} if "inspect" in mine else set()
    return frozenset(own | ({"replace", "hand"} if "round" in over else set()))


def laid_open(state: str, powers: Collection[str]) -> bool:
    """Whether a draw shows its seed and its sites: to who sends, goes or audits, to all once it is over."""
    return state == RoundState.CLOSED or not {"round", "inspect", "audit"}.isdisjoint(powers)


def numbers(
    frame: Sequence[draws.Row], how: Sizes, number: int | None, least: int | None
) -> tuple[int, int]:
    """How many sites, and how many of a stratum at least: as asked, the rest from the frame.

    Every stratum gets one unless the number does not suffice. Refused: "empty_frame", "too_many".
    """
    strata = len(draws.sizes(frame))
    if not frame:
        raise Refused("empty_frame")
    if number is not None and how is Sizes.PROPORTIONAL and number > len(frame):
        raise Refused("too_many", str(number), str(len(frame)))
    if number is None:
        number = EACH if how is Sizes.FIXED else min(max(MOST, strata * (least or 1)), len(frame))
    if least is None:
        least = 1 if how is Sizes.FIXED or number >= strata else 0
    return number, least
