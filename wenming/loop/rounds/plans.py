"""What a round reckons with: its frame, its shares, and which group may go where. Writes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.duties.models import Charge
from wenming.kit import balance, draws
from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Draw, Round, Stop
from wenming.loop.inspections.rules import StopRole, StopState, Strata
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Method
from wenming.org.models import Appointment, Area, Group, Unit
from wenming.places.models import Site
from wenming.web.api import said


def frame_of(round_: Round, certain: Collection[str] = ()) -> tuple[draws.Row, ...]:
    """The sites a round may draw, now: in use, in its area, of a kind its edition asks about on site.

    Those of `certain` that are among them form a stratum of their own.
    """
    standards = Item.objects.leaves().filter(edition=round_.edition_id, kinds__isnull=False)
    asked = standards.values_list("kinds", "methods")
    kinds = {kind for kind, methods in asked if Method.SITE.value in methods}
    here = round_.area.path
    parts = dict(Area.objects.filter(parent=round_.area).values_list("path", "name"))
    sites = Site.objects.active().filter(area__path__startswith=here, kind__in=kinds)
    rows = []
    for code, kind, path in sites.values_list("code", "kind__name", "area__path"):
        part = parts.get(f"{here}{path[len(here) :].split('/')[0]}/", round_.area.name)
        rows.append((f"{kind}·{part}" if round_.strata == Strata.KIND_AREA else kind, code))
    return draws.with_certain(rows, {site for _, site in rows} & set(certain))


class Sharing(NamedTuple):
    """Which group each stop goes to, and why the others go to none: "beat" or "conflict"."""

    given: dict[int, int]
    left: dict[int, str]


def shared(stops: Iterable[Stop], loads: Mapping[int, int] = MappingProxyType({})) -> Sharing:
    """Give stops to groups by beat, evenly with what they hold, never one's own; see kit.balance.

    The stops come with their sites and areas. What a group holds is put in as stops only it may take.
    """
    crews = list(crews_of(Group.objects.prefetch_related("beat")))
    marks = {crew.code: f"@{crew.code}" for crew in crews}
    held = [
        balance.Stop(f"{mark}-{n}", crew.beats[0], frozenset(marks.values()) - {mark})
        for crew, mark in zip(crews, marks.values(), strict=True)
        for n in range(loads.get(int(crew.code), 0))
    ]
    marked = [replace(crew, units=crew.units | {marks[crew.code]}) for crew in crews]
    plan = balance.share([*held, *posts_of(list(stops))], marked)
    given = {int(stop): int(crew) for stop, crew in plan.given if not stop.startswith("@")}
    return Sharing(given, {int(stop): why for stop, why in plan.left_out})


def crews_of(groups: Iterable[Group]) -> Iterator[balance.Group]:
    """Groups as those who go; one without a beat goes everywhere."""
    units: dict[int, set[str]] = defaultdict(set)
    for key, unit in Unit.objects.exclude(group=None).values_list("group_id", "pk"):
        units[key].add(str(unit))
    for group in groups:
        beats = tuple(area.path for area in group.beat.all()) or ("",)
        yield balance.Group(str(group.pk), beats, frozenset(units[group.pk]))


def posts_of(stops: Sequence[Stop]) -> list[balance.Stop]:
    """Stops as where to go, with the units that answer for them today."""
    charges = Charge.objects.on(localdate()).filter(site__in={stop.site_id for stop in stops})
    units: dict[int, set[str]] = defaultdict(set)
    for site, unit in charges.values_list("site_id", "unit_id"):
        units[site].add(str(unit))
    return [
        balance.Stop(
            str(stop.pk),
            stop.site.area.path if stop.site.area else "",
            frozenset(units[stop.site_id]),
        )
        for stop in stops
    ]


def may_go(group: Group, stop: Stop, *, anywhere: bool = False) -> bool:
    """Whether a group may go to a stop: none of its units answers for it, and it is on its beat."""
    (crew,), (post,) = crews_of([group]), posts_of([stop])
    return not crew.judges_itself(post) and (anywhere or crew.covers(post))


def loads(round_: Round) -> dict[int, int]:
    """How many stops of the round each group has, those not reached left out."""
    held = round_.stops.exclude(state=StopState.UNREACHABLE.value).exclude(group=None)
    return dict(held.values_list("group").annotate(n=Count("pk")).order_by())


def people_of(groups: Iterable[int]) -> list[int]:
    """Those who go for these groups today, by primary key."""
    posts = Appointment.objects.on(localdate()).filter(group__in=set(groups))
    return sorted(set(posts.values_list("user_id", flat=True)))


def next_of(stop: Stop) -> draws.Row | None:
    """The site that takes a stop's place: the first of its stratum that the draw left, or none."""
    draw = Draw.objects.filter(round=stop.round_id).exclude(seed="").first()
    if draw is None:
        return None
    spare = draws.draw(draw.rows, draw.numbers, seed=draw.seed).reserve
    taken = stop.round.stops.filter(role=StopRole.RESERVE.value, stratum=stop.stratum).count()
    rest = [row for row in spare if row[0] == stop.stratum]
    return rest[taken] if taken < len(rest) else None


def drawn(draw: Draw) -> dict[str, Any]:
    """A draw as the command line tells it: with its seed and sites once they are revealed."""
    answer = draws.draw(draw.rows, draw.numbers, seed=draw.seed or "0")
    return {
        "seed": draw.seed or None,
        "commitment": draw.commitment,
        "frame": len(draw.frame),
        "frame_digest": draw.frame_digest,
        "drawn": [site for _, site in answer.drawn] if draw.seed else [],
        "strata": [share._asdict() for share in answer.strata],
    }


def verified(row: Round) -> dict[str, Any]:
    """A round's draw made again from what is published, and every difference in words."""
    draw = Draw.objects.select_related("round").filter(round=row).exclude(seed="").first()
    if draw is None:
        raise Refused("undrawn")
    differences: list[dict[str, Any]] = [
        {"code": code, "facts": list(facts), "message": said(Refused(f"draw_{code}", *facts))}
        for code, facts in draw.differences()
    ]
    words = "\n".join(one["message"] for one in differences) or _("重算一遍，与公布的一致。")
    told = {"round": row.name, "same": not differences, "message": words}
    return told | {"differences": differences, "exit": int(bool(differences))} | drawn(draw)
