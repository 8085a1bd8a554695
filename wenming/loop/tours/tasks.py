"""The tours of a round, as the room of proposals knows them; see proposals.planners."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Round
from wenming.loop.tours.actions import set_tours
from wenming.loop.tours.models import address, sentence, title
from wenming.loop.tours.rows import week_of
from wenming.loop.tours.rules import MOST_DAYS, Terms
from wenming.org.models import User
from wenming.proposals.planners import Row, Tell, Told, Unsolvable


class Planner:
    """Inspectors to the stops of a round."""

    title = staticmethod(title)
    address = staticmethod(address)
    sentence = staticmethod(sentence)

    def meant(self, about: str, ask: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked, whole: of a round, by its name or number, from today on; Refused where it
        cannot be meant."""
        number = int(about) if about.isdecimal() else 0
        if not Round.objects.under_way().filter(pk=number).exists():
            raise Refused("unknown_round", about)
        try:
            given = Terms(**{"day": localdate().isoformat(), **ask})
            date.fromisoformat(given.day)
            whole = all(
                isinstance(v, int) for k, v in asdict(given).items() if k not in {"day", "start"}
            )
            if not (whole and 1 <= given.days <= MOST_DAYS and given.speed > 0):
                raise ValueError(ask)
        except (TypeError, ValueError) as no:
            raise Refused("plan_about", about, '"day": "2026-03-02", "days": 5') from no
        return asdict(given) | {"round": number}

    def solve(
        self, ask: Mapping[str, Any], *, effort: int, seed: int, seconds: int, tell: Tell
    ) -> Told:
        """Good tours of each day."""
        return week_of(ask).solve(effort=effort, seed=seed, seconds=seconds, tell=tell)

    def wrong(self, ask: Mapping[str, Any], plan: Mapping[str, Any]) -> list[Row]:
        """What the tours break by the rows as they are now."""
        try:
            return week_of(ask).wrong(plan)
        except Unsolvable as no:
            return list(no.rows)

    def accept(
        self, ask: Mapping[str, Any], plan: Mapping[str, Any], *, by: User | None, at: datetime
    ) -> None:
        """Write the tours down, and tell those who go."""
        week = week_of(ask)
        set_tours(ask["round"], week.days, week.walks(plan), by=by, at=at)


PLANNER = Planner()
