"""What is common to the pages of all proposals: the head of one, and its three buttons."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import open_to
from wenming.org.http import Request, holding
from wenming.proposals import actions
from wenming.proposals.models import MOVES, Proposal
from wenming.proposals.planners import Row, planner_of
from wenming.proposals.rules import ARROWS, BY_HAND, UNFINISHED, Move, State
from wenming.records.models import Act
from wenming.web.http import key_in


def head(request: Request, row: Proposal, wrong: Sequence[Row]) -> dict[str, Any]:
    """What proposals/head.html shows: how far it is, what is wrong, what can be done, by whom it was changed."""
    state, planner = State(row.state), planner_of(row.kind)
    held = actions.powers_over(row.kind, row.about, request.user)
    moves = open_to(ARROWS, state, held)
    changed = Act.objects.about("proposal", row.pk).filter(move=Move.CHANGE.value)
    return {
        "proposal": row,
        "live": state in UNFINISHED,
        "wrong": [planner.sentence(one) for one in wrong],
        "moves": [(move.value, MOVES[move]) for move in moves if move in BY_HAND],
        "changes": Move.CHANGE in moves,
        "changed": changed.select_related("by").order_by("-id")[:20],
        "ran": int(((row.ended or timezone.now()) - row.began).total_seconds()) if row.began else 0,
    }


@require_POST
@holding()
def step(request: Request, pk: int, move: Move) -> HttpResponseBase:
    """Stop, accept or drop a proposal."""
    row = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    by, at = request.user, timezone.now()
    if move is Move.STOP:
        actions.stop(pk, by=by, at=at)
    elif move is Move.ACCEPT:
        actions.accept(pk, seen=key_in(request.POST.get("seen", "")), by=by, at=at)
        messages.success(request, _("%(title)s已采用，即按它执行。") % {"title": row})
    else:
        actions.drop(pk, by=by, at=at)
    return redirect(planner_of(row.kind).address(row.pk))
