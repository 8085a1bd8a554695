"""Many sign up at once, from two phones, while others leave: the places are given once, in order."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.flows.test_rush import at_once, signed_in
from tests.service.crew import Crew
from tests.world import World
from wenming.org.actions import tell
from wenming.records.models import Act, Notice
from wenming.service.shifts.models import Place
from wenming.service.signups.actions import remind, take, tend
from wenming.service.signups.models import Signup
from wenming.service.signups.rules import SignupMove

pytestmark = pytest.mark.django_db(transaction=True)
CROWD, PLACES = 60, 5


@pytest.fixture
def crew(world: World) -> Crew:
    return Crew(world, heads=CROWD, places=PLACES, at=timezone.now())


def phone(crew: Crew, who: int, day: int = 2) -> Callable[[], int]:
    """Somebody's phone, about to sign up."""
    client: Client = signed_in(crew.users[who])
    address = reverse("signups:join", args=[crew.shift(day).pk])
    given = {"member": crew.members[who].pk, "turn": 1}
    return lambda: client.post(address, given).status_code


def test_sixty_at_once_for_five_places_are_five_in_and_the_rest_in_order(crew: Crew) -> None:
    phones = [phone(crew, who) for who in range(CROWD)]
    twins = [phone(crew, who) for who in range(10)]  # ten have two phones
    answers = at_once([*phones, *twins])
    assert Counter(answers) == {302: CROWD + 10}
    rows = Signup.objects.filter(opening=crew.opening(2)).order_by("order")
    assert [row.order for row in rows] == list(range(1, CROWD + 1))
    assert [row.state for row in rows] == ["in"] * PLACES + ["waiting"] * (CROWD - PLACES)
    standing = Place.objects.standing().filter(shift=crew.shift(2))
    assert set(standing.values_list("member", flat=True)) == {
        row.member_id for row in rows[:PLACES]
    }
    assert Act.objects.filter(kind="signup", move="sign_up").count() == CROWD


def test_a_place_that_comes_free_while_many_come_and_go_is_offered_once(crew: Crew) -> None:
    now = timezone.now()
    rows = [crew.join(who, crew.shift(3), at=now) for who in range(12)]

    def give_up(who: int) -> int:
        take(rows[who].pk, SignupMove.GIVE_UP, by=crew.users[who], at=now)
        return 302

    def clock() -> int:
        tend(at=now)
        return 302

    leaving = [lambda who=who: give_up(who) for who in (0, 1, 2, 5, 6)]
    coming = [phone(crew, who, 3) for who in range(12, 18)]
    answers = at_once([*leaving, *coming, clock, clock])
    tend(at=now)
    assert set(answers) == {302}
    found = Signup.objects.filter(opening=crew.opening(3)).order_by("order")
    states = Counter(row.state for row in found)
    assert states == {"in": 2, "given_up": 5, "offered": 3, "waiting": 8}
    asked = [row.order for row in found if row.state == "offered"]
    waits = [row.order for row in found if row.state == "waiting"]
    assert max(asked) < min(waits)


def test_a_server_that_dies_between_the_answer_and_the_reminder_loses_neither(crew: Crew) -> None:
    """What was acknowledged and what is due stands in rows; the next clock finds it, once."""
    now, shift = timezone.now(), crew.shift(3)
    crew.join(0, shift, at=now)
    due = (shift.start - timedelta(hours=20)).replace(hour=6)  # 14:00 here, the day before
    done = at_once([lambda: remind(at=due) for _clock in range(4)])
    assert sum(done) == 1
    tell(at=due)
    assert Notice.objects.filter(act__move="remind", to=crew.users[0]).count() == 1
