"""Steps on a case: what they change, who may not, and what they leave behind."""

from datetime import date, datetime

import pytest

from tests.casefile import PLAN, TUESDAY, filed, hand, in_state, refused, round_of, step, who
from tests.world import MONDAY, SHANGHAI, World, person
from wenming.kit.flow import Refused
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case, CasePhoto
from wenming.loop.cases.rules import ARROWS, Move, State
from wenming.loop.casework.actions import assign_many, take
from wenming.org.models import User
from wenming.org.rules import Role, UnitKind
from wenming.records.actions import keep_file
from wenming.records.models import Act


def acts(case: Case) -> list[str]:
    return list(Act.objects.about("case", case.pk).values_list("move", flat=True))


@pytest.mark.parametrize("state", sorted(State))
def test_from_every_state_each_move_is_taken_or_refused_with_the_state_as_it_is(
    world: World, state: State
) -> None:
    case = in_state(world, state)
    for move in Move:
        if state in ARROWS[move].sources:
            continue
        with pytest.raises(Refused) as no:
            take(case.pk, move, hand(world, case, move), by=None, at=TUESDAY)
        assert (no.value.reason, no.value.lacking) == ("state", (state.value,))


@pytest.mark.parametrize("move", [m for m in Move if m not in {Move.AMEND, Move.MERGE}])
def test_every_step_writes_one_act_with_who_when_and_what(world: World, move: Move) -> None:
    state = State(max(ARROWS[move].sources - {State.SEEN, State.CLOSED} or ARROWS[move].sources))
    case = in_state(world, state)
    if move in {Move.GRANT, Move.DENY}:
        case = step(world, case, Move.ASK)
    if move in {Move.UPHOLD, Move.DISMISS}:
        case = step(world, case, Move.APPEAL)
    count, steps = len(acts(case)), case.steps
    case = take(case.pk, move, hand(world, case, move), by=who(world, move), at=TUESDAY)
    assert acts(case)[count:] == [move.value]
    act = Act.objects.about("case", case.pk).last()
    assert act is not None
    assert (act.by, act.at, act.after, act.note) == (who(world, move), TUESDAY, case.state, "写明")
    assert case.steps == steps + 1


def test_from_seen_to_struck_off_the_ledger(world: World) -> None:
    case = in_state(world, State.CLOSED)
    assert acts(case) == ["file", "assign", "take", "fix", "close"]
    assert (case.fixed_by, case.closed_by) == (world.mender, world.office)
    assert case.stage_due is case.nudge is None
    assert case.result == "写明"


def test_assigning_as_proposed_needs_no_unit_named(world: World) -> None:
    case = filed(world)
    assert case.unit == world.street
    assert take(case.pk, Move.ASSIGN, by=world.office, at=MONDAY).unit == world.street


def test_a_returned_case_is_not_proposed_to_the_one_who_returned_it(world: World) -> None:
    case = in_state(world, State.RETURNED)
    assert refused(case, Move.ASSIGN, by=world.office) == "needs"
    given = Given(unit=world.market.pk, assists=(world.street.pk,))
    case = take(case.pk, Move.ASSIGN, given, by=world.office, at=TUESDAY)
    assert (case.unit, case.returns) == (world.market, 1)
    assert [unit.name for unit in case.assists.all()] == [world.street.name]


def test_a_proposed_unit_may_do_nothing_yet(world: World) -> None:
    case = filed(world)
    assert refused(case, Move.REFUSE, by=world.mender, given=Given(note="x")) == "power"
    assert not Case.objects.visible_to(world.mender)
    take(case.pk, Move.ASSIGN, by=world.office, at=MONDAY)
    assert Case.objects.visible_to(world.mender).get() == case


def test_whoever_is_slow_to_take_a_case_gains_no_time_to_mend_it(world: World) -> None:
    swift, slow = in_state(world, State.ASSIGNED), filed(world, world.signs)
    slow = step(world, slow, Move.ASSIGN)
    assert slow.stage_due
    swift = take(swift.pk, Move.TAKE, by=world.mender, at=MONDAY)
    friday = datetime(2026, 3, 6, 9, 0, tzinfo=SHANGHAI)
    told = slow.due
    slow = take(slow.pk, Move.TAKE, by=world.mender, at=friday)
    assert slow.due == slow.stage_due == told == swift.due


def test_another_unit_may_not_take_it(world: World) -> None:
    case = in_state(world, State.ASSIGNED)
    assert refused(case, Move.TAKE, by=world.liaison) == "power"
    assert refused(case, Move.TAKE, by=world.stranger) == "power"


def test_an_inspector_of_another_group_does_not_judge_what_this_group_found(world: World) -> None:
    case = in_state(world, State.FIXED)
    assert case.group == world.first
    assert refused(case, Move.CLOSE, by=world.other_inspector) == "power"
    assert take(case.pk, Move.CLOSE, by=world.inspector, at=TUESDAY).state == State.CLOSED


