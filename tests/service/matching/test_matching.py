"""Orders that wait are matched, the plan changed by hand, and accepted: sent with their venues, all or none."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.service.station import TUESDAY, Town
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.proposals.actions import accept, ask_for
from wenming.proposals.models import Proposal
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.service.matching.actions import change_plan
from wenming.service.matching.plans import orders_of
from wenming.service.orders.actions import take
from wenming.service.orders.drafts import Given
from wenming.service.orders.models import Order
from wenming.service.orders.rules import Move
from wenming.service.stations.models import Booking
from wenming.service.volunteers.rules import Part


@pytest.fixture
def town(world: World) -> Town:
    return Town(world)


def proposed(town: Town, **ask: Any) -> Proposal:
    """A matching from Tuesday on, as it is ready."""
    asked = ask_for(Kind.MATCHES, TUESDAY.isoformat(), ask, Work(), by=town.office, at=MONDAY)
    return made(asked, lambda: MONDAY)


def test_what_waits_is_sent_with_its_venue_when_the_plan_is_accepted(town: Town) -> None:
    hair = town.order(1)
    talk = town.order(2, offer=town.talk.pk, heads=30, part=Part.AFTERNOON)
    row = proposed(town)
    assert (row.state, row.figures["served"], row.figures["best"]) == ("ready", 2, True)
    accept(row.pk, by=town.office, at=MONDAY)
    hair.refresh_from_db()
    talk.refresh_from_db()
    assert (hair.state, talk.state) == ("sent", "sent")
    assert talk.team == town.team
    assert talk.booking == Booking.objects.standing().get()
    assert talk.booking is not None
    assert talk.booking.venue == town.hall


def test_a_later_order_is_matched_without_touching_what_is_promised(town: Town) -> None:
    first = town.order(1, offer=town.talk.pk, heads=30)
    accept(proposed(town).pk, by=town.office, at=MONDAY)
    first.refresh_from_db()
    later = town.order(2, offer=town.talk.pk, heads=30)
    row = proposed(town)
    assert row.figures["promised"] == 1
    assert [m[0] for m in row.plan["matches"]] == [later.pk]
    accept(row.pk, by=town.office, at=MONDAY)
    kept = Order.objects.get(pk=first.pk)
    assert (kept.team, kept.start) == (first.team, first.start)
    later.refresh_from_db()
    assert later.start != first.start


def test_who_cannot_be_served_is_told_why(town: Town) -> None:
    order = town.order(1)
    for team in (town.team, town.other):
        take(order.pk, Move.SEND, town.given(team=team.pk), by=town.host, at=MONDAY)
        take(order.pk, Move.DECLINE, Given(note="没空"), by=None, at=MONDAY)
    row = proposed(town)
    assert row.plan["left"] == [[order.pk, "barred"]]


def test_a_change_by_hand_is_told_what_it_breaks_and_cannot_be_accepted(town: Town) -> None:
    town.order(1)
    talk = town.order(2, offer=town.talk.pk, heads=30)
    row = proposed(town)
    told: dict[str, Any] = {"by": town.office, "at": MONDAY, "note": "改"}
    wrong = town.given(team=town.other.pk, venue=town.hall.pk, part=Part.EVENING)
    row = change_plan(row, talk.pk, wrong, seen=0, **told)
    rules = [one.rule for one in orders_of(row.ask).wrong(row.plan["matches"])]
    assert rules == ["skill"]
    with pytest.raises(Refused, match="broken"):
        accept(row.pk, by=town.office, at=MONDAY)
    assert not Order.objects.held().exists()
    row = change_plan(row, talk.pk, Given(), seen=1, **told)
    assert row.plan["left"] == [[talk.pk, "held"]]
    accept(row.pk, by=town.office, at=MONDAY)
    assert Order.objects.held().count() == 1


def test_a_plan_overtaken_by_a_dispatcher_is_not_accepted(town: Town) -> None:
    order = town.order(1)
    town.order(2)
    row = proposed(town)
    take(order.pk, Move.SEND, town.given(), by=town.host, at=MONDAY)
    with pytest.raises(Refused, match="broken"):
        accept(row.pk, by=town.office, at=MONDAY)


def test_where_nothing_waits_the_reason_is_told(town: Town) -> None:
    row = proposed(town)
    assert row.state == "failed"
    assert row.why == ["没有待派的订单"]


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_the_pages_of_a_matching(town: Town) -> None:
    talk = town.order(2, offer=town.talk.pk, heads=30)
    client = Client()
    client.force_login(town.office)
    assert "1 单待派" in client.get("/orders/plans/").content.decode()
    asked = {"since": TUESDAY.isoformat(), "days": 14, "day": 300, "even": 150, "seconds": 10}
    there = client.post("/orders/plans/", asked).headers["Location"]
    row = made(Proposal.objects.get(), lambda: MONDAY)
    page = client.get(there).content.decode()
    assert "没有任何配法比它更好" in page
    assert talk.number in page
    change = f"{there}orders/{talk.pk}/"
    assert client.get(change).status_code == 200
    other = {"seen": 0, "team": town.other.pk, "day": TUESDAY.isoformat(), "part": "evening"}
    assert client.post(change, other | {"venue": town.hall.pk}).status_code == 302
    assert "没有" in (page := client.get(there).content.decode())
    assert "要的专长" in page
    assert client.post(f"/proposals/{row.pk}/accept/", {"seen": 1}).status_code == 409
