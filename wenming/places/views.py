"""Pages about sites: the list, one site with its place and its history, the kinds."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.kit.flow import Refused
from wenming.org.http import Request, Within, holding, reader
from wenming.org.models import Area, Unit
from wenming.org.rules import Level
from wenming.places.actions import ROAD, SEGMENT, describe
from wenming.places.attributes import said
from wenming.places.forms import SiteForm
from wenming.places.models import Site, SiteKind
from wenming.web.display import named
from wenming.web.filters import Flag, Key, Narrowed, Words, narrow
from wenming.web.http import refused
from wenming.web.paging import page_of
from wenming.web.sheets import page as sheet
from wenming.web.sheets import workbook
from wenming.web.words import refusal

IN_CHARGE = "in_charge"  # duties' word, which comes later: a charge that names the keeper
STREETS = [Level.CITY.value, Level.DISTRICT.value, Level.STREET.value]


class Kept(Key):
    """The sites a unit answers for now, in whatever way."""

    def narrow(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """The rows it answers for; raises Unknown for a unit there is none of."""
        super().narrow(rows, request)
        if value := request.GET.get(self.name, ""):
            held = Site.objects.filter(charges__unit=int(value), charges__until=None)
            rows = rows.filter(pk__in=held.values("pk"))
        return rows


def unkept(rows: Any) -> Any:
    """Sites nobody is in charge of."""
    kept = Site.objects.filter(charges__kind=IN_CHARGE, charges__until=None)
    return rows.exclude(kind__name__in=(SEGMENT, ROAD)).exclude(pk__in=kept.values("pk"))


FILTERS = (
    Words("q", gettext_lazy("名称、编号、地址"), ("name", "code", "address")),
    Key("kind", gettext_lazy("点位类型"), "kind", lambda _r: SiteKind.objects.all()),
    Within(
        "area",
        gettext_lazy("区域"),
        "area",
        lambda r: Area.objects.visible_to(reader(r)).filter(level__in=STREETS),
    ),
    Kept("unit", gettext_lazy("负责单位"), "pk", lambda r: Unit.objects.visible_to(reader(r))),
    Flag("bare", gettext_lazy("没有主管单位"), unkept),
    Flag("retired", gettext_lazy("已停用"), lambda rows: rows.exclude(retired=None)),
)
SORTS: dict[str, str | tuple[str, ...]] = {"code": "code", "name": "name"}


def narrowed(request: Request) -> Narrowed[Site]:
    """The sites the reader sees, narrowed by the address; those out of use, and the roads of the
    map, only when asked for."""
    rows = Site.objects.visible_to(request.user)
    rows = rows if request.GET.get("retired") else rows.active()
    rows = rows if request.GET.get("kind") else rows.exclude(kind__name=ROAD)
    return narrow(rows, FILTERS, request)


def listing(request: Request) -> HttpResponse:
    """The sites."""
    chosen = narrowed(request)
    rows = chosen.rows.select_related("kind", "area").prefetch_related("charges__unit")
    page = page_of(rows, request, sorts=SORTS, default="code")
    facts = {
        "narrowed": chosen,
        "page": page,
        "rows": [(site, keeper(site)) for site in page],
        "export": "export" in request.user.any_powers
        and f"{reverse('places:export')}?{request.GET.urlencode()}",
        "map": named("reports:map"),
        "load": "load" in request.user.any_powers and named("workbooks:load"),
    }
    return render(request, "places/list.html", facts)


def keeper(site: Any) -> Unit | None:
    """The unit in charge of a site."""
    standing = (c.unit for c in site.charges.all() if c.kind == IN_CHARGE and c.until is None)
    return next(standing, None)


def export(request: Request) -> HttpResponse | FileResponse:
    """What is filtered, as a workbook."""
    if "export" not in request.user.any_powers:
        return refused(request, Refused("power", "export"), back=reverse("places:list"))
    rows = narrowed(request).rows.select_related("kind", "area").prefetch_related("charges__unit")
    heads = (_("编号"), _("点位类型"), _("点位名称"), _("区域"), _("地址"), _("经度"), _("纬度"))
    more = (_("主管单位"), _("属性"), _("备注"))
    name = _("点位%(day)s.xlsx") % {"day": localdate().isoformat()}
    lines = (row_of(site) for site in rows.order_by("code").iterator(500))
    return workbook(name, [sheet(_("点位"), (*heads, *more), lines)])


def row_of(site: Site) -> tuple[object, ...]:
    """One site as a row; coordinates in WGS-84."""
    own = "；".join(f"{label}：{said(value)}" for label, value in site.attributes.items())
    head = (site.code, site.kind, site.name, site.area, site.address, site.lon, site.lat)
    return (*head, keeper(site), own, site.note)


def seen(request: Request, pk: int) -> Site:
    """A site the reader may see; 404 for another."""
    rows = Site.objects.visible_to(request.user).select_related("kind", "area")
    return get_object_or_404(rows, pk=pk)


def detail(request: Request, pk: int) -> HttpResponse:
    """One site: what it has, where it is, who answers for it and did before."""
    site: Any = seen(request, pk)
    charges = list(site.charges.select_related("unit").order_by("kind", "-since"))
    facts = {
        "site": site,
        "way": way_to(site),
        "own": list(filled(site)),
        "standing": [one for one in charges if one.until is None],
        "ended": [one for one in charges if one.until],
        "road": site.kind.name == ROAD,
        "edits": edits(site, request),
        "said": f"{site.said_lon}，{site.said_lat}（{site.crs}）" if site.said_lon else "",
        "geo": reverse("places:geo", args=[pk]) if site.lon or site.geometry else "",
        "cases": f"{there}?{urlencode({'q': site.code})}" if (there := named("cases:list")) else "",
    }
    return render(request, "places/site.html", facts)


def edits(site: Site, request: Request) -> bool:
    """Whether the reader may change a site; one without an area belongs to the whole city."""
    area = site.area or Area.objects.roots().first()
    return "charge" in request.user.powers(area.path if area else "")


def way_to(site: Site) -> str:
    """The areas down to a site, the city left out where there is more to say."""
    codes = site.area.path.strip("/").split("/") if site.area else []
    names = list(
        Area.objects.filter(code__in=codes).order_by("path").values_list("name", flat=True)
    )
    return " ".join(names[1:] or names)


def filled(site: Site) -> Iterator[tuple[str, object]]:
    """A site's attributes, those its kind knows first and in its order."""
    known = site.kind.schema.get("properties", {})
    for label in {**known, **site.attributes}:
        if label in site.attributes:
            yield label, said(site.attributes[label])


