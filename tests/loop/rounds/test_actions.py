"""A round from plan to close: who goes where, what is replaced, and what is refused."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from tests.fieldwork import SEED, committed, drawn, planned, reason
from tests.world import MONDAY, World
from wenming.duties.models import Charge
from wenming.kit import draws
from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Draw, Round, Stop
from wenming.loop.inspections.rules import (
    ROUND_ARROWS,
    RoundKind,
    RoundMove,
    RoundState,
    StopState,
)
from wenming.loop.rounds import actions, plans
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.standards.models import Edition
from wenming.places.models import Site
from wenming.records.models import Act

CODES = ["JC0001", "JC0002", "JC0003"]  # of the lanes

# Planning


def test_a_round_fills_in_what_nobody_said(world: World) -> None:
    round_ = planned(world)
    assert (round_.edition, round_.area, round_.state) == (world.edition, world.city, "planned")
    assert (round_.number, round_.least, round_.strata) == (5, 1, "kind")


def test_the_edition_in_force_is_the_newest_that_is_not_the_minors(world: World) -> None:
    at = {"state": "published", "published": MONDAY}
    Edition.objects.create(code="2025", name="旧", year=2025, **at)
    Edition.objects.create(code="M2027", name="未成年人", year=2027, minors=True, **at)
    Edition.objects.create(code="2027", name="草稿", year=2027, state="draft")
    assert planned(world).edition == world.edition


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"edition": "1999"}, ("unknown_edition", "1999")),
        ({"edition": "draft"}, ("unpublished", "draft")),
        ({"area": "1"}, ("unknown_area", "1")),
        ({"name": "  "}, ("name",)),
        ({"name": "季" * 61}, ("name",)),
        ({"starts": MONDAY.date(), "ends": MONDAY.date() - timedelta(1)}, ("ends_first",)),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    world: World, over: dict[str, Any], why: tuple[str, ...]
) -> None:
    Edition.objects.create(code="draft", name="草稿", state="draft")
    with pytest.raises(Refused) as no:
        planned(world, **over)
    assert reason(no) == why
    assert not Round.objects.exists()


def test_a_name_is_taken_once(world: World) -> None:
    planned(world)
    with pytest.raises(Refused, match="name_taken"):
        planned(world, name=" 一季度 ")


# Who goes where


def test_stops_go_to_groups_by_beat_and_never_to_ones_own_unit(world: World) -> None:
    round_ = drawn(world)
    given = dict(round_.stops.values_list("site__code", "group__order"))
    assert given == {"JC0001": 1, "JC0002": 1, "JC0003": 2, "JC0004": None, "JC0005": 2}
    assert left(round_) == {"JC0004": "conflict"}


def test_who_is_to_go_is_told(world: World) -> None:
    round_ = drawn(world)
    shared = Act.objects.about("round", round_.pk).get(move="share_out")
    assert shared.persons == sorted([world.inspector.pk, world.other_inspector.pk])
    stop = round_.stops.get(site__code="JC0004")
    actions.hand(stop.pk, world.second, by=world.office, at=MONDAY)
    handed = Act.objects.about("round", round_.pk).get(move="hand")
    assert (handed.persons, handed.told) == ([world.other_inspector.pk], None)


def left(round_: Round) -> dict[str, str]:
    """The sites no group could be given, and why."""
    free = round_.stops.filter(group=None).select_related("site__area")
    why = plans.shared(free).left
    return {stop.site.code: why[stop.pk] for stop in free}


def test_groups_that_hold_stops_already_are_given_fewer_of_the_rest(world: World) -> None:
    world.first.beat.clear()
    world.second.beat.clear()
    Charge.objects.all().delete()
    Site.objects.bulk_create(
        Site(code=f"X{n}", name=f"{n}", kind=world.lane, area=world.east) for n in range(7)
    )
    round_ = drawn(world)
    assert sorted(plans.loads(round_).values()) == [6, 6]
    for stop in round_.stops.filter(group=world.first)[:4]:
        actions.hand(stop.pk, world.second, by=world.office, at=MONDAY)
    round_.stops.filter(pk__in=round_.stops.filter(group=world.second)[:5]).update(group=None)
    assert plans.loads(round_) == {world.first.pk: 2, world.second.pk: 5}
    actions.share_out(round_.pk, by=world.office, at=MONDAY)
    assert sorted(plans.loads(round_).values()) == [6, 6]


def test_a_site_in_nobodys_beat_is_left_out_and_says_so(world: World) -> None:
    world.second.beat.set([world.east])
    round_ = drawn(world)
    assert left(round_) == {"JC0003": "beat", "JC0005": "beat"}


def test_a_stop_left_over_is_handed_to_a_group_of_another_beat(world: World) -> None:
    stop = drawn(world).stops.get(site__code="JC0004")
    actions.hand(stop.pk, world.second, by=world.office, at=MONDAY)
    assert Stop.objects.get(pk=stop.pk).group == world.second
    with pytest.raises(Refused) as no:
        actions.hand(stop.pk, world.first, by=world.office, at=MONDAY)
    assert reason(no) == ("own_site", "JC0004")


def test_sharing_out_again_takes_up_what_became_possible(world: World) -> None:
    round_ = drawn(world)
    assert actions.share_out(round_.pk, by=world.office, at=MONDAY) == 0
    world.second.beat.clear()
    assert actions.share_out(round_.pk, by=world.office, at=MONDAY) == 1
    assert round_.stops.get(site__code="JC0004").group == world.second


# Replacing


def test_an_unreachable_site_is_replaced_by_the_next_of_the_same_draw(world: World) -> None:
    round_ = drawn(world, number=3)
    stop = round_.stops.filter(stratum="背街小巷", group=world.first).first()
    assert stop is not None
    told = actions.replace(stop.pk, reason="修路封闭", by=world.inspector, at=MONDAY)
    assert told.instead is not None
    order = draws.ranked(CODES, "背街小巷", SEED)
    assert (told.instead.site.code, told.instead.rank) == (order[2], 3)
    assert (told.stop.state, told.stop.reason) == (StopState.UNREACHABLE, "修路封闭")
    assert round_.draw.differences() == []
    assert Stop.objects.get(pk=told.instead.pk).group_id is not None


def test_replacements_come_in_the_order_of_the_draw(world: World) -> None:
    Site.objects.bulk_create(
        Site(code=f"X{n}", name=f"{n}", kind=world.lane, area=world.east) for n in range(5)
    )
    round_ = drawn(world, number=2)
    first = round_.stops.get(stratum="背街小巷")
    order = draws.ranked([*(f"X{n}" for n in range(5)), *CODES], "背街小巷", SEED)
    assert first.site.code == order[0]
    second = actions.replace(first.pk, reason="修路", by=world.office, at=MONDAY).instead
    assert second is not None
    third = actions.replace(second.pk, reason="停业", by=world.office, at=MONDAY).instead
    assert third is not None
    assert [second.site.code, third.site.code] == order[1:3]
    assert (third.replaces, third.rank) == (second, 3)
    assert round_.draw.differences() == []


def test_a_stratum_without_reserve_says_so(world: World) -> None:
    stop = drawn(world).stops.get(site__code="JC0003")
    told = actions.replace(stop.pk, reason="拆除", by=world.office, at=MONDAY)
    assert told.instead is None
    assert Stop.objects.get(pk=stop.pk).state == StopState.UNREACHABLE


def test_a_forged_replacement_is_found(world: World) -> None:
    round_ = drawn(world, number=2)
    stop = round_.stops.get(stratum="背街小巷")
    told = actions.replace(stop.pk, reason="修路", by=world.office, at=MONDAY)
    order = draws.ranked(CODES, "背街小巷", SEED)
    assert told.instead is not None
    Stop.objects.filter(pk=told.instead.pk).update(site=Site.objects.get(code=order[2]))
    assert [tuple(one) for one in round_.draw.differences()] == [("reserve", ("背街小巷",))]


def test_a_replacement_needs_a_reason_and_a_stop_still_to_be_gone_to(world: World) -> None:
    stop = drawn(world, number=3).stops.filter(stratum="背街小巷").first()
    assert stop is not None
    with pytest.raises(Refused) as no:
        actions.replace(stop.pk, reason="  ", by=world.office, at=MONDAY)
    assert reason(no) == ("needs", "reason")
    actions.replace(stop.pk, reason="修路", by=world.office, at=MONDAY)
    with pytest.raises(Refused) as no:
        actions.replace(stop.pk, reason="修路", by=world.office, at=MONDAY)
    assert reason(no) == ("state", "unreachable")


def test_only_the_group_that_goes_there_replaces_a_stop(world: World) -> None:
    stop = drawn(world, number=3).stops.filter(group=world.first).first()
    assert stop is not None
    for nobody in (world.other_inspector, world.liaison, world.leader):
        with pytest.raises(Refused, match="power"):
            actions.replace(stop.pk, reason="修路", by=nobody, at=MONDAY)


# Rounds without a draw, and the table of moves


@pytest.mark.parametrize("kind", [RoundKind.PATROL, RoundKind.LOOK_BACK])
def test_a_round_without_a_draw_starts_where_it_is_told(world: World, kind: RoundKind) -> None:
    round_ = planned(world, kind=kind)
    actions.start(round_.pk, sites=["JC0003", "JC0001", "JC0003"], by=world.office, at=MONDAY)
    rows = round_.stops.values_list("site__code", "role", "group__order")
    assert sorted(rows) == [("JC0001", "named", 1), ("JC0003", "named", 2)]


def test_a_round_without_a_draw_may_go_anywhere(world: World) -> None:
    round_ = planned(world, kind=RoundKind.PATROL)
    actions.start(round_.pk, by=world.office, at=MONDAY)
    assert Round.objects.get().state == RoundState.DRAWN
    assert not Stop.objects.exists()


def test_a_place_outside_the_round_is_named(world: World) -> None:
    round_ = planned(world, kind=RoundKind.PATROL, area=world.west.code)
    with pytest.raises(Refused) as no:
        actions.start(round_.pk, sites=["JC0003", "JC0001"], by=world.office, at=MONDAY)
    assert reason(no) == ("unknown_site", "JC0001")
    assert Round.objects.get().state == RoundState.PLANNED


@pytest.mark.parametrize(("kind", "state", "move"), list(product(RoundKind, RoundState, RoundMove)))
def test_a_round_moves_as_its_table_says(
    world: World, kind: RoundKind, state: RoundState, move: RoundMove
) -> None:
    """Every kind, state and move: what the table forbids leaves no trace."""
    round_ = in_state(world, kind, state)
    drawless = kind is not RoundKind.ASSESSMENT
    fits = drawless == (move is RoundMove.START) or move is RoundMove.CLOSE
    same = state in {RoundState.DRAWN, RoundState.CLOSED} and move is RoundMove.DRAW
    if (state in ROUND_ARROWS[move].sources and fits) or (same and not drawless):
        make(world, move, round_)
        target = state if same else ROUND_ARROWS[move].target or state
        assert Round.objects.get().state == target
        return
    before = list(Act.objects.values()), list(Draw.objects.values()), list(Stop.objects.values())
    with pytest.raises(Refused):
        make(world, move, round_)
    assert Round.objects.get().state == state
    after = list(Act.objects.values()), list(Draw.objects.values()), list(Stop.objects.values())
    assert after == before


def in_state(world: World, kind: RoundKind, state: RoundState) -> Round:
    round_ = planned(world, kind=kind)
    if kind is RoundKind.ASSESSMENT:
        if state is not RoundState.PLANNED:
            actions.commit(round_.pk, by=world.office, at=MONDAY)
        if state in {RoundState.DRAWN, RoundState.CLOSED}:
            actions.draw(round_.pk, by=world.office, at=MONDAY)
        if state is RoundState.CLOSED:
            actions.close(round_.pk, by=world.office, at=MONDAY)
    else:  # some of these states no verb leads to: the table must hold all the same
        Round.objects.filter(pk=round_.pk).update(state=state.value)
    return Round.objects.get(pk=round_.pk)


def make(world: World, move: RoundMove, round_: Round) -> None:
    if move is RoundMove.COMMIT:
        actions.commit(round_.pk, by=world.office, at=MONDAY)
    elif move is RoundMove.RECOMMIT:
        actions.recommit(round_.pk, note="重来", by=world.office, at=MONDAY)
    elif move is RoundMove.START:
        actions.start(round_.pk, by=world.office, at=MONDAY)
    elif move is RoundMove.DRAW:
        actions.draw(round_.pk, by=world.office, at=MONDAY)
    else:
        actions.close(round_.pk, by=world.office, at=MONDAY)


@pytest.mark.parametrize(
    "who", ["inspector", "liaison", "head", "leader", "admin", "auditor", "stranger"]
)
def test_only_the_office_makes_and_moves_rounds(world: World, who: str) -> None:
    nobody = getattr(world, who)
    with pytest.raises(Refused, match="power"):
        actions.plan(RoundDraft("甲"), by=nobody, at=MONDAY)
    round_ = planned(world)
    with pytest.raises(Refused, match="power"):
        actions.commit(round_.pk, by=nobody, at=MONDAY)
    actions.commit(round_.pk, by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        actions.draw(round_.pk, by=nobody, at=MONDAY)
    actions.draw(round_.pk, by=world.office, at=MONDAY)
    for verb in (actions.draw, actions.share_out, actions.close):
        with pytest.raises(Refused, match="power"):
            verb(round_.pk, by=nobody, at=MONDAY)


def test_closing_says_when(world: World) -> None:
    actions.close(drawn(world).pk, by=None, at=MONDAY)
    assert (Round.objects.get().state, Round.objects.get().closed) == ("closed", MONDAY)


def test_a_draw_of_many_sites_costs_few_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    Site.objects.bulk_create(
        Site(code=f"X{n}", name=f"{n}", kind=world.lane, area=world.east) for n in range(800)
    )
    round_ = committed(world, number=600)
    with django_assert_max_num_queries(30):
        actions.draw(round_.pk, by=world.office, at=MONDAY)
    assert Stop.objects.count() == 600
