"""What comes in about teams, and about the persons who volunteer."""

from dataclasses import dataclass
from datetime import date

from wenming.service.volunteers.rules import CONSENT


@dataclass(frozen=True, slots=True)
class TeamDraft:
    """A team as its unit describes it; `skills` by name, `times` as in rules.WEEK."""

    unit: int
    name: str
    skills: tuple[str, ...]
    times: tuple[str, ...]
    contact: str = ""
    phone: str = ""
    heads: int = 1
    lon: float | None = None
    lat: float | None = None
    reach: int = 8000
    most: int = 8


@dataclass(frozen=True, slots=True)
class FirmDraft:
    """A firm that wants to join an association; `under` is the association's key."""

    under: int
    name: str
    contact: str
    phone: str = ""
    heads: int = 1


@dataclass(frozen=True, slots=True)
class VolunteerDraft:
    """Somebody who volunteers. `year` of birth, or the whole `born`; what is blank is not said.

    `identity` is the plain number, which only the verb sees; `unit` is whose member he becomes.
    `consents` and `guarded` say that he, and his guardian, have agreed to `text`.
    """

    name: str
    phone: str = ""
    year: int | None = None
    born: date | None = None
    identity: str = ""
    guardian: str = ""
    guardian_phone: str = ""
    guarded: bool = False
    consents: bool = False
    text: str = CONSENT
    unit: int | None = None
    user: int | None = None
    number: str = ""
