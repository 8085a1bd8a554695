"""What the office weighs when units are allocated to segments, and which rules an allocation can break."""

from dataclasses import dataclass
from enum import StrEnum


class WishKind(StrEnum):
    """What is asked for a unit and a segment."""

    WANTS = "wants"
    BAN = "ban"


@dataclass(frozen=True)
class Terms:
    """All in metres of way; see the planner's own terms. `since` is the first day of the allocation.

    `most` is how many segments a unit may be given; each is given one at least.
    """

    since: str
    moved: int = 500
    wished: int = 1000
    uneven: int = 20
    metres_a_head: int | None = None
    most: int = 1


# What each rule is about: a unit, a segment.
ABOUT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("few", "many", "room", "heads", "counts"), ("unit",)),
    **dict.fromkeys(("bare", "crowded", "metres", "place", "crews"), ("site",)),
    **dict.fromkeys(("cost", "bound", "shape"), ()),
    **dict.fromkeys(("negative_room",), ("unit",)),
    **dict.fromkeys(("left_out",), ("site",)),
    **dict.fromkeys(("negative_way", "negative_load"), ("unit", "site")),
    **dict.fromkeys(("banned", "twice", "unknown", "favour", "favour_banned"), ("unit", "site")),
}
