"""The verbs about charges: who answers for which site, handed over with its history kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from wenming.duties.drafts import ChargeDraft
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.flow import Refused
from wenming.org.actions import may, told_of
from wenming.org.models import Unit, User
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
    for d in drafts:
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
    path = site.area.path if site.area else ""
    if by is not None and "charge" not in by.powers(path):
        raise Refused("power", "charge")
    if old.until is not None:
        raise Refused("state", "ended")
    if old.unit_id == unit.pk:
        return old
    end(old, since).save(update_fields=["until"])
    new = Charge.objects.create(unit=unit, site=site, kind=old.kind, since=since, person="")
    facts = {"site": site.code, "from": old.unit_id, "to": unit.pk, "kind": old.kind}
    step = Step("charge", new.pk, "hand_over", note=note, facts=facts, units=[old.unit_id, unit.pk])
    note_down(step, by=by, at=at)
    return new
