"""The page of one case, with what happened and whose turn it is; the steps taken on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from wenming.duties.models import Charge
from wenming.kit.flow import Refused
from wenming.loop.cases.actions import facts_of, powers_over
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case, CasePhoto, Sighting
from wenming.loop.cases.rules import ENDED, Move, State, moves_open
from wenming.loop.casework.actions import assign_many, take
from wenming.loop.casework.forms import MoveForm
from wenming.loop.casework.history import DONE, happened
from wenming.loop.standards.rules import FULL
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import Limits
from wenming.org.http import Request
from wenming.org.models import User
from wenming.places.models import Site
from wenming.web.http import key_in, refused, safe_next
from wenming.web.shapes import Happened, Stage
from wenming.web.templatetags.marks import said
from wenming.web.words import refusal

# The step that is the usual way on; the others are behind their buttons.
MAIN = (
    *(Move.UPHOLD, Move.GRANT, Move.FILE, Move.ASSIGN, Move.TAKE, Move.FIX, Move.CLOSE),
    *(Move.RESUME, Move.LOOK_BACK),
)
# To decide what a unit asked for: what it asked, and why, stands beside the decision.
ASKS = {Move.GRANT: Move.ASK, Move.DENY: Move.ASK} | dict.fromkeys(
    (Move.UPHOLD, Move.AMEND, Move.DISMISS), Move.APPEAL
)
MOST = 200  # selected in one list


def detail(request: Request, pk: int) -> HttpResponse:
    """One case: where it stands, what was seen, who answers, what happened, whose turn it is."""
    case = get_object_or_404(seen(request), pk=pk)
    return page(request, case)


@require_POST
def move(request: Request, pk: int, move: Move) -> HttpResponse:
    """Take a step; what is wrong with the form is said at its field, what is overtaken with 409."""
    case = get_object_or_404(seen(request), pk=pk)
    form, now = MoveForm(case, move, request.POST, request.FILES), timezone.now()
    if not form.is_valid():
        return page(request, case, form=form, status=422)
    try:
        take(pk, move, form.given(by=request.user, at=now), by=request.user, at=now)
    except Refused as no:
        return turned_away(request, form, no)
    messages.success(
        request, _("%(number)s：%(step)s") % {"number": case.number, "step": form.word}
    )
    return redirect("cases:detail", pk)


def turned_away(request: Request, form: MoveForm, no: Refused) -> HttpResponse:
    """A refusal: at the field it is about, or as a page that shows the case as it now is."""
    case = seen(request).get(pk=form.case.pk)
    if form.blame(no):
        return page(request, case, form=form, status=422)
    back = reverse("cases:detail", args=[case.pk])
    return refused(request, no, now=case.get_state_display(), back=back)


@require_POST
def assign(request: Request) -> HttpResponse:
    """Assign what was ticked in the list: to one unit, or each as proposed."""
    keys = list(filter(None, map(key_in, request.POST.getlist("case"))))[:MOST]
    mine = Case.objects.visible_to(request.user).filter(pk__in=keys).values_list("pk", flat=True)
    given = Given(unit=key_in(request.POST.get("unit", "")))
    outcome = assign_many(list(mine), given, by=request.user, at=timezone.now())
    done = len(outcome.done)
    words = ngettext("已派遣 %(n)s 件。", "已派遣 %(n)s 件。", done) % {"n": done}
    (messages.success if done else messages.warning)(request, words)
    for case, no in outcome.refused:
        why = "".join(map(str, refusal(no)))
        messages.warning(request, f"{case.number}：{why}")
    return redirect(safe_next(request, reverse("cases:list")))


def seen(request: Request) -> QuerySet[Case]:
    """The cases this reader sees, with what their page needs."""
    rows = Case.objects.visible_to(request.user).prefetch_related("assists")
    return rows.select_related("area", "unit", "group", "round", "site", "item__edition").defer(
        "area__outline", "site__geometry", "site__attributes"
    )


def page(
    request: Request, case: Case, *, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a case; `form` is one that must be put right."""
    limits, now = Term.objects.in_force(), timezone.now()
    told = list(happened(case))
    facts = {
        "case": case,
        "stages": list(stages(case, limits, now)),
        "left": left(case, limits, now),
        "assists": case.assists.all(),
        "charges": charges(case),
        "happened": told,
        "steps_word": _("%(n)s 步") % {"n": len(told)},
        "desk": (here := desk(request, case, form)),
        "asked": asked(here, told),
        **matter(case, request.user),
    }
    return render(request, "casework/case.html", facts, status=status)


