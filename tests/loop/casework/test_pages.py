"""The page of a case: who did what in whose name, and where everything it names is opened."""

from datetime import timedelta

import pytest
from django.forms import ModelMultipleChoiceField
from django.test import Client
from django.urls import reverse

from tests.casefile import filed, in_state
from tests.world import MONDAY, World
from wenming.loop.cases.models import MARKS, Case
from wenming.loop.cases.rules import Move, State
from wenming.loop.casework.forms import MoveForm
from wenming.loop.casework.history import DONE, happened
from wenming.org.models import Group, Unit

pytestmark = pytest.mark.django_db


def test_what_happened_names_the_group_or_the_office_in_whose_name_it_was_done(
    world: World,
) -> None:
    case = in_state(world, State.ASSIGNED)
    told = {one.did: one.who for one in happened(case)}
    assert told[str(DONE["file"])] == f"第1工作组 {world.inspector.name}"
    assert told[str(DONE["assign"])] == f"创城办 {world.office.name}"


def test_a_step_stays_in_the_name_it_was_taken_in_when_people_move_on(world: World) -> None:
    case = in_state(world, State.ASSIGNED)
    world.inspector.appointments.update(until=MONDAY.date())
    other = Group.objects.create(name="第9工作组")
    after = MONDAY.date() + timedelta(days=1)
    world.inspector.appointments.create(role="inspector", group=other, area=world.city, since=after)
    assert f"第1工作组 {world.inspector.name}" in {one.who for one in happened(case)}


def test_every_step_has_words_for_when_it_was_taken() -> None:
    assert set(DONE) == {move.value for move in Move} | {mark.value for mark in MARKS}


def test_a_case_leads_to_its_site_round_standard_and_unit(world: World, client: Client) -> None:
    case = filed(world)
    client.force_login(world.office)
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    for name, key in (
        ("places:site", case.site_id),
        ("inspections:round", case.round_id),
        ("standards:item", case.item_id),
        ("org:unit", case.unit_id),
    ):
        assert f'href="{reverse(name, args=[key])}"' in page, name


def test_a_unit_is_led_to_its_own_site_and_to_no_other(world: World, client: Client) -> None:
    for case, reader in (
        (in_state(world, State.ASSIGNED), world.mender),
        (elsewhere(world), world.liaison),
    ):
        client.force_login(reader)
        site = reverse("places:site", args=[case.site_id])
        page = client.get(reverse("cases:detail", args=[case.pk]))
        assert page.status_code == 200
        assert (f'href="{site}"' in page.content.decode()) == (client.get(site).status_code == 200)


def elsewhere(world: World) -> Case:
    """A case of a bureau at a site it has no charge of: it answers by the standard."""
    case = filed(world, world.stalls)
    Case.objects.filter(pk=case.pk).update(unit=world.market, state=State.ASSIGNED.value)
    return case


def test_the_units_that_help_already_stand_first_in_the_choice(world: World) -> None:
    case = filed(world)
    case.assists.set([world.street])
    assert helpers(case)[0] == world.street


def test_where_nobody_helps_yet_units_stand_in_their_order(world: World) -> None:
    case = filed(world)
    case.assists.clear()
    for number, unit in enumerate(Unit.objects.order_by("-pk")):
        Unit.objects.filter(pk=unit.pk).update(order=number)
    assert helpers(case) == sorted(helpers(case), key=lambda unit: -unit.pk)


def helpers(case: Case) -> list[Unit]:
    """The units that may be asked to help, as they stand in the choice."""
    field = MoveForm(case, Move.ASSIGN).fields["assists"]
    assert isinstance(field, ModelMultipleChoiceField)
    return list(field.queryset or [])
