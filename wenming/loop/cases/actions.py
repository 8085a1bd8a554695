"""Who may do what to a case, whom a step concerns, and the verb that files new cases.

The steps that follow are taken in loop.casework.
"""

from collections.abc import Collection, Iterable, Set
from datetime import datetime

from django.utils.timezone import localdate

from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import ARROWS, FROM_ROWS, HELD, LIVE, PENDING, Move, State
from wenming.org.models import Appointment, Unit, User
from wenming.org.rules import SYSTEM, Role

BATCH = 500


# Who may


def powers_over(case: Case, by: User | None) -> frozenset[str]:
    """What a person may do to a case; a unit that is only proposed may nothing yet."""
    if by is None:
        return SYSTEM
    units = [case.unit_id] if case.unit_id and State(case.state) not in LIVE - HELD else []
    return by.powers(case.area.path, units, [case.group_id] if case.group_id else None)


def facts_of(case: Case, by: User | None, needs: Set[str] = FROM_ROWS) -> set[str]:
    """Which of the needs that rows meet are met for this person; see rules.FROM_ROWS."""
    facts, state = set(), State(case.state)
    if state is State.TAKEN and case.extensions.filter(state=PENDING).exists():
        facts.add("extension")
    finders: set[int | None] = set()
    if state in ARROWS[Move.DISMISS].sources:
        pending = case.appeals.filter(state=PENDING)
        finders = set(pending.values_list("finding__visit__by", flat=True))
        facts |= {"appeal"} if finders else set()
    if "other" in needs and (by is None or (by.pk not in finders and is_other(case, by))):
        facts.add("other")
    return facts


def is_other(case: Case, by: User) -> bool:
    """Whether a person has no part in the mending: not the mender, nor of the unit or its group."""
    if case.fixed_by_id == by.pk:
        return False
    if case.unit_id is None:
        return True
    if Unit.objects.filter(pk=case.unit_id, group__in=by.reach.groups).exists():
        return False
    own = by.reach.units
    if not own:
        return True
    menders = above([case.unit_id]) | {unit.pk for unit in case.assists.all()}
    return not own & menders and case.unit_id not in above(own)


def above(units: Iterable[int]) -> set[int]:
    """Units with all those they are parts of."""
    found: set[int] = set()
    while left := set(units) - found:
        found |= left
        parents = Unit.objects.filter(pk__in=left).exclude(parent=None)
        units = parents.values_list("parent_id", flat=True)
    return found


# Whom it concerns


def concerned(
    case: Case, whom: Collection[str], *, at: datetime, was: int | None = None
) -> tuple[list[int], list[int]]:
    """The units and the persons that a step concerns, in the words of rules.CONCERNS."""
    units = [pk for pk in (was, case.unit_id) if pk] if "unit" in whom else []
    if "assists" in whom:
        units += [unit.pk for unit in case.assists.all()]
    persons: list[int] = []
    if "group" in whom:
        persons = judges(case, at=at)
    if "office" in whom or ("group" in whom and not persons):
        persons += office(case, at=at)
    return units, persons


def judges(case: Case, *, at: datetime) -> list[int]:
    """The people of the group that found it."""
    held = Appointment.objects.on(localdate(at)).exclude(group=None).filter(group=case.group_id)
    return list(held.values_list("user_id", flat=True))


def office(case: Case, *, at: datetime) -> list[int]:
    """The people of the office over the place of a case."""
    codes = case.area.path.strip("/").split("/")
    paths = ["/" + "/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    held = Appointment.objects.on(localdate(at)).filter(role=Role.OFFICE.value)
    return list(held.filter(area__path__in=paths).values_list("user_id", flat=True))
