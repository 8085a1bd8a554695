"""Pages of briefs: write one, read it with what has changed since, take it as a Word file or PDF."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wenming.kit.papers.files import TYPES, laid_out
from wenming.org.http import Request, holding
from wenming.service.briefs.actions import write_brief
from wenming.service.briefs.paper import paper_of
from wenming.service.briefs.telling import changes
from wenming.service.campaigns.models import Brief, Campaign
from wenming.service.campaigns.tallies import known
from wenming.web.http import key_in


def seen(request: Request, pk: int) -> Campaign:
    """A campaign the reader sees."""
    rows = Campaign.objects.visible_to(request.user).select_related("area")
    return get_object_or_404(rows, pk=pk)


@require_POST
@holding("publish")
def write(request: Request, pk: int) -> HttpResponseBase:
    """Write the next brief."""
    seen(request, pk)
    before = key_in(request.POST.get("seen", "")) or 0
    issuer = request.POST.get("issuer", "")
    row = write_brief(pk, issuer, before, by=request.user, at=timezone.now())
    return redirect("briefs:brief", pk, row.number)


def brief(request: Request, pk: int, number: int) -> HttpResponse:
    """A brief as it was written, and what has changed since."""
    one = seen(request, pk)
    row = get_object_or_404(one.briefs, number=number)
    row.campaign = one
    facts: dict[str, Any] = {
        "campaign": one,
        "brief": row,
        "told": row.told,
        "paper": paper_of(row, ""),
        "stale": row.through != known(one),
        "last": not one.briefs.filter(number__gt=number).exists(),
        "leads": "publish" in request.user.powers(one.area.path),
    }
    facts["changes"] = changes(row) if facts["stale"] else []
    return render(request, "briefs/brief.html", facts)


@holding()
def paper(request: Request, pk: int, number: int, kind: str) -> HttpResponseBase:
    """A brief as a file; the same brief is the same file."""
    row = get_object_or_404(Brief, campaign=seen(request, pk), number=number)
    content = laid_out(paper_of(row, request.build_absolute_uri("/").rstrip("/")), kind)
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="brief-{pk}-{number}.{kind}"'
    return answer
