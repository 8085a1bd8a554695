"""What may become of a campaign, what a figure is, and which one is doubtful. Pure: no Django, no clock."""

import re
from enum import StrEnum

from wenming.kit.flow import Arrow, Refused
from wenming.kit.words import half, tidy


class State(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Move(StrEnum):
    """What may be done to a campaign."""

    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"


class Source(StrEnum):
    """How a return came in."""

    PAGE = "page"
    WORKBOOK = "workbook"
    PAPER = "paper"


ARROWS: dict[Move, Arrow] = {
    Move.OPEN: Arrow({State.DRAFT}, State.OPEN, "publish", {"units", "measures"}),
    Move.CLOSE: Arrow({State.OPEN}, State.CLOSED, "publish"),
    Move.REOPEN: Arrow({State.CLOSED}, State.OPEN, "publish", {"note"}),
}

MOST_PLACES, MOST_DIGITS = 3, 12
TENFOLD = 10
FEW = 3  # fewer figures than this have no middle to speak of
NUMBER = re.compile(r"(\d+)(?:\.(\d+))?")
SMALLER = {"吨": ("公斤", "千克", "kg", "斤"), "公里": ("米", "m"), "万元": ("元",)}


def figure(said: str, places: int, unit: str) -> int:
    """What was written as a whole number of the measure's last place: '93.42' with two is 9342.

    Refused: "figure_unit" for a smaller unit, "figure_comma", "figure_precise" for more places than
    the measure has, "figure_unread" for anything else that is no number from nought on.
    """
    plain = half(tidy(said))
    for smaller in SMALLER.get(unit, ()):
        if plain.casefold().endswith(smaller):
            raise Refused("figure_unit", plain, unit)
    plain = plain.removesuffix(half(unit)).strip() if unit else plain
    if "," in plain or "、" in plain:
        raise Refused("figure_comma", plain)
    if not (found := NUMBER.fullmatch(plain)) or len(found[1]) > MOST_DIGITS:
        raise Refused("figure_unread", plain)
    after = (found[2] or "").rstrip("0")
    if len(after) > places:
        raise Refused("figure_precise", plain, str(places))
    return int(found[1] + after.ljust(places, "0"))


def exact(value: int, places: int) -> str:
    """A figure as it is written: 9342 with two places is 93.42."""
    if not places:
        return str(value)
    digits = str(value).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def middle(count: int) -> tuple[int, int]:
    """Which two of so many sorted figures hold the middle of the others, for one above the middle."""
    return (count - 2) // 2, (count - 1) // 2


def bar(low: int, high: int) -> int:
    """From where on a figure is doubtful: ten times the middle of the others, held by these two."""
    return TENFOLD * (low + high) // 2