def asked(here: "Desk", told: Sequence[Happened]) -> Happened | None:
    """The last time a unit asked for what is to be decided here."""
    move = ASKS.get(here.main.move) if here.main else None
    word = str(DONE[move.value]) if move else ""
    return next((one for one in told if one.did == word), None)


def matter(case: Case, user: User) -> dict[str, object]:
    """What was seen, against which standard, and how it looked before and after."""
    sightings = list(sighted(case))
    mark = sightings[0].finding.mark if sightings else None
    item = case.item
    return {
        "sightings": sightings,
        "first": sightings[0] if sightings else None,
        "worth": None if mark is None or not item else mark * item.hundredths // FULL,
        "before": [photo for one in sightings for photo in one.finding.photos.all()],
        "mended": list(photographed(case)),
        "source": case.round or case.get_source_display(),
        "site_seen": Site.objects.visible_to(user).filter(pk=case.site_id or 0).exists(),
        "item": f"{item.code} {item.text}" if item else "",
        "methods": "、".join(item.methods) if item else "",
        "same": f"{reverse('cases:list')}?{urlencode({'q': case.site.name})}" if case.site else "",
    }


def sighted(case: Case) -> QuerySet[Sighting]:
    """The times it was seen, with the group that saw it and the photographs."""
    rows = case.sightings.select_related("finding__visit__group").prefetch_related(
        "finding__photos"
    )
    finding = [f"finding__{name}" for name in ("verdict", "count", "mark", "visit__ended")]
    return rows.only("case", "at", *finding, "finding__visit__group__name")


def photographed(case: Case) -> QuerySet[CasePhoto]:
    """The photographs of mending, with who brought them and when."""
    rows = case.photos.select_related("act__by").order_by("pk")
    return rows.only("case", "file", "move", "act__at", "act__by__name", "act__by__username")


def charges(case: Case) -> QuerySet[Charge]:
    """Who else answers for the place today: adopters, and the point's head."""
    rows = Charge.objects.on(localdate()).filter(site=case.site_id)
    return rows.exclude(site=None).select_related("unit").only("kind", "person", "unit__name")


# Where it stands


def left(case: Case, limits: Limits, now: datetime) -> int | None:
    """Working minutes left of the present stage; None where no clock runs."""
    if case.stage_due is None or case.paused:
        return None
    return limits.left(case.stage_due, at=now)


PLACES = {
    State.SEEN: 0,
    State.FILED: 1,
    State.RETURNED: 1,
    State.ASSIGNED: 2,
    State.TAKEN: 3,
    State.SHELVED: 3,
    State.FIXED: 4,
}


def stages(case: Case, limits: Limits, now: datetime) -> Iterator[Stage]:
    """The stages of the case: with their moments when done, with what is left when running."""
    dates = (case.filed, case.assigned, case.taken, case.fixed, case.closed)
    words = (
        *(pgettext("阶段", "立案"), pgettext("阶段", "派遣"), pgettext("阶段", "签收")),
        *(_("整改"), _("复核销号")),
    )
    state = State(case.state)
    here = PLACES.get(state, len(dates))
    for place, (word, at) in enumerate(zip(words, dates, strict=True)):
        if place == here:
            yield Stage(word, running(case, limits, now), "now")
        elif place < here and at:
            yield Stage(word, said(localtime(at)), "done")
        elif state not in ENDED:
            yield Stage(word, "", "done" if place < here else "coming")
    if state in ENDED - {State.CLOSED}:
        yield Stage(case.get_state_display(), "", "now")


def running(case: Case, limits: Limits, now: datetime) -> str:
    """What is left of the present stage, in words."""
    minutes = left(case, limits, now)
    if minutes is None:
        return _("停计") if case.paused else ""
    hours = round(abs(minutes) / 60, 1)
    words = _("余 %(hours)s 工时") if minutes >= 0 else _("超 %(hours)s 工时")
    return words % {"hours": f"{hours:g}"}


# Whose turn it is


@dataclass(frozen=True, slots=True)
class Desk:
    """What this reader may do now: the usual way on, and what else; or why nothing."""

    main: MoveForm | None
    others: Sequence[MoveForm]
    why: str


def desk(request: Request, case: Case, form: MoveForm | None) -> Desk:
    """The forms of the steps that are open to this reader now."""
    powers, facts = powers_over(case, request.user), facts_of(case, request.user)
    state = State(case.state)
    moves = moves_open(state, powers=powers, facts=facts)
    usual = form.move if form else next((one for one in MAIN if one in moves), None)
    main = form or (MoveForm(case, usual) if usual else None)
    others = [MoveForm(case, one) for one in moves if one is not usual]
    barred = not moves and moves_open(state, powers=powers, facts=facts | {"other"})
    return Desk(main, others, str(refusal(Refused("own")).wrong) if barred else "")
