"""The verbs of a round: plan, commit, draw or start, share out, hand, replace, close."""

from collections.abc import Collection, Iterable, Sequence, Set
from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count

from wenming.kit import draws
from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.loop.inspections.models import Draw, Round, Stop
from wenming.loop.inspections.rules import (
    ROUND_ARROWS,
    RoundKind,
    RoundMove,
    RoundState,
    StopRole,
    StopState,
)
from wenming.loop.rounds import plans
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.rounds.rules import numbers
from wenming.loop.standards.models import Edition
from wenming.loop.standards.rules import EditionState
from wenming.org.models import Area, Group, User
from wenming.org.rules import SYSTEM
from wenming.places.models import Site
from wenming.records.actions import Step, note_down

By = User | None  # None: the command line on the server itself
LONGEST_SEED = 128
SAID = 20  # codes a refusal names


class Replaced(NamedTuple):
    """A stop nobody could get into, and the one in its place, if the stratum has one left."""

    stop: Stop
    instead: Stop | None


@transaction.atomic
def plan(draft: RoundDraft, *, by: By, at: datetime) -> Round:
    """Make a round; what the draft leaves open is filled in from what is there.

    Refused: "unknown_area", "unknown_edition", "unpublished", "name", "name_taken", "ends_first",
    "empty_frame", "too_many", "too_few".
    """
    areas = Area.objects.filter(code=draft.area) if draft.area else Area.objects.roots()
    area = areas.order_by("path").first()
    if area is None:
        raise Refused("unknown_area" if draft.area else "no_area", draft.area)
    _must("round", area, by)
    if not (name := tidy(draft.name)) or len(name) > 60:
        raise Refused("name")
    if Round.objects.filter(name=name).exists():
        raise Refused("name_taken", name)
    if draft.starts and draft.ends and draft.ends < draft.starts:
        raise Refused("ends_first")
    row = Round(**draft.settled(), name=name, edition=_edition(draft.edition), area=area, opened=at)
    if draft.kind is RoundKind.ASSESSMENT:
        frame = plans.frame_of(row)
        row.number, row.least = numbers(frame, draft.sizes, draft.number, draft.least)
        row.shares(frame)  # refuses numbers that cannot be
    row.save()
    note_down(Step("round", row.pk, "open", after=row.state), by=by, at=at)
    return row


@transaction.atomic
def commit(
    key: int, *, open_sites: Collection[str] = (), seed: str = "", by: By, at: datetime
) -> Draw:
    """Take the frame, choose the seed and publish a commitment to both, before anything is drawn.

    `open_sites`: codes of sites with open problems, for rounds that take those for certain.
    """
    return _commit(_locked(key), RoundMove.COMMIT, open_sites, seed, by=by, at=at)


@transaction.atomic
def recommit(
    key: int, *, open_sites: Collection[str] = (), note: str, by: By, at: datetime
) -> Draw:
    """Commit anew, with a reason; the seed given up is published, so that none is picked in secret."""
    row = _locked(key)
    old = Draw.objects.filter(round=row).first()
    told = {"note": note, "given_up": old.kept if old else ""}
    return _commit(row, RoundMove.RECOMMIT, open_sites, "", by=by, at=at, **told)


def _commit(
    row: Round,
    move: RoundMove,
    open_sites: Collection[str],
    seed: str,
    *,
    by: By,
    at: datetime,
    note: str = "",
    **facts: str,
) -> Draw:
    drawn = row.kind == RoundKind.ASSESSMENT
    frame = plans.frame_of(row, open_sites if row.certain else ())
    if drawn and not frame:
        raise Refused("empty_frame")
    kept = draws.seeded(seed) if seed else token_hex(32)
    if len(kept) > LONGEST_SEED:
        raise Refused("seed", seed)
    digest = draws.frame_digest(frame)
    facts |= {"commitment": draws.commitment(kept, digest), "frame": digest}
    _take(row, move, {"frame"} if drawn else set(), by=by, at=at, note=note, facts=facts)
    values = {
        "frame": sorted(map(list, frame)),
        "certain": sorted(site for stratum, site in frame if stratum == draws.CERTAIN),
        "numbers": row.shares(frame),
        "frame_digest": digest,
        "commitment": facts["commitment"],
        "kept": kept,
        "committed": at,
    }
    return Draw.objects.update_or_create(round=row, defaults=values)[0]


