"""Pages of hours: the city's month, a team's, somebody's own."""

from datetime import date

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.service.ledgers import actions
from wenming.service.ledgers.forms import LevelsForm, ServiceForm
from wenming.service.ledgers.models import Level, Stint, Tally, Total, month_of
from wenming.service.ledgers.rules import stars
from wenming.service.members.actions import rosters
from wenming.service.shifts.rules import following, month
from wenming.service.volunteers.models import Volunteer
from wenming.web.http import key_in
from wenming.web.words import refusal

SHOWN = 100


def month_in(request: Request) -> date:
    """The month that is asked for; the one today is in where none is."""
    return month(request.GET.get("month", "")) or month_of(localdate())


def around(first: date) -> dict[str, str]:
    """The months before and after, as addresses say them."""
    return {
        "month": f"{first:%Y-%m}",
        "before": f"{following(first, -1):%Y-%m}",
        "after": f"{following(first):%Y-%m}",
    }


def city(request: Request) -> HttpResponse:
    """The city's month: what each unit's people served."""
    first = month_in(request)
    rows = list(Tally.objects.filter(month=first).select_related("unit").order_by("-minutes", "pk"))
    facts = {
        "rows": rows[:SHOWN],
        "minutes": sum(row.minutes for row in rows),
        "confirmed": sum(row.confirmed for row in rows),
        "heads": sum(row.heads for row in rows),
        "sets": "grant" in request.user.any_powers,
        **around(first),
    }
    return render(request, "ledgers/city.html", facts)


@holding()
def me(request: Request) -> HttpResponseBase:
    """One's own hours; who has not registered is led there."""
    row = Volunteer.objects.filter(user=request.user).first()
    return redirect("ledgers:person", row.pk) if row else redirect("volunteers:me")


@holding()
def person(request: Request, pk: int) -> HttpResponseBase:
    """Somebody's hours, by month and line by line, and his stars."""
    row = get_object_or_404(Volunteer.objects.visible_to(request.user), pk=pk)
    months = Total.objects.filter(volunteer=row).values("month").order_by("-month")
    summed = list(months.annotate(minutes=Sum("minutes"), confirmed=Sum("confirmed")))
    whole = sum(one["confirmed"] for one in summed)
    table = list(Level.objects.values_list("stars", "hours"))
    lines = Stint.objects.of(row).select_related("unit", "confirmation", "reversal")
    facts = {
        "row": row,
        "months": summed[:24],
        "minutes": sum(one["minutes"] for one in summed),
        "confirmed": whole,
        "stars": stars(whole, table),
        "next": next((hours for _star, hours in table if whole < hours * 60), None),
        "lines": lines[:SHOWN],
    }
    return render(request, "ledgers/person.html", facts)


@holding()
def unit(request: Request, pk: int) -> HttpResponseBase:
    """A team's month: who served how long, and what waits for a second pair of eyes."""
    return shown(request, team(request, pk))


def team(request: Request, pk: int) -> Unit:
    """A unit whose people the reader may see; else 404."""
    one = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    if not (request.user.reach.everything or rosters(pk, request.user)):
        raise Http404
    return one


def shown(request: Request, one: Unit, form: ServiceForm | None = None) -> HttpResponse:
    """The page of a team; a form that must be put right stands on it."""
    first = month_in(request)
    rows = Total.objects.filter(unit=one, month=first).select_related("volunteer")
    waiting = Stint.objects.waiting().filter(unit=one).select_related("volunteer", "recorder")
    lines = Stint.objects.filter(unit=one).select_related("volunteer", "confirmation", "reversal")
    writes = rosters(one.pk, request.user)
    facts = {
        "unit": one,
        "rows": rows.order_by("-minutes", "volunteer__number")[:SHOWN],
        "waiting": waiting.exclude(recorder=request.user)
        .exclude(Q(volunteer__user=request.user))
        .order_by("day", "pk")[:SHOWN]
        if writes
        else [],
        "lines": lines.order_by("-day", "-pk")[:30],
        "form": (form or ServiceForm(one.pk)) if writes else None,
        **around(first),
    }
    return render(request, "ledgers/unit.html", facts, status=422 if form else 200)


@require_POST
@holding()
def record_one(request: Request, pk: int) -> HttpResponseBase:
    """Put down a service no shift tells of."""
    one, form = team(request, pk), ServiceForm(pk, request.POST)
    if form.is_valid():
        try:
            actions.record(form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason == "power":
                raise
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            messages.success(request, _("已记下，等另一人确认。"))
            return redirect("ledgers:unit", pk)
    return shown(request, one, form)


@require_POST
@holding()
def confirm_some(request: Request, pk: int) -> HttpResponseBase:
    """Confirm the lines that are ticked."""
    team(request, pk)
    said = [key for one in request.POST.getlist("lines") if (key := key_in(one))]
    keys = Stint.objects.filter(unit=pk, pk__in=said).values_list("pk", flat=True)
    done = actions.confirm(keys, by=request.user, at=timezone.now())
    words = ngettext("已确认 %(n)s 条。", "已确认 %(n)s 条。", done)
    messages.success(request, words % {"n": done})
    return redirect("ledgers:unit", pk)


@require_POST
@holding()
def reverse_one(request: Request, pk: int) -> HttpResponseBase:
    """Take a line back, with a reason."""
    row = get_object_or_404(Stint, pk=pk)
    team(request, row.unit_id)
    actions.reverse(pk, request.POST.get("reason", ""), by=request.user, at=timezone.now())
    messages.success(request, _("已冲正，原来的一条留着。"))
    return redirect("ledgers:unit", row.unit_id)


@holding("grant")
def levels(request: Request) -> HttpResponseBase:
    """The table of stars."""
    now = "、".join(map(str, Level.objects.values_list("hours", flat=True)))
    form = LevelsForm(request.POST or None, initial={"hours": now})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_levels(form.given(), by=request.user, at=timezone.now())
        except Refused as no:
            form.add_error("hours", "".join(map(str, refusal(no))))
        else:
            messages.success(request, _("星级标准已保存。"))
            return redirect("ledgers:city")
    return render(
        request, "ledgers/levels.html", {"form": form}, status=422 if form.errors else 200
    )
