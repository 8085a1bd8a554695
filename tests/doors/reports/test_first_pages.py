"""The first pages and the map: what they count opens to the same, and the map lies on our own ground."""

from typing import Any

import pytest
from django.test import Client

from tests.casefile import filed
from tests.world import World
from wenming.doors.reports.views import MOST_FOUND
from wenming.org.models import Area
from wenming.places.actions import ROAD
from wenming.places.models import Site, SiteKind
from wenming.records.actions import enter

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[98, 39], [99, 39], [99, 40], [98, 39]]]}
LINE = {"type": "LineString", "coordinates": [[98, 39], [99, 39]]}


def test_the_map_is_drawn_on_the_citys_own_outlines_and_roads(world: World, client: Client) -> None:
    Area.objects.filter(pk=world.east.pk).update(outline=SQUARE)
    road = SiteKind.objects.create(name=ROAD)
    Site.objects.create(code="DL1", kind=road, name="云水路", geometry=LINE)
    client.force_login(world.leader)
    features = client.get("/map.geojson").json()["features"]
    drawn = {(f["properties"]["look"], f["properties"]["name"]) for f in features}
    assert {("area", "东街道"), ("road", "云水路")} <= drawn
    assert ROAD not in client.get("/map/").content.decode()


def test_a_units_figures_open_to_its_own_cases(world: World, client: Client) -> None:
    client.force_login(world.liaison)
    figures: list[Any] = client.get("/").context["figures"]
    assert all(f"unit={world.market.pk}" in figure.url for figure in figures)


def test_many_cases_hide_no_site_unit_or_standard(world: World, client: Client) -> None:
    enter("case", [(n, f"2026-{n:05} 路面破损", "") for n in range(10_000, 10_500)])
    enter("site", [(world.sites[0].pk, "东风路", "JC0001")])
    enter("unit", [(world.roads.pk, "路灯管理所", "")])
    enter("item", [(world.litter.pk, "路面无垃圾", "")])
    case = filed(world)
    enter("case", [(case.pk, f"{case.number} 路边垃圾", "")])
    client.force_login(world.office)
    told = dict(client.get("/search/?q=路").context["found"])
    assert [[e.title for e, _ in rows] for rows in told.values()] == [
        [f"{case.number} 路边垃圾"],
        ["东风路"],
        ["路灯管理所"],
        ["路面无垃圾"],
    ]


def test_a_long_list_of_one_kind_is_cut_and_says_so(world: World, client: Client) -> None:
    enter("site", [(site.pk, f"东风路{site.pk}", "") for site in world.sites])
    client.force_login(world.office)
    assert not client.get("/search/?q=路").context["cut"]
    lanes = [
        Site(code=f"L{n}", kind=world.lane, name=f"北路{n}", area=world.east) for n in range(60)
    ]
    enter("site", [(site.pk, site.name, "") for site in Site.objects.bulk_create(lanes)])
    page = client.get("/search/?q=路")
    assert page.context["cut"]
    assert len(page.context["found"][0][1]) == MOST_FOUND


def test_only_those_who_may_assign_are_bidden_to(world: World, client: Client) -> None:
    filed(world)
    bidden = {}
    for reader in (world.office, world.leader):
        client.force_login(reader)
        bidden[reader.name] = client.get("/").context["to_dispatch"]
    assert bidden == {world.office.name: 1, world.leader.name: False}


def test_what_was_just_done_names_a_group_and_no_person(world: World, client: Client) -> None:
    filed(world)
    client.force_login(world.leader)
    page = client.get("/")
    assert page.context["acts"][0]["who"] == "第1工作组"
