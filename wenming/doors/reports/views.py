"""First pages, the one search field, and the map."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wenming.doors.reports import boards
from wenming.doors.reports.boards import Figure, to_cases
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import State
from wenming.loop.casework.history import DONE
from wenming.loop.inspections.models import Round, Stop
from wenming.loop.inspections.rules import StopState
from wenming.loop.standards.models import Item
from wenming.org.http import Request, posts
from wenming.org.models import Unit, User
from wenming.org.rules import Role
from wenming.places.actions import ROAD, SEGMENT
from wenming.places.models import Site, SiteKind
from wenming.records.models import Act, Entry, found_among
from wenming.records.rules import place
from wenming.web.http import key_in
from wenming.web.words import Words

MOST_FOUND = 50  # of each kind; more words find less
STREET = (Role.INSPECTOR, Role.GROUP_HEAD)
UNIT = (Role.LIAISON, Role.UNIT_HEAD)


def dashboard(request: Request) -> HttpResponse:
    """The first page: the office's, an inspector's or a unit's, by what one is appointed to."""
    at, user = timezone.now(), request.user
    roles = {held.role for held in user.held}
    if roles & {*STREET}:
        return inspector(request, at)
    if roles & {*UNIT} and not user.reach.everything:
        return unit(request, at)
    return office(request, at)


def office(request: Request, at: datetime) -> HttpResponse:
    """How the whole city stands, who is late, how far the rounds are."""
    cases = Case.objects.visible_to(request.user)
    stands = boards.standing(cases, at)
    burdens, others = boards.late_units(cases, at)
    rounds = Round.objects.visible_to(request.user).under_way().order_by("-opened")[:3]
    totals = boards.latest(request.user)
    facts = {
        "score": next(iter(totals), None),
        "readings": boards.readings(totals),
        "figures": figures(stands),
        "to_dispatch": "dispatch" in request.user.any_powers
        and stands.states.get(State.FILED.value, 0),
        "dispatch_url": to_cases(state=State.FILED.value),
        "burdens": burdens,
        "others": others,
        "rounds": [boards.progress(round_) for round_ in rounds],
        "segments": boards.segments(request.user, boards.looks(request.user, at, SEGMENT)),
        "acts": recent(request.user),
        "at": at,
    }
    return render(request, "reports/office.html", facts)


def figures(stands: boards.Standing, **narrowed: object) -> list[Figure]:
    """The tally at the head of a first page; `narrowed` is what its lists are narrowed by as well."""
    fixed, shelved = State.FIXED.value, State.SHELVED.value
    states = stands.states
    return [
        Figure(_("在办整改单"), stands.live, to_cases(live=1, **narrowed)),
        Figure(_("已超期"), stands.late, to_cases(late=1, **narrowed), late=True),
        Figure(_("今日到期"), stands.today, to_cases(today=1, **narrowed)),
        Figure(_("待复核"), states.get(fixed, 0), to_cases(state=fixed, **narrowed)),
        Figure(_("挂账"), states.get(shelved, 0), to_cases(state=shelved, **narrowed)),
    ]


def recent(user: User) -> list[dict[str, object]]:
    """The last steps on cases, for those who see the whole city."""
    if not user.reach.everything:
        return []
    rows = list(Act.objects.filter(kind="case").select_related("by").order_by("-id")[:10])
    named = posts(rows)
    return [
        {
            "at": act.at,
            "who": named.get(act.pk) or act.by or _("系统"),
            "label": DONE.get(act.move, act.move),
            "title": act.facts.get("title") or act.key,
            "url": reverse("cases:detail", args=[act.key]),
        }
        for act in rows
    ]


def unit(request: Request, at: datetime) -> HttpResponse:
    """What lies in a unit's hands, the next deadlines first."""
    units = list(Unit.objects.filter(pk__in=request.user.reach.units))
    cases = Case.objects.visible_to(request.user)
    mine = cases.filter(unit__in=units)
    narrowed = {"unit": units[0].pk} if len(units) == 1 else {}
    next_ones = mine.filter(state__in=[s.value for s in boards.HANDS]).order_by("stage_due", "pk")
    facts = {
        "units": units,
        "figures": figures(boards.standing(mine, at), **narrowed),
        "next": next_ones.select_related("site", "item", "unit")[: boards.MOST * 2],
        "helping": cases.exclude(unit__in=units).live().count(),
        "at": at,
    }
    return render(request, "reports/unit.html", facts)


