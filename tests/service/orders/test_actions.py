"""An order is placed, sent, taken, done and rated; who gives it back is not asked again."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.service.station import TUESDAY, Town
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.records.models import Act
from wenming.service.orders.actions import place, take
from wenming.service.orders.drafts import Given
from wenming.service.orders.models import Order
from wenming.service.orders.rules import ARROWS, Move, State
from wenming.service.stations.models import Booking
from wenming.service.volunteers.rules import Part


@pytest.fixture
def town(world: World) -> Town:
    return Town(world)


def test_an_order_goes_its_way_and_leaves_one_act_a_step(town: Town) -> None:
    order = town.order()
    take(order.pk, Move.SEND, town.given(), by=town.host, at=MONDAY)
    take(order.pk, Move.ACCEPT, by=town.captain, at=MONDAY)
    take(order.pk, Move.FINISH, Given(note="理好了"), by=town.captain, at=MONDAY)
    rated = take(order.pk, Move.RATE, Given(stars=5, note="手艺好"), by=town.asker, at=MONDAY)
    assert (rated.state, rated.stars, rated.result, rated.praise) == (
        "rated",
        5,
        "理好了",
        "手艺好",
    )
    moves = list(Act.objects.about("order", order.pk).values_list("move", flat=True))
    assert moves == ["place", "send", "accept", "finish", "rate"]


def test_the_same_form_sent_twice_is_one_order(town: Town) -> None:
    assert town.order() == town.order()
    assert Order.objects.count() == 1


def test_who_gives_an_order_back_is_not_asked_again(town: Town) -> None:
    order = town.order()
    take(order.pk, Move.SEND, town.given(), by=town.host, at=MONDAY)
    back = take(order.pk, Move.DECLINE, Given(note="剪刀坏了"), by=town.captain, at=MONDAY)
    assert (back.state, back.team, back.start) == ("placed", None, None)
    with pytest.raises(Refused, match="team_declined"):
        take(order.pk, Move.SEND, town.given(), by=town.host, at=MONDAY)
    other = town.given(team=town.other.pk)
    assert take(order.pk, Move.SEND, other, by=town.host, at=MONDAY).team == town.other


def test_a_venue_is_booked_with_the_order_and_freed_with_it(town: Town) -> None:
    order = town.order(offer=town.talk.pk, heads=30, address="")
    with pytest.raises(Refused, match="venue_needed"):
        take(order.pk, Move.SEND, town.given(), by=town.host, at=MONDAY)
    with pytest.raises(Refused, match="venue_kind"):
        take(order.pk, Move.SEND, town.given(venue=town.room.pk), by=town.host, at=MONDAY)
    sent = take(order.pk, Move.SEND, town.given(venue=town.hall.pk), by=town.host, at=MONDAY)
    assert Booking.objects.standing().get() == sent.booking
    second = town.order(2, offer=town.talk.pk, heads=30)
    later = town.given(venue=town.hall.pk)
    with pytest.raises(Refused, match="team_busy"):
        take(second.pk, Move.SEND, later, by=town.host, at=MONDAY)
    moved = town.given(venue=town.hall.pk, part=Part.AFTERNOON, note="上午停电")
    take(order.pk, Move.SEND_ELSEWHERE, moved, by=town.host, at=MONDAY)
    take(second.pk, Move.SEND, later, by=town.host, at=MONDAY)
    take(second.pk, Move.WITHDRAW, by=town.asker, at=MONDAY)
    assert [b.start.hour for b in Booking.objects.standing()] == [6]  # 14:30 in Shanghai


def test_a_team_grabs_what_waits(town: Town) -> None:
    order = town.order()
    grabbed = take(order.pk, Move.GRAB, town.given(), by=town.captain, at=MONDAY)
    assert (grabbed.state, grabbed.team) == ("taken", town.team)
    second = town.order(2)
    with pytest.raises(Refused, match="power"):
        take(second.pk, Move.GRAB, town.given(team=town.other.pk), by=town.captain, at=MONDAY)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"day": date(2026, 3, 1)}, "past"),
        ({"team": 10**6}, "unknown"),
        ({"day": None}, "needs"),
    ],
)
def test_an_order_sent_to_what_cannot_be_is_told(
    town: Town, over: dict[str, Any], reason: str
) -> None:
    order = town.order()
    with pytest.raises(Refused, match=reason):
        take(order.pk, Move.SEND, town.given(**over), by=town.host, at=MONDAY)
    order.refresh_from_db()
    assert (order.state, Act.objects.about("order", order.pk).count()) == ("placed", 1)


def test_a_team_without_the_skill_or_at_another_time_is_refused(town: Town) -> None:
    talk = town.order(offer=town.talk.pk)
    with pytest.raises(Refused, match="team_unfit"):
        take(talk.pk, Move.SEND, town.given(team=town.other.pk), by=town.host, at=MONDAY)
    town.team.times = ["0-morning"]
    town.team.save()
    with pytest.raises(Refused, match="team_away"):
        take(talk.pk, Move.SEND, town.given(venue=town.hall.pk), by=town.host, at=MONDAY)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"name": " "}, "needs"),
        ({"address": ""}, "needs"),
        ({"heads": 2}, "order_heads"),
        ({"latest": date(2026, 3, 2)}, "order_days"),
        ({"latest": TUESDAY + timedelta(days=200)}, "order_days"),
        ({"offer": 10**6}, "off_menu"),
    ],
)
def test_an_order_that_cannot_be_meant_is_told(
    town: Town, over: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        place(town.draft(**over), by=town.asker, at=MONDAY)


def test_an_order_is_seen_by_who_has_to_do_with_it(town: Town, world: World) -> None:
    order = town.order()
    for one in (town.asker, town.host, world.office, town.captain):
        assert order in Order.objects.visible_to(one)
    take(order.pk, Move.SEND, town.given(team=town.other.pk), by=town.host, at=MONDAY)
    assert order not in Order.objects.visible_to(town.captain)
    assert order not in Order.objects.visible_to(world.stranger)


def test_overdue_is_a_question(town: Town) -> None:
    order = town.order()
    assert not Order.objects.overdue(MONDAY).exists()
    assert list(Order.objects.overdue(MONDAY + timedelta(days=7))) == [order]


def test_every_state_and_every_move_is_in_the_table(town: Town) -> None:
    """No step is taken that the table does not know, by nobody who has no power for it."""
    for state in State:
        for move in Move:
            order = town.order()
            Order.objects.filter(pk=order.pk).update(
                state=state.value, team=town.team, start=MONDAY, end=MONDAY, stars=3
            )
            open_here = state in ARROWS[move].sources
            given = town.given(note="缘由", stars=4, day=TUESDAY)
            refused = reason_of(order.pk, move, given)
            assert (refused == "state") is not open_here, (state, move, refused)
            Order.objects.all().delete()


def reason_of(key: int, move: Move, given: Given) -> str:
    """Why a step is refused; "" where it is taken."""
    try:
        take(key, move, given, by=None, at=MONDAY)
    except Refused as no:
        return no.reason
    return ""
