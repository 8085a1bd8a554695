"""A proposal from asking to acceptance: asked once, the best kept, accepted whole or not at all."""

from datetime import timedelta
from typing import Any

import pytest

from tests.adoptions.street import Streets
from tests.world import MONDAY, World
from wenming.duties.models import Charge
from wenming.kit.flow import Refused
from wenming.proposals import actions
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Row, Told, Unsolvable
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.records.models import Act


@pytest.fixture
def streets(world: World) -> Streets:
    return Streets(world)


def asked(by: Any = None, year: str = "2026", **ask: Any) -> Proposal:
    return actions.ask_for(Kind.ADOPTIONS, year, ask, Work(), by=by, at=MONDAY)


def standing() -> set[tuple[int, int]]:
    return set(Charge.objects.standing().filter(kind="adopts").values_list("unit_id", "site_id"))


def test_asking_again_while_one_is_worked_on_gives_that_one(world: World, streets: Streets) -> None:
    first = asked(world.office)
    assert asked(world.office).pk == first.pk
    assert asked(world.office, "2027").pk != first.pk
    made(first, lambda: MONDAY)
    assert asked(world.office).pk != first.pk


def test_only_who_may_propose_asks_and_only_for_what_is_meant(
    world: World, streets: Streets
) -> None:
    with pytest.raises(Refused, match="power"):
        asked(world.inspector)
    for year, ask in (("neulich", {}), ("2026", {"since": "bald"}), ("2026", {"moove": 3})):
        with pytest.raises(Refused, match="plan_about"):
            asked(world.office, year, **ask)
    with pytest.raises(Refused, match="seconds"):
        actions.ask_for(Kind.ADOPTIONS, "2026", {}, Work(seconds=0), by=None, at=MONDAY)
    with pytest.raises(Refused, match="unknown_plan"):
        actions.ask_for(Kind("gains"), "2026", {}, Work(), by=None, at=MONDAY)
    assert not Proposal.objects.exists()


def test_one_is_begun_once_the_oldest_first(world: World, streets: Streets) -> None:
    first, second = asked(), asked(year="2027")
    begun = [actions.begin(at=MONDAY) for _ in range(3)]
    assert [row and row.pk for row in begun] == [first.pk, second.pk, None]


def test_the_best_so_far_is_kept_when_whoever_made_it_is_gone(
    world: World, streets: Streets
) -> None:
    row = actions.begin(at=MONDAY, which=asked().pk)
    assert row
    assert actions.beat(row.pk, Told({"pairs": [], "prices": {}}, {"way": 7}), at=MONDAY)
    soon = MONDAY + timedelta(seconds=20)
    assert actions.rescue(at=soon) == 0
    assert not Proposal.objects.waiting(soon).exists()
    late = MONDAY + timedelta(seconds=31)
    assert Proposal.objects.waiting(late).exists()
    assert actions.rescue(at=late) == 1
    row.refresh_from_db()
    assert (row.state, row.figures, row.better) == ("ready", {"way": 7}, 1)


def test_what_is_broken_off_before_any_plan_failed_and_says_so(
    world: World, streets: Streets
) -> None:
    row = actions.begin(at=MONDAY, which=asked().pk)
    assert row
    actions.rescue(at=MONDAY + timedelta(minutes=1))
    row.refresh_from_db()
    assert (row.state, row.fault, row.why) == ("failed", ["broken_off", []], [])
    assert not actions.beat(row.pk, Told({"pairs": []}, {}), at=MONDAY)  # who comes back is told
    row.refresh_from_db()
    assert row.plan == {}


def test_who_asks_to_stop_is_heard_at_the_next_look(world: World, streets: Streets) -> None:
    row = actions.begin(at=MONDAY, which=asked().pk)
    assert row
    assert actions.beat(row.pk, None, at=MONDAY)
    actions.stop(row.pk, by=world.office, at=MONDAY)
    actions.stop(row.pk, by=world.office, at=MONDAY)
    assert not actions.beat(row.pk, None, at=MONDAY)
    assert Act.objects.filter(kind="proposal", move="stop").count() == 1


def test_what_clashes_is_told_by_name(world: World, streets: Streets) -> None:
    row = actions.begin(at=MONDAY, which=asked().pk)
    assert row
    why = Unsolvable("clash", [Row("bare", ["1号路段"]), Row("many", ["市住建局"], 2)])
    row = actions.fail(row.pk, why, at=MONDAY)
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.why == ["1号路段没有单位包", "市住建局分到的路段多了 2 段"]


def test_a_plan_is_accepted_whole_and_once_and_replaces_the_one_before(
    world: World, streets: Streets
) -> None:
    row = made(asked(world.office), lambda: MONDAY)
    actions.accept(row.pk, by=world.office, at=MONDAY)
    actions.accept(row.pk, by=world.office, at=MONDAY)
    assert standing() == {(unit, site) for unit, site in row.plan["pairs"]}
    assert Act.objects.filter(kind="proposal", move="accept").count() == 1
    other = made(asked(world.office, since="2026-03-02"), lambda: MONDAY)
    actions.accept(other.pk, by=world.office, at=MONDAY)
    row.refresh_from_db()
    assert (row.state, Proposal.objects.accepted().get().pk) == ("replaced", other.pk)


def test_a_plan_that_breaks_a_rule_is_refused_and_nothing_changes(
    world: World, streets: Streets
) -> None:
    row = made(asked(world.office), lambda: MONDAY)
    short = Told({**row.plan, "pairs": row.plan["pairs"][:2]}, row.figures)
    actions.change(row.pk, short, seen=0, note="少了", by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="broken") as no:
        actions.accept(row.pk, by=world.office, at=MONDAY)
    assert "没有" in no.value.lacking[1]
    row.refresh_from_db()
    assert (row.state, standing()) == ("ready", set())


def test_a_change_of_a_plan_that_another_changed_meanwhile_is_refused(
    world: World, streets: Streets
) -> None:
    row = made(asked(world.office), lambda: MONDAY)
    told = Told(row.plan, row.figures)
    actions.change(row.pk, told, seen=0, note="一", by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="state"):
        actions.change(row.pk, told, seen=0, note="二", by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="state"):
        actions.accept(row.pk, seen=0, by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        actions.change(row.pk, told, seen=1, note="三", by=world.leader, at=MONDAY)


def test_what_is_dropped_is_neither_changed_nor_accepted(world: World, streets: Streets) -> None:
    row = made(asked(world.office), lambda: MONDAY)
    actions.drop(row.pk, by=world.office, at=MONDAY)
    actions.drop(row.pk, by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="state"):
        actions.accept(row.pk, by=world.office, at=MONDAY)
    assert standing() == set()
