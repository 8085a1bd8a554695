"""Many put people on shifts at once: nobody too many, nobody twice, no error page."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.flows.test_rush import at_once, signed_in
from tests.service.team import Team
from tests.world import World
from wenming.service.shifts.actions import make_month
from wenming.service.shifts.models import Place, Shift

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_put_the_last_place_at_once_and_one_gets_it(world: World) -> None:
    team = Team(world)
    tomorrow = timezone.localdate() + timedelta(days=1)
    keys = [post.pk for post in team.posts]
    make_month(keys, tomorrow.replace(day=1), by=world.office, at=timezone.now())
    shift = Shift.objects.filter(post=team.posts[0], day=tomorrow).earliest("start")
    people = [team.people[n % 2].pk for n in range(12)]
    client = signed_in(world.office)
    address = reverse("shifts:on", args=[shift.pk])
    answers = at_once(
        [lambda who=who: client.post(address, {"member": who}).status_code for who in people]  # type: ignore[misc]
    )
    assert set(answers) <= {302, 422}
    assert Counter(answers)[302] >= 1
    assert Place.objects.standing().filter(shift=shift).count() == 1


def test_one_person_put_on_two_shifts_of_one_time_at_once_stands_on_one(world: World) -> None:
    team = Team(world)
    tomorrow = timezone.localdate() + timedelta(days=1)
    keys = [post.pk for post in team.posts]
    make_month(keys, tomorrow.replace(day=1), by=world.office, at=timezone.now())
    shifts = Shift.objects.filter(day=tomorrow, word="正班").values_list("pk", flat=True)
    client = signed_in(world.office)
    addresses = [reverse("shifts:on", args=[key]) for key in shifts] * 4
    given = {"member": team.first.pk}
    answers = at_once([lambda a=a: client.post(a, given).status_code for a in addresses])  # type: ignore[misc]
    assert set(answers) <= {302, 422}
    assert Place.objects.standing().filter(member=team.first).count() == 1
