"""From units and segments to an allocation and back, its words, and changing it by hand."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.adoptions.street import FIRST, Streets
from tests.world import MONDAY, World
from wenming.adoptions.actions import Change, changed, take_back, wish
from wenming.adoptions.models import Wish
from wenming.adoptions.plans import town_of
from wenming.adoptions.rules import WishKind
from wenming.duties.actions import adopt
from wenming.duties.models import Charge
from wenming.kit.flow import Refused
from wenming.proposals import actions
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Unsolvable
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made

ASK = {"since": "2026-01-01", "moved": 500, "wished": 1000, "uneven": 0}


@pytest.fixture
def streets(world: World) -> Streets:
    return Streets(world)


def proposed(**ask: Any) -> Proposal:
    row = actions.ask_for(Kind.ADOPTIONS, "2026", ask, Work(), by=None, at=MONDAY)
    return made(row, lambda: MONDAY)


def pairs_of(streets: Streets, row: Proposal) -> list[tuple[str, str]]:
    units = {unit.pk: unit.name for unit in streets.units}
    sites = {site.pk: site.name for site in streets.sites}
    return sorted((sites[s], units[u]) for u, s in row.plan["pairs"])


def test_units_go_near_and_stay_where_moving_is_not_worth_it(streets: Streets) -> None:
    near = pairs_of(streets, proposed(moved=0, uneven=0))
    assert ("1号路段", "市住建局") in near
    assert ("2号路段", "市市场监管局") in near
    stays = pairs_of(streets, proposed(moved=5000, uneven=0))
    assert ("3号路段", "市市场监管局") in stays


def test_a_wish_is_met_for_what_it_is_worth_and_a_ban_always(streets: Streets) -> None:
    wish(streets.units[3], streets.sites[0], WishKind.WANTS, by=None, at=MONDAY)
    wish(streets.units[0], streets.sites[0], WishKind.BAN, by=None, at=MONDAY)
    row = proposed(uneven=0, wished=9000)
    pairs = pairs_of(streets, row)
    assert ("1号路段", "市档案馆") in pairs
    assert ("1号路段", "市住建局") not in pairs
    wish(streets.units[3], streets.sites[0], WishKind.BAN, by=None, at=MONDAY)  # said anew
    take_back(Wish.objects.get(unit=streets.units[0]).pk, by=None, at=MONDAY)
    take_back(0, by=None, at=MONDAY)
    assert [w.kind for w in Wish.objects.all()] == ["ban"]


def test_keeping_a_far_pair_has_its_price_in_metres(streets: Streets) -> None:
    row = proposed(moved=5000, uneven=0)
    town = town_of(row.ask)
    told = town.prices(town.plan(row.plan))
    far = told[streets.units[1].pk, streets.sites[2].pk]
    near = told[streets.units[0].pk, streets.sites[0].pk]
    assert far is not None
    assert far > 0 == near


def test_what_lacks_heads_length_or_place_is_named(streets: Streets) -> None:
    streets.units[2].heads = None
    streets.units[2].save()
    streets.sites[1].metres = 0
    streets.sites[1].save()
    streets.sites[2].lon = streets.sites[2].lat = None
    streets.sites[2].save()
    with pytest.raises(Unsolvable) as no:
        town_of(ASK)
    assert [(row.rule, list(row.names)) for row in no.value.rows] == [
        ("heads", ["东街道办事处"]), ("metres", ["2号路段"]), ("place", ["3号路段"]),
    ]  # fmt: skip
    row = proposed()
    assert (row.state, row.why[0]) == ("failed", "东街道办事处没有登记人数")


def test_more_streets_than_units_is_a_clash_that_names_both(streets: Streets) -> None:
    for unit in streets.units[2:]:
        unit.lon = unit.lat = None
        unit.save()
    row = proposed()
    assert row.state == "failed"
    assert "1号路段没有单位包" in row.why
    assert any("市住建局分到的路段多了" in line for line in row.why)


def test_fewer_units_than_streets_share_them_where_each_may_take_several(streets: Streets) -> None:
    for unit in streets.units[2:]:
        unit.lon = unit.lat = None
        unit.save()
    row = proposed(most=2, uneven=0, moved=0)
    assert pairs_of(streets, row) == [
        ("1号路段", "市住建局"), ("2号路段", "市市场监管局"), ("3号路段", "市市场监管局"),
    ]  # fmt: skip
    assert row.figures["bare"] == 0
    assert town_of(row.ask).wrong(town_of(row.ask).plan(row.plan)) == []


@pytest.mark.parametrize(
    ("old", "new", "swap", "then"),
    [
        (0, 1, False, [[1, 0]]),
        (0, 1, True, [[0, 1], [1, 0]]),
        (None, 1, False, [[0, 0], [1, 0]]),
        (0, None, False, [[1, 1]]),
        (0, 2, True, [[1, 1], [2, 0]]),
        (0, 0, True, [[0, 0], [1, 1]]),
    ],
)
def test_a_change_puts_one_for_another(
    streets: Streets, old: int | None, new: int | None, swap: bool, then: list[list[int]]
) -> None:
    units, sites = streets.units, streets.sites
    pairs = [[units[n].pk, sites[n].pk] for n in (0, 1)]
    change = Change(
        sites[0],
        None if old is None else units[old],
        None if new is None else units[new],
        swap,
    )
    assert sorted(changed(pairs, change)) == sorted([units[u].pk, sites[s].pk] for u, s in then)


def test_accepted_pairs_stand_from_the_first_day_and_others_end_before_it(
    streets: Streets,
) -> None:
    units, sites = streets.units, streets.sites
    adopt([(units[0].pk, sites[0].pk)], since=FIRST, by=None, at=MONDAY)
    later = MONDAY.date()
    pairs = [(units[1].pk, sites[0].pk)]
    assert adopt(pairs, since=later, by=None, at=MONDAY) == (1, 1)
    assert adopt(pairs, since=later, by=None, at=MONDAY) == (0, 0)
    ended = Charge.objects.filter(unit=units[0], site=sites[0]).order_by("since").last()
    assert ended
    assert (ended.since, str(ended.until)) == (FIRST, "2026-03-01")
    with pytest.raises(Refused, match="since"):
        adopt([], since=later, by=None, at=MONDAY)


def test_the_page_shows_changes_and_accepts(
    world: World, streets: Streets, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client.force_login(world.office)
    terms = {
        "moved": 500,
        "wished": 1000,
        "uneven": 0,
        "metres_a_head": "",
        "most": 1,
        "seconds": 5,
    }
    asked = client.post(reverse("adoptions:list"), terms | {"year": 2026, "since": "2026-01-01"})
    row = Proposal.objects.get()
    page = reverse("adoptions:plan", args=[row.pk])
    assert (asked.status_code, asked["Location"]) == (302, page)
    assert "正在排队" in client.get(page).content.decode()
    made(row)
    with django_assert_max_num_queries(30):
        told = client.get(page).content.decode()
    assert "已证明" in told
    assert "1号路段" in told
    site, first = streets.sites[0], streets.units[0]
    change = reverse("adoptions:change", args=[row.pk, site.pk])
    assert "市市场监管局" in client.get(change).content.decode()
    given = {"seen": 0, "site": site.pk, "old": first.pk, "new": ""}
    assert client.post(change, given).status_code == 302
    told = client.get(page).content.decode()
    assert "现在的方案有" in told
    assert "市住建局没有分到路段" in told
    assert ">采用<" not in told
    accept = reverse("proposals:step", args=[row.pk, "accept"])
    assert client.post(accept, {"seen": 1}).status_code == 409
    assert client.post(change, {**given, "seen": 0}).status_code == 409  # another saw it before
    back = {"seen": 1, "site": site.pk, "old": "", "new": first.pk}
    assert client.post(change, back).status_code == 302
    assert client.post(accept, {"seen": 2}).status_code == 302
    row.refresh_from_db()
    stand = Charge.objects.standing().filter(kind="adopts").count()
    assert (row.state, stand) == ("accepted", len(row.plan["pairs"]))


def test_a_wish_is_said_and_taken_back_on_the_page(
    world: World, streets: Streets, client: Client
) -> None:
    client.force_login(world.office)
    given = {"unit": streets.units[3].pk, "site": streets.sites[0].pk, "kind": "wants"}
    assert client.post(reverse("adoptions:say"), given).status_code == 302
    assert client.post(reverse("adoptions:say"), {**given, "unit": ""}).status_code == 422
    told = client.get(reverse("adoptions:list")).content.decode()
    assert "希望包" in told
    back = reverse("adoptions:unsay", args=[Wish.objects.get().pk])
    assert client.post(back).status_code == 302
    assert client.post(back).status_code == 302
    assert not Wish.objects.exists()
