"""How a team is admitted and leaves, and the parts of a day in which it serves. Pure."""

from collections.abc import Collection
from datetime import date, time
from enum import StrEnum

from wenming.kit.flow import Arrow


class TeamState(StrEnum):
    """How a team stands to the city."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    REFUSED = "refused"
    LEFT = "left"


class TeamMove(StrEnum):
    """What may become of a team."""

    ADMIT = "admit"
    REFUSE = "refuse"
    LEAVE = "leave"
    APPLY_AGAIN = "apply_again"


# "lead" is the power of whoever rosters the team's unit, and of the office.
TEAM_ARROWS: dict[TeamMove, Arrow] = {
    TeamMove.ADMIT: Arrow({TeamState.APPLIED}, TeamState.ADMITTED, "grant"),
    TeamMove.REFUSE: Arrow({TeamState.APPLIED}, TeamState.REFUSED, "grant", {"note"}),
    TeamMove.LEAVE: Arrow({TeamState.ADMITTED}, TeamState.LEFT, "lead", {"note"}),
    TeamMove.APPLY_AGAIN: Arrow(
        {TeamState.REFUSED, TeamState.LEFT}, TeamState.APPLIED, "lead", {"note"}
    ),
}


class Part(StrEnum):
    """The parts of a day in which orders are served."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


HOURS: dict[Part, tuple[time, time]] = {
    Part.MORNING: (time(9), time(11, 30)),
    Part.AFTERNOON: (time(14, 30), time(17)),
    Part.EVENING: (time(19), time(21)),
}
WEEK = tuple(f"{day}-{part.value}" for day in range(7) for part in Part)


def minutes(part: Part) -> int:
    """How long a part of a day is."""
    begins, ends = HOURS[part]
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute


def gives(times: Collection[str], day: date, part: Part) -> bool:
    """Whether a team that serves at these times of the week ("0-morning" is Monday) serves then."""
    return f"{day.weekday()}-{part.value}" in times
