"""What may happen to a case, by whom, with what in hand, and whom it concerns.

Pure: no database, no clock, no Django. The tables below are the workflow; see docs/workflows.md.
"""

from collections.abc import Set
from enum import StrEnum

from wenming.kit import flow
from wenming.kit.flow import Arrow, Refused
from wenming.loop.terms.rules import Stage


class State(StrEnum):
    """Where a case stands."""

    SEEN = "seen"
    FILED = "filed"
    REFUSED = "refused"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    TAKEN = "taken"
    FIXED = "fixed"
    CLOSED = "closed"
    SHELVED = "shelved"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What may be done to a case."""

    FILE = "file"
    REFUSE = "refuse"
    ASSIGN = "assign"
    TAKE = "take"
    RETURN = "return"
    HAND_OVER = "hand_over"
    FIX = "fix"
    SEND_BACK = "send_back"
    CLOSE = "close"
    ASK = "ask"
    GRANT = "grant"
    DENY = "deny"
    SHELVE = "shelve"
    RESUME = "resume"
    MERGE = "merge"
    LOOK_BACK = "look_back"
    REOPEN = "reopen"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    AMEND = "amend"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"


class Mark(StrEnum):
    """What is noted on a case without being anybody's step: its state stays as it is."""

    SIGHT = "sight"
    CHANGE = "change"
    WARN = "warn"
    ESCALATE = "escalate"
    PLAN_DAY = "plan_day"


class Source(StrEnum):
    """Where a case comes from."""

    ROUND = "round"
    FEEDBACK = "feedback"
    REPORT = "report"


class AppealState(StrEnum):
    """An appeal against a finding."""

    PENDING = "pending"
    UPHELD = "upheld"
    AMENDED = "amended"
    DISMISSED = "dismissed"


class ExtensionState(StrEnum):
    """A request for more time."""

    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"
    LAPSED = "lapsed"


ENDED = frozenset({State.REFUSED, State.CLOSED, State.MERGED, State.WITHDRAWN})
LIVE = frozenset(State) - ENDED
HELD = LIVE - {State.SEEN, State.FILED}  # a unit answers for it; before, one is at most proposed
_HANDS = {State.ASSIGNED, State.TAKEN}
_APPEALABLE = {State.ASSIGNED, State.TAKEN, State.FIXED, State.CLOSED}

# Three needs are met by the rows, never by a form. "extension", "appeal": one is pending. "other":
# whoever judges has no part in the unit that mends, did not report it mended, and, where a finding
# is disputed, did not make it.
FROM_ROWS = frozenset({"extension", "appeal", "other"})
ARROWS: dict[Move, Arrow] = {
    Move.FILE: Arrow({State.SEEN}, State.FILED, "file", limit=Stage.DISPATCH),
    Move.REFUSE: Arrow({State.SEEN, State.FILED}, State.REFUSED, "file", {"note"}),
    Move.ASSIGN: Arrow(
        {State.FILED, State.RETURNED}, State.ASSIGNED, "dispatch", {"unit"}, Stage.TAKE
    ),
    Move.TAKE: Arrow({State.ASSIGNED}, State.TAKEN, "rectify", limit=Stage.FIX),
    Move.RETURN: Arrow({State.ASSIGNED}, State.RETURNED, "rectify", {"note"}, Stage.DISPATCH),
    Move.HAND_OVER: Arrow(_HANDS, State.ASSIGNED, "dispatch", {"unit", "note"}, Stage.TAKE),
    Move.FIX: Arrow({State.TAKEN}, State.FIXED, "rectify", {"note", "photo"}, Stage.REVIEW),
    Move.SEND_BACK: Arrow({State.FIXED}, State.TAKEN, "review", {"note", "other"}, Stage.REFIX),
    Move.CLOSE: Arrow({State.FIXED}, State.CLOSED, "review", {"other"}),
    Move.ASK: Arrow({State.TAKEN}, None, "rectify", {"note", "until"}),
    Move.GRANT: Arrow({State.TAKEN}, None, "grant", {"extension", "other"}),
    Move.DENY: Arrow({State.TAKEN}, None, "grant", {"extension", "note", "other"}),
    Move.SHELVE: Arrow(_HANDS, State.SHELVED, "grant", {"note", "plan", "other"}),
    Move.RESUME: Arrow({State.SHELVED}, State.TAKEN, "dispatch", limit=Stage.FIX),
    Move.MERGE: Arrow(
        {State.SEEN, State.FILED, State.ASSIGNED, State.RETURNED, State.TAKEN},
        State.MERGED,
        "dispatch",
        {"into"},
    ),
    Move.LOOK_BACK: Arrow({State.CLOSED}, None, "review", {"note", "other"}),
    Move.REOPEN: Arrow({State.CLOSED}, State.ASSIGNED, "review", {"note", "other"}, Stage.TAKE),
    Move.APPEAL: Arrow(_APPEALABLE, None, "appeal", {"note", "finding"}),
    Move.UPHOLD: Arrow(_APPEALABLE, State.WITHDRAWN, "judge", {"appeal", "note", "other"}),
    Move.AMEND: Arrow(_APPEALABLE, None, "judge", {"appeal", "note", "verdict", "other"}),
    Move.DISMISS: Arrow(_APPEALABLE, None, "judge", {"appeal", "note", "other"}),
    Move.WITHDRAW: Arrow(LIVE - {State.SEEN}, State.WITHDRAWN, "judge", {"note", "other"}),
}
SETTLING = frozenset({Move.UPHOLD, Move.AMEND, Move.DISMISS})  # all else waits for an appeal

