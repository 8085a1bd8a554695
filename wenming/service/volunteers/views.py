"""The teams: who they are, what they can do, and their admission."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, choices, open_to
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.org.rules import UnitKind
from wenming.service.volunteers.actions import apply, apply_firm, powers_of, take
from wenming.service.volunteers.forms import FirmForm, TeamForm
from wenming.service.volunteers.models import TEAM_MOVES, TEAM_STATES, Team
from wenming.service.volunteers.rules import TEAM_ARROWS, TeamMove, TeamState
from wenming.web.filters import Choice, Words, narrow
from wenming.web.paging import page_of
from wenming.web.words import refusal

FILTERS = (
    Words("q", gettext_lazy("队伍、专长"), ("name", "skills__name")),
    Choice("state", gettext_lazy("状态"), "state", choices(TEAM_STATES)),
)
SORTS: dict[str, str | tuple[str, ...]] = {"name": "name"}


class Row(NamedTuple):
    """A team with its skills, and the steps this reader may take."""

    team: Team
    skills: str
    moves: list[tuple[str, str]]


def row_of(request: Request, team: Team) -> Row:
    """A team as a line."""
    moves = open_to(TEAM_ARROWS, TeamState(team.state), powers_of(team, request.user))
    skills = "、".join(skill.name for skill in team.skills.all())
    return Row(team, skills, [(m.value, str(TEAM_MOVES[m])) for m in moves])


def listing(request: Request, form: TeamForm | None = None) -> HttpResponse:
    """All teams; who leads a unit's people may put one forward."""
    rows = (
        Team.objects.visible_to(request.user)
        .select_related("unit", "under")
        .prefetch_related("skills")
    )
    narrowed = narrow(rows.distinct(), FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SORTS, default="name")
    leads = "roster" in request.user.any_powers
    facts = {
        "narrowed": narrowed,
        "page": page,
        "rows": [row_of(request, team) for team in page],
        "form": (form or TeamForm(request.user)) if leads else None,
        "associations": Unit.objects.filter(kind=UnitKind.ASSOCIATION.value).exists(),
    }
    return render(request, "volunteers/list.html", facts, status=422 if form else 200)


@require_POST
@holding("roster")
def put_forward(request: Request) -> HttpResponseBase:
    """Put a team forward for admission."""
    form = TeamForm(request.user, request.POST)
    if not form.is_valid():
        return listing(request, form)
    apply(form.given(), by=request.user, at=timezone.now())
    return redirect("volunteers:list")


@holding()
def firm(request: Request) -> HttpResponseBase:
    """Ask for a firm to be taken into an association: anybody of the firm who signs in."""
    form = FirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            apply_firm(form.given(), by=request.user, at=timezone.now())
        except Refused as no:
            form.add_error("name", "".join(map(str, refusal(no))))
        else:
            messages.success(request, _("已提交，协会审核后您就是本企业的联络员。"))
            return redirect("volunteers:list")
    status = 422 if form.errors else 200
    return render(request, "volunteers/firm.html", {"form": form}, status=status)


@require_POST
@holding()
def step(request: Request, pk: int, move: TeamMove) -> HttpResponseBase:
    """Admit a team, refuse it, let it leave or apply again."""
    get_object_or_404(Team.objects.visible_to(request.user), pk=pk)
    take(pk, move, note=request.POST.get("note", ""), by=request.user, at=timezone.now())
    return redirect("volunteers:list")
