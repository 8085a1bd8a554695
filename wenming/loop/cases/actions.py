"""The verb that files cases, who may do what to one, and whom a step concerns.

Where problems come from is loop.intake; the steps that follow are taken in loop.casework.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from wenming.loop.cases.models import Appeal, Case, Extension
from wenming.loop.cases.rules import ARROWS, FROM_ROWS, HELD, LIVE, PENDING, Move, State
from wenming.loop.inspections.models import Finding
from wenming.org.models import Appointment, Unit, User
from wenming.org.rules import SYSTEM, Role
from wenming.records.actions import Step, count_up, enter, note_all

BATCH = 500


@dataclass(frozen=True, slots=True)
class Filing:
    """A case to file: its columns but for the number, the units that help, what its act says."""

    case: Case
    assists: tuple[int, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


def file_all(filings: Sequence[Filing], *, by: User | None, at: datetime) -> list[Case]:
    """Number and write cases, an act for each. Call it inside the transaction of their source."""
    if not filings:
        return []
    year = localdate(at).year
    last = count_up(f"case {year}", len(filings))
    for number, filing in enumerate(filings, start=last - len(filings) + 1):
        filing.case.number = f"{year}-{number:05}"
    cases = Case.objects.bulk_create([filing.case for filing in filings], batch_size=BATCH)
    helping = Case.assists.through
    helping.objects.bulk_create(
        [
            helping(case_id=filing.case.pk, unit_id=unit)
            for filing in filings
            for unit in filing.assists
        ],
        batch_size=BATCH,
    )
    note_all([filed(filing, at) for filing in filings], by=by, at=at)
    enter("case", ((case.pk, title(case), case.site.name if case.site else "") for case in cases))
    return cases


def filed(filing: Filing, at: datetime) -> Step:
    """The act of a case that is filed; one with its unit already concerns that unit."""
    case = filing.case
    units = [case.unit_id, *filing.assists] if case.unit_id and case.state in HELD else []
    facts = {"title": title(case), "unit": case.unit_id, **filing.facts}
    before = State.SEEN.value
    return Step("case", case.pk, Move.FILE.value, before, case.state, facts=facts, units=units)


def title(case: Case) -> str:
    """What a notice calls a case."""
    return f"{case.number} {case.problem[:60]}"


# Who may


def powers_over(case: Case, by: User | None) -> frozenset[str]:
    """What a person may do to a case; a unit that is only proposed may nothing yet."""
    if by is None:
        return SYSTEM
    units = [case.unit_id] if case.unit_id and State(case.state) not in LIVE - HELD else []
    return by.powers(case.area.path, units, [case.group_id] if case.group_id else None)


def facts_of(case: Case, by: User | None, wanted: Set[str] = FROM_ROWS) -> set[str]:
    """Which of the wanted needs that rows meet are met for this person; see rules.FROM_ROWS."""
    facts, state = set(), State(case.state)
    if "extension" in wanted and state is State.TAKEN:
        asked = Extension.objects.filter(case=case.pk, state=PENDING)
        facts |= {"extension"} if asked.exists() else set()
    disputed = []
    if state in ARROWS[Move.DISMISS].sources:
        pending = Appeal.objects.filter(case=case.pk, state=PENDING)
        disputed = list(pending.values_list("finding_id", flat=True))
        facts |= {"appeal"} if disputed else set()
    if "other" in wanted and (by is None or (not is_finder(by, disputed) and is_other(case, by))):
        facts.add("other")
    return facts


def is_finder(by: User, disputed: Collection[UUID]) -> bool:
    """Whether a person made one of the findings that are disputed."""
    return bool(disputed) and Finding.objects.filter(pk__in=disputed, visit__by=by.pk).exists()


def is_other(case: Case, by: User) -> bool:
    """Whether a person has no part in the mending: not the mender, nor of the unit or its group."""
    if case.fixed_by_id == by.pk:
        return False
    if case.unit_id is None:
        return True
    groups = by.reach.groups
    if groups and Unit.objects.filter(pk=case.unit_id, group__in=groups).exists():
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
