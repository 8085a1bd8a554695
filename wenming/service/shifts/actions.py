"""The verbs about posts, their shifts and who stands there: each locks, asks the rule, saves, tells."""

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.calendar import calendar
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, note_down
from wenming.service.members.models import Member
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.models import Pattern, Place, Post, Shift
from wenming.service.shifts.plans import breaks, place_of, shift_of, step_of
from wenming.service.shifts.rules import (
    HARD,
    PLACE_ARROWS,
    STANDING,
    Days,
    PlaceMove,
    PlaceState,
    Span,
    days_of,
    has_shifts,
    twin,
)

By = User | None  # None: the command line on the server itself
COLUMNS = ("site_id", "duty", "unit_id", "pattern_id", "least", "wish", "most")


class Made(NamedTuple):
    """How many shifts were made, and how many were there already."""

    new: int
    same: int


@transaction.atomic
def set_post(draft: PostDraft, *, key: int | None = None, by: By, at: datetime) -> Post:
    """Make a post, or change one; the duty is done once at a site."""
    row = Post.objects.select_for_update(of=("self",)).get(pk=key) if key else Post()
    new = {name: getattr(draft, name.removesuffix("_id")) for name in COLUMNS}
    new["duty"] = tidy(draft.duty)[:40]
    if not new["duty"]:
        raise Refused("needs", "duty")
    if not draft.least <= draft.wish <= draft.most or draft.most < 1:
        raise Refused("post_heads")
    if key:
        must(row, by)
    if Post.objects.filter(site=draft.site, duty=new["duty"]).exclude(pk=key or 0).exists():
        raise Refused("post_taken", str(new["duty"]))
    for name, value in new.items():
        setattr(row, name, value)
    must(row, by)
    row.save()
    row.qualifications.set(draft.qualifications)
    move = "change" if key else "open"
    note_down(
        Step("post", row.pk, move, facts={"title": str(row)}, units=[row.unit_id]), by=by, at=at
    )
    return row


@transaction.atomic
def close_post(key: int, day: date, *, by: By, at: datetime) -> Post:
    """Give a post up from a day on: later shifts on which nobody ever had a place go."""
    row = Post.objects.select_for_update(of=("self",)).get(pk=key)
    must(row, by)
    if row.closed is None:
        row.closed = day
        row.save(update_fields=["closed"])
        later = row.shifts.filter(day__gte=day).order_by("pk").select_for_update()
        Shift.objects.filter(pk__in=[shift.pk for shift in later], places=None).delete()
        step = Step("post", key, "close", facts={"title": str(row)}, units=[row.unit_id])
        note_down(step, by=by, at=at)
    return row


@transaction.atomic
def set_pattern(draft: PatternDraft, *, key: int | None = None, by: By, at: datetime) -> Pattern:
    """Make a pattern of shifts, or change one; shifts made by it before stay as they are."""
    if by is not None and "roster" not in by.any_powers:
        raise Refused("power", "roster")
    if not (name := tidy(draft.name)[:40]):
        raise Refused("needs", "name")
    if Pattern.objects.filter(name=name).exclude(pk=key or 0).exists():
        raise Refused("pattern_taken", name)
    values = {"name": name, "spans": [list(s) for s in draft.spans], "days": draft.days.value}
    row = Pattern.objects.select_for_update().get(pk=key) if key else Pattern()
    for post in row.posts.select_related("site__area") if key else ():
        must(post, by)
    for column, value in values.items():
        setattr(row, column, value)
    row.save()
    note_down(Step("pattern", row.pk, "set", facts={"title": name}), by=by, at=at)
    return row


@transaction.atomic
def make_month(
    posts: Collection[int], first: date, *, pattern: Pattern | None = None, by: By, at: datetime
) -> Made:
    """Make the shifts of a month at posts, by this pattern or each post's own; again: nothing new."""
    known, wanted = calendar(), list[Shift]()
    for post in locked_posts(posts, by):
        if (chosen := pattern or post.pattern) is None:
            raise Refused("no_pattern", str(post))
        days = [d for d in days_of(first) if has_shifts(d, Days(chosen.days), known)]
        wanted += [shift_of(post, day, span) for day in days for span in chosen.shifts]
    return put_in(wanted, first, "make", by=by, at=at)


