"""The verbs of an allocation: wish, take a wish back, put a unit in another's place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from wenming.adoptions.models import Wish
from wenming.adoptions.plans import town_of
from wenming.adoptions.rules import WishKind
from wenming.org.actions import may
from wenming.org.models import Unit, User
from wenming.places.models import Site
from wenming.proposals import actions as proposals
from wenming.proposals.models import Proposal
from wenming.records.actions import Step, note_down


@transaction.atomic
def wish(
    unit: Unit, site: Site, kind: WishKind, *, note: str = "", by: User | None, at: datetime
) -> Wish:
    """Say what is asked for a unit and a segment; said anew it takes the place of what was said."""
    may(by, "propose")
    given = {"kind": kind.value, "note": note}
    row, new = Wish.objects.update_or_create(unit=unit, site=site, defaults=given)
    facts = {"unit": unit.pk, "site": site.code, "kind": kind.value, "new": new}
    note_down(Step("wish", row.pk, "wish", note=note, facts=facts), by=by, at=at)
    return row


@transaction.atomic
def take_back(which: int, *, by: User | None, at: datetime) -> None:
    """Take a wish back; what is gone already stays gone."""
    may(by, "propose")
    row = Wish.objects.select_for_update(of=("self",)).filter(pk=which).first()
    if row is not None:
        facts = {"unit": row.unit_id, "site": row.site_id, "kind": row.kind}
        note_down(Step("wish", row.pk, "take_back", facts=facts), by=by, at=at)
        row.delete()


class Change(NamedTuple):
    """At one segment, one unit for another; no `old`: one more, no `new`: one less.

    With `swap`, the old unit goes where the new one was.
    """

    site: Site
    old: Unit | None
    new: Unit | None
    swap: bool = False


def changed(pairs: list[list[int]], change: Change) -> list[list[int]]:
    """The pairs after a change; the same where it changes nothing."""
    site, old, new = change.site.pk, change.old, change.new
    if old == new:
        return pairs
    kept = [pair for pair in pairs if old is None or pair != [old.pk, site]]
    if new is None or [new.pk, site] in kept:
        return kept
    left = next((there for unit, there in kept if unit == new.pk), None)
    if left is not None:
        kept.remove([new.pk, left])
    kept.append([new.pk, site])
    if change.swap and old is not None and left is not None and [old.pk, left] not in kept:
        kept.append([old.pk, left])
    return sorted(kept)


def change_plan(
    proposal: Proposal, change: Change, *, seen: int, note: str, by: User | None, at: datetime
) -> Proposal:
    """Change a proposal by hand; what it breaks the page then says, and acceptance refuses."""
    plan: Mapping[str, Any] = proposal.plan
    town = town_of(proposal.ask)
    told = town.told(town.plan({**plan, "pairs": changed(plan["pairs"], change)}))
    return proposals.change(proposal.pk, told, seen=seen, note=note, by=by, at=at)
