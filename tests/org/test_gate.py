"""The gate: signing in, waiting after failures, given passwords, idle sessions, one-time codes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.world import MONDAY, World
from wenming.org import actions
from wenming.org.models import Attempt, User
from wenming.org.rules import Role
from wenming.org.views import JOBS
from wenming.site import clock

LOGIN = "/account/login/"
GOOD = "one two three 4"


@pytest.fixture
def wu(world: World) -> User:
    actions.set_password(world.head, GOOD, own=True, by=None, at=MONDAY)
    return world.head


def enter(client: Client, password: str, name: str = "wu") -> int:
    return client.post(LOGIN, {"login": name, "password": password}).status_code


def test_a_person_signs_in_and_out(wu: User, client: Client) -> None:
    assert enter(client, GOOD) == 302
    assert client.get("/account/codes/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/account/codes/").status_code == 302


def test_five_failures_make_the_name_wait_even_for_the_right_password(
    wu: User, client: Client
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        assert [enter(client, "wrong") for _try in range(5)] == [200] * 5
        assert enter(client, GOOD) == 200
        clock.shift(timedelta(seconds=61))
        assert enter(client, GOOD) == 302
    assert not Attempt.objects.exists()


def test_every_further_failure_doubles_the_wait(wu: User) -> None:
    at, waits = MONDAY, list[int]()
    for _try in range(8):
        assert actions.tried("WU", at=at) == timedelta()
        waits.append(actions.tried("wu", at=at) // timedelta(minutes=1) if _try > 3 else 0)
        at += timedelta(minutes=waits[-1])
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8]


def test_names_that_wait_no_longer_are_forgotten_and_the_others_wait_on(db: None) -> None:
    for name, tries in (("once", 1), ("often", 5)):
        for _try in range(tries):
            actions.tried(name, at=MONDAY)
    clock.sweep(MONDAY)
    assert [row.name for row in Attempt.objects.all()] == ["often"]
    clock.sweep(MONDAY + timedelta(days=2))
    assert not Attempt.objects.exists()


def test_an_unknown_name_waits_like_a_known_one(db: None, client: Client) -> None:
    for _try in range(5):
        enter(client, "wrong", name="nobody")
    assert Attempt.objects.get(name="nobody").until is not None


def test_a_given_password_must_be_changed_before_anything_else(wu: User, client: Client) -> None:
    actions.set_password(wu, GOOD, own=False, by=None, at=MONDAY)
    enter(client, GOOD)
    change = reverse("account_change_password")
    assert client.get("/components/").headers["Location"] == change
    words = {
        "oldpassword": GOOD,
        "password1": "quite other 5 words",
        "password2": "quite other 5 words",
    }
    client.post(change, words)
    wu.refresh_from_db()
    assert not wu.must_change
    assert wu.check_password("quite other 5 words")


def test_a_session_that_lies_idle_ends_and_one_in_use_does_not(wu: User, client: Client) -> None:
    page = "/account/codes/"
    with time_machine.travel(MONDAY, tick=False) as clock:
        enter(client, GOOD)
        for _half in range(3):
            clock.shift(timedelta(minutes=40))
            assert client.get(page).status_code == 200
        clock.shift(timedelta(minutes=61))
        assert client.get(page).status_code == 302


def test_a_one_time_code_is_asked_for_once_it_is_set_up(wu: User, client: Client) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    row = TOTP.activate(wu, secret).instance
    assert secret not in str(row.data)
    assert (
        client.post(LOGIN, {"login": "wu", "password": GOOD})
        .headers["Location"]
        .startswith(reverse("mfa_authenticate"))
    )
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get("/account/codes/").status_code == 200


def test_the_page_of_roles_exists_in_the_demo_alone(db: None, client: Client) -> None:
    assert client.get("/org/roles/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_no_more_than_one_after_another() -> None:
    with ThreadPoolExecutor(12) as threads:
        waits = list(threads.map(one_try, range(24)))
    assert waits.count(timedelta()) == 5


def one_try(_number: int) -> timedelta:
    """A try of a thread of its own."""
    try:
        return actions.tried("wu", at=MONDAY)
    finally:
        connection.close()


def test_a_given_password_opens_no_machine_door_either(wu: User, client: Client) -> None:
    actions.set_password(wu, GOOD, own=False, by=None, at=MONDAY)
    enter(client, GOOD)
    answer = client.get("/api/cases")
    assert (answer.status_code, answer.json()["code"]) == (403, "must_change")


def test_a_flood_of_sign_ins_is_told_to_wait(wu: User, client: Client) -> None:
    for _try in range(120):
        assert client.post(LOGIN, {"login": "", "password": ""}).status_code == 200
    answer = client.post(LOGIN, {"login": "wu", "password": GOOD})
    assert answer.status_code == 429
    assert "请过一分钟再试" in answer.content.decode()


def test_codes_stored_under_a_lost_key_match_nothing_and_break_nothing(
    wu: User, client: Client, settings: Settings
) -> None:
    TOTP.activate(wu, "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "another key than before"
    client.post(LOGIN, {"login": "wu", "password": GOOD})
    for code in ("000000", "12345678"):
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == 200


def test_the_demo_says_what_each_role_is_for(wu: User, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    User.objects.filter(pk=wu.pk).update(username="demo-wu")
    page = client.get("/org/roles/").content.decode()
    assert all(str(JOBS[Role(held.role)]) in page for held in wu.appointments.all())
