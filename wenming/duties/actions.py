"""The verbs about charges: who answers for which site, handed over with its history kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from wenming.duties.drafts import ChargeDraft
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.flow import Refused
from wenming.org.actions import may, told_of
from wenming.org.models import Area, Unit, User
from wenming.places.models import Site
from wenming.records.actions import Brought, Step, note_down

Key = tuple[int, int, str]


@transaction.atomic
def bring_charges(drafts: Sequence[ChargeDraft], *, by: User | None, at: datetime) -> Brought:
    """Write charges; a site's new unit in charge ends the one before, the day before it begins.

    A charge that stands already, and one in the past that is known, are the same: nothing changes.
    """
    may(by, "load")
    rows = Charge.objects.filter(site__in={d.site for d in drafts})
    standing: dict[Key, Charge] = {(c.unit_id, c.site_id, c.kind): c for c in rows.standing()}
    in_charge = {c.site_id: c for c in standing.values() if c.kind == ChargeKind.IN_CHARGE.value}
    past = set(rows.exclude(until=None).values_list("unit_id", "site_id", "kind", "until"))
    brought, new, ended = Brought(), [], []
    for d in dict.fromkeys(drafts):  # a cell may name one unit twice, by two of its names
        key = (d.unit, d.site, d.kind.value)
        if key in standing if d.until is None else (*key, d.until) in past:
            brought.same += 1
            continue
        before = in_charge.pop(d.site, None) if d.kind is ChargeKind.IN_CHARGE else None
        if before is not None and d.until is None:
            ended.append(end(before, d.since))
        new.append(row_of(d))
        (brought.changed if before else brought.created).append("-".join(map(str, key)))
    Charge.objects.bulk_update(ended, ["until"], batch_size=200)
    Charge.objects.bulk_create(new, batch_size=1000)
    return told_of("charges", brought, by=by, at=at)


def row_of(draft: ChargeDraft) -> Charge:
    """The row of a draft."""
    return Charge(
        unit_id=draft.unit,
        site_id=draft.site,
        kind=draft.kind.value,
        since=draft.since,
        until=draft.until,
        person=draft.person,
    )


def end(charge: Charge, day: date) -> Charge:
    """A charge that another follows from `day` on."""
    charge.until = max(charge.since, day - timedelta(days=1))
    return charge


@transaction.atomic
def hand_over(
    charge: int, unit: Unit, *, since: date, by: User | None, at: datetime, note: str = ""
) -> Charge:
    """Give a standing charge to another unit from a day on; both keep their part of the history."""
    old = Charge.objects.select_for_update(of=("self",)).select_related("site__area").get(pk=charge)
    site: Site = old.site
    may_charge(by, site)
    if old.until is not None:
        raise Refused("state", "ended")
    if old.unit_id == unit.pk:
        return old
    if since <= old.since:
        raise Refused("since", old.since.isoformat())
    end(old, since).save(update_fields=["until"])
    held = Charge.objects.standing().filter(unit=unit, site=site, kind=old.kind).first()
    new = held or Charge.objects.create(unit=unit, site=site, kind=old.kind, since=since)
    facts = {"site": site.code, "from": old.unit_id, "to": unit.pk, "kind": old.kind}
    step = Step("charge", new.pk, "hand_over", note=note, facts=facts, units=[old.unit_id, unit.pk])
    note_down(step, by=by, at=at)
    return new


@transaction.atomic
def charge_with(
    site: Site, unit: Unit, kind: ChargeKind, *, since: date, by: User | None, at: datetime
) -> Charge:
    """Make a unit answer for a site in a way no unit does yet; a segment may have several adopters."""
    may_charge(by, site)
    standing = Charge.objects.standing().filter(site=site, kind=kind.value)
    if (held := standing.filter(unit=unit).first()) is not None:
        return held
    if kind is ChargeKind.IN_CHARGE and standing.exists():
        raise Refused("charged", site.code)
    new = Charge.objects.create(unit=unit, site=site, kind=kind.value, since=since)
    facts = {"site": site.code, "to": unit.pk, "kind": kind.value}
    note_down(Step("charge", new.pk, "charge", facts=facts, units=[unit.pk]), by=by, at=at)
    return new


@transaction.atomic
def adopt(
    pairs: Sequence[tuple[int, int]], *, since: date, by: User | None, at: datetime
) -> tuple[int, int]:
    """Let units adopt segments from a day on, (unit, site) by primary keys, and nobody else any more.

    A pair that stands goes on; how many charges begin and how many end. Done twice it is done once.
    """
    may(by, "charge")
    rows = Charge.objects.standing().filter(kind=ChargeKind.ADOPTS.value)
    stand = {(c.unit_id, c.site_id): c for c in rows.select_for_update(of=("self",))}
    wanted = dict.fromkeys(pairs)
    if late := [c for key, c in stand.items() if key not in wanted and c.since >= since]:
        raise Refused("since", max(c.since for c in late).isoformat())
    ended = [end(charge, since) for key, charge in stand.items() if key not in wanted]
    kind = ChargeKind.ADOPTS.value
    new = [
        Charge(unit_id=unit, site_id=site, kind=kind, since=since)
        for unit, site in wanted
        if (unit, site) not in stand
    ]
    Charge.objects.bulk_update(ended, ["until"], batch_size=200)
    Charge.objects.bulk_create(new, batch_size=1000)
    facts: dict[str, object] = {"since": since.isoformat(), "kind": kind}
    facts |= {"begun": len(new), "ended": len(ended), "stand": len(wanted) - len(new)}
    touched = [charge.unit_id for charge in (*new, *ended)]
    if touched:
        note_down(Step("charge", since.year, "adopt", facts=facts, units=touched), by=by, at=at)
    return len(new), len(ended)


@transaction.atomic
def release(charge: int, *, until: date, note: str, by: User | None, at: datetime) -> Charge:
    """End a standing charge on a day with nobody to follow: the gap shows. Ended twice it is ended once."""
    row = Charge.objects.select_for_update(of=("self",)).select_related("site__area").get(pk=charge)
    may_charge(by, row.site)
    if row.until is not None:
        return row
    if not note:
        raise Refused("needs", "note")
    if until < row.since:
        raise Refused("since", row.since.isoformat())
    row.until = until
    row.save(update_fields=["until"])
    facts = {"site": row.site.code, "from": row.unit_id, "kind": row.kind}
    step = Step("charge", row.pk, "release", note=note, facts=facts, units=[row.unit_id])
    note_down(step, by=by, at=at)
    return row


def may_charge(by: User | None, site: Site) -> None:
    """Refuse who may not say who answers there; a site in no area is the city's."""
    area = site.area or Area.objects.roots().first()
    if by is not None and "charge" not in by.powers(area.path if area else ""):
        raise Refused("power", "charge")
