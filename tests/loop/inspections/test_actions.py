"""What was seen is written once, by whom it may be, and corrected only by superseding it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world import MONDAY, World
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.flow import Refused
from wenming.kit.ids import new_id
from wenming.loop.inspections import actions
from wenming.loop.inspections.drafts import FindingDraft, VisitDraft
from wenming.loop.inspections.models import Finding, Photo, Round, Stop, Visit
from wenming.loop.inspections.rules import Fault, Faulty, RoundKind, RoundState, StopState
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.standards.rules import PhotoRule, Scheme, Verdict
from wenming.org.models import User
from wenming.records.models import Act, File

LATER = MONDAY + timedelta(minutes=20)
PASS, FAIL, NA = Verdict.PASS, Verdict.FAIL, Verdict.NA


@pytest.fixture
def quarter(world: World) -> Round:
    """An assessment of all five sites, drawn and shared out."""
    round_ = rounds.plan(RoundDraft("一季度"), by=world.office, at=MONDAY)
    rounds.commit(round_.pk, seed="5eed", by=world.office, at=MONDAY)
    rounds.draw(round_.pk, by=world.office, at=MONDAY)
    return Round.objects.get(pk=round_.pk)


@pytest.fixture
def patrol(world: World) -> Round:
    """A patrol that may go anywhere."""
    round_ = rounds.plan(RoundDraft("巡查", RoundKind.PATROL), by=world.office, at=MONDAY)
    return rounds.start(round_.pk, by=world.office, at=MONDAY)


def finding(item: str, verdict: Verdict = PASS, **over: Any) -> FindingDraft:
    return FindingDraft(id=new_id(), item=item, verdict=verdict, **over)


def visit(site: str = "JC0001", *, to: str = "一季度", **over: Any) -> VisitDraft:
    findings = tuple(finding(f"Ⅲ-1-{n}") for n in (1, 2, 3))
    plain: dict[str, Any] = {"started": MONDAY, "ended": LATER, "findings": findings}
    return VisitDraft(id=new_id(), round=to, site=site, **(plain | over))


def record(draft: VisitDraft, by: User | None, at: datetime = LATER) -> actions.Recorded:
    return actions.record(draft, by=by, at=at, door="test")


def faults(draft: VisitDraft, by: User | None, at: datetime = LATER) -> list[Fault]:
    with pytest.raises(Faulty) as no:
        record(draft, by, at)
    assert not Visit.objects.exists()
    assert not Finding.objects.exists()
    return list(no.value.faults)


# Recording


def test_a_visit_is_written_with_its_marks(world: World, quarter: Round) -> None:
    seen = (
        finding("Ⅲ-1-1", FAIL, note="一处垃圾"),
        finding("Ⅲ-1-2", FAIL, count=2),
        finding("Ⅲ-1-3", NA),
    )
    done = record(visit(findings=seen), world.inspector)
    assert done.new
    rows = done.visit.findings.order_by("item__code")
    assert list(rows.values_list("mark", "hundredths", "count", "note")) == [
        (0, 200, None, "一处垃圾"),
        (3300, 100, 2, ""),
        (None, 50, None, ""),
    ]
    assert (done.visit.group, done.visit.by) == (world.first, world.inspector)
    assert quarter.stops.get(site__code="JC0001").state == StopState.VISITED
    act = Act.objects.about("visit", done.visit.pk).get()
    assert (act.facts["bad"], act.facts["door"]) == (2, "test")


def test_sending_twice_gives_one_record_and_the_same_answer(world: World, quarter: Round) -> None:
    draft = visit()
    first = record(draft, world.inspector)
    turned = replace(draft, findings=draft.findings[::-1], site="ＪＣ０００１")
    for again in (draft, turned):
        second = record(again, world.inspector, LATER + timedelta(days=1))
        assert (second.visit, second.new) == (first.visit, False)
    assert (Visit.objects.count(), Finding.objects.count()) == (1, 3)
    assert Act.objects.filter(kind="visit").count() == 1


def test_the_same_is_answered_also_after_the_round_was_closed(world: World, quarter: Round) -> None:
    draft = visit()
    record(draft, world.inspector)
    rounds.close(quarter.pk, by=world.office, at=LATER)
    assert not record(draft, world.inspector).new


@pytest.mark.parametrize(
    "change",
    [
        {"ended": LATER + timedelta(seconds=1)},
        {"site": "JC0002"},
        {"findings": (finding("Ⅲ-1-1", FAIL), finding("Ⅲ-1-2"), finding("Ⅲ-1-3"))},
    ],
)
def test_the_same_id_with_other_content_is_a_conflict(
    world: World, quarter: Round, change: dict[str, Any]
) -> None:
    draft = visit()
    record(draft, world.inspector)
    with pytest.raises(Refused) as no:
        record(replace(draft, **change), world.inspector)
    assert (no.value.reason, no.value.lacking) == ("conflict", (str(draft.id),))


def test_a_findings_id_is_used_once(world: World, quarter: Round) -> None:
    first = visit()
    record(first, world.inspector)
    second = visit("JC0002", findings=first.findings)
    with pytest.raises(Refused, match="conflict"):
        record(second, world.inspector)
    assert Visit.objects.count() == 1


def test_a_finding_may_not_come_twice_in_one_visit(world: World, quarter: Round) -> None:
    one, two, three = visit().findings
    twice = visit(findings=(one, replace(two, id=one.id), three))
    assert faults(twice, world.inspector) == [Fault("$.findings[1].id", "id_twice", (str(one.id),))]


def test_a_stop_is_assessed_once(world: World, quarter: Round) -> None:
    record(visit(), world.inspector)
    with pytest.raises(Faulty) as no:
        record(visit(), world.office)
    assert no.value.faults == (Fault("$.site", "visited", ("JC0001",)),)


def test_a_site_that_was_replaced_is_not_recorded(world: World, quarter: Round) -> None:
    stop = quarter.stops.get(site__code="JC0001")
    rounds.replace(stop.pk, reason="修路", by=world.office, at=MONDAY)
    assert faults(visit(), world.inspector) == [Fault("$.site", "unreachable", ("JC0001",))]


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"round": "二季度"}, "$.round", "unknown_round"),
        ({"site": "JC9999"}, "$.site", "unknown_site"),
        ({"ended": MONDAY - timedelta(1)}, "$.ended", "ended_first"),
        ({"ended": LATER + timedelta(minutes=6)}, "$.ended", "future"),
        ({"findings": ()}, "$.findings", "item_missing"),
    ],
)
def test_a_fault_names_its_place(
    world: World, quarter: Round, change: dict[str, Any], place: str, code: str
) -> None:
    told = faults(replace(visit(), **change), world.inspector)
    assert (told[0].place, told[0].code) == (place, code)


def test_a_phones_clock_may_be_a_little_ahead(world: World, quarter: Round) -> None:
    assert record(visit(ended=LATER + timedelta(minutes=5)), world.inspector).new


def test_nothing_is_recorded_in_a_round_that_is_not_open(world: World, quarter: Round) -> None:
    for state in set(RoundState) - {RoundState.DRAWN}:
        Round.objects.update(state=state.value)
        assert faults(visit(), world.inspector) == [Fault("$.round", "round_state", (state.value,))]


def test_only_what_was_drawn_is_assessed(world: World) -> None:
    round_ = rounds.plan(RoundDraft("一季度", number=3), by=None, at=MONDAY)
    rounds.commit(round_.pk, seed="5eed", by=None, at=MONDAY)
    rounds.draw(round_.pk, by=None, at=MONDAY)
    (left,) = {"JC0004", "JC0005"} - set(round_.stops.values_list("site__code", flat=True))
    assert faults(visit(left), world.office) == [Fault("$.site", "not_drawn", (left,))]


def test_the_round_may_be_named_by_its_number(world: World, quarter: Round) -> None:
    assert record(visit(to=str(quarter.pk)), world.inspector).new


def test_a_photograph_is_tied_to_its_finding_when_it_comes(world: World, quarter: Round) -> None:
    early, late = "a" * 64, "b" * 64
    kept = {"size": 1, "mime": "image/jpeg", "at": MONDAY}
    File.objects.create(sha256=early, **kept)
    one, two, three = visit().findings
    record(visit(findings=(replace(one, photos=(early, late)), two, three)), world.inspector)
    assert set(Photo.objects.values_list("sha256", "file")) == {(early, early), (late, None)}
    assert actions.attach(File.objects.create(sha256=late, **kept)) == 1
    assert not Photo.objects.filter(file=None).exists()


def test_a_photograph_is_never_a_condition_of_recording(world: World, quarter: Round) -> None:
    world.litter.photos = PhotoRule.ALWAYS.value
    world.litter.save()
    assert record(visit(), world.inspector).new


# Patrols and look-backs


def test_a_patrol_records_problems_wherever_it_goes(world: World, patrol: Round) -> None:
    seen = (finding("Ⅲ-1-1", FAIL),)
    assert record(visit(to="巡查", findings=seen), world.inspector).visit.stop is None
    assert record(visit(to="巡查", findings=()), world.inspector).new
    told = faults_only(visit(to="巡查", findings=(finding("Ⅲ-1-1"),)), world.inspector)
    assert told == [Fault("$.findings[0].verdict", "problems_only", ("Ⅲ-1-1",))]


def test_a_patrol_stays_within_its_area(world: World) -> None:
    draft = RoundDraft("巡查", RoundKind.PATROL, area=world.west.code)
    round_ = rounds.plan(draft, by=world.office, at=MONDAY)
    rounds.start(round_.pk, by=world.office, at=MONDAY)
    told = faults(visit(to="巡查", findings=()), world.inspector)
    assert told == [Fault("$.site", "outside", ("JC0001",))]


def test_a_look_back_says_what_it_found_of_any_items(world: World) -> None:
    round_ = rounds.plan(RoundDraft("回头看", RoundKind.LOOK_BACK), by=world.office, at=MONDAY)
    rounds.start(round_.pk, sites=["JC0001"], by=world.office, at=MONDAY)
    done = record(visit(to="回头看", findings=(finding("Ⅲ-1-1"),)), world.inspector)
    assert done.visit.stop == Stop.objects.get()
    assert Stop.objects.get().state == StopState.VISITED


def faults_only(draft: VisitDraft, by: User) -> list[Fault]:
    with pytest.raises(Faulty) as no:
        record(draft, by)
    return list(no.value.faults)


# Who may


@pytest.mark.parametrize("who", ["liaison", "head", "leader", "admin", "auditor", "stranger"])
def test_only_those_who_inspect_record(world: World, quarter: Round, who: str) -> None:
    assert faults(visit(), getattr(world, who)) == [Fault("$.site", "power", ("JC0001",))]


def test_a_group_does_not_record_in_anothers_beat(world: World, quarter: Round) -> None:
    assert faults(visit(), world.other_inspector) == [Fault("$.site", "beat", ("JC0001",))]
    assert faults(visit("JC0003"), world.inspector) == [Fault("$.site", "beat", ("JC0003",))]


def test_a_patrol_too_keeps_to_the_beat(world: World, patrol: Round) -> None:
    draft = visit("JC0003", to="巡查", findings=())
    assert faults(draft, world.inspector) == [Fault("$.site", "beat", ("JC0003",))]
    assert record(draft, world.other_inspector).visit.group == world.second


def test_a_group_without_a_beat_goes_everywhere(world: World, patrol: Round) -> None:
    world.first.beat.clear()
    assert record(visit("JC0003", to="巡查", findings=()), world.inspector).new


def test_nobody_checks_his_own_unit(world: World, patrol: Round) -> None:
    """The first group has people of the market bureau, which answers for the bazaar."""
    draft = visit("JC0004", to="巡查", findings=())
    assert faults(draft, world.inspector) == [Fault("$.site", "own_site", ("JC0004",))]
    Charge.objects.filter(site__code="JC0004").update(until=date(2026, 1, 2))
    assert record(draft, world.inspector).new


@pytest.mark.parametrize("kind", list(ChargeKind))
def test_ones_own_is_whatever_ones_unit_answers_for(
    world: World, patrol: Round, kind: ChargeKind
) -> None:
    row = {"site": world.sites[0], "kind": kind.value, "since": date(2026, 1, 1)}
    Charge.objects.filter(site=world.sites[0]).delete()
    Charge.objects.create(unit=world.market, **row)
    assert faults(visit(to="巡查", findings=()), world.inspector) == [
        Fault("$.site", "own_site", ("JC0001",))
    ]


def test_a_stop_handed_over_may_be_recorded_outside_the_beat(world: World, quarter: Round) -> None:
    stop = quarter.stops.get(site__code="JC0004")
    rounds.hand(stop.pk, world.second, by=world.office, at=MONDAY)
    assert record(visit("JC0004"), world.other_inspector).visit.group == world.second


def test_the_office_records_anywhere(world: World, quarter: Round) -> None:
    assert record(visit("JC0004"), world.office).visit.group is None


# Correcting


def first_finding(draft: VisitDraft) -> UUID:
    return draft.findings[0].id


def amend(key: UUID, by: User | None, verdict: Verdict = FAIL, count: int | None = None) -> Finding:
    return actions.correct(key, verdict=verdict, count=count, note="看错了", by=by, at=LATER)


def test_a_correction_supersedes_and_leaves_the_first_as_it_was(
    world: World, quarter: Round
) -> None:
    draft = visit()
    record(draft, world.inspector)
    new = amend(first_finding(draft), world.inspector)
    old = Finding.objects.get(pk=first_finding(draft))
    assert (old.superseded, old.verdict, old.mark) == (new, "pass", 10_000)
    assert (new.verdict, new.mark, new.item, new.note) == ("fail", 0, world.litter, "看错了")
    assert new in Finding.objects.standing()
    assert old not in Finding.objects.standing()
    act = Act.objects.filter(move="correct").get()
    assert (act.before, act.after, act.note) == ("pass", "fail", "看错了")


def test_a_correction_is_made_once(world: World, quarter: Round) -> None:
    draft = visit()
    record(draft, world.inspector)
    new = amend(first_finding(draft), world.inspector)
    with pytest.raises(Refused, match="state"):
        amend(first_finding(draft), world.inspector)
    assert amend(new.pk, world.inspector, PASS).verdict == "pass"


def test_a_correction_is_judged_like_what_it_corrects(world: World, quarter: Round) -> None:
    draft = visit()
    record(draft, world.inspector)
    with pytest.raises(Refused, match="count"):
        amend(first_finding(draft), world.inspector, FAIL, 0)
    with pytest.raises(Refused, match="needs"):
        actions.correct(first_finding(draft), verdict=FAIL, count=None, note=" ", by=None, at=LATER)
    assert not Finding.objects.exclude(superseded=None).exists()


def test_only_who_recorded_corrects_and_only_while_the_round_is_open(
    world: World, quarter: Round
) -> None:
    draft = visit()
    record(draft, world.inspector)
    for nobody in (world.other_inspector, world.liaison, world.leader, world.auditor):
        with pytest.raises(Refused, match="power"):
            amend(first_finding(draft), nobody)
    rounds.close(quarter.pk, by=world.office, at=LATER)
    with pytest.raises(Refused, match="power"):
        amend(first_finding(draft), world.inspector)
    assert amend(first_finding(draft), world.office).verdict == "fail"


def test_recording_twenty_five_findings_costs_few_queries(
    world: World, quarter: Round, django_assert_max_num_queries: Any
) -> None:
    content = world.litter.parent
    assert content is not None
    for n in range(4, 26):
        world.leaf(content, n, f"标准{n}", 10, Scheme.BINARY, world.roads)
    seen = tuple(finding(f"Ⅲ-1-{n}", FAIL if n % 5 == 0 else PASS) for n in range(1, 26))
    person = User.objects.get(pk=world.inspector.pk)
    with django_assert_max_num_queries(19):
        record(visit(findings=seen), person)
