"""Rows as the rules want them: what a place on a shift would break, for whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from wenming.records.actions import Step
from wenming.service.members.models import Holding, Member, Wish
from wenming.service.members.rules import WishKind, lacking
from wenming.service.shifts.models import Place, Post, Shift
from wenming.service.shifts.rules import Broken, Duty, PlaceState, Span, broken, following

AROUND = timedelta(days=31)  # how far a row of days is looked for beyond the month


def shift_of(post: Post, day: date, span: Span) -> Shift:
    """The shift of a post on a day; its times are the city's."""
    midnight = datetime.combine(day, time(), timezone.get_current_timezone())
    start, end = (midnight + timedelta(minutes=m) for m in (span.start, span.end))
    return Shift(post=post, day=day, word=span.word, start=start, end=end)


def duty_of(shift: Shift) -> Duty:
    """When somebody on a shift stands."""
    return Duty(shift.day, shift.start, shift.end)


def duties_of(members: Iterable[int], shift: Shift) -> dict[int, list[Duty]]:
    """What each of these members stands around the month of a shift, but for the shift itself."""
    first = shift.day.replace(day=1)
    rows = Place.objects.standing().filter(
        member__in=members,
        shift__day__gte=first - AROUND,
        shift__day__lt=following(first) + AROUND,
    )
    found: dict[int, list[Duty]] = defaultdict(list)
    columns = ("member_id", "shift__day", "start", "end")
    for member, day, start, end in rows.exclude(shift=shift).values_list(*columns):
        found[member].append(Duty(day, timezone.localtime(start), timezone.localtime(end)))
    return found


def breaks(shift: Shift, members: Sequence[Member]) -> dict[int, list[Broken]]:
    """What each of these members on this shift would break, the gravest first; of most: nothing."""
    keys, day = [m.pk for m in members], shift.day
    duties = duties_of(keys, shift)
    needed = dict(shift.post.qualifications.values_list("pk", "name"))
    held: dict[int, dict[int, tuple[date, date | None]]] = defaultdict(dict)
    rows = Holding.objects.filter(member__in=keys, qualification__in=needed)
    for one in rows:
        held[one.member_id][one.qualification_id] = (one.since, one.until)
    away = Wish.objects.filter(
        member__in=keys, kind=WishKind.AWAY.value, first__lte=day, last__gte=day
    )
    gone = set(away.values_list("member", flat=True))
    heads = shift.places.standing()
    standing = set(heads.values_list("member", flat=True))
    found: dict[int, list[Broken]] = {}
    for member in members:
        told: list[Broken] = []
        if member.left and member.left <= day:
            told.append(Broken("left", (str(member),)))
        if member.pk not in standing and len(standing) >= shift.post.most:
            told.append(Broken("heads_full", (str(shift.post.most),)))
        missing = sorted(lacking(needed, held[member.pk], day))
        told += [Broken("unfit", (needed[one],)) for one in missing]
        if member.pk in gone:
            told.append(Broken("away"))
        told += broken(duty_of(shift), duties[member.pk], member.limits)
        found[member.pk] = told
    return found


def place_of(shift: Shift, member: int) -> dict[str, object]:
    """The columns of a place that is agreed."""
    times = {"start": shift.start, "end": shift.end}
    return {"shift": shift, "member_id": member, "state": PlaceState.AGREED.value, **times}


def step_of(
    shift: Shift,
    move: str,
    member: Member | None = None,
    units: Sequence[int] = (),
    note: str = "",
    **facts: object,
) -> Step:
    """What is told of a step on a shift, to its member and these units."""
    persons = [member.user_id] if member and member.user_id else []
    told = {"title": str(shift), **facts} | ({"member": member.pk} if member else {})
    return Step("shift", shift.pk, move, note=note, facts=told, units=units, persons=persons)
