"""A year by an edition's profile: sums that can be added up by hand, each part with its source."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.world import World
from wenming.loop.inspections.models import Round
from wenming.loop.scores import years
from wenming.loop.scores.models import Score
from wenming.loop.standards.models import Edition, Profile

pytestmark = pytest.mark.django_db
METHODS = {"实地考察": 60, "材料审核": 40}


@pytest.fixture
def profile(world: World) -> Profile:
    """The city's edition counts 80 percent, the minors' 20 with a gate of 85; three years."""
    minors = Edition.objects.create(code="W", name="未成年人", minors=True, state="published")
    Profile.objects.create(edition=minors, methods={"实地考察": 100}, years=[])
    return Profile.objects.create(
        edition=world.edition,
        methods=METHODS,
        years=[15, 25, 60],
        minors=20,
        gate=8500,
        minors_edition=minors,
    )


def scored(
    world: World, edition: Edition, name: str, points: int, month: int, **more: object
) -> Score:
    """The total of a round that is over, opened in a month of 2026."""
    said = {"kind": "assessment", "state": "closed", "area": world.city, **more}
    opened = datetime(2026, month, 5, tzinfo=UTC)
    row = Round.objects.create(name=name, edition=edition, opened=opened, **said)
    rest = {"rate": points / 10_000, "se": 0.01, "df": 30, "sites": 40, "observations": 90}
    return Score.objects.create(
        round=row, level="total", moment="sight", name=name, points=points, **rest
    )


def test_a_year_is_what_its_last_round_over_the_whole_city_gives(
    world: World, profile: Profile
) -> None:
    scored(world, world.edition, "春", 7000, 3)
    scored(world, world.edition, "夏", 8000, 6)
    scored(world, world.edition, "东街道", 9900, 8, area=world.east)
    year = years.year_of(profile, 2026)
    assert [line.gives for line in year.city.lines] == [4800, None]
    assert (year.city.total.points_hundredths, year.city.total.out_of_hundredths) == (4800, 6000)
    assert year.passed is None
    assert years.year_of(profile, 2025).total.out_of_hundredths == 0


def test_the_minors_count_their_share_and_their_gate_only_bars(
    world: World, profile: Profile
) -> None:
    scored(world, world.edition, "夏", 8000, 6)
    assert profile.minors_edition
    scored(world, profile.minors_edition, "少年", 8400, 6)
    year = years.year_of(profile, 2026)
    assert year.total.points_hundredths == 4800 * 80 // 100 + 8400 * 20 // 100
    assert year.passed is False


def test_every_figure_of_a_year_opens_to_its_round(
    world: World, profile: Profile, client: Client
) -> None:
    score = scored(world, world.edition, "夏", 8000, 6)
    client.force_login(world.leader)
    seen = client.get(f"/scores/years/{world.edition.pk}/2026/").content.decode()
    assert f'href="/scores/{score.round_id}/"' in seen
    assert "还没有结果" in seen
    assert client.get(f"/scores/years/{world.edition.pk}/99999/").status_code == 404
    seen = client.get("/scores/").content.decode()
    assert f'href="/scores/years/{world.edition.pk}/2026/"' in seen
