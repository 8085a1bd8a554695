"""A neighbour orders for somebody without a phone; the station sends it; the team serves; it is rated."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.service.station import TUESDAY, Town
from tests.world import MONDAY, World
from wenming.org.models import User
from wenming.service.orders.models import Order

ANSWERS = {
    "name": "王奶奶",
    "phone": "",
    "address": "东街道1号院2单元",
    "heads": 1,
    "earliest": "2026-03-03",
    "latest": "2026-03-08",
    "part": "morning",
    "wishes": "耳背，请大声敲门",
}


@pytest.fixture
def town(world: World) -> Town:
    return Town(world)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_an_order_from_the_menu_to_its_rating(town: Town) -> None:
    asker, host, captain = as_(town.asker), as_(town.host), as_(town.captain)
    menu = asker.get(f"/orders/at/{town.station.pk}/").content.decode()
    assert "三步中的第一步" in menu
    there = f"/orders/at/{town.station.pk}/{town.hair.pk}/"
    assert there in menu
    form = asker.get(there).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key is not None
    sent = ANSWERS | {"key": key[1]}
    check = asker.post(there, sent).content.decode()
    assert "三步中的第三步" in check
    assert not Order.objects.exists()
    for _again in range(2):  # a thumb that taps twice
        placed = asker.post(there, sent | {"confirm": "1"})
    order = Order.objects.get()
    assert placed.headers["Location"] == f"/orders/{order.pk}/"
    at = f"/orders/{order.pk}"
    given = {"team": town.team.pk, "day": TUESDAY.isoformat(), "part": "morning"}
    assert host.post(f"{at}/send/", given).status_code == 302
    assert "王奶奶" in captain.get(f"{at}/").content.decode()
    assert captain.post(f"{at}/accept/").status_code == 302
    assert captain.post(f"{at}/accept/").status_code == 409
    assert captain.post(f"{at}/finish/", {}).status_code == 422
    assert captain.post(f"{at}/finish/", {"note": "理好了"}).status_code == 302
    assert asker.post(f"{at}/rate/", {"stars": 5, "note": "手艺好"}).status_code == 302
    assert "手艺好" in host.get(f"{at}/").content.decode()
    assert "平均评分 5.0 星" in host.get("/orders/").content.decode()


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_why_an_order_is_not_accepted_is_read_by_the_asker_and_the_station_alone(
    town: Town, world: World
) -> None:
    order = town.order()
    at = f"/orders/{order.pk}/"
    assert as_(town.host).post(f"{at}turn_down/", {"note": "超出服务范围"}).status_code == 302
    for reader in (town.asker, town.host, world.office):
        assert "超出服务范围" in as_(reader).get(at).content.decode()
    seen = as_(world.leader).get(at).content.decode()
    assert "超出服务范围" not in seen
    assert "王奶奶" not in seen


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_what_cannot_be_sent_so_is_said_at_the_form(town: Town) -> None:
    talk = town.order(offer=town.talk.pk, heads=30)
    other = town.order(2, offer=town.talk.pk, heads=30)
    host = as_(town.host)
    given = {
        "team": town.team.pk,
        "day": TUESDAY.isoformat(),
        "part": "morning",
        "venue": town.hall.pk,
    }
    assert host.post(f"/orders/{talk.pk}/send/", given).status_code == 302
    answer = host.post(f"/orders/{other.pk}/send/", given)
    assert answer.status_code == 422
    assert "这时候已有一单" in answer.content.decode()
    station = host.get(f"/stations/{town.station.pk}/").content.decode()
    assert talk.number in station
    booked = {
        "venue": town.hall.pk,
        "day": TUESDAY.isoformat(),
        "starts": "09:30",
        "ends": "10:00",
        "heads": 5,
        "purpose": "排练",
    }
    answer = host.post(f"/stations/{town.station.pk}/book/", booked)
    assert answer.status_code == 422
    assert "已有预约" in answer.content.decode()


def test_a_unit_puts_a_team_forward_and_the_office_admits_it(town: Town) -> None:
    team = {
        "unit": town.world.market.pk,
        "name": "巾帼队",
        "skills": "理发、陪聊",
        "times": ["0-morning", "2-afternoon"],
        "heads": 6,
        "reach": 5000,
        "most": 4,
    }
    assert as_(town.captain).post("/volunteers/apply/", team).status_code == 302
    listed = as_(town.office).get("/volunteers/?state=applied").content.decode()
    address = re.search(r"/volunteers/\d+/admit/", listed)
    assert address is not None
    assert as_(town.office).post(address[0]).status_code == 302
    assert "巾帼队" in as_(town.captain).get("/volunteers/?state=admitted").content.decode()
