"""Problems become cases: once each, with the right unit, in the transaction of what brought them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.casefile import filed, in_state, step, visit
from tests.world import MONDAY, SHANGHAI, World
from wenming.duties.models import Charge
from wenming.kit.flow import Refused
from wenming.kit.sheets.limits import limit as read
from wenming.loop.cases.models import Case, Sighting
from wenming.loop.cases.rules import Move, State
from wenming.loop.inspections.actions import correct
from wenming.loop.inspections.models import Finding
from wenming.loop.inspections.rules import RoundKind
from wenming.loop.intake.actions import file_feedback, open_for
from wenming.loop.intake.drafts import FeedbackDraft
from wenming.loop.standards.models import ItemDuty
from wenming.loop.standards.rules import Verdict
from wenming.records.models import Act

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)


def cases_of(world: World, *bad: Any, **seen: Any) -> list[Case]:
    found = visit(world, *bad, **seen)
    return open_for(found, by=found.by, at=seen.get("at", MONDAY))


def test_each_bad_finding_is_a_case_and_a_good_one_is_none(world: World) -> None:
    cases = cases_of(world, world.litter, world.stalls, good=(world.signs,))
    assert [case.item for case in cases] == [world.litter, world.stalls]
    assert [case.number for case in cases] == ["2026-00001", "2026-00002"]
    assert {case.state for case in cases} == {State.FILED}
    assert [case.sightings.get().finding.item for case in cases] == [world.litter, world.stalls]


def test_asked_again_the_answer_is_the_same(world: World) -> None:
    found = visit(world, world.litter)
    first = open_for(found, by=world.inspector, at=MONDAY)
    assert open_for(found, by=world.inspector, at=TUESDAY) == first
    assert Act.objects.count() == Case.objects.count() == 1


def test_the_unit_in_charge_is_proposed_and_the_lead_of_the_item_helps(world: World) -> None:
    [case] = cases_of(world, world.litter)
    assert case.unit == world.street
    assert [unit.pk for unit in case.assists.all()] == [world.roads.pk]


def test_without_a_charge_in_force_that_day_the_lead_is_proposed(world: World) -> None:
    Charge.objects.filter(site=world.sites[0]).update(until=date(2026, 3, 1))
    [case] = cases_of(world, world.litter)
    assert (case.unit, case.assists.count()) == (world.roads, 0)


def test_a_duty_named_higher_in_the_tree_counts_for_what_lies_below(world: World) -> None:
    Charge.objects.all().delete()
    ItemDuty.objects.filter(item=world.litter).delete()
    project = world.edition.items.get(level="project")
    ItemDuty.objects.create(item=project, unit=world.market, duty="lead")
    ItemDuty.objects.create(item=project, unit=world.street, duty="assist")
    [case] = cases_of(world, world.litter)
    assert (case.unit, [unit.pk for unit in case.assists.all()]) == (
        world.market,
        [world.street.pk],
    )


def test_where_nobody_answers_the_case_is_filed_for_dispatch(world: World) -> None:
    Charge.objects.all().delete()
    ItemDuty.objects.all().delete()
    [case] = cases_of(world, world.litter)
    assert (case.unit, case.state) == (None, State.FILED)


def test_with_auto_assign_on_a_case_goes_to_its_unit_at_once(world: World, settings: Any) -> None:
    settings.AUTO_ASSIGN = True
    [case] = cases_of(world, world.litter)
    assert case.state == State.ASSIGNED
    assert [act.move for act in Act.objects.about("case", case.pk)] == ["file", "assign"]


@pytest.mark.parametrize(
    "state", [State.FILED, State.ASSIGNED, State.RETURNED, State.TAKEN, State.FIXED, State.SHELVED]
)
def test_a_problem_open_already_gets_a_sighting_not_a_second_case(
    world: World, state: State
) -> None:
    case = in_state(world, state)
    assert cases_of(world, world.litter, at=TUESDAY) == [case]
    assert case.sightings.count() == 2
    case.refresh_from_db()
    assert case.state == state
    act = Act.objects.about("case", case.pk).last()
    assert act
    assert (act.move, act.at, act.before, act.after) == ("sight", TUESDAY, state, state)


def test_a_problem_that_was_closed_is_a_new_case(world: World) -> None:
    old = in_state(world, State.CLOSED)
    [case] = cases_of(world, world.litter, at=TUESDAY)
    assert case != old


def test_a_look_back_that_finds_it_again_opens_the_old_case_anew(world: World) -> None:
    old = in_state(world, State.CLOSED)
    [case] = cases_of(world, world.litter, kind=RoundKind.LOOK_BACK, at=TUESDAY)
    assert (case, case.state, case.reopened) == (old, State.ASSIGNED, 1)
    assert case.sightings.count() == 2


def test_a_look_back_that_finds_it_mended_notes_so_once(world: World) -> None:
    old = in_state(world, State.CLOSED)
    found = visit(world, good=(world.litter,), kind=RoundKind.LOOK_BACK, at=TUESDAY)
    for _ in range(2):
        assert open_for(found, by=world.inspector, at=TUESDAY) == []
    assert Act.objects.about("case", old.pk).filter(move="look_back").count() == 1


def test_a_look_back_at_ones_own_unit_files_a_new_case_instead(world: World) -> None:
    lane = world.sites[3]  # kept by the market bureau, which serves in the first group
    old = filed(world, site=lane)
    Case.objects.filter(pk=old.pk).update(state="closed", closed=MONDAY)
    [case] = cases_of(world, world.litter, site=lane, kind=RoundKind.LOOK_BACK, at=TUESDAY)
    assert case != old


def test_no_case_is_left_when_the_visit_is_not(world: World) -> None:
    def lost() -> None:
        with transaction.atomic():
            cases_of(world, world.litter)
            raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        lost()
    assert not Case.objects.exists()
    assert not Act.objects.exists()
    assert cases_of(world, world.litter)[0].number == "2026-00001"


def test_a_visit_of_many_findings_asks_few_questions(
    world: World, django_assert_max_num_queries: Any
) -> None:
    items = (world.litter, world.stalls, world.signs)
    cases_of(world, world.litter)
    found = visit(world, *items)
    with django_assert_max_num_queries(25):
        open_for(found, by=world.inspector, at=MONDAY)


# Corrections


def corrected(world: World, case: Case, verdict: Verdict, count: int | None = None) -> Finding:
    finding = case.sightings.order_by("pk").first()
    assert finding
    said: dict[str, Any] = {"verdict": verdict, "count": count, "note": "更正"}
    return correct(finding.finding_id, **said, by=world.office, at=TUESDAY)


def test_a_case_whose_only_finding_was_corrected_away_is_withdrawn(world: World) -> None:
    case = in_state(world, State.TAKEN)
    new = corrected(world, case, Verdict.PASS)
    for _ in range(2):
        assert open_for(new.visit, by=world.office, at=TUESDAY) == [case]
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert Act.objects.about("case", case.pk).filter(move="withdraw").count() == 1


def test_a_case_seen_again_elsewhere_in_time_outlives_the_correction(world: World) -> None:
    case = in_state(world, State.TAKEN)
    cases_of(world, world.litter, at=TUESDAY)
    new = corrected(world, case, Verdict.PASS)
    open_for(new.visit, by=world.office, at=TUESDAY)
    case.refresh_from_db()
    assert (case.state, case.sightings.count()) == (State.TAKEN, 2)


def test_a_corrected_count_is_no_second_sighting(world: World) -> None:
    case = in_state(world, State.TAKEN, item=world.stalls)
    new = corrected(world, case, Verdict.FAIL, 1)
    assert open_for(new.visit, by=world.office, at=TUESDAY) == [case]
    assert case.sightings.get().finding == new


# Last year's feedback


def row(
    world: World, number: int = 1, said: str = "即日起15个工作日", **columns: Any
) -> FeedbackDraft:
    plain: dict[str, Any] = {
        "origin": f"2025:{number}",
        "problem": f"第{number}类问题",
        "project": "市容环境",
        "cause": "管理不到位",
        "measure": "加密巡查",
        "units": (world.roads.pk, world.market.pk),
        "assists": (world.street.pk,),
        "limit": read(said, dated=MONDAY.date()),
    }
    return FeedbackDraft(**plain | columns)


def load(world: World, *rows: FeedbackDraft, at: datetime = MONDAY) -> tuple[int, int, int]:
    brought = file_feedback(rows, dated=MONDAY.date(), by=world.office, at=at)
    return len(brought.created), len(brought.changed), brought.same


def test_a_row_of_feedback_is_an_assigned_case_with_cause_measure_and_day(world: World) -> None:
    assert load(world, row(world)) == (1, 0, 0)
    case = Case.objects.get()
    assert (case.state, case.source, case.unit) == (State.ASSIGNED, "feedback", world.roads)
    assert {unit.pk for unit in case.assists.all()} == {world.market.pk, world.street.pk}
    assert (case.project, case.cause, case.measure) == ("市容环境", "管理不到位", "加密巡查")
    assert case.due == datetime(2026, 3, 23, 17, 30, tzinfo=SHANGHAI)
    assert case.said_limit == "即日起15个工作日"
    act = Act.objects.about("case", case.pk).get()
    assert act.units == sorted([world.roads.pk, world.market.pk, world.street.pk])


def test_the_day_the_ledger_gave_stays_through_taking_and_handing_over(world: World) -> None:
    load(world, row(world))
    case = Case.objects.get()
    day = case.due
    case = step(world, case, Move.HAND_OVER)
    assert case.due == day
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(unit=world.street)
    case = step(world, case, Move.TAKE)
    assert case.due == case.stage_due == day


def test_a_row_without_a_unit_waits_for_the_office(world: World) -> None:
    load(world, row(world, units=(), assists=()))
    assert Case.objects.get().state == State.FILED


def test_loading_the_same_ledger_twice_changes_nothing(world: World) -> None:
    rows = [row(world, n) for n in range(1, 4)]
    assert load(world, *rows) == (3, 0, 0)
    acts = Act.objects.count()
    assert load(world, *rows, at=TUESDAY) == (0, 0, 3)
    assert Act.objects.count() == acts


def test_nor_does_it_undo_what_became_of_a_case(world: World) -> None:
    load(world, row(world, units=(world.street.pk,)))
    case = step(world, Case.objects.get(), Move.TAKE, Move.FIX)
    assert load(world, row(world, units=(world.street.pk,))) == (0, 0, 1)
    assert Case.objects.get().result == "写明" == case.result


def test_a_row_that_was_changed_changes_its_case_and_says_what(world: World) -> None:
    load(world, row(world))
    assert load(world, row(world, cause="责任不清", units=(world.market.pk,)), row(world, 2)) == (
        1,
        1,
        0,
    )
    case = Case.objects.get(origin="2025:1")
    assert (case.cause, case.unit) == ("责任不清", world.market)
    assert {unit.pk for unit in case.assists.all()} == {world.street.pk}
    act = Act.objects.about("case", case.pk).get(move="change")
    assert act.facts["columns"] == ["assists", "cause", "unit"]


def test_a_row_cannot_take_a_case_from_the_unit_that_has_it(world: World) -> None:
    load(world, row(world, units=(world.street.pk,)))
    step(world, Case.objects.get(), Move.TAKE)
    load(world, row(world, units=(world.street.pk,), cause="改写原因"))
    assert Case.objects.get().cause == "改写原因"
    with pytest.raises(Refused, match="case_moved"):
        load(world, row(world, units=(world.market.pk,)))


def test_only_who_may_load_loads(world: World) -> None:
    with pytest.raises(Refused, match="power"):
        file_feedback([row(world)], dated=MONDAY.date(), by=world.liaison, at=MONDAY)


def test_five_hundred_rows_are_not_filed_one_by_one(
    world: World, django_assert_max_num_queries: Any
) -> None:
    rows = [row(world, n) for n in range(500)]
    with django_assert_max_num_queries(60):
        assert load(world, *rows) == (500, 0, 0)
    assert Sighting.objects.count() == 0
    assert Case.objects.filter(due__gt=MONDAY + timedelta(days=1)).count() == 500
