"""Pages of an allocation: what was asked for and wished, a proposal, and changing it by hand."""

from contextlib import suppress
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.adoptions import plans
from wenming.adoptions.actions import change_plan, take_back, wish
from wenming.adoptions.forms import AskForm, ChangeForm, WishForm
from wenming.adoptions.models import Wish, sentence
from wenming.adoptions.rules import WishKind
from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.places.models import Site
from wenming.proposals.actions import ask_for
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Row, Unsolvable, planner_of
from wenming.proposals.rules import Kind, Work
from wenming.proposals.views import head

SHOWN = 30  # proposals of the past


def proposed(request: Request) -> QuerySet[Proposal]:
    """The allocations this reader may look at."""
    return Proposal.objects.visible_to(request.user).about(Kind.ADOPTIONS).select_related("by")


@holding("propose")
def listing(request: Request) -> HttpResponseBase:
    """The allocations made so far, the wishes they heed, and a form to ask for one."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = ask_for(
            Kind.ADOPTIONS,
            str(given["year"]),
            form.given(),
            Work(seconds=given["seconds"]),
            by=request.user,
            at=timezone.now(),
        )
        return redirect("adoptions:plan", row.pk)
    return shown(request, form, WishForm())


def shown(request: Request, form: AskForm, wishing: WishForm) -> HttpResponse:
    """The page of all allocations, with forms that may have to be put right."""
    wishes = Wish.objects.visible_to(request.user).select_related("unit", "site")
    facts = {"rows": proposed(request)[:SHOWN], "form": form, "wishing": wishing, "wishes": wishes}
    wrong = form.errors or wishing.errors
    return render(request, "adoptions/list.html", facts, status=422 if wrong else 200)


@require_POST
@holding("propose")
def say(request: Request) -> HttpResponseBase:
    """Say a wish."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return shown(request, AskForm(), form)
    given = form.cleaned_data
    kind, by, at = WishKind(given["kind"]), request.user, timezone.now()
    wish(given["unit"], given["site"], kind, note=given["note"], by=by, at=at)
    return redirect("adoptions:list")


@require_POST
@holding("propose")
def unsay(request: Request, pk: int) -> HttpResponseBase:
    """Take a wish back."""
    take_back(pk, by=request.user, at=timezone.now())
    return redirect("adoptions:list")


class Held(NamedTuple):
    """A unit at a segment of a proposal: its way, whether it was there last, and what keeping it costs."""

    unit: Unit
    metres: int
    kept: bool
    wished: bool
    price: int | None


class Line(NamedTuple):
    """A segment of a proposal: who would adopt it, and who did."""

    site: Site
    held: list[Held]
    before: list[Unit]


class Unmet(NamedTuple):
    """A wish that a proposal does not meet, and the metres that meeting it would cost."""

    unit: Unit
    site: Site
    price: int | None


def plan(request: Request, pk: int) -> HttpResponse:
    """One allocation: how far it is, what it comes to, segment by segment, and what can be done with it."""
    row = get_object_or_404(proposed(request), pk=pk)
    facts: dict[str, Any] = {"title": row, "lines": [], "unmet": []}
    wrong: list[Row] = []
    if row.plan:
        wrong = planner_of(row.kind).wrong(row.ask, row.plan)
        with suppress(Unsolvable):
            facts |= told(plans.town_of(row.ask), row)
    return render(request, "adoptions/plan.html", facts | head(request, row, wrong))


def told(town: plans.Town, row: Proposal) -> dict[str, Any]:
    """The lines of a plan with their prices, and the wishes it does not meet."""
    units = {unit.pk: unit for unit in town.units}
    sites = {site.pk: site for site in town.sites}
    priced, held = town.prices(town.plan(row.plan)), {site: list[Held]() for site in sites}
    wanted = set(town.wishes.get(WishKind.WANTS.value, ()))
    pairs = [(u, s) for u, s in row.plan["pairs"] if u in units and s in sites]
    ways = town.ways(pairs)
    for (unit, site), metres in zip(pairs, ways, strict=True):
        pair = (unit, site)
        kept, wished = pair in town.last, pair in wanted
        held[site].append(Held(units[unit], metres, kept, wished, priced.get(pair)))
    before: dict[int, list[Unit]] = {}
    for unit, site in sorted(town.last):
        before.setdefault(site, []).extend([units[unit]] if unit in units else [])
    return {
        "lines": [Line(sites[pk], rows, before.get(pk, [])) for pk, rows in held.items()],
        "unmet": [
            Unmet(units[u], sites[s], priced.get((u, s)))
            for u, s in sorted(wanted - set(pairs))
            if u in units and s in sites
        ],
    }


@holding("propose")
def change(request: Request, pk: int, site: int) -> HttpResponseBase:
    """Put another unit at one segment of a proposal."""
    row = get_object_or_404(proposed(request).exclude(plan={}), pk=pk)
    segment = get_object_or_404(Site.objects.visible_to(request.user), pk=site)
    held = [unit for unit, there in row.plan["pairs"] if there == site]
    first = {"seen": row.edits, "site": site, "old": held[:1] and held[0], "swap": True}
    form = ChangeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given, seen = form.given(), form.cleaned_data["seen"]
        words = {"old": given.old or _("（无）"), "new": given.new or _("（无）")}
        note = f"{segment} {words['old']} → {words['new']}"
        change_plan(row, given, seen=seen, note=note, by=request.user, at=timezone.now())
        return redirect("adoptions:plan", pk)
    facts = {"row": row, "site": segment, "form": form, "near": near(row, segment)}
    return render(request, "adoptions/change.html", facts, status=422 if form.errors else 200)


class Near(NamedTuple):
    """A unit near a segment, its way, and where the proposal has it."""

    unit: Unit
    metres: int
    at: list[Site]


def near(row: Proposal, site: Site, most: int = 12) -> list[Near]:
    """The units nearest to a segment: whom one would think of."""
    try:
        town = plans.town_of(row.ask)
    except Unsolvable as no:
        raise Refused("broken", str(len(no.rows)), sentence(no.rows[0])) from no
    sites = {one.pk: one for one in town.sites}
    ways = town.ways([(unit.pk, site.pk) for unit in town.units])
    ranked = sorted(zip(ways, range(len(town.units)), strict=True))[:most]
    at: dict[int, list[Site]] = {}
    for unit, there in row.plan["pairs"]:
        at.setdefault(unit, []).extend([sites[there]] if there in sites else [])
    found = [(metres, town.units[n]) for metres, n in ranked]
    return [Near(unit, metres, at.get(unit.pk, [])) for metres, unit in found]
