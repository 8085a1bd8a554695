"""Pages of a month's roster: asked for, looked at as a calendar, changed by hand, mended after a drop-out."""

from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.proposals.actions import ask_for, powers_over
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Row, Unsolvable, planner_of
from wenming.proposals.rules import Kind, State, Work
from wenming.proposals.views import head
from wenming.service.members.models import Member
from wenming.service.rosters.actions import Change, change_plan
from wenming.service.rosters.forms import AskForm, ChangeForm
from wenming.service.rosters.models import sentence
from wenming.service.rosters.plans import Month, month_of
from wenming.service.rosters.rules import about
from wenming.service.shifts import calendars
from wenming.service.shifts.models import Place, Shift
from wenming.service.shifts.rules import PlaceState, days_of
from wenming.service.shifts.rules import month as month_in

SHOWN = 30  # proposals of the past
MENDING = 15  # seconds: somebody waits for who stands in tomorrow


def proposed(request: Request) -> QuerySet[Proposal]:
    """The rosters this reader may look at."""
    return Proposal.objects.visible_to(request.user).about(Kind.ROSTERS).select_related("by")


def asked_month(said: str) -> date:
    """The month in the address."""
    if (first := month_in(said)) is None:
        raise Http404
    return first


def unit_of(request: Request, pk: int | str) -> Unit:
    """A unit whose rosters the reader may ask for."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    if "propose" not in powers_over(Kind.ROSTERS, about(unit.pk, ""), request.user):
        raise Refused("power", "roster")
    return unit


@holding("roster")
def month(request: Request, pk: int, said: str) -> HttpResponseBase:
    """The rosters made for a unit's month, and a form to ask for one."""
    first, unit = asked_month(said), unit_of(request, pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        work = Work(seconds=form.cleaned_data["seconds"])
        at = timezone.now()
        row = ask_for(
            Kind.ROSTERS, about(unit.pk, said), form.given(), work, by=request.user, at=at
        )
        return redirect("rosters:plan", row.pk)
    gone = Place.objects.filter(shift__post__unit=unit, shift__day__in=days_of(first))
    gone = gone.filter(state=PlaceState.DROPPED.value, end__gt=timezone.now())
    facts = {
        "unit": unit,
        "said": said,
        "rows": proposed(request).filter(about=about(unit.pk, said))[:SHOWN],
        "gone": gone.select_related("member", "shift__post__site").order_by("start")[:SHOWN],
        "form": form,
    }
    return render(request, "rosters/month.html", facts, status=422 if form.errors else 200)


@require_POST
@holding("roster")
def mend(request: Request, pk: int, said: str) -> HttpResponseBase:
    """Ask for the roster that mends the one agreed with the fewest changes."""
    asked_month(said)
    unit = unit_of(request, pk)
    by, at = request.user, timezone.now()
    work, terms = Work(seconds=MENDING), {"mend": True}
    row = ask_for(Kind.ROSTERS, about(unit.pk, said), terms, work, by=by, at=at)
    return redirect("rosters:plan", row.pk)


class Seat(NamedTuple):
    """A member and a day of a proposal."""

    day: calendars.Day
    brief: str
    full: str
    look: str


class Line(NamedTuple):
    """The month of a member in a proposal."""

    member: Member
    seats: list[Seat]
    shifts: int
    minutes: int


def plan(request: Request, pk: int) -> HttpResponse:
    """One roster: how far it is, the month as a calendar, what is not met and why."""
    row = get_object_or_404(proposed(request), pk=pk)
    facts: dict[str, Any] = {"title": row, "lines": [], "unit_key": row.ask["unit"]}
    wrong: list[Row] = []
    if row.plan:
        if row.state == State.READY.value:  # what was accepted is judged no more
            wrong = planner_of(row.kind).wrong(row.ask, row.plan)
        with suppress(Unsolvable):
            facts |= told(month_of(row.ask), row)
        facts["clashes"] = [sentence(Row(*one)) for one in row.plan.get("clashes", ())]
        facts["unmet"] = row.plan.get("unmet", ())
    return render(request, "rosters/plan.html", facts | head(request, row, wrong))


def told(found: Month, row: Proposal) -> dict[str, Any]:
    """The lines of a plan: new places marked, those that break a rule, those that are gone."""
    ground, seats = found.ground, row.plan["seats"]
    ready = row.state == State.READY.value
    broken = found.wrong(found.plan(seats)) if ready else []
    bad = {fault.where for fault in broken if len(fault.where) == 2}
    shown, shifts = calendars.days(ground.days[0]), {shift.pk: shift for shift in ground.shifts}
    people = {member.pk: n for n, member in enumerate(ground.members)}
    on = {at: shift for at, shift in ground.seated.items() if at[1] < ground.since}
    for key, member in seats:
        if key in shifts and member in people:
            on[people[member], (shifts[key].day - ground.days[0]).days] = shifts[key]
    lines = []
    for n, member in enumerate(ground.members):
        own = [on.get((n, day)) for day in range(len(shown))]
        marks = [
            seat(shown[day], one, ground.seated.get((n, day)), late=(n, day) in bad)
            for day, one in enumerate(own)
        ]
        stood = [ground.kinds[ground.kind[one.pk]].minutes for one in own if one]
        lines.append(Line(member, marks, len(stood), sum(stood)))
    gap = row.figures["cost"] - (row.figures["bound"] or 0)
    proved = row.figures["bound"] is not None and not row.edits
    return {
        "lines": lines,
        "days": shown,
        "since": ground.days[ground.since] if ground.since < len(ground.days) else None,
        "gap": gap if proved else None,
    }


def seat(day: calendars.Day, shift: Shift | None, before: Shift | None, *, late: bool) -> Seat:
    """A day of a member, marked where it is new or breaks a rule."""
    look = "late" if late else "fresh" if shift != before else ""
    full = f"{shift.word} {calendars.hours_of(shift)} {shift.post.site}" if shift else ""
    return Seat(day, shift.word[0] if shift else "", full, look)


@holding("roster")
def change(request: Request, pk: int, member: int, day: str) -> HttpResponseBase:
    """Put a member on another shift of a day, or on none."""
    row = get_object_or_404(proposed(request).exclude(plan={}), pk=pk)
    who = get_object_or_404(
        Member.objects.visible_to(request.user), pk=member, unit=row.ask["unit"]
    )
    shifts = Shift.objects.filter(post__unit=row.ask["unit"], day=day).select_related("post__site")
    held = {shift for shift, there in row.plan["seats"] if there == member}
    now = next((shift.pk for shift in shifts if shift.pk in held), None)
    form = ChangeForm(shifts, request.POST or None, initial={"seen": row.edits, "shift": now})
    if request.method == "POST" and form.is_valid():
        given = Change(date.fromisoformat(day), form.cleaned_data["shift"])
        seen, at = form.cleaned_data["seen"], timezone.now()
        change_plan(row, who, given, seen=seen, by=request.user, at=at)
        return redirect("rosters:plan", pk)
    facts = {"row": row, "member": who, "day": date.fromisoformat(day), "form": form}
    return render(request, "rosters/change.html", facts, status=422 if form.errors else 200)
