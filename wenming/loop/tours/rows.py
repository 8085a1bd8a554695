"""A week read from the rows: the days of work, who goes, the stops nobody has been to, their hours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from wenming.loop.inspections.models import Round, Stop
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Method
from wenming.loop.tours.drafts import Goer, Lines, Visit
from wenming.loop.tours.models import Hours
from wenming.loop.tours.plans import Week
from wenming.loop.tours.rules import Terms
from wenming.org.calendar import calendar
from wenming.org.models import Appointment, Unit
from wenming.org.rules import Role
from wenming.places.actions import ROAD, SEGMENT
from wenming.places.models import Site
from wenming.proposals.planners import Row, Unsolvable

GOING = (Role.INSPECTOR.value, Role.GROUP_HEAD.value)


def week_of(ask: Mapping[str, Any]) -> Week:
    """The rows as they are now; Unsolvable("contradiction") names what is lacking."""
    known = {field.name for field in fields(Terms)}
    terms = Terms(**{name: value for name, value in ask.items() if name in known})
    round_ = Round.objects.get(pk=ask["round"])
    stops = round_.stops.awaiting().exclude(group=None).select_related("site").order_by("pk")
    visits = list(visits_of(round_, list(stops), terms))
    lacking = [Row("no_place", [v.stop.site.name]) for v in visits if v.stop.site.lon is None]
    groups = {v.stop.group_id for v in visits if v.stop.group_id is not None}
    goers = list(goers_of(groups, visits, terms))
    if not visits:
        lacking.append(Row("no_stops"))
    elif not goers:
        lacking.append(Row("nobody"))
    if lacking:
        raise Unsolvable("contradiction", lacking)
    return Week(terms, goers, visits, list(days_of(terms)), lines() if terms.roads else ())


def lines() -> Lines:
    """The roads that are loaded, and the segments that are streets too, as lines of places in degrees."""
    rows = Site.objects.active().filter(kind__name__in=(ROAD, SEGMENT)).exclude(geometry=None)
    drawn = (site.geometry or {} for site in rows.order_by("pk"))
    return tuple(
        tuple((lon, lat) for lon, lat, *_height in one["coordinates"])
        for one in drawn
        if one.get("type") == "LineString"
    )


def days_of(terms: Terms) -> Iterable[str]:
    """So many days of work from the first on."""
    working, day = calendar(), date.fromisoformat(terms.day)
    for _ in range(terms.days):
        while not working.is_workday(day):
            day += timedelta(days=1)
        yield day.isoformat()
        day += timedelta(days=1)


def visits_of(round_: Round, stops: list[Stop], terms: Terms) -> Iterable[Visit]:
    """Stops with their minutes, by how many standards are asked there, and their hours."""
    items = Item.objects.leaves().filter(edition=round_.edition_id, kinds__isnull=False)
    asked = items.values_list("kinds", "methods")
    often = Counter(kind for kind, methods in asked if Method.SITE.value in methods)
    hours = {one.kind_id: (one.first, one.last, one.weight) for one in Hours.objects.all()}
    for stop in stops:
        kind = stop.site.kind_id
        yield Visit(stop, terms.base + terms.each * often[kind], *hours.get(kind, (0, 1440, 1)))


def goers_of(groups: set[int], visits: list[Visit], terms: Terms) -> Iterable[Goer]:
    """Those who go for the groups today, each from his unit's office, the one named, or amid his stops."""
    posts = Appointment.objects.on(localdate()).filter(group__in=groups, role__in=GOING)
    posts = posts.select_related("user", "unit").order_by("group", "user")
    named = Unit.objects.filter(pk=terms.start or 0).exclude(lon=None).first()
    amid = defaultdict[int, list[tuple[float, float]]](list)
    for visit in visits:
        if visit.stop.site.lon is not None and visit.stop.group_id is not None:
            amid[visit.stop.group_id].append((visit.stop.site.lon, visit.stop.site.lat or 0.0))
    seen = set[int]()
    for post in posts:
        office = post.unit if post.unit is not None and post.unit.lon is not None else named
        if post.group_id is None or post.user_id in seen or not amid[post.group_id]:
            continue
        seen.add(post.user_id)
        lons, lats = zip(*amid[post.group_id], strict=True)
        middle = (sum(lons) / len(lons), sum(lats) / len(lats))
        at = (office.lon or 0.0, office.lat or 0.0) if office is not None else middle
        yield Goer(post.user, post.group_id, at)
