"""People: made, appointed, relieved, shut out; keys; beats; days of the city's own."""

import hashlib
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import authenticate

from tests.world import MONDAY, World, person
from wenming.kit.flow import Refused
from wenming.org.calendar import calendar
from wenming.org.models import Appointment, Token, User
from wenming.org.rules import DayKind, Role
from wenming.records.models import Act
from wenming.staff import actions
from wenming.staff.drafts import PersonDraft, PostDraft

SINCE = date(2026, 3, 2)
NEW = PersonDraft("何苗", phone="0937-0000000")


def liaison(world: World) -> PostDraft:
    """A post at the street's office."""
    return PostDraft(Role.LIAISON, SINCE, unit=world.street.pk)


def test_a_new_account_has_a_password_told_once_that_must_be_changed(world: World) -> None:
    someone, password = actions.make_person("hemiao", NEW, by=world.admin, at=MONDAY)
    assert authenticate(username="hemiao", password=password) == someone
    assert someone.must_change
    assert password not in str(list(Act.objects.values("facts", "note")))
    with pytest.raises(Refused, match="username_taken"):
        actions.make_person("HeMiao", NEW, by=world.admin, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        actions.make_person("other", NEW, by=world.liaison, at=MONDAY)


def test_a_new_password_takes_the_codes_of_a_lost_phone_with_it(world: World) -> None:
    TOTP.activate(world.liaison, "JBSWY3DPEHPK3PXP")
    actions.give_password(world.liaison, by=world.admin, at=MONDAY)
    assert not Authenticator.objects.exists()
    moves = Act.objects.about("user", world.liaison.pk).values_list("move", flat=True)
    assert list(moves) == ["password", "codes_off"]


def test_a_post_gives_its_powers_and_its_end_takes_them(world: World) -> None:
    someone = User.objects.create(username="hemiao")
    post = actions.appoint(someone, liaison(world), by=world.office, at=MONDAY)
    assert actions.appoint(someone, liaison(world), by=world.office, at=MONDAY) == post
    fresh = User.objects.get(pk=someone.pk)
    assert "rectify" in fresh.powers(units=[world.street.pk])
    actions.end_post(post, until=date(2026, 3, 3), by=world.office, at=MONDAY)
    assert User.objects.get(pk=someone.pk).held == ()
    assert Appointment.objects.get(pk=post.pk).until == date(2026, 3, 3)
    moves = list(Act.objects.about("user", someone.pk).values_list("move", flat=True))
    assert moves == ["appointed", "relieved"]


def test_a_post_that_had_not_begun_goes(world: World) -> None:
    someone = User.objects.create(username="hemiao")
    post = actions.appoint(someone, liaison(world), by=world.office, at=MONDAY)
    actions.end_post(post, until=date(2026, 3, 1), by=world.office, at=MONDAY)
    assert not Appointment.objects.filter(pk=post.pk).exists()


def test_nobody_tends_himself_and_the_office_not_its_administrators(world: World) -> None:
    refused: list[tuple[User, User, str]] = [
        (world.office, world.office, "self"),
        (world.office, world.admin, "power"),
        (world.office, world.auditor, "power"),
        (world.leader, world.liaison, "power"),
    ]
    for by, someone, code in refused:
        for verb in (
            lambda by, one: actions.give_password(one, by=by, at=MONDAY),
            lambda by, one: actions.set_active(one, False, by=by, at=MONDAY),
            lambda by, one: actions.appoint(one, liaison(world), by=by, at=MONDAY),
        ):
            with pytest.raises(Refused, match=code):
                verb(by, someone)
    admin = PostDraft(Role.ADMIN, SINCE, area=world.city.pk)
    with pytest.raises(Refused, match="power"):
        actions.appoint(world.liaison, admin, by=world.office, at=MONDAY)


def test_a_streets_office_appoints_within_its_street_only(world: World) -> None:
    street = person("jie", Role.OFFICE, area=world.east)
    someone = User.objects.create(username="hemiao")
    east = PostDraft(Role.LEADER, SINCE, area=world.east.pk)
    assert actions.appoint(someone, east, by=street, at=MONDAY).area == world.east
    for area in (world.city, world.west):
        post = PostDraft(Role.LEADER, SINCE, area=area.pk)
        with pytest.raises(Refused, match="power"):
            actions.appoint(someone, post, by=street, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        actions.appoint(someone, liaison(world), by=street, at=MONDAY)


def test_a_closed_account_is_out_at_once_with_its_keys(world: World) -> None:
    actions.make_key("台账", until=None, by=world.liaison, at=MONDAY)
    actions.set_active(world.liaison, False, by=world.office, at=MONDAY)
    assert not User.objects.get(pk=world.liaison.pk).is_active
    assert not Token.objects.filter(user=world.liaison).exists()
    actions.set_active(world.liaison, True, by=world.office, at=MONDAY)
    assert User.objects.get(pk=world.liaison.pk).is_active


def test_of_a_key_only_its_digest_is_kept_and_only_its_owner_revokes_it(world: World) -> None:
    until = MONDAY + timedelta(days=90)
    key = actions.make_key("台账", until=until, by=world.liaison, at=MONDAY)
    row = Token.objects.get(user=world.liaison)
    assert row.sha256 == hashlib.sha256(key.encode()).hexdigest()
    assert key not in str(Token.objects.values()) + str(Act.objects.values())
    actions.revoke_key(row.pk, by=world.office, at=MONDAY)
    assert Token.objects.filter(pk=row.pk).exists()
    actions.revoke_key(row.pk, by=world.liaison, at=MONDAY)
    assert not Token.objects.filter(pk=row.pk).exists()


def test_a_beat_is_set_once_and_leaves_one_act(world: World) -> None:
    for _ in range(2):
        actions.set_beat(world.first, [world.west], by=world.office, at=MONDAY)
    assert list(world.first.beat.all()) == [world.west]
    assert Act.objects.filter(kind="group", move="beat").count() == 1
    with pytest.raises(Refused, match="power"):
        actions.set_beat(world.first, [], by=world.inspector, at=MONDAY)


def test_a_day_of_the_citys_own_counts_and_is_taken_back(world: World) -> None:
    day = date(2026, 3, 4)
    assert calendar().is_workday(day)
    actions.set_day(day, DayKind.OFF, "建城节", by=world.office, at=MONDAY)
    assert not calendar().is_workday(day)
    actions.set_day(day, DayKind.WORK, "", by=world.office, at=MONDAY)
    assert calendar().is_workday(day)
    actions.clear_day(day, by=world.office, at=MONDAY)
    assert calendar().is_workday(day)
    with pytest.raises(Refused, match="power"):
        actions.set_day(day, DayKind.OFF, "", by=world.liaison, at=MONDAY)
