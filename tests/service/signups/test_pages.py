"""The pages of signing up, as a volunteer and the leader meet them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.service.crew import Crew
from tests.service.shifts.test_pages import page, send
from tests.world import MONDAY, World
from wenming.service.signups.actions import take
from wenming.service.signups.models import Signup
from wenming.service.signups.rules import SignupMove
from wenming.site import clock


@pytest.fixture
def crew(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield Crew(world, places=1)


def test_a_volunteer_signs_up_in_three_taps(crew: Crew, client: Client) -> None:
    client.force_login(crew.users[0])
    shown = page(client, "signups:list")
    assert "08:30—10:00 背街小巷1号" in shown
    assert "还有 1 个名额" in shown
    key = crew.shift().pk
    assert "报名" in page(client, "signups:shift", key)
    given = {"member": crew.members[0].pk, "turn": 1}
    assert send(client, "signups:join", key, **given) == 302
    assert send(client, "signups:join", key, **given) == 302
    told = page(client, "signups:mine")
    assert "已报上" in told
    assert Signup.objects.get().member == crew.members[0]


def test_who_waits_reads_which_place_is_his_and_confirms_when_it_comes(
    crew: Crew, client: Client
) -> None:
    rows = [crew.join(who) for who in range(3)]
    client.force_login(crew.users[2])
    assert "候补第 2 位" in page(client, "signups:mine")
    take(rows[0].pk, SignupMove.GIVE_UP, by=crew.users[0], at=MONDAY)
    client.force_login(crew.users[1])
    assert "有空位轮到您" in page(client, "signups:list")
    assert "前确认" in page(client, "signups:mine")
    assert send(client, "signups:step", rows[1].pk, "confirm") == 302
    assert Signup.objects.get(pk=rows[1].pk).state == "in"
    client.force_login(crew.users[2])
    assert send(client, "signups:step", rows[1].pk, "give_up") == 404


def test_a_refusal_is_a_sentence_and_not_a_code(crew: Crew, client: Client) -> None:
    crew.join(0)
    client.force_login(crew.users[0])
    answer = client.post(
        reverse("signups:join", args=[crew.shift(post=1).pk]),
        {"member": crew.members[0].pk, "turn": 1},
    )
    assert answer.status_code == 409
    assert "您 08:30—10:00 已在别处值班，时间重叠" in answer.content.decode()


def test_the_leader_opens_shifts_and_sees_who_waits(crew: Crew, client: Client) -> None:
    for who in range(3):
        crew.join(who)
    client.force_login(crew.leader)
    shown = page(client, "signups:shift", crew.shift().pk)
    assert shown.index("志愿者0") < shown.index("志愿者1") < shown.index("志愿者2")
    assert "候补第 2 位" in shown
    assert "开放 21 班，报名 3 人次" in page(client, "signups:posts")
    last = (crew.first + timedelta(days=2)).isoformat()
    given = {
        "first": crew.first.isoformat(),
        "last": last,
        "places": 1,
        "opens": "2026-03-02",
        "opens_at": "09:00",
        "closing": 2,
    }
    assert send(client, "signups:open", crew.posts[0].pk, **given) == 422
    assert send(client, "signups:open", crew.posts[0].pk, **given, anyone="on") == 302
    assert send(client, "signups:close", crew.shift().pk) == 302


def test_a_volunteer_sees_nobody_elses_name(crew: Crew, client: Client) -> None:
    crew.join(0)
    client.force_login(crew.users[1])
    assert "志愿者0" not in page(client, "signups:shift", crew.shift().pk)


def test_the_list_takes_as_many_queries_for_many_shifts_as_for_few(
    crew: Crew, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(crew.users[0])
    page(client, "signups:list")
    with django_assert_max_num_queries(14):
        page(client, "signups:list")


def test_the_clock_tends_and_reminds(crew: Crew) -> None:
    assert {"tend", "call"} <= {task.name for task in clock.TASKS}
