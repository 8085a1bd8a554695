"""What may become of an order, by whom, with what in hand. Pure: no database, no clock, no Django."""

from collections.abc import Sequence
from enum import StrEnum
from math import sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from wenming.kit.flow import Arrow


class State(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    SENT = "sent"
    TAKEN = "taken"
    DONE = "done"
    RATED = "rated"
    TURNED_DOWN = "turned_down"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What may be done to an order."""

    SEND = "send"
    SEND_ELSEWHERE = "send_elsewhere"
    GRAB = "grab"
    ACCEPT = "accept"
    DECLINE = "decline"
    FINISH = "finish"
    RATE = "rate"
    TURN_DOWN = "turn_down"
    WITHDRAW = "withdraw"


HELD = frozenset({State.SENT, State.TAKEN})  # a team has it
ENDED = frozenset({State.RATED, State.TURNED_DOWN, State.WITHDRAWN})
LIVE = frozenset(State) - ENDED - {State.DONE}
_TIME = {"team", "start"}

# "serve" is the power of whoever leads the team that has it, "grab" of whoever leads any admitted
# team, "ask" of whoever placed it; who dispatches there rates and takes back for those without a phone.
ARROWS: dict[Move, Arrow] = {
    Move.SEND: Arrow({State.PLACED}, State.SENT, "dispatch", _TIME),
    Move.SEND_ELSEWHERE: Arrow(HELD, State.SENT, "dispatch", _TIME | {"note"}),
    Move.GRAB: Arrow({State.PLACED}, State.TAKEN, "grab", _TIME),
    Move.ACCEPT: Arrow({State.SENT}, State.TAKEN, "serve"),
    Move.DECLINE: Arrow(HELD, State.PLACED, "serve", {"note"}),
    Move.FINISH: Arrow({State.TAKEN}, State.DONE, "serve", {"note"}),
    Move.RATE: Arrow({State.DONE}, State.RATED, "ask", {"stars"}),
    Move.TURN_DOWN: Arrow({State.PLACED}, State.TURNED_DOWN, "dispatch", {"note"}),
    Move.WITHDRAW: Arrow({State.PLACED, *HELD}, State.WITHDRAWN, "ask"),
}
ARRANGING = frozenset({Move.SEND, Move.SEND_ELSEWHERE, Move.GRAB})  # a team, a time, a venue
LEAVING = frozenset(
    {Move.DECLINE, Move.WITHDRAW, Move.SEND_ELSEWHERE}
)  # the team and venue go free

# Student's t, 97.5 %, by degrees of freedom from 1 on; beyond, that of 30.
T = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13,
     2.12, 2.11, 2.10, 2.09, 2.09, 2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04)  # fmt: skip
FEW = 10  # with fewer, a mean says little


class Mean(NamedTuple):
    """A mean of n values, and by how much it may be off at 95 %; None where one value cannot say."""

    n: int
    mean: float
    margin: float | None

    @property
    def few(self) -> bool:
        """Whether it rests on few values."""
        return self.n < FEW


def mean(values: Sequence[float]) -> Mean | None:
    """The mean with its margin, t(n-1) x s / sqrt(n); None of nothing."""
    if not values:
        return None
    n = len(values)
    margin = T[min(n - 1, len(T)) - 1] * stdev(values) / sqrt(n) if n > 1 else None
    return Mean(n, fmean(values), margin)
