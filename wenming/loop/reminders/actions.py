"""The verb that reminds: before a limit runs out, after it has, and on the day of a plan."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
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
Posts = dict[int | None, list[tuple[str, int]]]  # of units: role and user
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
    if not cases:
        return []
    posts = posts_at({case.unit_id for case in cases}, at=at)
    steps = [nudge(case, limits, posts, at=at) for case in cases]
    Case.objects.bulk_update(cases, REMINDED)
    note_all(filter(None, steps), by=None, at=at)
    return steps


def nudge(case: Case, limits: Limits, posts: Posts, *, at: datetime) -> Step | None:
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
    return noted(case, Mark.ESCALATE if level else Mark.WARN, people(case, whom, posts, at=at))


def noted(case: Case, mark: Mark, persons: Sequence[int]) -> Step:
    """The act of a reminder."""
    facts: dict[str, object] = {"title": title(case), "level": case.escalated, "stage": case.stage}
    if case.stage_due:
        facts["due"] = case.stage_due.isoformat()
    return Step("case", case.pk, mark.value, case.state, case.state, facts=facts, persons=persons)


def people(case: Case, whom: set[Hearer], posts: Posts, *, at: datetime) -> list[int]:
    """The persons meant; where a unit has nobody in one post, those in the other, else the office."""
    found: set[int] = set()
    for one in sorted(whom):
        if one is Hearer.GROUP:
            found.update(judges(case, at=at))
        elif one is not Hearer.OFFICE:
            post = Role.LIAISON if one is Hearer.LIAISON else Role.UNIT_HEAD
            found.update(in_post(posts.get(case.unit_id, []), post))
    if Hearer.OFFICE in whom or not found:
        found.update(office(case, at=at))
    return sorted(found)


def posts_at(units: Collection[int | None], *, at: datetime) -> Posts:
    """The posts of units that hear of reminders, with the people in them, by unit."""
    posts: Posts = defaultdict(list)
    roles = (Role.LIAISON.value, Role.UNIT_HEAD.value)
    held = Appointment.objects.on(localdate(at)).filter(unit__in=units, role__in=roles)
    for unit, role, user in held.values_list("unit_id", "role", "user_id"):
        posts[unit].append((role, user))
    return posts


def in_post(held: Sequence[tuple[str, int]], post: Role) -> list[int]:
    """The people in a post of a unit; without any, whoever else it has."""
    return [user for role, user in held if role == post.value] or [user for _, user in held]
