"""The allocation of a year, as the room of proposals knows it; see proposals.planners."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from wenming.adoptions.models import address, sentence, title
from wenming.adoptions.plans import town_of
from wenming.adoptions.rules import Terms
from wenming.duties.actions import adopt
from wenming.kit.flow import Refused
from wenming.org.models import User
from wenming.proposals.planners import Row, Tell, Told, Unsolvable


class Planner:
    """Units to street segments."""

    title = staticmethod(title)
    address = staticmethod(address)
    sentence = staticmethod(sentence)

    def meant(self, about: str, ask: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked, whole: of a year from its first day on; Refused where it cannot be meant."""
        try:
            first = date(int(about), 1, 1)
            given = Terms(**{"since": first.isoformat(), **ask})
            date.fromisoformat(given.since)
        except (TypeError, ValueError) as no:
            raise Refused("plan_about", about, "2026") from no
        return asdict(given)

    def solve(
        self, ask: Mapping[str, Any], *, effort: int, seed: int, seconds: int, tell: Tell
    ) -> Told:
        """The best allocation, with its proof."""
        return town_of(ask).solve(effort=effort, seed=seed, seconds=seconds, tell=tell)

    def wrong(self, ask: Mapping[str, Any], plan: Mapping[str, Any]) -> list[Row]:
        """What the pairs break by the rows as they are now."""
        try:
            town = town_of(ask)
        except Unsolvable as no:
            return list(no.rows)
        return town.wrong(town.plan(plan))

    def accept(
        self, ask: Mapping[str, Any], plan: Mapping[str, Any], *, by: User | None, at: datetime
    ) -> None:
        """Let the units adopt their segments from the first day of the allocation."""
        pairs = [(unit, site) for unit, site in plan["pairs"]]
        adopt(pairs, since=date.fromisoformat(ask["since"]), by=by, at=at)


PLANNER = Planner()
