"""The year's and the cycle's totals, from the rounds of an edition and its profile."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import MONDAY, World
from wenming.loop.inspections.models import Round
from wenming.loop.scores.actions import outlook
from wenming.loop.scores.models import Score
from wenming.loop.standards.models import Bar, Edition, Profile

METHODS = {"实地考察": 40, "材料审核": 40, "问卷调查": 20}


def scored(world: World, edition: Edition, points: int, opened: datetime, **over: object) -> Score:
    """A round of the whole city with its total."""
    name = f"{edition.code} {opened:%Y-%m-%d} {points}"
    said = {"kind": "assessment", "area": world.city, "state": "closed"} | over
    round_ = Round.objects.create(name=name, edition=edition, opened=opened, **said)
    kept = {"level": "total", "moment": "sight", "key": "", "name": name, "se": 0.01, "df": 30}
    rate = points / 10_000
    return Score.objects.create(
        round=round_, points=points, rate=rate, sites=40, observations=400, **kept
    )


@pytest.fixture
def minors(world: World) -> Edition:
    """The minors' edition, judged on the spot alone, counting a fifth behind a gate of 85."""
    edition = Edition.objects.create(code="M", name="未成年人", minors=True, state="published")
    Profile.objects.create(edition=edition, methods={"实地考察": 100})
    Profile.objects.create(
        edition=world.edition,
        methods=METHODS,
        years=[15, 25, 60],
        minors=20,
        gate=8500,
        minors_edition=edition,
    )
    return edition


def test_a_year_is_its_newest_round_over_the_whole_city(world: World, minors: Edition) -> None:
    scored(world, world.edition, 8000, MONDAY)
    scored(world, world.edition, 9000, MONDAY + timedelta(days=90))
    scored(world, world.edition, 1000, MONDAY + timedelta(days=99), area=world.east)
    found = outlook(world.edition)
    assert found
    assert [(year, total and total.points_hundredths) for year, _, total in found.years] == [
        (2026, 3600),
        (2027, None),
        (2028, None),
    ]
    assert (found.cycle.points_hundredths, found.cycle.out_of_hundredths) == (540, 600)
    assert found.cycle.missing == ("2", "3", "1.材料审核", "1.问卷调查")


def test_the_years_make_the_cycle_and_the_minors_a_fifth_of_it(
    world: World, minors: Edition
) -> None:
    for year, points in ((0, 8000), (1, 8500), (2, 9000)):
        scored(world, world.edition, points, MONDAY + timedelta(days=366 * year))
    scored(world, minors, 8600, MONDAY)
    found = outlook(world.edition)
    assert found
    cycle = (15 * 3200 + 25 * 3400 + 60 * 3600) // 100
    assert (found.cycle.points_hundredths, found.cycle.out_of_hundredths) == (cycle, 4000)
    assert found.whole.points_hundredths == (80 * cycle + 20 * 8600) // 100
    assert found.barred == ()


def test_a_new_cycle_begins_when_its_years_are_over(world: World, minors: Edition) -> None:
    for year in (0, 3):
        scored(world, world.edition, 8000, MONDAY + timedelta(days=366 * year))
    found = outlook(world.edition)
    assert found
    assert [year for year, *_ in found.years] == [2029, 2030, 2031]


def test_the_gate_and_the_negative_list_bar_and_subtract_nothing(
    world: World, minors: Edition, client: Client
) -> None:
    scored(world, world.edition, 8000, MONDAY)
    scored(world, minors, 8499, MONDAY)
    Bar.objects.create(edition=world.edition, order=1, text="重大事故", state="triggered")
    found = outlook(world.edition)
    assert found
    assert found.barred == ("gate", "重大事故")
    client.force_login(world.leader)
    page = client.get(reverse("scores:list")).content.decode()
    assert "未成年人体系得分低于申报门槛" in page
    assert "重大事故" in page
    assert "4.80" in page  # of the cycle: 15 percent of 32.00


def test_without_a_profile_or_a_round_nothing_is_told(world: World, minors: Edition) -> None:
    assert outlook(world.edition) is None
    Profile.objects.all().delete()
    scored(world, world.edition, 8000, MONDAY)
    assert outlook(world.edition) is None
