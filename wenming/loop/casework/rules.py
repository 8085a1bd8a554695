"""What each step does to the row of a case: its dates, its counts, its clock.

Pure: no Django, no clock of its own. A step that is not in CHANGES changes nothing but the state.
"""

from collections.abc import Callable, Mapping, Set
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from wenming.kit.flow import Refused
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.rules import ARROWS, FROM_ROWS, Move
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.rules import STOPPED, Columns, Limits, Stage


class Standing(Protocol):
    """Where a case stands: what the changes below read of its row."""

    limit: str
    said_limit: str
    due: datetime | None
    stage_since: datetime
    stage_due: datetime | None
    paused: datetime | None
    taken: datetime | None
    warned: datetime | None
    escalated: int
    returns: int
    reworks: int
    reopened: int
    cause: str
    measure: str


Change = Callable[[Standing, Given, datetime, Limits], Columns]


def looked_for(move: Move) -> Set[str]:
    """The facts of FROM_ROWS on which a move may depend: an appeal holds up nearly all of them."""
    asked = {"extension"} if move is Move.ASK else set()
    return ARROWS[move].needs & FROM_ROWS | {"appeal"} | asked


def changes(move: Move, case: Standing, given: Given, *, at: datetime, limits: Limits) -> Columns:
    """The columns that a step changes. Raises Refused("until" | "plan") for a day too early."""
    change = CHANGES.get(move)
    return change(case, given, at, limits) if change else {}


def promised(case: Standing) -> datetime | None:
    """The day a ledger gave for mending, as long as the case was not opened anew."""
    return case.due if case.said_limit and not case.reopened else None


def begin(case: Standing, stage: Stage, at: datetime, limits: Limits) -> Columns:
    """The clock of a stage by the class of the case."""
    return limits.begin(stage, at=at, due=limits.end(stage, Limit(case.limit), since=at))


def _file(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    return begin(case, Stage.DISPATCH, at, limits)


def _assign(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    limit = given.limit or Limit(case.limit)
    take = limits.end(Stage.TAKE, limit, since=at)
    due = promised(case) or limits.end(Stage.FIX, limit, since=take)
    undone = dict.fromkeys(("taken", "fixed", "fixed_by", "closed", "closed_by"))
    dates: Columns = {"limit": limit.value, "assigned": at, "due": due}
    return undone | dates | limits.begin(Stage.TAKE, at=at, due=take)


def _take(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    since = min(at, case.stage_due or at)  # whoever is slow to take it gains no time by it
    due = promised(case) or limits.end(Stage.FIX, Limit(case.limit), since=since)
    return {"taken": at, "due": due} | limits.begin(Stage.FIX, at=at, due=due)


def _return(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    return {"returns": case.returns + 1} | begin(case, Stage.DISPATCH, at, limits)


def _fix(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    said = {"cause": given.cause or case.cause, "measure": given.measure or case.measure}
    done: Columns = {"fixed": at, "result": given.note}
    return done | said | begin(case, Stage.REVIEW, at, limits)


def _send_back(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    end = limits.end(Stage.REFIX, Limit(case.limit), since=at)
    again: Columns = {"reworks": case.reworks + 1, "fixed": None, "due": max(end, case.due or end)}
    return again | limits.begin(Stage.REFIX, at=at, due=end)


def _close(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    return {"closed": at} | STOPPED


def _stop(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    return STOPPED


def _ask(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    if not given.until or limits.day_end(given.until) <= max(at, case.due or at):
        raise Refused("until")
    return {}


def _grant(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    if not given.until:  # the verb gives the day that was asked for
        raise Refused("until")
    due = limits.day_end(given.until)
    return {"due": due} | limits.run(since=at, due=due)


def _shelve(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    zone: ZoneInfo = limits.calendar.tz
    if not given.plan or given.plan <= at.astimezone(zone).date():
        raise Refused("plan")
    opening = limits.calendar.opening(limits.calendar.next_workday(given.plan))
    return STOPPED | {"plan": given.plan, "paused": at, "nudge": opening}


def _resume(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    due = limits.end(Stage.FIX, Limit(case.limit), since=at)
    return {"taken": case.taken or at, "due": due} | limits.begin(Stage.FIX, at=at, due=due)


def _reopen(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    return _assign(case, given, at, limits) | {"reopened": case.reopened + 1}


def _pause(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    return {"paused": at, "nudge": None} if case.stage_due else {}


def _go_on(case: Standing, given: Given, at: datetime, limits: Limits) -> Columns:
    """The clock runs again where it stood; what was told before the pause stays told."""
    if case.paused is None or case.stage_due is None:
        return {}
    due = limits.moved(case.stage_due, since=case.paused, at=at)
    warned, escalated = case.warned is not None, case.escalated
    return {
        "due": limits.moved(case.due, since=case.paused, at=at) if case.due else None,
        "stage_due": due,
        "paused": None,
        "nudge": limits.next_nudge(due, since=case.stage_since, warned=warned, escalated=escalated),
    }


CHANGES: Mapping[Move, Change] = {
    Move.FILE: _file,
    Move.REFUSE: _stop,
    Move.ASSIGN: _assign,
    Move.TAKE: _take,
    Move.RETURN: _return,
    Move.HAND_OVER: _assign,
    Move.FIX: _fix,
    Move.SEND_BACK: _send_back,
    Move.CLOSE: _close,
    Move.ASK: _ask,
    Move.GRANT: _grant,
    Move.SHELVE: _shelve,
    Move.RESUME: _resume,
    Move.MERGE: _stop,
    Move.REOPEN: _reopen,
    Move.APPEAL: _pause,
    Move.UPHOLD: _stop,
    Move.AMEND: _go_on,
    Move.DISMISS: _go_on,
    Move.WITHDRAW: _stop,
}
