"""The verb that sets the city's own time limits."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wenming.kit.flow import Refused
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import TERMS, Stage
from wenming.org.models import User
from wenming.records.actions import Step, note_down


@transaction.atomic
def set_terms(minutes: Mapping[tuple[Stage, Limit], int], *, by: User | None, at: datetime) -> int:
    """Set working minutes by stage and class; how many changed. The product's own are not kept.

    Limits that run already stay as they were told to people. Raises Refused("power" | "minutes").
    """
    if by is not None and "dispatch" not in by.any_powers:
        raise Refused("power", "dispatch")
    if any(number <= 0 for number in minutes.values()):
        raise Refused("minutes")
    before = Term.objects.in_force()
    changed = {key: n for key, n in minutes.items() if before.minutes(*key) != n}
    for (stage, limit), number in changed.items():
        row = Term.objects.filter(stage=stage.value, limit=limit.value)
        if TERMS[stage][limit] == number:
            row.delete()
        else:
            Term.objects.update_or_create(
                stage=stage.value, limit=limit.value, defaults={"minutes": number}
            )
    if changed:
        facts = {f"{stage} {limit}": number for (stage, limit), number in changed.items()}
        note_down(Step("term", "city", "set", facts=facts), by=by, at=at)
    return len(changed)
