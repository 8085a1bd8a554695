"""The pages of people, of oneself, of work groups and of the calendar."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.world import World, person, unit
from wenming.org.models import Appointment, Holiday, Token, User
from wenming.org.rules import Role


@pytest.fixture
def office(world: World, client: Client) -> Client:
    client.force_login(world.office)
    return client


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"org:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def post(client: Client, view: str, /, *args: object, **data: Any) -> Any:
    return client.post(reverse(f"org:{view}", args=args), data)


def test_a_person_is_made_appointed_and_let_in_by_pages(
    world: World, office: Client, client: Client
) -> None:
    made = post(office, "new_person", username="hemiao", name="何苗")
    assert made.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    password = re.search(r"<b>(\w{12})</b>", made.content.decode())
    assert password
    someone = User.objects.get(username="hemiao")
    over = {"role": "liaison", "unit": world.street.pk, "since": "2026-01-01"}
    assert post(office, "appoint", someone.pk, **over).status_code == 302
    assert "单位联络员" in page(office, "person", someone.pk)
    assert "何苗" in page(office, "people", role="liaison")
    assert "何苗" not in page(office, "people", role="leader")
    entered = Client().post(
        reverse("account_login"), {"login": "hemiao", "password": password[1]}, follow=True
    )
    assert "改密码" in entered.content.decode()


def test_what_is_wrong_with_a_post_is_said_on_the_page(world: World, office: Client) -> None:
    someone = world.stranger.pk
    answer = post(office, "appoint", someone, role="inspector", since="2026-01-01")
    assert answer.status_code == 422
    assert "还缺" in answer.content.decode()
    turned = {"role": "leader", "area": world.city.pk, "since": "2026-02-01", "until": "2026-01-01"}
    assert post(office, "appoint", someone, **turned).status_code == 422
    assert not Appointment.objects.filter(user=someone).exists()


def test_a_post_is_ended_and_an_account_closed(world: World, office: Client) -> None:
    held = world.liaison.appointments.get()
    post(office, "end_post", held.pk)
    held.refresh_from_db()
    assert held.until
    assert "以前的任职" in page(office, "person", world.liaison.pk)
    post(office, "active", world.liaison.pk, active="0")
    assert "已停用" in page(office, "people", closed="1")


def test_only_those_who_tend_people_see_their_pages(world: World, client: Client) -> None:
    for user in (world.leader, world.inspector, world.liaison, world.auditor):
        client.force_login(user)
        for name, args in (("people", []), ("new_person", []), ("person", [world.office.pk])):
            page(client, name, *args, status=403)
        assert post(client, "password", world.office.pk).status_code == 403
        assert post(client, "active", world.office.pk, active="0").status_code == 403


def test_nobody_sees_buttons_on_his_own_account(world: World, office: Client) -> None:
    assert "重设密码" not in page(office, "person", world.office.pk)
    assert post(office, "password", world.office.pk).status_code == 409


def test_the_list_of_people_costs_the_same_queries_however_long(
    world: World, office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(40):
        person(f"p{n}", Role.LIAISON, unit=world.market)
    page(office, "people")
    with django_assert_max_num_queries(14):
        page(office, "people")


def test_one_tends_ones_own_page_and_keys(world: World, client: Client) -> None:
    client.force_login(world.liaison)
    mine = {
        "name": "赵敏",
        "email": "a@example.org",
        "by_mail": "on",
        "hook": "https://oa.example.org/x",
    }
    assert post(client, "me", **mine).status_code == 302
    world.liaison.refresh_from_db()
    assert (world.liaison.by_mail, world.liaison.hook) == (True, "https://oa.example.org/x")
    assert post(client, "me", name="赵敏", by_mail="on").status_code == 422
    made = post(client, "make_key", name="台账", days="90").content.decode()
    key = re.search(r"wm_[\w-]{30,}", made)
    assert key
    assert key[0] not in page(client, "me")
    assert (
        client.get("/api/cases", headers={"authorization": f"Bearer {key[0]}"}).status_code == 200
    )
    post(client, "revoke_key", Token.objects.get().pk)
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    "hook",
    [
        "http://localhost:8000/",
        "http://127.0.0.1/x",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "ftp://oa.example.org/",
        "http://LOCALHOST./",
    ],
)
def test_a_hook_never_leads_back_into_the_server(world: World, client: Client, hook: str) -> None:
    client.force_login(world.liaison)
    assert post(client, "me", name="赵敏", hook=hook).status_code == 422


def test_a_beat_is_seen_by_all_and_set_by_those_who_may(world: World, client: Client) -> None:
    client.force_login(world.inspector)
    assert "东街道" in page(client, "groups")
    seen = page(client, "group", world.first.pk)
    assert "保存片区" not in seen
    assert "市市场监管局" in seen
    assert post(client, "group", world.first.pk, beat=[world.west.pk]).status_code == 403
    client.force_login(world.office)
    assert post(client, "group", world.first.pk, beat=[world.west.pk]).status_code == 302
    assert list(world.first.beat.all()) == [world.west]


def test_who_is_appointed_for_later_is_no_member_of_a_group_yet(
    world: World, office: Client
) -> None:
    before = members(office)
    over = {"area": world.city, "group": world.first}
    later = person("later", Role.INSPECTOR, **over).appointments.get()
    later.since = date(2999, 1, 1)
    later.save()
    assert members(office) == before
    later.since = date(2020, 1, 1)
    later.save()
    assert members(office) == [before[0] + 1, *before[1:]]


def members(client: Client) -> list[int]:
    """How many members the page of groups tells of each."""
    shown = client.get(reverse("org:groups")).context["groups"]
    return [group.members for group in shown]


def test_the_calendar_admits_a_year_without_a_notice(world: World, office: Client) -> None:
    seen = page(office, "year", 2026)
    assert "还没有" not in seen
    assert "248 个工作日" in seen
    assert "还没有 2099 年的国家放假通知" in page(office, "year", 2099)
    page(office, "year", 1999, status=409)


def test_a_day_is_set_and_cleared_by_the_page(world: World, client: Client) -> None:
    day = {"day": "2026-03-04", "kind": "off", "name": "建城节"}
    client.force_login(world.liaison)
    assert post(client, "year", 2026, **day).status_code == 403
    client.force_login(world.office)
    assert post(client, "year", 2026, **day).status_code == 302
    assert "建城节" in page(client, "year", 2026)
    assert Holiday.objects.get().day == date(2026, 3, 4)
    assert post(client, "clear_day", "2026-03-04").status_code == 302
    assert not Holiday.objects.exists()
    assert client.post("/org/calendar/2026-13-45/").status_code == 404


def test_units_are_found_by_any_of_their_names(world: World, client: Client) -> None:
    client.force_login(world.inspector)
    world.roads.aliases.create(name="住建部门", key="住建部门")
    seen = page(client, "units", q="住建部门")
    assert "市住建局" in seen
    assert "市市场监管局" not in seen.partition("<tbody>")[2]
    one = page(client, "unit", world.market.pk)
    for said in ("zhao", "单位负责人", "第1工作组"):
        assert said in one


def test_the_list_of_units_costs_the_same_queries_however_long(
    world: World, office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(40):
        unit(f"市{n}局", group=world.first)
    page(office, "units")
    with django_assert_max_num_queries(12):
        page(office, "units")


def test_the_division_tree_is_one_read(
    world: World, office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page(office, "areas")
    with django_assert_max_num_queries(7):
        seen = page(office, "areas")
    assert seen.index("江城市") < seen.index("东街道") < seen.index("西街道")
