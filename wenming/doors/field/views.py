"""Pages for who goes there: today's stops, recording a visit, correcting it; and a round's steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.doors.field import actions
from wenming.doors.field.drafts import Outcome
from wenming.doors.field.forms import (
    CorrectForm,
    StepForm,
    VisitForm,
    now_in_minutes,
    sent_ids,
)
from wenming.doors.field.plans import beat_of, rounds_of, stops_of
from wenming.kit.flow import Refused
from wenming.kit.ids import new_id
from wenming.kit.words import names
from wenming.loop.inspections.models import ROUND_MOVES, Finding, Round, Stop, Visit
from wenming.loop.inspections.plans import asked_at
from wenming.loop.inspections.rules import RoundKind, RoundMove, StopState
from wenming.loop.inspections.views import may_correct
from wenming.loop.rounds import actions as rounds
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Verdict
from wenming.loop.tours.models import next_of
from wenming.org.http import Request
from wenming.org.models import User
from wenming.places.models import Site, SiteKind
from wenming.records.actions import content_of
from wenming.web.filters import Filter, Key, Words, narrow
from wenming.web.http import refused
from wenming.web.paging import page_of
from wenming.web.words import refusal

STOP_FILTERS: tuple[Filter, ...] = (
    Words("q", gettext_lazy("点位编号、名称"), ("site__code", "site__name", "site__address")),
)
SITE_FILTERS: tuple[Filter, ...] = (
    Words("q", gettext_lazy("点位编号、名称"), ("code", "name", "address")),
    Key("kind", gettext_lazy("点位类型"), "kind", lambda request: SiteKind.objects.all()),
)
STOP_SORTS: dict[str, str | tuple[str, ...]] = {"left": ("state", "site__kind", "site__code")}
SITE_SORTS = {"code": "code"}


def today(request: Request) -> HttpResponse:
    """The stops that fall to this inspector's groups, those still to be gone to first."""
    if "inspect" not in request.user.any_powers:
        return refused(request, Refused("power", "inspect"))
    stops = stops_of(request.user)
    narrowed = narrow(stops.prefetch_related("visits"), STOP_FILTERS, request)
    facts = {
        "narrowed": narrowed,
        "page": page_of(narrowed.rows, request, sorts=STOP_SORTS, default="left"),
        "planned": stops.exclude(state=StopState.UNREACHABLE.value).count(),
        "visited": stops.filter(state=StopState.VISITED.value).count(),
        "tour": next_of(request.user, localdate()),
        "free": rounds_of(request.user).exclude(kind=RoundKind.ASSESSMENT.value),
    }
    return render(request, "field/today.html", facts)


def choose(request: Request, pk: int) -> HttpResponse:
    """The sites a round without a draw may lead this inspector to."""
    if "inspect" not in request.user.any_powers:
        return refused(request, Refused("power", "inspect"))
    row = get_object_or_404(rounds_of(request.user), pk=pk)
    sites = Site.objects.visible_to(request.user).active().filter(beat_of(request.user))
    within = sites.filter(area__path__startswith=row.area.path).select_related("kind", "area")
    narrowed = narrow(within, SITE_FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SITE_SORTS, default="code")
    return render(request, "field/choose.html", {"round": row, "narrowed": narrowed, "page": page})


def record(request: Request, pk: int) -> HttpResponse:
    """Record a visit to one stop."""
    stops = Stop.objects.visible_to(request.user)
    stop = get_object_or_404(stops.select_related("round", "site__kind", "site__area"), pk=pk)
    return visit(request, stop.round, stop.site)


def record_at(request: Request, pk: int, code: str) -> HttpResponse:
    """Record a visit to any site, for a round that goes without a draw."""
    row = get_object_or_404(rounds_of(request.user), pk=pk)
    sites = Site.objects.visible_to(request.user).select_related("kind", "area")
    return visit(request, row, get_object_or_404(sites, code=code))


def visit(request: Request, row: Round, site: Site) -> HttpResponse:
    """The form of a visit: drawn, or taken in; what is wrong is said and what was filled in stays."""
    if "inspect" not in request.user.any_powers:
        return refused(request, Refused("power", "inspect"))
    items = asked_at(site.kind_id, row.edition_id)
    if request.method != "POST":
        first = {"id": new_id(), "started": now_in_minutes()}
        return drawn(request, VisitForm(row, site, items, initial=first))
    if known := Visit.objects.filter(pk__in=sent_ids(request.POST)).first():
        messages.info(request, _("这次记录此前已经保存；要改，请逐条更正。"))
        return redirect("inspections:visit", known.pk)
    data, spoiled = with_photos(request, items)
    form = VisitForm(row, site, items, data)
    for name, no in spoiled:
        form.add_error(name, "".join(map(str, refusal(no))))
    return taken(request, form) if form.is_valid() else drawn(request, form)


