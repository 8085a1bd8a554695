"""What a sign-up may become, until when an offered place must be confirmed, who is reminded when. Pure."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from wenming.kit.days import next_waking
from wenming.kit.flow import Arrow

CONFIRM = timedelta(hours=12)  # waking time to answer an offer begins when nobody sleeps
LAST = timedelta(hours=2)  # before a shift: until then an offer may be answered
LEAST = timedelta(minutes=30)  # nobody is asked to answer sooner than this
WINDOW = 60  # seconds a code is shown; the one before it still counts
DIGITS = 6
TRIES = 10  # wrong codes one person may enter for one shift; then the leader marks by the list
EARLY = timedelta(minutes=30)  # before a shift: from then on codes are taken
AHEAD = timedelta(hours=24)  # how long before a shift whoever stands there is reminded


class SignupState(StrEnum):
    """How somebody who signed up stands to a shift."""

    IN = "in"
    WAITING = "waiting"
    OFFERED = "offered"
    GIVEN_UP = "given_up"
    LAPSED = "lapsed"
    REFUSED = "refused"


class SignupMove(StrEnum):
    """What may become of a sign-up."""

    SEAT = "seat"
    QUEUE = "queue"
    OFFER = "offer"
    CONFIRM = "confirm"
    GIVE_UP = "give_up"
    LAPSE = "lapse"
    REFUSE = "refuse"
    READMIT = "readmit"


S = SignupState
BACK = frozenset({S.GIVEN_UP, S.LAPSED})  # who may sign up anew
LIVE = frozenset({S.IN, S.WAITING, S.OFFERED})

# "stand" is the power of whoever signed up, and of who rosters there; "turn" that of the house
# itself: the order of arrival and the clock decide, and nobody is put before another by hand.
SIGNUP_ARROWS: dict[SignupMove, Arrow] = {
    SignupMove.SEAT: Arrow({S.WAITING, S.OFFERED, *BACK}, S.IN, "turn"),
    SignupMove.QUEUE: Arrow(BACK, S.WAITING, "stand"),
    SignupMove.OFFER: Arrow({S.WAITING}, S.OFFERED, "turn"),
    SignupMove.CONFIRM: Arrow({S.OFFERED}, S.IN, "stand"),
    SignupMove.GIVE_UP: Arrow(LIVE, S.GIVEN_UP, "stand"),
    SignupMove.LAPSE: Arrow({S.WAITING, S.OFFERED}, S.LAPSED, "turn"),
    SignupMove.REFUSE: Arrow({S.WAITING, S.OFFERED}, S.REFUSED, "roster", {"note"}),
    SignupMove.READMIT: Arrow({S.REFUSED}, S.WAITING, "roster"),
}


def confirm_by(at: datetime, start: datetime) -> datetime | None:
    """Until when a place offered now must be confirmed; None where there is no time left to ask.

    Twelve hours from when people are awake, and two hours before the shift at the latest.
    """
    awake = next_waking(at)
    until = min(awake + CONFIRM, start - LAST)
    return until if until - awake >= LEAST else None


def is_soon(at: datetime, start: datetime) -> bool:
    """Whether a shift begins so soon that whoever signs up now needs no reminder."""
    return start - at <= AHEAD


def code_at(secret: bytes, shift: int, window: int) -> str:
    """The code of a shift in one window of time: nothing of it is stored (HMAC-SHA-256, RFC 4226)."""
    digest = hmac.digest(secret, f"shift {shift} {window}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}}"


def windows(at: datetime) -> tuple[int, int]:
    """The window of an instant, and the one before it."""
    now = int(at.timestamp()) // WINDOW
    return now, now - 1


def holds(secret: bytes, shift: int, code: str, at: datetime) -> bool:
    """Whether a code is the one shown now, or a moment ago."""
    known: Iterable[str] = [code_at(secret, shift, window) for window in windows(at)]
    return any(hmac.compare_digest(one.encode(), code.encode()) for one in list(known))
