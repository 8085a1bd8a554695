"""The workflow of a proposal: what a planner and then people may do to it. Pure."""

from enum import StrEnum
from typing import NamedTuple

from wenming.kit.flow import Arrow


class Kind(StrEnum):
    """What is planned."""

    ADOPTIONS = "adoptions"
    TOURS = "tours"
    ROSTERS = "rosters"
    MATCHES = "matches"
    GAINS = "gains"


class State(StrEnum):
    """How far a proposal has come. Of one thing planned, at most one is accepted."""

    ASKED = "asked"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    ACCEPTED = "accepted"
    REPLACED = "replaced"
    DROPPED = "dropped"


class Move(StrEnum):
    """What can be done to a proposal."""

    BEGIN = "begin"
    END = "end"
    FAIL = "fail"
    STOP = "stop"
    CHANGE = "change"
    ACCEPT = "accept"
    REPLACE = "replace"
    DROP = "drop"


# Planned unit by unit: what one must hold over the unit that the name of the thing begins with ("12/…"),
# beside those who may propose anything.
LOCAL = ((Kind.ROSTERS, "roster"),)


def unit_in(about: str) -> int | None:
    """The primary key of the unit that the name of a thing planned begins with."""
    unit, slash, _rest = about.partition("/")
    return int(unit) if slash and unit.isdecimal() else None


ARROWS: dict[Move, Arrow] = {
    Move.BEGIN: Arrow({State.ASKED}, State.WORKING, "operate"),
    Move.END: Arrow({State.WORKING}, State.READY, "operate"),
    Move.FAIL: Arrow({State.WORKING}, State.FAILED, "operate"),
    Move.STOP: Arrow({State.WORKING}, None, "propose"),
    Move.CHANGE: Arrow({State.READY}, None, "propose"),
    Move.ACCEPT: Arrow({State.READY}, State.ACCEPTED, "propose"),
    Move.REPLACE: Arrow({State.ACCEPTED}, State.REPLACED, "propose"),
    Move.DROP: Arrow({State.ASKED, State.READY, State.FAILED}, State.DROPPED, "propose"),
}
BY_HAND = (Move.STOP, Move.ACCEPT, Move.DROP)  # the buttons; a change has a form of its own
UNFINISHED = (State.ASKED, State.WORKING)
LEAST_SECONDS, MOST_SECONDS = 1, 900


class Work(NamedTuple):
    """How much work a plan is worth: seconds at most, rounds of search, and the seed of all chance."""

    seconds: int = 60
    effort: int = 20
    seed: int = 1
