"""A month in one step, a place given and taken, attendance by the leader's list."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.service.team import MARCH, Team
from tests.world import MONDAY, World, person
from wenming.kit.flow import Refused
from wenming.org.models import Holiday
from wenming.org.rules import Role
from wenming.records.models import Act
from wenming.service.members.actions import change, grant, leave, wish
from wenming.service.members.drafts import MemberDraft, WishDraft
from wenming.service.members.models import Member
from wenming.service.members.rules import WishKind
from wenming.service.shifts import actions
from wenming.service.shifts.drafts import PatternDraft
from wenming.service.shifts.models import Place, Shift
from wenming.service.shifts.plans import place_of
from wenming.service.shifts.rules import Days, PlaceMove, PlaceState, spans

LATER = MONDAY + timedelta(days=40)


@pytest.fixture
def team(world: World) -> Team:
    return Team(world)


def put(team: Team, shift: Shift, member: Member | None = None, **over: Any) -> Place:
    who = member or team.first
    return actions.put_on(shift.pk, who.pk, by=team.leader, at=MONDAY, **over)


def why(verb: Any) -> str:
    with pytest.raises(Refused) as no:
        verb()
    return no.value.reason


def test_a_month_is_made_once_however_often_it_is_asked_for(team: Team) -> None:
    keys = [post.pk for post in team.posts]
    made = actions.make_month(keys, MARCH, by=team.leader, at=MONDAY)
    assert made == (31 * 2 * 2, 0)
    again = actions.make_month(keys, MARCH, by=team.leader, at=MONDAY)
    assert again == (0, 31 * 2 * 2)
    assert Act.objects.filter(kind="shifts", move="make").count() == 1
    one = team.shift(2)
    assert (one.start.hour, one.end - one.start) == (0, timedelta(hours=8))  # 08:30 in Shanghai


def test_a_pattern_for_working_days_passes_over_the_citys_holidays(team: Team) -> None:
    Holiday.objects.create(day=date(2026, 3, 4), kind="off", name="城市节")
    only = PatternDraft("工作日", tuple(spans("巡 10:00-12:00")), Days.WORK)
    pattern = actions.set_pattern(only, by=team.leader, at=MONDAY)
    rest = PatternDraft("周末", tuple(spans("巡 10:00-12:00")), Days.REST)
    weekend = actions.set_pattern(rest, by=team.leader, at=MONDAY)
    for post, chosen in zip(team.posts, (pattern, weekend), strict=True):
        actions.make_month([post.pk], MARCH, pattern=chosen, by=team.leader, at=MONDAY)
    days = [
        set(Shift.objects.filter(post=post).values_list("day", flat=True)) for post in team.posts
    ]
    assert date(2026, 3, 4) in days[1] - days[0]
    assert date(2026, 3, 7) in days[1] - days[0]
    assert (len(days[0]), len(days[0] | days[1])) == (21, 31)


def test_a_month_is_copied_weekday_for_weekday(team: Team) -> None:
    team.month(team.posts[0].pk)
    actions.drop_shift(team.shift(9).pk, by=team.leader, at=MONDAY)  # the second Monday
    keys, april = [team.posts[0].pk], date(2026, 4, 1)
    made = actions.copy_month(keys, MARCH, april, by=team.leader, at=MONDAY)
    assert made.new == 59
    words = Shift.objects.filter(day=date(2026, 4, 13)).values_list("word", flat=True)
    assert list(words) == ["错时班"]


def test_a_place_is_given_once_and_told_to_the_member(team: Team) -> None:
    team.month()
    account = person("jia", Role.INSPECTOR, area=team.world.east)
    draft = MemberDraft(team.world.market.pk, "甲", account.pk)
    change(team.first.pk, draft, by=team.leader, at=MONDAY)
    place = put(team, team.shift(3))
    assert put(team, team.shift(3)) == place
    act = Act.objects.get(kind="shift", move="put_on")
    assert (act.persons, act.facts["member"]) == ([account.pk], team.first.pk)


def test_nobody_passes_over_qualification_overlap_and_the_most_heads(team: Team) -> None:
    team.month()
    put(team, team.shift(3))
    second = team.people[1]
    everything = frozenset({"heads_full", "overlap", "unfit"})
    assert why(lambda: put(team, team.shift(3), second, knowing=everything)) == "heads_full"
    assert why(lambda: put(team, team.shift(3, post=1), knowing=everything)) == "overlap"
    since, until = date(2026, 1, 1), date(2026, 3, 8)
    grant([second.pk], "巡查培训", since=since, until=until, by=team.leader, at=MONDAY)
    assert why(lambda: put(team, team.shift(9), second, knowing=everything)) == "unfit"
    assert put(team, team.shift(8), second).state == "agreed"


def test_rest_hours_runs_and_leave_are_passed_over_knowingly_alone(team: Team) -> None:
    team.month()
    put(team, team.shift(3, "错时班"))
    draft = MemberDraft(team.world.market.pk, "甲", most_hours=11)
    change(team.first.pk, draft, by=team.leader, at=MONDAY)
    assert why(lambda: put(team, team.shift(5))) == "hours_over"
    assert why(lambda: put(team, team.shift(4))) == "hours_over"
    leave_of = WishDraft(WishKind.AWAY, date(2026, 3, 5), date(2026, 3, 6))
    wish(team.first.pk, leave_of, by=team.leader, at=MONDAY)
    assert why(lambda: put(team, team.shift(5))) == "away"
    place = put(team, team.shift(5), knowing=frozenset({"away", "hours_over"}))
    assert place.state == "agreed"
    assert Act.objects.filter(move="put_on").latest("pk").facts["passed"] == ["away", "hours_over"]


def test_who_has_left_the_team_stands_nowhere(team: Team) -> None:
    team.month()
    leave(team.first.pk, date(2026, 3, 10), by=team.leader, at=MONDAY)
    assert put(team, team.shift(9)).state == "agreed"
    assert why(lambda: put(team, team.shift(10))) == "left"


def test_a_drop_out_needs_a_word_and_a_stand_in_takes_the_place(team: Team) -> None:
    team.month()
    place = put(team, team.shift(3))
    drop = PlaceMove.DROP_OUT
    assert why(lambda: actions.take(place.pk, drop, by=team.leader, at=MONDAY)) == "needs"
    other = actions.stand_in(
        place.pk, team.people[1].pk, note="家中有事", by=team.leader, at=MONDAY
    )
    place.refresh_from_db()
    assert (place.state, place.note, other.state) == ("dropped", "家中有事", "agreed")
    again = actions.stand_in(place.pk, team.people[1].pk, by=team.leader, at=MONDAY)
    assert again == other
    assert Act.objects.get(move="drop_out").units == [team.world.market.pk]


def test_a_stand_in_who_may_not_leaves_all_as_it_was(team: Team) -> None:
    team.month()
    place = put(team, team.shift(3))
    second = team.people[1]
    put(team, team.shift(3, post=1), second)
    no = why(lambda: actions.stand_in(place.pk, second.pk, note="病", by=team.leader, at=MONDAY))
    place.refresh_from_db()
    assert (no, place.state) == ("overlap", "agreed")


def test_a_member_says_for_himself_that_he_cannot_come_and_nothing_else(team: Team) -> None:
    team.month()
    account = person("jia", Role.INSPECTOR, area=team.world.east)
    draft = MemberDraft(team.world.market.pk, "甲", account.pk)
    change(team.first.pk, draft, by=team.leader, at=MONDAY)
    place = put(team, team.shift(3))
    for move in (PlaceMove.TAKE_OFF, PlaceMove.COME):
        no = why(lambda m=move: actions.take(place.pk, m, by=account, at=LATER))
        assert no == "power"
    done = actions.take(place.pk, PlaceMove.DROP_OUT, note="发烧", by=account, at=MONDAY)
    assert done.state == PlaceState.DROPPED.value


def test_attendance_is_the_leaders_list_after_the_beginning(team: Team) -> None:
    team.month()
    place = put(team, team.shift(3))
    key = team.shift(3).pk
    said = {place.pk: True}
    assert why(lambda: actions.mark(key, said, by=team.leader, at=MONDAY)) == "not_begun"
    assert actions.mark(key, said, by=team.leader, at=LATER) == 1
    assert actions.mark(key, said, by=team.leader, at=LATER) == 0
    assert actions.mark(key, {place.pk: False}, by=team.leader, at=LATER) == 1
    place.refresh_from_db()
    assert place.state == "absent"
    assert Act.objects.filter(kind="shift", move="mark").count() == 2


def test_only_who_rosters_there_may(team: Team) -> None:
    team.month()
    for by in (team.world.mender, team.world.leader, team.world.inspector):
        no = why(lambda b=by: actions.put_on(team.shift(3).pk, team.first.pk, by=b, at=MONDAY))
        assert no == "power"
    actions.put_on(team.shift(3).pk, team.first.pk, by=team.world.office, at=MONDAY)


def test_the_database_itself_lets_nobody_begin_two_shifts_at_once(team: Team) -> None:
    team.month()
    put(team, team.shift(3))
    twin = place_of(team.shift(3, post=1), team.first.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**twin)
    Place.objects.create(**twin | {"state": "dropped"})


def test_a_shift_that_was_stood_on_is_not_done_away_with(team: Team) -> None:
    team.month()
    put(team, team.shift(3))
    key = team.shift(3).pk
    assert why(lambda: actions.drop_shift(key, by=team.leader, at=MONDAY)) == "shift_used"
    actions.close_post(team.posts[0].pk, date(2026, 3, 3), by=team.leader, at=MONDAY)
    left = Shift.objects.filter(post=team.posts[0], day__gte=date(2026, 3, 3))
    assert [shift.pk for shift in left] == [key]


def test_a_post_is_refused_where_its_numbers_fall_or_its_duty_is_done(team: Team) -> None:
    site = team.world.sites[3].pk
    for over, reason in (
        ({"least": 2, "wish": 1, "duty": "劝导"}, "post_heads"),
        ({"most": 0, "least": 0, "wish": 0, "duty": "劝导"}, "post_heads"),
        ({}, "post_taken"),
        ({"duty": " "}, "needs"),
    ):
        draft = team.draft(site, **over)
        assert why(lambda d=draft: actions.set_post(d, by=team.leader, at=MONDAY)) == reason
