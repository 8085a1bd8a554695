"""Appeals: the score is frozen and the clock stands until another decides."""

from datetime import UTC, date, datetime

from tests.casefile import TUESDAY, filed, hand, in_state, refused, step, visit
from tests.world import SHANGHAI, World
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State
from wenming.loop.casework.actions import take
from wenming.loop.casework.forms import MoveForm
from wenming.loop.inspections.models import Finding
from wenming.loop.intake.actions import open_for
from wenming.loop.standards.rules import Verdict
from wenming.org.models import User


def appealed(world: World, state: State = State.TAKEN) -> tuple[Case, Finding]:
    case = step(world, in_state(world, state), Move.APPEAL, at=TUESDAY)
    return case, case.appeals.get().finding


def test_the_score_is_frozen_until_the_appeal_is_decided(world: World) -> None:
    case, finding = appealed(world)
    for move in (Move.FIX, Move.HAND_OVER, Move.SHELVE, Move.MERGE, Move.APPEAL):
        given = hand(world, case, move)
        assert refused(case, move, by=None, given=given) in {"appealed", "needs"}
    finding.refresh_from_db()
    assert (finding.superseded, finding.mark) == (None, 0)


def test_an_upheld_appeal_corrects_the_finding_and_withdraws_the_case(world: World) -> None:
    case, finding = appealed(world)
    case = take(case.pk, Move.UPHOLD, Given(note="划线内"), by=world.office, at=TUESDAY)
    finding.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert finding.superseded is not None
    assert (finding.superseded.verdict, finding.superseded.mark) == ("pass", 10_000)
    assert finding.mark == 0  # what was seen then stays as it was written
    assert case.appeals.get().state == "upheld"
    assert case.sightings.get().finding == finding.superseded


def test_an_appeal_upheld_as_not_applicable_leaves_the_denominator(world: World) -> None:
    case, finding = appealed(world)
    given = Given(note="不适用", verdict=Verdict.NA)
    take(case.pk, Move.UPHOLD, given, by=world.office, at=TUESDAY)
    finding.refresh_from_db()
    assert finding.superseded
    assert (finding.superseded.verdict, finding.superseded.mark) == (
        "na",
        None,
    )


def test_a_case_with_another_bad_finding_is_not_withdrawn(world: World) -> None:
    case = in_state(world, State.TAKEN)
    again = visit(world, world.litter, by=world.inspector, at=TUESDAY)
    open_for(again, by=world.inspector, at=TUESDAY)
    case = step(world, case, Move.APPEAL, at=TUESDAY)
    assert refused(case, Move.UPHOLD, by=world.office, given=Given(note="x")) == "others"


def test_an_appeal_upheld_in_part_corrects_the_count_and_the_clock_goes_on(world: World) -> None:
    case = filed(world, world.stalls)
    case = step(world, case, Move.ASSIGN, Move.TAKE, Move.APPEAL)
    given = Given(note="只有一处", verdict=Verdict.FAIL, count=1)
    case = take(case.pk, Move.AMEND, given, by=world.office, at=TUESDAY)
    finding = case.sightings.get().finding
    assert (case.state, finding.count, finding.mark) == (State.TAKEN, 1, 6_600)
    assert case.paused is None


def test_whoever_made_the_finding_does_not_decide_on_it(world: World) -> None:
    case, _ = appealed(world)
    world.inspector.appointments.create(role="office", area=world.city, since=date(2020, 1, 1))
    finder = User.objects.get(pk=world.inspector.pk)
    assert refused(case, Move.DISMISS, by=finder, given=Given(note="x")) == "own"


def test_the_clock_stands_while_an_appeal_is_pending(world: World) -> None:
    case = in_state(world, State.TAKEN)
    due, warned = case.stage_due, case.nudge
    assert due == datetime(2026, 3, 9, 17, 30, tzinfo=SHANGHAI)
    case = take(case.pk, Move.APPEAL, hand(world, case, Move.APPEAL), by=world.mender, at=TUESDAY)
    assert case.paused == TUESDAY
    assert not Case.objects.overdue(datetime(2030, 1, 1, tzinfo=SHANGHAI))
    assert not Case.objects.to_remind(datetime(2030, 1, 1, tzinfo=SHANGHAI))
    friday = datetime(2026, 3, 6, 9, 0, tzinfo=SHANGHAI)
    case = take(case.pk, Move.DISMISS, Given(note="属实"), by=world.office, at=friday)
    assert case.stage_due == case.due == datetime(2026, 3, 12, 17, 30, tzinfo=SHANGHAI)
    assert case.nudge
    assert warned
    assert case.nudge > warned


def test_only_a_finding_of_this_case_is_appealed_against(world: World) -> None:
    other = filed(world, world.signs).sightings.get().finding_id
    case = in_state(world, State.TAKEN)
    given = Given(note="x", finding=other)
    assert refused(case, Move.APPEAL, by=world.mender, given=given) == "unknown"


def test_a_finding_is_named_by_the_day_it_was_made_on_where_we_are(world: World) -> None:
    case = in_state(world, State.TAKEN)
    sighting = case.sightings.get()
    sighting.finding.visit.ended = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)  # seven the next morning
    asked = MoveForm(case, Move.APPEAL).fields["finding"]
    assert asked.label_from_instance(sighting).startswith("2026-03-02 ")  # type: ignore[attr-defined]
