"""What comes in about stations: the shapes of forms and sheets."""

from dataclasses import dataclass
from datetime import date, datetime, time

from wenming.service.stations.rules import StationKind, VenueKind


@dataclass(frozen=True, slots=True)
class StationDraft:
    """A station; keys of its area, the unit that runs it, the station above it and its site."""

    kind: StationKind
    name: str
    area: int
    unit: int
    parent: int | None = None
    site: int | None = None
    address: str = ""
    phone: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class VenueDraft:
    """A venue of a station and when it is open; Monday is 0."""

    name: str
    kind: VenueKind
    seats: int
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    opens: time = time(8, 30)
    closes: time = time(21, 30)
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a station is and how it is reached: what those who run it keep themselves."""

    address: str = ""
    phone: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class ClosureDraft:
    """Days on which a station is closed, or one venue of it."""

    first: date
    last: date
    venue: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """A dish on the menu; `skill` by name, `station` None for every station's."""

    name: str
    skill: str
    minutes: int = 60
    most: int = 1
    text: str = ""
    hall: VenueKind | None = None
    station: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A venue from when to when, and what for."""

    venue: int
    start: datetime
    end: datetime
    purpose: str
    heads: int = 1
