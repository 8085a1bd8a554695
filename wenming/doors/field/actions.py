"""The door through which what was seen comes in, and the round's steps that touch its cases."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256 as sha256_of
from secrets import randbelow
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from wenming.doors.field.drafts import Answer, Outcome
from wenming.kit.flow import Refused
from wenming.loop.cases.models import Appeal, Case
from wenming.loop.cases.rules import PENDING
from wenming.loop.inspections import actions as inspections
from wenming.loop.inspections.drafts import VisitDraft
from wenming.loop.inspections.models import Draw, Finding, Round
from wenming.loop.inspections.rules import Fault, Faulty, RoundKind
from wenming.loop.intake.actions import open_for
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.standards.rules import Verdict
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import Limits
from wenming.org.actions import may
from wenming.org.models import User
from wenming.places.models import Site
from wenming.records.actions import keep_file
from wenming.records.models import File

T = TypeVar("T")
By = User | None
TRIES = 6  # of one draft, when the database asks for patience


def receive(
    drafts: Iterable[VisitDraft], *, by: By, at: datetime, door: str = "api"
) -> list[Answer]:
    """Take in drafts, each whole or not at all; one that is refused does not hold up the others."""
    limits = Term.objects.in_force()
    return [take_in(draft, by=by, at=at, door=door, limits=limits) for draft in drafts]


def take_in(
    draft: VisitDraft, *, by: By, at: datetime, door: str, limits: Limits | None = None
) -> Answer:
    """Record one visit and open its cases in one transaction, once however often it is sent.

    Whoever takes in many hands over the `limits` in force.
    """
    try:
        return _patiently(lambda: _recorded(draft, limits, by=by, at=at, door=door))
    except Faulty as no:
        return Answer(str(draft.id), Outcome.REFUSED, faults=no.faults)
    except Refused as no:
        if no.reason != "conflict":
            raise
        taken = [
            f"$.findings[{n}].id" for n, f in enumerate(draft.findings) if str(f.id) in no.lacking
        ]
        where = "$.id" if no.lacking == (str(draft.id),) else "".join(taken[:1]) or "$.findings"
        faults = (Fault(where, no.reason, no.lacking),)
        return Answer(str(draft.id), Outcome.CONFLICT, faults=faults)


@transaction.atomic
def _recorded(
    draft: VisitDraft, limits: Limits | None, *, by: By, at: datetime, door: str
) -> Answer:
    visit, new, findings = inspections.record(draft, by=by, at=at, door=door)
    bad = any(one.verdict is Verdict.FAIL for one in draft.findings)
    touching = bad or visit.round.kind == RoundKind.LOOK_BACK  # a good one is noted on its case
    fresh = findings if new else None
    cases = open_for(visit, by=by, at=at, fresh=fresh, limits=limits) if touching else []
    outcome = Outcome.RECORDED if new else Outcome.SAME
    return Answer(str(draft.id), outcome, tuple(case.number for case in cases))


def _patiently(verb: Callable[[], T]) -> T:
    """Do it again where somebody else was in the way: the same id at the same moment, a deadlock."""
    for left in reversed(range(TRIES)):
        try:
            return verb()
        except (IntegrityError, OperationalError) as error:
            if not left or "is full" in str(error):
                raise
            time.sleep((20 + randbelow(80)) / 1000)
    raise AssertionError  # the last try returns or raises


@transaction.atomic
def correct(
    finding: UUID, *, verdict: Verdict, count: int | None, note: str, by: By, at: datetime
) -> Finding:
    """Correct a finding; one that is bad now opens its case like any other.

    Refused("appealed") while an appeal against it is pending: who decides that corrects it.
    """
    list(Site.objects.filter(visits__findings=finding).select_for_update())
    seen = Case.objects.filter(sightings__finding=finding).select_for_update(of=("self",))
    list(seen.order_by("pk").values_list("pk"))
    if Appeal.objects.filter(finding=finding, state=PENDING).exists():
        raise Refused("appealed")
    new = inspections.correct(finding, verdict=verdict, count=count, note=note, by=by, at=at)
    open_for(new.visit, by=by, at=at)
    return new


def take_photo(content: bytes, *, sha256: str, by: User, at: datetime) -> File:
    """Keep a photograph under the name its finding gave it, and tie it to that finding."""
    may(by, "inspect")
    if sha256_of(content).hexdigest() != sha256:
        raise Refused("digest", sha256)
    with transaction.atomic():
        file = keep_file(content, name="", by=by, at=at)
        inspections.attach(file)
    return file


@transaction.atomic
def open_round(draft: RoundDraft, *, sites: Iterable[str] = (), by: By, at: datetime) -> Round:
    """Plan a round; one that goes without a draw begins at once, at `sites` if any are named."""
    row = rounds.plan(draft, by=by, at=at)
    if draft.kind is RoundKind.ASSESSMENT:
        return row
    return rounds.start(row.pk, sites=sites, by=by, at=at)


def commit(key: int, *, seed: str = "", by: By, at: datetime) -> Draw:
    """Commit to a draw; sites with an open case are those a round may take for certain."""
    return rounds.commit(key, open_sites=open_sites(), seed=seed, by=by, at=at)


def recommit(key: int, *, note: str, by: By, at: datetime) -> Draw:
    """Commit anew, with a reason."""
    return rounds.recommit(key, open_sites=open_sites(), note=note, by=by, at=at)


def draw(key: int, *, seed: str = "", by: By, at: datetime) -> Draw:
    """Draw; on the command line also without a commitment before, which the round then says."""
    with transaction.atomic():
        drawn = Round.objects.filter(pk=key, kind=RoundKind.ASSESSMENT.value)
        if not drawn.exists():
            raise Refused("undrawn")
        if drawn.filter(draw=None).exists():
            commit(key, seed=seed, by=by, at=at)
        return rounds.draw(key, seed=seed, by=by, at=at)


@transaction.atomic
def close(key: int, *, by: By, at: datetime) -> Round:
    """End a round and reckon its scores: both or neither."""
    from wenming.loop.scores.actions import reckon  # noqa: PLC0415 - analytics take a second to load

    row = rounds.close(key, by=by, at=at)
    if row.kind == RoundKind.ASSESSMENT:
        reckon(row, at=at)
    return row


def open_sites() -> set[str]:
    """The codes of sites with a case that is not yet at an end."""
    return set(Case.objects.live().exclude(site=None).values_list("site__code", flat=True))
