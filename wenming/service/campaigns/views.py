"""Pages of campaigns: the list, one with its totals, the returns under a total, a unit's return."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, choices, open_to
from wenming.org.http import Request, Within, holding
from wenming.org.models import Area
from wenming.service.campaigns import actions, tallies
from wenming.service.campaigns.forms import CampaignForm, ReturnForm
from wenming.service.campaigns.models import (
    CAMPAIGN_MOVES,
    CAMPAIGN_STATES,
    Campaign,
    Return,
    Tally,
)
from wenming.service.campaigns.rules import ARROWS, Move, State
from wenming.web.filters import Choice, Flag, Words, narrow
from wenming.web.paging import page_of
from wenming.web.words import refusal


def missing(rows: Any) -> Any:
    """Units that have not reported."""
    return rows.missing()


def below(request: HttpRequest) -> Any:
    """The areas right below a campaign's: the lines of its table."""
    match = request.resolver_match
    return Area.objects.filter(parent__campaigns=match.kwargs["pk"] if match else None)


FILTERS = (
    Words("q", gettext_lazy("活动主题"), ("name",)),
    Choice("state", gettext_lazy("状态"), "state", choices(CAMPAIGN_STATES)),
)
UNDER = (
    Words("q", gettext_lazy("单位名称"), ("unit__name",)),
    Within("area", gettext_lazy("区域"), "area", below),
    Flag("missing", gettext_lazy("还没报数"), missing),
)
SORTS: dict[str, str | tuple[str, ...]] = {"day": ("first", "pk")}
PLACES: dict[str, str | tuple[str, ...]] = {"area": ("area__path", "unit__order", "pk")}


def seen(request: Request, pk: int) -> Campaign:
    """A campaign the reader sees."""
    rows = Campaign.objects.visible_to(request.user).select_related("area")
    return get_object_or_404(rows, pk=pk)


def leads(request: Request, one: Campaign) -> bool:
    """Whether the reader leads the campaign."""
    return "publish" in actions.powers_over(one, request.user)


def listing(request: Request) -> HttpResponse:
    """The campaigns, and how many units have reported of each."""
    narrowed = narrow(Campaign.objects.visible_to(request.user), FILTERS, request)
    page = page_of(narrowed.rows.select_related("area"), request, sorts=SORTS, default="-day")
    whole = Tally.objects.filter(campaign__in=list(page), area=F("campaign__area"))
    told = {one.campaign_id: (one.asked, one.reported) for one in whole}
    rows = [(one, *told.get(one.pk, (0, 0))) for one in page]
    writes = "publish" in request.user.any_powers
    facts = {"narrowed": narrowed, "page": page, "rows": rows, "writes": writes}
    return render(request, "campaigns/list.html", facts)


def campaign(request: Request, pk: int) -> HttpResponse:
    """One campaign: its totals, by area, who has not reported, what is doubtful."""
    one = seen(request, pk)
    measures = list(one.measures.all())
    lines = tallies.lines(one, measures)
    moves = open_to(ARROWS, State(one.state), actions.powers_over(one, request.user))
    mine = tallies.seen(one, request.user)
    lacking = mine.missing()
    facts = {
        "campaign": one,
        "measures": measures,
        "lines": lines,
        "whole": list(zip(measures, lines[0].totals, strict=True)) if lines else [],
        "moves": [(move.value, CAMPAIGN_MOVES[move], move is Move.REOPEN) for move in moves],
        "draft": one.state == State.DRAFT.value and leads(request, one),
        "leads": leads(request, one),
        "doubts": tallies.doubts(one, measures) if leads(request, one) else [],
        "missing": lacking[:60],
        "lacking": lacking.count(),
        "own": list(mine.filter(unit__in=request.user.reach.units)[:20]),
        "open": one.state == State.OPEN.value,
        "begun": one.state != State.DRAFT.value,
        "briefs": list(one.briefs.defer("told")),
        "known": tallies.known(one),
    }
    return render(request, "campaigns/campaign.html", facts)


@require_POST
@holding()
def step(request: Request, pk: int, move: Move) -> HttpResponseBase:
    """Take one step on a campaign."""
    seen(request, pk)
    actions.take(pk, move, request.POST.get("note", ""), by=request.user, at=timezone.now())
    messages.success(request, _("已办理。"))
    return redirect("campaigns:campaign", pk)


@holding("publish")
def define(request: Request, pk: int | None = None) -> HttpResponseBase:
    """Put down a campaign, or change one that has not begun."""
    one = None if pk is None else seen(request, pk)
    form = CampaignForm(one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.define(form.draft(), pk, by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason in {"power", "state"}:
                raise
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect("campaigns:campaign", row.pk)
    facts = {"form": form, "campaign": one}
    return render(request, "campaigns/edit.html", facts, status=422 if form.errors else 200)


def returns(request: Request, pk: int) -> HttpResponse:
    """The returns under a total, by area; those that are missing among them."""
    one = seen(request, pk)
    measures = list(one.measures.all())
    narrowed = narrow(tallies.seen(one, request.user), UNDER, request)
    page = page_of(narrowed.rows, request, sorts=PLACES, default="area")
    standing = Return.objects.filter(asked__in=list(page), standing=True)
    held = {row.asked_id: row for row in standing}
    told = tallies.figures_of(list(held.values()))
    rows = [(asked, row := held.get(asked.pk), cells(row, told, measures)) for asked in page]
    facts = {"campaign": one, "measures": measures, "narrowed": narrowed, "page": page}
    return render(request, "campaigns/returns.html", facts | {"rows": rows})


def cells(
    row: Return | None, told: dict[int, dict[int, str]], measures: list[Any]
) -> list[tuple[Any, str]]:
    """What a return says of each measure; empty for none."""
    said = told.get(row.pk, {}) if row else {}
    return [(one, said.get(one.pk, "")) for one in measures]


@holding()
def report(request: Request, pk: int, unit: int) -> HttpResponseBase:
    """What a unit reported, all its versions, and the form to report or to put it right."""
    one = seen(request, pk)
    asked = get_object_or_404(tallies.seen(one, request.user), unit=unit)
    asked.campaign = one
    measures = list(one.measures.all())
    versions = list(asked.returns.select_related("by"))
    here = versions[0] if versions else None
    sent = request.POST if request.method == "POST" else None
    form = ReturnForm(asked, measures, here, leads=leads(request, one), data=sent)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason in {"power", "campaign_state"}:
                raise
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            messages.success(request, _("已报数。"))
            return redirect("campaigns:report", pk, unit)
    if request.method == "POST" and not actions.may_report(asked, request.user):
        raise Refused("power", "rectify")
    told = tallies.figures_of(versions)
    takes = one.state == State.OPEN.value or (
        one.state != State.DRAFT.value and leads(request, one)
    )
    facts = {
        "campaign": one,
        "asked": asked,
        "measures": measures,
        "versions": [(row, cells(row, told, measures)) for row in versions],
        "form": form if takes and actions.may_report(asked, request.user) else None,
        "correcting": here is not None,
    }
    return render(request, "campaigns/report.html", facts, status=422 if form.errors else 200)


@require_POST
@holding("publish")
def vouch(request: Request, pk: int) -> HttpResponseBase:
    """Say that a doubtful return was asked about and is right."""
    row = get_object_or_404(Return.objects.select_related("asked"), pk=pk)
    seen(request, row.asked.campaign_id)
    actions.vouch(pk, request.POST.get("note", ""), by=request.user, at=timezone.now())
    return redirect(reverse("campaigns:campaign", args=[row.asked.campaign_id]))