# Whom a step concerns. "unit": the unit whose case it is, and the one it was; "assists": those that
# help it; "group": the people who judge, the group that found it; "office": the office.
CONCERNS: dict[Move, Set[str]] = {
    Move.FILE: {"office"},
    Move.REFUSE: {"group"},
    Move.ASSIGN: {"unit", "assists"},
    Move.TAKE: set(),
    Move.RETURN: {"office"},
    Move.HAND_OVER: {"unit", "assists"},
    Move.FIX: {"group"},
    Move.SEND_BACK: {"unit"},
    Move.CLOSE: {"unit", "assists"},
    Move.ASK: {"office"},
    Move.GRANT: {"unit"},
    Move.DENY: {"unit"},
    Move.SHELVE: {"unit"},
    Move.RESUME: {"unit"},
    Move.MERGE: {"unit"},
    Move.LOOK_BACK: {"unit"},
    Move.REOPEN: {"unit", "assists"},
    Move.APPEAL: {"office"},
    Move.UPHOLD: {"unit", "group"},
    Move.AMEND: {"unit", "group"},
    Move.DISMISS: {"unit"},
    Move.WITHDRAW: {"unit"},
}

PENDING = AppealState.PENDING.value  # of an extension likewise


def after(state: State, move: Move, *, powers: Set[str], given: Set[str]) -> State:
    """The state `move` leads to; `given` includes what the rows give.

    Raises Refused: "state", "power", "appealed" and "asked" (that must be answered first), "own" (a
    judge of one's own), "needs" (what a form must still give).
    """
    if state in ARROWS[move].sources and (why := waits(move, given)):
        raise Refused(why, state.value)
    try:
        return flow.after(ARROWS, state, move, powers=powers, given=given)
    except Refused as no:
        if no.reason == "needs" and set(no.lacking) & {"extension", "appeal"}:
            raise Refused("state", state.value) from no
        if no.reason == "needs" and "other" in no.lacking:
            raise Refused("own") from no
        raise


def waits(move: Move, facts: Set[str]) -> str:
    """What a move has to wait for: "appealed", "asked" or nothing."""
    if "appeal" in facts and move not in SETTLING:
        return "appealed"
    return "asked" if "extension" in facts and move is Move.ASK else ""


def moves_open(state: State, *, powers: Set[str], facts: Set[str]) -> list[Move]:
    """The moves to offer now; `facts` are those of FROM_ROWS that hold."""
    return [
        move
        for move in flow.open_to(ARROWS, state, powers)
        if ARROWS[move].needs & FROM_ROWS <= facts and not waits(move, facts)
    ]
