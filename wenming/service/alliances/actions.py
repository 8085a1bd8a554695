"""The verbs about alliances: found one, write the plan of a year, change it each quarter, appraise a month.

Each locks the alliance first. Nothing that was written is written over: a change and a correction are
new versions beside the old.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.org.models import Area, Unit, User
from wenming.records.actions import Step, note_down
from wenming.service.alliances.drafts import AllianceDraft, AppraisalDraft, VersionDraft
from wenming.service.alliances.models import Alliance, Appraisal, PlanItem, Verdict, Version
from wenming.service.alliances.rules import (
    MONTHS,
    MOST_ITEMS,
    QUARTERS,
    Line,
    Told,
    in_force,
    quarter_of,
)

By = User | None  # None: the command line on the server itself


def may_write(lead: int, path: str, by: By) -> bool:
    """Whether a person writes for an alliance: the people of its lead unit, and the office."""
    return by is None or "roster" in by.powers(path, units=[lead])


def must_write(row: Alliance, by: By) -> None:
    """Refuse who does not write for an alliance."""
    if not may_write(row.lead_id, row.area.path, by):
        raise Refused("power", "roster")


@transaction.atomic
def found(draft: AllianceDraft, *, by: By, at: datetime) -> Alliance:
    """Found an alliance, or change the one of that name; the lead unit is always one of its units."""
    if not (name := tidy(draft.name)[:60]):
        raise Refused("needs", "name")
    rows = Alliance.objects.select_for_update(of=("self",)).select_related("area")
    row = rows.filter(name=name).first()
    if row is not None:
        must_write(row, by)
    row = row or Alliance(name=name)
    row.lead, row.area = Unit.objects.get(pk=draft.lead), Area.objects.get(pk=draft.area)
    must_write(row, by)
    row.save()
    row.units.set({draft.lead, *draft.units})
    tell_of(row, "found", {}, by=by, at=at)
    return row


@transaction.atomic
def write(key: int, draft: VersionDraft, *, by: By, at: datetime) -> Version:
    """Write the plan of a year, or its change in a quarter; the same again is the same version.

    Refused: "plan_first", "plan_written" (another one stands there already), "plan_early" (a quarter
    that has not begun), "plan_items", "plan_owner", "needs".
    """
    row = locked(key)
    must_write(row, by)
    lines = numbered(row, draft)
    standing = {one.quarter: one for one in row.versions.filter(year=draft.year)}
    if (here := standing.get(draft.quarter)) is not None and lines_of(here) == lines:
        return here
    may_stand(row, draft, list(standing), at)
    check(row, lines)
    reason = tidy(draft.reason)[:400]
    if draft.quarter and not reason:
        raise Refused("needs", "reason")
    version = Version.objects.create(
        alliance=row, year=draft.year, quarter=draft.quarter, reason=reason, by=by, at=at
    )
    PlanItem.objects.bulk_create(
        PlanItem(version=version, code=one.code, title=one.title, owner_id=one.owner, due=one.due)
        for one in lines
    )
    facts: dict[str, object] = {"year": draft.year, "quarter": draft.quarter, "items": len(lines)}
    tell_of(row, "change" if draft.quarter else "plan", facts, note=reason, by=by, at=at)
    return version


def may_stand(row: Alliance, draft: VersionDraft, quarters: Sequence[int], at: datetime) -> None:
    """Refuse a version out of its order or before its time."""
    if draft.quarter and 0 not in quarters:
        raise Refused("plan_first")
    if not 0 <= draft.quarter <= QUARTERS or any(q >= draft.quarter for q in quarters):
        raise Refused("plan_written", row.name)
    today = localdate(at)
    now = (today.year, quarter_of(today.month))
    if draft.quarter and now < (draft.year, draft.quarter):
        raise Refused("plan_early")


def numbered(row: Alliance, draft: VersionDraft) -> list[Line]:
    """The items in their order with the numbers they keep; new ones get numbers no item ever had."""
    had = PlanItem.objects.filter(version__alliance=row, version__year=draft.year)
    had = had.filter(version__quarter__lt=draft.quarter) if draft.quarter else had.none()
    last = max([0, *had.values_list("code", flat=True), *(one.code for one in draft.lines)])
    found = []
    for one in draft.lines:
        code = one.code
        if not code:
            last = code = last + 1
        found.append(Line(code, tidy(one.title)[:200], one.owner, one.due))
    return sorted(found, key=lambda line: line.code)


def check(row: Alliance, lines: Sequence[Line]) -> None:
    """Refuse items without words or month, twice the same number, or of a unit not in the alliance."""
    codes = [line.code for line in lines]
    if not 1 <= len(lines) <= MOST_ITEMS or len(set(codes)) < len(codes):
        raise Refused("plan_items", str(MOST_ITEMS))
    members = set(row.units.values_list("pk", flat=True))
    for line in lines:
        if not line.title or not 1 <= line.due <= MONTHS:
            raise Refused("plan_items", str(MOST_ITEMS))
        if line.owner not in members:
            raise Refused("plan_owner", line.title)


def lines_of(version: Version) -> list[Line]:
    """The items of a version."""
    return [Line(*one) for one in version.items.values_list("code", "title", "owner_id", "due")]


@transaction.atomic
def appraise(key: int, year: int, draft: AppraisalDraft, *, by: By, at: datetime) -> Appraisal:
    """Tell of a month; a correction gives its reason and stands beside what was told before.

    Refused: "plan_first", "month_early", "appraised" (another version stands than was seen),
    "needs" (words, or what is told of an item).
    """
    row = locked(key)
    must_write(row, by)
    version = current(row, year, draft.month)
    if version is None:
        raise Refused("plan_first")
    today = localdate(at)
    if (today.year, today.month) < (year, draft.month) or not 1 <= draft.month <= MONTHS:
        raise Refused("month_early")
    told = {code: draft.told.get(code) for code in version.items.values_list("code", flat=True)}
    if not tidy(draft.text) or None in told.values():
        raise Refused("needs", "appraisal")
    here = row.appraisals.filter(year=year, month=draft.month, standing=True).first()
    if here is not None and same(here, draft):
        return here
    if (here.number if here else 0) != draft.seen:
        raise Refused("appraised", row.name)
    if here is not None and not tidy(draft.reason):
        raise Refused("needs", "reason")
    row.appraisals.filter(year=year, month=draft.month).update(standing=False)
    done = Appraisal.objects.create(
        alliance=row,
        year=year,
        month=draft.month,
        number=draft.seen + 1,
        text=tidy(draft.text)[:2000],
        reason=tidy(draft.reason)[:200] if here else "",
        by=by,
        at=at,
    )
    keep(done, {code: one for code, one in told.items() if one is not None})
    facts: dict[str, object] = {"year": year, "month": draft.month, "version": done.number}
    tell_of(row, "appraise", facts, note=done.reason, by=by, at=at)
    return done


def keep(row: Appraisal, told: dict[int, tuple[Told, str]]) -> None:
    """Write what an appraisal tells of each item."""
    Verdict.objects.bulk_create(
        Verdict(appraisal=row, code=code, told=said.value, note=tidy(note)[:200])
        for code, (said, note) in told.items()
    )


def current(row: Alliance, year: int, month: int) -> Version | None:
    """The version of the plan in force in a month."""
    versions = {one.quarter: one for one in row.versions.filter(year=year)}
    return versions.get(in_force(list(versions), month))


def same(here: Appraisal, draft: AppraisalDraft) -> bool:
    """Whether the standing appraisal says just this."""
    told = {one.code: (one.told, one.note) for one in here.verdicts.all()}
    said = {code: (one.value, tidy(note)[:200]) for code, (one, note) in draft.told.items()}
    return here.text == tidy(draft.text)[:2000] and told == said


def locked(key: int) -> Alliance:
    """An alliance, held until the transaction ends."""
    return Alliance.objects.select_for_update(of=("self",)).select_related("area").get(pk=key)


def tell_of(
    row: Alliance, move: str, facts: dict[str, object], *, note: str = "", by: By, at: datetime
) -> None:
    """One act about an alliance, told to its units."""
    units = sorted(row.units.values_list("pk", flat=True))
    told = {"title": row.name} | facts
    note_down(Step("alliance", row.pk, move, note=note, facts=told, units=units), by=by, at=at)
