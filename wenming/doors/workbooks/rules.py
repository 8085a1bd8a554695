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
