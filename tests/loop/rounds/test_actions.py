"""A round from plan to close: the public draw, who goes where, and what is refused."""

import hashlib
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from tests.world import MONDAY, World, area
from wenming.duties.models import Charge
from wenming.kit import draws
from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Draw, Round, Stop
from wenming.loop.inspections.rules import (
    ROUND_ARROWS,
    RoundKind,
    RoundMove,
    RoundState,
    Sizes,
    StopRole,
    StopState,
    Strata,
)
from wenming.loop.rounds import actions, plans
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.standards.models import Edition
from wenming.org.rules import Level
from wenming.places.models import Site, SiteKind
from wenming.records.models import Act

SEED = "5eed" * 16
OTHER = "c0de" * 16


def planned(world: World, **over: Any) -> Round:
    draft = RoundDraft(**({"name": "一季度"} | over))
    return actions.plan(draft, by=world.office, at=MONDAY)


def committed(world: World, seed: str = SEED, **over: Any) -> Round:
    round_ = planned(world, **over)
    actions.commit(round_.pk, seed=seed, by=world.office, at=MONDAY)
    return round_


def drawn(world: World, seed: str = SEED, **over: Any) -> Round:
    round_ = committed(world, seed, **over)
    actions.draw(round_.pk, by=world.office, at=MONDAY)
    return Round.objects.get(pk=round_.pk)


def codes(round_: Round, **of: str) -> list[str]:
    return list(round_.stops.filter(**of).values_list("site__code", flat=True))


