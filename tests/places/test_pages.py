"""The pages of sites: found, looked at, mended, and only by those who may."""

import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.places.actions import describe
from wenming.places.drafts import SiteChange
from wenming.places.models import Site, SiteKind
from wenming.records.models import Act, Entry

SCHEMA = {
    "type": "object",
    "properties": {
        "等级": {"type": "string", "enum": ["一类", "二类"]},
        "蹲位": {"type": "integer", "minimum": 0},
        "无障碍": {"type": "boolean"},
    },
}


@pytest.fixture
def toilet(world: World) -> Site:
    """A site with attributes."""
    kind = SiteKind.objects.create(name="公共厕所", order=3, schema=SCHEMA)
    return Site.objects.create(
        code="GC1",
        kind=kind,
        name="东门公厕",
        area=world.east,
        lon=98.31,
        lat=39.71,
        attributes={"等级": "一类", "管养": "环卫一队"},
    )


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"places:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def rows_of(page: str) -> str:
    return page.partition("<tbody>")[2]


def test_the_list_narrows_by_name_kind_area_and_unit(world: World, client: Client) -> None:
    client.force_login(world.office)
    assert rows_of(page(client, "list")).count("<tr>") == 5
    asked: tuple[tuple[dict[str, Any], list[str]], ...] = (
        ({"q": "背街小巷3"}, ["JC0003"]),
        ({"kind": str(world.bazaar.pk)}, ["JC0004", "JC0005"]),
        ({"area": str(world.west.pk)}, ["JC0003", "JC0005"]),
        ({"area": str(world.city.pk), "unit": str(world.market.pk)}, ["JC0004", "JC0005"]),
    )
    for query, codes in asked:
        told = rows_of(page(client, "list", **query))
        assert [site.code for site in world.sites if site.code in told] == codes, query


def test_one_sees_the_sites_of_ones_area_and_unit_and_no_others(
    world: World, client: Client
) -> None:
    client.force_login(world.liaison)
    told = rows_of(page(client, "list"))
    assert ("JC0004" in told, "JC0001" in told) == (True, False)
    page(client, "site", world.sites[3].pk)
    for name in ("site", "geo", "edit"):
        page(client, name, world.sites[0].pk, status=404)
    client.force_login(world.stranger)
    assert "没有这样的点位" in page(client, "list")


def test_sites_nobody_keeps_and_sites_out_of_use_are_asked_for(
    world: World, toilet: Site, client: Client
) -> None:
    client.force_login(world.office)
    assert "GC1" in rows_of(page(client, "list", bare="1"))
    assert "JC0001" not in rows_of(page(client, "list", bare="1"))
    describe(toilet.pk, SiteChange("东门公厕", retired=True), by=world.office, at=MONDAY)
    assert "GC1" not in rows_of(page(client, "list"))
    assert "GC1" in rows_of(page(client, "list", retired="1"))
    assert "起停用" in page(client, "site", toilet.pk)


def test_roads_are_no_sites_to_inspect(world: World, client: Client) -> None:
    kind = SiteKind.objects.create(name="道路")
    Site.objects.create(code="DL001", kind=kind, name="迎宾路", area=world.city)
    client.force_login(world.office)
    assert "DL001" not in page(client, "list")
    assert "DL001" not in page(client, "list", bare="1")
    assert "DL001" in page(client, "list", kind=str(kind.pk))


def test_a_site_shows_what_it_has_where_it_is_and_who_keeps_it(
    world: World, toilet: Site, client: Client
) -> None:
    client.force_login(world.inspector)
    told = page(client, "site", toilet.pk)
    for said in ("东街道", "一类", "环卫一队", "98.310000", "没有单位负责"):
        assert said in told
    assert "市市场监管局" in page(client, "site", world.sites[3].pk)
    shape = json.loads(page(client, "geo", toilet.pk))["features"][0]["geometry"]
    assert shape == {"type": "Point", "coordinates": [98.31, 39.71]}


def test_attributes_are_mended_as_their_kind_wants_them(
    world: World, toilet: Site, client: Client
) -> None:
    client.force_login(world.office)
    url = reverse("places:edit", args=[toilet.pk])
    begin = page(client, "edit", toilet.pk)
    for label in ("等级", "蹲位", "无障碍", "管养"):
        assert label in begin
    given = {"name": "东门公厕（新）", "own_0": "二类", "own_1": "１２", "own_2": "是", "own_3": ""}
    assert client.post(url, given).status_code == 302
    toilet.refresh_from_db()
    assert toilet.attributes == {"等级": "二类", "蹲位": 12, "无障碍": True}
    assert Entry.objects.get(kind="site", key=toilet.pk).title == "东门公厕（新）"
    act = Act.objects.get(kind="site", key=str(toilet.pk))
    assert act.facts["columns"] == ["attributes", "name"]
    for wrong in ({"own_1": "很多"}, {"own_0": "三类"}, {"own_1": "-1"}, {"name": ""}):
        assert client.post(url, {**given, **wrong}).status_code == 422


def test_only_who_sees_to_charges_there_mends_a_site(
    world: World, toilet: Site, client: Client
) -> None:
    url = reverse("places:edit", args=[toilet.pk])
    for user in (world.inspector, world.leader, world.auditor):
        client.force_login(user)
        assert "修改</a>" not in page(client, "site", toilet.pk)
        assert client.post(url, {"name": "别的"}).status_code == 403
    change = SiteChange("东门公厕", attributes={"蹲位": "很多"})
    with pytest.raises(Refused, match="attribute"):
        describe(toilet.pk, change, by=None, at=MONDAY)


def test_what_is_filtered_is_exported_and_safe(world: World, toilet: Site, client: Client) -> None:
    Site.objects.filter(pk=toilet.pk).update(name="=1+1")
    client.force_login(world.office)
    url = reverse("places:export")
    answer: Any = client.get(url, {"kind": str(toilet.kind_id)})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][2] == "=1+1"
    assert sheet["C2"].data_type == "s"
    client.force_login(world.inspector)
    assert client.get(url).status_code == 403


def test_the_kinds_count_the_sites_one_sees(world: World, toilet: Site, client: Client) -> None:
    client.force_login(world.liaison)
    told = page(client, "kinds")
    assert "等级、蹲位、无障碍" in told
    assert f'?kind={world.bazaar.pk}">2</a>' in told
    assert f'?kind={toilet.kind_id}">0</a>' in told


def test_the_list_costs_the_same_queries_however_long(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Site.objects.bulk_create(
        Site(code=f"N{n:03}", kind=world.lane, name=f"新{n}", area=world.east) for n in range(60)
    )
    client.force_login(world.office)
    page(client, "list")
    with django_assert_max_num_queries(16):
        page(client, "list")