@transaction.atomic
def copy_month(posts: Collection[int], source: date, first: date, *, by: By, at: datetime) -> Made:
    """Make the shifts of a month as they were in another, weekday for weekday."""
    wanted = list[Shift]()
    for post in locked_posts(posts, by):
        old: dict[date, list[Span]] = {}
        for one in post.shifts.filter(day__in=days_of(source)):
            begins = timezone.localtime(one.start)
            minute = begins.hour * 60 + begins.minute
            length = int((one.end - one.start).total_seconds()) // 60
            old.setdefault(one.day, []).append(Span(one.word, minute, minute + length))
        for day in days_of(first):
            wanted += [shift_of(post, day, span) for span in old.get(twin(day, source), ())]
    return put_in(wanted, first, "copy", by=by, at=at)


def locked_posts(posts: Collection[int], by: By) -> list[Post]:
    """Posts in use, locked, over which this person may roster."""
    rows = Post.objects.active().filter(pk__in=posts).select_related("site__area", "pattern")
    found = list(rows.order_by("pk").select_for_update(of=("self",)))
    for post in found:
        must(post, by)
    return found


def put_in(wanted: Sequence[Shift], first: date, move: str, *, by: By, at: datetime) -> Made:
    """Write the shifts that are not there yet."""
    posts = {shift.post_id for shift in wanted}
    there = Shift.objects.filter(post__in=posts, day__in=days_of(first))
    known = set(there.values_list("post_id", "start"))
    new = [s for s in wanted if (s.post_id, s.start) not in known]
    Shift.objects.bulk_create(new, batch_size=500)
    if new:
        units = sorted({shift.post.unit_id for shift in new})
        facts = {"title": f"{first:%Y-%m}", "new": len(new), "posts": len(posts)}
        note_down(Step("shifts", f"{first:%Y-%m}", move, facts=facts, units=units), by=by, at=at)
    return Made(len(new), len(wanted) - len(new))


@transaction.atomic
def drop_shift(key: int, *, by: By, at: datetime) -> None:
    """Do away with a shift on which nobody ever had a place."""
    shift = locked(key)
    must(shift.post, by)
    if shift.places.exists():
        raise Refused("shift_used")
    note_down(step_of(shift, "drop"), by=by, at=at)
    shift.delete()


@transaction.atomic
def put_on(
    key: int,
    member_key: int,
    *,
    knowing: Set[str] = frozenset(),
    volunteering: bool = False,
    by: By,
    at: datetime,
) -> Place:
    """Give a member a place on a shift; one who stands there already stays. `volunteering`: by himself.

    Refused with the first rule it would break that is not among `knowing`; qualification, two places
    at a time and the most heads of a post nobody may pass over.
    """
    shift = locked(key)
    if not volunteering:
        must(shift.post, by)
    member = Member.objects.select_for_update(of=("self",)).get(pk=member_key)
    here = Place.objects.filter(shift=shift, member=member).first()
    if here and here.state in STANDING:
        return here
    found = breaks(shift, [member])[member.pk]
    for one in found:
        if one.rule in HARD or one.rule not in knowing:
            raise Refused(one.rule, *one.told)
    if here:
        back, state = PlaceMove.PUT_BACK, PlaceState(here.state)
        here.state = after(PLACE_ARROWS, state, back, powers={"roster"}, given=set()).value
        here.save(update_fields=["state"])
    else:
        here = Place.objects.create(**place_of(shift, member.pk))
    passed = sorted({one.rule for one in found})
    note_down(step_of(shift, "put_on", member, passed=passed), by=by, at=at)
    return here


