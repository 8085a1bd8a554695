"""Who is to mend a problem, and by when a ledger wants it mended. Pure: no Django, no clock."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from wenming.kit.sheets.limits import Limit as Said
from wenming.loop.standards.rules import Answers, Limit
from wenming.loop.terms.rules import Limits, Stage


class Mending(NamedTuple):
    """The unit that answers for mending, and those that help it."""

    unit: int | None
    assists: tuple[int, ...]


def mending(in_charge: int | None, answers: Answers) -> Mending:
    """The unit in charge of the site; without one, the first that leads on the item.

    A place has one keeper who knows it, while an item's lead answers for the whole city: so the
    place goes first, and whoever leads or assists on the item helps.
    """
    unit = in_charge if in_charge is not None else next(iter(answers.leads), None)
    return Mending(unit, others(unit, (*answers.leads, *answers.assists)))


def others(unit: int | None, units: Iterable[int]) -> tuple[int, ...]:
    """Each of the units once, in order, without this one."""
    return tuple(dict.fromkeys(one for one in units if one != unit))


def class_of(said: Said | None) -> Limit:
    """The class of a time limit as it was written; a day or a number of days is a term."""
    kinds = {"at_once": Limit.AT_ONCE, "standing": Limit.STANDING}
    return kinds.get(said.kind, Limit.TERM) if said else Limit.TERM


def due_by(said: Said | None, *, dated: date, limits: Limits) -> datetime | None:
    """When what was written runs out, counted from the day the ledger is dated.

    None where it sets no day of its own: nothing was written, or it is to be kept up for ever.
    """
    if said is None or said.kind == "standing":
        return None
    if said.kind == "by" and said.day:
        return limits.day_end(said.day)
    if said.kind == "workdays":
        return limits.day_end(dated, said.number or 0)
    if said.kind == "days":
        return limits.day_end(dated + timedelta(days=said.number or 0))
    opening = limits.calendar.opening(dated)
    if said.kind == "hours":
        return limits.at_work(opening + timedelta(hours=said.number or 0))
    return limits.end(Stage.FIX, Limit.AT_ONCE, since=opening)
