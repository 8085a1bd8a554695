"""Pages of posts and shifts: the list, months of a post and of a unit, one shift, who is on now, one's own."""

from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.records.models import Act
from wenming.service.members.models import Member
from wenming.service.shifts import actions, calendars
from wenming.service.shifts.forms import PutOnForm, units_of
from wenming.service.shifts.models import Place, Post, Shift, ShiftQuerySet
from wenming.service.shifts.plans import breaks
from wenming.service.shifts.rules import (
    HARD,
    PlaceMove,
    PlaceState,
    following,
    month,
)
from wenming.web.filters import Flag, Key, Words, narrow
from wenming.web.http import key_in, safe_next
from wenming.web.paging import page_of
from wenming.web.words import refusal

AHEAD = timedelta(days=7)
SOFT = frozenset(calendars.BREAKS) - HARD


def short(rows: Any) -> Any:
    """Posts that lack people on one of their shifts within a week."""
    return rows.filter(pk__in=lacking(Shift.objects.all()).values("post"))


def lacking(shifts: ShiftQuerySet) -> Any:
    """The shifts of the coming week with fewer people than the least."""
    today = timezone.localdate()
    coming = shifts.filter(day__gte=today, day__lt=today + AHEAD, end__gt=timezone.now())
    rows: Any = coming.with_heads()
    return rows.filter(heads__lt=F("post__least"))


FILTERS = (
    Words("q", gettext_lazy("点位、职责"), ("site__name", "site__code", "duty")),
    Key("unit", gettext_lazy("排班单位"), "unit", lambda r: Unit.objects.exclude(posts=None)),
    Flag("short", gettext_lazy("七天内缺人"), short),
)
SORTS: dict[str, str | tuple[str, ...]] = {"site": ("site__code", "duty"), "duty": "duty"}


def listing(request: Request) -> HttpResponse:
    """The posts, and which of them lack people."""
    mine = Post.objects.visible_to(request.user).active()
    narrowed = narrow(mine, FILTERS, request)
    rows = narrowed.rows.select_related("site__area", "unit", "pattern")
    page = page_of(rows.prefetch_related("qualifications"), request, sorts=SORTS, default="site")
    shifts, today = Shift.objects.filter(post__in=mine.values("pk")), timezone.localdate()
    short_of = Counter(one.post_id for one in lacking(shifts))
    facts = {
        "narrowed": narrowed,
        "page": page,
        "rows": [(one, calendars.heads(one), short_of[one.pk]) for one in page],
        "posts": mine.count(),
        "today": shifts.filter(day=today).count(),
        "now": Place.objects.standing().filter(shift__in=shifts.at(timezone.now())).count(),
        "short": len(short_of),
        "rosters": "roster" in request.user.any_powers,
        "units": Unit.objects.filter(pk__in=mine.values("unit")),
    }
    return render(request, "shifts/list.html", facts)


class Months(NamedTuple):
    """The month a page shows, and the way to the ones around it."""

    first: date
    before: str
    after: str


def months(request: HttpRequest) -> Months:
    """The month in the address; this one without any."""
    first = month(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    return Months(first, f"?month={following(first, -1):%Y-%m}", f"?month={following(first):%Y-%m}")


def post(request: Request, pk: int) -> HttpResponse:
    """One post: what it needs, and its month."""
    rows = Post.objects.visible_to(request.user).select_related("site", "unit", "pattern")
    one, shown = get_object_or_404(rows, pk=pk), months(request)
    facts = {
        "post": one,
        "heads": calendars.heads(one),
        "months": shown,
        "days": calendars.month_of_post(one, shown.first),
        "rosters": rosters(request, one),
        "past": one.closed is not None,
    }
    return render(request, "shifts/post.html", facts)


def rosters(request: Request, post: Post) -> bool:
    """Whether the reader may roster at a post."""
    return "roster" in actions.powers_over(post, request.user)


def unit(request: Request, pk: int) -> HttpResponse:
    """The month of a unit: its people beside the days."""
    one, shown = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk), months(request)
    posts = Post.objects.visible_to(request.user).filter(unit=one)
    last = following(shown.first) - timedelta(days=1)
    shifts = list(
        Shift.objects.filter(post__in=posts).between(shown.first, last).select_related("post__site")
    )
    seats = calendars.seats_of(shifts)
    there = Q(pk__in={member for seated in seats.values() for member in seated})
    members = Member.objects.visible_to(request.user)
    people = list(members.filter(Q(unit=one, left=None) | there))
    facts = {
        "unit": one,
        "months": shown,
        "board": calendars.board(shown.first, people, shifts, seats),
        "posts": posts.active().count(),
        "shifts": len(shifts),
        "rosters": one in units_of(request.user) and "roster" in request.user.any_powers,
        "month_key": f"{shown.first:%Y-%m}",
        "make": f"{reverse('shifts:make')}?unit={pk}",
    }
    return render(request, "shifts/unit.html", facts)


