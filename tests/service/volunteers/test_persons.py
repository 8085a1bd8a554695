"""Somebody registers, is brought by a firm, puts his data right, takes them out, has them deleted."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from tests.service.team import Team as Patrol
from tests.world import MONDAY, World, person, unit
from wenming.kit.flow import Refused
from wenming.kit.identity import is_number, unlock
from wenming.org.models import Unit, User
from wenming.org.rules import Role, UnitKind
from wenming.records.models import Act
from wenming.service.members.models import Member
from wenming.service.shifts.actions import put_on
from wenming.service.volunteers.actions import apply_firm, bring, correct, forget, register, take
from wenming.service.volunteers.drafts import FirmDraft, VolunteerDraft
from wenming.service.volunteers.models import Team, Volunteer
from wenming.service.volunteers.rules import TeamMove, age, masked

IDENTITY = "11010519491231002X"
OTHER = "440308199901101512"


def draft(**over: object) -> VolunteerDraft:
    values: dict[str, object] = {"name": "赵一", "phone": "13900000001", "year": 1960}
    return VolunteerDraft(**values | {"consents": True} | over)  # type: ignore[arg-type]


@pytest.fixture
def association(world: World) -> Unit:
    return unit("交通志愿者协会", UnitKind.ASSOCIATION)


def test_somebody_with_an_account_registers_once_under_a_neutral_number(
    world: World, association: Unit
) -> None:
    said = draft(user=world.stranger.pk, unit=association.pk, identity=IDENTITY, year=None)
    row = register(said, by=world.stranger, at=MONDAY)
    assert register(said, by=world.stranger, at=MONDAY) == row
    assert is_number(row.number)
    assert row.number.startswith("6299")
    assert (row.year, row.birthday, row.text) == (1949, None, "2026-1")
    member = row.belongings.get().member
    assert (member.unit, member.user) == (association, world.stranger)


def test_the_identity_number_is_kept_only_as_a_hash_and_under_lock(
    world: World, settings: object
) -> None:
    row = bring([draft(identity=IDENTITY, year=1949)], by=None, at=MONDAY)[1][0]
    held = json.dumps(
        [*Volunteer.objects.values(), *Act.objects.values("facts", "note")], default=str
    )
    assert IDENTITY not in held
    assert "赵一" not in json.dumps(list(Act.objects.values("facts", "note")))
    assert unlock(row.identity_locked, settings.SECRET_KEY) == IDENTITY  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="identity_other"):
        bring([draft(name="钱二", identity=IDENTITY, year=1949)], by=None, at=MONDAY)


def test_a_child_serves_not_at_all_and_a_minor_only_with_a_guardian(world: World) -> None:
    def at_age(years: int, **over: object) -> VolunteerDraft:
        born = date(MONDAY.year - years, 3, 1)
        return draft(unit=world.market.pk, year=born.year, born=born, **over)

    with pytest.raises(Refused, match="too_young"):
        register(at_age(7), by=world.liaison, at=MONDAY)
    with pytest.raises(Refused, match="guardian"):
        register(at_age(17), by=world.liaison, at=MONDAY)
    guarded = {"guardian": "赵父", "guardian_phone": "13900000009", "guarded": True}
    row = register(at_age(17, **guarded), by=world.liaison, at=MONDAY)
    assert (row.guarded, row.birthday) == (MONDAY, date(2009, 3, 1))
    assert age(2008, None, date(2026, 12, 30)) == 17  # of a year alone the least age counts


def test_only_who_rosters_a_unit_registers_for_it(world: World) -> None:
    with pytest.raises(Refused, match="power"):
        register(draft(unit=world.market.pk), by=world.mender, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        register(draft(unit=world.market.pk, user=world.stranger.pk), by=world.stranger, at=MONDAY)
    with pytest.raises(Refused, match="needs"):
        register(draft(unit=world.market.pk, consents=False), by=world.liaison, at=MONDAY)


def test_the_same_person_brought_twice_is_one_and_may_belong_to_two(world: World) -> None:
    one = draft(unit=world.market.pk)
    first = bring([one], by=world.liaison, at=MONDAY)[0]
    again = bring([one], by=world.liaison, at=MONDAY)[0]
    assert (len(first.created), again.same) == (1, 1)
    two = bring([draft(unit=world.street.pk, year=1950)], by=world.mender, at=MONDAY)[0]
    assert two.changed == first.created
    row = Volunteer.objects.get()
    assert row.belongings.count() == 2
    assert row.year == 1960  # the street does not keep him: its sheet changes nothing of him


def test_two_of_one_name_are_two_and_each_is_a_member(world: World) -> None:
    both = [draft(unit=world.market.pk), draft(unit=world.market.pk, phone="13900000002")]
    assert len(bring(both, by=world.liaison, at=MONDAY)[0].created) == 2
    assert Member.objects.filter(unit=world.market, name="赵一").count() == 2


def test_who_was_brought_by_a_firm_claims_his_record_by_his_identity(world: World) -> None:
    brought = register(
        draft(unit=world.market.pk, identity=OTHER, year=1999), by=world.liaison, at=MONDAY
    )
    mine = draft(user=world.stranger.pk, year=1999)
    with pytest.raises(Refused, match="registered_before"):
        register(mine, by=world.stranger, at=MONDAY)
    claimed = register(
        draft(user=world.stranger.pk, year=1999, identity=OTHER), by=world.stranger, at=MONDAY
    )
    assert claimed == brought
    assert brought.belongings.get().member.user == world.stranger


def test_a_firm_applies_is_admitted_by_the_association_and_has_its_own_people(
    world: World, association: Unit
) -> None:
    head = person("hui", Role.UNIT_HEAD, unit=association)
    said = FirmDraft(association.pk, "昆仑出租公司", "钱", "0979")
    team = apply_firm(said, by=world.stranger, at=MONDAY)
    assert apply_firm(said, by=world.stranger, at=MONDAY) == team
    with pytest.raises(Refused, match="team_taken"):
        apply_firm(said, by=world.mender, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        take(team.pk, TeamMove.ADMIT, by=world.stranger, at=MONDAY)
    take(team.pk, TeamMove.ADMIT, by=head, at=MONDAY)
    firm = Team.objects.get().unit
    assert (firm.kind, firm.parent, firm.name) == ("firm", association, "昆仑出租公司")
    liaison = User.objects.get(pk=world.stranger.pk)
    row = register(draft(unit=firm.pk), by=liaison, at=MONDAY)
    assert row in Volunteer.objects.visible_to(User.objects.get(pk=head.pk))
    register(draft(unit=firm.pk, phone="13900000003"), by=User.objects.get(pk=head.pk), at=MONDAY)


def test_nobody_becomes_liaison_of_a_unit_that_is_known_by_applying_in_its_name(
    world: World, association: Unit
) -> None:
    with pytest.raises(Refused, match="firm_known"):
        apply_firm(FirmDraft(association.pk, "市住建局", "钱"), by=world.stranger, at=MONDAY)


def test_who_has_an_account_puts_his_own_data_right_and_nobody_else_does(
    world: World, association: Unit
) -> None:
    said = draft(user=world.stranger.pk, unit=association.pk)
    row = register(said, by=world.stranger, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        correct(row.pk, draft(phone="1"), by=world.office, at=MONDAY)
    bring([draft(unit=association.pk, year=1961)], by=world.office, at=MONDAY)
    correct(row.pk, draft(name="赵一一", phone="13911111111"), by=world.stranger, at=MONDAY)
    row.refresh_from_db()
    assert (row.name, row.phone, row.year) == ("赵一一", "13911111111", 1960)
    assert row.belongings.get().member.name == "赵一一"


def test_forgotten_means_that_only_the_number_and_what_was_done_are_left(
    world: World, client: Client
) -> None:
    team = Patrol(world)
    team.month()
    account = world.stranger
    row = register(
        draft(unit=world.market.pk, name="甲", identity=IDENTITY, year=1949),
        by=world.liaison,
        at=MONDAY,
    )
    register(draft(name="甲", identity=IDENTITY, year=1949, user=account.pk), by=account, at=MONDAY)
    member = row.belongings.get().member
    assert member == team.first  # the name that stood in the team is this person
    place = put_on(team.shift(20).pk, member.pk, by=team.leader, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        forget(row.pk, by=world.liaison, at=MONDAY)
    forget(row.pk, by=account, at=MONDAY)
    forget(row.pk, by=account, at=MONDAY + timedelta(days=1))
    row.refresh_from_db()
    member.refresh_from_db()
    place.refresh_from_db()
    assert (row.name, row.phone, row.identity_hash, row.identity_locked, row.year) == (
        *("", "", "", ""),
        None,
    )
    assert (row.forgotten, member.name, member.user) == (MONDAY, row.number, None)
    assert member.left == MONDAY.date()
    assert place.state == "dropped"
    assert Act.objects.filter(kind="volunteer", move="forget").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.update(name="甲")


def test_the_command_forgets_by_number(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    row = bring([draft()], by=None, at=MONDAY)[1][0]
    call_command("volunteer", "forget", row.number, "--json")
    assert json.loads(capsys.readouterr().out)["changed"] is True
    row.refresh_from_db()
    assert row.name == ""
    with pytest.raises(Refused, match="volunteer_unknown"):
        call_command("volunteer", "forget", "1")


def test_a_volunteer_sees_takes_out_and_deletes_all_that_is_held(
    world: World, association: Unit, client: Client
) -> None:
    client.force_login(world.stranger)
    sent = {"name": "赵一", "phone": "13900000001", "born": "1949", "identity": IDENTITY}
    sent |= {"consents": "on", "unit": str(association.pk)}
    answer = client.post("/volunteers/me/", sent | {"identity": "1"})
    assert answer.status_code == 422
    assert client.post("/volunteers/me/", sent).status_code == 302
    row = Volunteer.objects.get()
    shown = client.get(f"/volunteers/people/{row.pk}/").content.decode()
    assert "13900000001" in shown
    assert IDENTITY not in shown
    body = client.get(f"/volunteers/people/{row.pk}/data.json").content.decode()
    assert "赵一" in body
    assert IDENTITY not in body
    answer = client.get(f"/volunteers/people/{row.pk}/data.xlsx")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.worksheets[0]["B2"].value.lstrip("'") == row.number
    assert client.get(f"/volunteers/people/{row.pk}/forget/").status_code == 200
    assert client.post(f"/volunteers/people/{row.pk}/forget/").status_code == 302
    assert not Volunteer.objects.known().exists()
    assert client.get("/volunteers/me/").status_code == 200  # he may register anew


def test_a_name_is_masked_but_for_its_first_character() -> None:
    assert masked("赵一一") == "赵**"
