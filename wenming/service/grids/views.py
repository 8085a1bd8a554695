"""Grids, the one list of both nets, and matters."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, choices, open_to
from wenming.org.http import Request, holding, posts, reader
from wenming.org.models import Area
from wenming.records.models import Act
from wenming.service.grids import actions
from wenming.service.grids.actions import acting_in, powers_over
from wenming.service.grids.forms import MatterForm, PeopleForm, StepForm
from wenming.service.grids.models import (
    DUTIES,
    LIVE_VALUES,
    MATTER_MOVES,
    MATTER_STATES,
    NET_NAMES,
    Matter,
    Person,
    Tie,
    reached,
)
from wenming.service.grids.rules import ARROWS, NETS, Duty, Move, Net, State
from wenming.web.filters import Choice, Flag, Key, Words, narrow
from wenming.web.http import refused
from wenming.web.paging import page_of
from wenming.web.shapes import Happened
from wenming.web.words import refusal

FILED = {"file": _("提出")}


def seen(request: Request) -> QuerySet[Area]:
    """The grids a reader reaches: by area, by unit, by a duty there."""
    return reachable(request)


def reachable(request: HttpRequest) -> QuerySet[Area]:
    """The same, for filters."""
    return reached(reader(request))


def late(rows: Any) -> Any:
    """Those whose working hours are over."""
    return rows.overdue(timezone.now())


def of_both(rows: Any) -> Any:
    """Those with a duty in each net."""
    return rows.of_net(Net.PARTY).of_net(Net.GOVERNANCE)


def twice(rows: Any) -> Any:
    """Those who may stand there twice."""
    return rows.twice()


MATTERS = (
    Words("q", _("编号、事项"), ("number", "title", "text")),
    Choice("state", _("状态"), "state", choices(MATTER_STATES)),
    Key("grid", _("网格"), "grid", reachable),
    Flag("late", _("已超期"), late),
)
PEOPLE = (
    Words("q", _("姓名、电话"), ("name", "phone")),
    Choice("duty", _("职责"), "ties__duty", choices(DUTIES)),
    Key("grid", _("网格"), "ties__grid", reachable),
    Flag("elder", _("银龄先锋"), lambda rows: rows.filter(elder=True)),
    Flag("both", _("两网都在"), of_both),
    Flag("twice", _("可能重复"), twice),
)
SORTS: dict[str, str | tuple[str, ...]] = {"at": ("at", "pk"), "due": ("due", "pk")}
NAMES: dict[str, str | tuple[str, ...]] = {"name": ("name", "pk")}


def listing(request: Request) -> HttpResponse:
    """The grids one reaches: how many people in each net, what is open, what is late."""
    now = timezone.now()
    live, lasting = Q(matters__state__in=LIVE_VALUES), Q(ties__until=None)
    rows = (
        seen(request)
        .select_related("parent")
        .order_by("path")
        .annotate(
            people=Count("ties__person", filter=lasting, distinct=True),
            open=Count("matters", filter=live, distinct=True),
            late=Count("matters", filter=live & Q(matters__due__lt=now), distinct=True),
        )
    )
    mine = Matter.objects.visible_to(request.user)
    facts = {
        "rows": rows,
        "people": Person.objects.visible_to(request.user).count(),
        "live": mine.live().count(),
        "late": mine.overdue(now).count(),
        "elders": Person.objects.visible_to(request.user).filter(elder=True).count(),
    }
    return render(request, "grids/list.html", facts)


class Joined(NamedTuple):
    """One person with what they do in each net."""

    person: Person
    party: list[Tie]
    governance: list[Tie]


def joined(rows: Any) -> Iterator[Joined]:
    """People with their lasting duties by net."""
    for person in rows:
        ties = {net: [t for t in person.lasting if NETS[Duty(t.duty)] is net] for net in Net}
        yield Joined(person, ties[Net.PARTY], ties[Net.GOVERNANCE])


def with_ties(rows: QuerySet[Person]) -> QuerySet[Person]:
    """People with the duties that last, read at once."""
    lasting = Tie.objects.standing().select_related("grid")
    return rows.prefetch_related(Prefetch("ties", lasting, to_attr="lasting"))


def grid(request: Request, pk: int, **forms: Any) -> HttpResponse:
    """One grid: its people in one list, its matters, and where a matter is filed."""
    row = get_object_or_404(seen(request).select_related("parent"), pk=pk)
    powers, now = powers_over(row, request.user), timezone.now()
    here = Person.objects.filter(ties__grid=row, ties__until=None).distinct()
    facts = {
        "grid": row,
        "nets": NET_NAMES,
        "lines": list(joined(with_ties(here))),
        "matters": row.matters.live().order_by("due"),
        "done": row.matters.exclude(state__in=LIVE_VALUES)[:5],
        "now": now,
        "may": powers,
        "people": PeopleForm(),
        "form": MatterForm(),
    }
    bad = any(form.errors for form in forms.values())
    return render(request, "grids/grid.html", facts | forms, status=422 if bad else 200)


def people(request: Request) -> HttpResponse:
    """The one list of both nets, with who may stand there twice."""
    mine = Person.objects.visible_to(request.user)
    narrowed = narrow(mine, PEOPLE, request)
    once = with_ties(mine.filter(pk__in=narrowed.rows.values("pk")))  # whatever a filter joined
    page = page_of(once, request, sorts=NAMES, default="name")
    facts = {
        "narrowed": narrowed,
        "page": page,
        "lines": list(joined(page)),
        "pairs": pairs(mine),
        "phones": "roster" in request.user.any_powers,
    }
    return render(request, "grids/people.html", facts)


def pairs(rows: Any) -> list[tuple[Person, Person]]:
    """Two rows each that may be one person, the one with a telephone first."""
    doubted = sorted(with_ties(rows.twice()), key=lambda one: (one.name, not one.phone, one.pk))
    return [(a, b) for a, b in pairwise(doubted) if a.name == b.name][:20]


@require_POST
@holding()
def bring(request: Request, pk: int) -> HttpResponseBase:
    """Give people a duty in a grid."""
    row, form = get_object_or_404(seen(request), pk=pk), PeopleForm(request.POST)
    if form.is_valid():
        told: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        actions.bring(row.pk, form.drafts(), **told)
        return redirect("grids:grid", pk)
    return grid(request, pk, people=form)


@require_POST
@holding()
def join(request: Request, pk: int, other: int) -> HttpResponseBase:
    """Make one person of two."""
    mine = Person.objects.visible_to(request.user)
    get_object_or_404(mine, pk=pk)
    get_object_or_404(mine, pk=other)
    actions.join(pk, other, by=request.user, at=timezone.now())
    return redirect("grids:people")


@require_POST
@holding()
def end(request: Request, pk: int) -> HttpResponseBase:
    """End a duty."""
    row = get_object_or_404(Tie, pk=pk, grid__in=seen(request))
    actions.end(pk, by=request.user, at=timezone.now())
    return redirect("grids:grid", row.grid_id)


# Matters


def matters(request: Request) -> HttpResponse:
    """The matters of the grids one reaches: what is open, what is late."""
    mine, now = Matter.objects.visible_to(request.user), timezone.now()
    narrowed = narrow(mine.select_related("grid__parent"), MATTERS, request)
    facts = {
        "narrowed": narrowed,
        "page": page_of(narrowed.rows, request, sorts=SORTS, default="-at"),
        "filed": mine.filter(state=State.FILED.value).count(),
        "passed": mine.filter(state=State.PASSED.value).count(),
        "late": mine.overdue(now).count(),
        "now": now,
    }
    return render(request, "grids/matters.html", facts)


@require_POST
@holding()
def file(request: Request, pk: int) -> HttpResponseBase:
    """File a matter for somebody who lives there."""
    row, form = get_object_or_404(seen(request), pk=pk), MatterForm(request.POST)
    if form.is_valid():
        done = actions.file(form.draft(row), by=request.user, at=timezone.now())
        return redirect("grids:matter", done.pk)
    return grid(request, pk, form=form)


def matter(request: Request, pk: int, form: StepForm | None = None) -> HttpResponse:
    """One matter: where it stands, whom it has reached, what happened, what can be done."""
    rows = Matter.objects.visible_to(request.user).select_related("grid__parent", "by")
    row = get_object_or_404(rows, pk=pk)
    powers = powers_over(row.grid, request.user)
    moves = open_to(ARROWS, State(row.state), powers)
    facts = {
        "matter": row,
        "own": bool(powers) or row.by_id == request.user.pk,
        "acting": [(DUTIES[duty], one) for duty, one in acting_in(row.grid)],
        "happened": list(happened(row)),
        "forms": [form if form and form.move is move else StepForm(move) for move in moves],
        "failed": form.dialog if form else "",
        "late": bool(row.due and row.due < timezone.now()),
    }
    return render(request, "grids/matter.html", facts, status=422 if form else 200)


def happened(row: Matter) -> Iterator[Happened]:
    """The acts of a matter, newest first."""
    acts = list(Act.objects.about("matter", row.pk).select_related("by").order_by("-id"))
    named, words = posts(acts), {**{m.value: w for m, w in MATTER_MOVES.items()}, **FILED}
    for act in acts:
        who = named.get(act.pk, "") or str(act.by or "")
        yield Happened(who=who, did=str(words.get(act.move, act.move)), note=act.note, at=act.at)


@require_POST
@holding()
def move(request: Request, pk: int, move: Move) -> HttpResponseBase:
    """Take a step; what is wrong with the form is said there, what is overtaken with 409."""
    row = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    form, now = StepForm(move, request.POST), timezone.now()
    try:
        actions.take(pk, move, request.POST.get("note", ""), by=request.user, at=now)
    except Refused as no:
        if no.reason in {"state", "power"}:
            told = Matter.objects.get(pk=row.pk).get_state_display()
            return refused(request, no, now=told, back=reverse("grids:matter", args=[pk]))
        form.add_error(None, "".join(map(str, refusal(no))))
        return matter(request, pk, form)
    return redirect("grids:matter", pk)
