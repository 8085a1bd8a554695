"""What may become of an enrolment. Pure: no database, no clock, no Django."""

from datetime import datetime, timedelta
from enum import StrEnum

from wenming.kit.flow import Arrow, Refused
from wenming.kit.words import half


class State(StrEnum):
    """Where an enrolment stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    IN = "in"
    GIVEN_UP = "given_up"
    LAPSED = "lapsed"


class Move(StrEnum):
    """What may be done to an enrolment."""

    SEAT = "seat"
    OFFER = "offer"
    CONFIRM = "confirm"
    GIVE_UP = "give_up"
    LAPSE = "lapse"
    AGAIN = "again"


class Presence(StrEnum):
    """What the teacher's list says of somebody at one session."""

    CAME = "came"
    ABSENT = "absent"


HOLDING = frozenset({State.IN, State.OFFERED})  # a seat is theirs
OUT = frozenset({State.GIVEN_UP, State.LAPSED})

# "enrolled" is the power of whose enrolment it is (by the code or the account) and of who runs the
# station; "queue" of the queue itself, which nobody may overtake.
ARROWS: dict[Move, Arrow] = {
    Move.SEAT: Arrow({State.WAITING}, State.IN, "queue"),
    Move.OFFER: Arrow({State.WAITING}, State.OFFERED, "queue"),
    Move.CONFIRM: Arrow({State.OFFERED}, State.IN, "enrolled"),
    Move.GIVE_UP: Arrow({State.WAITING, *HOLDING}, State.GIVEN_UP, "enrolled"),
    Move.LAPSE: Arrow({State.OFFERED}, State.LAPSED, "queue"),
    Move.AGAIN: Arrow(OUT, State.WAITING, "enrolled"),
}

KEEP = timedelta(days=30)  # names and telephones, after a course is over
CONFIRM_WITHIN, AT_LEAST, BEFORE = timedelta(hours=48), timedelta(hours=2), timedelta(hours=12)
SHORTEST, LONGEST = 7, 12  # digits of a telephone


def confirm_by(at: datetime, starts: datetime | None) -> datetime:
    """Until when an offered seat is kept: two days, less where the course meets sooner."""
    late = at + CONFIRM_WITHIN
    if starts is not None:
        late = min(late, starts - BEFORE)
    return max(late, at + AT_LEAST)


def telephone(said: str) -> str:
    """The digits of a telephone, without +86; Refused("phone") for what is none."""
    digits = "".join(c for c in half(said) if c.isdecimal())
    plain = half(said).strip()
    if plain.startswith("+86") or digits.startswith("0086"):
        digits = digits.removeprefix("00").removeprefix("86")
    if not SHORTEST <= len(digits) <= LONGEST or not digits.isascii():
        raise Refused("phone")
    return digits
