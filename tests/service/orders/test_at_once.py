"""Several people at once, each with a connection of his own: one wins, the others hear why not."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest

from tests.loop.casework.test_at_once import at_once
from tests.service.station import TUESDAY, Town
from tests.world import MONDAY, SHANGHAI, World
from wenming.records.models import Act
from wenming.service.orders.actions import place, take
from wenming.service.orders.models import Order
from wenming.service.orders.rules import Move
from wenming.service.stations.actions import book
from wenming.service.stations.drafts import Wanted
from wenming.service.stations.models import Booking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The small city, committed, so that every connection sees it."""
    return Town(World())


def test_six_bookings_fired_at_once_and_one_stands(town: Town) -> None:
    start = datetime.combine(TUESDAY, time(10), SHANGHAI)
    halls = [
        Wanted(town.hall.pk, start + timedelta(minutes=5 * n), start + timedelta(hours=2), "排练")
        for n in range(6)
    ]
    done = at_once(6, lambda n: book(halls[n], by=town.host, at=MONDAY).purpose)
    assert Counter(one if one == "排练" else one[0] for one in done) == {
        "排练": 1,
        "venue_booked": 5,
    }
    assert Booking.objects.count() == 1


def test_two_teams_grab_one_order_and_one_has_it(town: Town) -> None:
    order = town.order()
    sides = [(town.team.pk, town.captain), (town.other.pk, town.second)] * 3

    def grab(n: int) -> str:
        team, by = sides[n]
        return take(order.pk, Move.GRAB, town.given(team=team), by=by, at=MONDAY).state

    done = at_once(6, grab)
    assert Counter(done) == {"taken": 1, ("state", "taken"): 5}
    assert Act.objects.filter(move="grab").count() == 1


def test_one_team_is_not_sent_to_two_at_one_time(town: Town) -> None:
    orders = [town.order(n) for n in range(1, 5)]
    done = at_once(
        4, lambda n: take(orders[n].pk, Move.SEND, town.given(), by=town.host, at=MONDAY).state
    )
    assert Counter(one if one == "sent" else one[0] for one in done) == {"sent": 1, "team_busy": 3}


def test_a_form_sent_six_times_at_once_is_one_order(town: Town) -> None:
    done = at_once(6, lambda _: place(town.draft(), by=town.asker, at=MONDAY).number)
    assert len(set(done)) == 1
    assert Order.objects.count() == 1
