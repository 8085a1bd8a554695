"""How long people waited and how they rated it, with what a small number can say."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.service.station import Town
from tests.world import MONDAY, World
from wenming.service.orders.actions import take
from wenming.service.orders.drafts import Given
from wenming.service.orders.rules import Move, mean


def test_a_mean_says_by_how_much_it_may_be_off() -> None:
    assert mean([]) is None
    one = mean([4.0])
    assert one is not None
    assert (one.n, one.mean, one.margin, one.few) == (1, 4.0, None, True)
    told = mean([3.0, 4.0, 5.0, 4.0])
    assert told is not None
    assert told.margin == pytest.approx(3.18 * 0.8165 / 2, rel=1e-3)
    many = mean([3.0, 5.0] * 50)
    assert many is not None
    assert (many.few, round(many.margin or 0, 2)) == (False, 0.21)


def test_a_station_shows_waiting_and_ratings_on_one_line(world: World) -> None:
    town = Town(world)
    for number, (day, stars) in enumerate(((3, 5), (4, 3)), 1):
        row = town.order(number)
        given = town.given(day=MONDAY.date().replace(day=day))
        take(row.pk, Move.SEND, given, by=town.host, at=MONDAY)
        take(row.pk, Move.ACCEPT, by=town.captain, at=MONDAY)
        done = MONDAY + timedelta(days=3)
        take(row.pk, Move.FINISH, Given(note="好了"), by=town.captain, at=done)
        take(row.pk, Move.RATE, Given(stars=stars), by=town.asker, at=done)
    client = Client()
    client.force_login(town.office)
    page = client.get("/orders/figures/").content.decode()
    assert "4.0 ± 12.7" in page
    assert "太少" in page
    assert ">2<" in page
