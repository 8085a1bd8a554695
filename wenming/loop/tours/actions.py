"""The verbs of tours: set what a plan says, change a plan by hand, set the hours of a kind of site."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Round
from wenming.loop.tours.drafts import Walk
from wenming.loop.tours.models import Hours, Leg, Tour
from wenming.loop.tours.rows import week_of
from wenming.org.actions import may
from wenming.org.models import User
from wenming.places.models import SiteKind
from wenming.proposals import actions as proposals
from wenming.proposals.models import Proposal
from wenming.records.actions import Step, note_down


@transaction.atomic
def set_tours(
    round_: int, days: Sequence[str], walks: Sequence[Walk], *, by: User | None, at: datetime
) -> None:
    """Put these tours in the place of those of the same days, and of the same stops on later ones."""
    may(by, "round")
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_)
    stops = [timed.stop.pk for walk in walks for timed in walk.stops]
    Tour.objects.filter(round=row, day__in=[date.fromisoformat(day) for day in days]).delete()
    Leg.objects.filter(stop__in=stops).delete()
    tours = Tour.objects.bulk_create(
        Tour(round=row, user=w.user, day=date.fromisoformat(w.day), metres=w.metres) for w in walks
    )
    Leg.objects.bulk_create(
        Leg(tour=tour, stop=timed.stop, order=n, begins=timed.begins)
        for tour, walk in zip(tours, walks, strict=True)
        for n, timed in enumerate(walk.stops, 1)
    )
    facts = {"days": list(days), "tours": len(tours), "stops": len(stops)}
    people = [walk.user.pk for walk in walks]
    note_down(Step("round", row.pk, "tour", facts=facts, persons=people), by=by, at=at)


class Change(NamedTuple):
    """A stop goes to an inspector on a day, as his so-manieth; to nobody: it is left out."""

    stop: int
    user: int | None
    day: str = ""
    order: int = 1


def changed(tours: Sequence[Sequence[Any]], change: Change) -> list[list[Any]]:
    """The tours of a plan after a change."""
    kept = [[day, user, [s for s in stops if s != change.stop]] for day, user, stops in tours]
    if change.user is not None:
        mine = [one for one in kept if one[:2] == [change.day, change.user]]
        tour: list[Any] = mine[0] if mine else [change.day, change.user, []]
        tour[2].insert(max(0, change.order - 1), change.stop)
        kept += [] if mine else [tour]
    return sorted(one for one in kept if one[2])


def change_plan(
    proposal: Proposal, change: Change, *, seen: int, note: str, by: User | None, at: datetime
) -> Proposal:
    """Change a proposal by hand; what it breaks the page then says, and acceptance refuses."""
    week = week_of(proposal.ask)
    plan: Mapping[str, Any] = {"tours": changed(proposal.plan["tours"], change)}
    return proposals.change(
        proposal.pk, week.told(week.days_of(plan)), seen=seen, note=note, by=by, at=at
    )


@transaction.atomic
def set_hours(
    kind: SiteKind,
    hours: tuple[int, int] | None,
    *,
    weight: int = 1,
    by: User | None,
    at: datetime,
) -> None:
    """Say when a kind of site is to be visited, in minutes after midnight (None: all day), and its weight."""
    may(by, "round")
    if hours is None and weight == 1:
        Hours.objects.filter(kind=kind).delete()
    else:
        first, last = hours or (0, 1440)
        if not 0 <= first <= last <= 1440:
            raise Refused("ends_first")
        new = {"first": first, "last": last, "weight": max(1, min(9, weight))}
        Hours.objects.update_or_create(kind=kind, defaults=new)
    facts = {"kind": kind.pk, "hours": list(hours or ()), "weight": weight}
    note_down(Step("hours", kind.pk, "hours", facts=facts), by=by, at=at)
