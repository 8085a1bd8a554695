"""What a round reckons with: its frame, its shares, and which group may go where. Writes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.duties.models import Charge
from wenming.kit import draws
from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Draw, Round, Stop
from wenming.loop.inspections.rules import StopRole, StopState, Strata
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Method
from wenming.org.models import Area, Group
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


class Choice(NamedTuple):
    """The groups that may go to a stop, and why none may: "no_beat" or "own"."""

    stop: Stop
    groups: tuple[int, ...]
    why: str


def choices(stops: Iterable[Stop]) -> list[Choice]:
    """Which groups may go to each stop: those in whose beat it lies, but for one's own units' sites.

    The stops come with their sites and areas.
    """
    stops = list(stops)
    own = answering(stop.site_id for stop in stops)
    groups = [
        (group.pk, [area.path for area in group.beat.all()])
        for group in Group.objects.prefetch_related("beat")
    ]
    made = []
    for stop in stops:
        path = stop.site.area.path if stop.site.area else ""
        near = [pk for pk, beat in groups if not beat or path.startswith(tuple(beat))]
        able = tuple(pk for pk in near if pk not in own.get(stop.site_id, ()))
        made.append(Choice(stop, able, "" if able else "own" if near else "no_beat"))
    return made


def answering(sites: Iterable[int]) -> dict[int, set[int]]:
    """The groups whose own units answer for each site today; sites nobody's group answers for lack."""
    charges = Charge.objects.on(localdate()).filter(site__in=set(sites), unit__group__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for site, group in charges.values_list("site_id", "unit__group_id"):
        found[site].add(group)
    return found


def loads(round_: Round) -> dict[int, int]:
    """How many stops of the round each group has, those not reached left out."""
    held = round_.stops.exclude(state=StopState.UNREACHABLE.value).exclude(group=None)
    return dict(held.values_list("group").annotate(n=Count("pk")).order_by())


def next_of(stop: Stop) -> draws.Row | None:
    """The site that takes a stop's place: the first of its stratum that the draw left, or none."""
    draw = Draw.objects.filter(round=stop.round_id).exclude(seed="").first()
    if draw is None:
        return None
    spare = draws.draw(draw.rows, draw.numbers, seed=draw.seed).reserve
    taken = stop.round.stops.filter(role=StopRole.RESERVE.value, stratum=stop.stratum).count()
    rest = [row for row in spare if row[0] == stop.stratum]
    return rest[taken] if taken < len(rest) else None


def named(name: str) -> Round:
    """The round of this name, or number; Refused("unknown_round")."""
    rows = Round.objects.select_related("edition", "area")
    found = rows.filter(name=name).first()
    if found is None and name.isascii() and name.isdecimal() and len(name) < 10:
        found = rows.filter(pk=int(name)).first()
    if found is None:
        raise Refused("unknown_round", name)
    return found


def told(row: Round) -> dict[str, Any]:
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