def test_the_group_a_unit_serves_in_does_not_judge_that_unit(world: World) -> None:
    case = filed(world, site=world.sites[3])  # the bazaar, kept by the market bureau of group 1
    take(case.pk, Move.ASSIGN, by=world.office, at=MONDAY)
    take(case.pk, Move.TAKE, by=world.liaison, at=MONDAY)
    take(case.pk, Move.FIX, Given(note="已改"), by=world.liaison, at=MONDAY)
    assert refused(case, Move.CLOSE, by=world.inspector) == "own"
    assert take(case.pk, Move.CLOSE, by=world.office, at=TUESDAY).state == State.CLOSED


def test_nobody_judges_his_own_unit_nor_one_it_is_part_of(world: World) -> None:
    case = in_state(world, State.FIXED)
    for name, over in (("own", world.street), ("above", None), ("below", None), ("helps", None)):
        judge = person(name, Role.OFFICE, area=world.city)
        unit = over or type(world.street).objects.create(name=name, kind=UnitKind.BUREAU.value)
        if name == "above":
            type(unit).objects.filter(pk=world.street.pk).update(parent=unit)
        if name == "below":
            type(unit).objects.filter(pk=unit.pk).update(parent=world.street)
        if name == "helps":
            case.assists.add(unit)
        judge.appointments.create(role="liaison", unit=unit, since=date(2020, 1, 1))
        assert refused(case, Move.CLOSE, by=judge) == "own", name


def test_the_one_who_mended_does_not_judge_even_after_leaving_the_unit(world: World) -> None:
    case = in_state(world, State.FIXED)
    world.mender.appointments.all().delete()
    world.mender.appointments.create(role="office", area=world.city, since=date(2020, 1, 1))
    moved = User.objects.get(pk=world.mender.pk)
    assert refused(case, Move.CLOSE, by=moved) == "own"


def test_a_photograph_is_asked_only_where_the_item_asks(world: World) -> None:
    case = in_state(world, State.TAKEN)
    Case.objects.filter(pk=case.pk).update(wants_photo=True)
    assert refused(case, Move.FIX, by=world.mender, given=Given(note="已改")) == "needs"
    photo = keep_file(b"\xff\xd8\xff" + b"0" * 40, name="a.jpg", by=world.mender, at=TUESDAY)
    given = Given(note="已改", photos=(photo.sha256,))
    take(case.pk, Move.FIX, given, by=world.mender, at=TUESDAY)
    kept = CasePhoto.objects.get()
    assert (kept.case, kept.file, kept.move, kept.act and kept.act.move) == (
        case,
        photo,
        "fix",
        "fix",
    )


def test_a_photograph_that_is_not_kept_is_unknown(world: World) -> None:
    case = in_state(world, State.TAKEN)
    given = Given(note="已改", photos=("0" * 64,))
    assert refused(case, Move.FIX, by=world.mender, given=given) == "unknown"


def test_a_unit_that_is_not_there_is_unknown(world: World) -> None:
    assert refused(filed(world), Move.ASSIGN, by=world.office, given=Given(unit=10**9)) == "unknown"


def test_a_step_seen_to_be_overtaken_is_refused(world: World) -> None:
    case = in_state(world, State.CLOSED)
    given = Given(note="未反复", seen=case.steps)
    take(case.pk, Move.LOOK_BACK, given, by=world.office, at=TUESDAY)
    assert refused(case, Move.LOOK_BACK, by=world.office, given=given) == "state"


# Extensions


def test_more_time_is_asked_granted_and_counted_to_the_end_of_that_day(world: World) -> None:
    case = in_state(world, State.TAKEN)
    asked = Given(note="雨季", until=date(2026, 3, 20))
    take(case.pk, Move.ASK, asked, by=world.mender, at=TUESDAY)
    assert refused(case, Move.ASK, by=world.mender, given=asked) == "asked"
    case = take(case.pk, Move.GRANT, by=world.office, at=TUESDAY)
    end = datetime(2026, 3, 20, 17, 30, tzinfo=SHANGHAI)
    assert (case.due, case.stage_due) == (end, end)
    assert refused(case, Move.GRANT, by=world.office) == "state"


def test_time_granted_to_a_day_of_rest_ends_on_the_next_working_day(world: World) -> None:
    case = in_state(world, State.TAKEN)
    saturday = Given(note="等材料", until=date(2026, 3, 21))
    take(case.pk, Move.ASK, saturday, by=world.mender, at=TUESDAY)
    case = take(case.pk, Move.GRANT, by=world.office, at=TUESDAY)
    assert case.due == datetime(2026, 3, 23, 17, 30, tzinfo=SHANGHAI)


