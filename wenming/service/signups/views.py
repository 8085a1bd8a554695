"""Pages of signing up: what is open by day, one shift with its list, one's own."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import open_to
from wenming.org.http import Request, holding
from wenming.org.models import User
from wenming.service.members.models import Member
from wenming.service.shifts.actions import powers_over
from wenming.service.shifts.calendars import WEEK, hours_of
from wenming.service.signups import actions
from wenming.service.signups.models import SIGNUP_MOVES, SIGNUP_STATES, Opening, Signup
from wenming.service.signups.rules import BACK, EARLY, SIGNUP_ARROWS, SignupMove, SignupState
from wenming.web.http import key_in, safe_next

MOST = 300  # shifts on one page
LOOKS = {
    SignupState.IN: "ended",
    SignupState.WAITING: "quarter",
    SignupState.OFFERED: "three",
    SignupState.GIVEN_UP: "paused",
    SignupState.LAPSED: "paused",
    SignupState.REFUSED: "refused",
}


class Line(NamedTuple):
    """A shift one may sign up for, and how one stands to it."""

    opening: Opening
    hours: str
    free: int
    waiting: int
    mine: Signup | None

    @property
    def word(self) -> str:
        """How the reader stands to it, in words."""
        return str(SIGNUP_STATES[SignupState(self.mine.state)]) if self.mine else ""

    @property
    def look(self) -> str:
        """The ring of it."""
        return LOOKS[SignupState(self.mine.state)] if self.mine else ""


class Day(NamedTuple):
    """A day with the shifts that are open on it."""

    day: date
    week: str
    lines: list[Line]


def lines_of(rows: Any, user: User) -> list[Line]:
    """Openings with their free places, who waits, and how the reader stands to each."""
    heads = Q(shift__places__state__in=("agreed", "came"))
    rows = rows.select_related("shift__post__site").annotate(
        heads=Count("shift__places", filter=heads)
    )
    found = list(rows.order_by("shift__start", "pk")[:MOST])
    keys = [one.pk for one in found]
    signed = Signup.objects.filter(opening__in=keys)
    held = dict(
        signed.filter(state__in=("waiting", "offered"))
        .values("opening")
        .annotate(n=Count("pk"))
        .values_list("opening", "n")
    )
    own = {row.opening_id: row for row in signed.filter(member__user=user).order_by("at")}
    return [
        Line(
            one,
            hours_of(one.shift),
            0 if held.get(one.pk) else max(0, one.places - one.heads),
            held.get(one.pk, 0),
            own.get(one.pk),
        )
        for one in found
    ]


def listing(request: Request) -> HttpResponse:
    """What one can sign up for, by day."""
    at, mine = timezone.now(), Member.objects.serving().filter(user=request.user)
    rows = Opening.objects.ahead(at).meant_for(mine).filter(closes__gt=at)
    days: dict[date, list[Line]] = defaultdict(list)
    for line in lines_of(rows, request.user):
        days[line.opening.shift.day].append(line)
    facts = {
        "days": [Day(day, str(WEEK[day.weekday()]), lines) for day, lines in days.items()],
        "members": mine.select_related("unit"),
        "now": at,
        "offers": Signup.objects.filter(member__user=request.user, state="offered").count(),
        "rosters": "roster" in request.user.any_powers,
    }
    return render(request, "signups/list.html", facts)


class Own(NamedTuple):
    """A sign-up with what the reader may do with it."""

    row: Signup
    hours: str
    place: int  # on the waiting list, from 1
    moves: list[tuple[str, str]]

    @property
    def comes(self) -> bool:
        """Whether it is time to check in or out."""
        shift, at = self.row.opening.shift, timezone.now()
        return self.row.state == SignupState.IN and shift.start - EARLY <= at < shift.end + EARLY

    @property
    def word(self) -> str:
        """Its state in words; who waits reads which place on the list is his."""
        if self.row.state == SignupState.WAITING and self.place:
            return _("候补第 %(n)s 位") % {"n": self.place}
        return str(SIGNUP_STATES[SignupState(self.row.state)])

    @property
    def look(self) -> str:
        """The ring of its state."""
        return LOOKS[SignupState(self.row.state)]


def own(row: Signup, place: int, user: User) -> Own:
    """A sign-up with its buttons; none once the shift has begun."""
    shift = row.opening.shift
    held = powers_over(shift.post, user)
    held |= {"stand"} if row.member.user_id == user.pk else set()
    told = open_to(SIGNUP_ARROWS, SignupState(row.state), held)
    moves = [m for m in told if shift.start > timezone.now() and m is not SignupMove.QUEUE]
    return Own(row, hours_of(shift), place, [(m.value, str(SIGNUP_MOVES[m])) for m in moves])


def mine(request: Request) -> HttpResponse:
    """One's own sign-ups: those that still lead somewhere, and the last ones."""
    rows = Signup.objects.filter(member__user=request.user)
    rows = rows.select_related("member__unit", "opening__shift__post__site__area")
    at = timezone.now()
    coming = rows.live().filter(opening__shift__end__gt=at).order_by("opening__shift__start")
    past = rows.exclude(pk__in=coming.values("pk")).order_by("-opening__shift__start")
    facts = {
        "coming": [own(row, place_of(row), request.user) for row in coming[:100]],
        "past": [own(row, 0, request.user) for row in past[:30]],
    }
    return render(request, "signups/mine.html", facts)


