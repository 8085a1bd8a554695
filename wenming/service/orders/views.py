"""Ordering in three steps, the dispatcher's list, and the page of one order."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django.db.models import Avg, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, choices, open_to
from wenming.org.http import Request, holding, posts
from wenming.records.models import Act
from wenming.service.orders.actions import code_of, place, powers_over, take
from wenming.service.orders.forms import MoveForm, OrderForm
from wenming.service.orders.models import ORDER_MOVES, ORDER_STATES, Order
from wenming.service.orders.rules import ARROWS, ENDED, Mean, Move, State, mean
from wenming.service.stations.models import Offer, Station
from wenming.service.volunteers.models import Team
from wenming.web.display import named
from wenming.web.filters import Choice, Flag, Key, Words, narrow
from wenming.web.http import refused
from wenming.web.paging import page_of
from wenming.web.shapes import Happened, Stage
from wenming.web.templatetags.marks import said
from wenming.web.words import refusal

WEEK, DAY_LONG = timedelta(days=7), timedelta(days=1)
SERVED = {State.DONE.value, State.RATED.value}
PLACED = {"place": _("点单")}


def late(rows: Any) -> Any:
    """Those whose last day is over, or whose time came and went."""
    return rows.overdue(timezone.now())


FILTERS = (
    Words("q", _("单号、服务项目"), ("number", "offer__name")),
    Choice("state", _("状态"), "state", choices(ORDER_STATES)),
    Key("station", _("实践站"), "station", lambda request: Station.objects.all()),
    Key("team", _("服务队"), "team", lambda request: Team.objects.admitted()),
    Flag("late", _("已超期"), late),
)
SORTS: dict[str, str | tuple[str, ...]] = {
    "placed": ("placed", "pk"), "start": ("start", "pk"), "latest": ("latest", "pk"),
}  # fmt: skip


def seen(request: Request) -> QuerySet[Order]:
    """The orders this reader sees, with what their page needs."""
    rows = Order.objects.visible_to(request.user)
    return rows.select_related("station__area", "offer", "team", "booking__venue").distinct()


def listing(request: Request) -> HttpResponse:
    """The orders: what waits, what is late, how long people waited and how they rated it."""
    mine, now = Order.objects.visible_to(request.user), timezone.now()
    narrowed = narrow(seen(request), FILTERS, request)
    facts = {
        "narrowed": narrowed,
        "page": page_of(narrowed.rows, request, sorts=SORTS, default="-placed"),
        "waiting": mine.placed().count(),
        "sent": mine.filter(state=State.SENT.value).count(),
        "late": mine.overdue(now).count(),
        "rated": mine.filter(state=State.RATED.value).count(),
        "plans": named("matching:list") if "propose" in request.user.any_powers else "",
        "stars": mine.aggregate(mean=Avg("stars"))["mean"],
    }
    return render(request, "orders/list.html", facts)


class Figures(NamedTuple):
    """What the orders of a station come to."""

    station: Station
    orders: int
    late: int
    waited: Mean | None  # days from asking until it began
    stars: Mean | None


def figures(request: Request) -> HttpResponse:
    """How long people waited and how they rated it, a line for each station."""
    now = timezone.now()
    mine = Order.objects.visible_to(request.user).distinct()
    late = set(mine.overdue(now).values_list("pk", flat=True))
    found: dict[int, list[Order]] = {}
    for row in mine.only("station", "placed", "start", "state", "stars").iterator():
        found.setdefault(row.station_id, []).append(row)
    stations = Station.objects.filter(pk__in=found)
    rows = [of_station(one, found[one.pk], late) for one in stations]
    return render(request, "orders/figures.html", {"rows": rows})


def of_station(station: Station, orders: list[Order], late: set[int]) -> Figures:
    """The figures of one station."""
    served = [row for row in orders if row.start and row.state in SERVED]
    waited = [(row.start - row.placed) / DAY_LONG for row in served if row.start]
    stars = [float(row.stars) for row in orders if row.stars]
    overdue = sum(row.pk in late for row in orders)
    return Figures(station, len(orders), overdue, mean(waited), mean(stars))


# Ordering: what, for whom and when, and whether it is right so


def menu(request: Request, pk: int) -> HttpResponse:
    """The first step: what is wanted."""
    station = get_object_or_404(Station.objects.visible_to(request.user), pk=pk)
    offers = Offer.objects.open().filter(Q(station=None) | Q(station=station))
    return render(request, "orders/menu.html", {"station": station, "offers": offers})


def new(request: Request, pk: int, offer: int) -> HttpResponse:
    """The second step: for whom and when; the third: whether it is right so, then it is placed."""
    station = get_object_or_404(Station.objects.visible_to(request.user), pk=pk)
    menu = Offer.objects.open().filter(Q(station=None) | Q(station=station))
    dish = get_object_or_404(menu, pk=offer)
    first = {"key": uuid4(), "latest": localdate() + WEEK}
    form = OrderForm(request.POST or None, initial=first)
    ready = request.method == "POST" and form.is_valid()
    if ready and "confirm" in request.POST:
        try:
            given = form.given(station, dish)
            row = place(given, by=request.user, at=timezone.now())
        except Refused as no:
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect("orders:order", row.pk)
    check = ready and not form.errors and "back" not in request.POST
    facts = {"station": station, "offer": dish, "form": form, "check": check}
    return render(request, "orders/new.html", facts, status=422 if form.errors else 200)


# One order


def detail(request: Request, pk: int, form: MoveForm | None = None) -> HttpResponse:
    """One order: where it stands, who serves it when, what happened, what can be done."""
    order = get_object_or_404(seen(request), pk=pk)
    powers = powers_over(order, request.user)
    moves = open_to(ARROWS, State(order.state), powers)
    facts = {
        "order": order,
        "own": bool(powers & {"ask", "serve", "dispatch"}),
        "stages": list(stages(order)),
        "happened": list(happened(order, tells=bool(powers & {"ask", "dispatch"}))),
        "forms": [
            form if form and form.move is move else MoveForm(order, move, request.user)
            for move in moves
        ],
        "failed": form.dialog if form else "",
        "code": code_of(order) if powers & {"ask", "dispatch"} else "",
    }
    return render(request, "orders/order.html", facts, status=422 if form else 200)


@require_POST
@holding()
def move(request: Request, pk: int, move: Move) -> HttpResponseBase:
    """Take a step; what is wrong with the form is said there, what is overtaken with 409."""
    order = get_object_or_404(seen(request), pk=pk)
    form = MoveForm(order, move, request.user, request.POST)
    given = form.given() if form.is_valid() else None
    try:
        if given is None:
            raise Refused("needs", *(name for name in form.errors if name != "day"))
        take(pk, move, given, by=request.user, at=timezone.now())
    except Refused as no:
        allowed = move in open_to(ARROWS, State(order.state), powers_over(order, request.user))
        if no.reason in {"state", "power"} or not allowed:
            why = no if no.reason in {"state", "power"} else Refused("power", ARROWS[move].power)
            now = seen(request).get(pk=pk).get_state_display()
            return refused(request, why, now=now, back=reverse("orders:order", args=[pk]))
        form.add_error(None, "".join(map(str, refusal(no))))
        return detail(request, pk, form)
    return redirect("orders:order", pk)


def happened(order: Order, *, tells: bool) -> Iterator[Happened]:
    """The acts of an order, newest first; why it was not accepted is told to few."""
    acts = list(Act.objects.about("order", order.pk).select_related("by").order_by("-id"))
    named = posts(acts)
    words = {**{m.value: w for m, w in ORDER_MOVES.items()}, **PLACED}
    for act in acts:
        hidden = act.move == Move.TURN_DOWN.value and not tells
        yield Happened(
            who=named.get(act.pk, ""),
            did=str(words.get(act.move, act.move)),
            what=act.facts.get("team", ""),
            note="" if hidden else act.note,
            at=act.at,
        )


def stages(order: Order) -> Iterator[Stage]:
    """Ordered, sent, accepted, done, rated; or where it ended."""
    state = State(order.state)
    words = (
        *(pgettext("办了", "点单"), pgettext("办了", "派单"), pgettext("办了", "接单")),
        *(pgettext("办了", "办结"), pgettext("办了", "评单")),
    )
    here = {State.PLACED: 1, State.SENT: 2, State.TAKEN: 3, State.DONE: 4, State.RATED: 5}
    at = here.get(state, 1)
    for place_, word in enumerate(words):
        note = said(localtime(order.placed)) if place_ == 0 else ""
        if place_ < at:
            yield Stage(word, note, "done")
        elif state not in ENDED:
            yield Stage(word, note, "now" if place_ == at else "coming")
    if state in ENDED - {State.RATED}:
        yield Stage(order.get_state_display(), "", "now")
