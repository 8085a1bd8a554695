"""Time limits by stage and class, and when somebody is reminded. Pure: no Django, no clock.

A limit of whole working days runs out when the last of them ends, and the day it starts on does
not count (so the Civil Code counts days, article 201); any other limit is counted in minutes from
the instant it starts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from wenming.kit.days import Calendar, due_after_pauses
from wenming.loop.standards.rules import Limit


class Stage(StrEnum):
    """What a time limit is set for."""

    DISPATCH = "dispatch"
    TAKE = "take"
    FIX = "fix"
    REVIEW = "review"
    REFIX = "refix"


# Working minutes by stage and class, where the city has set none of its own (terms.Term). A
# working day has 420. There is no national number; these are a starting point.
DAY = 420
TERMS: dict[Stage, dict[Limit, int]] = {
    Stage.DISPATCH: {Limit.AT_ONCE: 120, Limit.TERM: 240, Limit.STANDING: DAY},
    Stage.TAKE: {Limit.AT_ONCE: 120, Limit.TERM: 240, Limit.STANDING: DAY},
    Stage.FIX: {Limit.AT_ONCE: DAY, Limit.TERM: 5 * DAY, Limit.STANDING: 22 * DAY},
    Stage.REVIEW: {Limit.AT_ONCE: DAY, Limit.TERM: 2 * DAY, Limit.STANDING: 5 * DAY},
    Stage.REFIX: {Limit.AT_ONCE: DAY, Limit.TERM: 2 * DAY, Limit.STANDING: 5 * DAY},
}

# A warning comes when a quarter of the limit is left, within these bounds; the handler, the head
# of the unit and the office are told that it ran out, each so many working minutes later.
LEAST_WARNING, MOST_WARNING = 60, DAY
ESCALATIONS = (0, DAY, 2 * DAY)


Columns = dict[str, object]  # what a row's clock becomes
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Limits:
    """The time limits in force: the city's calendar, and its own minutes where it has set any."""

    calendar: Calendar
    own: Mapping[tuple[Stage, Limit], int] = field(default_factory=dict)

    def minutes(self, stage: Stage, limit: Limit) -> int:
        """Working minutes of a stage for a class."""
        return self.own.get((stage, limit), TERMS[stage][limit])

    def end(self, stage: Stage, limit: Limit, *, since: datetime) -> datetime:
        """When a stage that starts at `since` runs out."""
        minutes = self.minutes(stage, limit)
        days, rest = divmod(minutes, self.calendar.day_minutes)
        if rest:
            return self.calendar.add_worktime(since, minutes)
        return self.day_end(since.astimezone(self.calendar.tz).date(), days)

    def day_end(self, day: date, workdays: int = 0) -> datetime:
        """When the `workdays`-th working day after `day` ends; with none, when `day` ends.

        A day of rest gives way to the next working day (the Civil Code, article 203).
        """
        last = self.calendar.add_workdays(day, workdays)
        return self.calendar.closing(self.calendar.next_workday(last))

    def at_work(self, at: datetime) -> datetime:
        """The instant itself when people are at work then, else when they next are."""
        return self.calendar.instant(self.calendar.ticks(at), late=True)

    def left(self, due: datetime, *, at: datetime) -> int:
        """Working minutes left until `due`; negative when it has passed."""
        return self.calendar.worktime_between(at, due)

    def worked(
        self, since: datetime | None, until: datetime | None, stood: Iterable[Span]
    ) -> int | None:
        """Working minutes between two instants, without the spans in which the clock stood."""
        if since is None or until is None:
            return None
        spans = [(max(a, since), min(b, until)) for a, b in stood if a < until and b > since]
        return self.left(until, at=since) - sum(self.left(b, at=a) for a, b in spans)

    def begin(self, stage: Stage, *, at: datetime, due: datetime) -> Columns:
        """A clock that runs from `at` until `due`."""
        return {"stage": stage.value, "stage_since": at, **self.run(since=at, due=due)}

    def run(self, *, since: datetime, due: datetime) -> Columns:
        """A clock that runs until `due`, nobody yet warned of it."""
        nobody: Columns = {"warned": None, "escalated": 0, "paused": None}
        return {"stage_due": due, "nudge": self.warning(due, since=since), **nobody}

    def moved(self, due: datetime, *, since: datetime, at: datetime) -> datetime:
        """Where a limit stands after a pause from `since` to `at`; one that had passed stays."""
        return due_after_pauses(due, [(since, at)], self.calendar) or due

    def warning(self, due: datetime, *, since: datetime) -> datetime:
        """When to warn of a limit that runs from `since` to `due`."""
        span = max(0, self.left(due, at=since))
        lead = min(max(span // 4, LEAST_WARNING), MOST_WARNING, span // 2)
        return self.calendar.add_worktime(due, -lead)

    def escalation(self, due: datetime, level: int) -> datetime | None:
        """When level 1, 2 or 3 is told that `due` has passed; None beyond the last."""
        if level > len(ESCALATIONS):
            return None
        return self.calendar.add_worktime(due, ESCALATIONS[level - 1])

    def next_nudge(
        self, due: datetime, *, since: datetime, warned: bool, escalated: int
    ) -> datetime | None:
        """When somebody is to be reminded next."""
        if not (warned or escalated):
            return self.warning(due, since=since)
        return self.escalation(due, escalated + 1)


STOPPED: Columns = {"stage": "", "stage_due": None, "nudge": None, "paused": None}
