"""How a team is admitted and leaves, when it serves; who may be a volunteer, and with whose consent. Pure."""

from collections.abc import Collection
from datetime import date, time
from enum import StrEnum

from wenming.kit.flow import Arrow, Refused

LEAST_AGE, OF_AGE = 8, 18  # years: nobody younger serves; younger than this only with a guardian
CONSENT = "2026-1"  # the version of the text that is consented to from now on


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


def age(year: int, birthday: date | None, day: date) -> int:
    """The least age somebody can have on a day, who was born on a day, or at some time of a year."""
    born = birthday or date(year, 12, 31)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def kept_birthday(born: date, day: date) -> date | None:
    """The day of birth where its year alone does not yet say that somebody is of age; else nothing."""
    return born if age(born.year, None, day) < OF_AGE else None


def check_age(years: int, guarded: bool) -> None:
    """Refuse who is too young to serve, and a minor without a guardian's name, phone and consent."""
    if years < LEAST_AGE:
        raise Refused("too_young", str(LEAST_AGE))
    if years < OF_AGE and not guarded:
        raise Refused("guardian", str(OF_AGE))


def masked(name: str) -> str:
    """A name as strangers may read it: its first character, and how many follow."""
    return name[:1] + "*" * (len(name) - 1)
