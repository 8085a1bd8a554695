"""Signing up, waiting, being offered a place, giving up: what is said and what is left in the rows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from tests.service.crew import Crew
from tests.world import MONDAY, SHANGHAI, World
from wenming.kit.flow import Refused
from wenming.org.actions import tell
from wenming.records.models import Act, Notice
from wenming.service.members.actions import leave
from wenming.service.members.models import Holding
from wenming.service.shifts.actions import mark, put_on
from wenming.service.shifts.actions import take as step
from wenming.service.shifts.models import Place
from wenming.service.shifts.rules import PlaceMove
from wenming.service.signups import actions
from wenming.service.signups.actions import close, open_up, remind, take, tend
from wenming.service.signups.models import Signup
from wenming.service.signups.rules import SignupMove

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def crew(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield Crew(world)


def no(verb: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refused) as told:
        verb()
    return (told.value.reason, *told.value.lacking)


def states(crew: Crew) -> list[tuple[str, str]]:
    rows = Signup.objects.filter(opening=crew.opening()).order_by("order")
    return [(row.member.name[-1], row.state) for row in rows.select_related("member")]


def test_the_first_get_the_places_and_the_others_wait_in_order(crew: Crew) -> None:
    for who in (2, 0, 3, 1):
        crew.join(who)
    assert states(crew) == [("2", "in"), ("0", "in"), ("3", "waiting"), ("1", "waiting")]
    standing = Place.objects.standing().filter(shift=crew.shift())
    assert set(standing.values_list("member__name", flat=True)) == {"志愿者2", "志愿者0"}


def test_signing_up_twice_is_one_sign_up_and_the_same_answer(crew: Crew) -> None:
    first = crew.join(0)
    acts = Act.objects.count()
    again = crew.join(0)
    assert (first.pk, first.state) == (again.pk, again.state)
    assert Act.objects.count() == acts


def test_a_late_twin_of_a_first_sign_up_does_not_undo_that_somebody_gave_up(crew: Crew) -> None:
    row = crew.join(0)
    take(row.pk, SignupMove.GIVE_UP, by=crew.users[0], at=LATER)
    assert crew.join(0, turn=1).state == "given_up"
    back = crew.join(0, turn=2)
    assert (back.state, back.turn) == ("in", 2)
    assert Place.objects.get(shift=crew.shift(), member=crew.members[0]).state == "agreed"


def test_a_shift_of_the_same_hours_elsewhere_is_refused(crew: Crew) -> None:
    crew.join(0)
    told = no(lambda: crew.join(0, crew.shift(post=1)))
    assert told == ("signup_overlap", "08:30", "10:00")
    crew.join(0, crew.shift(word="午间", post=1))


def test_nobody_untrained_signs_up_nor_gets_on_the_list(crew: Crew) -> None:
    Holding.objects.filter(member=crew.members[0]).delete()
    assert no(lambda: crew.join(0)) == ("signup_unfit", "交通劝导培训")
    assert not Signup.objects.exists()
    crew.join(1)
    crew.join(2)
    assert no(lambda: crew.join(0)) == ("signup_unfit", "交通劝导培训")


def test_before_the_opening_and_after_the_close_it_says_when(crew: Crew) -> None:
    assert no(lambda: crew.join(0, at=MONDAY - timedelta(minutes=1)))[0] == "signup_early"
    at = crew.opening().closes
    assert no(lambda: crew.join(0, at=at)) == (
        "signup_late",
        f"{at.astimezone(SHANGHAI):%m-%d %H:%M}",
    )
    close(crew.shift(1).pk, by=crew.leader, at=LATER)
    assert no(lambda: crew.join(0, crew.shift(1), at=LATER))[0] == "signup_late"


def test_who_left_the_team_signs_up_no_more_and_is_not_offered_a_place(crew: Crew) -> None:
    first = crew.join(0)
    for who in (1, 2, 3):
        crew.join(who)
    leave(crew.members[2].pk, crew.first, by=crew.leader, at=LATER)
    take(first.pk, SignupMove.GIVE_UP, by=crew.users[0], at=LATER)
    assert states(crew)[2:] == [("2", "waiting"), ("3", "offered")]
    assert no(lambda: crew.join(2, crew.shift(1)))[0] == "signup_left"


def test_nobody_signs_up_for_somebody_else_nor_for_what_is_not_meant_for_him(crew: Crew) -> None:
    key, member = crew.shift().pk, crew.members[0].pk
    assert no(lambda: actions.sign_up(key, member, by=crew.users[1], at=LATER))[0] == "power"
    crew.opening().units.set([crew.world.roads])
    assert no(lambda: crew.join(0)) == ("signup_others", "市市场监管局")


def test_giving_up_offers_the_place_to_the_first_who_waits(crew: Crew) -> None:
    first = crew.join(0)
    for who in (1, 2, 3):
        crew.join(who)
    take(first.pk, SignupMove.GIVE_UP, by=crew.users[0], at=LATER)
    assert states(crew) == [("0", "given_up"), ("1", "in"), ("2", "offered"), ("3", "waiting")]
    offer = Signup.objects.get(state="offered")
    assert offer.until == LATER + timedelta(hours=12)
    tell(at=LATER)
    assert Notice.objects.filter(act__move="offer").get().to == crew.users[2]
    kept = take(offer.pk, SignupMove.CONFIRM, by=crew.users[2], at=LATER)
    assert take(kept.pk, SignupMove.CONFIRM, by=crew.users[2], at=LATER).state == "in"
    assert Place.objects.standing().filter(shift=crew.shift()).count() == 2


def test_a_place_that_is_offered_is_not_given_to_a_newcomer(crew: Crew) -> None:
    first = crew.join(0)
    for who in (1, 2):
        crew.join(who)
    take(first.pk, SignupMove.GIVE_UP, by=crew.users[0], at=LATER)
    assert crew.join(3).state == "waiting"


def test_an_offer_nobody_answers_lapses_and_the_next_is_asked(crew: Crew) -> None:
    later = crew.shift(3)
    rows = [crew.join(who, later) for who in range(4)]
    take(rows[0].pk, SignupMove.GIVE_UP, by=crew.users[0], at=LATER)
    at = LATER + timedelta(hours=12)
    assert no(
        lambda: take(rows[2].pk, SignupMove.CONFIRM, by=crew.users[2], at=at + timedelta(minutes=1))
    ) == ("signup_lapsed",)
    assert tend(at=at - timedelta(minutes=1)) == 0
    tend(at=at)
    found = Signup.objects.filter(opening=later.opening).order_by("order")
    assert [row.state for row in found] == ["given_up", "in", "lapsed", "offered"]


def test_who_drops_out_of_the_shift_itself_has_given_up_and_the_next_is_asked(crew: Crew) -> None:
    crew.join(0)
    for who in (1, 2):
        crew.join(who)
    place = Place.objects.get(shift=crew.shift(), member=crew.members[0])
    step(place.pk, PlaceMove.DROP_OUT, note="发烧", by=crew.users[0], at=LATER)
    tend(at=LATER)
    assert states(crew) == [("0", "given_up"), ("1", "in"), ("2", "offered")]
    assert tend(at=LATER) == 0


def test_whom_the_leader_puts_on_waits_no_more(crew: Crew) -> None:
    for who in range(3):
        crew.join(who)
    put_on(crew.shift().pk, crew.members[2].pk, by=crew.leader, at=LATER)
    tend(at=LATER)
    assert states(crew)[2] == ("2", "in")


def test_the_list_ends_when_the_shift_begins_and_a_missing_head_stays_the_leaders_business(
    crew: Crew,
) -> None:
    for who in range(3):
        crew.join(who)
    begun = crew.shift().start + timedelta(minutes=1)
    tend(at=begun)
    assert states(crew) == [("0", "in"), ("1", "in"), ("2", "lapsed")]
    places = Place.objects.filter(shift=crew.shift()).order_by("pk")
    mark(crew.shift().pk, {places[0].pk: False, places[1].pk: True}, by=crew.leader, at=begun)
    acts = Act.objects.filter(kind="signup").count()
    tend(at=begun)
    assert Act.objects.filter(kind="signup").count() == acts
    row = Signup.objects.get(member=crew.members[0])
    told = no(lambda: take(row.pk, SignupMove.GIVE_UP, by=crew.users[0], at=begun))
    assert told == ("signup_begun",)


def test_who_is_refused_stays_away_until_he_is_let_in_again(crew: Crew) -> None:
    for who in range(3):
        row = crew.join(who)
    assert no(
        lambda: take(row.pk, SignupMove.REFUSE, note="未满 18 岁", by=crew.users[1], at=LATER)
    )
    take(row.pk, SignupMove.REFUSE, note="未满 18 岁", by=crew.leader, at=LATER)
    assert no(lambda: crew.join(2, turn=2)) == ("signup_refused",)
    assert take(row.pk, SignupMove.READMIT, by=crew.leader, at=LATER).state == "waiting"


def test_whoever_stands_tomorrow_is_reminded_once_by_day_and_never_at_night(crew: Crew) -> None:
    shift = crew.shift(2)
    crew.join(0, shift)
    crew.join(1)  # begins within a day: no reminder of what was just agreed
    eve = shift.start - timedelta(hours=24)
    night = (eve - timedelta(days=1)).replace(hour=15)  # 23:00 here
    assert [remind(at=at) for at in (night, eve - timedelta(minutes=1), eve, eve)] == [0, 0, 1, 0]
    tell(at=eve)
    assert [n.to for n in Notice.objects.filter(act__move="remind")] == [crew.users[0]]


def test_a_reminder_due_at_night_comes_in_the_morning(crew: Crew) -> None:
    shift = crew.shift(2, "早高峰")
    crew.join(0, shift)
    Signup.objects.update(at=MONDAY)
    shift.start = shift.start.replace(hour=22)  # 06:00 of the next day here
    shift.end = shift.start + timedelta(hours=2)
    shift.save()
    due = shift.start - timedelta(hours=24)
    assert remind(at=due) == 0
    assert remind(at=due + timedelta(hours=1, minutes=31)) == 1


def test_opening_says_what_is_missing(crew: Crew) -> None:
    post, by = crew.posts[0].pk, crew.leader
    wrong = [
        replace(crew.draft, places=10),
        replace(crew.draft, units=()),
        replace(crew.draft, first=crew.first - timedelta(9), last=crew.first - timedelta(8)),
    ]
    told = [no(partial(open_up, post, draft, by=by, at=LATER))[0] for draft in wrong]
    assert told == ["signup_places", "signup_nobody", "signup_no_shifts"]
    assert no(lambda: open_up(post, crew.draft, by=crew.users[0], at=LATER))[0] == "power"
    assert open_up(post, replace(crew.draft, places=3), by=by, at=LATER) == 21
