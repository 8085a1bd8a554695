"""A patrol's month, from an empty calendar to a roster mended after a drop-out, all in the browser's words."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.service.team import TWO
from tests.world import MONDAY, World
from wenming.proposals.models import Proposal
from wenming.proposals.tasks import made
from wenming.service.members.models import Member
from wenming.service.shifts.models import Pattern, Place, Post, Shift

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - timedelta(days=4)  # in February
ASK = {"missing": 20, "uneven": 0, "weekend": 0, "seconds": 5}


def send(client: Client, view: str, /, *args: object, status: int = 302, **data: Any) -> None:
    assert client.post(reverse(view, args=args), data).status_code == status


def page(client: Client, view: str, /, *args: object, **query: str) -> str:
    answer = client.get(reverse(view, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def prepared(world: World, client: Client) -> None:
    """What the leader sets up: pattern, team, training, posts, the month's shifts."""
    unit = world.market.pk
    send(client, "shifts:patterns", name="8+4", spans=TWO, days="all")
    pattern = Pattern.objects.get().pk
    send(client, "members:team", unit, names="甲\n乙\n丙\n丁\n戊\n己")
    people = list(Member.objects.values_list("pk", flat=True))
    send(client, "members:grant", unit, name="培训", since="2026-01-01", members=people)
    for site in ("JC0004", "JC0005"):
        heads = {"least": 1, "wish": 1, "most": 1, "pattern": pattern}
        send(client, "shifts:new", site=site, duty="市场巡查", unit=unit, **heads)
    posts = list(Post.objects.values_list("pk", flat=True))
    send(client, "shifts:make", month="2026-03", posts=posts)


def test_a_month_is_made_proposed_changed_accepted_and_mended(world: World, client: Client) -> None:
    with time_machine.travel(BEFORE, tick=True):
        client.force_login(world.liaison)
        prepared(world, client)
        unit = world.market.pk
        assert page(client, "shifts:unit", unit, month="2026-03").count("124") >= 1
        send(client, "rosters:month", unit, "2026-03", **ASK)
        row = made(Proposal.objects.get())
        assert page(client, "rosters:plan", row.pk).count('class="fresh"') == 124
        changed_and_put_right(client, row)
        send(client, "proposals:step", row.pk, "accept", seen=2)
        assert Place.objects.standing().count() == 124
    with time_machine.travel(MONDAY + timedelta(days=9), tick=True):
        client.force_login(world.liaison)
        gone = Place.objects.standing().filter(shift__day=date(2026, 3, 14)).earliest("start")
        send(client, "shifts:step", gone.pk, "drop_out", note="发烧")
        assert "发烧" in page(client, "shifts:shift", gone.shift_id)
        assert "以最少的变动补上" in page(client, "rosters:month", unit, "2026-03")
        before = set(Place.objects.standing().values_list("shift", "member"))
        send(client, "rosters:mend", unit, "2026-03")
        row = made(Proposal.objects.first() or row)
        send(client, "proposals:step", row.pk, "accept", seen=0)
        after = set(Place.objects.standing().values_list("shift", "member"))
        assert len(after) == 124
        assert len(before - after) <= 2  # who dropped out, and whoever must move for the stand-in
        assert Proposal.objects.filter(state="replaced").count() == 1


def changed_and_put_right(client: Client, row: Proposal) -> None:
    """Take somebody off a day and back: what is short is told in between."""
    shift, member = row.plan["seats"][0]
    day = Shift.objects.get(pk=shift).day.isoformat()
    send(client, "rosters:change", row.pk, member, day, seen=0, shift="")
    assert "没有排满的班" in page(client, "rosters:plan", row.pk)
    assert Proposal.objects.get(pk=row.pk).figures["short"] == 1
    send(client, "rosters:change", row.pk, member, day, seen=1, shift=shift)
    assert Proposal.objects.get(pk=row.pk).figures["short"] == 0
