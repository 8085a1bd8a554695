"""A station, its venues, closed days and menu are set up in the browser, by who may."""

from typing import Any

import pytest
from django.test import Client

from tests.service.station import Town
from tests.world import World
from wenming.org.models import User
from wenming.service.stations.models import Closure, Offer, Station, Venue

VENUE = {
    "name": "东厅", "kind": "hall", "seats": "20", "weekdays": ["0", "1"], "opens": "08:00", "closes": "20:00"
}  # fmt: skip
OFFER = {"name": "修灯", "skill": "水电", "minutes": "60", "most": "2", "hall": "", "text": ""}


@pytest.fixture
def town(world: World) -> Town:
    return Town(world)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(user: User, address: str, said: dict[str, Any]) -> int:
    return as_(user).post(address, said).status_code


def test_the_office_sets_up_a_station_and_renames_it(town: Town, world: World) -> None:
    said = {
        "kind": "office",
        "name": "西街道实践所",
        "parent": town.centre.pk,
        "area": world.west.pk,
    }
    said |= {"unit": world.roads.pk, "address": "2号", "lon": "98.3", "lat": "39.7"}
    assert sent(town.office, "/stations/new/", said) == 302
    made = Station.objects.get(name="西街道实践所")
    assert sent(town.office, f"/stations/{made.pk}/edit/", said | {"name": "西所"}) == 302
    assert sent(town.office, f"/stations/{made.pk}/edit/", said | {"name": "东街道实践所"}) == 422
    assert sent(town.office, f"/stations/{made.pk}/edit/", said | {"kind": "point"}) == 422
    made.refresh_from_db()
    assert (made.name, made.kind, made.lon) == ("西所", "office", 98.3)
    assert sent(town.host, "/stations/new/", said) == 403


def test_who_runs_a_station_says_where_it_is_but_not_whose(town: Town) -> None:
    address = f"/stations/{town.station.pk}/edit/"
    said = {"name": "我的站", "address": "学府路1号", "phone": "12", "lon": "98.4", "lat": "39.7"}
    assert sent(town.host, address, said) == 302
    town.station.refresh_from_db()
    assert (town.station.name, town.station.address) == ("东街道实践所", "学府路1号")
    assert sent(town.host, address, said | {"lat": ""}) == 422
    assert sent(town.captain, address, said) == 403


def test_a_venue_and_its_part_are_made_and_changed(town: Town) -> None:
    here = f"/stations/{town.station.pk}/venues/"
    assert sent(town.host, f"{here}new/", VENUE | {"part_of": town.hall.pk}) == 302
    part = Venue.objects.get(name="东厅")
    assert (part.part_of, part.weekdays) == (town.hall, [0, 1])
    assert sent(town.host, f"{here}{part.pk}/", VENUE | {"name": "东间", "part_of": ""}) == 302
    assert sent(town.host, f"{here}{part.pk}/", VENUE | {"name": "大厅"}) == 422
    assert sent(town.host, f"{here}new/", VENUE | {"closes": "07:00"}) == 422
    assert sent(town.captain, f"{here}new/", VENUE) == 403
    assert sent(town.host, f"/stations/{town.centre.pk}/venues/{part.pk}/", VENUE) == 403
    part.refresh_from_db()
    assert (part.name, part.part_of) == ("东间", None)


def test_dishes_are_put_on_the_menu_changed_and_taken_off(town: Town) -> None:
    here = f"/stations/{town.station.pk}/offers/"
    assert sent(town.host, f"{here}new/", OFFER) == 302
    own = Offer.objects.get(name="修灯")
    assert sent(town.host, f"{here}{own.pk}/", OFFER | {"name": "修水管"}) == 302
    assert sent(town.host, f"/stations/offers/{own.pk}/close/", {}) == 302
    assert sent(town.host, "/stations/offers/new/", OFFER) == 403
    assert sent(town.host, f"/stations/offers/{town.hair.pk}/close/", {}) == 403
    assert sent(town.office, "/stations/offers/new/", OFFER) == 302
    assert sent(town.office, f"/stations/offers/{town.hair.pk}/close/", {}) == 302
    own.refresh_from_db()
    assert (own.name, own.closed is not None) == ("修水管", True)
    listed = as_(town.captain).get("/stations/offers/").content.decode()
    assert "全市各站" in listed
    assert "修水管" in listed


def test_closed_days_are_put_down_and_taken_back(town: Town) -> None:
    here = f"/stations/{town.station.pk}/closures/"
    said = {"venue": "", "first": "2199-01-01", "last": "2199-01-03", "note": "换展"}
    assert sent(town.host, here, said) == 302
    assert sent(town.host, here, said | {"last": "2198-01-01"}) == 422
    assert "换展" in as_(town.captain).get(f"/stations/{town.station.pk}/").content.decode()
    key = Closure.objects.get().pk
    assert sent(town.captain, f"/stations/closures/{key}/reopen/", {}) == 403
    assert sent(town.host, f"/stations/closures/{key}/reopen/", {}) == 302
    assert Closure.objects.count() == 0
