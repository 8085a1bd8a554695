"""The verbs about sites: the catalogue of kinds, kinds an edition brings, and the sites."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from wenming.kit.flow import Refused
from wenming.kit.geo import Crs
from wenming.org.actions import may, told_of
from wenming.org.models import Area, User
from wenming.places.attributes import Kinds
from wenming.places.drafts import SiteChange, SiteDraft
from wenming.places.models import Site, SiteKind
from wenming.records import actions as records
from wenming.records.actions import Brought, Step, note_down

CATALOGUE = Path(__file__).with_name("catalogue.json")
SOURCE = "catalogue"
SEGMENT = "包街路段"  # the kind of site that units adopt
ROAD = "道路"  # lines of the map, which nobody inspects
PLACE = ("lon", "lat", "crs", "said_lon", "said_lat")


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
    known = {site.code: site for site in Site.objects.all()}
    rows = [row_of(draft, known.get(draft.code) or Site()) for draft in drafts]
    brought = records.bring(Site, "code", rows)
    fresh = {*brought.created, *brought.changed}
    if fresh:
        numbers = dict(Site.objects.values_list("code", "pk"))
        records.enter(
            "site",
            (
                (numbers[row["code"]], row["name"], f"{row['code']} {row['address']}")
                for row in rows
                if row["code"] in fresh
            ),
        )
    return told_of("sites", brought, by=by, at=at)


def row_of(draft: SiteDraft, here: Site) -> dict[str, Any]:
    """The columns of a site: what the draft says, else what is known."""
    said = {"code": draft.code, "kind_id": draft.kind, "name": draft.name, "retired": None}
    said["area_id"] = here.area_id if draft.area is None else draft.area
    for name in ("address", "note", "geometry", "metres"):
        value = getattr(draft, name)
        said[name] = getattr(here, name) if value is None else value
    place = here if draft.lon is None or same_place(draft, here) else draft
    said |= {name: getattr(place, name) for name in PLACE}
    merged = {**here.attributes, **draft.attributes}
    said["attributes"] = {name: value for name, value in merged.items() if value is not None}
    return said


def same_place(draft: SiteDraft, here: Site) -> bool:
    """Whether a draft gives, in WGS-84, the place of a site of which no words are kept."""
    if here.said_lon or here.lon is None or here.lat is None or draft.crs != Crs.WGS84.value:
        return False
    return (draft.lon, draft.lat) == (round(here.lon, 7), round(here.lat, 7))


@transaction.atomic
def describe(site: int, draft: SiteChange, *, by: User | None, at: datetime) -> Site:
    """Say what a site is called and what it has, or take it out of use; its place is the map's and
    the workbook's."""
    row = Site.objects.select_for_update(of=("self",)).select_related("area").get(pk=site)
    area = row.area or Area.objects.roots().first()
    if by is not None and "charge" not in by.powers(area.path if area else ""):
        raise Refused("power", "charge")
    wrong = list(Kinds.known().wrong(row.kind_id, draft.attributes))
    if wrong:
        raise Refused("attribute", wrong[0].label, wrong[0].said, wrong[0].allowed)
    columns: dict[str, Any] = {
        "name": draft.name,
        "address": draft.address,
        "note": draft.note,
        "attributes": dict(draft.attributes),
        "retired": (row.retired or localdate(at)) if draft.retired else None,
    }
    changed = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.save(update_fields=changed)
        facts = {"columns": changed, "title": row.name}
        note_down(Step("site", row.pk, "described", facts=facts), by=by, at=at)
        records.enter("site", [(row.pk, row.name, f"{row.code} {row.address}")])
    return row
