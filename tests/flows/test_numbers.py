"""A number that no row can have leads nowhere and breaks nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.casefile import filed
from tests.fieldwork import drawn, signed_in
from tests.world import World

HUGE = "9" * 30  # larger than any database's own numbers


@pytest.fixture
def office(world: World) -> Client:
    return signed_in(world.office)


@pytest.mark.parametrize("name", ["item", "kind", "project", "area", "unit"])
def test_marks_under_a_thing_that_cannot_be_are_all_marks(
    world: World, office: Client, name: str
) -> None:
    marks = reverse("scores:marks", args=[drawn(world).pk])
    assert office.get(f"{marks}?{name}={HUGE}").status_code == 200


def test_the_map_of_a_kind_that_cannot_be_is_the_whole_map(world: World, office: Client) -> None:
    here = reverse("reports:geojson")
    assert office.get(f"{here}?kind={HUGE}").json() == office.get(here).json()


def test_a_case_that_cannot_be_is_passed_over_when_many_are_assigned(
    world: World, office: Client
) -> None:
    case = filed(world)
    said = {"case": [HUGE, "x", case.pk], "unit": world.street.pk}
    assert office.post(reverse("cases:assign"), said).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.unit) == ("assigned", world.street)


@pytest.mark.parametrize("user", ["abc", HUGE, ""])
def test_nobody_enters_as_one_who_cannot_be(world: World, settings: Any, user: str) -> None:
    settings.DEMO = True
    assert Client().post(reverse("org:roles"), {"user": user}).status_code == 404
