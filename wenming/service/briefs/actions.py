"""The one verb about briefs: write the next one from the records as they stand."""

from datetime import datetime

from django.db import transaction

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.records.actions import Step, note_down
from wenming.service.briefs.telling import gather
from wenming.service.campaigns.actions import By, powers_over
from wenming.service.campaigns.models import Brief, Campaign
from wenming.service.campaigns.rules import State
from wenming.service.campaigns.tallies import known

MOST_ISSUER = 30


@transaction.atomic
def write_brief(key: int, issuer: str, seen: int, *, by: By, at: datetime) -> Brief:
    """Write the brief after the one that was `seen` (0 for none); sent twice, it is the same brief."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("area")
    row = rows.get(pk=key)
    if "publish" not in powers_over(row, by):
        raise Refused("power", "publish")
    if row.state == State.DRAFT.value:
        raise Refused("campaign_state", row.name)
    last = row.briefs.first()
    if last and last.number > seen:
        return last
    if not (issuer := tidy(issuer)[:MOST_ISSUER]):
        raise Refused("needs", "issuer")
    # No return is put down without its figures, and no figure while its measure is held: what is
    # counted and what is added up are the same returns.
    measures = list(row.measures.select_for_update().order_by("order", "pk"))
    brief = Brief.objects.create(
        campaign=row,
        number=(last.number if last else 0) + 1,
        through=known(row),
        told=gather(row, measures, issuer=issuer, at=at),
        by=by,
        at=at,
    )
    facts = {"title": row.name, "number": brief.number}
    note_down(Step("brief", row.pk, "write", facts=facts), by=by, at=at)
    return brief