@transaction.atomic
def draw(key: int, *, seed: str = "", by: By, at: datetime) -> Draw:
    """Reveal the seed and draw; asked again with the same seed it gives the same answer.

    Refused: "uncommitted"; "other_seed" than the one committed to; "frame_changed" (codes of sites
    that came, went, and are in another stratum).
    """
    row = _locked(key)
    made = Draw.objects.filter(round=row).first()
    if made is None:
        raise Refused("uncommitted")
    if seed and draws.seeded(seed) != made.kept:
        raise Refused("other_seed")
    if made.seed:
        _must("round", row.area, by)
        return made
    changed = draws.change(made.rows, plans.frame_of(row, made.certain))
    if any(changed):
        raise Refused("frame_changed", *(" ".join(codes[:SAID]) or "—" for codes in changed))
    _take(row, RoundMove.DRAW, {"seed"}, by=by, at=at, facts={"seed": made.kept})
    made.seed, made.drawn = made.kept, at
    made.save(update_fields=["seed", "drawn"])
    _put_in(row, draws.draw(made.rows, made.numbers, seed=made.seed).drawn, StopRole.DRAWN)
    _share_out(row, by=by, at=at)
    return made


@transaction.atomic
def start(key: int, *, sites: Iterable[str] = (), by: By, at: datetime) -> Round:
    """Begin a round that goes without a draw: at the sites named by code, or wherever it leads."""
    row = _locked(key)
    undrawn = row.kind != RoundKind.ASSESSMENT
    _take(row, RoundMove.START, {"undrawn"} if undrawn else set(), by=by, at=at)
    codes = list(dict.fromkeys(sites))
    known = Site.objects.active().filter(area__path__startswith=row.area.path, code__in=codes)
    if unknown := sorted(set(codes) - set(known.values_list("code", flat=True))):
        raise Refused("unknown_site", " ".join(unknown[:SAID]))
    _put_in(row, [("", code) for code in codes], StopRole.NAMED)
    _share_out(row, by=by, at=at)
    return row


@transaction.atomic
def close(key: int, *, by: By, at: datetime) -> Round:
    """End a round: nothing more is recorded for it, and it may be reckoned."""
    row = _locked(key, closing=True)
    row.closed = at
    _take(row, RoundMove.CLOSE, by=by, at=at)
    return row


@transaction.atomic
def share_out(key: int, *, by: By, at: datetime) -> int:
    """Give the stops that no group has yet to groups by beat, evenly; how many were given."""
    row = _locked(key)
    _must("round", row.area, by)
    return _share_out(row, by=by, at=at)


@transaction.atomic
def hand(key: int, group: Group, *, by: By, at: datetime) -> Stop:
    """Give one stop to a group by hand, also outside its beat; Refused("own") for its own units'."""
    stop = _locked_stop(key, by)
    if not plans.may_go(group, stop, anywhere=True):
        raise Refused("own_site", stop.site.code)
    stop.group = group
    stop.save(update_fields=["group"])
    facts = {"title": str(stop), "site": stop.site.code, "group": group.name}
    people = plans.people_of([group.pk])
    note_down(Step("round", stop.round_id, "hand", facts=facts, persons=people), by=by, at=at)
    return stop


@transaction.atomic
def replace(key: int, *, reason: str, by: By, at: datetime) -> Replaced:
    """Mark a stop that cannot be reached and put the next of its stratum, by the draw, in its place."""
    stop = _locked_stop(key, by, "inspect")
    if not (reason := tidy(reason)):
        raise Refused("needs", "reason")
    row = plans.next_of(stop)
    instead = _put_in(stop.round, [row], StopRole.RESERVE, stop)[0] if row else None
    stop.state, stop.reason = StopState.UNREACHABLE.value, reason[:200]
    stop.save(update_fields=["state", "reason"])
    facts = {"site": stop.site.code, "instead": row[1] if row else ""}
    note_down(Step("round", stop.round_id, "replace", note=reason, facts=facts), by=by, at=at)
    _share_out(stop.round, stop.group, by=by, at=at)
    return Replaced(stop, instead)


