"""Anybody finds a station, orders in three steps with a telephone alone, and sees his own order alone."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import localdate, now

from tests.service.station import Town
from tests.world import World
from wenming.doors.public.views import ORDERS
from wenming.kit.flow import Refused
from wenming.service.orders.actions import code_of, take, take_openly
from wenming.service.orders.drafts import Given
from wenming.service.orders.models import Order
from wenming.service.orders.rules import Move
from wenming.service.stations.actions import book, shut
from wenming.service.stations.drafts import ClosureDraft, Wanted
from wenming.service.stations.rules import free
from wenming.service.volunteers.rules import Part


@pytest.fixture
def town(world: World) -> Town:
    cache.clear()
    return Town(world)


def said(number: int = 1, **over: Any) -> dict[str, Any]:
    """What is filled in for a haircut at home."""
    today = localdate()
    plain = {"key": UUID(int=number), "name": "王奶奶", "phone": "138 0000-0001", "heads": 1}
    plain |= {"address": "东街道1号院", "earliest": today, "latest": today}
    return {**plain, **over}


def sent(town: Town, **over: Any) -> Any:
    """The form, by somebody without an account."""
    return Client().post(f"/public/stations/{town.station.pk}/{town.hair.pk}/", said(**over))


def slip(row: Order) -> str:
    return f"/public/orders/{row.number}/{code_of(row)}/"


def test_a_venue_is_free_where_nobody_has_it() -> None:
    eight, nine, ten, noon = time(8), time(9), time(10), time(12)
    assert free(eight, noon, []) == [(eight, noon)]
    assert free(eight, noon, [(ten, noon), (nine, ten)]) == [(eight, nine)]
    assert free(nine, noon, [(eight, ten), (nine, time(9, 30))]) == [(ten, noon)]


def test_an_order_without_an_account_is_placed_once_and_found_again_by_its_code(town: Town) -> None:
    answer = sent(town)
    row = Order.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, slip(row))
    assert sent(town).headers["Location"] == slip(row)
    assert Order.objects.count() == 1
    assert (row.placed_by, row.phone) == (None, "13800000001")
    page = Client().get(slip(row)).content.decode()
    assert code_of(row) in page
    for told in ("王奶奶", "13800000001", "1号院"):
        assert told not in page
    found = Client().post("/public/orders/", {"number": row.number.lower(), "code": code_of(row)})
    assert found.headers["Location"] == slip(row)
    wrong = f"{(int(code_of(row)) + 1) % 10**8:08}"
    assert (
        Client().post("/public/orders/", {"number": row.number, "code": wrong}).status_code == 422
    )
    assert Client().get(f"/public/orders/{row.number}/{wrong}/").status_code == 404


def test_whoever_has_the_code_rates_and_takes_back_and_does_nothing_else(town: Town) -> None:
    sent(town)
    row = Order.objects.get()
    assert Client().post(f"{slip(row)}send/").status_code == 403
    with pytest.raises(Refused, match="power"):
        take_openly(row.pk, Move.TURN_DOWN, Given(note="不办"), at=now())
    assert Client().post(f"{slip(row)}rate/", {"stars": 5}).status_code == 409
    assert Client().post(f"{slip(row)}withdraw/").status_code == 302
    assert Client().post(f"{slip(row)}withdraw/").status_code == 409
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_a_served_order_is_rated_by_its_code(town: Town) -> None:
    sent(town)
    row = Order.objects.get()
    given = Given(town.team.pk, date(2199, 1, 7), Part.MORNING)
    told: dict[str, Any] = {"by": None, "at": now()}
    take(row.pk, Move.SEND, given, **told)
    take(row.pk, Move.ACCEPT, **told)
    take(row.pk, Move.FINISH, Given(note="理好了"), **told)
    assert "理好了" in Client().get(slip(row)).content.decode()
    assert Client().post(f"{slip(row)}rate/", {}).status_code == 422
    assert Client().post(f"{slip(row)}rate/", {"stars": 5, "note": "谢谢"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.stars, row.praise) == ("rated", 5, "谢谢")


def test_why_it_was_not_accepted_only_who_asked_reads(town: Town) -> None:
    sent(town)
    row = Order.objects.get()
    take(row.pk, Move.TURN_DOWN, Given(note="已另有安排"), by=town.host, at=now())
    assert "已另有安排" in Client().get(slip(row)).content.decode()


def test_too_many_and_machines_are_held_off(town: Town) -> None:
    assert sent(town, website="http://spam").status_code == 302
    assert Order.objects.count() == 0
    assert sent(town, phone="12").status_code == 422
    assert [sent(town, number=n).status_code for n in range(1, 5)] == [302, 302, 302, 422]
    assert "还没办完" in sent(town, number=9).content.decode()
    answers = [sent(town, number=n, phone=f"1390000{n:04}").status_code for n in range(20, 45)]
    assert 429 in answers
    assert Order.objects.count() <= ORDERS


def test_a_neighbour_orders_for_somebody_else(town: Town) -> None:
    sent(town, helper="小李")
    assert Order.objects.get().helper == "小李"


def test_a_station_shows_its_menu_when_venues_are_free_and_when_it_is_closed(town: Town) -> None:
    start = now().replace(hour=2, minute=0, second=0, microsecond=0)
    start += timedelta(days=1)
    book(Wanted(town.hall.pk, start, start.replace(hour=4), "排练"), by=town.host, at=now())
    first = localdate(start)
    closed = ClosureDraft(first, first, town.room.pk, "换灯")
    shut(town.station.pk, closed, by=town.host, at=now())
    page = Client().get(f"/public/stations/{town.station.pk}/").content.decode()
    for told in ("上门理发", "08:30–10:00 12:00–21:30", "没有空", "换灯", 'data-size="large"'):
        assert told in page
    assert "排练" not in page
    listed = Client().get("/public/?q=讲座").content.decode()
    assert "东街道实践所" in listed
    assert "西街道实践所" not in Client().get("/public/?q=西街道").content.decode()


def test_what_is_new_can_be_followed(town: Town) -> None:
    answer = Client().get("/public/feed.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert "上门理发</title>" in answer.content.decode()


def test_a_resident_finds_it_from_the_sign_in(town: Town) -> None:
    page = Client().get("/account/login/").content.decode()
    assert 'href="/public/"' in page
