"""Alliances, and the year of one read as a single page: plan, changes, appraisals."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.service.alliances import actions
from wenming.service.alliances.actions import current, lines_of, may_write
from wenming.service.alliances.forms import AllianceForm, AppraisalForm, VersionForm
from wenming.service.alliances.models import (
    DIFFERENCES,
    Alliance,
    Appraisal,
    PlanItem,
    Verdict,
    Version,
)
from wenming.service.alliances.rules import (
    MONTHS,
    QUARTERS,
    Difference,
    Line,
    Told,
    differences,
    late,
    quarter_of,
)
from wenming.web.words import refusal

NAMES = {
    0: _("年初计划"),
    1: _("一季度调整"),
    2: _("二季度调整"),
    3: _("三季度调整"),
    4: _("四季度调整"),
}


def seen(request: Request, pk: int) -> Alliance:
    """An alliance, for whoever is signed in."""
    rows = Alliance.objects.visible_to(request.user).select_related("lead", "area")
    return get_object_or_404(rows, pk=pk)


def listing(request: Request) -> HttpResponse:
    """The alliances with the years they have planned, by place; nobody is ranked."""
    rows = Alliance.objects.visible_to(request.user).select_related("lead", "area")
    facts = {
        "rows": rows.prefetch_related("units", "versions"),
        "may": leads(request).exists(),
        "this": localdate().year,
    }
    return render(request, "alliances/list.html", facts)


def leads(request: Request) -> Any:
    """The units for which the reader may found an alliance."""
    rows = Unit.objects.order_by("order", "pk")
    if request.user.reach.everything and "roster" in request.user.any_powers:
        return rows
    held = [u for u in request.user.reach.units if "roster" in request.user.powers("", [u])]
    return rows.filter(pk__in=held)


@holding("roster")
def new(request: Request) -> HttpResponseBase:
    """Found an alliance."""
    form = AllianceForm(leads(request), sent(request))
    if went(form, lambda told: actions.found(form.draft(), **told), request):
        return redirect("alliances:list")
    status = 422 if form.errors else 200
    return render(request, "alliances/new.html", {"form": form}, status=status)


def sent(request: Request) -> Any:
    """What was sent; None where a page is only asked for."""
    return request.POST if request.method == "POST" else None


def went(form: Any, verb: Callable[[dict[str, Any]], object], request: Request) -> bool:
    """Whether a form was sent and its verb went through; if not, the form tells why."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        verb({"by": request.user, "at": timezone.now()})
    except Refused as no:
        if no.reason == "power":
            raise
        form.add_error(None, "".join(map(str, refusal(no))))
        return False
    return True


# The year as one page


class Cell(NamedTuple):
    """What a month tells of an item."""

    month: int
    verdict: Verdict | None
    late: bool


class Row(NamedTuple):
    """One item through the year, as its last version has it."""

    item: PlanItem
    dropped: bool
    cells: list[Cell]


class Written(NamedTuple):
    """One version with what it changed, in words."""

    version: Version
    name: Any
    changes: list[tuple[Any, str, str]]


def year(request: Request, pk: int, year: int) -> HttpResponse:
    """A year of an alliance: what was planned, what each quarter changed, what each month told."""
    row = seen(request, pk)
    versions = list(row.versions.filter(year=year).prefetch_related("items__owner"))
    told = list(row.appraisals.filter(year=year).prefetch_related("verdicts"))
    standing = {one.month: one for one in told if one.standing}
    today = localdate()
    facts = {
        "alliance": row,
        "year": year,
        "rows": list(through(versions, standing)),
        "months": range(1, MONTHS + 1),
        "versions": list(written(versions)),
        "appraisals": [one for one in told if one.standing],
        "corrected": [one for one in told if not one.standing],
        "writes": may_write(row.lead_id, row.area.path, request.user),
        "next": next_quarter(versions, year, today),
        "open": [
            m for m in range(1, MONTHS + 1) if versions and (year, m) <= (today.year, today.month)
        ],
        "years": sorted({year, today.year, *row.versions.values_list("year", flat=True)}),
    }
    return render(request, "alliances/year.html", facts)


def next_quarter(versions: list[Version], year: int, today: date) -> int | None:
    """The version that may be written now: the plan, or a change of this quarter; None for none."""
    if not versions:
        return 0
    now = quarter_of(today.month) if today.year == year else QUARTERS * (today.year > year)
    last = versions[-1].quarter
    return now if now > last else None


def through(versions: list[Version], told: dict[int, Appraisal]) -> Iterator[Row]:
    """Every item that ever stood in the plan, with what each month told of it."""
    last = {one.code: one for version in versions for one in version.items.all()}
    alive = {one.code for one in versions[-1].items.all()} if versions else set()
    said = {m: {v.code: v for v in one.verdicts.all()} for m, one in told.items()}
    for code in sorted(last):
        cells = []
        for month in range(1, MONTHS + 1):
            one = said.get(month, {}).get(code)
            behind = one is not None and late(last[code].due, month, Told(one.told))
            cells.append(Cell(month, one, behind))
        yield Row(last[code], code not in alive, cells)


def written(versions: list[Version]) -> Iterator[Written]:
    """The versions, each with its differences from the one before."""
    before: list[Line] = []
    names = {one.owner_id: str(one.owner) for v in versions for one in v.items.all()}
    for one in versions:
        lines = lines_of(one)
        found = differences(before, lines) if one.quarter else iter(())
        yield Written(one, NAMES[one.quarter], [worded(diff, names) for diff in found])
        before = lines


def worded(one: Difference, names: dict[int, str]) -> tuple[Any, str, str]:
    """A difference as people read it: what kind, as it was, as it is."""
    was, now = (
        f"{line.code}. {line.title}（{names[line.owner]}，{in_month(line.due)}）" if line else ""
        for line in (one.was, one.now)
    )
    return DIFFERENCES[one.kind], was, now


def in_month(month: int) -> str:
    """A month in words."""
    return gettext("%(month)s 月") % {"month": month}


# Writing


@holding("roster")
def plan(request: Request, pk: int, year: int, quarter: int) -> HttpResponseBase:
    """Write the plan of a year, or this quarter's change of it."""
    row = seen(request, pk)
    actions.must_write(row, request.user)
    if quarter > QUARTERS:
        raise Http404
    before = row.versions.filter(year=year, quarter__lte=quarter).last()
    form = VersionForm(row, year, quarter, before, sent(request))
    if went(form, lambda told: actions.write(pk, form.draft(), **told), request):
        return redirect("alliances:year", pk, year)
    facts = {"alliance": row, "year": year, "name": NAMES[quarter], "form": form}
    status = 422 if form.errors else 200
    return render(request, "alliances/write.html", facts, status=status)


@holding("roster")
def month(request: Request, pk: int, year: int, month: int) -> HttpResponseBase:
    """Appraise a month, or correct what was told of it."""
    row = seen(request, pk)
    actions.must_write(row, request.user)
    version = current(row, year, month) if 1 <= month <= MONTHS else None
    if version is None:
        raise Http404
    told = row.appraisals.filter(year=year, standing=True)
    here, before = told.filter(month=month).first(), told.filter(month__lt=month).last()
    form = AppraisalForm(version, month, here, before, sent(request))
    if went(form, lambda said: actions.appraise(pk, year, form.draft(), **said), request):
        return redirect("alliances:year", pk, year)
    facts = {"alliance": row, "year": year, "month": month, "form": form}
    status = 422 if form.errors else 200
    return render(request, "alliances/month.html", facts, status=status)
