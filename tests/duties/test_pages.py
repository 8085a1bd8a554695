"""Who adopts which segment, what nobody does, and how a charge goes from hand to hand."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.world import MONDAY, World
from wenming.duties.actions import charge_with, hand_over
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.kit.flow import Refused
from wenming.places.models import Site, SiteKind
from wenming.records.models import Act

DAY = date(2026, 3, 2)


@pytest.fixture
def segments(world: World) -> list[Site]:
    """Three segments: one adopted, one given up last year, one nobody's."""
    kind = SiteKind.objects.create(name="包街路段")
    made = [
        Site.objects.create(
            code=f"LD{n:03}", kind=kind, name=f"{n}号路段", area=world.east, metres=100 * n
        )
        for n in (1, 2, 3)
    ]
    adopts, since = ChargeKind.ADOPTS.value, date(2025, 1, 1)
    Charge.objects.create(unit=world.market, site=made[0], kind=adopts, since=date(2026, 1, 1))
    past = {"kind": adopts, "since": since, "until": date(2025, 12, 31)}
    Charge.objects.create(unit=world.roads, site=made[0], **past)
    Charge.objects.create(unit=world.roads, site=made[1], **past)
    return made


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"duties:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def rows_of(page: str) -> str:
    return page.partition("<tbody>")[2]


def post(client: Client, view: str, pk: int, **data: Any) -> int:
    return client.post(reverse(f"duties:{view}", args=[pk]), data).status_code


def test_the_list_says_who_adopts_who_did_and_where_the_gaps_are(
    world: World, segments: list[Site], client: Client
) -> None:
    client.force_login(world.office)
    told = page(client, "list")
    for said in ("1号路段", "市市场监管局", "市住建局", ">600<", '?bare=1"'):
        assert said in told
    gaps = rows_of(page(client, "list", bare="1"))
    assert ("1号路段" in gaps, "2号路段" in gaps, "3号路段" in gaps) == (False, True, True)
    own = rows_of(page(client, "list", unit=str(world.market.pk)))
    assert ("1号路段" in own, "2号路段" in own) == (True, False)


def test_a_charge_goes_to_another_unit_with_both_histories_kept(
    world: World, segments: list[Site], client: Client
) -> None:
    client.force_login(world.office)
    charge = Charge.objects.standing().get(site=segments[0])
    begin = page(client, "hand", charge.pk)
    assert "市市场监管局" in begin
    given = {"unit": world.roads.pk, "since": "2026-03-02", "note": "按新方案"}
    assert post(client, "hand", charge.pk, **given) == 302
    charge.refresh_from_db()
    assert charge.until == date(2026, 3, 1)
    assert Charge.objects.standing().get(site=segments[0]).unit == world.roads
    act = Act.objects.get(kind="charge", move="hand_over")
    assert (act.units, act.note) == (sorted([world.market.pk, world.roads.pk]), "按新方案")
    page(client, "hand", charge.pk, status=404)


def test_a_charge_is_not_handed_over_before_it_began(
    world: World, segments: list[Site], client: Client
) -> None:
    client.force_login(world.office)
    charge = Charge.objects.standing().get(site=segments[0])
    given = {"unit": world.roads.pk, "since": "2026-01-01"}
    assert post(client, "hand", charge.pk, **given) == 422
    assert Charge.objects.standing().get(site=segments[0]) == charge


def test_a_hand_over_to_one_who_adopts_there_already_leaves_one_charge(
    world: World, segments: list[Site]
) -> None:
    charge_with(segments[0], world.roads, ChargeKind.ADOPTS, since=DAY, by=None, at=MONDAY)
    charge = Charge.objects.standing().get(site=segments[0], unit=world.market)
    hand_over(charge.pk, world.roads, since=DAY, by=None, at=MONDAY)
    assert [c.unit for c in Charge.objects.standing().filter(site=segments[0])] == [world.roads]


def test_a_gap_is_filled_and_a_site_has_one_unit_in_charge(
    world: World, segments: list[Site], client: Client
) -> None:
    client.force_login(world.office)
    assert (
        post(
            client, "charge", segments[2].pk, kind="adopts", unit=world.roads.pk, since="2026-03-02"
        )
        == 302
    )
    assert Charge.objects.standing().get(site=segments[2]).unit == world.roads
    taken = {"kind": "in_charge", "unit": world.roads.pk, "since": "2026-03-02"}
    assert post(client, "charge", world.sites[0].pk, **taken) == 422
    assert Charge.objects.standing().get(site=world.sites[0]).unit == world.street


def test_only_who_sees_to_charges_there_may_change_them(
    world: World, segments: list[Site], client: Client
) -> None:
    charge = Charge.objects.standing().get(site=segments[0])
    for user in (world.leader, world.inspector, world.liaison):
        client.force_login(user)
        page(client, "hand", charge.pk, status=403)
        page(client, "charge", segments[2].pk, status=403)
        assert "交接</a>" not in page(client, "list")
    with pytest.raises(Refused, match="power"):
        hand_over(charge.pk, world.roads, since=DAY, by=world.leader, at=MONDAY)


def test_a_unit_sees_what_it_answers_for(
    world: World, segments: list[Site], client: Client
) -> None:
    client.force_login(world.liaison)
    told = page(client, "unit", world.market.pk)
    for said in ("集贸市场4号", "1号路段", "主管", "包街"):
        assert said in told
    assert "2号路段" not in told


def test_the_list_costs_the_same_queries_however_long(
    world: World,
    segments: list[Site],
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    kind = segments[0].kind
    for n in range(4, 44):
        site = Site.objects.create(code=f"LD{n:03}", kind=kind, name=f"{n}号路段", area=world.east)
        Charge.objects.create(unit=world.roads, site=site, kind="adopts", since=DAY)
    client.force_login(world.office)
    page(client, "list")
    with django_assert_max_num_queries(16):
        page(client, "list")
