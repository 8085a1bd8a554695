"""What comes in about trainings."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class TrainingDraft:
    """A training: whose, what it is called, who gives it, what it grants for how many months (0: always)."""

    unit: int
    name: str
    giver: str
    qualification: str
    months: int = 24


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """When and where a training is given, and to how many."""

    training: int
    day: date
    starts: time
    ends: time
    place: str
    seats: int = 30