def inspector(request: Request, at: datetime) -> HttpResponse:
    """Where a group still has to go, and what waits for its check."""
    groups = request.user.reach.groups
    stops = Stop.objects.filter(group__in=groups, state=StopState.AWAITING.value)
    stops = stops.filter(round__in=Round.objects.under_way())
    checks = Case.objects.visible_to(request.user).filter(group__in=groups, state=State.FIXED.value)
    rounds = Round.objects.under_way().filter(stops__group__in=groups).distinct()
    facts = {
        "rounds": [boards.progress(round_, request.user.reach.groups) for round_ in rounds],
        "stops": stops.select_related("site__kind", "site__area", "round")[: boards.MOST * 2],
        "waiting": stops.count(),
        "checks": checks.select_related("site", "item", "unit").order_by("stage_due")[
            : boards.MOST
        ],
        "checking": checks.count(),
        "checks_url": to_cases(state=State.FIXED.value),
        "at": at,
    }
    return render(request, "reports/inspector.html", facts)


def search(request: Request) -> HttpResponse:
    """Cases, sites, units and items that agree with what was typed, each only if it may be seen."""
    words = request.GET.get("q", "")
    found = {kind: entries(request.user, kind, words) for kind in KINDS}
    shown = [
        (KINDS[kind], [(one, address(kind, one.key)) for one in rows[:MOST_FOUND]])
        for kind, rows in found.items()
        if rows
    ]
    cut = any(len(rows) > MOST_FOUND for rows in found.values())
    return render(request, "reports/search.html", {"found": shown, "cut": cut})


def entries(user: User, kind: str, words: str) -> list[Entry]:
    """What of a kind is found and may be seen, one more than is shown: cases newest first."""
    rows = found_among(SEEN[kind](user), kind, words).order_by("-pk")
    places = [place(kind, key) for key in rows.values_list("pk", flat=True)[: MOST_FOUND + 1]]
    return list(Entry.objects.filter(pk__in=places).order_by("-id" if kind == "case" else "title"))


KINDS: dict[str, Words] = {
    "case": pgettext_lazy("页名", "整改单"),
    "site": pgettext_lazy("页名", "点位"),
    "unit": pgettext_lazy("页名", "单位"),
    "item": pgettext_lazy("页名", "测评标准"),
}
ADDRESSES = {
    "case": "cases:detail",
    "site": "places:site",
    "unit": "org:unit",
    "item": "standards:item",
}


SEEN: dict[str, Callable[[User], QuerySet[Any]]] = {
    "case": Case.objects.visible_to,
    "site": Site.objects.visible_to,
    "unit": Unit.objects.visible_to,
    "item": Item.objects.visible_to,
}


def address(kind: str, key: int) -> str:
    """Where a thing that was found is opened."""
    try:
        return reverse(ADDRESSES[kind], args=[key])
    except NoReverseMatch:
        return ""


def map_page(request: Request) -> HttpResponse:
    """The map of sites and segments, with the segments in a table beside it."""
    kinds = SiteKind.objects.filter(sites__isnull=False).exclude(name=ROAD).distinct()
    chosen = request.GET.get("kind", "")
    look = boards.looks(request.user, timezone.now())
    facts = {
        "kinds": kinds,
        "chosen": chosen,
        "segments": boards.segments(request.user, look),
        "late": Site.objects.visible_to(request.user)
        .filter(pk__in=look.late)
        .select_related("kind", "area")
        .order_by("code")[:100],
        "geojson": reverse("reports:geojson")
        + (f"?{urlencode({'kind': chosen})}" if chosen else ""),
    }
    return render(request, "reports/map.html", facts)


def geojson(request: Request) -> JsonResponse:
    """The features of the map: segments and sites with something open, or all of one kind."""
    sites = Site.objects.active().visible_to(request.user).select_related("kind")
    look = boards.looks(request.user, timezone.now())
    if kind := key_in(request.GET.get("kind", "")):
        sites = sites.filter(kind=kind)
    else:
        sites = sites.filter(pk__in=look.live) | sites.filter(kind__name=SEGMENT)
    found = boards.features(sites, look, boards.adopted())
    return JsonResponse({"type": "FeatureCollection", "features": [*boards.ground(), *found]})
