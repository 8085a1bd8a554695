"""The verbs about hours: recorded by one, confirmed by another, put right only by a reversal."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.records.actions import Step, note_all, note_down
from wenming.records.models import Act
from wenming.service.ledgers.drafts import ServiceDraft
from wenming.service.ledgers.models import Confirmation, Level, Stint, Total, month_of
from wenming.service.ledgers.rules import DAY_MINUTES, Source, served
from wenming.service.members.actions import rosters
from wenming.service.shifts.models import Place
from wenming.service.shifts.rules import PlaceState
from wenming.service.volunteers.models import Belonging, Volunteer

By = User | None  # None: the command line on the server itself, and the clock
BATCH = 500
LATEST = timedelta(days=400)  # how long after a shift it may still be put down who came
BEGIN = (
    "INSERT INTO ledgers_total (volunteer_id, unit_id, month, minutes, confirmed)"
    " VALUES (%s, %s, %s, 0, 0) ON CONFLICT (volunteer_id, month, unit_id) DO NOTHING"
)
TALLY = (
    "INSERT INTO ledgers_tally (unit_id, month, minutes, confirmed, heads)"
    " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (month, unit_id) DO UPDATE SET"
    " minutes = ledgers_tally.minutes + excluded.minutes,"
    " confirmed = ledgers_tally.confirmed + excluded.confirmed,"
    " heads = ledgers_tally.heads + excluded.heads"
)


@transaction.atomic
def record(draft: ServiceDraft, *, by: By, at: datetime) -> Stint:
    """Put down that somebody served, by who rosters the unit; sent twice it is one line."""
    who = Volunteer.objects.known().select_for_update(of=("self",)).get(pk=draft.volunteer)
    must(draft.unit, who, by)
    if (here := Stint.objects.filter(source=Source.HAND.value, key=draft.key).first()) is not None:
        return here
    if not (what := tidy(draft.what)[:100]):
        raise Refused("needs", "what")
    if not 0 < draft.minutes <= DAY_MINUTES:
        raise Refused("minutes_of_a_day")
    if draft.day > localdate(at):
        raise Refused("not_served_yet")
    row = Stint(volunteer=who, unit_id=draft.unit, day=draft.day, minutes=draft.minutes)
    row.what, row.source, row.key = what, Source.HAND.value, draft.key
    return write([row], by=by, at=at)[0]


def write(rows: Sequence[Stint], *, by: By, at: datetime) -> list[Stint]:
    """Add lines to the ledger and to the totals of their months."""
    for row in rows:
        row.recorded = at
        row.recorder = row.recorder or by
    made = Stint.objects.bulk_create(rows, batch_size=BATCH)
    for row in made:
        add_up(row.volunteer_id, row.unit_id, row.day, row.minutes, 0)
    steps = [step_of(row, "reverse" if row.reverses_id else "record") for row in made]
    note_all(steps, by=by, at=at)
    return made


def add_up(volunteer: int, unit: int, day: date, minutes: int, confirmed: int) -> None:
    """Let a line, or its confirmation, count in the totals of its month."""
    month = month_of(day).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [volunteer, unit, month])
        cursor.execute(TALLY, [unit, month, minutes, confirmed, int(cursor.rowcount == 1)])
    Total.objects.filter(volunteer=volunteer, unit=unit, month=month).update(
        minutes=F("minutes") + minutes, confirmed=F("confirmed") + confirmed
    )


@transaction.atomic
def confirm(keys: Iterable[int], *, by: User, at: datetime) -> int:
    """Confirm lines that another recorded, and that are not one's own; how many were not before."""
    rows = Stint.objects.filter(pk__in=set(keys)).select_related("volunteer").order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    done = set(Confirmation.objects.filter(service__in=found).values_list("service", flat=True))
    gone = set(Stint.objects.filter(reverses__in=found).values_list("reverses", flat=True))
    new = [row for row in found if row.pk not in done | gone and row.reverses_id is None]
    for row in new:
        must(row.unit_id, row.volunteer, by)
        if row.recorder_id == by.pk:
            raise Refused("own_record")
    Confirmation.objects.bulk_create([Confirmation(service=row, by=by, at=at) for row in new])
    for row in new:
        add_up(row.volunteer_id, row.unit_id, row.day, 0, row.minutes)
    note_all([step_of(row, "confirm") for row in new], by=by, at=at)
    return len(new)


