"""Who goes and where to, and tours by the clock."""

from collections.abc import Sequence
from typing import NamedTuple

from wenming.loop.inspections.models import Stop
from wenming.org.models import User

Days = Sequence[Sequence[Sequence[int]]]  # of each day, of each inspector, his stops in order
Lines = tuple[tuple[tuple[float, float], ...], ...]  # roads, in degrees east and north


class Goer(NamedTuple):
    """Somebody who goes for a group, and where he begins and ends."""

    user: User
    group: int
    at: tuple[float, float]


class Visit(NamedTuple):
    """A stop to be made: its minutes there, when it may begin, in minutes after midnight, its weight."""

    stop: Stop
    minutes: int
    first: int = 0
    last: int = 1440
    weight: int = 1


class Timed(NamedTuple):
    """A stop of a tour by the clock, in minutes after midnight."""

    stop: Stop
    begins: int
    ends: int


class Walk(NamedTuple):
    """One inspector's tour of one day: its stops, when he is back, and the metres of way."""

    user: User
    day: str
    stops: list[Timed]
    back: int
    metres: int
