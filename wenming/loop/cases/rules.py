"""What may happen to a case, by whom, and how long each stage may last.

Pure: no database, no clock, no Django. The tables below are the workflow; see docs/workflows.md.
"""

from collections.abc import Set
from enum import StrEnum

from wenming.kit.flow import Arrow, Refused
from wenming.loop.standards.rules import Limit


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
    DISMISS = "dismiss"


class Stage(StrEnum):
    """What a time limit is set for."""

    DISPATCH = "dispatch"
    TAKE = "take"
    FIX = "fix"
    REVIEW = "review"
    REFIX = "refix"


class Source(StrEnum):
    """Where a case comes from."""

    ROUND = "round"
    FEEDBACK = "feedback"
    REPORT = "report"


class AppealState(StrEnum):
    """An appeal against a finding."""

    PENDING = "pending"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class ExtensionState(StrEnum):
    """A request for more time."""

    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"


_HANDS = {State.ASSIGNED, State.TAKEN}
_APPEALABLE = {State.ASSIGNED, State.TAKEN, State.FIXED, State.CLOSED}

# "extension", "appeal": one of that kind is pending. "other": the judge is not of the unit that
# mended. They are given by the verb from the rows, never by a form.
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
    Move.GRANT: Arrow({State.TAKEN}, None, "grant", {"extension"}),
    Move.DENY: Arrow({State.TAKEN}, None, "grant", {"extension", "note"}),
    Move.SHELVE: Arrow(_HANDS, State.SHELVED, "grant", {"note", "plan"}),
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
    Move.DISMISS: Arrow(_APPEALABLE, None, "judge", {"appeal", "note", "other"}),
}

LIVE = frozenset(
    {
        State.SEEN,
        State.FILED,
        State.ASSIGNED,
        State.RETURNED,
        State.TAKEN,
        State.FIXED,
        State.SHELVED,
    }
)

# Working minutes by class and stage, where the city has set none of its own (cases.Term). A
# working day has 420. There is no national number; these are a starting point.
DAY = 420
TERMS: dict[Stage, dict[Limit, int]] = {
    Stage.DISPATCH: {Limit.AT_ONCE: 120, Limit.TERM: 240, Limit.STANDING: DAY},
    Stage.TAKE: {Limit.AT_ONCE: 120, Limit.TERM: 240, Limit.STANDING: DAY},
    Stage.FIX: {Limit.AT_ONCE: DAY, Limit.TERM: 5 * DAY, Limit.STANDING: 22 * DAY},
    Stage.REVIEW: {Limit.AT_ONCE: DAY, Limit.TERM: 2 * DAY, Limit.STANDING: 5 * DAY},
    Stage.REFIX: {Limit.AT_ONCE: DAY, Limit.TERM: 2 * DAY, Limit.STANDING: 5 * DAY},
}


def must_be_other(judges: Set[int], menders: Set[int]) -> None:
    """Whoever mended does not judge, and nobody judges his own unit: raises Refused("own")."""
    if judges & menders:
        raise Refused("own")
