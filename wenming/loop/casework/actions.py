"""The verbs of casework: one takes any step of a case's table, one assigns many cases at once.

Each step locks the case, asks the table, changes the row, and writes exactly one act. Whatever is
refused leaves no trace.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from django.db import transaction
from django.db.models import Manager

from wenming.kit.flow import Refused
from wenming.loop.cases.actions import concerned, facts_of, powers_over, title
from wenming.loop.cases.drafts import NOTHING, Given
from wenming.loop.cases.models import Appeal, Case, CasePhoto, Extension, Sighting
from wenming.loop.cases.rules import (
    CONCERNS,
    PENDING,
    AppealState,
    ExtensionState,
    Move,
    State,
    after,
)
from wenming.loop.casework.rules import changes, looked_for
from wenming.loop.inspections import actions as inspections
from wenming.loop.standards.rules import Verdict
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import Limits
from wenming.org.models import Unit, User
from wenming.places.models import Site
from wenming.records.actions import Step, note_all, note_down
from wenming.records.models import Act, File

A = TypeVar("A", Appeal, Extension)
By = User | None
Known = Limits | None
COLUMNS = (
    "state", "steps", "unit_id", "limit", "cause", "measure", "result", "assigned", "taken",
    "fixed", "fixed_by_id", "closed", "closed_by_id", "due", "stage", "stage_since", "stage_due",
    "paused", "plan", "merged_id", "returns", "reworks", "reopened", "nudge", "warned", "escalated",
)  # fmt: skip
SIGNED = {Move.FIX: "fixed_by", Move.CLOSE: "closed_by"}


@dataclass(frozen=True, slots=True)
class Now:
    """Who takes a step, when, and the time limits in force."""

    by: By
    at: datetime
    limits: Limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step on many cases: those done, and why the others were not."""

    done: tuple[Case, ...]
    refused: tuple[tuple[Case, Refused], ...]


@transaction.atomic
def take(
    case_id: int, move: Move, given: Given = NOTHING, *, by: By, at: datetime, limits: Known = None
) -> Case:
    """Take one step on a case, or raise Refused and leave no trace; `by` None is the system.

    Beside the table's own reasons: "appealed", "own", "unknown" (a unit, case, finding or photo
    that is not there), "until" and "plan" (a day that is too early), "into", "live" (another case
    is open there now), "others" (another finding of the case still stands). Whoever takes many
    steps hands over the `limits` in force.
    """
    case = locked(case_id, move, given)
    before = {case.pk: columns_of(case)}
    step = walk(case, move, given, Now(by, at, limits or Term.objects.in_force()))
    save_alike([case], before)
    if given.assists is not None and move in {Move.ASSIGN, Move.HAND_OVER}:
        case.assists.set(set(given.assists) - {case.unit_id})
    act = note_down(step, by=by, at=at)
    keep_photos(case, act, given.photos)
    return case


@transaction.atomic
def assign_many(cases: Collection[int], given: Given = NOTHING, *, by: By, at: datetime) -> Outcome:
    """Assign cases to one unit, or each as proposed; what is refused does not hold up the rest."""
    now = Now(by, at, Term.objects.in_force())
    rows = Case.objects.filter(pk__in=cases).select_for_update(of=("self",))
    done: list[Case] = []
    steps: list[Step] = []
    refused: list[tuple[Case, Refused]] = []
    before: dict[int, dict[str, object]] = {}
    for case in rows.select_related("area").prefetch_related("assists").order_by("pk"):
        before[case.pk] = columns_of(case)
        try:
            steps.append(walk(case, Move.ASSIGN, given, now))
        except Refused as no:
            refused.append((case, no))
        else:
            done.append(case)
    save_alike(done, before)
    note_all(steps, by=by, at=at)
    return Outcome(tuple(done), tuple(refused))


def columns_of(case: Case) -> dict[str, object]:
    """What a step may change of a case, as it is now."""
    return {name: getattr(case, name) for name in COLUMNS}


def save_alike(cases: Collection[Case], before: Mapping[int, Mapping[str, object]]) -> None:
    """Save what is other than before, all cases that changed alike in one go."""
    alike: dict[tuple[tuple[str, object], ...], list[int]] = {}
    for case in cases:
        was = before[case.pk]
        now = columns_of(case)
        change = tuple((name, value) for name, value in now.items() if value != was[name])
        alike.setdefault(change, []).append(case.pk)
    for change, keys in alike.items():
        Case.objects.filter(pk__in=keys).update(**dict(change))


def locked(case_id: int, move: Move, given: Given) -> Case:
    """The case, locked; with it, in a fixed order, whatever else the step touches."""
    if move is Move.REOPEN:  # a new finding there may be opening a case of its own just now
        at_site = Site.objects.filter(pk__in=Case.objects.filter(pk=case_id).values("site"))
        list(at_site.select_for_update())
    rows = Case.objects.select_for_update(of=("self",)).select_related("area")
    if move is not Move.MERGE or not given.into:
        return rows.get(pk=case_id)
    found = {case.pk: case for case in rows.filter(pk__in={case_id, given.into}).order_by("pk")}
    if case_id not in found:
        raise Case.DoesNotExist
    return found[case_id]


