"""Rounds and their moves. Pure: no Django, no clock."""

from enum import StrEnum

from wenming.kit.flow import Arrow


class RoundKind(StrEnum):
    """Assessment (测评): drawn, every item recorded. Patrol (巡查): problems only, no score.

    Look-back (回头看): at places mended before, outside a draw, enters no score.
    """

    ASSESSMENT = "assessment"
    PATROL = "patrol"
    LOOK_BACK = "look_back"


class RoundState(StrEnum):
    """Where a round stands. Drawn means open for recording."""

    PLANNED = "planned"
    COMMITTED = "committed"
    DRAWN = "drawn"
    CLOSED = "closed"


class RoundMove(StrEnum):
    """What may be done to a round."""

    COMMIT = "commit"
    DRAW = "draw"
    START = "start"
    CLOSE = "close"


ROUND_ARROWS = {
    RoundMove.COMMIT: Arrow({RoundState.PLANNED}, RoundState.COMMITTED, "round", {"frame"}),
    RoundMove.DRAW: Arrow({RoundState.COMMITTED}, RoundState.DRAWN, "round", {"seed"}),
    RoundMove.START: Arrow({RoundState.PLANNED}, RoundState.DRAWN, "round", {"undrawn"}),
    RoundMove.CLOSE: Arrow({RoundState.DRAWN}, RoundState.CLOSED, "round"),
}


class Strata(StrEnum):
    """What makes a stratum: the kind of site, or the kind within the area."""

    KIND = "kind"
    KIND_AREA = "kind_area"


class Sizes(StrEnum):
    """How many per stratum: the same number in each, or in proportion to its size."""

    FIXED = "fixed"
    PROPORTIONAL = "proportional"


class StopRole(StrEnum):
    """Why a site is in a round: drawn, taken for certain, from the reserve, or named by hand."""

    DRAWN = "drawn"
    CERTAIN = "certain"
    RESERVE = "reserve"
    NAMED = "named"


class StopState(StrEnum):
    """What became of a stop."""

    AWAITING = "awaiting"
    VISITED = "visited"
    UNREACHABLE = "unreachable"
