"""The verbs about rosters: let exactly those stand whom a plan names, change one by hand."""

from collections.abc import Collection, Iterable, Mapping, Set
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from wenming.kit.flow import Refused
from wenming.proposals import actions as proposals
from wenming.proposals.models import Proposal
from wenming.records.actions import Step, note_down
from wenming.service.members.models import Member
from wenming.service.rosters.ground import Ground
from wenming.service.rosters.plans import month_of
from wenming.service.shifts.actions import By, must
from wenming.service.shifts.models import Place, Shift
from wenming.service.shifts.plans import place_of
from wenming.service.shifts.rules import STANDING, PlaceState


class Seated(NamedTuple):
    """How many were put on, and how many taken off."""

    on: int
    off: int


@transaction.atomic
def seat(wanted: Mapping[int, Set[int]], title: str, *, by: By, at: datetime) -> Seated:
    """Let exactly these members stand on these shifts: the rest that is only agreed is taken off."""
    shifts = {s.pk: s for s in locked_all(wanted)}
    for post in {s.post_id: s.post for s in shifts.values()}.values():
        must(post, by)
    members = Member.objects.filter(pk__in=set().union(*wanted.values()))
    users = dict(members.order_by("pk").select_for_update().values_list("pk", "user_id"))
    on, off, back = list[Place](), list[Place](), list[Place]()
    left = {(key, member) for key, some in wanted.items() for member in some}
    for row in Place.objects.filter(shift__in=shifts).select_related("member").order_by("pk"):
        pair = (row.shift_id, row.member_id)
        if pair not in left and row.state == PlaceState.AGREED:
            row.state = PlaceState.TAKEN_OFF.value
            off.append(row)
        elif pair in left and row.state not in STANDING:
            row.state = PlaceState.AGREED.value
            back.append(row)
        left.discard(pair)
    on = [Place(**place_of(shifts[key], member)) for key, member in sorted(left)]
    Place.objects.bulk_update(off, ["state"], batch_size=200)
    Place.objects.bulk_update(back, ["state"], batch_size=200)
    Place.objects.bulk_create(on, batch_size=500)
    for shift in Shift.objects.filter(pk__in=shifts).with_heads().select_related("post"):
        if shift.heads > shift.post.most:
            raise Refused("heads_full", str(shift.post.most))
    moved = [*on, *off, *back]
    if moved:
        persons = {user for p in moved if (user := users.get(p.member_id))}
        units = {s.post.unit_id for s in shifts.values()}
        facts = {"title": title, "on": len(on) + len(back), "off": len(off)}
        step = Step(
            "shifts", title, "seat", facts=facts, units=sorted(units), persons=sorted(persons)
        )
        note_down(step, by=by, at=at)
    return Seated(len(on) + len(back), len(off))


def locked_all(keys: Collection[int]) -> list[Shift]:
    """Shifts, locked one after another in one order."""
    rows = Shift.objects.filter(pk__in=keys).select_related("post__site__area")
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def seat_plan(ground: Ground, seats: Iterable[tuple[int, int]], *, by: By, at: datetime) -> Seated:
    """Let those stand whom a plan names, and whoever stood there beside it."""
    wanted: dict[int, set[int]] = {}
    for shift in ground.shifts:
        if shift.day >= ground.days[0] + timedelta(days=ground.since):
            wanted[shift.pk] = set(ground.others[shift.pk])
    for shift_key, member in seats:
        if shift_key in wanted:
            wanted[shift_key].add(member)
    return seat(wanted, ground.terms.month, by=by, at=at)


class Change(NamedTuple):
    """On one day, another shift; None: off."""

    day: date
    shift: Shift | None


def change_plan(
    proposal: Proposal, member: Member, change: Change, *, seen: int, by: By, at: datetime
) -> Proposal:
    """Put a member on another shift of a day in a proposal, or on none; what it breaks the page says."""
    found, (day, shift) = month_of(proposal.ask), change
    of_day = {one.pk for one in found.ground.shifts if one.day == day}
    seats = [[s, m] for s, m in proposal.plan["seats"] if m != member.pk or s not in of_day]
    seats += [[shift.pk, member.pk]] if shift else []
    told = found.told(found.plan(seats), seats)
    kept = told._replace(plan=told.plan | {"clashes": proposal.plan.get("clashes", [])})
    note = f"{member} {day:%m-%d} → {f'{shift.post.site} {shift.word}' if shift else '—'}"
    return proposals.change(proposal.pk, kept, seen=seen, note=note, by=by, at=at)
