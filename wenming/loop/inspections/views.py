"""The page of one visit: what was seen, and what was corrected since."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from wenming.loop.inspections.models import VERDICTS, Finding, Photo, Visit
from wenming.loop.inspections.rules import RoundState
from wenming.loop.standards.rules import Verdict
from wenming.org.http import Request
from wenming.places.models import Site
from wenming.records.models import File
from wenming.records.proofs import place_of

LOOKS = {Verdict.PASS.value: "ended", Verdict.FAIL.value: "disputed", Verdict.NA.value: "refused"}


def detail(request: Request, pk: UUID) -> HttpResponse:
    """One visit: who was where and when, every item with its verdict, and what was corrected."""
    visit = get_object_or_404(seen(request), pk=pk)
    rows = visit.findings.select_related("item").prefetch_related("photos__file")
    old = {one.superseded_id: one for one in rows.exclude(superseded=None)}
    standing = list(rows.standing().order_by("item__path"))
    facts = {
        "visit": visit,
        "findings": [(one, LOOKS[one.verdict], chain(one, old)) for one in standing],
        "counts": [
            (word, sum(one.verdict == code for one in standing)) for code, word in VERDICTS.items()
        ],
        "corrects": may_correct(request, visit),
        "url_round": reverse("inspections:round", args=[visit.round_id]),
    }
    return render(request, "inspections/visit.html", facts)


def seen(request: Request) -> QuerySet[Visit]:
    """Visits to the sites this reader may see."""
    visits = Visit.objects.filter(site__in=Site.objects.visible_to(request.user))
    return visits.select_related("round", "site__kind", "site__area", "group", "by")


def photo(request: Request, pk: UUID, sha256: str) -> HttpResponseBase:
    """A photograph of a visit, to who may see the visit."""
    visits = seen(request).filter(pk=pk)
    named = Photo.objects.filter(finding__visit__in=visits, sha256=sha256)  # by several findings
    file = get_object_or_404(File, pk__in=named.values("file"))
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return FileResponse(place_of(sha256).open("rb"), content_type=file.mime, headers=headers)


def chain(finding: Finding, old: Mapping[UUID | None, Finding]) -> list[Finding]:
    """What a finding was before it was corrected, newest first."""
    found = []
    while finding.pk in old:
        finding = old[finding.pk]
        found.append(finding)
    return found


def may_correct(request: Request, visit: Visit) -> bool:
    """Whether to offer a correction; the verb decides."""
    powers = request.user.powers(visit.site.area.path if visit.site.area else "")
    mine = visit.by_id == request.user.pk and "inspect" in powers
    return "judge" in powers or (mine and visit.round.state == RoundState.DRAWN)
