"""What a week of tours is planned with, and which rules a plan of tours can break."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """The office's terms. Moments are minutes after midnight, `speed` kilometres an hour.

    A visit takes `base` minutes and `each` more for every standard asked there. `start` is the unit at
    whose office those begin and end who have no office of their own. `detour` is how many metres of
    way a stop of weight one is worth; 0: every stop is to be made, if there is time. `roads` is whether
    ways are along the roads that are loaded.
    """

    day: str
    days: int = 5
    begins: int = 510
    ends: int = 1050
    lunch: int = 720
    lunch_minutes: int = 60
    speed: int = 12
    base: int = 10
    each: int = 3
    start: int | None = None
    detour: int = 0
    roads: bool = True


MOST_DAYS = 10
# What each rule is about: an inspector, a stop.
ABOUT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("late", "barred", "unknown"), ("inspector", "stop")),
    **dict.fromkeys(("overtime", "shift", "start", "end"), ("inspector",)),
    **dict.fromkeys(("twice", "missed", "left_out", "stop_window", "stop_lunch"), ("stop",)),
    **dict.fromkeys(("stop_place", "stop_figures", "stop_barred"), ("stop",)),
    **dict.fromkeys(("unreachable", "dear", "time", "detour"), ("stop",)),
    **dict.fromkeys(("inspectors", "cost", "way"), ()),
    **dict.fromkeys(("room", "way_of", "figures"), ("inspector",)),
}


def clock(minutes: int) -> str:
    """Minutes after midnight as people write them: 08:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
