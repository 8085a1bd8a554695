"""What comes in about enrolments."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EnrolmentDraft:
    """Who wants to come. `own`: whoever is signed in, for himself; `desk`: the station, for somebody."""

    key: UUID
    course: int
    name: str
    phone: str = ""
    own: bool = False
    desk: bool = False
