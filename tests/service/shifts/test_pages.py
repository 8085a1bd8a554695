"""The pages of posts and shifts, as a leader, a member and a stranger meet them."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.service.team import Team
from tests.world import MONDAY, World, person
from wenming.org.rules import Role
from wenming.service.members.actions import change
from wenming.service.members.drafts import MemberDraft
from wenming.service.members.models import Holding, Wish
from wenming.service.shifts.actions import put_on
from wenming.service.shifts.models import Pattern, Place, Post, Shift


@pytest.fixture
def team(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield Team(world)


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def send(client: Client, view: str, /, *args: object, **data: Any) -> int:
    return client.post(reverse(view, args=args), data).status_code


def test_a_post_a_pattern_and_a_month_are_made_in_the_browser(team: Team, client: Client) -> None:
    client.force_login(team.leader)
    given = {
        "name": "路口",
        "days": "work",
        "spans": "早 08:30-10:00\n午 12:30-14:00\n晚 18:00-20:00",
    }
    assert send(client, "shifts:patterns", **given) == 302
    pattern = Pattern.objects.get(name="路口")
    told = page(client, "shifts:pattern", pattern.pk)
    assert "晚 18:00-20:00" in told
    fields = {"site": "JC0004", "duty": "文明劝导", "unit": team.world.market.pk}
    numbers = {"least": 1, "wish": 2, "most": 3, "pattern": pattern.pk}
    assert send(client, "shifts:new", **fields, **numbers) == 302
    post = Post.objects.get(duty="文明劝导")
    assert "七天内缺人" in page(client, "shifts:list")
    assert send(client, "shifts:make", month="2026-03", posts=[post.pk]) == 302
    assert Shift.objects.filter(post=post).count() == 22 * 3
    shown = page(client, "shifts:post", post.pk, month="2026-03")
    assert "早 08:30—10:00" in shown
    assert "还缺 1 人" in shown
    assert send(client, "shifts:make", month="2026-04", source="2026-03", posts=[post.pk]) == 302
    assert Shift.objects.filter(post=post, day__month=4).count() == 22 * 3


def test_a_form_says_what_is_wrong_with_it(team: Team, client: Client) -> None:
    client.force_login(team.leader)
    given = {"name": "路口", "days": "work", "spans": "上午"}
    assert send(client, "shifts:patterns", **given) == 422
    fields = {"site": "无", "duty": "劝导", "unit": team.world.market.pk}
    assert send(client, "shifts:new", **fields, least=1, wish=1, most=1) == 422
    fields["site"] = "JC0004"
    assert send(client, "shifts:new", **fields, least=3, wish=1, most=1) == 422


def test_a_unit_sees_its_people_beside_the_days(team: Team, client: Client) -> None:
    team.month()
    put_on(team.shift(3).pk, team.first.pk, by=team.leader, at=MONDAY)
    client.force_login(team.leader)
    shown = page(client, "shifts:unit", team.world.market.pk, month="2026-03")
    assert "正班 08:30—16:30 集贸市场4号" in shown
    assert "还缺（人）" in shown
    assert shown.count("<tr>") == 5  # the head, three people, what lacks


def test_what_a_place_would_break_is_told_and_passed_over_knowingly(
    team: Team, client: Client
) -> None:
    team.month()
    draft = MemberDraft(team.world.market.pk, "甲", most_hours=4)
    change(team.first.pk, draft, by=team.leader, at=MONDAY)
    client.force_login(team.leader)
    key = team.shift(3).pk
    assert "甲：当月达 8 小时，超过 4 小时" in page(client, "shifts:shift", key)
    assert send(client, "shifts:on", key, member=team.first.pk) == 422
    assert send(client, "shifts:on", key, member=team.first.pk, anyway="on") == 302
    assert Place.objects.get().state == "agreed"


def test_who_cannot_come_says_why_and_another_stands_in(team: Team, client: Client) -> None:
    team.month()
    place = put_on(team.shift(3).pk, team.first.pk, by=team.leader, at=MONDAY)
    client.force_login(team.leader)
    there = ("shifts:step", place.pk, "drop_out")
    assert send(client, *there) == 422
    assert send(client, *there, note="发烧", member=team.people[1].pk) == 302
    assert set(Place.objects.values_list("member__name", "state")) == {
        ("甲", "dropped"),
        ("乙", "agreed"),
    }
    assert "发烧" in page(client, "shifts:shift", team.shift(3).pk)


def test_attendance_is_a_list_with_ticks(team: Team, client: Client) -> None:
    team.month()
    places = [
        put_on(team.shift(2, post=n).pk, member.pk, by=team.leader, at=MONDAY)
        for n, member in enumerate(team.people[:2])
    ]
    client.force_login(team.leader)
    key = team.shift(2).pk
    assert "按名单记到岗" in page(client, "shifts:shift", key)  # it began half an hour ago
    assert send(client, "shifts:mark", key, came=[places[0].pk]) == 302
    places[0].refresh_from_db()
    assert places[0].state == "came"
    assert "甲" in page(client, "shifts:now")
    assert send(client, "shifts:mark", team.shift(3).pk, came=[]) == 409


def test_a_member_sees_the_own_shifts_and_says_when_not_to_come(team: Team, client: Client) -> None:
    team.month()
    account = person("jia", Role.INSPECTOR, area=team.world.west)
    draft = MemberDraft(team.world.market.pk, "甲", account.pk)
    change(team.first.pk, draft, by=team.leader, at=MONDAY)
    place = put_on(team.shift(3).pk, team.first.pk, by=team.leader, at=MONDAY)
    client.force_login(account)
    assert "集贸市场4号" in page(client, "shifts:mine")
    page(client, "shifts:shift", team.shift(3).pk)
    wishes = {"kind": "away", "first": "2026-03-05", "last": "2026-03-06", "weight": "3"}
    assert send(client, "members:wish", team.first.pk, **wishes) == 302
    wish = Wish.objects.get()
    assert "收回" in page(client, "members:member", team.first.pk)
    assert send(client, "members:unwish", team.first.pk, wish.pk) == 302
    assert send(client, "shifts:step", place.pk, "take_off") == 403
    assert send(client, "shifts:step", place.pk, "drop_out", note="发烧") == 302
    place.refresh_from_db()
    assert place.state == "dropped"


def test_a_team_takes_people_in_and_grants_what_they_learnt(team: Team, client: Client) -> None:
    client.force_login(team.leader)
    unit = team.world.market.pk
    assert send(client, "members:team", unit, names="丁\n戊\n甲") == 302
    assert page(client, "members:team", unit).count("members/") >= 5
    keys = [team.first.pk]
    given = {"name": "急救", "since": "2026-03-01", "until": "2026-02-01", "members": keys}
    assert send(client, "members:grant", unit, **given) == 422
    assert send(client, "members:grant", unit, **given | {"until": "2027-03-01"}) == 302
    assert Holding.objects.filter(qualification__name="急救").count() == 1
    limits = {"name": "甲", "least_hours": 0, "most_hours": 80, "longest_run": 5}
    assert send(client, "members:member", team.first.pk, **limits) == 302
    assert send(client, "members:member", team.first.pk, **limits, account="没有") == 422
    assert send(client, "members:leave", team.first.pk) == 302


def test_another_unit_sees_neither_posts_nor_people(team: Team, client: Client) -> None:
    team.month()
    client.force_login(team.world.stranger)
    page(client, "shifts:post", team.posts[0].pk, status=404)
    page(client, "shifts:shift", team.shift(3).pk, status=404)
    page(client, "members:member", team.first.pk, status=404)
    assert "甲" not in page(client, "shifts:unit", team.world.market.pk, month="2026-03")


def test_a_month_costs_the_same_queries_however_many_stand_there(
    team: Team, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    team.month()
    client.force_login(team.leader)
    unit = team.world.market.pk
    for day in range(2, 20, 2):
        for n, member in enumerate(team.people[:2]):
            put_on(team.shift(day, post=n).pk, member.pk, by=team.leader, at=MONDAY)
    page(client, "shifts:unit", unit, month="2026-03")
    with django_assert_max_num_queries(14):
        page(client, "shifts:unit", unit, month="2026-03")
    with django_assert_max_num_queries(16):
        page(client, "shifts:list")
    with django_assert_max_num_queries(20):
        page(client, "shifts:shift", team.shift(2).pk)


def test_a_shift_and_a_post_are_given_up_and_what_was_stood_stays(
    team: Team, client: Client
) -> None:
    team.month()
    put_on(team.shift(3).pk, team.first.pk, by=team.leader, at=MONDAY)
    client.force_login(team.leader)
    assert "撤掉这一班" in page(client, "shifts:shift", team.shift(4).pk)
    assert send(client, "shifts:drop", team.shift(4).pk) == 302
    assert send(client, "shifts:drop", team.shift(3).pk) == 409
    assert send(client, "shifts:close", team.posts[0].pk) == 302
    assert "2026" in page(client, "shifts:post", team.posts[0].pk, month="2026-03")
    days = Shift.objects.filter(post=team.posts[0], day__gte=MONDAY.date())
    assert [shift.pk for shift in days] == [team.shift(3).pk]
