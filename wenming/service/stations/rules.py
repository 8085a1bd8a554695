"""What stations and venues are, and when a venue is open. Pure: no database, no clock, no Django."""

from collections.abc import Collection, Iterable
from datetime import datetime, time
from enum import StrEnum


class StationKind(StrEnum):
    """The steps of the tree of stations: of a county, a street, a community, a place."""

    CENTRE = "centre"
    OFFICE = "office"
    STATION = "station"
    POINT = "point"


class VenueKind(StrEnum):
    """What a venue is for."""

    HALL = "hall"
    CLASSROOM = "classroom"
    STUDIO = "studio"
    COURT = "court"


ABOVE = {
    StationKind.CENTRE: None,
    StationKind.OFFICE: StationKind.CENTRE,
    StationKind.STATION: StationKind.OFFICE,
    StationKind.POINT: StationKind.STATION,
}


def is_open(
    weekdays: Collection[int], opens: time, closes: time, start: datetime, end: datetime
) -> bool:
    """Whether a venue is open from start to end, local times of one day; Monday is 0."""
    return (
        start.date() == end.date()
        and start.weekday() in weekdays
        and opens <= start.time()
        and end.time() <= closes
    )


def free(opens: time, closes: time, taken: Iterable[tuple[time, time]]) -> list[tuple[time, time]]:
    """When a venue is free between opening and closing, given when it is taken; in order."""
    found, begins = list[tuple[time, time]](), opens
    for start, end in sorted(taken):
        if start > begins:
            found.append((begins, min(start, closes)))
        begins = max(begins, end)
    if begins < closes:
        found.append((begins, closes))
    return found
