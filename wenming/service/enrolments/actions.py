"""The verbs about enrolments: asking for a seat, giving it up, moving up the queue; who came.

Every verb that touches seats locks the course first, so the last seat is given once and those who wait
move up in their order. No act holds a name or a telephone: these are blanked when the course is over.
"""

from collections.abc import Mapping, Set
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from wenming.kit.flow import Refused, after
from wenming.kit.words import key as same
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.records.actions import Step, count_up, note_down
from wenming.service.courses import actions as courses
from wenming.service.courses.actions import locked
from wenming.service.courses.drafts import CourseDraft, Series
from wenming.service.courses.models import Course, Session
from wenming.service.enrolments.drafts import EnrolmentDraft
from wenming.service.enrolments.models import OUT_VALUES, Attendance, Enrolment
from wenming.service.enrolments.rules import (
    ARROWS,
    KEEP,
    OUT,
    Move,
    Presence,
    State,
    confirm_by,
    telephone,
)
from wenming.service.stations.actions import must_run
from wenming.service.stations.actions import powers_over as powers_at

By = User | None  # None: the command line, or a visitor without an account
QUEUE = frozenset({"queue"})
OWN = frozenset({"enrolled"})


@transaction.atomic
def enrol(draft: EnrolmentDraft, *, by: By, at: datetime) -> Enrolment:
    """Enrol somebody: a seat where one is free, else the end of the queue.

    The same form again, and the same telephone under the same name, is the same enrolment with the
    same answer; one that was given up stands in the queue again. Refused: "phone", "phone_taken"
    (under another name, and not at the desk), "enrol_closed", "course_over", "needs".
    """
    course = locked(draft.course)
    if draft.desk:
        must_run(course.station, by)
    if (here := Enrolment.objects.filter(key=draft.key).first()) is not None:
        return here
    if not (name := tidy(draft.name)[:40]):
        raise Refused("needs", "person")
    phone = telephone(draft.phone) if draft.phone.strip() or not draft.desk else ""
    row = known(course, name, phone, desk=draft.desk)
    if row is not None and State(row.state) not in OUT:
        return row
    must_be_open(course, desk=draft.desk, at=at)
    if row is not None:
        row.key = draft.key
        step(row, Move.AGAIN, OWN, by=by, at=at)
    else:
        row = begin(course, draft, name, phone, by=by, at=at)
    return seat_if_free(row, by=by, at=at)


def known(course: Course, name: str, phone: str, *, desk: bool) -> Enrolment | None:
    """The enrolment of this telephone under this name, if there is one."""
    rows = list(course.enrolments.filter(phone=phone)) if phone else []
    for row in rows:
        if same(row.name) == same(name):
            row.course = course
            return row
    if rows and not desk:
        raise Refused("phone_taken", course.station.phone or course.station.name)
    return None


def begin(
    course: Course, draft: EnrolmentDraft, name: str, phone: str, *, by: By, at: datetime
) -> Enrolment:
    """Write a new enrolment at the end of the queue."""
    year = localdate(at).year
    row = Enrolment.objects.create(
        key=draft.key,
        number=f"{year % 100:02}{count_up(f'enrolments-{year}'):05}",
        course=course,
        state=State.WAITING.value,
        name=name,
        phone=phone,
        person=by if draft.own else None,
        at=at,
        turn=last_turn(course) + 1,
    )
    told(row, "enrol", "", by=by, at=at)
    return row


def last_turn(course: Course) -> int:
    """The last place given in the order of asking."""
    return course.enrolments.aggregate(last=Max("turn"))["last"] or 0


def seat_if_free(row: Enrolment, *, by: By, at: datetime) -> Enrolment:
    """Give who has just asked a seat, if one is free and nobody waits before."""
    free = row.course.enrolments.holding().count() < row.course.seats
    if free and not row.course.enrolments.queue().filter(turn__lt=row.turn).exists():
        step(row, Move.SEAT, QUEUE, by=by, at=at)
    return row


def must_be_open(course: Course, *, desk: bool, at: datetime) -> None:
    """Refuse a course that is over or called off, and, but for the station, one not open now."""
    if not still_meets(course, at):
        raise Refused("course_over", course.name)
    if not desk and not course.opens <= at <= course.closes:
        raise Refused("enrol_closed", course.name)


def still_meets(course: Course, at: datetime) -> bool:
    """Whether anything of a course is still to come."""
    coming = course.sessions.standing().filter(end__gt=at)
    return course.cancelled is None and coming.exists()


def powers_over(row: Enrolment, by: By, *, slip: bool = False) -> frozenset[str]:
    """What a person may do to an enrolment; `slip`: whoever shows its secret code."""
    runs = "dispatch" in powers_at(row.course.station, by) and not slip
    own = by is not None and row.person_id == by.pk
    return OWN if slip or runs or own else frozenset()


@transaction.atomic
def take(key: int, move: Move, *, by: By, at: datetime, slip: bool = False) -> Enrolment:
    """Take one step on an enrolment; a seat that goes free is offered to the first who waits."""
    course = locked(Enrolment.objects.values_list("course_id", flat=True).get(pk=key))
    row = Enrolment.objects.get(pk=key)
    row.course = course
    powers = powers_over(row, by, slip=slip)
    if move is Move.AGAIN and powers:
        desk = not slip and "dispatch" in powers_at(course.station, by)
        must_be_open(course, desk=desk, at=at)
    step(row, move, powers, by=by, at=at)
    if move is Move.AGAIN:
        seat_if_free(row, by=by, at=at)
    promote(course, at=at)
    return row


