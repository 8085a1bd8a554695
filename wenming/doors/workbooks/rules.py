"""The kinds of workbooks an office hands over, in the order they build on one another. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    """What a workbook holds."""

    AREAS = "areas"
    UNITS = "units"
    EDITION = "edition"
    SITES = "sites"
    CHARGES = "charges"
    FEEDBACK = "feedback"
    MAP = "map"
    VOLUNTEERS = "volunteers"


# Who may bring a kind, where it is not who may load: they who roster a unit bring its people.
POWERS = {Kind.VOLUNTEERS: "roster"}
LOAD = "load"


def power(kind: Kind) -> str:
    """The power somebody needs to bring a kind of workbook."""
    return POWERS.get(kind, LOAD)
