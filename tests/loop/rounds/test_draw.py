"""The public draw: its frame, its commitment, and that anybody can repeat it."""

import hashlib
from typing import Any

import pytest

from tests.fieldwork import SEED, codes, committed, drawn, planned, reason
from tests.world import MONDAY, World, area
from wenming.kit import draws
from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Draw, Round, Stop
from wenming.loop.inspections.rules import (
    RoundState,
    Sizes,
    StopRole,
    Strata,
)
from wenming.loop.rounds import actions, plans
from wenming.org.rules import Level
from wenming.places.models import Site, SiteKind
from wenming.records.models import Act

OTHER = "c0de" * 16


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