def _must(power: str, area: Area, by: By) -> None:
    if by is not None and power not in by.powers(area.path):
        raise Refused("power", power)


def _locked(key: int, *, closing: bool = False) -> Round:
    """The round, locked against other steps; when closing also against visits being recorded."""
    rows = Round.objects.select_related("area", "edition")
    return rows.select_for_update(of=("self",), no_key=not closing).get(pk=key)


def _locked_stop(key: int, by: By, also: str = "") -> Stop:
    """A stop still to be gone to, locked; for who may send, or go there with the power `also`."""
    _locked(Stop.objects.values_list("round", flat=True).get(pk=key))
    rows = Stop.objects.select_related("round__area", "site__area", "group")
    stop = rows.select_for_update(of=("self",)).get(pk=key)
    path = stop.site.area.path if stop.site.area else ""
    groups = [stop.group_id] if stop.group_id else None
    if not (by and also and also in by.powers(path, groups=groups)):
        _must("round", stop.round.area, by)
    if stop.round.state != RoundState.DRAWN or stop.state != StopState.AWAITING:
        raise Refused("state", stop.state)
    return stop


def _take(
    row: Round,
    move: RoundMove,
    given: Set[str] = frozenset(),
    *,
    by: By,
    at: datetime,
    note: str = "",
    facts: dict[str, str] | None = None,
) -> None:
    """Take one step of the table with a locked round."""
    powers = SYSTEM if by is None else by.powers(row.area.path)
    held = given | ({"note"} if note.strip() else set())
    before = RoundState(row.state)
    row.state = after(ROUND_ARROWS, before, move, powers=powers, given=held).value
    row.save(update_fields=["state", "closed"])
    step = Step("round", row.pk, move.value, before.value, row.state, note, facts or {})
    note_down(step, by=by, at=at)


def _edition(code: str) -> Edition:
    """The edition of this code, or the one in force: the newest published that is not the minors'."""
    rows = Edition.objects.filter(code=code) if code else Edition.objects.published()
    edition = rows.order_by("minors", "-year", "-published", "-pk").first()
    if edition is None:
        raise Refused("unknown_edition" if code else "no_edition", code)
    if edition.state != EditionState.PUBLISHED:
        raise Refused("unpublished", code)
    return edition


def _put_in(
    row: Round, rows: Sequence[draws.Row], role: StopRole, replaces: Stop | None = None
) -> list[Stop]:
    """Put sites into a round, each after those of its stratum that are there."""
    ranks = dict(row.stops.values_list("stratum").annotate(n=Count("pk")).order_by())
    sites = dict(Site.objects.filter(code__in=[code for _, code in rows]).values_list("code", "pk"))
    stops = []
    for stratum, code in rows:
        ranks[stratum] = ranks.get(stratum, 0) + 1
        as_ = StopRole.CERTAIN if stratum == draws.CERTAIN else role
        place = {"stratum": stratum, "rank": ranks[stratum], "role": as_.value}
        stops.append(Stop(round=row, site_id=sites[code], replaces=replaces, **place))
    return Stop.objects.bulk_create(stops, batch_size=500)


def _share_out(row: Round, first: Group | None = None, *, by: By, at: datetime) -> int:
    """Give stops without a group to groups, to `first` if it may go there, and tell their people."""
    free = list(row.stops.awaiting().filter(group=None).select_related("site__area"))
    given = plans.shared(free, plans.loads(row)).given
    for stop in free:
        if first and plans.may_go(first, stop):
            given[stop.pk] = first.pk
        stop.group_id = given.get(stop.pk)
    Stop.objects.bulk_update(free, ["group"], batch_size=500)
    if given:
        facts, people = {"title": row.name, "stops": len(given)}, plans.people_of(given.values())
        note_down(Step("round", row.pk, "share_out", facts=facts, persons=people), by=by, at=at)
    return len(given)
