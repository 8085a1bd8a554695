"""A team applies, is admitted, leaves, and applies again."""

import pytest

from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.records.models import Act
from wenming.service.volunteers.actions import apply, change, take
from wenming.service.volunteers.drafts import TeamDraft
from wenming.service.volunteers.models import Team
from wenming.service.volunteers.rules import TeamMove, TeamState


def draft(world: World, **over: object) -> TeamDraft:
    values = {
        "unit": world.market.pk,
        "name": "市场服务队",
        "skills": ("理发",),
        "times": ("0-morning",),
    }
    return TeamDraft(**values | over)  # type: ignore[arg-type]


def test_a_team_applies_once_and_the_office_admits_it(world: World) -> None:
    team = apply(draft(world), by=world.liaison, at=MONDAY)
    assert apply(draft(world), by=world.liaison, at=MONDAY) == team
    assert not Team.objects.admitted().exists()
    with pytest.raises(Refused, match="power"):
        take(team.pk, TeamMove.ADMIT, by=world.liaison, at=MONDAY)
    take(team.pk, TeamMove.ADMIT, by=world.office, at=MONDAY)
    assert list(Team.objects.admitted()) == [team]
    moves = Act.objects.about("team", team.pk).values_list("move", "after")
    assert list(moves) == [("apply", "applied"), ("admit", "admitted")]


def test_a_refused_team_hears_why_and_may_apply_again(world: World) -> None:
    team = apply(draft(world), by=world.liaison, at=MONDAY)
    with pytest.raises(Refused, match="needs"):
        take(team.pk, TeamMove.REFUSE, by=world.office, at=MONDAY)
    take(team.pk, TeamMove.REFUSE, note="先参加培训", by=world.office, at=MONDAY)
    assert Act.objects.filter(move="refuse").get().units == [world.market.pk]
    again = take(team.pk, TeamMove.APPLY_AGAIN, note="已培训", by=world.head, at=MONDAY)
    assert again.state == TeamState.APPLIED.value


def test_nobody_puts_forward_or_changes_the_team_of_another_unit(world: World) -> None:
    team = apply(draft(world), by=world.liaison, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        apply(draft(world), by=world.mender, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        change(team.pk, draft(world), by=world.mender, at=MONDAY)
    with pytest.raises(Refused, match="team_taken"):
        apply(draft(world, unit=world.street.pk), by=world.office, at=MONDAY)


def test_what_a_team_can_do_is_put_down_anew(world: World) -> None:
    team = apply(draft(world), by=world.liaison, at=MONDAY)
    new = draft(world, skills=(" 普法 ", "普法", ""), times=("6-evening", "0-morning"))
    changed = change(team.pk, new, by=world.liaison, at=MONDAY)
    assert [s.name for s in changed.skills.all()] == ["普法"]
    assert changed.times == ["0-morning", "6-evening"]
    with pytest.raises(Refused, match="team_times"):
        change(team.pk, draft(world, times=("7-noon",)), by=world.liaison, at=MONDAY)
