"""Pages of tours: asking for them, the hours of kinds of sites, a proposal by day and inspector, a change by hand."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Stop
from wenming.loop.tours.actions import change_plan, set_hours
from wenming.loop.tours.drafts import Walk
from wenming.loop.tours.forms import AskForm, ChangeForm, HoursForm
from wenming.loop.tours.models import Hours, Tour, sentence
from wenming.loop.tours.plans import Week
from wenming.loop.tours.rows import week_of
from wenming.loop.tours.rules import clock
from wenming.org.http import Request, holding
from wenming.org.models import User
from wenming.proposals.actions import ask_for
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Row, Unsolvable, planner_of
from wenming.proposals.rules import Kind, Work
from wenming.proposals.views import head
from wenming.web.http import key_in
from wenming.web.paging import page_of

SHOWN = 30  # proposals of the past
NUMBERED = 4  # tours on one map whose stops bear numbers; of more, only dots can be told apart


def proposed(request: Request) -> QuerySet[Proposal]:
    """The tours this reader may look at before they are accepted."""
    return Proposal.objects.visible_to(request.user).about(Kind.TOURS).select_related("by")


@holding("propose")
def listing(request: Request) -> HttpResponseBase:
    """The tours planned so far, the hours they keep, and a form to ask for some."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        about, work = str(form.cleaned_data["round"].pk), Work(form.cleaned_data["seconds"], 40)
        by, at = request.user, timezone.now()
        row = ask_for(Kind.TOURS, about, form.given(), work, by=by, at=at)
        return redirect("tours:plan", row.pk)
    return shown(request, form, HoursForm())


def shown(request: Request, form: AskForm, hours: HoursForm) -> HttpResponse:
    """The page of all plans of tours, with forms that may have to be put right."""
    facts = {"rows": proposed(request)[:SHOWN], "form": form, "hours_form": hours}
    facts["hours"] = [
        (one.kind, clock(one.first), clock(one.last), one.weight)
        for one in Hours.objects.select_related("kind")
    ]
    wrong = form.errors or hours.errors
    return render(request, "tours/list.html", facts, status=422 if wrong else 200)


@require_POST
@holding("propose")
def hours(request: Request) -> HttpResponseBase:
    """Set the hours of a kind of site."""
    form = HoursForm(request.POST)
    if not form.is_valid():
        return shown(request, AskForm(), form)
    kind, by = form.cleaned_data["kind"], request.user
    weight = form.cleaned_data["weight"]
    set_hours(kind, form.hours(), weight=weight, by=by, at=timezone.now())
    return redirect("tours:list")


def plan(request: Request, pk: int) -> HttpResponse:
    """One plan: how far it is, what it comes to, each tour by the clock, and what can be done with it."""
    row = get_object_or_404(proposed(request), pk=pk)
    facts: dict[str, Any] = {"title": row, "days": [], "left": []}
    wrong: list[Row] = []
    if row.plan:
        wrong = planner_of(row.kind).wrong(row.ask, row.plan)
        with suppress(Unsolvable):
            facts |= told(week_of(row.ask), row) | on_map(request, row)
    return render(request, "tours/plan.html", facts | head(request, row, wrong))


def on_map(request: Request, row: Proposal) -> dict[str, Any]:
    """Which day and whose tours of a plan the map shows, and where its features are."""
    days = sorted({day for day, _user, _stops in row.plan["tours"]})
    asked, who = request.GET.get("day", ""), key_in(request.GET.get("who", ""))
    day = asked if asked in days else next(iter(days), "")
    people = User.objects.filter(pk__in=[u for d, u, _stops in row.plan["tours"] if d == day])
    shown = {"day": day} | ({"who": who} if who else {})
    data = f"{reverse('tours:map', args=[row.pk])}?{urlencode(shown)}"
    return {
        "map_days": days,
        "map_day": day,
        "map_who": who,
        "map_people": people,
        "map_data": data,
    }


def drawn(request: Request, pk: int) -> JsonResponse:
    """The tours of one day of a plan as lines on the roads, and where nobody goes."""
    row = get_object_or_404(proposed(request).exclude(plan={}), pk=pk)
    day, who = request.GET.get("day", ""), key_in(request.GET.get("who", ""))
    with suppress(Unsolvable):
        week = week_of(row.ask)
        walks = [w for w in week.walks(row.plan) if w.day == day and who in {None, w.user.pk}]
        left = [] if who else list(left_out(week, row))
        roads = [feature("LineString", road, look="road") for road in week.lines]
        found = [*roads, *lines(week, walks), *left]
        return JsonResponse({"type": "FeatureCollection", "features": found})
    raise Http404


