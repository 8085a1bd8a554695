"""The verbs at a site: record what was seen there, correct it, and add the photographs to it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from wenming.kit.flow import Refused
from wenming.kit.ids import new_id
from wenming.loop.inspections.drafts import VisitDraft
from wenming.loop.inspections.models import Finding, Photo, Round, Stop, Visit
from wenming.loop.inspections.plans import Ground, ground, is_own
from wenming.loop.inspections.rules import Fault, Faulty, RoundState, StopState
from wenming.loop.standards.rules import Scheme, Verdict, mark
from wenming.org.models import User
from wenming.records.actions import Step, note_down
from wenming.records.models import File

# A round against its close, not against those who record at the same time.
STATE = "SELECT id, state FROM inspections_round WHERE id = %s"
HELD = {"sqlite": STATE, "postgresql": f"{STATE} FOR KEY SHARE"}


class Recorded(NamedTuple):
    """A visit, whether it was written now or had come before, and the findings written now."""

    visit: Visit
    new: bool
    findings: list[Finding]


@transaction.atomic
def record(draft: VisitDraft, *, by: User | None, at: datetime, door: str = "") -> Recorded:
    """Write a visit down; sending the same draft again changes nothing.

    Refused("conflict") where an id has come with other content; Faulty names every place that is
    wrong. Where the same draft comes twice at the same moment, the second fails with IntegrityError:
    the door that calls it begins anew. `door` says through which it came.
    """
    if known := _known(draft):
        return Recorded(known, False, [])
    try:
        there = ground(draft, by=by, at=at)
        _unused(draft)
    except Refused:
        if known := _known(
            draft
        ):  # written since we looked: what was in the way is this very draft
            return Recorded(known, False, [])
        raise
    visit = Visit.objects.create(
        id=draft.id,
        round=there.round,
        site=there.site,
        stop=there.stop,
        group_id=there.group,
        by=by,
        started=draft.started,
        ended=draft.ended,
        received=at,
        digest=draft.digest(),
    )
    findings = _write_findings(visit, draft, there)
    if there.stop:
        Stop.objects.filter(pk=there.stop.pk).update(state=StopState.VISITED.value)
    bad = sum(one.verdict is Verdict.FAIL for one in draft.findings)
    facts = {"site": there.site.code, "findings": len(draft.findings), "bad": bad, "door": door}
    note_down(Step("visit", visit.pk, "record", facts=facts), by=by, at=at)
    if not _held_open(there.round.pk):
        raise Faulty([Fault("$.round", "round_state", (RoundState.CLOSED.value,))])
    return Recorded(visit, True, findings)


def _known(draft: VisitDraft) -> Visit | None:
    """The visit that was written of this draft before."""
    known = Visit.objects.filter(pk=draft.id).first()
    if known and known.digest != draft.digest():
        raise Refused("conflict", str(draft.id))
    return known


def _unused(draft: VisitDraft) -> None:
    """Refuse findings whose ids are in use."""
    taken = Finding.objects.filter(pk__in=[one.id for one in draft.findings])
    if keys := taken.values_list("pk", flat=True)[:1]:
        raise Refused("conflict", str(keys[0]))


def _held_open(key: int) -> bool:
    """Whether a round is open for recording; where it is, it stays so until this transaction ends.

    The visit's own reference does not hold it: references are looked at when a transaction ends,
    and by then the round may have been closed, and reckoned, without this visit.
    """
    rows = Round.objects.raw(HELD[connection.vendor], [key])
    return any(row.state == RoundState.DRAWN for row in rows)


def _write_findings(visit: Visit, draft: VisitDraft, there: Ground) -> list[Finding]:
    findings = Finding.objects.bulk_create(
        Finding(
            id=one.id,
            visit=visit,
            item=item,
            verdict=one.verdict.value,
            count=one.count,
            note=one.note,
            mark=mark_,
            hundredths=item.hundredths,
        )
        for one, (item, mark_) in zip(draft.findings, there.judged, strict=True)
    )
    named = [(one.id, sha256) for one in draft.findings for sha256 in dict.fromkeys(one.photos)]
    if named:
        kept = set(File.objects.filter(pk__in={s for _, s in named}).values_list("pk", flat=True))
        Photo.objects.bulk_create(
            Photo(finding_id=finding, sha256=sha256, file_id=sha256 if sha256 in kept else None)
            for finding, sha256 in named
        )
    return findings


@transaction.atomic
def correct(
    finding_id: UUID,
    *,
    verdict: Verdict,
    count: int | None,
    note: str,
    by: User | None,
    at: datetime,
) -> Finding:
    """Write a finding anew beside the old one, which it supersedes; nothing is changed in place.

    Whoever recorded it may, while the round is open; after that whoever may judge. Refused("state")
    where another correction was first, "own_site" for one's own unit, "count" as when recording.
    """
    rows = Finding.objects.select_related("item", "visit__round", "visit__site__area")
    old = rows.select_for_update(of=("self",)).get(pk=finding_id)
    if old.superseded_id:
        raise Refused("state", "superseded")
    _may_correct(old.visit, by)
    if not note.strip():
        raise Refused("needs", "note")
    new = Finding(
        id=new_id(),
        visit=old.visit,
        item=old.item,
        verdict=verdict.value,
        count=None if verdict is Verdict.NA else count,
        note=note,
        mark=mark(Scheme(old.item.scheme), verdict, count, old.item.steps),
        hundredths=old.hundredths,
    )
    # The old one gives up its place first; the database looks for the new one at the end.
    Finding.objects.filter(pk=old.pk).update(superseded_id=new.pk)
    new.save(force_insert=True)
    facts = {"finding": str(old.pk), "by": str(new.pk), "item": old.item.code}
    step = Step("visit", old.visit_id, "correct", old.verdict, new.verdict, note, facts)
    note_down(step, by=by, at=at)
    return new


def _may_correct(visit: Visit, by: User | None) -> None:
    if by is None:
        return
    powers = by.powers(visit.site.area.path if visit.site.area else "")
    open_ = visit.round.state == RoundState.DRAWN
    if not ("judge" in powers or (open_ and by.pk == visit.by_id and "inspect" in powers)):
        raise Refused("power", "judge")
    if is_own(by, visit.site):
        raise Refused("own_site", visit.site.code)


def attach(file: File) -> int:
    """Tie a file that has come to every finding that named it; how many did."""
    return Photo.objects.filter(sha256=file.pk, file=None).update(file=file)
