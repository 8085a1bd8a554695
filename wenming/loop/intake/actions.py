"""The verbs by which problems become cases: out of a visit, and out of last year's feedback."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.loop.cases.actions import Filing, concerned, file_all, title
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case, Sighting
from wenming.loop.cases.rules import ENDED, Mark, Move, Source, State
from wenming.loop.casework.actions import assign_many, take
from wenming.loop.inspections.models import Finding, Visit
from wenming.loop.inspections.rules import RoundKind
from wenming.loop.intake.drafts import FeedbackDraft
from wenming.loop.intake.plans import proposals
from wenming.loop.intake.rules import due_by
from wenming.loop.standards.rules import Limit, PhotoRule, Verdict
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import Columns, Limits, Stage
from wenming.org.actions import told_of
from wenming.org.models import Area, User
from wenming.places.models import Site
from wenming.records.actions import Brought, Step, note_all, note_down
from wenming.records.models import Act

BATCH = 500
By = User | None
Found = Sequence[Finding]


@transaction.atomic
def open_for(
    visit: Visit, *, by: By, at: datetime, fresh: Found | None = None, limits: Limits | None = None
) -> list[Case]:
    """The cases of a visit's bad findings, opened the first time it is asked.

    A problem open at that site and item already gets a Sighting, not a second case. In a look-back
    round a bad finding opens the mended case anew, and a good one is noted on it. `fresh` are the
    findings of a visit written in this transaction; `limits` those in force, where they are known.
    """
    list(Site.objects.filter(pk=visit.site_id).select_for_update().values_list("pk"))
    looking_back = visit.round.kind == RoundKind.LOOK_BACK.value
    if fresh is None or looking_back:
        bad = unseen(visit, looking_back, by=by, at=at)
    else:  # nothing can have become of them
        bad = sorted((f for f in fresh if f.verdict == Verdict.FAIL.value), key=lambda f: f.pk)
    live = live_at(visit.site_id, bad)
    new = [finding for finding in bad if finding.item_id not in live]
    cases: list[Case] = []
    if new:
        limits = limits or Term.objects.in_force()
        cases = file_all(filings(visit, new, limits, at=at), by=by, at=at)
    again = [(live[finding.item_id], finding) for finding in bad if finding.item_id in live]
    sight(again, by=by, at=at)
    see([*again, *zip(cases, new, strict=True)], at=at)
    if settings.AUTO_ASSIGN:
        assign_many([case.pk for case in cases if case.unit_id], by=None, at=at)
    if fresh is None or looking_back:
        seen = Case.objects.filter(sightings__finding__visit=visit).distinct()
        return list(seen.only("number").order_by("pk"))
    return sorted({*live.values(), *cases}, key=lambda case: case.pk)


def unseen(visit: Visit, looking_back: bool, *, by: By, at: datetime) -> list[Finding]:
    """Bad findings of a visit of which no case knows yet, cases having followed all the others."""
    follow(visit, at=at)
    rows = visit.findings.standing().select_related("item").order_by("pk")
    if looking_back:
        look_back(visit, list(rows), by=by, at=at)
    return list(rows.bad().filter(sighting=None))


def live_at(site: int, bad: Found) -> dict[int | None, Case]:
    """The live cases of these problems at a site, by item; locked in the order all verbs keep."""
    if not bad:
        return {}
    rows = Case.objects.live().filter(site=site, item__in=[finding.item_id for finding in bad])
    return {case.item_id: case for case in rows.select_for_update(of=("self",)).order_by("pk")}


def follow(visit: Visit, *, at: datetime) -> None:
    """Let cases follow the corrections of a visit: one whose last bad finding fell is withdrawn."""
    seen = Sighting.objects.filter(finding__visit=visit).exclude(finding__superseded=None)
    keys = list(seen.values_list("pk", flat=True))  # as a rule none
    rows = Sighting.objects.filter(pk__in=keys)
    for sighting in rows.select_related("finding__superseded", "case"):
        finding = sighting.finding
        while finding.superseded:
            finding = finding.superseded
        sighting.finding = finding
        sighting.save(update_fields=["finding"])
        others = sighting.case.sightings.filter(finding__verdict=Verdict.FAIL.value)
        if sighting.case.state not in ENDED and not others.exists():
            with suppress(Refused):  # an appeal is pending: whoever decides it sees the correction
                given = Given(note=finding.note)
                take(sighting.case_id, Move.WITHDRAW, given, by=None, at=at)


def sight(again: Sequence[tuple[Case, Finding]], *, by: User | None, at: datetime) -> None:
    """Note on live cases that their problem was seen again."""
    steps = []
    for case, finding in again:
        units, persons = concerned(case, {"unit"}, at=at)
        facts = {"title": title(case), "finding": str(finding.pk)}
        said = (Mark.SIGHT.value, case.state, case.state, finding.note, facts)
        steps.append(Step("case", case.pk, *said, units, persons))
    note_all(steps, by=by, at=at)


def see(seen: Iterable[tuple[Case, Finding]], *, at: datetime) -> None:
    """Tie findings to the cases whose problem they show."""
    Sighting.objects.bulk_create(
        [Sighting(case=case, finding=finding, at=at) for case, finding in seen], batch_size=BATCH
    )


def filings(
    visit: Visit, findings: Sequence[Finding], limits: Limits, *, at: datetime
) -> list[Filing]:
    """The cases that bad findings ask for, each with the unit that is proposed to mend it."""
    proposed = proposals(visit, findings)
    group = visit.group_id
    filed = []
    for finding in findings:
        item, mending = finding.item, proposed[finding.item_id]
        stage = limits.end(Stage.DISPATCH, Limit(item.limit), since=at)
        case = Case(
            state=State.FILED.value,
            source=Source.ROUND.value,
            round_id=visit.round_id,
            site=visit.site,
            item=item,
            area_id=visit.site.area_id or visit.round.area_id,
            group_id=group,
            unit_id=mending.unit,
            problem=finding.note.strip() or item.text,
            limit=item.limit,
            wants_photo=item.photos != PhotoRule.NONE.value,
            filed=at,
            **limits.begin(Stage.DISPATCH, at=at, due=stage),
        )
        filed.append(Filing(case, mending.assists, {"finding": str(finding.pk)}))
    return filed


def look_back(visit: Visit, findings: Sequence[Finding], *, by: User | None, at: datetime) -> None:
    """Open mended cases anew where their problem is back; note on the others that it is not."""
    mended = Case.objects.filter(site=visit.site_id, state=State.CLOSED.value)
    last = {case.item_id: case for case in mended.order_by("closed", "pk")}
    keys = [str(case.pk) for case in last.values()]
    noted = Act.objects.filter(kind="case", key__in=keys, move=Move.LOOK_BACK.value)
    done = {facts.get("finding") for facts in noted.values_list("facts", flat=True)}
    seen = Sighting.objects.filter(finding__visit=visit).values_list("finding", flat=True)
    done |= {str(pk) for pk in seen}
    for finding in findings:
        case = last.get(finding.item_id)
        if case is None or str(finding.pk) in done or finding.mark is None:
            continue
        bad = finding.verdict == Verdict.FAIL.value
        given = Given(note=finding.note or str(visit.round), finding=finding.pk)
        try:
            take(case.pk, Move.REOPEN if bad else Move.LOOK_BACK, given, by=by, at=at)
        except Refused:  # his own unit's, or a live case is there: then as in any other round
            continue
        if bad:
            see([(case, finding)], at=at)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What all rows of one feedback ledger share."""

    area: Area
    limits: Limits
    dated: date
    at: datetime

    def filing(self, draft: FeedbackDraft) -> Filing:
        """A new case out of a row: assigned at once where the row names its unit."""
        case = Case(
            state=(State.ASSIGNED if draft.units else State.FILED).value,
            source=Source.FEEDBACK.value,
            origin=draft.origin,
            loaded=draft.digest(),
            area=self.area,
            filed=self.at,
            assigned=self.at if draft.units else None,
            **draft.columns(),
        )
        stage = Stage.TAKE if draft.units else Stage.DISPATCH
        end = self.limits.end(stage, Limit(case.limit), since=self.at)
        self.run(case, draft, self.limits.begin(stage, at=self.at, due=end))
        return Filing(case, draft.helping, {"origin": draft.origin})

    def run(self, case: Case, draft: FeedbackDraft, clock: Columns) -> None:
        """Set the clock of a case, and the day by which its row wants it mended."""
        since = case.stage_due if not clock else clock["stage_due"]
        mended = due_by(draft.limit, dated=self.dated, limits=self.limits)
        if mended is None and isinstance(since, datetime):
            mended = self.limits.end(Stage.FIX, Limit(case.limit), since=since)
        for name, value in {**clock, "due": mended}.items():
            setattr(case, name, value)

    def change(self, case: Case, draft: FeedbackDraft) -> list[str]:
        """Bring a case to what its row now says; the names of the columns that differ.

        Raises Refused("case_moved") where the row gives another unit or limit than a case that
        somebody has already taken on: that is a step, not a correction.
        """
        if case.loaded == draft.digest():
            return []
        differ = [name for name, value in draft.columns().items() if here(case, name) != value]
        if {unit.pk for unit in case.assists.all()} != set(draft.helping):
            differ.append("assists")
        fixed = {"unit_id", "assists", "limit", "said_limit"} & set(differ)
        early = {State.FILED.value} | ({State.ASSIGNED.value} if draft.units else set())
        if fixed and case.state not in early:
            raise Refused("case_moved", case.number)
        for name in differ:
            if name != "assists":
                setattr(case, name, draft.columns()[name])
        if fixed:
            self.run(case, draft, {})
        case.loaded = draft.digest()
        return differ


