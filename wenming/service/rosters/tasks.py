"""The roster of a month, as the room of proposals knows it; see proposals.planners."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from wenming.kit.flow import Refused
from wenming.org.models import User
from wenming.proposals.planners import Row, Tell, Told, Unsolvable
from wenming.service.rosters.actions import seat_plan
from wenming.service.rosters.models import address, sentence, title
from wenming.service.rosters.plans import month_of
from wenming.service.rosters.rules import Terms
from wenming.service.shifts.rules import month


class Planner:
    """People to shifts."""

    title = staticmethod(title)
    address = staticmethod(address)
    sentence = staticmethod(sentence)

    def meant(self, about: str, ask: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked, whole: of a unit's month, from tomorrow on where it has begun."""
        unit, _slash, said = about.partition("/")
        first = month(said)
        if first is None or not unit.isdecimal():
            raise Refused("plan_about", about, "12/2026-11")
        since = max(first, timezone.localdate() + timedelta(days=1))
        try:
            given = Terms(**{"unit": int(unit), "month": said, "since": since.isoformat(), **ask})
            date.fromisoformat(given.since)
        except (TypeError, ValueError) as no:
            raise Refused("plan_about", about, "12/2026-11") from no
        return asdict(given)

    def solve(
        self, ask: Mapping[str, Any], *, effort: int, seed: int, seconds: int, tell: Tell
    ) -> Told:
        """The best roster found."""
        return month_of(ask).solve(effort=effort, seed=seed, seconds=seconds, tell=tell)

    def wrong(self, ask: Mapping[str, Any], plan: Mapping[str, Any]) -> list[Row]:
        """What the places break by the rows as they are now."""
        try:
            found = month_of(ask)
        except Unsolvable as no:
            return list(no.rows)
        seats = plan["seats"]
        return [*found.rows(found.wrong(found.plan(seats))), *found.crowded(seats)]

    def accept(
        self, ask: Mapping[str, Any], plan: Mapping[str, Any], *, by: User | None, at: datetime
    ) -> None:
        """Put the people on their shifts from the first day on that the roster may change."""
        seat_plan(month_of(ask).ground, plan["seats"], by=by, at=at)


PLANNER = Planner()
