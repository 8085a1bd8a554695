"""What an inspector takes along: where to go, what is asked there, and what is still open."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from wenming.kit.flow import Refused
from wenming.loop.cases.models import STATES, Case
from wenming.loop.inspections.models import STOP_STATES, VERDICTS, Round, Stop
from wenming.loop.inspections.rules import RoundKind
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Method
from wenming.org.models import Group, User
from wenming.places.models import Site

SITE = ("code", "name", "kind", "area", "address", "lon", "lat")
FOREIGN = {"kind": "kind__name", "area": "area__name"}


def stops_of(user: User) -> QuerySet[Stop]:
    """The stops of open rounds that fall to a person's groups; to who is in none, all seen."""
    groups = {held.group for held in user.held if held.group is not None}
    stops = Stop.objects.visible_to(user).filter(round__in=Round.objects.under_way())
    mine = stops.filter(group__in=groups) if groups else stops
    return mine.select_related("round", "site__kind", "site__area", "group")


def rounds_of(user: User) -> QuerySet[Round]:
    """The rounds somebody may be asked to record for now."""
    return Round.objects.visible_to(user).under_way().select_related("edition", "area")


def beat_of(user: User) -> Q:
    """Where a person's groups go: their beats' areas; everywhere the person sees where there is none."""
    groups = [held.group for held in user.held if held.group is not None]
    beats = [
        [area.path for area in group.beat.all()]
        for group in Group.objects.filter(pk__in=groups).prefetch_related("beat")
    ]
    if not beats or not all(beats):
        return Q()
    within = Q()
    for path in (path for beat in beats for path in beat):
        within |= Q(area__path__startswith=path)
    return within


def bundle(user: User) -> dict[str, Any]:
    """Everything a day in the field needs, of plain values in a fixed order."""
    rounds, stops = list(rounds_of(user)), list(stops_of(user).order_by("round", "site__code"))
    free = [one for one in rounds if one.kind != RoundKind.ASSESSMENT]
    sites = places(user, free)
    cases = Case.objects.visible_to(user).live().filter(beat_of(user))
    return {
        "rounds": [
            {"id": one.pk, "name": one.name, "kind": one.kind, "edition": one.edition.code}
            for one in rounds
        ],
        "stops": [told(stop) for stop in stops],
        "sites": sites,
        "items": items(rounds),
        "cases": list(
            cases.order_by("pk").values("number", "site__code", "item__code", "problem", "state")
        ),
        "words": {
            "verdicts": {code.value: str(word) for code, word in VERDICTS.items()},
            "stops": {code.value: str(word) for code, word in STOP_STATES.items()},
            "cases": {code.value: str(word) for code, word in STATES.items()},
        },
    }


def told(stop: Stop) -> dict[str, Any]:
    """One stop with its site."""
    site = stop.site
    return {
        "round": stop.round.name,
        "state": stop.state,
        "group": stop.group.name if stop.group else None,
        "rank": stop.rank,
        "code": site.code,
        "name": site.name,
        "kind": site.kind.name,
        "area": site.area.name if site.area else None,
        "address": site.address,
        "lon": site.lon,
        "lat": site.lat,
    }


def places(user: User, rounds: Iterable[Round]) -> list[dict[str, Any]]:
    """The sites a round that goes without a draw may lead to, within the person's beat."""
    within = Q(pk__in=[])
    for one in rounds:
        within |= Q(area__path__startswith=one.area.path)
    sites = Site.objects.visible_to(user).active().filter(beat_of(user)).filter(within)
    names = [FOREIGN.get(name, name) for name in SITE]
    rows = sites.order_by("code").values_list(*names)
    return [dict(zip(SITE, row, strict=True)) for row in rows]


def items(rounds: Iterable[Round]) -> list[dict[str, Any]]:
    """What is judged on the spot under the rounds' editions, with the kinds of sites it is asked at."""
    editions = {one.edition_id for one in rounds}
    rows = Item.objects.leaves().filter(edition__in=editions).order_by("edition", "path")
    return [
        {
            "edition": item.edition.code,
            "code": item.code,
            "text": item.text,
            "exempt": item.exempt,
            "scheme": item.scheme,
            "photos": item.photos,
            "limit": item.limit,
            "kinds": [kind.name for kind in item.kinds.all()],
        }
        for item in rows.select_related("edition").prefetch_related("kinds")
        if Method.SITE.value in item.methods
    ]


def named(name: str) -> Round:
    """The round of this name, or number; Refused("unknown_round")."""
    rows = Round.objects.select_related("edition", "area")
    found = rows.filter(name=name).first()
    if found is None and name.isascii() and name.isdecimal() and len(name) < 10:
        found = rows.filter(pk=int(name)).first()
    if found is None:
        raise Refused("unknown_round", name)
    return found


def summed(row: Round) -> dict[str, Any]:
    """A round as the command line tells it."""
    stops = row.stops.all()
    return {
        "round": row.name,
        "id": row.pk,
        "kind": row.kind,
        "state": row.state,
        "edition": row.edition.code,
        "area": row.area.code,
        "number": row.number,
        "least": row.least,
        "stops": stops.count(),
        "awaiting": stops.awaiting().count(),
    }