def taken(request: Request, form: VisitForm) -> HttpResponse:
    """Take in a form whose shape is right."""
    now = timezone.now()
    draft = form.draft(at=now)
    answer = actions.take_in(draft, by=request.user, at=now, door="form")
    if answer.outcome in {Outcome.REFUSED, Outcome.CONFLICT}:
        form.blame(draft, answer.faults)
        return drawn(request, form)
    told = _("%(site)s 已记录。") % {"site": form.site}
    opened = _("开出整改单：%(numbers)s") % {"numbers": _("、").join(answer.cases)}
    messages.success(request, told + (opened if answer.cases else ""))
    return redirect("field:today")


def out_of_reach(row: Round, site: Site) -> str:
    """Where a drawn site that nobody can get into is replaced; empty where none was drawn."""
    if row.kind != RoundKind.ASSESSMENT:
        return ""
    stop = Stop.objects.filter(round=row, site=site, state=StopState.AWAITING.value).first()
    return reverse("inspections:replace", args=[stop.pk]) if stop else ""


def drawn(request: Request, form: VisitForm) -> HttpResponse:
    """The page of the form."""
    facts = {
        "form": form,
        "rows": form.rows(),
        "patrol": form.round.kind == RoundKind.PATROL,
        "round": form.round,
        "site": form.site,
        "replace": out_of_reach(form.round, form.site),
    }
    return render(request, "field/visit.html", facts, status=422 if form.errors else 200)


def with_photos(
    request: Request, items: Sequence[Item]
) -> tuple[QueryDict, list[tuple[str, Refused]]]:
    """What was sent, with the photographs kept and named in it; and those that could not be."""
    data, spoiled = request.POST.copy(), []
    for item in items:
        for photo in request.FILES.getlist(f"photo_{item.pk}"):
            try:
                content = content_of(photo)
                digest = sha256(content).hexdigest()
                actions.take_photo(content, sha256=digest, by=request.user, at=timezone.now())
            except Refused as no:
                spoiled.append((f"photo_{item.pk}", no))
            else:
                kept = f"kept_{item.pk}"
                data[kept] = f"{data.get(kept, '')} {digest}".strip()
    return data, spoiled


def correct(request: Request, pk: UUID) -> HttpResponse:
    """Correct one finding; the first stays beside it."""
    sites = Site.objects.visible_to(request.user)
    rows = Finding.objects.standing().filter(visit__site__in=sites)
    finding = get_object_or_404(
        rows.select_related("item", "visit__site__area", "visit__round"), pk=pk
    )
    now = {"verdict": finding.verdict, "count": finding.count}
    form = CorrectForm(request.POST or None, initial=now)
    back = reverse("inspections:visit", args=[finding.visit_id])
    if not form.is_bound and not may_correct(request, finding.visit):
        return refused(request, Refused("power", "judge"), back=back)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data | {"verdict": Verdict(form.cleaned_data["verdict"])}
        try:
            actions.correct(pk, **said, by=request.user, at=timezone.now())
            return redirect(back)
        except Refused as no:
            if no.reason != "count":
                return refused(request, no, back=back)
            form.add_error("count", "".join(map(str, refusal(no))))
    facts = {"finding": finding, "form": form, "back": back}
    return render(request, "field/correct.html", facts, status=422 if form.errors else 200)


def step(request: Request, pk: int, move: RoundMove) -> HttpResponse:
    """Take one step of a round, with what it needs."""
    row = get_object_or_404(Round.objects.visible_to(request.user).select_related("area"), pk=pk)
    back = reverse("inspections:round", args=[pk])
    if "round" not in request.user.powers(row.area.path):
        return refused(request, Refused("power", "round"), back=back)
    form = StepForm(move, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take(row.pk, move, form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("inspections:round", pk)
        except Refused as no:
            if not form.fields or no.reason in {"state", "power"}:
                now = Round.objects.get(pk=pk).get_state_display()
                return refused(request, no, now=now, back=back)
            form.add_error(None, "".join(map(str, refusal(no))))
    facts = {"round": row, "form": form, "move": move.value, "word": ROUND_MOVES[move]}
    facts |= {"awaiting": row.stops.awaiting().count()}
    return render(request, "field/step.html", facts, status=422 if form.errors else 200)


def take(key: int, move: RoundMove, said: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """One step with what the form says."""
    if move is RoundMove.COMMIT:
        actions.commit(key, seed=said["seed"], by=by, at=at)
    elif move is RoundMove.RECOMMIT:
        actions.recommit(key, note=said["note"], by=by, at=at)
    elif move is RoundMove.DRAW:
        rounds.draw(key, by=by, at=at)
    elif move is RoundMove.START:
        rounds.start(key, sites=names(said["sites"], also=" "), by=by, at=at)
    else:
        actions.close(key, by=by, at=at)
