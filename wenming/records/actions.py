"""The verbs every app calls to leave a trace, take a number, keep a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from wenming.records.models import Act, Counter

Person = Any  # the user by string reference: records does not know org


@dataclass(frozen=True, slots=True)
class Step:
    """What one act says; `units` and `persons` are primary keys of those it concerns."""

    kind: str
    key: object
    move: str
    before: str = ""
    after: str = ""
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    units: Sequence[int] = ()
    persons: Sequence[int] = ()


def note_down(step: Step, *, by: Person, at: datetime) -> Act:
    """Write one act. Call it inside the transaction of the change it tells of."""
    return note_all([step], by=by, at=at)[0]


def note_all(steps: Iterable[Step], *, by: Person, at: datetime) -> list[Act]:
    """Write many acts in one go; an act that concerns nobody counts as told."""
    return Act.objects.bulk_create(
        [
            Act(
                at=at,
                by=by,
                kind=step.kind,
                key=str(step.key),
                move=step.move,
                before=step.before,
                after=step.after,
                note=step.note,
                facts=step.facts,
                units=sorted(set(step.units)),
                persons=sorted(set(step.persons)),
                told=None if step.units or step.persons else at,
            )
            for step in steps
        ],
        batch_size=500,
    )


@transaction.atomic
def count_up(name: str, by: int = 1) -> int:
    """The last of the next `by` numbers of a counter; two callers never get the same."""
    Counter.objects.get_or_create(name=name)
    Counter.objects.filter(name=name).update(value=F("value") + by)
    return Counter.objects.get(name=name).value