def reason(no: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return (no.value.reason, *no.value.lacking)


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


# The frame


def test_the_frame_is_what_the_edition_asks_about_on_the_spot(world: World) -> None:
    Site.objects.filter(code="JC0001").update(retired=MONDAY.date())
    street = SiteKind.objects.create(name="包街路段")
    Site.objects.create(code="LD01", name="路段", kind=street, area=world.east)
    papers = SiteKind.objects.create(name="机关")
    Site.objects.create(code="JG01", name="机关", kind=papers, area=world.east)
    world.signs.kinds.add(papers)
    world.signs.methods = ["材料审核"]
    world.signs.save()
    Site.objects.create(code="JC9999", name="无区域", kind=world.lane)
    assert {site for _, site in plans.frame_of(planned(world))} == {
        "JC0002",
        "JC0003",
        "JC0004",
        "JC0005",
    }


def test_a_stratum_may_be_the_kind_within_the_part_of_the_area(world: World) -> None:
    frame = plans.frame_of(planned(world, strata=Strata.KIND_AREA))
    assert draws.sizes(frame) == {
        "背街小巷·东街道": 2,
        "背街小巷·西街道": 1,
        "集贸市场·东街道": 1,
        "集贸市场·西街道": 1,
    }


def test_a_round_of_a_part_draws_from_that_part_alone(world: World) -> None:
    frame = plans.frame_of(planned(world, area=world.west.code, strata=Strata.KIND_AREA))
    assert sorted(frame) == [("背街小巷·西街道", "JC0003"), ("集贸市场·西街道", "JC0005")]


# The draw


def test_the_commitment_hides_the_seed_and_fixes_the_frame(world: World) -> None:
    draw = committed(world).draw
    lines = "".join(sorted(f"{stratum}\t{site}\n" for stratum, site in draw.frame))
    digest = hashlib.sha256(lines.encode()).hexdigest()
    text = f"wenming draw 1\nseed {SEED}\nframe {digest}\n"
    assert (draw.frame_digest, draw.seed) == (digest, "")
    assert draw.commitment == hashlib.sha256(text.encode()).hexdigest()
    said = str(list(Act.objects.about("round", draw.round_id).values()))
    assert draw.commitment in said
    assert SEED not in said


def test_a_seed_nobody_gave_is_fresh_each_time(world: World) -> None:
    first, second = (committed(world, seed="", name=name).draw.kept for name in "甲乙")
    assert len(first) == len(second) == 64
    assert first != second


def test_a_draw_anybody_can_repeat_by_hand(world: World) -> None:
    round_ = drawn(world, number=3)
    by_hand = sorted(
        ("JC0001", "JC0002", "JC0003"),
        key=lambda site: hashlib.sha256(f"{SEED}:背街小巷:{site}".encode()).hexdigest(),
    )
    assert round_.draw.numbers == {"背街小巷": 2, "集贸市场": 1}
    assert codes(round_, stratum="背街小巷") == by_hand[:2]
    assert round_.draw.differences() == []


def test_the_same_seed_gives_the_same_draw_whatever_the_order_of_the_rows(world: World) -> None:
    first = drawn(world, number=3)
    answer = sorted(first.stops.values_list("site__code", "stratum", "rank"))
    Draw.objects.all().delete()
    Stop.objects.all().delete()
    Round.objects.all().delete()
    rows = list(Site.objects.order_by("-code").values("code", "kind_id", "name", "area_id"))
    world.sites[0].charges.model.objects.all().delete()
    Site.objects.all().delete()
    for row in rows:
        Site.objects.create(**row)
    again = drawn(world, number=3)
    assert sorted(again.stops.values_list("site__code", "stratum", "rank")) == answer


def test_drawing_twice_gives_the_same_answer(world: World) -> None:
    round_ = drawn(world, number=3)
    before = codes(round_)
    for seed in ("", SEED, SEED.upper()):
        actions.draw(round_.pk, seed=seed, by=world.office, at=MONDAY)
    assert codes(round_) == before
    with pytest.raises(Refused, match="other_seed"):
        actions.draw(round_.pk, seed=OTHER, by=world.office, at=MONDAY)


def test_nothing_is_drawn_that_was_not_committed_to(world: World) -> None:
    with pytest.raises(Refused, match="uncommitted"):
        actions.draw(planned(world).pk, by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="other_seed"):
        actions.draw(committed(world, name="乙").pk, seed=OTHER, by=world.office, at=MONDAY)


def test_a_frame_that_changed_is_refused_by_name(world: World) -> None:
    round_ = committed(world)
    Site.objects.filter(code="JC0001").update(retired=MONDAY.date())
    Site.objects.filter(code="JC0002").update(kind=world.bazaar)
    Site.objects.create(code="JC0006", name="新巷", kind=world.lane, area=world.east)
    with pytest.raises(Refused) as no:
        actions.draw(round_.pk, by=world.office, at=MONDAY)
    assert reason(no) == ("frame_changed", "JC0006", "JC0001", "JC0002")
    assert not Stop.objects.exists()
    assert Round.objects.get().state == RoundState.COMMITTED


def test_a_commitment_given_up_is_laid_open_with_its_reason(world: World) -> None:
    round_ = committed(world)
    with pytest.raises(Refused) as no:
        actions.recommit(round_.pk, note=" ", by=world.office, at=MONDAY)
    assert reason(no) == ("needs", "note")
    actions.recommit(round_.pk, note="新增一处点位", by=world.office, at=MONDAY)
    act = Act.objects.about("round", round_.pk).last()
    assert act is not None
    assert (act.move, act.note, act.facts["given_up"]) == ("recommit", "新增一处点位", SEED)
    assert Draw.objects.get().kept != SEED


def test_open_problems_are_drawn_for_certain_in_a_stratum_of_their_own(world: World) -> None:
    round_ = planned(world, certain=True, number=2)
    actions.commit(round_.pk, open_sites={"JC0001", "XX"}, seed=SEED, by=world.office, at=MONDAY)
    actions.draw(round_.pk, by=world.office, at=MONDAY)
    sure = Stop.objects.get(role=StopRole.CERTAIN.value)
    assert (sure.site.code, sure.stratum) == ("JC0001", draws.CERTAIN)
    assert Stop.objects.count() == 3
    assert round_.draw.differences() == []


def test_open_problems_are_left_to_chance_unless_asked_for(world: World) -> None:
    round_ = planned(world, number=2)
    draw = actions.commit(round_.pk, open_sites={"JC0001"}, by=world.office, at=MONDAY)
    assert (draw.certain, len(draw.frame)) == ([], 5)


def test_fixed_sizes_take_as_many_of_each_stratum_as_there_are(world: World) -> None:
    round_ = drawn(world, sizes=Sizes.FIXED, number=2)
    assert round_.draw.numbers == {"背街小巷": 2, "集贸市场": 2}
    assert round_.stops.count() == 4


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"number": 6}, ("too_many", "6", "5")),
        ({"number": 3, "least": 2}, ("too_few", "3", "4")),
        ({"area": "629900003000"}, ("empty_frame",)),
    ],
)
def test_numbers_that_cannot_be_are_refused_when_planning(
    world: World, over: dict[str, Any], why: tuple[str, ...]
) -> None:
    area("629900003000", "南街道", Level.STREET, world.city)
    with pytest.raises(Refused) as no:
        planned(world, **over)
    assert reason(no) == why