@transaction.atomic
def take(key: int, move: PlaceMove, *, note: str = "", by: By, at: datetime) -> Place:
    """Take one step of the table with a place; a step taken before gives the same place again."""
    shift_key = Place.objects.values_list("shift", flat=True).get(pk=key)
    shift = locked(shift_key)
    row = Place.objects.select_related("member").select_for_update(of=("self",)).get(pk=key)
    if move is PlaceMove.PUT_BACK:
        return put_on(shift_key, row.member_id, by=by, at=at)
    if row.state == PLACE_ARROWS[move].target:
        return row
    if move in {PlaceMove.COME, PlaceMove.MISS} and at < shift.start:
        raise Refused("not_begun")
    note = tidy(note)[:200]
    own = {"stand"} if by and row.member.user_id == by.pk else set()
    held, given = powers_over(shift.post, by) | own, {"note"} if note else set[str]()
    row.state = after(PLACE_ARROWS, PlaceState(row.state), move, powers=held, given=given).value
    row.note = note or row.note
    row.save(update_fields=["state", "note"])
    units = [shift.post.unit_id] if move is PlaceMove.DROP_OUT else []
    note_down(step_of(shift, move.value, row.member, units=units, note=note), by=by, at=at)
    return row


@transaction.atomic
def stand_in(
    key: int, member: int, *, note: str = "", knowing: Set[str] = frozenset(), by: By, at: datetime
) -> Place:
    """Put somebody on in the place of one who cannot come; both or neither."""
    row = Place.objects.select_related("shift").get(pk=key)
    if row.state == PlaceState.AGREED:
        take(key, PlaceMove.DROP_OUT, note=note, by=by, at=at)
    return put_on(row.shift_id, member, knowing=knowing, by=by, at=at)


@transaction.atomic
def mark(key: int, came: Mapping[int, bool], *, by: By, at: datetime) -> int:
    """Put down by the leader's list who of a shift came; how many places changed."""
    shift = locked(key)
    must(shift.post, by)
    if at < shift.start:
        raise Refused("not_begun")
    changed = []
    for row in shift.places.filter(pk__in=came).order_by("pk").select_for_update():
        move = PlaceMove.COME if came[row.pk] else PlaceMove.MISS
        arrow = PLACE_ARROWS[move]
        if row.state in arrow.sources:
            row.state = str(arrow.target)
            changed.append(row)
    Place.objects.bulk_update(changed, ["state"])
    if changed:
        there = sum(row.state == PlaceState.CAME for row in changed)
        step = step_of(shift, "mark", came=there, absent=len(changed) - there)
        note_down(step, by=by, at=at)
    return len(changed)


def locked(key: int) -> Shift:
    """A shift, locked: whoever puts on the last one does so alone."""
    rows = Shift.objects.select_for_update(of=("self",))
    return rows.select_related("post__site__area").get(pk=key)


def must(post: Post, by: By) -> None:
    """Refuse who may not roster at a post."""
    if "roster" not in powers_over(post, by):
        raise Refused("power", "roster")


def powers_over(post: Post, by: By) -> frozenset[str]:
    """What a person may do at a post; who rosters there may also say for a member what he would."""
    if by is None:
        return SYSTEM | {"stand"}
    area = post.site.area
    held = by.powers(area.path if area else "", units=[post.unit_id])
    return held | {"stand"} if "roster" in held else held


@transaction.atomic
def note_time(key: int, *, gone: bool, by: User, at: datetime) -> Place:
    """Write down when somebody came or went, shown by the code at the post; said before: as it was."""
    shift = locked(Place.objects.values_list("shift", flat=True).get(pk=key))
    row = Place.objects.select_related("member").select_for_update(of=("self",)).get(pk=key)
    if (row.went_at if gone else row.came_at) is not None:
        return row
    if gone and row.came_at is None:
        raise Refused("code_not_come")
    if gone:
        row.went_at = at
    else:
        arrow = PLACE_ARROWS[PlaceMove.COME]
        row.state = str(arrow.target) if row.state in arrow.sources else row.state
        row.came_at = at
    row.save(update_fields=["state", "came_at", "went_at"])
    note_down(step_of(shift, "go" if gone else "come", row.member), by=by, at=at)
    return row
