"""What comes in when a certificate is applied for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """Whose hours of which days a unit is asked to certify."""

    volunteer: int
    unit: int
    first: date
    last: date
