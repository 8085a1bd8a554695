"""What to mend first: the forecast is what the score then gives, and a plan keeps its limits or is refused."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.fieldwork import assessment, page, signed_in, submit
from tests.loop.scores.test_scores import FAIL, NA, PASS, draft
from tests.world import MONDAY, World
from wenming.doors.field.actions import receive
from wenming.kit.flow import Refused
from wenming.loop.cases.models import Case
from wenming.loop.gains import plans
from wenming.loop.gains.actions import accept
from wenming.loop.gains.drafts import Asked
from wenming.loop.gains.forms import hours_field, whole
from wenming.loop.gains.ground import Table, table
from wenming.loop.gains.models import GainPlan
from wenming.loop.gains.rules import MILLION, Source, typical
from wenming.loop.inspections.models import Round
from wenming.loop.scores.actions import reckon
from wenming.loop.scores.models import Score
from wenming.loop.scores.rules import Moment, Of
from wenming.records.models import Act

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def round_(world: World) -> Round:
    """Four of five sites drawn and seen; four cases are open at three of them."""
    made = assessment(world, MONDAY - timedelta(days=1), number=4, least=2)
    verdicts = iter([(PASS, PASS, PASS), (FAIL, PASS, NA), (PASS, FAIL, PASS), (FAIL, FAIL, PASS)])
    for stop in made.stops.select_related("site", "group").order_by("site__code"):
        receive([draft(stop.site.code, *next(verdicts))], by=world.office, at=MONDAY)
    reckon(made, at=MONDAY)
    return made


@pytest.fixture
def known(world: World, round_: Round) -> Table:
    """What the office sees could be mended."""
    return table(round_, world.office)


def after_mending(round_: Round) -> Score:
    """The total that the score itself gives."""
    reckon(round_, at=LATER)
    return Score.objects.filter(round=round_).of(Of.TOTAL, Moment.MENDED).get()


def test_the_forecast_is_the_score_once_these_cases_are_closed(
    world: World, round_: Round, known: Table
) -> None:
    assert len(known.cases) == 4
    assert plans.forecast(known, frozenset()).points_hundredths == after_mending(round_).points
    for chosen in ({0}, {1, 3}, {0, 1, 2, 3}):
        closed = {known.cases[at].case.pk for at in chosen}
        Case.objects.filter(pk__in=closed).update(state="closed", closed=LATER)
        told, real = plans.forecast(known, closed), after_mending(round_)
        assert (told.points_hundredths, told.low, told.high) == (real.points, real.lo, real.hi)
        since = plans.forecast(table(round_, world.office), frozenset())
        assert (since.points_hundredths, since.low, since.high) == (real.points, real.lo, real.hi)
        Case.objects.filter(pk__in=closed).update(state="filed", closed=None)


def test_what_cases_are_worth_adds_up_to_the_whole_rise(known: Table) -> None:
    whole = plans.forecast(known, {one.case.pk for one in known.cases})
    now = plans.forecast(known, frozenset())
    assert whole.rate == 1
    assert now.rate is not None
    rise = sum(one.worth for one in known.cases) / MILLION / 10_000
    assert rise == pytest.approx(1 - now.rate, abs=1e-8)
    assert [one.worth for one in known.cases] == sorted(
        (o.worth for o in known.cases), reverse=True
    )


def test_a_closed_case_is_worth_nothing_more(world: World, round_: Round, known: Table) -> None:
    first = known.cases[0].case
    Case.objects.filter(pk=first.pk).update(state="closed", closed=LATER)
    assert first.pk not in {one.case.pk for one in table(round_, world.office).cases}


def test_somebody_sees_the_cases_he_may_see(world: World, round_: Round) -> None:
    assert table(round_, world.liaison).cases == ()
    Case.objects.filter(unit=world.market).update(state="assigned")
    seen = {one.case.unit for one in table(round_, world.liaison).cases}
    assert seen == {world.market}


def test_hours_come_from_like_cases_else_from_the_limit_and_never_beyond_it(
    world: World, round_: Round, known: Table
) -> None:
    assert {one.source for one in known.cases} == {Source.CLASS}
    for n in range(5):
        Case.objects.create(
            number=f"P{n}", state="closed", source="round", item=world.litter, area=world.east,
            unit=world.street, problem="垃圾", limit="term", filed=MONDAY, stage_since=MONDAY,
            taken=MONDAY, fixed=MONDAY + timedelta(minutes=20 + n), closed=LATER,
        )  # fmt: skip
    told = {o.case.item_id: (o.minutes, o.source) for o in table(round_, world.office).cases}
    assert told[world.litter.pk] == (30, Source.ITEM)
    assert told[world.stalls.pk][1] is Source.CLASS
    assert typical([600, 700, 800, 900]) is None


def test_what_was_reported_mended_takes_no_more_time(world: World, round_: Round) -> None:
    first = Case.objects.get(pk=table(round_, world.office).cases[0].case.pk)
    Case.objects.filter(pk=first.pk).update(state="fixed", unit=world.street)
    told = {one.case.pk: one for one in table(round_, world.office).cases}[first.pk]
    assert (told.minutes, told.source) == (0, Source.DONE)


def test_the_proposal_is_the_best_within_the_hours(known: Table) -> None:
    asked = Asked(each=60, minutes={one.case.pk: 60 for one in known.cases})
    better, plan = plans.proposed(known, asked, keep=False)
    assert plan.is_best
    best = dict[int | None, int]()
    for one in known.cases:
        best[one.case.unit_id] = max(best.get(one.case.unit_id, 0), one.worth)
    assert plan.gain == sum(best.values())
    assert plans.broken(known, better) == []


def test_what_is_ticked_and_cannot_be_kept_is_told(known: Table) -> None:
    every = frozenset(one.case.pk for one in known.cases)
    asked = Asked(chosen=every, money=100, yuan=dict.fromkeys(every, 60))
    with pytest.raises(Refused, match="gain_money"):
        plans.proposed(known, asked, keep=True)


def test_an_accepted_plan_is_written_with_one_act_and_its_units_are_told(
    world: World, round_: Round, known: Table
) -> None:
    Case.objects.filter(pk=known.cases[0].case.pk).update(state="assigned", unit=world.street)
    asked = Asked(chosen={known.cases[0].case.pk}, yuan={known.cases[0].case.pk: 500}, money=900)
    plan = accept(round_, asked, by=world.office, at=LATER)
    told = plans.forecast(known, asked.chosen)
    assert (plan.forecast, plan.lo, plan.hi) == (told.points_hundredths, told.low, told.high)
    assert plan.forecast > plan.points
    assert list(plan.lines.filter(chosen=True).values_list("case", "yuan")) == [
        (*asked.chosen, 500)
    ]
    act = Act.objects.get(kind="gain")
    assert (act.key, act.move, act.units) == (str(round_.pk), "accept", [world.street.pk])
    again = plans.said_before(table(round_, world.office), plan)
    assert again.cases[0].yuan == 500
    assert plans.asked_before(plan, again) == Asked(chosen=asked.chosen, money=900)


def test_a_plan_that_breaks_a_limit_is_not_accepted(
    world: World, round_: Round, known: Table
) -> None:
    chosen = {one.case.pk for one in known.cases}
    for asked, reason in (
        (Asked(chosen=chosen, each=30), "gain_hours"),
        (Asked(chosen=chosen, money=1, yuan=dict.fromkeys(chosen, 1)), "gain_money"),
        (Asked(), "no_gain_case"),
        (Asked(chosen={0}), "no_gain_case"),
    ):
        with pytest.raises(Refused, match=reason):
            accept(round_, asked, by=world.office, at=LATER)
    with pytest.raises(Refused, match="power"):
        accept(round_, Asked(chosen=chosen), by=world.leader, at=LATER)
    assert not GainPlan.objects.exists()
    assert not Act.objects.filter(kind="gain").exists()


def form_of(known: Table, **said: object) -> dict[str, Any]:
    """The form as the page gives it, with these answers."""
    plain: dict[str, Any] = {"each": "", "money": ""}
    plain |= {f"u-{unit}": "" for unit in known.units}
    for one in known.cases:
        plain |= {f"h-{one.case.pk}": "2", f"m-{one.case.pk}": "0"}
    return plain | said


def test_the_page_tries_proposes_and_accepts_without_any_script(
    world: World, round_: Round, known: Table
) -> None:
    office = signed_in(world.office)
    shown = page(office, "gains:gains", round_.pk)
    assert shown.count('name="case"') == 4
    assert "这是现在的整改后得分" in shown
    first = str(known.cases[0].case.pk)
    tried = submit(office, "gains:gains", round_.pk, **form_of(known, case=[first], do="try"))
    assert "勾选 1 件" in tried.content.decode()
    said = form_of(known, each="2", do="propose")
    proposed = submit(office, "gains:gains", round_.pk, **said).content.decode()
    assert "没有更好的选法（已证明）" in proposed
    ticked = re.findall(r'value="(\d+)" checked', proposed)
    assert len(ticked) == len(known.units)
    told = submit(office, "gains:gains", round_.pk, **said | {"case": ticked, "do": "accept"})
    assert told.status_code == 302
    assert "已采用的先改计划" in page(office, "gains:gains", round_.pk)
    assert page(office, "gains:gains", round_.pk).count(" checked") == len(ticked)


@pytest.mark.parametrize("minutes", [0, 1, 20, 59, 100, 2100, 5715, 999_999])
def test_hours_as_they_are_shown_are_read_back_as_the_same_minutes(minutes: int) -> None:
    field = hours_field("工时", minutes)
    assert whole(field.clean(field.initial)) == minutes


def test_a_hand_change_that_breaks_a_limit_is_told_in_words(
    world: World, round_: Round, known: Table
) -> None:
    office = signed_in(world.office)
    every = [str(one.case.pk) for one in known.cases]
    units = [one.case.unit_id for one in known.cases]
    unit = max(units, key=units.count)
    over = units.count(unit) * 2 - 1
    said = form_of(known, case=every, **{f"u-{unit}": "1"})
    tried = submit(office, "gains:gains", round_.pk, **said, do="try").content.decode()
    assert f"超出{known.units[unit or 0]}可用工时 {over} 小时" in tried
    refused = submit(office, "gains:gains", round_.pk, **said, do="accept")
    assert refused.status_code == 422
    assert f"可用工时 {over} 小时" in refused.content.decode()


def test_ticking_a_box_answers_with_the_forecast_alone(
    world: World, round_: Round, known: Table
) -> None:
    office = signed_in(world.office)
    address = f"/scores/{round_.pk}/gains/"
    said = form_of(known, case=[str(known.cases[0].case.pk)])
    answer = office.post(address, said, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="promise"')
    assert "勾选 1 件" in answer
    wrong = said | {"each": "much"}
    answer = office.post(address, wrong, headers={"HX-Request": "true"}).content.decode()
    assert "each" in answer
    assert "<html" not in answer


def test_whoever_may_not_dispatch_may_try_but_not_accept(
    world: World, round_: Round, known: Table
) -> None:
    leader = signed_in(world.leader)
    assert 'value="accept"' not in page(leader, "gains:gains", round_.pk)
    said = form_of(known, case=[str(known.cases[0].case.pk)], do="accept")
    assert submit(leader, "gains:gains", round_.pk, **said).status_code == 403
