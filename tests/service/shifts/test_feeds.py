"""One's duties as a calendar, read by a reader that is not ours."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse

from tests.service.crew import Crew
from tests.service.shifts.test_pages import page, send
from tests.world import MONDAY, World
from wenming.service.members.actions import set_feed
from wenming.service.shifts.actions import take
from wenming.service.shifts.feeds import secret_of
from wenming.service.shifts.models import Place
from wenming.service.shifts.rules import PlaceMove


@pytest.fixture
def crew(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        crew = Crew(world)
        for day in (0, 1):
            crew.join(0, crew.shift(day))
        yield crew


def read(crew: Crew, client: Client, secret: str) -> Any:
    """What a stranger's calendar reads there."""
    client.logout()
    answer = client.get(reverse("shifts:feed", args=[crew.users[0].pk, secret]))
    if answer.status_code != 200:
        return None
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    return vobject.readOne(answer.content.decode())


def test_duties_are_read_with_their_zone_and_their_chinese_words(
    crew: Crew, client: Client
) -> None:
    site = crew.posts[0].site
    site.name = "人民东路与迎宾大道交叉口东北角非机动车道劝导点（学校门口、公交站旁）"
    site.save()
    found = read(crew, client, secret_of(set_feed(opened=True, by=crew.users[0], at=MONDAY)))
    first, second = found.vevent_list
    assert (first.dtstart.value, first.dtend.value) == (crew.shift().start, crew.shift().end)
    assert first.dtstart.value.utcoffset() == timedelta(hours=8)
    assert found.vtimezone.tzid.value == "Asia/Shanghai"
    assert first.summary.value == f"交通劝导 · {site.name}（早高峰）"
    assert first.uid.value != second.uid.value
    assert {event.status.value for event in (first, second)} == {"CONFIRMED"}


def test_who_drops_out_finds_the_same_event_cancelled_and_later_in_its_sequence(
    crew: Crew, client: Client
) -> None:
    secret = secret_of(set_feed(opened=True, by=crew.users[0], at=MONDAY))
    before = read(crew, client, secret).vevent_list[0]
    place = Place.objects.get(shift=crew.shift())
    take(place.pk, PlaceMove.DROP_OUT, note="发烧", by=crew.users[0], at=MONDAY)
    after = read(crew, client, secret).vevent_list[0]
    assert (after.uid.value, after.status.value) == (before.uid.value, "CANCELLED")
    assert int(after.sequence.value) > int(before.sequence.value)


def test_an_address_that_was_renewed_or_withdrawn_is_no_page(crew: Crew, client: Client) -> None:
    old = secret_of(set_feed(opened=True, by=crew.users[0], at=MONDAY))
    new = secret_of(set_feed(opened=True, by=crew.users[0], at=MONDAY))
    assert read(crew, client, old) is None
    assert read(crew, client, new) is not None
    set_feed(opened=False, by=crew.users[0], at=MONDAY)
    assert read(crew, client, new) is None
    assert read(crew, client, "0" * 64) is None


def test_an_address_is_made_renewed_and_withdrawn_on_a_page(crew: Crew, client: Client) -> None:
    client.force_login(crew.users[0])
    assert "生成网址" in page(client, "shifts:address")
    assert send(client, "shifts:address", renew="1") == 302
    assert ".ics" in page(client, "shifts:address")
    assert send(client, "shifts:address", withdraw="1") == 302
    assert ".ics" not in page(client, "shifts:address")
