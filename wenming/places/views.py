"""Pages about sites: the list, and one site with its attributes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from wenming.org.http import Request, Within
from wenming.org.models import Area
from wenming.org.rules import Level
from wenming.places.models import Site, SiteKind
from wenming.web.filters import Key, Words, narrow
from wenming.web.paging import page_of

FILTERS = (
    Words("q", _("编号、名称、地址"), ("code", "name", "address")),
    Key("kind", _("点位类型"), "kind", lambda _request: SiteKind.objects.all()),
    Within(
        "area",
        _("街道（镇）"),
        "area",
        lambda _request: Area.objects.filter(level=Level.STREET.value).only("name"),
    ),
)
SORTS = {"code": "code", "name": "name"}


def sites(request: Request) -> HttpResponse:
    """The sites in use, narrowed and sorted."""
    rows = Site.objects.active().visible_to(request.user).select_related("kind", "area")
    narrowed = narrow(rows, FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SORTS, default="code")
    return render(request, "places/list.html", {"narrowed": narrowed, "page": page})


def site(request: Request, pk: int) -> HttpResponse:
    """One site: where it is, what it has, who answers for it, and its cases."""
    rows = Site.objects.visible_to(request.user).select_related("kind", "area")
    row = get_object_or_404(rows, pk=pk)
    facts = {
        "site": row,
        "attributes": [(label, said(value)) for label, value in sorted(row.attributes.items())],
        "charges": row.charges.select_related("unit").order_by("until", "kind", "-since"),
        "cases": cases_at(row),
    }
    return render(request, "places/site.html", facts)


def said(value: object) -> object:
    """An attribute's value as people say it."""
    return {True: _("有"), False: _("无")}.get(value, value) if isinstance(value, bool) else value


def cases_at(row: Site) -> str:
    """The address of the site's cases, where the product has such a page."""
    try:
        return f"{reverse('cases:list')}?q={row.name}"
    except NoReverseMatch:
        return ""
