"""What the first pages and the map count: few queries each, over live cases only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.loop.cases.models import Case, CaseQuerySet
from wenming.loop.cases.rules import State
from wenming.loop.inspections.models import Round, Stop
from wenming.loop.inspections.rules import StopState
from wenming.loop.scores.models import Score
from wenming.loop.scores.rules import Of
from wenming.org.models import Area, Unit, User
from wenming.org.rules import Level
from wenming.places.actions import ROAD, SEGMENT
from wenming.places.models import Site
from wenming.web.charts import Reading

MOST = 8  # lines of a table on a first page; the rest is one click away
HANDS = (State.ASSIGNED, State.TAKEN)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a tally, and the address of its records."""

    label: str
    value: int
    url: str
    note: str = ""
    late: bool = False


def to_cases(**filters: object) -> str:
    """The address of the list of cases, narrowed."""
    return f"{reverse('cases:list')}?{urlencode({k: str(v) for k, v in filters.items()})}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the live cases stand, in one pass: by state, how many are late, how many due today."""

    states: Mapping[str, int]
    late: int
    today: int

    @property
    def live(self) -> int:
        """All that are not at an end."""
        return sum(self.states.values())


def standing(cases: CaseQuerySet, at: datetime) -> Standing:
    """Count live cases by state, the late among them, and those whose stage ends today."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    running = Q(paused=None)
    rows = (
        cases.live()
        .values("state")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=running & Q(stage_due__lt=at)),
            today=Count("pk", filter=running & Q(stage_due__gte=at, stage_due__lt=midnight)),
        )
        .order_by()
    )
    found = list(rows)
    return Standing(
        {row["state"]: row["n"] for row in found},
        sum(row["late"] for row in found),
        sum(row["today"] for row in found),
    )


def latest(user: User) -> list[Score]:
    """The totals of the last rounds under the newest edition that is scored, latest first."""
    rows = Score.objects.visible_to(user).of(Of.TOTAL).select_related("round__edition")
    totals = list(rows.select_related("round__reckoning").order_by("-round__opened")[:MOST])
    return [s for s in totals if s.round.edition_id == totals[0].round.edition_id]


def readings(totals: Iterable[Score]) -> list[Reading]:
    """Totals as a line with its band, earliest first, on the scale of 100."""
    return [
        Reading(
            score.round.name,
            score.points / 100,
            None if score.lo is None else 100 * score.lo,
            None if score.hi is None else 100 * score.hi,
            reverse("scores:round", args=[score.round_id]),
        )
        for score in reversed(list(totals))
    ]


@dataclass(frozen=True, slots=True)
class Burden:
    """What a unit has in hand: live cases, late ones, the oldest late one's deadline, due today."""

    unit: Unit
    live: int
    late: int
    today: int
    oldest: datetime | None


def late_units(cases: CaseQuerySet, at: datetime, most: int = MOST) -> tuple[list[Burden], Burden]:
    """The units with the most late cases, and all the others as one line."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    hands = cases.filter(state__in=[s.value for s in HANDS])
    late = Q(stage_due__lt=at, paused=None)
    rows = list(
        hands.exclude(unit=None)
        .values("unit")
        .annotate(
            live=Count("pk"),
            late=Count("pk", filter=late),
            oldest=Min("stage_due", filter=late),
            today=Count("pk", filter=Q(stage_due__gte=at, stage_due__lt=midnight, paused=None)),
        )
        .order_by("-late", "-live", "unit")
    )
    shown = [row for row in rows if row["late"]][:most]
    units = Unit.objects.in_bulk([row["unit"] for row in shown])
    burdens = [
        Burden(units[r["unit"]], r["live"], r["late"], r["today"], r["oldest"]) for r in shown
    ]
    rest = [row for row in rows if row not in shown]
    sums = Counter({name: sum(r[name] for r in rest) for name in ("live", "late", "today")})
    others = Burden(Unit(), sums["live"], sums["late"], sums["today"], None)
    return burdens, others


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come, in all and by group."""

    round: Round
    done: int
    planned: int
    groups: list[tuple[str, int, int]]


