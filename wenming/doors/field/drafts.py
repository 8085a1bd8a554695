"""What the phone sends and what it is answered."""

from dataclasses import dataclass
from enum import StrEnum

from wenming.loop.inspections.rules import Fault


class Outcome(StrEnum):
    """What became of one draft."""

    RECORDED = "recorded"
    SAME = "same"  # it had come before, with the same content
    CONFLICT = "conflict"  # its id, or a finding's, holds other content
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one draft is answered; the same draft always gets the same."""

    id: str | None
    outcome: Outcome
    cases: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
