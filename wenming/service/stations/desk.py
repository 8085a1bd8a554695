"""Pages of whoever sets stations up: a station, its venues, its closed days, the menu."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.forms import Form
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.service.stations import actions
from wenming.service.stations.forms import (
    ClosureForm,
    OfferForm,
    StationForm,
    VenueForm,
    WhereaboutsForm,
)
from wenming.service.stations.models import Closure, Offer, Station, Venue
from wenming.web.words import refusal


def done(form: Form, act: Callable[[], object]) -> bool:
    """Whether what was filled in is right and was done; a refusal is said at the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as no:
        if no.reason == "power":
            raise
        form.add_error(None, "".join(map(str, refusal(no))))
        return False
    return True


def said(request: Request) -> QueryDict | None:
    """What was sent; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def filled(request: Request, form: Form, title: object, back: str, **more: Any) -> HttpResponseBase:
    """The page of a form that is not done yet."""
    facts = {"form": form, "title": title, "back": back, **more}
    return render(request, "stations/form.html", facts, status=422 if form.errors else 200)


def runs(request: Request, pk: int) -> Station:
    """The station, for who runs it."""
    rows = Station.objects.visible_to(request.user).select_related("area", "site")
    station = get_object_or_404(rows, pk=pk)
    actions.must_run(station, request.user)
    return station


def grants(request: Request) -> bool:
    """Whether the reader says what stations the city has."""
    return "grant" in request.user.any_powers


@holding("grant")
def new(request: Request) -> HttpResponseBase:
    """A new station."""
    form, at = StationForm(data=said(request)), timezone.now()
    if done(form, lambda: actions.set_station(form.draft(), by=request.user, at=at)):
        made = Station.objects.get(name=form.cleaned_data["name"].strip())
        return redirect("stations:station", made.pk)
    return filled(request, form, _("新实践站"), reverse("stations:list"))


@holding()
def edit(request: Request, pk: int) -> HttpResponseBase:
    """Change a station: the office all of it, who runs it where it is and how it is reached."""
    station, at, by = runs(request, pk), timezone.now(), request.user
    form: Any = (StationForm if grants(request) else WhereaboutsForm)(station, said(request))

    def act() -> object:
        if grants(request):
            return actions.set_station(form.draft(), key=pk, by=by, at=at)
        return actions.describe(pk, form.given(), by=by, at=at)

    if done(form, act):
        return redirect("stations:station", pk)
    return filled(request, form, station, reverse("stations:station", args=[pk]))


@holding()
def venue(request: Request, pk: int, key: int | None = None) -> HttpResponseBase:
    """A new venue of a station, or one that changes."""
    station, at, by = runs(request, pk), timezone.now(), request.user
    row = get_object_or_404(Venue, pk=key, station=station) if key else None
    form = VenueForm(station, row, said(request))
    if done(form, lambda: actions.set_venue(pk, form.draft(), key=key, by=by, at=at)):
        return redirect("stations:station", pk)
    return filled(request, form, row or _("新场地"), reverse("stations:station", args=[pk]))


@holding()
def offer(request: Request, pk: int, key: int | None = None) -> HttpResponseBase:
    """A new dish on a station's own menu, or one that changes."""
    station, at, by = runs(request, pk), timezone.now(), request.user
    row = get_object_or_404(Offer, pk=key, station=station) if key else None
    form = OfferForm(row, said(request))
    if done(form, lambda: actions.set_offer(form.draft(pk), key=key, by=by, at=at)):
        return redirect("stations:station", pk)
    title, back = row or _("新服务项目"), reverse("stations:station", args=[pk])
    return filled(request, form, title, back, offer=row)


@holding("grant")
def dish(request: Request, key: int | None = None) -> HttpResponseBase:
    """A new dish on every station's menu, or one that changes."""
    row = get_object_or_404(Offer, pk=key, station=None) if key else None
    form, at, by = OfferForm(row, said(request)), timezone.now(), request.user
    if done(form, lambda: actions.set_offer(form.draft(None), key=key, by=by, at=at)):
        return redirect("stations:offers")
    return filled(request, form, row or _("新服务项目"), reverse("stations:offers"), offer=row)


def offers(request: Request) -> HttpResponseBase:
    """The menu of every station, and each station's own dishes; who grants changes what all have."""
    rows: QuerySet[Offer] = Offer.objects.visible_to(request.user).select_related(
        "skill", "station"
    )
    rows = rows.order_by(
        F("closed").desc(nulls_first=True), F("station").asc(nulls_first=True), "name"
    )
    return render(request, "stations/offers.html", {"rows": rows, "grants": grants(request)})


@require_POST
@holding()
def close(request: Request, key: int) -> HttpResponseBase:
    """Take a dish off the menu."""
    row = get_object_or_404(Offer.objects.visible_to(request.user), pk=key)
    actions.close_offer(key, by=request.user, at=timezone.now())
    if row.station_id:
        return redirect("stations:station", row.station_id)
    return redirect("stations:offers")


@holding()
def closures(request: Request, pk: int) -> HttpResponseBase:
    """The days on which a station or a venue is closed; more are added, one is taken back."""
    station, at, by = runs(request, pk), timezone.now(), request.user
    form, met = ClosureForm(station, said(request)), list[int]()
    if done(form, lambda: met.append(actions.shut(pk, form.draft(), by=by, at=at)[1])):
        if met[0]:
            words = ngettext("这几天还有 %(n)s 个预约。", "这几天还有 %(n)s 个预约。", met[0])
            messages.warning(request, words % {"n": met[0]})
        return redirect("stations:closures", pk)
    rows = station.closures.filter(last__gte=localdate()).select_related("venue")
    facts = {"station": station, "rows": rows, "form": form}
    return render(request, "stations/closures.html", facts, status=422 if form.errors else 200)


@require_POST
@holding()
def reopen(request: Request, key: int) -> HttpResponseBase:
    """Take back that something is closed on some days."""
    station = get_object_or_404(Closure, pk=key).station_id
    actions.reopen(key, by=request.user, at=timezone.now())
    return redirect("stations:closures", station)
