"""Pages about who answers for what: the adopted segments with their gaps, a unit's charges, handing over."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count, Prefetch, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wenming.duties.actions import charge_with, hand_over, release
from wenming.duties.forms import ChargeForm, HandForm, ReleaseForm
from wenming.duties.models import CHARGE_KINDS, Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.places.actions import SEGMENT
from wenming.places.models import Site
from wenming.web.display import named
from wenming.web.filters import Flag, Key, Words, narrow
from wenming.web.paging import page_of
from wenming.web.words import refusal

ENDS = ("起点", "止点")  # attributes of a segment
AT_A_FIELD = {"since", "charged"}  # refusals that the form itself says


class Adopter(Key):
    """The segments one unit adopts now."""

    def narrow(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """Its segments; raises Unknown for a unit there is none of."""
        super().narrow(rows, request)
        if value := request.GET.get(self.name, ""):
            held = adopting().filter(unit=int(value))
            rows = rows.filter(pk__in=held.values("site"))
        return rows


def adopting() -> QuerySet[Charge]:
    """The standing charges of units that adopt."""
    return Charge.objects.standing().filter(kind=ChargeKind.ADOPTS.value)


def bare(rows: Any) -> Any:
    """Segments nobody adopts."""
    return rows.exclude(pk__in=adopting().values("site"))


def adopters(_request: HttpRequest) -> QuerySet[Unit]:
    """The units that adopt something now."""
    return Unit.objects.filter(pk__in=adopting().values("unit"))


FILTERS = (
    Words("q", gettext_lazy("路段、编号"), ("name", "code")),
    Adopter("unit", gettext_lazy("包街单位"), "pk", adopters),
    Flag("bare", gettext_lazy("没有单位包"), bare),
)
SORTS: dict[str, str | tuple[str, ...]] = {"code": "code", "name": "name", "metres": "metres"}


class Row(NamedTuple):
    """A segment with who adopts it now and who did before."""

    site: Site
    now: list[Charge]
    before: list[Charge]
    ends: str


def listing(request: Request) -> HttpResponse:
    """The segments that units adopt, and those nobody does."""
    mine = Site.objects.visible_to(request.user).active().filter(kind__name=SEGMENT)
    narrowed = narrow(mine, FILTERS, request)
    kept = Charge.objects.filter(kind=ChargeKind.ADOPTS.value).select_related("unit")
    rows = narrowed.rows.select_related("area").prefetch_related(
        Prefetch("charges", kept.order_by("-since", "pk"), to_attr="adoptions")
    )
    page = page_of(rows, request, sorts=SORTS, default="code")
    sums = mine.aggregate(segments=Count("pk"), metres=Sum("metres"))
    facts = {
        "narrowed": narrowed,
        "page": page,
        "rows": [row_of(site) for site in page],
        "segments": sums["segments"],
        "metres": sums["metres"] or 0,
        "gaps": bare(mine).count(),
        "units": adopters(request).count(),
        "charges": "charge" in request.user.any_powers,
        "load": "load" in request.user.any_powers and named("workbooks:load"),
        "map": named("reports:map"),
        "plans": "propose" in request.user.any_powers and named("adoptions:list"),
    }
    return render(request, "duties/list.html", facts)


def row_of(site: Any) -> Row:
    """A segment as a line: of those before only who had it last."""
    now = [one for one in site.adoptions if one.until is None]
    last = max((one.until for one in site.adoptions if one.until), default=None)
    before = [one for one in site.adoptions if one.until and one.until == last]
    ends = [site.attributes[end] for end in ENDS if end in site.attributes]
    return Row(site, now, before, " – ".join(ends))


class Part(NamedTuple):
    """What a unit answers for in one way."""

    word: str
    kind: str
    rows: QuerySet[Charge]
    total: int


SHOWN = 100


def unit(request: Request, pk: int) -> HttpResponse:
    """What one unit answers for now, and what it did before."""
    one = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    mine = Charge.objects.visible_to(request.user).filter(unit=one)
    rows = mine.select_related("site__kind", "site__area").order_by("site__code")
    standing = rows.standing()
    counts = dict(standing.order_by().values_list("kind").annotate(n=Count("pk")))
    parts = [
        Part(str(word), kind.value, standing.filter(kind=kind.value)[:SHOWN], counts[kind.value])
        for kind, word in CHARGE_KINDS.items()
        if counts.get(kind.value)
    ]
    facts = {
        "unit": one,
        "parts": parts,
        "ended": rows.exclude(until=None).order_by("-until", "site__code")[:SHOWN],
        "all": f"{reverse('places:list')}?unit={pk}",
        "edits": "charge" in request.user.any_powers,
        "shown": SHOWN,
    }
    return render(request, "duties/unit.html", facts)


@holding("charge")
def hand(request: Request, pk: int) -> HttpResponseBase:
    """Hand a charge over to another unit."""
    rows = Charge.objects.visible_to(request.user).standing().select_related("site", "unit")
    charge = get_object_or_404(rows, pk=pk)
    form = HandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            hand_over(
                pk,
                given["unit"],
                since=given["since"],
                note=given["note"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as no:
            blame(form, no)
        else:
            words = _("%(site)s 自 %(day)s 起由 %(unit)s 负责。")
            facts = {"site": charge.site, "day": given["since"], "unit": given["unit"]}
            messages.success(request, words % facts)
            return redirect("places:site", charge.site_id)
    shown = {"charge": charge, "form": form, "releasing": ReleaseForm()}
    return render(request, "duties/hand.html", shown, status=422 if form.errors else 200)


@require_POST
@holding("charge")
def let_go(request: Request, pk: int) -> HttpResponseBase:
    """End a charge with nobody to follow."""
    rows = Charge.objects.visible_to(request.user).standing().select_related("site", "unit")
    charge = get_object_or_404(rows, pk=pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        shown = {"charge": charge, "form": HandForm(), "releasing": form}
        return render(request, "duties/hand.html", shown, status=422)
    given = form.cleaned_data
    release(pk, until=given["until"], note=given["why"], by=request.user, at=timezone.now())
    return redirect("places:site", charge.site_id)


def blame(form: HandForm | ChargeForm, no: Refused) -> None:
    """Say a refusal at the form, where it is about what was filled in."""
    if no.reason not in AT_A_FIELD:
        raise no
    field = "since" if no.reason == "since" else None
    form.add_error(field, "".join(map(str, refusal(no))))


@holding("charge")
def charge(request: Request, pk: int) -> HttpResponseBase:
    """Make a unit answer for a site."""
    site = get_object_or_404(Site.objects.visible_to(request.user), pk=pk)
    begins = ChargeKind.ADOPTS if site.kind.name == SEGMENT else ChargeKind.IN_CHARGE
    form = ChargeForm(request.POST or None, initial={"kind": begins.value})
    if request.method == "POST" and form.is_valid():
        try:
            charge_with(site, **form.given(), by=request.user, at=timezone.now())
        except Refused as no:
            blame(form, no)
        else:
            return redirect("places:site", pk)
    facts = {"site": site, "form": form}
    return render(request, "duties/charge.html", facts, status=422 if form.errors else 200)