def place_of(row: Signup) -> int:
    """Which place on the waiting list is whose, from 1; 0 where nobody waits."""
    if row.state != SignupState.WAITING:
        return 0
    ahead = Signup.objects.waiting().filter(opening=row.opening_id, order__lte=row.order)
    return ahead.count()


def shift(request: Request, pk: int) -> HttpResponse:
    """One shift: what it is, how one stands to it, the one button; its leader sees the waiting list."""
    one, at = seen(request, pk), timezone.now()
    mine = Member.objects.serving().filter(user=request.user)
    [line] = lines_of(Opening.objects.filter(pk=one.pk), request.user)
    facts = {
        "opening": one,
        "line": line,
        "choices": list(mine.filter(unit__in=units_meant(one, mine)).select_related("unit")),
        "open": one.opens <= at < min(one.closes, one.shift.start),
        "early": at < one.opens,
        "turn": (line.mine.turn if line.mine else 0) + 1,
        "joins": line.mine is None or line.mine.state in BACK,
        "needed": "、".join(map(str, one.shift.post.qualifications.all())),
    }
    return render(request, "signups/shift.html", facts | people(one, request.user))


def people(one: Opening, user: User) -> dict[str, Any]:
    """Who signed up for a shift: oneself, and everybody for its leader."""
    rows = one.signups.select_related("member__unit", "opening__shift__post__site__area")
    leads = "roster" in powers_over(one.shift.post, user)
    mine = rows.filter(member__user=user)
    return {
        "leads": leads,
        "own": [own(row, place_of(row), user) for row in mine],
        "all": listed(rows, user) if leads else [],
    }


def listed(rows: Any, user: User) -> list[Own]:
    """Everybody of a shift for its leader: in their order, those who wait numbered."""
    found, waits = [], 0
    for row in rows.order_by("order"):
        waits += row.state == SignupState.WAITING
        found.append(own(row, waits if row.state == SignupState.WAITING else 0, user))
    order = [s.value for s in (*[SignupState.IN, SignupState.OFFERED, SignupState.WAITING],)]
    return sorted(found, key=lambda o: order.index(o.row.state) if o.row.state in order else 9)


def units_meant(one: Opening, mine: Any) -> list[int]:
    """The units of the reader's whose people may sign up."""
    return [
        m.unit_id
        for m in mine
        if Opening.objects.filter(pk=one.pk).meant_for(mine.filter(pk=m.pk)).exists()
    ]


def seen(request: Request, pk: int) -> Opening:
    """How a shift is open, for who may see it."""
    rows = Opening.objects.visible_to(request.user).select_related("shift__post__site__area")
    return get_object_or_404(rows, shift=pk)


@require_POST
@holding()
def join(request: Request, pk: int) -> HttpResponseBase:
    """Sign up; sent twice it is one sign-up and the same answer."""
    member = get_object_or_404(Member, pk=key_in(request.POST.get("member", "")), user=request.user)
    turn = key_in(request.POST.get("turn", "")) or 1
    row = actions.sign_up(pk, member.pk, turn=turn, by=request.user, at=timezone.now())
    messages.success(request, said(row))
    return redirect("signups:mine")


def said(row: Signup) -> str:
    """What somebody reads who has just signed up."""
    if row.state == SignupState.IN:
        return _("已报上。")
    if row.state == SignupState.WAITING:
        return _("名额已满，您在候补第 %(n)s 位。有空位会按次序通知您。") % {"n": place_of(row)}
    return _("您已报过名：%(state)s。") % {"state": SIGNUP_STATES[SignupState(row.state)]}


@require_POST
@holding()
def step(request: Request, pk: int, move: SignupMove) -> HttpResponseBase:
    """Confirm, give up, refuse or readmit."""
    rows = Signup.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("opening"), pk=pk)
    note = request.POST.get("note", "")
    actions.take(pk, move, note=note, by=request.user, at=timezone.now())
    return redirect(safe_next(request, reverse("signups:shift", args=[row.opening.shift_id])))
