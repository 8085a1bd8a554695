"""What comes in about lists and what stations have."""

from dataclasses import dataclass
from datetime import date

from wenming.service.stations.rules import StationKind


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A list as the city defines it: for which kinds of stations, and name and words of each point."""

    name: str
    kinds: tuple[StationKind, ...]
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """What a station has for a point, since which day; `content` is a picture or a PDF."""

    station: int
    point: int
    text: str
    day: date
    content: bytes = b""
    name: str = ""
