"""What comes in about hours served."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """Somebody served so many minutes on a day; `key` makes sending it twice harmless."""

    volunteer: int
    unit: int
    day: date
    minutes: int
    what: str
    key: str