def geo(request: Request, pk: int) -> JsonResponse:
    """The place of a site as GeoJSON."""
    site = seen(request, pk)
    shape = site.geometry or {"type": "Point", "coordinates": [site.lon, site.lat]}
    about = {"name": site.name, "note": site.kind.name, "look": "", "url": ""}
    feature = {"type": "Feature", "geometry": shape, "properties": about}
    return JsonResponse({"type": "FeatureCollection", "features": [feature]})


@holding()
def edit(request: Request, pk: int) -> HttpResponseBase:
    """Change what a site is called and what it has."""
    site = seen(request, pk)
    if not edits(site, request):
        raise Refused("power", "charge")
    form = SiteForm(site, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            describe(pk, form.change(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason != "attribute":
                raise
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            messages.success(request, _("已保存。"))
            return redirect("places:site", pk)
    facts = {"site": site, "form": form}
    return render(request, "places/edit.html", facts, status=422 if form.errors else 200)


class Counted(NamedTuple):
    """A kind of site, how many of it the reader sees, and what is kept of each."""

    kind: SiteKind
    sites: int
    labels: str


def kinds(request: Request) -> HttpResponse:
    """The kinds of sites."""
    mine = Site.objects.visible_to(request.user).active()
    rows = SiteKind.objects.annotate(seen=Count("sites", filter=Q(sites__in=mine)))
    counted = [
        Counted(kind, kind.seen, "、".join(kind.schema.get("properties", {}))) for kind in rows
    ]
    return render(request, "places/kinds.html", {"kinds": counted})
