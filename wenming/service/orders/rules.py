"""What may become of an order, by whom, with what in hand. Pure: no database, no clock, no Django."""

from enum import StrEnum

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
