"""Pages about people, units, areas and the calendar."""

from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from wenming.kit.flow import choices
from wenming.org.http import Request
from wenming.org.models import LEVELS, UNIT_KINDS, Appointment, Area, Group, Unit, User
from wenming.org.rules import Level, Role
from wenming.web.display import named
from wenming.web.filters import Choice, Key, Words, narrow
from wenming.web.http import key_in, safe_next
from wenming.web.paging import page_of

JOBS = {
    Role.ADMIN: gettext_lazy("开账户、排任职、管日历"),
    Role.OFFICE: gettext_lazy("导入台账、开批次、派遣、批延期、裁申诉、看得分"),
    Role.LEADER: gettext_lazy("看全市进展、得分和排名"),
    Role.GROUP_HEAD: gettext_lazy("带组巡查、立案、复核销号"),
    Role.INSPECTOR: gettext_lazy("到点位逐条记录、复核整改"),
    Role.UNIT_HEAD: gettext_lazy("看本单位的单、签收、整改、申诉"),
    Role.LIAISON: gettext_lazy("签收、报整改、申请延期、申诉"),
    Role.AUDITOR: gettext_lazy("只看不办，校验封存"),
}
DEMO_NAME = "demo"  # every account of the demo city that is shown begins with it


@login_not_required
def roles(request: HttpRequest) -> HttpResponse:
    """The demo city's people, each entered by one click; there is no such page elsewhere."""
    if not settings.DEMO:
        raise Http404
    people = User.objects.filter(username__startswith=DEMO_NAME, is_active=True)
    if request.method == "POST":
        user = get_object_or_404(people, pk=key_in(request.POST.get("user", "")))
        login(request, user)
        return redirect(safe_next(request))
    facts = {
        "people": [shown(a) for a in standing(people)],
        "login_url": reverse("account_login"),
        "next": safe_next(request),
    }
    return render(request, "org/roles.html", facts)


def standing(people: QuerySet[User]) -> QuerySet[Appointment]:
    """The appointments of some people, in the order of the accounts."""
    rows = Appointment.objects.on(localdate()).filter(user__in=people)
    return rows.select_related("user", "area", "unit", "group").order_by("user__pk", "pk")


def shown(held: Appointment) -> dict[str, object]:
    """An appointment as a line of the demo's people."""
    over = [str(thing) for thing in (held.group, held.unit, held.area) if thing]
    return {
        "pk": held.user.pk,
        "username": held.user.username,
        "name": held.user.name,
        "role": held.get_role_display(),
        "job": JOBS[Role(held.role)],
        "over": " · ".join(over[:2]),
    }


FILTERS = (
    Words("q", gettext_lazy("名称、简称、联络员"), ("name", "aliases__name", "contact")),
    Choice("kind", gettext_lazy("单位类别"), "kind", choices(UNIT_KINDS)),
    Key("group", gettext_lazy("工作组"), "group", lambda _request: Group.objects.all()),
)
SORTS: dict[str, str | tuple[str, ...]] = {
    "order": ("order", "name"),
    "name": "name",
    "heads": "heads",
}


def units(request: Request) -> HttpResponse:
    """The units with all their names."""
    narrowed = narrow(Unit.objects.visible_to(request.user), FILTERS, request)
    rows = narrowed.rows.distinct().select_related("group").prefetch_related("aliases")
    page = page_of(rows, request, sorts=SORTS, default="order")
    load = "load" in request.user.any_powers and named("workbooks:load")
    facts = {"narrowed": narrowed, "page": page, "load": load}
    return render(request, "org/units.html", facts)


def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: its names, how it is reached, who serves in it."""
    rows = Unit.objects.visible_to(request.user).select_related("group", "area", "parent")
    one = get_object_or_404(rows.prefetch_related("aliases", "parts"), pk=pk)
    held = one.appointments.on(localdate()).filter(user__is_active=True)
    facts = {
        "unit": one,
        "aliases": "、".join(a.name for a in one.aliases.all() if a.name != one.name),
        "people": held.select_related("user").order_by("role", "pk"),
        "cases": f"{there}?unit={one.pk}" if (there := named("cases:list")) else "",
    }
    return render(request, "org/unit.html", facts)


@dataclass(slots=True, eq=False)
class Place:
    """An area with those directly below it."""

    area: Area
    below: "list[Place]" = field(default_factory=list)


def areas(request: Request) -> HttpResponse:
    """The division tree, down to the grids."""
    rows = Area.objects.visible_to(request.user).order_by("path").defer("outline")
    places, roots = dict[int, Place](), list[Place]()
    for area in rows:
        here = places[area.pk] = Place(area)
        above = places.get(area.parent_id or 0)
        (above.below if above else roots).append(here)
    counts = Counter(place.area.level for place in places.values())
    facts = {
        "roots": roots,
        "levels": [(LEVELS[level], counts[level.value]) for level in Level if counts[level.value]],
        "load": "load" in request.user.any_powers and named("workbooks:load"),
    }
    return render(request, "org/areas.html", facts)
