"""The verbs about signing up: open shifts, sign up, confirm, give up; what happens by the clock.

The shift is locked first, so that of two hundred at once each finds the places as the one before
left them. A place itself is given and given back by the verbs of shifts, which ask their own rules.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from wenming.kit.days import next_waking
from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.records.actions import Step, note_all, note_down
from wenming.service.members.models import Member
from wenming.service.shifts import actions as shifts
from wenming.service.shifts.actions import By
from wenming.service.shifts.models import Place, Shift
from wenming.service.shifts.plans import breaks
from wenming.service.shifts.rules import PlaceMove, PlaceState
from wenming.service.signups.drafts import OpeningDraft
from wenming.service.signups.models import Opening, Signup
from wenming.service.signups.plans import room_on, step_of, unsettled
from wenming.service.signups.rules import (
    AHEAD,
    BACK,
    EARLY,
    LIVE,
    SIGNUP_ARROWS,
    TRIES,
    SignupMove,
    SignupState,
    confirm_by,
    holds,
    is_soon,
)

TURN = frozenset({"turn"})
BATCH = 200


@transaction.atomic
def open_up(key: int, draft: OpeningDraft, *, by: By, at: datetime) -> int:
    """Open the coming shifts of a post of some days for sign-up, or open them otherwise; how many."""
    if not (found := shifts.locked_posts([key], by)):
        raise Refused("signup_no_post")
    post = found[0]
    if not 1 <= draft.places <= post.most:
        raise Refused("signup_places", str(post.most))
    if not draft.anyone and not draft.units:
        raise Refused("signup_nobody")
    days = post.shifts.between(draft.first, draft.last).filter(start__gt=at)
    coming = list(days.order_by("pk").select_for_update())
    if not coming:
        raise Refused("signup_no_shifts")
    before = timedelta(hours=draft.closing)
    for shift in coming:
        values = {
            "places": draft.places,
            "opens": draft.opens,
            "closes": max(draft.opens, shift.start - before),
            "anyone": draft.anyone,
        }
        row = Opening.objects.update_or_create(shift=shift, defaults=values)[0]
        row.units.set(draft.units)
    facts = {"title": str(post), "shifts": len(coming), "places": draft.places}
    note_down(Step("post", key, "open_up", facts=facts, units=[post.unit_id]), by=by, at=at)
    return len(coming)


@transaction.atomic
def close(key: int, *, by: By, at: datetime) -> Opening:
    """End signing up for a shift now; whoever is in or waits stays so. Ended before: nothing happens."""
    shift = shifts.locked(key)
    shifts.must(shift.post, by)
    row = opening_of(shift)
    if row.closes > at:
        row.opens, row.closes = min(row.opens, at), at
        row.save(update_fields=["opens", "closes"])
        note_down(Step("signup", key, "close", facts={"title": str(shift)}), by=by, at=at)
    return row


@transaction.atomic
def sign_up(key: int, member_key: int, *, turn: int = 1, by: By, at: datetime) -> Signup:
    """Sign up for a shift: a place while there are any and nobody waits, else the next on the list.

    `turn` is which time this is; sent twice it gives the same sign-up again. Refused("signup_…")
    before it opens, after it closes, for others' shifts, and for every rule standing there breaks.
    """
    shift = shifts.locked(key)
    opening = opening_of(shift)
    member = Member.objects.select_related("unit").get(pk=member_key)
    if by is None or member.user_id != by.pk:
        raise Refused("power", "stand")
    row = opening.signups.filter(member=member).first()
    if row and (row.turn >= turn or row.state in LIVE):
        return row
    may_sign_up(opening, member, row, at=at)
    told = [one for one in breaks(shift, [member])[member.pk] if one.rule != "heads_full"]
    for one in told:
        raise Refused(f"signup_{one.rule}", *one.told)
    room = room_on(opening, shift)
    state = SignupState.IN if room.free > 0 and not room.waits else SignupState.WAITING
    if state is SignupState.IN:
        shifts.put_on(key, member_key, volunteering=True, by=by, at=at)
    before = row.state if row else ""
    if row is None:
        row = Signup(opening=opening, member=member, turn=0)
    else:
        move = SignupMove.SEAT if state is SignupState.IN else SignupMove.QUEUE
        after(SIGNUP_ARROWS, SignupState(row.state), move, powers={"turn", "stand"}, given=set())
    row.state, row.order, row.turn, row.at = state.value, room.last + 1, row.turn + 1, at
    row.reminded = at if is_soon(at, shift.start) else None
    row.save()
    note_down(step_of(row, shift, "sign_up", before), by=by, at=at)
    return row


def may_sign_up(opening: Opening, member: Member, row: Signup | None, *, at: datetime) -> None:
    """Refuse whoever comes too early, too late, is not meant, or was not agreed to before."""
    if row and row.state not in BACK:
        raise Refused("signup_refused")
    if at < opening.opens:
        raise Refused("signup_early", f"{timezone.localtime(opening.opens):%m-%d %H:%M}")
    if at >= min(opening.closes, opening.shift.start) or opening.shift.post.closed:
        raise Refused("signup_late", f"{timezone.localtime(opening.closes):%m-%d %H:%M}")
    if member.left is not None:
        raise Refused("signup_left", str(member.unit))
    one = Member.objects.filter(pk=member.pk)
    if not Opening.objects.filter(pk=opening.pk).meant_for(one).exists():
        raise Refused("signup_others", str(member.unit))


@transaction.atomic
def take(key: int, move: SignupMove, *, note: str = "", by: By, at: datetime) -> Signup:
    """Confirm, give up, refuse or readmit; a step taken before gives the same sign-up again.

    Giving up gives the place back, and the first who waits is asked in the same transaction.
    """
    shift = shifts.locked(Signup.objects.values_list("opening__shift", flat=True).get(pk=key))
    opening = opening_of(shift)
    row = Signup.objects.select_related("member").select_for_update(of=("self",)).get(pk=key)
    if row.state == SIGNUP_ARROWS[move].target:
        return row
    held = shifts.powers_over(shift.post, by)
    held |= {"stand"} if by and row.member.user_id == by.pk else set()
    note, was = tidy(note)[:200], SignupState(row.state)
    state = after(SIGNUP_ARROWS, was, move, powers=held, given={"note"} if note else set())
    if at >= shift.start:
        raise Refused("signup_begun")
    if move is SignupMove.CONFIRM:
        confirm(row, shift, by=by, at=at)
    elif was is SignupState.IN:
        leave(row, note, by=by, at=at)
    row.state, row.until = state.value, None
    row.save(update_fields=["state", "until", "reminded"])
    note_down(step_of(row, shift, move.value, was, note), by=by, at=at)
    promote(opening, shift, at=at)
    return row


def confirm(row: Signup, shift: Shift, *, by: By, at: datetime) -> None:
    """Take the place that was offered; Refused where the time to answer is over."""
    if row.until and row.until < at:
        raise Refused("signup_lapsed")
    try:
        shifts.put_on(shift.pk, row.member_id, volunteering=True, by=by, at=at)
    except Refused as no:
        raise Refused(f"signup_{no.reason}", *no.lacking) from no
    row.reminded = at if is_soon(at, shift.start) else None


def leave(row: Signup, note: str, *, by: By, at: datetime) -> None:
    """Give a place back."""
    place = Place.objects.filter(shift=row.opening.shift_id, member=row.member_id).first()
    if place and place.state == PlaceState.AGREED:
        shifts.take(place.pk, PlaceMove.DROP_OUT, note=note or "—", by=by, at=at)


def promote(opening: Opening, shift: Shift, *, at: datetime) -> list[Signup]:
    """Offer free places to the first who wait and could stand there, while there is time to ask."""
    until = confirm_by(at, shift.start)
    room = room_on(opening, shift)
    if until is None or room.free <= 0 or not room.waits:
        return []
    rows = list(opening.signups.waiting().select_related("member"))
    told = breaks(shift, [row.member for row in rows])
    able = [r for r in rows if not {b.rule for b in told[r.member_id]} - {"heads_full"}]
    asked = able[: room.free]
    for row in asked:
        row.until = until
    turn(asked, shift, SignupMove.OFFER, at=at)
    return asked


def turn(rows: Sequence[Signup], shift: Shift, move: SignupMove, *, at: datetime) -> None:
    """Take a step that the order of arrival or the clock decides, and tell whom it concerns."""
    steps = []
    for row in rows:
        was = SignupState(row.state)
        row.state = after(SIGNUP_ARROWS, was, move, powers=TURN | {"stand"}, given=set()).value
        row.until = row.until if move is SignupMove.OFFER else None
        steps.append(step_of(row, shift, move.value, was, tell=True))
    Signup.objects.bulk_update(rows, ["state", "until"])
    note_all(steps, by=None, at=at)


def tend(*, at: datetime) -> int:
    """Bring every sign-up to where the clock and the places say it is; how many shifts were touched.

    Whoever dropped out elsewhere has given up, offers nobody answered lapse, the next is asked. It
    may be run as often as one likes and by several at once; what it finds is in the rows alone.
    """
    keys = list(unsettled(at))
    for key in keys:
        settle(key, at=at)
    return len(keys)


@transaction.atomic
def settle(key: int, *, at: datetime) -> None:
    """Bring the sign-ups of one shift to where they should be by now."""
    shift = shifts.locked(key)
    opening = opening_of(shift)
    standing = set(shift.places.standing().values_list("member", flat=True))
    rows = list(opening.signups.live().select_related("member").order_by("order"))
    begun = shift.start <= at
    gone = [r for r in rows if r.state == SignupState.IN and r.member_id not in standing]
    seated = [r for r in rows if r.state != SignupState.IN and r.member_id in standing]
    late = [
        r
        for r in rows
        if r not in seated
        and ((r.state == SignupState.OFFERED and r.until and r.until <= at) or begun)
        and r.state != SignupState.IN
    ]
    turn([] if begun else gone, shift, SignupMove.GIVE_UP, at=at)
    turn(seated, shift, SignupMove.SEAT, at=at)
    turn(late, shift, SignupMove.LAPSE, at=at)
    promote(opening, shift, at=at)


def remind(*, at: datetime) -> int:
    """Remind whoever stands on a shift within a day; how many. Never at night, never twice."""
    done = 0
    while next_waking(at) <= at and (count := remind_some(at=at)):
        done += count
    return done


@transaction.atomic
def remind_some(*, at: datetime) -> int:
    """Remind one batch, in the transaction that writes down that it was done."""
    skip = connection.features.has_select_for_update_skip_locked
    near = {"opening__shift__start__gt": at, "opening__shift__start__lte": at + AHEAD}
    rows = Signup.objects.filter(state=SignupState.IN.value, reminded=None, **near).order_by("pk")
    rows = rows.select_related("member", "opening__shift__post__site")
    found = list(rows.select_for_update(of=("self",), skip_locked=skip)[:BATCH])
    for row in found:
        row.reminded = at
    Signup.objects.bulk_update(found, ["reminded"])
    steps = [step_of(r, r.opening.shift, "remind", r.state, tell=True) for r in found]
    note_all(steps, by=None, at=at)
    return len(found)


def opening_of(shift: Shift) -> Opening:
    """How a shift is open for sign-up; Refused where it never was."""
    row = Opening.objects.filter(shift=shift).first()
    if row is None:
        raise Refused("signup_none")
    row.shift = shift
    return row


def show(key: int, code: str, *, gone: bool = False, by: User, at: datetime) -> Place:
    """Check in or out by the code shown at a post; a wrong one is counted, committed, then refused."""
    with transaction.atomic():
        shift = shifts.locked(key)
        opening_of(shift)
        rows = Place.objects.standing().filter(shift=shift, member__user=by)
        place = rows.select_for_update(of=("self",)).first()
        if place is None:
            raise Refused("code_nobody")
        if not shift.start - EARLY <= at < shift.end + EARLY:
            raise Refused("code_time")
        if place.tries >= TRIES:
            raise Refused("code_tries")
        if holds(settings.SECRET_KEY.encode(), key, tidy(code), at):
            return shifts.note_time(place.pk, gone=gone, by=by, at=at)
        place.tries += 1
        place.save(update_fields=["tries"])
    raise Refused("code_wrong", str(TRIES - place.tries))
