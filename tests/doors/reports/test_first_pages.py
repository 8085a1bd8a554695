"""The first pages and the map: what they count opens to the same, and the map lies on our own ground."""

from typing import Any

import pytest
from django.test import Client

from tests.world import World
from wenming.org.models import Area
from wenming.places.actions import ROAD
from wenming.places.models import Site, SiteKind

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
