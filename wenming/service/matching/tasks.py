"""The matching of orders, as the room of proposals knows it; see proposals.planners."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from wenming.kit.flow import Refused
from wenming.org.models import User
from wenming.proposals.planners import Row, Tell, Told, Unsolvable
from wenming.service.matching.actions import dispatch
from wenming.service.matching.models import address, sentence, title
from wenming.service.matching.plans import orders_of
from wenming.service.matching.rules import Terms


class Planner:
    """Orders to teams, times and venues."""

    title = staticmethod(title)
    address = staticmethod(address)
    sentence = staticmethod(sentence)

    def meant(self, about: str, ask: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked, whole: from a day on; Refused where it cannot be meant."""
        try:
            given = Terms(**{"since": date.fromisoformat(about).isoformat(), **ask})
        except (TypeError, ValueError) as no:
            raise Refused("plan_about", about, "2026-03-03") from no
        return asdict(given)

    def solve(
        self, ask: Mapping[str, Any], *, effort: int, seed: int, seconds: int, tell: Tell
    ) -> Told:
        """The best matching, with its bound."""
        return orders_of(ask).solve(effort=effort, seed=seed, seconds=seconds, tell=tell)

    def wrong(self, ask: Mapping[str, Any], plan: Mapping[str, Any]) -> list[Row]:
        """What the matches break by the rows as they are now."""
        try:
            return orders_of(ask).wrong(plan["matches"])
        except Unsolvable as no:
            return list(no.rows)

    def accept(
        self, ask: Mapping[str, Any], plan: Mapping[str, Any], *, by: User | None, at: datetime
    ) -> None:
        """Send the orders to their teams, with their venues booked."""
        dispatch(plan["matches"], by=by, at=at)


PLANNER = Planner()
