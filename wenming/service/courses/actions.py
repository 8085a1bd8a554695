"""The verbs about courses: setting one up with its sessions, changing it, letting it fall out.

Each locks the course (or, for a new one, its station) first. `persons` are the accounts an act is told
to: whoever calls knows who is enrolled, this room does not.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.org.calendar import calendar
from wenming.org.models import User
from wenming.records.actions import Step, note_down
from wenming.service.courses.drafts import CourseDraft, Series
from wenming.service.courses.models import Course, Session
from wenming.service.courses.rules import MOST_SESSIONS, weekly
from wenming.service.stations.actions import book, must_run, release
from wenming.service.stations.drafts import Wanted
from wenming.service.stations.models import Station

By = User | None  # None: the command line on the server itself
Persons = Sequence[int]


@transaction.atomic
def set_up(
    station: int, draft: CourseDraft, series: Series, key: UUID, *, by: By, at: datetime
) -> Course:
    """Set up a course with all its sessions and the bookings of its venue, or nothing of it.

    The same form sent again is the same course. Refused beside `write` and `lay`: "power".
    """
    here = Station.objects.select_for_update(of=("self",)).select_related("area").get(pk=station)
    must_run(here, by)
    if (known := Course.objects.filter(key=key).first()) is not None:
        return known
    row = Course(key=key, station=here)
    write(row, draft)
    lay(row, series, by=by, at=at)
    tell_of(row, "set", by=by, at=at)
    return row


@transaction.atomic
def change(key: int, draft: CourseDraft, *, by: By, at: datetime, persons: Persons = ()) -> Course:
    """Say otherwise what a course is."""
    row = locked(key)
    must_run(row.station, by)
    write(row, draft)
    tell_of(row, "change", persons=persons, by=by, at=at)
    return row


def write(row: Course, draft: CourseDraft) -> None:
    """Save what a draft says of a course; Refused("needs" | "enrol_days")."""
    if not (name := tidy(draft.name)[:60]):
        raise Refused("needs", "name")
    if draft.seats < 1:
        raise Refused("needs", "seats")
    if draft.closes <= draft.opens:
        raise Refused("enrol_days")
    row.kind, row.name, row.seats = draft.kind.value, name, draft.seats
    row.audience, row.teacher = tidy(draft.audience)[:100], tidy(draft.teacher)[:40]
    row.text, row.leader_id = tidy(draft.text)[:800], draft.leader
    row.opens, row.closes = draft.opens, draft.closes
    row.save()


@transaction.atomic
def add_sessions(
    key: int, series: Series, *, by: By, at: datetime, persons: Persons = ()
) -> Course:
    """Let a course meet some times more; all are booked, or none."""
    row = locked(key)
    must_run(row.station, by)
    if row.cancelled is not None:
        raise Refused("course_over", row.name)
    lay(row, series, by=by, at=at)
    tell_of(row, "change", persons=persons, by=by, at=at)
    return row


def lay(row: Course, series: Series, *, by: By, at: datetime) -> None:
    """Write the sessions of a series and book the venue for each; Refused names the day of a clash."""
    if not 1 <= series.times <= MOST_SESSIONS:
        raise Refused("sessions_most", str(MOST_SESSIONS))
    if series.ends <= series.starts:
        raise Refused("ends_first")
    off = frozenset[date]() if series.over_holidays else calendar().holidays
    for day in weekly(series.first, series.times, off.__contains__):
        start, end = moment(day, series.starts), moment(day, series.ends)
        if row.sessions.standing().filter(start__lt=end, end__gt=start).exists():
            raise Refused("session_twice", f"{day:%m-%d}")
        booking = None
        if series.venue is not None:
            wanted = Wanted(series.venue, start, end, row.name, row.seats)
            booking = book(wanted, by=by, at=at)
        Session.objects.create(course=row, start=start, end=end, booking=booking)


def moment(day: date, clock: time) -> datetime:
    """A time of a day of this city."""
    return timezone.make_aware(datetime.combine(day, clock))


@transaction.atomic
def drop_session(
    key: int, note: str = "", *, by: By, at: datetime, persons: Persons = ()
) -> Session:
    """Let one session fall out: its venue is free again; dropped before: nothing happens."""
    course = locked(Session.objects.values_list("course_id", flat=True).get(pk=key))
    must_run(course.station, by)
    row = Session.objects.select_related("booking", "course").get(pk=key)
    if row.dropped is None:
        let_fall(row, by=by, at=at)
        facts = {"title": course.name, "start": row.start.isoformat()}
        note, persons = tidy(note)[:200], list(persons)
        told = Step("course", course.pk, "drop", note=note, facts=facts, persons=persons)
        note_down(told, by=by, at=at)
    return row


def let_fall(row: Session, *, by: By, at: datetime) -> None:
    """Drop a session and free its venue."""
    row.dropped = at
    row.save(update_fields=["dropped"])
    if row.booking is not None:
        release(row.booking, by=by, at=at)


@transaction.atomic
def call_off(key: int, note: str, *, by: By, at: datetime, persons: Persons = ()) -> Course:
    """Call a course off: what still comes falls out; called off before: nothing happens."""
    row = locked(key)
    must_run(row.station, by)
    if not tidy(note):
        raise Refused("needs", "note")
    if row.cancelled is None:
        row.cancelled = at
        row.save(update_fields=["cancelled"])
        for one in row.sessions.standing().filter(end__gt=at).select_related("booking"):
            let_fall(one, by=by, at=at)
        tell_of(row, "call_off", tidy(note)[:200], persons=persons, by=by, at=at)
    return row


def tell_of(
    row: Course, move: str, note: str = "", *, persons: Persons = (), by: By, at: datetime
) -> None:
    """One act about a course."""
    facts = {"title": row.name}
    told = Step("course", row.pk, move, note=note, facts=facts, persons=list(persons))
    note_down(told, by=by, at=at)


def locked(key: int) -> Course:
    """A course, held until the transaction ends."""
    rows = Course.objects.select_for_update(of=("self",)).select_related("station__area")
    return rows.get(pk=key)