def walk(case: Case, move: Move, given: Given, now: Now) -> Step:
    """Ask the table and change the row in memory; the act of it."""
    before, was = State(case.state), case.unit_id
    if given.seen is not None and given.seen != case.steps:
        raise Refused("state", before.value)
    facts = facts_of(case, now.by, looked_for(move))
    held = given.names() | facts | (set() if case.wants_photo else {"photo"})
    if before is State.FILED and case.unit_id:
        held |= {"unit"}
    to = after(before, move, powers=powers_over(case, now.by), given=held)
    if effect := EFFECTS.get(move):
        given = effect(case, given, now)
    columns = changes(move, case, given, at=now.at, limits=now.limits)
    for name, value in {**columns, "state": to.value, "steps": case.steps + 1}.items():
        setattr(case, name, value)
    if move in SIGNED:
        setattr(case, SIGNED[move], now.by)
    if before is State.TAKEN is not to:
        asked = Extension.objects.filter(case=case.pk, state=PENDING)
        asked.update(state=ExtensionState.LAPSED.value, answered=now.at)
    units, persons = concerned(case, CONCERNS[move], at=now.at, was=was)
    return Step(
        *("case", case.pk, move.value, before.value, to.value, given.note),
        facts=told(case, given),
        units=units,
        persons=persons,
    )


def keep_photos(case: Case, act: Act, photos: Collection[str]) -> None:
    """The photographs a step brought; each must be a file that is kept already."""
    if not photos:
        return
    files = File.objects.filter(sha256__in=photos)
    if len(files) < len(set(photos)):
        raise Refused("unknown", "photo")
    CasePhoto.objects.bulk_create(
        CasePhoto(case=case, act=act, file=file, move=act.move) for file in files
    )


def told(case: Case, given: Given) -> dict[str, object]:
    """What the timeline and a notice say beside the note."""
    facts: dict[str, object] = {"title": title(case)}
    facts |= {name: getattr(given, name) for name in ("count", "into") if getattr(given, name)}
    facts |= {
        name: str(found)
        for name in ("until", "plan", "finding", "verdict")
        if (found := getattr(given, name))
    }
    if case.unit_id:
        facts["unit"] = case.unit_id
    if case.stage_due:
        facts["due"] = case.stage_due.isoformat()
    if given.photos:
        facts["photos"] = list(given.photos)
    return facts


# What a step does beside the row: each may still refuse it


def _unit(case: Case, given: Given, now: Now) -> Given:
    if given.unit:
        if not Unit.objects.filter(pk=given.unit).exists():
            raise Refused("unknown", "unit")
        case.unit_id = given.unit
    return given


def _reopen(case: Case, given: Given, now: Now) -> Given:
    rivals = Case.objects.live().exclude(site=None).exclude(item=None)
    if rival := rivals.filter(site=case.site_id, item=case.item_id).first():
        raise Refused("live", rival.number)
    return given


def _ask(case: Case, given: Given, now: Now) -> Given:
    Extension.objects.create(case=case, until=given.until or date.max, asked=now.at)
    return given


def _grant(case: Case, given: Given, now: Now) -> Given:
    return replace(given, until=answer(case.extensions, ExtensionState.GRANTED, now).until)


def _deny(case: Case, given: Given, now: Now) -> Given:
    return replace(given, until=answer(case.extensions, ExtensionState.DENIED, now).until)


def _merge(case: Case, given: Given, now: Now) -> Given:
    into = Case.objects.live().filter(pk=given.into or 0).exclude(pk=case.pk).first()
    if into is None or "dispatch" not in powers_over(into, now.by):
        raise Refused("into")
    case.sightings.update(case=into)
    case.merged = into
    return given


def _appeal(case: Case, given: Given, now: Now) -> Given:
    seen = case.sightings.filter(finding=given.finding, finding__superseded=None).first()
    if seen is None:
        raise Refused("unknown", "finding")
    Appeal.objects.create(case=case, finding=seen.finding, asked=now.at)
    return given


def _uphold(case: Case, given: Given, now: Now) -> Given:
    appeal = answer(case.appeals, AppealState.UPHELD, now)
    others = case.sightings.exclude(finding=appeal.finding_id)
    if others.filter(finding__verdict=Verdict.FAIL.value).exists():
        raise Refused("others")
    verdict = given.verdict if given.verdict is Verdict.NA else Verdict.PASS
    return correct(appeal, replace(given, verdict=verdict, count=None), now)


def _amend(case: Case, given: Given, now: Now) -> Given:
    return correct(answer(case.appeals, AppealState.AMENDED, now), given, now)


def _dismiss(case: Case, given: Given, now: Now) -> Given:
    return replace(given, finding=answer(case.appeals, AppealState.DISMISSED, now).finding_id)


EFFECTS: dict[Move, Callable[[Case, Given, Now], Given]] = {
    Move.ASSIGN: _unit,
    Move.HAND_OVER: _unit,
    Move.REOPEN: _reopen,
    Move.ASK: _ask,
    Move.GRANT: _grant,
    Move.DENY: _deny,
    Move.MERGE: _merge,
    Move.APPEAL: _appeal,
    Move.UPHOLD: _uphold,
    Move.AMEND: _amend,
    Move.DISMISS: _dismiss,
}


def answer(asked: Manager[A], to: StrEnum, now: Now) -> A:
    """Decide what is pending."""
    row = asked.get(state=PENDING)
    row.state, row.answered = to.value, now.at
    row.save(update_fields=["state", "answered"])
    return row


def correct(appeal: Appeal, given: Given, now: Now) -> Given:
    """Let the finding be what it should have been; what was seen of the case is now that."""
    finding = inspections.correct(
        appeal.finding_id,
        verdict=given.verdict or Verdict.PASS,
        count=given.count,
        note=given.note,
        by=now.by,
        at=now.at,
    )
    Sighting.objects.filter(finding=appeal.finding_id).update(finding=finding)
    return replace(given, finding=finding.pk)
