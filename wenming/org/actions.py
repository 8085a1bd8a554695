"""The verbs about people: the first account, and telling those whom an act concerns."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.request import Request, urlopen

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.kit.days import next_waking
from wenming.kit.flow import Refused
from wenming.kit.words import number_in, unit_key
from wenming.org.drafts import AreaDraft, UnitDraft
from wenming.org.models import Alias, Appointment, Area, Attempt, Group, Unit, User
from wenming.org.rules import Role, UnitKind, wait
from wenming.records import actions as records
from wenming.records.actions import Brought, Step, note_down
from wenming.records.models import Act, Notice

log = logging.getLogger("wenming.org")
BATCH, TURN = 100, 45  # acts and notices; seconds
UNSENT = (OSError, HTTPException, ValueError)  # the last: what no mail or address can hold


@transaction.atomic
def first_account(name: str, password: str, *, at: datetime) -> bool:
    """Make the account with which an installation begins; False where there is one already.

    It may see to everything, and must change its password at the first sign-in.
    """
    if User.objects.filter(is_superuser=True).exists():
        return False
    user = User.objects.create_superuser(name, password=password, must_change=True)
    note_down(Step("user", user.pk, "made", facts={"name": name}), by=None, at=at)
    return True


@transaction.atomic
def over_the_city(area: Area, *, at: datetime) -> None:
    """Appoint superusers who are nothing yet to see to the city, once there is one."""
    for user in User.objects.filter(is_superuser=True, appointments=None):
        for role in (Role.ADMIN, Role.OFFICE):
            Appointment.objects.create(user=user, role=role.value, area=area, since=localdate(at))
        note_down(Step("user", user.pk, "appointed", facts={"area": area.code}), by=None, at=at)


@transaction.atomic
def bring_areas(drafts: Sequence[AreaDraft], *, by: User | None, at: datetime) -> Brought:
    """Write areas by code, those above before those below; each parent must be known or given."""
    may(by, "load")
    paths = dict(Area.objects.values_list("code", "path"))
    numbers = dict(Area.objects.values_list("code", "pk"))
    left, brought = list(drafts), Brought()
    while left:
        ready = [d for d in left if not d.parent or d.parent in numbers]
        if not ready:
            raise Refused("parent_unknown", left[0].name, left[0].parent)
        for d in ready:
            paths[d.code] = f"{paths[d.parent] if d.parent else '/'}{d.code}/"
        rows = [
            {
                "code": d.code,
                "name": d.name,
                "level": d.level.value,
                "parent_id": numbers.get(d.parent),
                "path": paths[d.code],
            }
            for d in ready
        ]
        brought.add(records.bring(Area, "code", rows))
        numbers.update(Area.objects.values_list("code", "pk"))
        done = {d.code for d in ready}
        left = [d for d in left if d.code not in done]
    for root in Area.objects.roots()[:1]:
        over_the_city(root, at=at)
    return told_of("areas", brought, by=by, at=at)


@transaction.atomic
def bring_outlines(
    outlines: Mapping[str, dict[str, Any]], *, by: User | None, at: datetime
) -> Brought:
    """Write the outlines of areas, by code, as GeoJSON in WGS-84."""
    may(by, "load")
    rows = [{"code": code, "outline": outline} for code, outline in outlines.items()]
    return told_of("map", records.bring(Area, "code", rows), by=by, at=at)


def told_of(kind: str, brought: Brought, *, by: User | None, at: datetime) -> Brought:
    """Leave an act of a load that changed something; the first hundred keys are named."""
    if brought.created or brought.changed:
        facts = {
            "created": len(brought.created),
            "changed": len(brought.changed),
            "same": brought.same,
            "keys": (brought.created + brought.changed)[:BATCH],
        }
        note_down(Step("book", kind, "load", facts=facts), by=by, at=at)
    return brought


@transaction.atomic
def bring_units(drafts: Sequence[UnitDraft], *, by: User | None, at: datetime) -> Brought:
    """Write units by name, the groups they serve in, and every name they answer to."""
    may(by, "load")
    groups = bring_groups([d.group for d in drafts if d.group])
    known = {unit.name: unit for unit in Unit.objects.filter(name__in=[d.name for d in drafts])}
    behind = Unit.objects.aggregate(last=Max("order"))["last"] or 0
    rows = [
        row_of(d, known.get(d.name) or Unit(order=behind + n), groups)
        for n, d in enumerate(drafts, start=1)
    ]
    brought = records.bring(Unit, "name", rows)
    numbers = dict(Unit.objects.values_list("name", "pk"))
    names = {unit_key(d.name): (d.name, d.name) for d in drafts}
    names |= {unit_key(a): (a, d.name) for d in drafts for a in d.aliases}
    answers = [
        {"key": key, "name": said, "unit_id": numbers[name]} for key, (said, name) in names.items()
    ]
    aliases = records.bring(Alias, "key", answers)
    if aliases.created or aliases.changed:
        renamed = {names[key][1] for key in aliases.created + aliases.changed}
        fresh = sorted(renamed - set(brought.created) - set(brought.changed))
        brought.changed += fresh
        brought.same -= len(fresh)
    touched = {*brought.created, *brought.changed}
    units = Unit.objects.filter(name__in=touched).prefetch_related("aliases")
    others = ((u, [a.name for a in u.aliases.all() if a.name != u.name]) for u in units)
    records.enter("unit", ((u.pk, u.name, "、".join(names)) for u, names in others))
    return told_of("units", brought, by=by, at=at)


def row_of(draft: UnitDraft, here: Unit, groups: Mapping[str, int]) -> dict[str, object]:
    """The columns of a unit: what the draft says, else what is known."""
    row: dict[str, object] = {"name": draft.name}
    for name in ("order", "contact", "phone", "heads", "lon", "lat"):
        said = getattr(draft, name)
        row[name] = getattr(here, name) if said is None else said
    row["kind"] = draft.kind.value if draft.kind else here.kind or UnitKind.BUREAU.value
    row["area_id"] = draft.area or here.area_id
    row["group_id"] = groups[draft.group] if draft.group else here.group_id
    return row


def bring_groups(names: Iterable[str]) -> dict[str, int]:
    """Make the work groups that are not there yet, in the order of the numbers in their names."""
    known = set(Group.objects.values_list("name", flat=True))
    new = sorted(set(names) - known)
    Group.objects.bulk_create(Group(name=name, order=number_in(name)) for name in new)
    return dict(Group.objects.values_list("name", "pk"))


def may(by: User | None, power: str) -> None:
    """Refuse what somebody may do nowhere; None is the command line on the server itself."""
    if by is not None and power not in by.any_powers:
        raise Refused("power", power)


@transaction.atomic
def tried(name: str, *, at: datetime) -> timedelta:
    """Count a try under a name before its password is looked at, and how long it must wait instead.

    From the fifth on the name waits, longer each time; zero: look. What is counted before it is
    judged gives many at once no more tries than one after another; a right password forgets it.
    """
    name = name.casefold()[:150]
    Attempt.objects.get_or_create(name=name)
    row = Attempt.objects.select_for_update().get(name=name)
    if row.until and row.until > at:
        return row.until - at
    row.count += 1
    seconds = wait(row.count)
    row.until = at + timedelta(seconds=seconds) if seconds else None
    row.save(update_fields=["count", "until"])
    return timedelta()


@transaction.atomic
def failed(name: str, *, at: datetime) -> None:
    """Leave an act of a wrong password that made the name wait."""
    user = User.objects.filter(username__iexact=name).first()
    row = Attempt.objects.filter(name=name.casefold()[:150]).exclude(until=None).first()
    if row and user:
        step = Step("user", user.pk, "locked", facts={"failures": row.count}, persons=[user.pk])
        note_down(step, by=None, at=at)


def entered(name: str) -> None:
    """Forget the failures before a sign-in."""
    Attempt.objects.filter(name=name.casefold()[:150]).delete()


def forget(*, at: datetime) -> None:
    """Forget names that waited for nothing since a day: whoever tries many must not fill a disk."""
    Attempt.objects.exclude(until__gt=at - timedelta(days=1)).delete()


@transaction.atomic
def set_password(user: User, password: str, *, own: bool, by: User | None, at: datetime) -> None:
    """Set a password; one that somebody else set must be changed at the next sign-in."""
    user.set_password(password)
    user.must_change = not own
    user.save(update_fields=["password", "must_change"])
    entered(user.username)
    note_down(Step("user", user.pk, "password", persons=[user.pk]), by=by, at=at)


def listeners(acts: Sequence[Act]) -> Mapping[int, Iterable[int]]:
    """Whom to tell of each act: the persons named, and the liaisons of the units named."""
    units = {unit for act in acts for unit in act.units}
    liaisons: dict[int, set[int]] = defaultdict(set)
    rows = Appointment.objects.on(localdate()).filter(
        unit__in=units, role=Role.LIAISON.value, user__is_active=True
    )
    for unit, user in rows.values_list("unit_id", "user_id"):
        liaisons[unit].add(user)
    named = {person for act in acts for person in act.persons}
    known = set(User.objects.filter(pk__in=named, is_active=True).values_list("pk", flat=True))
    return {
        act.pk: (set(act.persons) & known).union(*(liaisons[unit] for unit in act.units))
        for act in acts
    }


def tell(*, at: datetime) -> int:
    """Put what is untold into inboxes, all of it; how many acts there were."""
    told = 0
    while count := records.tell(listeners, at=at):
        told += count
    return told


def send(*, at: datetime, post: Callable[[Notice], None] | None = None) -> int:
    """Send mail and web hooks for notices not yet sent; never at night. How many went out.

    Each is marked as it went, so one at most goes twice when the server dies between. A reader who
    cannot be reached is tried again the next time and holds up nobody else; a turn ends before its
    lease does.
    """
    until = monotonic() + (TURN if next_waking(at) <= at else 0)
    rows = Notice.objects.filter(sent=None).exclude(to__by_mail=False, to__hook="")
    rows = rows.select_related("act", "to").order_by("id")
    gone, dead = 0, set[int]()
    while monotonic() < until and (batch := rows.exclude(to__in=dead)[:BATCH]):
        for notice in batch:
            if notice.to_id in dead or monotonic() >= until:
                continue
            try:
                (post or deliver)(notice)
            except UNSENT:
                dead.add(notice.to_id)
            else:
                records.sent([notice.pk], at=at)
                gone += 1
    return gone


def deliver(notice: Notice) -> None:
    """Send one notice by the ways its reader chose; it went out where one of them took it.

    So a dead web hook does not make the same mail come again and again.
    """
    reader, act = notice.to, notice.act
    title = " ".join(str(act.facts.get("title") or f"{act.kind} {act.key}").split())
    ways = [by_hook] if reader.hook else []
    ways += [by_mail] if reader.by_mail and reader.email else []
    failed: list[Exception] = []
    for way in ways:
        try:
            way(notice, title)
        except UNSENT as error:
            log.warning("notice %s did not go %s: %s", notice.pk, way.__name__, error)
            failed.append(error)
    if failed and len(failed) == len(ways):
        raise failed[0]


def by_mail(notice: Notice, title: str) -> None:
    """Send a notice to its reader's mailbox."""
    subject = _("文明创建平台：%(title)s") % {"title": title}
    send_mail(subject, notice.act.note or title, None, [notice.to.email])


def by_hook(notice: Notice, title: str) -> None:
    """Send a notice to its reader's web hook."""
    at = notice.act.at.isoformat()
    body = {"title": title, "move": notice.act.move, "note": notice.act.note, "at": at}
    content = {"Content-Type": "application/json"}
    hook = Request(notice.to.hook, json.dumps(body).encode(), content)  # noqa: S310
    urlopen(hook, timeout=5).close()  # noqa: S310 - an http address, checked by its form