@transaction.atomic
def reverse(key: int, reason: str, *, by: By, at: datetime) -> Stint:
    """Take a line back by another that says why; reversed before, that one is given again."""
    row = Stint.objects.select_for_update(of=("self",)).select_related("volunteer").get(pk=key)
    must(row.unit_id, row.volunteer, by)
    if (before := Stint.objects.filter(reverses=row).first()) is not None:
        return before
    if row.reverses_id is not None:
        raise Refused("reversal_stands")
    if not (reason := tidy(reason)[:200]):
        raise Refused("needs", "reason")
    back = Stint(volunteer=row.volunteer, unit_id=row.unit_id, day=row.day)
    back.minutes, back.what, back.reverses, back.reason = -row.minutes, row.what, row, reason
    back.source, back.key = Source.REVERSAL.value, str(row.pk)
    if Confirmation.objects.filter(service=row).exists():
        add_up(row.volunteer_id, row.unit_id, row.day, 0, -row.minutes)
    return write([back], by=by, at=at)[0]


@transaction.atomic
def take_in_places(*, at: datetime, most: int = 2000) -> int:
    """Let everybody who stood on a shift that is over have his line; each place once. How many.

    A place found afterwards not to have been stood is reversed.
    """
    lines = Stint.objects.filter(source=Source.PLACE.value)
    line_of = lines.filter(key=Cast(OuterRef("pk"), CharField()))
    ended = Place.objects.filter(end__lte=at, shift__day__gte=localdate(at) - LATEST)
    came = ended.filter(state=PlaceState.CAME.value, member__belonging__isnull=False)
    rows = came.exclude(Exists(line_of)).select_related("shift__post__site", "member__belonging")
    fresh = list(rows.order_by("pk")[:most])
    by_shift = recorders({place.shift_id for place in fresh})
    write([line(place, by_shift) for place in fresh], by=None, at=at)
    wrong = ended.filter(Exists(line_of.filter(reversal=None)), state=PlaceState.ABSENT.value)
    keys = [str(pk) for pk in wrong.values_list("pk", flat=True)]
    for row in lines.filter(key__in=keys, reversal=None):
        reverse(row.pk, "考勤更正为未到", by=None, at=at)
    return len(fresh)


def recorders(shifts: Iterable[int]) -> dict[str, int]:
    """By shift, who last put down who came."""
    acts = Act.objects.filter(kind="shift", key__in=[str(pk) for pk in shifts])
    acts = acts.filter(move__in=("mark", "come"), by__isnull=False).order_by("id")
    return dict(acts.values_list("key", "by"))


def line(place: Place, by_shift: dict[str, int]) -> Stint:
    """The line of a place that was stood."""
    tie: Belonging = place.member.belonging
    post = place.shift.post
    return Stint(
        volunteer_id=tie.volunteer_id,
        unit_id=post.unit_id,
        day=place.shift.day,
        minutes=min(DAY_MINUTES, served(place.start, place.end)),
        what=str(post)[:100],
        source=Source.PLACE.value,
        key=str(place.pk),
        recorder_id=by_shift.get(str(place.shift_id)),
    )


@transaction.atomic
def set_levels(hours: Sequence[int], *, by: By, at: datetime) -> None:
    """Put down anew how many hours one star takes, two, and so on; they must rise."""
    if by is not None and "grant" not in by.any_powers:
        raise Refused("power", "grant")
    if not hours or any(b <= a for a, b in zip((0, *hours), hours, strict=False)):
        raise Refused("levels_rise")
    Level.objects.all().delete()
    Level.objects.bulk_create(Level(stars=n, hours=h) for n, h in enumerate(hours, start=1))
    note_down(Step("levels", "city", "set", facts={"hours": list(hours)}), by=by, at=at)


def must(unit: int, who: Volunteer, by: By) -> None:
    """Refuse who does not roster the unit's people, and everybody about his own hours."""
    if by is not None and who.user_id == by.pk:
        raise Refused("own_hours")
    if not rosters(unit, by):
        raise Refused("power", "roster")


def step_of(row: Stint, move: str) -> Step:
    """What is told of a line, by the volunteer's number."""
    who = row.volunteer
    told = {"title": who.number, "minutes": row.minutes, "day": row.day.isoformat()}
    persons = [who.user_id] if who.user_id else []
    return Step("service", row.pk, move, note=row.reason, facts=told, persons=persons)