def progress(round_: Round, groups: Iterable[int] | None = None) -> Progress:
    """Stops seen of those planned; unreachable ones were replaced and count for neither."""
    stops = Stop.objects.filter(round=round_).exclude(state=StopState.UNREACHABLE.value)
    if groups is not None:
        stops = stops.filter(group__in=groups)
    rows = list(
        stops.values("group__name", "group__order")
        .annotate(done=Count("pk", filter=Q(state=StopState.VISITED.value)), n=Count("pk"))
        .order_by("group__order", "group__name")
    )
    return Progress(
        round_,
        sum(row["done"] for row in rows),
        sum(row["n"] for row in rows),
        [(row["group__name"] or "", row["done"], row["n"]) for row in rows],
    )


@dataclass(slots=True)
class Look:
    """How a site looks on the map: live and late cases there."""

    live: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)

    def of(self, site: int) -> str:
        """late, open, or nothing."""
        return "late" if site in self.late else "open" if site in self.live else ""


def looks(user: User, at: datetime, kind: str = "") -> Look:
    """Which sites have a live case, and which a late one; of one kind of site where it is named."""
    rows = Case.objects.visible_to(user).live().exclude(site=None).order_by()
    if kind:
        rows = rows.filter(site__in=Site.objects.filter(kind__name=kind).order_by().values("pk"))
    look = Look()
    for site, due, paused in rows.values_list("site_id", "stage_due", "paused"):
        look.live.add(site)
        if due is not None and paused is None and due < at:
            look.late.add(site)
    return look


def features(sites: QuerySet[Site], look: Look, adopted: frozenset[int]) -> list[dict[str, object]]:
    """Sites and segments as GeoJSON features for the map."""
    found = []
    for site in sites:
        shape = site.geometry or point(site)
        if shape is None:
            continue
        bare = site.kind.name == SEGMENT and site.pk not in adopted
        found.append(
            {
                "type": "Feature",
                "geometry": shape,
                "properties": {
                    "name": site.name,
                    "note": site.kind.name,
                    "url": reverse("places:site", args=[site.pk]),
                    "look": "none" if bare else look.of(site.pk),
                },
            }
        )
    return found


def ground() -> list[dict[str, object]]:
    """What the map is drawn on: the outlines of streets and towns, and the roads."""
    areas = Area.objects.filter(level=Level.STREET.value).exclude(outline=None)
    roads = Site.objects.active().filter(kind__name=ROAD).exclude(geometry=None)
    drawn = [(area.outline, area.name, "area") for area in areas]
    drawn += [(road.geometry, road.name, "road") for road in roads]
    return [
        {"type": "Feature", "geometry": shape, "properties": {"name": name, "look": look}}
        for shape, name, look in drawn
    ]


def point(site: Site) -> dict[str, object] | None:
    """A site's place as a GeoJSON point."""
    if site.lon is None or site.lat is None:
        return None
    return {"type": "Point", "coordinates": [site.lon, site.lat]}


def adopted() -> frozenset[int]:
    """The segments some unit adopts now."""
    rows = Charge.objects.standing().filter(kind=ChargeKind.ADOPTS.value)
    return frozenset(rows.order_by().values_list("site_id", flat=True))


def segments(user: User, look: Look) -> dict[str, int]:
    """How the segments stand: none open, open, late, adopted by nobody."""
    taken = adopted()
    rows = Site.objects.active().visible_to(user).filter(kind__name=SEGMENT)
    counts = dict.fromkeys(("clear", "open", "late", "none"), 0)
    for pk in rows.values_list("pk", flat=True):
        counts["none" if pk not in taken else look.of(pk) or "clear"] += 1
    return counts
