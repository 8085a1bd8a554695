"""The verbs about trainings: setting them up, taking seats, putting down what came of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.records.actions import Step, note_all, note_down
from wenming.service.members import actions as members
from wenming.service.members.models import Holding, Qualification
from wenming.service.trainings.drafts import SessionDraft, TrainingDraft
from wenming.service.trainings.models import Expiry, Lesson, Seat, Training
from wenming.service.trainings.rules import (
    SEAT_ARROWS,
    TAKING,
    WARN_DAYS,
    SeatMove,
    SeatState,
    until,
)
from wenming.service.volunteers.models import Volunteer

By = User | None  # None: the command line on the server itself, and the clock


@transaction.atomic
def set_training(draft: TrainingDraft, *, by: By, at: datetime) -> Training:
    """Put down a training of a unit; the same name again is the same training, as it now is."""
    members.may_roster(draft.unit, by)
    name, grants = tidy(draft.name)[:60], tidy(draft.qualification)[:40]
    if lacking := [n for n, said in (("name", name), ("qualification", grants)) if not said]:
        raise Refused("needs", *lacking)
    values: dict[str, Any] = {"giver": tidy(draft.giver)[:60], "months": draft.months}
    values["qualification"] = Qualification.objects.get_or_create(name=grants)[0]
    row = Training.objects.update_or_create(unit_id=draft.unit, name=name, defaults=values)[0]
    note_down(Step("training", row.pk, "set", facts={"title": name}), by=by, at=at)
    return row


@transaction.atomic
def set_session(draft: SessionDraft, *, by: By, at: datetime) -> Lesson:
    """Say when and where a training is given; the same hour of a training again is the same session."""
    training = Training.objects.select_for_update(of=("self",)).get(pk=draft.training)
    members.may_roster(training.unit_id, by)
    if draft.ends <= draft.starts:
        raise Refused("ends_first")
    values = {"ends": draft.ends, "place": tidy(draft.place)[:80], "seats": draft.seats}
    when: dict[str, Any] = {"training": training, "day": draft.day, "starts": draft.starts}
    row = Lesson.objects.update_or_create(**when, defaults=values)[0]
    facts = {"title": str(row)}
    note_down(Step("session", row.pk, "set", facts=facts, units=[training.unit_id]), by=by, at=at)
    return row


@transaction.atomic
def book(key: int, people: Iterable[int], *, by: By, at: datetime) -> list[Seat]:
    """Give volunteers seats at a session, all of them or none; who has one keeps it.

    One's own seat anybody takes until it begins; who rosters the people books for them.
    """
    session = locked(key)
    if at >= begins(session) and not leads(session, by):
        raise Refused("session_over")
    rows = list(Volunteer.objects.known().filter(pk__in=set(people)).order_by("pk"))
    here = {seat.volunteer_id: seat for seat in session.seats_taken.filter(volunteer__in=rows)}
    made = []
    for row in rows:
        may_book(session, row, by)
        seat = here.get(row.pk) or Seat(session=session, volunteer=row)
        if seat.state in TAKING:
            continue
        seat.state = SeatState.BOOKED.value
        made.append(seat)
    taken = session.seats_taken.filter(state__in=[s.value for s in TAKING]).count()
    if taken + len(made) > session.seats:
        raise Refused("session_full", str(session.seats))
    for seat in made:
        seat.save()
    note_all([step_of(session, seat, "book") for seat in made], by=by, at=at)
    return list(session.seats_taken.filter(volunteer__in=rows))


@transaction.atomic
def take(key: int, move: SeatMove, *, by: By, at: datetime) -> Seat:
    """Take one step with a seat; who passes holds the qualification from that day on, in all his teams."""
    session = locked(Seat.objects.values_list("session", flat=True).get(pk=key))
    row = Seat.objects.select_for_update(of=("self",)).select_related("volunteer").get(pk=key)
    if move is SeatMove.BOOK_AGAIN:
        return book(session.pk, [row.volunteer_id], by=by, at=at)[0]
    if row.state == SEAT_ARROWS[move].target:
        return row
    if move is not SeatMove.GIVE_UP and at < begins(session):
        raise Refused("session_ahead")
    before = SeatState(row.state)
    row.state = after(SEAT_ARROWS, before, move, powers=powers_over(row, by), given=set()).value
    row.save(update_fields=["state"])
    if move is SeatMove.QUALIFY:
        qualify(session, row.volunteer, by=by, at=at)
    note_down(step_of(session, row, move.value), by=by, at=at)
    return row


@transaction.atomic
def mark(key: int, moves: Mapping[int, SeatMove], *, by: By, at: datetime) -> int:
    """Put down what came of a session for many seats at once; how many changed."""
    session = locked(key)
    changed = 0
    for seat in session.seats_taken.filter(pk__in=moves).order_by("pk"):
        changed += take(seat.pk, moves[seat.pk], by=by, at=at).state != seat.state
    return changed


def qualify(session: Lesson, row: Volunteer, *, by: By, at: datetime) -> None:
    """Let somebody who passed hold the qualification as a member of each of his teams."""
    training = session.training
    keys = list(row.belongings.values_list("member", flat=True))
    span: dict[str, Any] = {"since": session.day, "until": until(session.day, training.months)}
    held = Holding.objects.filter(member__in=keys, qualification=training.qualification)
    later = held.filter(since__gt=session.day).values_list("member", flat=True)
    keys = [key for key in keys if key not in set(later)]
    members.grant(keys, training.qualification.name, **span, vouched=True, by=by, at=at)


@transaction.atomic
def warn(*, at: datetime) -> int:
    """Tell those whose qualification runs out within thirty days, and who rosters them; each end once."""
    today = localdate(at)
    ends = {"until__gte": today, "until__lte": today + timedelta(days=WARN_DAYS)}
    rows = Holding.objects.filter(**ends, member__left=None).exclude(
        pk__in=Expiry.objects.filter(until__gte=today).values("holding")
    )
    found = list(rows.select_related("member", "qualification").order_by("pk"))
    Expiry.objects.bulk_create(Expiry(holding=one, until=one.until) for one in found if one.until)
    steps = [
        Step(
            "member",
            one.member_id,
            "run_out",
            facts={"name": one.qualification.name, "until": str(one.until)},
            units=[one.member.unit_id],
            persons=[one.member.user_id] if one.member.user_id else [],
        )
        for one in found
    ]
    note_all(steps, by=None, at=at)
    return len(found)


@transaction.atomic
def give_up(row: Volunteer, *, at: datetime) -> None:
    """Give up the seats somebody has ahead: he had himself forgotten."""
    for seat in Seat.objects.filter(volunteer=row, state=SeatState.BOOKED.value):
        seat.state = SeatState.GIVEN_UP.value
        seat.save(update_fields=["state"])
        note_down(step_of(seat.session, seat, SeatMove.GIVE_UP.value), by=None, at=at)


def locked(key: int) -> Lesson:
    """A session, locked: whoever takes the last seat does so alone."""
    rows = Lesson.objects.select_for_update(of=("self",))
    return rows.select_related("training__qualification", "training__unit").get(pk=key)


def begins(session: Lesson) -> datetime:
    """When a session begins."""
    zone = timezone.get_current_timezone()
    return datetime.combine(session.day, session.starts, zone)


def leads(session: Lesson, by: By) -> bool:
    """Whether somebody rosters the people of the unit whose training it is."""
    return members.rosters(session.training.unit_id, by)


def may_book(session: Lesson, row: Volunteer, by: By) -> None:
    """Refuse who books for somebody that is neither himself nor one he rosters."""
    own = by is not None and row.user_id == by.pk
    if own or leads(session, by):
        return
    units = row.belongings.values_list("member__unit", flat=True)
    if not any(members.rosters(unit, by) for unit in units):
        raise Refused("power", "roster")


def powers_over(row: Seat, by: By) -> frozenset[str]:
    """What a person may do with a seat; nobody puts down what came of his own."""
    own = by is not None and row.volunteer.user_id == by.pk
    held = frozenset({"stand"}) if own else frozenset()
    return held | {"roster", "stand"} if leads(row.session, by) and not own else held


def step_of(session: Lesson, seat: Seat, move: str) -> Step:
    """What is told of a seat, by the volunteer's number."""
    user = seat.volunteer.user_id
    told = {"title": str(session), "number": seat.volunteer.number}
    persons = [user] if user else []
    return Step("session", session.pk, move, facts=told, persons=persons)