def test_denied_time_changes_no_limit(world: World) -> None:
    case = in_state(world, State.TAKEN)
    before = case.due
    step(world, case, Move.ASK, at=TUESDAY)
    case = take(case.pk, Move.DENY, Given(note="不必"), by=world.office, at=TUESDAY)
    assert case.due == before
    assert case.extensions.get().state == "denied"


def test_time_is_not_asked_for_a_day_before_the_limit(world: World) -> None:
    case = in_state(world, State.TAKEN)
    assert case.due
    given = Given(note="x", until=case.due.date())
    assert refused(case, Move.ASK, by=world.mender, given=given) == "until"


def test_a_request_lapses_when_the_case_moves_on(world: World) -> None:
    case = step(world, in_state(world, State.TAKEN), Move.ASK, Move.FIX, at=TUESDAY)
    assert case.extensions.get().state == "lapsed"


# Hand-over, shelving, merging, look-back


def test_handing_over_starts_the_clock_of_another_unit_and_tells_both(world: World) -> None:
    case = step(world, in_state(world, State.TAKEN), Move.HAND_OVER, at=TUESDAY)
    assert (case.unit, case.state, case.taken) == (world.market, State.ASSIGNED, None)
    act = Act.objects.about("case", case.pk).last()
    assert act is not None
    assert act.units == sorted([world.street.pk, world.market.pk, world.roads.pk])


def test_a_shelved_case_rests_until_it_is_resumed(world: World) -> None:
    case = in_state(world, State.SHELVED)
    assert (case.plan, case.stage_due) == (PLAN, None)
    assert not Case.objects.overdue(datetime(2030, 1, 1, tzinfo=SHANGHAI))
    at = datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)
    case = take(case.pk, Move.RESUME, by=world.office, at=at)
    assert (case.state, case.due) == (State.TAKEN, datetime(2026, 9, 8, 17, 30, tzinfo=SHANGHAI))
    assert case.paused is None


def test_a_plan_for_today_is_no_plan(world: World) -> None:
    case = in_state(world, State.ASSIGNED)
    given = Given(note="缺资金", plan=TUESDAY.date())
    assert refused(case, Move.SHELVE, by=world.office, given=given) == "plan"


def test_merging_moves_what_was_seen_and_shows_where_to(world: World) -> None:
    into = filed(world, world.signs)
    case = filed(world)
    case = take(case.pk, Move.MERGE, Given(into=into.pk), by=world.office, at=TUESDAY)
    assert (case.state, case.merged) == (State.MERGED, into)
    assert into.sightings.count() == 2
    assert not case.sightings.exists()


def test_a_case_is_merged_only_into_another_live_one(world: World) -> None:
    closed = in_state(world, State.CLOSED)
    case = filed(world)
    for into in (case, closed):
        assert refused(case, Move.MERGE, by=world.office, given=Given(into=into.pk)) == "into"
    assert refused(case, Move.MERGE, by=world.office, given=Given(into=10**9)) == "into"


def test_what_comes_back_is_opened_anew(world: World) -> None:
    case = step(world, in_state(world, State.CLOSED), Move.LOOK_BACK, Move.REOPEN, at=TUESDAY)
    assert (case.state, case.reopened, case.closed, case.fixed) == (State.ASSIGNED, 1, None, None)


def test_a_case_is_not_opened_anew_beside_a_live_one_at_its_place(world: World) -> None:
    case = in_state(world, State.CLOSED)
    rival = filed(world)
    given = Given(note="反复")
    with pytest.raises(Refused) as no:
        take(case.pk, Move.REOPEN, given, by=world.office, at=TUESDAY)
    assert (no.value.reason, no.value.lacking) == ("live", (rival.number,))


# Many at once


def test_many_are_assigned_in_one_go_and_the_rest_say_why(
    world: World, django_assert_max_num_queries: object
) -> None:
    round_of(world)
    cases = [
        filed(world, item, site=site)
        for item in (world.litter, world.signs)
        for site in world.sites
    ]
    taken = step(world, cases[0], Move.ASSIGN)
    Case.objects.filter(pk=cases[1].pk).update(unit=None)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        outcome = assign_many([case.pk for case in cases], by=world.office, at=TUESDAY)
    assert [case.pk for case in outcome.done] == [case.pk for case in cases[2:]]
    assert {case.pk: no.reason for case, no in outcome.refused} == {
        taken.pk: "state",
        cases[1].pk: "needs",
    }
    assert Act.objects.filter(move="assign").count() == len(cases) - 1
    assert Case.objects.get(pk=cases[5].pk).state == State.ASSIGNED


def test_many_are_not_assigned_by_somebody_without_the_power(world: World) -> None:
    case = filed(world)
    outcome = assign_many([case.pk], by=world.leader, at=TUESDAY)
    assert [no.reason for _, no in outcome.refused] == ["power"]
    case.refresh_from_db()
    assert case.state == State.FILED