def here(case: Case, name: str) -> object:
    """What a case has in a column, as a cell would give it back."""
    value = getattr(case, name)
    return tidy(value) if isinstance(value, str) else value


@transaction.atomic
def file_feedback(
    drafts: Sequence[FeedbackDraft], *, dated: date, by: User | None, at: datetime
) -> Brought:
    """Make and change the cases of a feedback ledger, by the origin of its rows.

    The same row again changes nothing, whatever has become of its case. `dated` is the day from
    which limits such as 'within 15 working days' count.
    """
    if by is not None and "load" not in by.any_powers:
        raise Refused("power", "load")
    if (area := Area.objects.roots().first()) is None:
        raise Refused("area_none")
    ledger = Ledger(area, Term.objects.in_force(), dated, at)
    rows = Case.objects.filter(origin__in=[draft.origin for draft in drafts])
    locked = rows.select_for_update(of=("self",)).prefetch_related("assists").order_by("pk")
    known = {case.origin: case for case in locked}
    new = [draft for draft in drafts if draft.origin not in known]
    file_all([ledger.filing(draft) for draft in new], by=by, at=at)
    brought = Brought(created=[draft.origin for draft in new])
    for draft in drafts:
        if (case := known.get(draft.origin)) is None:
            continue
        if differ := ledger.change(case, draft):
            amend(case, draft, differ, by=by, at=at)
            brought.changed.append(draft.origin)
        else:
            brought.same += 1
    return told_of("feedback", brought, by=by, at=at)


def amend(
    case: Case, draft: FeedbackDraft, differ: Sequence[str], *, by: User | None, at: datetime
) -> None:
    """Write what a row changed on its case."""
    case.save(update_fields=[*draft.columns(), "due", "loaded"])
    if "assists" in differ:
        case.assists.set(draft.helping)
    facts = {"title": title(case), "columns": sorted(name.removesuffix("_id") for name in differ)}
    units, _ = concerned(case, {"unit"}, at=at)
    move = Mark.CHANGE.value
    note_down(
        Step("case", case.pk, move, case.state, case.state, facts=facts, units=units), by=by, at=at
    )
