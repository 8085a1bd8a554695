"""What a score can be of, and at which moment. Pure."""

from enum import StrEnum


class Of(StrEnum):
    """The level a score row speaks of."""

    TOTAL = "total"
    ITEM = "item"
    PROJECT = "project"
    METHOD = "method"
    AREA = "area"
    UNIT = "unit"
    KIND = "kind"


class Moment(StrEnum):
    """As first seen, or after what has been mended since."""

    SIGHT = "sight"
    MENDED = "mended"


class Change(StrEnum):
    """What became of a score since the round before."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
