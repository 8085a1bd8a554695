"""The verbs of a matching: change one order of it by hand, and send all to their teams."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.org.models import User
from wenming.proposals import actions as proposals
from wenming.proposals.models import Proposal
from wenming.service.matching.plans import orders_of
from wenming.service.orders.actions import take
from wenming.service.orders.drafts import Given
from wenming.service.orders.rules import Move
from wenming.service.volunteers.rules import Part


@transaction.atomic
def dispatch(rows: Iterable[Sequence[Any]], *, by: User | None, at: datetime) -> None:
    """Send every order of a plan to its team, its venue booked; all or none."""
    for order, team, day, part, venue in sorted(map(list, rows)):
        given = Given(team, date.fromisoformat(day), Part(part), venue or None)
        take(order, Move.SEND, given, by=by, at=at)


def change_plan(
    row: Proposal, order: int, given: Given, *, seen: int, note: str, by: User | None, at: datetime
) -> Proposal:
    """Match one order otherwise, or hold it back where no team is given; what it breaks the page says."""
    found = orders_of(row.ask)
    matches = [match for match in row.plan["matches"] if match[0] != order]
    left = {int(key): str(why) for key, why in row.plan["left"] if key != order}
    if given.team and given.day and given.part:
        day, part = given.day.isoformat(), given.part.value
        matches.append([order, given.team, day, part, given.venue or 0])
    told = found.told(found.plan(matches), left)
    told.plan["matches"] = sorted(matches)
    told.figures["bound"] = row.figures.get("bound")
    return proposals.change(row.pk, told, seen=seen, note=note, by=by, at=at)
