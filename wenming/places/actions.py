"""The verbs about sites: the catalogue of kinds, kinds an edition brings, and the sites."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.db import transaction

from wenming.org.actions import may, told_of
from wenming.org.models import User
from wenming.places.drafts import SiteDraft
from wenming.places.models import Site, SiteKind
from wenming.records import actions as records
from wenming.records.actions import Brought, Step, note_down

CATALOGUE = Path(__file__).with_name("catalogue.json")
SOURCE = "catalogue"
SEGMENT = "包街路段"  # the kind of site that units adopt


@transaction.atomic
def bring_catalogue(*, at: datetime) -> int:
    """Bring the kinds shipped with the product (an example, unofficial); how many were new.

    A kind the city already has, by name, is left as the city made it.
    """
    known = set(SiteKind.objects.values_list("name", flat=True))
    rows = [row for row in json.loads(CATALOGUE.read_text()) if row["name"] not in known]
    SiteKind.objects.bulk_create(SiteKind(**row, source=SOURCE) for row in rows)
    if rows:
        step = Step("kind", SOURCE, "brought", facts={"kinds": [row["name"] for row in rows]})
        note_down(step, by=None, at=at)
    return len(rows)


def bring_kinds(names: Iterable[str], *, source: str) -> dict[str, int]:
    """Make the kinds that are not there yet, behind the others; name -> primary key of all."""
    known = dict(SiteKind.objects.values_list("name", "pk"))
    new = [name for name in dict.fromkeys(names) if name not in known]
    SiteKind.objects.bulk_create(
        SiteKind(name=name, order=len(known) + n, source=source)
        for n, name in enumerate(new, start=1)
    )
    return dict(SiteKind.objects.values_list("name", "pk"))


@transaction.atomic
def bring_sites(drafts: Sequence[SiteDraft], *, by: User | None, at: datetime) -> Brought:
    """Write sites by code; a site out of use that is named again comes back into use."""
    may(by, "load")
    rows = [asdict(draft) for draft in drafts]
    for row in rows:
        row["kind_id"], row["area_id"], row["retired"] = row.pop("kind"), row.pop("area"), None
    brought = records.bring(Site, "code", rows)
    fresh = {*brought.created, *brought.changed}
    if fresh:
        numbers = dict(Site.objects.values_list("code", "pk"))
        records.enter(
            "site",
            ((numbers[d.code], d.name, f"{d.code} {d.address}") for d in drafts if d.code in fresh),
        )
    return told_of("sites", brought, by=by, at=at)
