"""What an office hands over of charges, once read."""

from dataclasses import dataclass
from datetime import date

from wenming.duties.rules import ChargeKind


@dataclass(frozen=True, slots=True)
class ChargeDraft:
    """A unit answers for a site; both are primary keys. `until` is set for what is over."""

    unit: int
    site: int
    kind: ChargeKind
    since: date
    until: date | None = None
    person: str = ""