def lines(week: Week, walks: Sequence[Walk]) -> Iterator[dict[str, Any]]:
    """A line for each who goes, and his stops: by their numbers where these can still be read."""
    places = {goer.user.pk: goer.at for goer in week.goers}
    for n, walk in enumerate(walks):
        home, stops = places[walk.user.pk], [(place(one.stop), one) for one in walk.stops]
        way = [home, *(at for at, _one in stops), home]
        yield feature("LineString", way, look="tour", n=n, name=str(walk.user))
        for number, (at, one) in enumerate(stops, 1):
            note = f"{number} {walk.user} {clock(one.begins)}–{clock(one.ends)}"
            label = {"look": "stop", "label": number} if len(walks) <= NUMBERED else {}
            yield feature("Point", at, note=note, **label, **linked(one.stop))


def left_out(week: Week, row: Proposal) -> Iterator[dict[str, Any]]:
    """The stops nobody goes to, each with its reason."""
    for stop, why in week.left(row.plan):
        note = sentence(Row(why, [stop.site.name]))
        yield feature("Point", place(stop), look="none", note=note, **linked(stop))


def place(stop: Stop) -> tuple[float, float]:
    """Where a stop is; all that are planned have a place."""
    return (stop.site.lon or 0.0, stop.site.lat or 0.0)


def linked(stop: Stop) -> dict[str, str]:
    """What a stop is called, and where its site is opened."""
    return {"name": stop.site.name, "url": reverse("places:site", args=[stop.site_id])}


def feature(kind: str, coordinates: Sequence[Any], **about: object) -> dict[str, Any]:
    """One feature of a map."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": about, "geometry": geometry}


def told(week: Week, row: Proposal) -> dict[str, Any]:
    """The tours of a plan day by day, and where nobody goes."""
    walks = week.walks(row.plan)
    tours = [
        (
            walk,
            clock(walk.back),
            [(timed.stop, clock(timed.begins), clock(timed.ends)) for timed in walk.stops],
        )
        for walk in walks
    ]
    left = [(stop, sentence(Row(why, [stop.site.name]))) for stop, why in week.left(row.plan)]
    days = {day: [one for one in tours if one[0].day == day] for day in week.days}
    return {"days": [pair for pair in days.items() if pair[1]], "left": left}


@holding("propose")
def change(request: Request, pk: int, stop: int) -> HttpResponseBase:
    """Put a stop elsewhere in a plan."""
    row = get_object_or_404(proposed(request).exclude(plan={}), pk=pk)
    one = get_object_or_404(Stop.objects.visible_to(request.user).select_related("site"), pk=stop)
    try:
        week = week_of(row.ask)
    except Unsolvable as no:
        raise Refused("broken", str(len(no.rows)), sentence(no.rows[0])) from no
    people = [goer.user.pk for goer in week.goers if goer.group == one.group_id]
    form = ChangeForm(people, week.days, request.POST or None, initial=where(row, stop))
    if request.method == "POST" and form.is_valid():
        given = form.given(stop)
        whom = form.cleaned_data["user"] or _("不排")
        note = f"{one.site} → {whom} {given.day if given.user else ''}"
        seen, by = form.cleaned_data["seen"], request.user
        change_plan(row, given, seen=seen, note=note, by=by, at=timezone.now())
        return redirect("tours:plan", pk)
    facts = {"row": row, "stop": one, "form": form}
    return render(request, "tours/change.html", facts, status=422 if form.errors else 200)


def where(row: Proposal, stop: int) -> dict[str, Any]:
    """Where a plan has a stop now."""
    for day, user, stops in row.plan["tours"]:
        if stop in stops:
            return {"seen": row.edits, "day": day, "user": user, "order": stops.index(stop) + 1}
    return {"seen": row.edits}


def tours(request: Request) -> HttpResponse:
    """The accepted tours: one's own, or, for who sees everything, all; the newest day first."""
    rows = Tour.objects.visible_to(request.user).select_related("round", "user")
    rows = rows.prefetch_related("legs__stop__site")
    page = page_of(rows, request, sorts={"day": ("day", "pk")}, default="-day")
    proposes = "propose" in request.user.any_powers
    return render(request, "tours/tours.html", {"page": page, "proposes": proposes})
