"""Who hears of a limit, by the stage that runs. Pure: no Django, no clock."""

from enum import StrEnum

from wenming.loop.terms.rules import Stage


class Hearer(StrEnum):
    """Somebody who is reminded."""

    LIAISON = "liaison"
    HEAD = "head"
    GROUP = "group"
    OFFICE = "office"


# The one who has it in hand is warned before a limit runs out. After it has, first he hears of it,
# a working day later the head of his unit, and a working day after that the office. What the
# office itself has in hand, or the group that judges, has no unit to climb.
_UNIT = ((Hearer.LIAISON,), (Hearer.LIAISON,), (Hearer.HEAD,), (Hearer.OFFICE,))
_OFFICE = ((Hearer.OFFICE,),) * 4
_GROUP = ((Hearer.GROUP,), (Hearer.GROUP,), (Hearer.OFFICE,), (Hearer.OFFICE,))
HEARERS = {
    Stage.DISPATCH: _OFFICE,
    Stage.TAKE: _UNIT,
    Stage.FIX: _UNIT,
    Stage.REFIX: _UNIT,
    Stage.REVIEW: _GROUP,
}


def hearers(stage: Stage, levels: range) -> set[Hearer]:
    """Who hears at these levels: 0 is the warning, 1 to 3 say that the limit has passed.

    More than one level at a time comes of a reminder that could not be given when it was due; then
    everybody who should have heard does.
    """
    return {one for level in levels for one in HEARERS[stage][level]}
