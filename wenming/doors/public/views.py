"""Stations near, one of them with its menu and free times, ordering in three steps, one's own order."""

from datetime import date, time, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wenming.doors.public.forms import OpenOrderForm, RateForm, SlipForm
from wenming.kit.flow import Refused, choices, open_to
from wenming.org.http import Within
from wenming.org.models import Area
from wenming.records.models import Act
from wenming.service.orders.actions import code_of, place_openly, take_openly
from wenming.service.orders.drafts import NOTHING, Given
from wenming.service.orders.models import Order
from wenming.service.orders.rules import ARROWS, Move, State
from wenming.service.stations.models import STATION_KINDS, Booking, Closure, Offer, Station, Venue
from wenming.service.stations.rules import free
from wenming.web.brakes import too_many
from wenming.web.filters import Choice, Words, narrow
from wenming.web.http import refused
from wenming.web.paging import page_of
from wenming.web.words import refusal

AHEAD, WEEK = 7, timedelta(days=7)  # days of free times shown; until when, if nothing else is said
ORDERS, LOOKS = 20, 30  # from one address within ten minutes
NEWS = 30
FILTERS = (
    Words("q", _("实践站、地址、服务项目"), match=lambda rows, words: about(rows, words)),
    Within("area", _("在哪个街道"), "area", lambda request: Area.objects.filter(level="street")),
    Choice("kind", _("级别"), "kind", choices(STATION_KINDS)),
)
SORTS: dict[str, str | tuple[str, ...]] = {"place": ("area__path", "name")}


