"""The stations as a tree, and one of them: its venues and their bookings, its menu."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, choices
from wenming.org.http import Request, Within, holding
from wenming.org.models import Area
from wenming.service.stations import actions
from wenming.service.stations.forms import BookForm
from wenming.service.stations.models import STATION_KINDS, Booking, Offer, Station, Venue
from wenming.service.volunteers.models import WEEKDAYS
from wenming.web.display import named
from wenming.web.filters import Choice, Words, narrow
from wenming.web.paging import page_of
from wenming.web.words import refusal

AHEAD = 14  # days of bookings shown
FILTERS = (
    Words("q", _("实践站、地址"), ("name", "address")),
    Choice("kind", _("级别"), "kind", choices(STATION_KINDS)),
    Within("area", _("区域"), "area", lambda request: Area.objects.filter(level="street")),
)
SORTS: dict[str, str | tuple[str, ...]] = {"name": "name", "place": ("area__path", "name")}


def listing(request: Request) -> HttpResponse:
    """All stations, by place; who grants sets up a new one."""
    rows = Station.objects.visible_to(request.user).select_related("area", "parent")
    narrowed = narrow(rows.annotate(rooms=Count("venues")), FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SORTS, default="place")
    facts = {"narrowed": narrowed, "page": page, "grants": "grant" in request.user.any_powers}
    return render(request, "stations/list.html", facts)


class Room(NamedTuple):
    """A venue with the bookings of the next days that take it, its whole's and its parts' too."""

    venue: Venue
    days: str
    bookings: list[Booking]


def detail(request: Request, pk: int, form: BookForm | None = None) -> HttpResponse:
    """One station: where it is, what it offers, its venues and when they are taken."""
    rows = Station.objects.visible_to(request.user).select_related("area", "parent", "unit", "site")
    station = get_object_or_404(rows, pk=pk)
    runs = "dispatch" in actions.powers_over(station, request.user)
    offers = Offer.objects.open().filter(Q(station=None) | Q(station=station))
    facts = {
        "station": station,
        "rooms": rooms(station),
        "offers": offers.select_related("skill"),
        "closures": station.closures.filter(last__gte=localdate()).select_related("venue"),
        "grants": "grant" in request.user.any_powers,
        "parts": station.parts.order_by("name"),
        "form": (form or BookForm(station)) if runs else None,
        "orders": named("orders:list"),
    }
    return render(request, "stations/station.html", facts, status=422 if form else 200)


def rooms(station: Station) -> list[Room]:
    """The venues of a station with what is booked from today on."""
    today = localdate()
    soon = Booking.objects.standing().filter(venue__station=station, end__gte=timezone.now())
    soon = soon.filter(start__date__lte=today + timedelta(days=AHEAD)).select_related("venue")
    venues, found = list(station.venues.select_related("part_of")), list(soon)
    return [
        Room(one, opening(one), [row for row in found if row.venue.meets(one)]) for one in venues
    ]


def opening(venue: Venue) -> str:
    """The days on which a venue is open, in words."""
    if len(venue.weekdays) == len(WEEKDAYS):
        return gettext("每天")
    return gettext("、").join(str(WEEKDAYS[day]) for day in venue.weekdays)


@require_POST
@holding()
def book(request: Request, pk: int) -> HttpResponseBase:
    """Book a venue; what is wrong is said at the form."""
    station = get_object_or_404(Station.objects.visible_to(request.user), pk=pk)
    form = BookForm(station, request.POST)
    if form.is_valid():
        try:
            actions.book(form.given(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason == "power":
                raise
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect("stations:station", pk)
    actions.must_run(station, request.user)
    return detail(request, pk, form)


@require_POST
@holding()
def cancel(request: Request, pk: int) -> HttpResponseBase:
    """Take a booking back."""
    seen = Station.objects.visible_to(request.user)
    row = get_object_or_404(Booking.objects.standing(), pk=pk, venue__station__in=seen)
    actions.cancel(pk, by=request.user, at=timezone.now())
    return redirect("stations:station", row.venue.station_id)
