"""Pages of a matching: asking for one, the plan day by day, and matching one order otherwise."""

from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.proposals.actions import ask_for
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Row, Unsolvable, planner_of
from wenming.proposals.rules import Kind, Work
from wenming.proposals.views import head
from wenming.service.matching import plans
from wenming.service.matching.actions import change_plan
from wenming.service.matching.forms import AskForm, ChangeForm
from wenming.service.matching.ground import PARTS_OF_DAY
from wenming.service.matching.models import REASONS, sentence
from wenming.service.orders.models import Order
from wenming.service.stations.models import Venue
from wenming.service.volunteers.models import PARTS, Team
from wenming.service.volunteers.rules import Part

SHOWN = 30  # proposals of the past


def proposed(request: Request) -> QuerySet[Proposal]:
    """The matchings this reader may look at."""
    return Proposal.objects.visible_to(request.user).about(Kind.MATCHES).select_related("by")


@holding("propose")
def listing(request: Request) -> HttpResponseBase:
    """The matchings made so far, what waits, and a form to ask for one."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        about, work = data["since"].isoformat(), Work(seconds=data["seconds"])
        by, at = request.user, timezone.now()
        row = ask_for(Kind.MATCHES, about, form.given(), work, by=by, at=at)
        return redirect("matching:plan", row.pk)
    facts = {
        "rows": proposed(request)[:SHOWN],
        "form": form,
        "waiting": Order.objects.visible_to(request.user).placed().count(),
    }
    return render(request, "matching/list.html", facts, status=422 if form.errors else 200)


class Line(NamedTuple):
    """An order of a plan: who would serve it, when, where, and the way there."""

    order: Order
    team: Team
    day: date
    part: str
    venue: Venue | None
    metres: int
    waited: int


class Left(NamedTuple):
    """An order the plan does not serve, and why."""

    order: Order
    why: str


def plan(request: Request, pk: int) -> HttpResponse:
    """One matching: how far it is, what it comes to, day by day, and who is left out."""
    row = get_object_or_404(proposed(request), pk=pk)
    facts: dict[str, Any] = {"title": row, "lines": [], "left": []}
    wrong: list[Row] = []
    if row.plan:
        wrong = planner_of(row.kind).wrong(row.ask, row.plan)
        facts |= told(row)
    return render(request, "matching/plan.html", facts | head(request, row, wrong))


def told(row: Proposal) -> dict[str, Any]:
    """The lines of a plan, by time and team, and the orders it leaves out with their reasons."""
    matches, left = row.plan["matches"], row.plan["left"]
    keys = [m[0] for m in matches] + [key for key, _why in left]
    orders = Order.objects.select_related("offer", "station").in_bulk(keys)
    teams = Team.objects.in_bulk([m[1] for m in matches])
    venues = Venue.objects.in_bulk([m[4] for m in matches])
    ways: dict[int, int] = {}
    with suppress(Unsolvable):
        found = plans.orders_of(row.ask)
        ways = {m[0]: found.way(m) for m in matches}
    lines = []
    for order, team, said, part, venue in sorted(matches, key=when):
        if order in orders and team in teams:
            day, here = date.fromisoformat(said), orders[order]
            waited = (day - timezone.localdate(here.placed)).days
            word, metres = str(PARTS[Part(part)]), ways.get(order, 0)
            lines.append(Line(here, teams[team], day, word, venues.get(venue), metres, waited))
    out = [Left(orders[key], str(REASONS.get(why, why))) for key, why in left if key in orders]
    return {"lines": lines, "left": out}


def when(match: list[Any]) -> tuple[Any, ...]:
    """Where a row of a plan stands on the page: by day, part and team."""
    return match[2], PARTS_OF_DAY.index(Part(match[3])), match[1]


@holding("propose")
def change(request: Request, pk: int, order: int) -> HttpResponseBase:
    """Match one order otherwise, or hold it back."""
    row = get_object_or_404(proposed(request).exclude(plan={}), pk=pk)
    here = get_object_or_404(Order.objects.visible_to(request.user).distinct(), pk=order)
    form = ChangeForm(here, request.POST or None, initial=begins(row, order))
    if request.method == "POST" and form.is_valid():
        given, seen = form.given(), form.cleaned_data["seen"]
        team = form.cleaned_data["team"] or _("先不派")
        note = f"{here} → {team} {given.day or ''}"
        by, at = request.user, timezone.now()
        try:
            change_plan(row, order, given, seen=seen, note=note, by=by, at=at)
        except Unsolvable as no:
            raise Refused("broken", str(len(no.rows)), sentence(no.rows[0])) from no
        return redirect("matching:plan", pk)
    facts = {"row": row, "order": here, "form": form}
    return render(request, "matching/change.html", facts, status=422 if form.errors else 200)


def begins(row: Proposal, order: int) -> dict[str, Any]:
    """How the plan has an order now."""
    names = ("order", "team", "day", "part", "venue")
    now = next((m for m in row.plan["matches"] if m[0] == order), None)
    return {"seen": row.edits, **(dict(zip(names, now, strict=True)) if now else {})}
