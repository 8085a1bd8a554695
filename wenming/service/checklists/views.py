"""What all stations have and lack, one station's points, and the lists themselves."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, choices, open_to
from wenming.org.http import Request, Within, holding
from wenming.org.models import Area
from wenming.records.models import File
from wenming.records.proofs import place_of
from wenming.service.checklists import actions
from wenming.service.checklists.forms import EvidenceForm, ListForm
from wenming.service.checklists.models import EVIDENCE_MOVES, Evidence, Point, Version
from wenming.service.checklists.rules import ARROWS, Move, State
from wenming.service.stations.actions import must_run
from wenming.service.stations.models import STATION_KINDS, Station
from wenming.service.stations.rules import StationKind
from wenming.web.filters import Choice, Flag, Words, narrow
from wenming.web.paging import page_of
from wenming.web.sheets import page as sheet
from wenming.web.sheets import workbook
from wenming.web.words import refusal

FILTERS = (
    Words("q", _("实践站"), ("name",)),
    Choice("kind", _("级别"), "kind", choices(STATION_KINDS)),
    Within("area", _("区域"), "area", lambda request: Area.objects.filter(level="street")),
    Flag("gaps", _("有缺项"), lambda rows: rows.filter(lacking__gt=0)),
    Flag("waiting", _("有待确认"), lambda rows: rows.filter(waiting__gt=0)),
)
SORTS: dict[str, str | tuple[str, ...]] = {
    "lacking": ("lacking", "pk"), "has": ("has", "pk"), "name": ("name", "pk"),
}  # fmt: skip


def asked_of() -> dict[str, list[int]]:
    """The keys of the points in force, by the kind of station they are asked of."""
    found: dict[str, list[int]] = {kind.value: [] for kind in StationKind}
    for version in Version.objects.current().prefetch_related("lines"):
        for kind in version.kinds:
            found.setdefault(kind, []).extend(line.point_id for line in version.lines.all())
    return found


def standing(request: Request) -> QuerySet[Any]:
    """The stations with how many points they are asked, have, lack, and wait for."""
    asked, mine = asked_of(), Q(pk=None)
    for kind, points in asked.items():
        mine |= Q(kind=kind, evidence__point__in=points)
    totals = [When(kind=kind, then=Value(len(points))) for kind, points in asked.items()]
    confirmed, offered = (
        Count("evidence", filter=mine & Q(evidence__state=state.value))
        for state in (State.CONFIRMED, State.OFFERED)
    )
    rows = Station.objects.visible_to(request.user).select_related("area")
    rows = rows.annotate(has=confirmed, waiting=offered, asked=Case(*totals, default=Value(0)))
    return rows.annotate(lacking=Coalesce(F("asked") - F("has"), Value(0)))


def listing(request: Request) -> HttpResponse:
    """All stations, the gaps first."""
    narrowed = narrow(standing(request), FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SORTS, default="-lacking")
    export = f"{reverse('checklists:export')}?{request.GET.urlencode()}"
    facts = {"narrowed": narrowed, "page": page, "export": export}
    return render(request, "checklists/list.html", facts)


class Shown(NamedTuple):
    """A point of a list, and what a station shows for it."""

    point: Point
    evidence: Evidence | None
    form: EvidenceForm | None
    moves: Sequence[tuple[str, object]]

    @property
    def state(self) -> str:
        """A code for how it stands; "lacking" where nothing is shown."""
        return self.evidence.state if self.evidence else "lacking"


def export(request: Request) -> HttpResponseBase:
    """The same as a workbook: a line for each point of each station."""
    rows = narrow(standing(request), FILTERS, request).rows
    heads = (
        _("实践站"),
        _("级别"),
        _("区域"),
        _("清单"),
        _("要点"),
        _("状态"),
        _("自哪天起"),
        _("现状"),
    )
    return workbook("stations.xlsx", [sheet(str(_("建设清单")), heads, cells(rows))])


def cells(stations: Any) -> Iterator[tuple[object, ...]]:
    """Each point of each station, with what it shows."""
    versions = list(Version.objects.current().select_related("checklist"))
    lines = {v.pk: [line.point for line in v.lines.select_related("point")] for v in versions}
    shown = {(e.station_id, e.point_id): e for e in Evidence.objects.live()}
    for station in stations:
        for version in versions:
            for point in lines[version.pk] if station.kind in version.kinds else ():
                one = shown.get((station.pk, point.pk))
                told = (one.get_state_display(), one.day, one.text) if one else (_("缺"), None, "")
                where = (station.name, station.get_kind_display(), station.area.name)
                yield (*where, version.checklist.name, point.name, *told)


def seen(request: Request, pk: int) -> Station:
    """The station, with what judging it asks."""
    rows = Station.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("area", "parent__area"), pk=pk)


def station(request: Request, pk: int, form: EvidenceForm | None = None) -> HttpResponse:
    """One station: point by point what it has and lacks, and what is to be done."""
    here = seen(request, pk)
    evidence = (
        Evidence.objects.live().filter(station=here).select_related("file", "by", "judged_by")
    )
    shown = {row.point_id: row for row in evidence.select_related("point__checklist")}
    powers = actions.powers_over(here, request.user)
    lists, asked = [], set[int]()
    for version in Version.objects.current().select_related("checklist"):
        if here.kind in version.kinds:
            points = [line.point for line in version.lines.select_related("point")]
            asked |= {point.pk for point in points}
            rows = [of(point, shown.get(point.pk), powers, request, form) for point in points]
            has = sum(row.state == State.CONFIRMED for row in rows)
            lists.append((version, rows, has, len(rows) - has))
    once = [row for key, row in shown.items() if key not in asked]
    facts = {"station": here, "lists": lists, "once": once}
    return render(request, "checklists/station.html", facts, status=422 if form else 200)


def of(
    point: Point,
    shown: Evidence | None,
    powers: frozenset[str],
    request: Request,
    form: EvidenceForm | None,
) -> Shown:
    """A point with what may be done about it."""
    fresh = form if form and form.point == point else EvidenceForm(point, shown)
    own = shown is not None and shown.by_id == request.user.pk
    moves = open_to(ARROWS, State(shown.state), powers) if shown and not own else []
    named = [(m.value, EVIDENCE_MOVES[m]) for m in moves if m is not Move.REPLACE]
    return Shown(point, shown, fresh if "dispatch" in powers else None, named)


@require_POST
@holding()
def record(request: Request, pk: int, point: int) -> HttpResponseBase:
    """Say what the station has for a point; what is wrong is said there."""
    here, asked = seen(request, pk), get_object_or_404(Point, pk=point)
    must_run(here, request.user)
    form = EvidenceForm(asked, None, request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.record(form.draft(here), by=request.user, at=timezone.now())
        except Refused as no:
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect(f"{reverse('checklists:station', args=[pk])}#point-{point}")
    return station(request, pk, form)


@require_POST
@holding()
def judge(request: Request, pk: int, move: Move) -> HttpResponseBase:
    """Confirm what a station shows, or send it back."""
    row = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    actions.judge(pk, move, request.POST.get("note", ""), by=request.user, at=timezone.now())
    there = reverse("checklists:station", args=[row.station_id])
    return redirect(f"{there}#point-{row.point_id}")


def file(request: Request, pk: int) -> HttpResponseBase:
    """The picture or paper that is shown for a point."""
    row = get_object_or_404(Evidence.objects.visible_to(request.user).exclude(file=None), pk=pk)
    kept = row.file or File()
    return FileResponse(place_of(kept.sha256).open("rb"), content_type=kept.mime)


def lists(request: Request) -> HttpResponse:
    """The lists in force and those before."""
    rows = Version.objects.visible_to(request.user).select_related("checklist")
    rows = rows.annotate(size=Count("lines"))
    current = set(Version.objects.current().values_list("pk", flat=True))
    named = [([STATION_KINDS[StationKind(k)] for k in v.kinds], v, v.pk in current) for v in rows]
    facts = {"rows": named, "grants": "grant" in request.user.any_powers}
    return render(request, "checklists/lists.html", facts)


@holding("grant")
def define(request: Request, pk: int | None = None) -> HttpResponseBase:
    """A new list, or a new version of one."""
    last = get_object_or_404(Version.objects.current(), checklist=pk) if pk else None
    form = ListForm(last, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.define(form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect("checklists:lists")
    facts = {"form": form, "one": last}
    return render(request, "checklists/define.html", facts, status=422 if form.errors else 200)
