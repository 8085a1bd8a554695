"""What may become of a piece of evidence, and how a list is read. Pure: no database, no clock, no Django."""

from enum import StrEnum

from wenming.kit.flow import Arrow, Refused
from wenming.kit.words import tidy


class State(StrEnum):
    """Where a piece of evidence stands."""

    OFFERED = "offered"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REPLACED = "replaced"


class Move(StrEnum):
    """What may be done to it."""

    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    REPLACE = "replace"


# "confirm" is the power of whoever dispatches at the station above, and of the office.
ARROWS: dict[Move, Arrow] = {
    Move.CONFIRM: Arrow({State.OFFERED}, State.CONFIRMED, "confirm"),
    Move.SEND_BACK: Arrow({State.OFFERED, State.CONFIRMED}, State.RETURNED, "confirm", {"note"}),
    Move.REPLACE: Arrow(
        {State.OFFERED, State.CONFIRMED, State.RETURNED}, State.REPLACED, "dispatch"
    ),
}


def points(text: str) -> list[tuple[str, str]]:
    """Name and words of each point, one a line, "名称：说明".

    Refused: "needs" where there is none, "points_twice" for a name said twice.
    """
    found: dict[str, str] = {}
    for line in tidy(text).replace(":", "：").split("\n"):
        name, _, words = line.partition("：")
        if not (name := tidy(name)[:60]):
            continue
        if name in found:
            raise Refused("points_twice", name)
        found[name] = tidy(words)[:300]
    if not found:
        raise Refused("needs", "points")
    return list(found.items())
