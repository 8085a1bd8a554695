"""Pages about adopted streets: who keeps which, what is kept by nobody, and handing over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.duties import actions
from wenming.duties.forms import HandOverForm
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.flow import Refused
from wenming.org.http import Request
from wenming.places.actions import SEGMENT
from wenming.places.models import Site
from wenming.web.http import refused
from wenming.web.paging import page_of

SORTS = {"code": "code", "metres": "metres", "name": "name"}


def segments(request: Request) -> HttpResponse:
    """The segments with the units that adopt them now and did before; gaps first when asked."""
    rows = Site.objects.active().visible_to(request.user).filter(kind__name=SEGMENT)
    standing = Charge.objects.standing().filter(kind=ChargeKind.ADOPTS.value)
    bare = rows.exclude(pk__in=standing.values("site"))
    shown = bare if request.GET.get("gaps") else rows
    page = page_of(shown, request, sorts=SORTS, default="code")
    facts = {
        "page": page,
        "lines": [(site, *keepers(site)) for site in page],
        "gaps": bare.count(),
        "only_gaps": bool(request.GET.get("gaps")),
        "may": "charge" in request.user.any_powers,
    }
    return render(request, "duties/list.html", facts)


def keepers(site: Site) -> tuple[list[Charge], list[Charge]]:
    """The standing adoptions of a segment, and those that are over."""
    rows = site.charges.filter(kind=ChargeKind.ADOPTS.value).select_related("unit")
    charges = list(rows.order_by("-since"))
    return [c for c in charges if c.until is None], [c for c in charges if c.until is not None]


def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give a standing charge to another unit from a day on."""
    rows = Charge.objects.visible_to(request.user).standing().select_related("unit", "site")
    charge = get_object_or_404(rows, pk=pk)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.hand_over(pk, by=request.user, at=timezone.now(), **given)
        except Refused as no:
            return refused(request, no, back=request.path)
        messages.success(request, _("已移交给%(unit)s。") % {"unit": given["unit"]})
        return redirect("duties:list")
    return render(request, "duties/hand_over.html", {"charge": charge, "form": form})
