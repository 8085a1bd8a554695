"""The ground a visit stands on: where, for which round, by whom, and what is asked there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from wenming.duties.models import Charge
from wenming.kit.words import half
from wenming.loop.inspections.drafts import VisitDraft
from wenming.loop.inspections.models import Round, Stop
from wenming.loop.inspections.rules import (
    Fault,
    Faulty,
    RoundKind,
    RoundState,
    StopState,
    judged,
)
from wenming.loop.standards.models import Edition, Item
from wenming.loop.standards.rules import Method
from wenming.org.models import Group, User
from wenming.places.models import Site, SiteKind

FAST_CLOCK = timedelta(minutes=5)  # a phone's clock may be ahead by this much


def asked_at(kind: SiteKind | int, edition: Edition | int) -> list[Item]:
    """The standards of an edition that are judged on the spot at sites of a kind, in their order."""
    items = Item.objects.leaves().filter(edition=edition, kinds=kind).order_by("path")
    return [item for item in items if Method.SITE.value in item.methods]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a visit is recorded against; its items with their marks, in the draft's order."""

    round: Round
    site: Site
    stop: Stop | None
    group: int | None
    judged: list[tuple[Item, int | None]]


def ground(draft: VisitDraft, *, by: User | None, at: datetime) -> Ground:
    """Where a visit stands, its stop locked; Faulty names everything that is wrong with it."""
    round_, site, stop = _place(draft)
    faults = [*_when(draft, at), *_where(round_, site, stop)]
    group, barred = (None, "") if by is None else _whose(by, site, stop)
    if barred:
        faults.append(Fault("$.site", barred, (site.code,)))
    try:
        asked = asked_at(site.kind_id, round_.edition_id)
        seen = judged(RoundKind(round_.kind), asked, draft.findings)
    except Faulty as no:
        faults += no.faults
    if faults:
        raise Faulty(faults)
    return Ground(round_, site, stop, group, seen)


def _place(draft: VisitDraft) -> tuple[Round, Site, Stop | None]:
    """The round and the site that are named, and the stop, locked; most visits are to one."""
    stops = Stop.objects.select_for_update(of=("self",)).order_by()
    rounds, codes = {draft.round, half(draft.round)}, {draft.site, half(draft.site)}
    named = stops.filter(round__name__in=rounds, site__code__in=codes)
    named = named.select_related("round__area", "site__area")
    for stop in named.defer("round__area__outline", "site__area__outline")[:1]:
        return stop.round, stop.site, stop
    round_, site = _round_named(draft.round), _site_named(draft.site)
    if round_ is None or site is None:
        unknown = (("round", round_, draft.round), ("site", site, draft.site))
        raise Faulty([Fault(f"$.{at}", f"unknown_{at}", (s,)) for at, row, s in unknown if not row])
    return round_, site, stops.filter(round=round_, site=site).first()


def _round_named(name: str) -> Round | None:
    rows = Round.objects.select_related("area")
    named = rows.filter(name__in={name, half(name)}).first()
    if named is None and name.isascii() and name.isdecimal() and len(name) < 10:
        return rows.filter(pk=int(name)).first()
    return named


def _site_named(code: str) -> Site | None:
    return Site.objects.select_related("area").filter(code__in={code, half(code)}).first()


def _when(draft: VisitDraft, at: datetime) -> Iterable[Fault]:
    if draft.ended < draft.started:
        yield Fault("$.ended", "ended_first")
    if draft.ended > at + FAST_CLOCK:
        yield Fault("$.ended", "future")


def _where(round_: Round, site: Site, stop: Stop | None) -> Iterable[Fault]:
    if round_.state != RoundState.DRAWN:
        yield Fault("$.round", "round_state", (round_.state,))
    elif round_.kind != RoundKind.ASSESSMENT:
        if site.area is None or not site.area.path.startswith(round_.area.path):
            yield Fault("$.site", "outside", (site.code,))
    elif stop is None:
        yield Fault("$.site", "not_drawn", (site.code,))
    elif stop.state != StopState.AWAITING:
        yield Fault("$.site", stop.state, (site.code,))


def _whose(by: User, site: Site, stop: Stop | None) -> tuple[int | None, str]:
    """The group a person records for here, and why not, if not: "power", "beat" or "own_site"."""
    path = site.area.path if site.area else ""
    if "inspect" not in by.powers(path):
        return None, "power"
    mine = [held.group for held in by.held if held.group is not None]
    if stop and stop.group_id:
        groups = [stop.group_id]
    else:
        groups = [group.pk for group in groups_of(path) if group.pk in mine] if mine else []
    if "inspect" not in by.powers(path, groups=groups):
        return None, "beat"
    if is_own(by, site):
        return None, "own_site"
    return next((group for group in groups if group in mine), None), ""


def is_own(by: User, site: Site) -> bool:
    """Whether a unit answers for the site that the person, or anybody of his group, belongs to."""
    units = {held.unit for held in by.held if held.unit is not None}
    groups = {held.group for held in by.held if held.group is not None}
    if not units and not groups:
        return False
    own = Q(unit__in=units) | Q(unit__group__in=groups)
    return Charge.objects.on(localdate()).filter(own, site=site).exists()


def groups_of(path: str) -> list[Group]:
    """The groups whose beat a place lies in; a group without a beat goes everywhere."""
    groups = Group.objects.prefetch_related("beat")
    return [
        group
        for group in groups
        if not (beat := group.beat.all()) or any(path.startswith(area.path) for area in beat)
    ]