def test_where_certain_ones_leave_too_few_all_the_rest_are_drawn(world: World) -> None:
    round_ = planned(world, certain=True, number=5)
    actions.commit(round_.pk, open_sites={"JC0001"}, by=world.office, at=MONDAY)
    actions.draw(round_.pk, by=world.office, at=MONDAY)
    assert (len(codes(round_)), round_.draw.differences()) == (5, [])


@pytest.mark.parametrize("seed", ["xyz", "12 34", "a" * 129])
def test_a_seed_is_hexadecimal_and_not_endless(world: World, seed: str) -> None:
    with pytest.raises(Refused) as no:
        committed(world, seed)
    assert reason(no) == ("seed", seed)


def test_every_forgery_is_found(world: World) -> None:
    round_ = drawn(world, number=3)
    draw, stop = round_.draw, round_.stops.filter(stratum="背街小巷").first()
    assert stop is not None
    other = Site.objects.exclude(code__in=codes(round_)).filter(kind=world.lane).get()
    Stop.objects.filter(pk=stop.pk).update(site=other)
    assert {one.code for one in draw.differences()} >= {"extra", "missing"}
    Stop.objects.filter(pk=stop.pk).update(site=stop.site)
    assert draw.differences() == []
    for name, forged, code in [
        ("seed", OTHER, "commitment"),
        ("frame", draw.frame[1:], "frame"),
        ("numbers", {"背街小巷": 1, "集贸市场": 2}, "numbers"),
        ("commitment", "0" * 64, "commitment"),
    ]:
        honest = getattr(draw, name)
        setattr(draw, name, forged)
        assert code in {one.code for one in draw.differences()}, name
        setattr(draw, name, honest)


# Who goes where


def test_stops_go_to_groups_by_beat_and_never_to_ones_own_unit(world: World) -> None:
    round_ = drawn(world)
    given = dict(round_.stops.values_list("site__code", "group__order"))
    assert given == {"JC0001": 1, "JC0002": 1, "JC0003": 2, "JC0004": None, "JC0005": 2}
    assert left(round_) == {"JC0004": "conflict"}


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
    order = draws.ranked(["JC0001", "JC0002", "JC0003"], "背街小巷", SEED)
    assert (told.instead.site.code, told.instead.rank) == (order[2], 3)
    assert (told.stop.state, told.stop.reason) == (StopState.UNREACHABLE, "修路封闭")
    assert round_.draw.differences() == []
    assert Stop.objects.get(pk=told.instead.pk).group_id is not None


def test_a_stratum_without_reserve_says_so(world: World) -> None:
    stop = drawn(world).stops.get(site__code="JC0003")
    told = actions.replace(stop.pk, reason="拆除", by=world.office, at=MONDAY)
    assert told.instead is None
    assert Stop.objects.get(pk=stop.pk).state == StopState.UNREACHABLE


def test_a_forged_replacement_is_found(world: World) -> None:
    round_ = drawn(world, number=2)
    stop = round_.stops.get(stratum="背街小巷")
    told = actions.replace(stop.pk, reason="修路", by=world.office, at=MONDAY)
    order = draws.ranked(["JC0001", "JC0002", "JC0003"], "背街小巷", SEED)
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
