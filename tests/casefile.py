"""Cases for tests about them: seen at a visit, filed, and walked to any state by the real verbs."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world import MONDAY, SHANGHAI, World
from wenming.kit.flow import Refused
from wenming.loop.cases.drafts import NOTHING, Given
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, Source, State
from wenming.loop.casework.actions import take
from wenming.loop.inspections.models import Finding, Round, Visit
from wenming.loop.inspections.rules import RoundKind, RoundState
from wenming.loop.intake.actions import open_for
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Verdict
from wenming.org.models import User
from wenming.places.models import Site
from wenming.records.models import Act

LATER = timedelta(minutes=30)
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)


def round_of(world: World, kind: RoundKind = RoundKind.ASSESSMENT) -> Round:
    """The round of a kind that is open for recording."""
    defaults = {
        "kind": kind.value,
        "edition": world.edition,
        "area": world.city,
        "state": RoundState.DRAWN.value,
        "opened": MONDAY,
    }
    return Round.objects.get_or_create(name=f"第1轮{kind.value}", defaults=defaults)[0]


def visit(
    world: World,
    *bad: Item,
    good: tuple[Item, ...] = (),
    site: Site | None = None,
    kind: RoundKind = RoundKind.ASSESSMENT,
    by: User | None = None,
    at: datetime = MONDAY,
) -> Visit:
    """A visit of the first group, or of the one `by` is in, at which these items did not conform."""
    by = by or world.inspector
    number = Visit.objects.count() + 1
    row = Visit.objects.create(
        id=UUID(int=number << 32),
        round=round_of(world, kind),
        site=site or world.sites[0],
        group=by.appointments.get().group,
        by=by,
        started=at - LATER,
        ended=at,
        received=at,
        digest=str(number),
    )
    Finding.objects.bulk_create(
        Finding(
            id=UUID(int=(number << 32) + place),
            visit=row,
            item=item,
            verdict=(Verdict.FAIL if item in bad else Verdict.PASS).value,
            count=3 if item in bad else None,
            note=f"{item.text}：不符合" if item in bad else "",
            mark=0 if item in bad else 10_000,
            hundredths=item.hundredths,
        )
        for place, item in enumerate((*bad, *good), start=1)
    )
    return row


def filed(world: World, item: Item | None = None, **seen: Any) -> Case:
    """A case of its own, filed out of one bad finding; at the first lane unless `site` is given."""
    at = seen.get("at", MONDAY)
    assert isinstance(at, datetime)
    found = visit(world, item or world.litter, **seen)
    return open_for(found, by=found.by, at=at)[0]


# How a case of the first lane, which the street keeps, comes to each state.
WAYS: dict[State, tuple[Move, ...]] = {
    State.FILED: (),
    State.REFUSED: (Move.REFUSE,),
    State.ASSIGNED: (Move.ASSIGN,),
    State.RETURNED: (Move.ASSIGN, Move.RETURN),
    State.TAKEN: (Move.ASSIGN, Move.TAKE),
    State.FIXED: (Move.ASSIGN, Move.TAKE, Move.FIX),
    State.CLOSED: (Move.ASSIGN, Move.TAKE, Move.FIX, Move.CLOSE),
    State.SHELVED: (Move.ASSIGN, Move.SHELVE),
    State.MERGED: (Move.MERGE,),
    State.WITHDRAWN: (Move.ASSIGN, Move.APPEAL, Move.UPHOLD),
}
PLAN = date(2026, 9, 1)


def who(world: World, move: Move) -> User:
    """Somebody who may make a move on a case of the first lane."""
    return {
        Move.TAKE: world.mender,
        Move.RETURN: world.mender,
        Move.FIX: world.mender,
        Move.ASK: world.mender,
        Move.APPEAL: world.mender,
    }.get(move, world.office)


def hand(world: World, case: Case, move: Move) -> Given:
    """What the move needs, all of it right."""
    other = Case.objects.exclude(pk=case.pk).filter(state=State.FILED.value).first()
    seen = case.sightings.first()
    return Given(
        note="写明",
        unit=world.market.pk if move is Move.HAND_OVER else world.street.pk,
        until=(case.due or MONDAY).date() + timedelta(days=30),
        plan=PLAN,
        into=other.pk if other else None,
        finding=seen.finding_id if seen else None,
        verdict=Verdict.FAIL if move is Move.AMEND else None,
        count=1 if move is Move.AMEND else None,
    )


def step(world: World, case: Case, *moves: Move, at: datetime = MONDAY) -> Case:
    """Take these steps, each by somebody who may, half an hour apart; the first half an hour on."""
    for move in moves:
        at += LATER
        case = take(case.pk, move, hand(world, case, move), by=who(world, move), at=at)
    return case


def in_state(world: World, state: State, **seen: Any) -> Case:
    """A case of the first lane in this state."""
    if state is State.SEEN:
        return Case.objects.create(
            number="2026-S",
            state=state.value,
            source=Source.REPORT.value,
            area=world.east,
            problem="群众反映",
            limit="term",
            filed=MONDAY,
            stage_since=MONDAY,
        )
    if state is State.MERGED:
        filed(world, world.signs)
    return step(world, filed(world, **seen), *WAYS[state])


def refused(
    case: Case, move: Move, *, by: User | None, given: Given = NOTHING, **at: datetime
) -> str:
    """The reason why a step is refused; it leaves no trace."""
    before = Case.objects.filter(pk=case.pk).values().get()
    written = Act.objects.count()
    with pytest.raises(Refused) as no:
        take(case.pk, move, given, by=by, at=at.get("at", TUESDAY))
    assert Case.objects.filter(pk=case.pk).values().get() == before
    assert Act.objects.count() == written
    return no.value.reason