def now(request: Request) -> HttpResponse:
    """Who is on where now."""
    at = timezone.now()
    rows = Shift.objects.visible_to(request.user).at(at).select_related("post__site__area")
    places = Place.objects.standing().filter(shift__in=rows).select_related("member")
    on: dict[int, list[Place]] = {}
    for place in places.order_by("pk"):
        on.setdefault(place.shift_id, []).append(place)
    found = [(one, calendars.hours_of(one), on.get(one.pk, [])) for one in rows.order_by("post")]
    return render(request, "shifts/now.html", {"rows": found, "at": at})


def mine(request: Request) -> HttpResponse:
    """One's own shifts: those to come, and the last ones."""
    rows = Place.objects.filter(member__user=request.user).exclude(state=PlaceState.TAKEN_OFF.value)
    rows = rows.select_related("shift__post__site")
    at = timezone.now()
    facts = {
        "coming": calendars.lines(rows.filter(end__gt=at).order_by("start")[:100], request.user),
        "past": calendars.lines(rows.filter(end__lte=at).order_by("-start")[:30], request.user),
        "members": Member.objects.serving().filter(user=request.user).select_related("unit"),
    }
    return render(request, "shifts/mine.html", facts)


def shift(request: Request, pk: int, form: PutOnForm | None = None) -> HttpResponse:
    """One shift: who stands there, who could, who came, what happened."""
    one = seen_shift(request, pk)
    places = one.places.select_related("member").order_by("pk")
    may = rosters(request, one.post)
    form = form or (put_on_form(one) if may else None)
    acts = Act.objects.about("shift", pk).select_related("by").order_by("-id")[:50]
    begun = one.start <= timezone.now()
    facts = {
        "shift": one,
        "hours": calendars.hours_of(one),
        "heads": calendars.heads(one.post),
        "lines": [calendars.line(place, one, request.user) for place in places],
        "form": form,
        "rosters": may,
        "marks": may and begun,
        "acts": [calendars.happened(act) for act in acts],
    }
    return render(request, "shifts/shift.html", facts, status=422 if form and form.errors else 200)


def seen_shift(request: Request, pk: int) -> Shift:
    """A shift that the reader sees, or has a place on."""
    seen = Q(post__in=Post.objects.visible_to(request.user).values("pk"))
    seen |= Q(places__member__user=request.user)
    rows = Shift.objects.filter(pk__in=Shift.objects.filter(seen).values("pk"))
    return get_object_or_404(rows.select_related("post__site__area", "post__unit"), pk=pk)


def put_on_form(one: Shift, data: Any = None) -> PutOnForm:
    """Who could be put on, with what each would break."""
    standing = one.places.standing().values("member")
    free = Member.objects.serving().filter(unit=one.post.unit).exclude(pk__in=standing)
    told = {pk: calendars.words_of(found) for pk, found in breaks(one, list(free)).items()}
    return PutOnForm(free, told, data)


@require_POST
@holding()
def on(request: Request, pk: int) -> HttpResponseBase:
    """Put a member on a shift; what it would break is told before."""
    one = seen_shift(request, pk)
    actions.must(one.post, request.user)
    form = put_on_form(one, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        knowing = SOFT if given["anyway"] else frozenset()
        try:
            actions.put_on(
                pk, given["member"].pk, knowing=knowing, by=request.user, at=timezone.now()
            )
        except Refused as no:
            form.add_error("member", "".join(map(str, refusal(no))))
        else:
            return redirect("shifts:shift", pk)
    return shift(request, pk, form)


@require_POST
@holding()
def mark(request: Request, pk: int) -> HttpResponseBase:
    """The leader's list: who came is ticked, who did not is not."""
    one = seen_shift(request, pk)
    ticked = set(request.POST.getlist("came"))
    keys = one.places.exclude(state__in=["dropped", "taken_off"]).values_list("pk", flat=True)
    came = {key: str(key) in ticked for key in keys}
    actions.mark(pk, came, by=request.user, at=timezone.now())
    return redirect("shifts:shift", pk)


@require_POST
@holding()
def step(request: Request, pk: int, move: PlaceMove) -> HttpResponseBase:
    """Take a step with a place."""
    rows = Place.objects.visible_to(request.user).select_related("shift__post")
    row = get_object_or_404(rows, pk=pk)
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    said["note"] = request.POST.get("note", "")
    instead = key_in(request.POST.get("member", ""))
    if move is PlaceMove.DROP_OUT and instead is not None:
        free = Member.objects.serving().filter(unit=row.shift.post.unit)
        actions.stand_in(pk, get_object_or_404(free, pk=instead).pk, **said)
    else:
        actions.take(pk, move, **said)
    return redirect(safe_next(request, reverse("shifts:shift", args=[row.shift_id])))
