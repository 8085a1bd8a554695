"""Rows as the verbs of signing up want them: what is free, what is unsettled, what is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from wenming.records.actions import Step
from wenming.service.shifts.models import Place, Shift
from wenming.service.shifts.rules import STANDING
from wenming.service.signups.models import Opening, Signup
from wenming.service.signups.rules import AHEAD, SignupState


class Room(NamedTuple):
    """How a shift stands: places not held, whether anybody waits, the last number of the order."""

    free: int
    waits: bool
    last: int


def room_on(opening: Opening, shift: Shift) -> Room:
    """How many places nobody holds and nobody is asked about, and how the waiting list stands."""
    heads = shift.places.standing().count()
    told = opening.signups.aggregate(
        offered=Count("pk", filter=Q(state=SignupState.OFFERED.value)),
        waiting=Count("pk", filter=Q(state=SignupState.WAITING.value)),
        last=Max("order", default=0),
    )
    most = min(opening.places, shift.post.most)
    return Room(most - heads - told["offered"], bool(told["waiting"]), told["last"])


def unsettled(at: datetime) -> Sequence[int]:
    """The shifts on which something is to be done."""
    here = Place.objects.standing().filter(shift=OuterRef("opening__shift"))
    own = here.filter(member=OuterRef("member"))
    rows = Signup.objects.annotate(stands=Exists(own)).filter(opening__shift__end__gt=at - AHEAD)
    begun, waits = Q(opening__shift__start__lte=at), Q(state=SignupState.WAITING.value)
    drifted = Q(state=SignupState.IN.value, stands=False) & ~begun
    offered = Q(state=SignupState.OFFERED.value)
    late = (offered & (Q(until__lte=at) | Q(stands=True))) | (waits & (begun | Q(stands=True)))
    found = set(rows.filter(drifted | late).values_list("opening__shift", flat=True))
    standing = Q(shift__places__state__in=[s.value for s in STANDING])
    asked = Q(signups__state=SignupState.OFFERED.value)
    roomy = Opening.objects.ahead(at).filter(
        Exists(Signup.objects.waiting().filter(opening=OuterRef("pk")))
    )
    roomy = roomy.annotate(
        held=Count("shift__places", filter=standing, distinct=True)
        + Count("signups", filter=asked, distinct=True)
    ).filter(held__lt=F("places"))
    return sorted(found | set(roomy.values_list("shift", flat=True)))


def step_of(
    row: Signup, shift: Shift, move: str, before: str, note: str = "", *, tell: bool = False
) -> Step:
    """What is told of a step of a sign-up; to the one who signed up where he did not take it."""
    persons = [row.member.user_id] if tell and row.member.user_id else []
    facts: dict[str, object] = {"title": str(shift), "member": str(row.member), "order": row.order}
    if row.until:
        facts["until"] = row.until.isoformat()
    return Step("signup", shift.pk, move, before, row.state, note, facts, (), persons)
