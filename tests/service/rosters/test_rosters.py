"""A month is proposed, changed by hand, accepted; somebody drops out, and the fewest are moved."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.service.team import Team
from tests.world import MONDAY, World
from wenming.proposals import actions
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Unsolvable, planner_of
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.service.members.actions import add, change, grant, wish
from wenming.service.members.drafts import MemberDraft, WishDraft
from wenming.service.members.rules import WishKind
from wenming.service.rosters.plans import month_of
from wenming.service.rosters.rules import about
from wenming.service.shifts.actions import put_on, take
from wenming.service.shifts.models import Place, Shift
from wenming.service.shifts.rules import PlaceMove

SUNDAY = MONDAY - timedelta(days=1)  # the first of March is one
QUICK, WHOLE = Work(seconds=30, effort=0), Work(seconds=60, effort=20)


@pytest.fixture
def team(world: World) -> Any:
    """Eight people for two markets, a shift of eight and one of four hours each."""
    with time_machine.travel(SUNDAY - timedelta(days=1), tick=True):
        found = Team(world)
        drafts = [MemberDraft(world.market.pk, name) for name in "丁戊己庚辛"]
        more = add(drafts, by=None, at=SUNDAY)
        since = date(2026, 1, 1)
        grant([m.pk for m in more], "巡查培训", since=since, until=None, by=None, at=SUNDAY)
        found.people += more
        found.month()
        yield found


def proposed(team: Team, work: Work = QUICK, **ask: Any) -> Proposal:
    key = about(team.world.market.pk, "2026-03")
    row = actions.ask_for(Kind.ROSTERS, key, ask, work, by=team.world.office, at=SUNDAY)
    return made(row, lambda: SUNDAY)


def accept(team: Team, row: Proposal) -> None:
    actions.accept(row.pk, by=team.world.office, at=SUNDAY)


def wrong(row: Proposal) -> list[str]:
    row.refresh_from_db()
    return [one.rule for one in planner_of(row.kind).wrong(row.ask, row.plan)]


def test_a_month_is_filled_with_no_rule_broken_and_becomes_places(team: Team) -> None:
    row = proposed(team, WHOLE)
    assert (row.state, wrong(row), row.plan["unmet"]) == ("ready", [], [])
    assert row.figures["seats"] == 124
    accept(team, row)
    assert Place.objects.standing().count() == 124
    assert not Shift.objects.with_heads().filter(places=None).exists()
    hours = [sum((p.end - p.start).seconds for p in m.places.all()) // 3600 for m in team.people]
    assert max(hours) <= 176
    assert max(hours) - min(hours) <= 8


def test_what_is_agreed_stays_and_leave_is_kept(team: Team) -> None:
    put_on(team.shift(5).pk, team.first.pk, by=team.leader, at=SUNDAY)
    away = WishDraft(WishKind.AWAY, date(2026, 3, 10), date(2026, 3, 20))
    wish(team.people[1].pk, away, by=team.leader, at=SUNDAY)
    row = proposed(team)
    assert [team.shift(5).pk, team.first.pk] in row.plan["seats"]
    days = Shift.objects.filter(pk__in=[s for s, m in row.plan["seats"] if m == team.people[1].pk])
    assert not days.filter(day__gte=away.first, day__lte=away.last).exists()


def test_a_qualification_that_ends_in_the_month_ends_in_the_plan(team: Team) -> None:
    told: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2026, 3, 9)}
    grant([team.first.pk], "巡查培训", **told, by=None, at=SUNDAY)
    row = proposed(team)
    days = Shift.objects.filter(pk__in=[s for s, m in row.plan["seats"] if m == team.first.pk])
    assert not days.filter(day__gt=told["until"]).exists()
    assert wrong(row) == []


def test_a_drop_out_is_mended_with_the_fewest_changes(team: Team) -> None:
    accept(team, proposed(team))
    before = set(Place.objects.standing().values_list("shift", "member"))
    place = Place.objects.standing().filter(shift__day=date(2026, 3, 12)).earliest("start")
    take(place.pk, PlaceMove.DROP_OUT, note="发烧", by=team.leader, at=SUNDAY)
    row = proposed(team, mend=True)
    accept(team, row)
    after = set(Place.objects.standing().values_list("shift", "member"))
    assert Shift.objects.filter(places__state="agreed").distinct().count() == 124
    assert (place.shift_id, place.member_id) not in after
    assert len(before - after) <= 2  # who dropped out, and at most one who moved over
    assert wrong(Proposal.objects.get(pk=row.pk)) == []


def test_a_month_that_cannot_be_met_names_what_clashes(team: Team) -> None:
    for member in team.people[2:]:
        draft = MemberDraft(team.world.market.pk, member.name, most_hours=10)
        change(member.pk, draft, by=team.leader, at=SUNDAY)
    row = proposed(team)
    assert row.figures["short"] == len(row.plan["unmet"]) > 50
    assert row.plan["clashes"]
    assert all(
        planner_of(row.kind).sentence(one) for one in planner_of(row.kind).wrong(row.ask, row.plan)
    )


def test_a_month_without_shifts_says_so(team: Team) -> None:
    key = about(team.world.market.pk, "2026-05")
    row = made(actions.ask_for(Kind.ROSTERS, key, {}, QUICK, by=None, at=SUNDAY), lambda: SUNDAY)
    assert row.state == "failed"
    assert "这个月还没有班次" in row.why[0]
    with pytest.raises(Unsolvable):
        month_of(row.ask)


def test_the_page_shows_the_month_and_says_what_a_change_breaks(team: Team, client: Client) -> None:
    row = proposed(team)
    client.force_login(team.world.office)
    unit = team.world.market.pk
    shown = client.get(reverse("rosters:month", args=[unit, "2026-03"])).content.decode()
    assert "编过的方案" in shown
    page = client.get(reverse("rosters:plan", args=[row.pk])).content.decode()
    assert "正班 08:30—16:30 集贸市场4号" in page
    shift, member = next(
        (s, m) for s, m in row.plan["seats"] if Shift.objects.get(pk=s).word == "错时班"
        and Shift.objects.get(pk=s).day < date(2026, 3, 30)
    )  # fmt: skip
    day = Shift.objects.get(pk=shift).day + timedelta(days=1)
    away = WishDraft(WishKind.AWAY, day, day)
    wish(member, away, by=team.leader, at=SUNDAY)
    there = reverse("rosters:change", args=[row.pk, member, day.isoformat()])
    choice = Shift.objects.filter(day=day, word="正班").first()
    assert choice is not None
    assert client.get(there).status_code == 200
    assert client.post(there, {"seen": row.edits, "shift": choice.pk}).status_code == 302
    page = client.get(reverse("rosters:plan", args=[row.pk])).content.decode()
    assert "请了假，或已说不能来" in page
    assert client.post(there, {"seen": row.edits, "shift": ""}).status_code == 409
    answer = client.post(reverse("proposals:step", args=[row.pk, "accept"]), {"seen": 1})
    assert answer.status_code == 409
    assert not Place.objects.exists()


def test_a_month_that_has_begun_changes_from_tomorrow_on(team: Team) -> None:
    accept(team, proposed(team))
    with time_machine.travel(MONDAY + timedelta(days=13), tick=True):
        stood = set(
            Place.objects.filter(shift__day__lte=date(2026, 3, 15)).values_list("pk", flat=True)
        )
        row = proposed(team)
        assert row.ask["since"] == "2026-03-16"
        accept(team, row)
    kept = Place.objects.standing().filter(pk__in=stood).count()
    assert kept == len(stood) == 60
