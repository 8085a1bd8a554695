"""The verbs about sites: the catalogue of kinds that comes with the product."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from wenming.places.models import SiteKind
from wenming.records.actions import Step, note_down

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
