"""Many put people on shifts at once: nobody too many, nobody twice, no error page."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.flows.test_rush import at_once, signed_in
from tests.service.team import Team
from tests.world import World
from wenming.kit.flow import Refused
from wenming.service.members.actions import add, grant
from wenming.service.members.drafts import MemberDraft
from wenming.service.shifts.actions import make_month, put_on
from wenming.service.shifts.models import Place, Shift

DAY = date(2026, 1, 1)
pytestmark = pytest.mark.django_db(transaction=True)


def test_many_put_the_last_place_at_once_and_one_gets_it(world: World) -> None:
    team = Team(world)
    tomorrow, now = timezone.localdate() + timedelta(days=1), timezone.now()
    people = add([MemberDraft(world.market.pk, f"队员{n}") for n in range(16)], by=None, at=now)
    grant([m.pk for m in people], "巡查培训", since=DAY, until=None, by=None, at=now)
    make_month([team.posts[0].pk], tomorrow.replace(day=1), by=None, at=now)
    shift = Shift.objects.filter(day=tomorrow).earliest("start")

    def put(who: int) -> str:
        try:
            put_on(shift.pk, who, by=None, at=now)
        except Refused as no:
            return no.reason
        return "on"

    answers = at_once([lambda who=m.pk: put(who) for m in people])  # type: ignore[misc]
    assert Counter(answers) == {"on": 1, "heads_full": 15}
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
