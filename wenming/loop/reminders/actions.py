"""The verb that reminds: before a limit runs out, after it has, and on the day of a plan."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from wenming.kit.days import next_waking
from wenming.loop.cases.actions import judges, office, title
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Mark
from wenming.loop.reminders.rules import Hearer, hearers
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import ESCALATIONS, Limits, Stage
from wenming.org.models import Appointment
from wenming.org.rules import Role
from wenming.records.actions import Step, note_all

BATCH = 200
REMINDED = ["nudge", "warned", "escalated"]


def warn_and_escalate(*, at: datetime) -> dict[str, int]:
    """Remind whoever is due to be reminded; how often each kind. Never at night, never twice.

    It may be run as often as one likes and by several at once: what is done moves each case's next
    reminder on, in the transaction that notes it.
    """
    done: Counter[str] = Counter()
    if next_waking(at) > at:
        return dict(done)
    limits = Term.objects.in_force()
    while steps := remind(limits, at=at):
        done.update(step.move for step in steps if step)
    return dict(done)


@transaction.atomic
def remind(limits: Limits, *, at: datetime) -> list[Step | None]:
    """Remind of one batch of cases; for each the act written, None where it was too early."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = Case.objects.to_remind(at).select_for_update(of=("self",), skip_locked=skip)
    cases = list(rows.select_related("area").order_by("nudge", "pk")[:BATCH])
    steps = [nudge(case, limits, at=at) for case in cases]
    Case.objects.bulk_update(cases, REMINDED)
    note_all(filter(None, steps), by=None, at=at)
    return steps


def nudge(case: Case, limits: Limits, *, at: datetime) -> Step | None:
    """Move the reminders of a case on to where they should be by now; the act of it.

    None where the calendar has changed since and nobody need hear yet.
    """
    if case.stage_due is None:  # shelved, and the day it is planned for has come
        case.nudge = None
        return noted(case, Mark.PLAN_DAY, office(case, at=at))
    told = 0 if case.warned is None else case.escalated + 1
    marks = [limits.escalation(case.stage_due, level + 1) for level in range(len(ESCALATIONS))]
    level = max(case.escalated, sum(mark is not None and mark <= at for mark in marks))
    case.warned, case.escalated = case.warned or at, level
    case.nudge = limits.escalation(case.stage_due, level + 1)
    if told > level:
        return None
    whom = hearers(Stage(case.stage), range(told, level + 1))
    return noted(case, Mark.ESCALATE if level else Mark.WARN, people(case, whom, at=at))


def noted(case: Case, mark: Mark, persons: Sequence[int]) -> Step:
    """The act of a reminder."""
    facts: dict[str, object] = {"title": title(case), "level": case.escalated, "stage": case.stage}
    if case.stage_due:
        facts["due"] = case.stage_due.isoformat()
    return Step("case", case.pk, mark.value, case.state, case.state, facts=facts, persons=persons)


def people(case: Case, whom: set[Hearer], *, at: datetime) -> list[int]:
    """The persons meant; where a unit has nobody in one post, those in the other, else the office."""
    found: set[int] = set()
    for one in sorted(whom):
        if one is Hearer.GROUP:
            found.update(judges(case, at=at))
        elif one is not Hearer.OFFICE:
            found.update(
                of_unit(case, Role.LIAISON if one is Hearer.LIAISON else Role.UNIT_HEAD, at)
            )
    if Hearer.OFFICE in whom or not found:
        found.update(office(case, at=at))
    return sorted(found)


def of_unit(case: Case, post: Role, at: datetime) -> list[int]:
    """The people in a post of the unit that has the case; without any, whoever else it has."""
    posts = (Role.LIAISON.value, Role.UNIT_HEAD.value)
    held = Appointment.objects.on(localdate(at)).filter(unit=case.unit_id, role__in=posts)
    rows = list(held.values_list("role", "user_id"))
    return [user for role, user in rows if role == post.value] or [user for _, user in rows]
