"""The page of what to mend first: what a choice promises, a proposal, and the plan that was accepted."""

from collections import Counter
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.insight.estimates import Estimate
from wenming.kit.flow import Refused
from wenming.loop.gains import actions, plans
from wenming.loop.gains.drafts import Asked
from wenming.loop.gains.forms import GainForm
from wenming.loop.gains.ground import Table, table
from wenming.loop.gains.models import SOURCES, GainPlan
from wenming.loop.gains.rules import MILLION
from wenming.loop.inspections.models import Round
from wenming.loop.scores.views import scored
from wenming.org.http import Request
from wenming.web.http import refused
from wenming.web.words import Sentence, refusal


class Promise(NamedTuple):
    """What the ticked cases come to, on the scale of 100, and the limits they do not keep."""

    now: float
    then: float
    margin: float | None
    cases: int
    minutes: int
    yuan: int
    wrong: list[Sentence]

    @property
    def rise(self) -> float:
        """By how much the score rises."""
        return self.then - self.now


def gains(request: Request, pk: int) -> HttpResponse:
    """The open cases of a round and what mending them promises; try, propose, or accept."""
    round_ = scored(request, pk)
    plan = plans.newest(round_)
    known = plans.said_before(table(round_, request.user), plan)
    asked = plans.asked_before(plan, known)
    form = GainForm(known, asked, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, round_, form, asked)
    if not form.is_valid():
        return page(request, round_, form, asked, status=422)
    return answered(request, round_, form, form.said())


def answered(request: Request, round_: Round, form: GainForm, asked: Asked) -> HttpResponse:
    """What was asked for, done."""
    do = request.POST.get("do", "try")
    try:
        if do == "accept":
            return accepted(request, round_, asked)
        if do in {"propose", "keep"}:
            better, plan = plans.proposed(form.known, asked, keep=do == "keep")
            short = None if plan.bound is None else (plan.bound - plan.gain) / MILLION / 100
            return page(request, round_, form, better, proposed=True, short=short)
    except Refused as no:
        if no.reason == "power":
            return refused(request, no, back=reverse("gains:gains", args=[round_.pk]))
        return page(request, round_, form, asked, status=422, no=refusal(no))
    return page(request, round_, form, asked)


def accepted(request: Request, round_: Round, asked: Asked) -> HttpResponse:
    """The plan written down, and the way back to the page."""
    plan = actions.accept(round_, asked, by=request.user, at=timezone.now())
    chosen = plan.lines.filter(chosen=True).count()
    messages.success(
        request, _("已采用先改计划，共 %(n)s 件；有关单位会收到消息。") % {"n": chosen}
    )
    return redirect("gains:gains", pk=round_.pk)


def page(
    request: Request, round_: Round, form: GainForm, asked: Asked, status: int = 200, **more: Any
) -> HttpResponse:
    """The page, or for whom ticks a box only what it promises."""
    known = form.known
    facts = {"round": round_, "form": form, "promise": promised(known, asked), "known": known}
    facts |= {"used": used(known, asked), **more}
    if request.headers.get("HX-Request"):
        return render(request, "gains/promise.html", facts | {"live": True})
    newest = plans.newest(round_)
    facts |= {
        "lines": list(form.lines(asked)),
        "sources": SOURCES,
        "may": "dispatch" in request.user.powers(round_.area.path),
        "plan": newest,
        "planned": planned(request, newest),
        "former": GainPlan.objects.filter(round=round_).count() - 1,
    }
    return render(request, "gains/gains.html", facts, status=status)


def promised(known: Table, asked: Asked) -> Promise:
    """The score after mending as it is and as it would be."""
    ticked = [one for one in known.cases if one.case.pk in asked.chosen]
    now, then = (plans.forecast(known, chosen) for chosen in (frozenset[int](), asked.chosen))
    return Promise(
        on_hundred(now),
        on_hundred(then),
        None if then.low is None or then.high is None else 50 * (then.high - then.low),
        len(ticked),
        sum(asked.minutes.get(one.case.pk, one.minutes) for one in ticked),
        sum(asked.yuan.get(one.case.pk, one.yuan) for one in ticked),
        [refusal(no) for no in plans.broken(known, asked)],
    )


def on_hundred(found: Estimate) -> float:
    """An estimate's points as they are published."""
    return (found.points_hundredths or 0) / 100


def used(known: Table, asked: Asked) -> list[tuple[str, int, int, int | None]]:
    """Of each unit that has ticked cases: how many, their minutes, and what it has."""
    cases, minutes = Counter[int | None](), Counter[int | None]()
    for one in known.cases:
        if one.case.pk in asked.chosen:
            cases[one.case.unit_id] += 1
            minutes[one.case.unit_id] += asked.minutes.get(one.case.pk, one.minutes)
    named = [*known.units.items(), (None, _("未定责任单位"))]
    return [(name, cases[u], minutes[u], asked.room(u)) for u, name in named if cases[u]]


def planned(request: Request, plan: GainPlan | None) -> list[Any]:
    """The lines of the plan in force whose cases the reader may see, those worth most first."""
    if plan is None:
        return []
    rows = plan.lines.filter(chosen=True).select_related("case__unit").order_by("-worth", "case")
    seen = set(plans.visible(request.user, plan))
    return [line for line in rows if line.case_id in seen]
