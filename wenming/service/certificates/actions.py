"""The verbs about certificates: applying, and every step up to issuing or withdrawing."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.records.actions import Step, count_up, note_down
from wenming.service.certificates.drafts import PaperDraft
from wenming.service.certificates.models import Certificate
from wenming.service.certificates.rules import (
    PAPER_ARROWS,
    UNDER_WAY,
    PaperMove,
    PaperState,
    check_notice,
)
from wenming.service.ledgers.models import Confirmation, Stint
from wenming.service.members.actions import rosters
from wenming.service.volunteers.models import Volunteer

By = User | None  # None: the command line on the server itself


@transaction.atomic
def apply(draft: PaperDraft, *, by: By, at: datetime) -> Certificate:
    """Ask for a certificate, oneself or for one of one's people; asked for already, it is that one."""
    who = Volunteer.objects.known().select_for_update(of=("self",)).get(pk=draft.volunteer)
    own = by is not None and who.user_id == by.pk
    if not (own or rosters(draft.unit, by)):
        raise Refused("power", "roster")
    if draft.last < draft.first:
        raise Refused("ends_first")
    period = {"unit_id": draft.unit, "first": draft.first, "last": draft.last}
    under_way = Certificate.objects.filter(volunteer=who, state__in=[s.value for s in UNDER_WAY])
    if (here := under_way.filter(**period).first()) is not None:
        return here
    row = Certificate(volunteer=who, state=PaperState.APPLIED.value, **period)
    row.minutes = confirmed(row)
    if not row.minutes:
        raise Refused("no_hours")
    year = localdate(at).year
    row.number = f"{year}-{count_up(f'certificates {year}'):06}"
    row.code = secrets.token_hex(8)
    row.save()
    note_down(step_of(row, "apply", ""), by=by, at=at)
    return row


def confirmed(row: Certificate) -> int:
    """The confirmed minutes of a certificate's period, what was reversed not among them."""
    lines = Stint.objects.filter(volunteer_id=row.volunteer_id, unit_id=row.unit_id)
    lines = lines.filter(day__gte=row.first, day__lte=row.last, reversal=None, reverses=None)
    lines = lines.filter(pk__in=Confirmation.objects.values("service"))
    return int(lines.aggregate(n=Sum("minutes"))["n"] or 0)


@transaction.atomic
def take(key: int, move: PaperMove, *, note: str = "", by: By, at: datetime) -> Certificate:
    """Take one step with a certificate; the hours are those confirmed when it is issued."""
    row = (
        Certificate.objects.select_for_update(of=("self",)).select_related("volunteer").get(pk=key)
    )
    if row.state == PAPER_ARROWS[move].target:
        return row
    before, note = PaperState(row.state), tidy(note)[:200]
    given = {"note"} if note else set[str]()
    state = after(PAPER_ARROWS, before, move, powers=powers_over(row, by), given=given)
    today, name = localdate(at), str(by or "")
    if move is PaperMove.ISSUE:
        check_notice(row.noticed, today)
        row.minutes, row.issued, row.head = confirmed(row), today, name
        if not row.minutes:
            raise Refused("no_hours")
    if move is PaperMove.ACCEPT:
        row.handler = name
    if move is PaperMove.NOTICE:
        row.noticed = today
    row.state, row.note = state.value, note or row.note
    row.save()
    note_down(step_of(row, move.value, before, note), by=by, at=at)
    return row


def powers_over(row: Certificate, by: By) -> frozenset[str]:
    """What a person may do with a certificate: certify for a unit he rosters, never for himself."""
    if by is not None and row.volunteer.user_id == by.pk:
        return frozenset()
    return frozenset({"certify"}) if rosters(row.unit_id, by) else frozenset()


def step_of(row: Certificate, move: str, before: str, note: str = "") -> Step:
    """What is told of a step, to whom it certifies and to the unit."""
    user = row.volunteer.user_id
    told, persons = {"title": row.number}, [user] if user else []
    units = [row.unit_id] if move == "apply" else []
    return Step("certificate", row.pk, move, before, row.state, note, told, units, persons)