def step(row: Enrolment, move: Move, powers: Set[str], *, by: By, at: datetime) -> None:
    """One arrow of the table, saved and noted down. Call it with the course locked."""
    before = State(row.state)
    row.state = after(ARROWS, before, move, powers=powers, given=frozenset()).value
    row.until = None
    if move is Move.OFFER:
        coming = row.course.sessions.standing().filter(start__gt=at).first()
        row.until = confirm_by(at, coming.start if coming else None)
    if move is Move.AGAIN:
        row.turn, row.at = last_turn(row.course) + 1, at
    row.save(update_fields=["state", "until", "turn", "at", "key"])
    told(row, move.value, before.value, by=by, at=at)


def told(row: Enrolment, move: str, before: str, *, by: By, at: datetime) -> None:
    """One act about an enrolment; of a seat that is offered the station hears, to ring up."""
    units = [row.course.station.unit_id] if move == Move.OFFER.value else []
    persons = [row.person_id] if row.person_id else []
    facts = {"title": row.course.name, "number": row.number}
    act = Step("enrolment", row.pk, move, before, row.state, "", facts, units, persons)
    note_down(act, by=by, at=at)


def promote(course: Course, *, at: datetime) -> None:
    """Offer free seats to those who wait, in their order. Call it with the course locked."""
    free = course.seats - course.enrolments.holding().count()
    if free <= 0 or not still_meets(course, at):
        return
    for row in list(course.enrolments.queue()[:free]):
        row.course = course
        step(row, Move.OFFER, QUEUE, by=None, at=at)


def lapse(*, at: datetime) -> int:
    """Pass on seats that were offered and not confirmed in time; how many."""
    done = 0
    late = Enrolment.objects.late(at).order_by("course_id")
    for key in list(late.values_list("course_id", flat=True).distinct()):
        with transaction.atomic():
            course = locked(key)
            for row in course.enrolments.late(at):
                row.course = course
                step(row, Move.LAPSE, QUEUE, by=None, at=at)
                done += 1
            promote(course, at=at)
    return done


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Blank the names and telephones of courses that are long over; how many there were."""
    gone = Course.objects.over_since(at - KEEP).values("pk")
    rows = Enrolment.objects.filter(course__in=gone).exclude(name="", phone="", person=None)
    return rows.update(name="", phone="", person=None)


# What the station does to a course in which people are


@transaction.atomic
def change(key: int, draft: CourseDraft, *, by: By, at: datetime) -> Course:
    """Say otherwise what a course is; seats that are added go to those who wait."""
    course = locked(key)
    must_run(course.station, by)
    if draft.seats < (held := course.enrolments.holding().count()):
        raise Refused("seats_held", str(held))
    course = courses.change(key, draft, by=by, at=at, persons=accounts(course))
    promote(course, at=at)
    return course


def add_sessions(key: int, series: Series, *, by: By, at: datetime) -> Course:
    """Let a course meet some times more, and tell who is in it."""
    persons = accounts(Course.objects.get(pk=key))
    return courses.add_sessions(key, series, by=by, at=at, persons=persons)


def drop_session(key: int, note: str, *, by: By, at: datetime) -> Session:
    """Let one session fall out, and tell who is in the course."""
    persons = accounts(Course.objects.get(sessions=key))
    return courses.drop_session(key, note, by=by, at=at, persons=persons)


def call_off(key: int, note: str, *, by: By, at: datetime) -> Course:
    """Call a course off, and tell who is in it."""
    persons = accounts(Course.objects.get(pk=key))
    return courses.call_off(key, note, by=by, at=at, persons=persons)


def accounts(course: Course) -> list[int]:
    """The accounts of those who are in, offered a seat, or wait."""
    rows = course.enrolments.exclude(state__in=OUT_VALUES).exclude(person=None)
    return list(rows.values_list("person_id", flat=True))


# Who came


@transaction.atomic
def mark(key: int, came: Mapping[int, Presence], *, by: By, at: datetime) -> Session:
    """Keep the list of one session, by the teacher or the station; whom it does not name stays unsaid."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("course__station__area")
    row = rows.get(pk=key)
    may_teach(row.course, by)
    if row.dropped is not None or row.start > at:
        raise Refused("session_not_held")
    inside = row.course.enrolments.filter(pk__in=came).values_list("pk", flat=True)
    kept = {one: came[one].value for one in inside}
    if kept != dict(row.attendances.values_list("enrolment_id", "presence")):
        row.attendances.all().delete()
        Attendance.objects.bulk_create(
            Attendance(session=row, enrolment_id=one, presence=said) for one, said in kept.items()
        )
        there = sum(said == Presence.CAME.value for said in kept.values())
        facts = {"title": row.course.name, "start": row.start.isoformat(), "came": there}
        note_down(Step("course", row.course_id, "mark", facts=facts), by=by, at=at)
    return row


def may_teach(course: Course, by: By) -> None:
    """Refuse who neither leads the course nor runs its station."""
    if by is None or course.leader_id != by.pk:
        must_run(course.station, by)
