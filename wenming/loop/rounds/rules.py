"""What may be done to a round, how many sites it draws, who goes where. Pure: no Django, no clock."""

from collections.abc import Mapping, Sequence, Set

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


def share(able: Mapping[int, Sequence[int]], loads: Mapping[int, int]) -> dict[int, int]:
    """Give every key to one of its holders so that no holder has more than need be.

    `loads` is what holders have already. A key is moved on, from holder to holder, as long as that
    takes one from a holder who has at least two more than the last. The same question has the same
    answer; every key has a holder in `able`.
    """
    held = {one: loads.get(one, 0) for holders in able.values() for one in holders}
    given: dict[int, int] = {}
    for key in sorted(able, key=lambda key: (len(able[key]), key)):
        given[key] = min(able[key], key=lambda one: (held[one], one))
        held[given[key]] += 1
    while chain := _lighter(able, given, held):
        for key, to in chain:
            held[given[key]] -= 1
            held[to] += 1
            given[key] = to
    return given


def _lighter(
    able: Mapping[int, Sequence[int]], given: Mapping[int, int], held: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Moves (key, to) by which a heavy holder gives one to a light one, perhaps through others."""
    keys: dict[int, list[int]] = {}
    for key, one in sorted(given.items()):
        keys.setdefault(one, []).append(key)
    for heavy in sorted(keys, key=lambda one: (-held[one], one)):
        came: dict[int, tuple[int, int]] = {}
        queue = [heavy]
        for one in queue:
            if held[one] <= held[heavy] - 2:
                return _back(came, heavy, one)
            for key in keys.get(one, ()):
                for to in able[key]:
                    if to != heavy and to not in came:
                        came[to] = key, one
                        queue.append(to)
    return []


def _back(came: Mapping[int, tuple[int, int]], heavy: int, one: int) -> list[tuple[int, int]]:
    moves = []
    while one != heavy:
        key, before = came[one]
        moves.append((key, one))
        one = before
    return moves
