"""What comes in about orders."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wenming.service.volunteers.rules import Part


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What somebody asks a station for, by the keys of station and offer."""

    key: UUID
    station: int
    offer: int
    name: str
    earliest: date
    latest: date
    phone: str = ""
    address: str = ""
    heads: int = 1
    part: Part | None = None
    wishes: str = ""
    helper: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a step brings: a team, a day with its part, a venue; words; stars."""

    team: int | None = None
    day: date | None = None
    part: Part | None = None
    venue: int | None = None
    note: str = ""
    stars: int | None = None

    @property
    def names(self) -> set[str]:
        """What of it is there, as the table of moves calls it."""
        found = {"team"} if self.team else set[str]()
        found |= {"start"} if self.day and self.part else set()
        found |= {"note"} if self.note.strip() else set()
        return found | ({"stars"} if self.stars else set())


NOTHING = Given()