def about(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The stations whose name, address or own menu holds the words; all, where every menu does."""
    if Offer.objects.open().filter(station=None, name__icontains=words).exists():
        return rows
    said = Q(name__icontains=words) | Q(address__icontains=words)
    own = Offer.objects.open().filter(name__icontains=words).exclude(station=None)
    return rows.filter(said | Q(pk__in=own.values("station")))


def menu_of(row: Station) -> QuerySet[Offer]:
    """What can be ordered at a station."""
    return Offer.objects.open().filter(Q(station=None) | Q(station=row)).order_by("name")


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The stations of the city, by place."""
    narrowed = narrow(Station.objects.select_related("area"), FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SORTS, default="place")
    return render(request, "public/front.html", {"narrowed": narrowed, "page": page})


class Day(NamedTuple):
    """A day on which a venue can be had, and when."""

    day: date
    spans: list[tuple[time, time]]


def times(row: Station) -> list[tuple[Venue, list[Day]]]:
    """When each venue of a station is free in the days ahead."""
    first, now = localdate(), timezone.now()
    days = [first + timedelta(days=n) for n in range(AHEAD)]
    venues = list(row.venues.select_related("part_of"))
    soon = Booking.objects.standing().between(now, now + timedelta(days=AHEAD))
    booked = list(soon.filter(venue__station=row).select_related("venue"))
    shut = list(Closure.objects.filter(station=row, last__gte=first).select_related("venue"))
    return [(one, [Day(day, spans(one, day, booked, shut)) for day in days]) for one in venues]


def spans(
    venue: Venue, day: date, booked: list[Booking], shut: list[Closure]
) -> list[tuple[time, time]]:
    """When a venue is free on a day, in local time."""
    closed = [c for c in shut if c.first <= day <= c.last]
    if day.weekday() not in venue.weekdays:
        return []
    if any(c.venue is None or c.venue.meets(venue) for c in closed):
        return []
    found = [(localtime(b.start), localtime(b.end)) for b in booked if b.venue.meets(venue)]
    taken = [(start.time(), end.time()) for start, end in found if start.date() == day]
    return free(venue.opens, venue.closes, taken)


@login_not_required
@require_safe
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """The first step: one station, what can be ordered there, and when its venues are free."""
    row = get_object_or_404(Station.objects.select_related("area"), pk=pk)
    closed = row.closures.filter(last__gte=localdate()).select_related("venue")
    facts = {"station": row, "offers": menu_of(row), "venues": times(row), "closures": closed}
    return render(request, "public/station.html", facts)


@login_not_required
@never_cache
def order(request: HttpRequest, pk: int, offer: int) -> HttpResponseBase:
    """The second step: for whom and when; sent, it leads to the slip."""
    row = get_object_or_404(Station.objects.select_related("area"), pk=pk)
    dish = get_object_or_404(menu_of(row), pk=offer)
    first = {"key": uuid4(), "latest": localdate() + WEEK}
    form = OpenOrderForm(dish, request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST":
        if too_many(request, "order", ORDERS):
            return render(request, "429.html", status=429)
        if request.POST.get("website"):
            return redirect("public:front")
        if (made := placed(form, row, dish)) is not None:
            return redirect("public:slip", made.number, code_of(made))
    facts = {"station": row, "offer": dish, "form": form}
    return render(request, "public/order.html", facts, status=422 if form.errors else 200)


def placed(form: OpenOrderForm, row: Station, dish: Offer) -> Order | None:
    """The order a form asks for; None where something is wrong, which the form tells."""
    if not form.is_valid():
        return None
    try:
        return place_openly(form.asked(row, dish), at=timezone.now())
    except Refused as no:
        field = "phone" if no.reason in {"phone", "order_phone"} else None
        form.add_error(field, "".join(map(str, refusal(no))))
        return None


# The slip


def slow(request: HttpRequest, number: str) -> bool:
    """Whether codes are tried too often, from one address or for one number."""
    return too_many(request, "ordered", LOOKS) or too_many(request, "order-of", LOOKS, number)


def found(number: str, code: str) -> Order | None:
    """The order with this number, where the code is its own."""
    rows = Order.objects.select_related("station", "offer", "team", "booking__venue")
    row = rows.filter(number=number).first()
    return row if row is not None and constant_time_compare(code_of(row), code) else None


@login_not_required
@never_cache
def lookup(request: HttpRequest) -> HttpResponseBase:
    """Find one's order by its number and code."""
    form = SlipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        if slow(request, number):
            return render(request, "429.html", status=429)
        if found(number, code) is not None:
            return redirect("public:slip", number, code)
        form.add_error(None, gettext("没有这样的订单：请核对单号和查询码，一个数字也不能错。"))
    status = 422 if form.errors else 200
    return render(request, "public/lookup.html", {"form": form}, status=status)


def own(request: HttpRequest, number: str, code: str) -> Order:
    """The order an address names; 404 without its code, and slower for whoever guesses."""
    row = found(number, code)
    if row is None:
        slow(request, number)
        raise Http404
    return row


@login_not_required
@never_cache
@require_safe
def slip(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The third step: where the order stands, what to keep, what can be done; nothing of who asked."""
    row = own(request, number, code)
    return render(request, "public/slip.html", shown(row, code, RateForm()))


def shown(row: Order, code: str, form: RateForm) -> dict[str, Any]:
    """What the slip says; why it was not accepted stands here alone."""
    moves = open_to(ARROWS, State(row.state), {"ask"})
    why = Act.objects.about("order", row.pk).filter(move=Move.TURN_DOWN.value).last()
    return {
        "row": row,
        "code": code,
        "rate": form if Move.RATE in moves else None,
        "withdraws": Move.WITHDRAW in moves,
        "why": why.note if why and row.state == State.TURNED_DOWN.value else "",
    }


@login_not_required
@never_cache
@require_POST
def move(request: HttpRequest, number: str, code: str, move: Move) -> HttpResponseBase:
    """Rate the order, or take it back."""
    row = own(request, number, code)
    back = reverse("public:slip", args=[number, code])
    form, given = RateForm(request.POST), NOTHING
    if move is Move.RATE:
        if not form.is_valid():
            return render(request, "public/slip.html", shown(row, code, form), status=422)
        given = Given(stars=form.cleaned_data["stars"], note=form.cleaned_data["note"])
    try:
        take_openly(row.pk, move, given, at=timezone.now())
    except Refused as no:
        return refused(request, no, back=back)
    return redirect(back)


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What is new at the stations, as Atom: dishes, closed days, stations."""
    here = request.build_absolute_uri(reverse("public:front"))
    news = Atom1Feed(title=gettext("实践站动态"), link=here, description="", language="zh-CN")
    acts = Act.objects.filter(kind__in=("station", "offer"), move__in=SAID).order_by("-id")[:NEWS]
    for act in acts:
        title = (
            f"{SAID[act.move]} {act.facts.get('title', '')} {act.facts.get('first', '')}".strip()
        )
        news.add_item(
            title=title, link=here, description=act.note, unique_id=f"urn:wenming:act:{act.pk}",
            updateddate=act.at, pubdate=act.at,
        )  # fmt: skip
    return HttpResponse(news.writeString("utf-8"), content_type=f"{Atom1Feed.content_type}")


SAID = {"set": _("已更新"), "close": _("已下架"), "shut": _("闭馆"), "reopen": _("恢复开放")}
