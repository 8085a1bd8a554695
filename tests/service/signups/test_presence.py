"""The code at a post: who comes by it, who does not, and what of it counts as time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from tests.service.crew import Crew
from tests.service.shifts.test_pages import page, send
from tests.service.signups.test_actions import no
from tests.world import MONDAY, World
from wenming.service.shifts.models import Place
from wenming.service.shifts.rules import stood
from wenming.service.signups.actions import show
from wenming.service.signups.rules import TRIES, code_at, holds, windows

SECRET = b"a secret"


@pytest.fixture
def crew(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        crew = Crew(world)
        crew.join(0)
        yield crew


def shown(crew: Crew, at: datetime) -> str:
    """What the screen shows then."""
    return code_at(settings.SECRET_KEY.encode(), crew.shift().pk, windows(at)[0])


def test_a_code_holds_for_its_minute_and_the_next_and_for_its_shift_alone() -> None:
    code = code_at(SECRET, 7, windows(MONDAY)[0])
    assert len(code) == 6
    later = [holds(SECRET, 7, code, MONDAY + timedelta(seconds=s)) for s in (0, 61, 121)]
    assert later == [True, True, False]
    assert not holds(SECRET, 8, code, MONDAY)
    assert not holds(b"another", 7, code, MONDAY)
    assert not holds(SECRET, 7, "签到", MONDAY)


def test_time_counts_within_the_shift_and_to_its_end_where_nobody_checked_out() -> None:
    end, minute = MONDAY + timedelta(minutes=90), timedelta(minutes=1)
    assert stood(MONDAY, end, None, None) == 90
    assert stood(MONDAY, end, MONDAY - 20 * minute, None) == 90
    assert stood(MONDAY, end, MONDAY + 10 * minute, end + 30 * minute) == 80
    assert stood(MONDAY, end, MONDAY + 10 * minute, MONDAY + 40 * minute) == 30
    assert stood(MONDAY, end, end + minute, None) == 0


def test_a_volunteer_comes_by_the_code_once_and_goes(crew: Crew) -> None:
    shift, by = crew.shift(), crew.users[0]
    at = shift.start + timedelta(minutes=5)
    first = show(shift.pk, shown(crew, at), by=by, at=at)
    later = at + timedelta(minutes=1)
    assert show(shift.pk, shown(crew, later), by=by, at=later).came_at == first.came_at
    gone = at + timedelta(hours=1)
    place = show(shift.pk, shown(crew, gone), gone=True, by=by, at=gone)
    assert (place.state, place.minutes) == ("came", 60)


def test_wrong_codes_are_counted_and_then_the_right_one_does_not_help(crew: Crew) -> None:
    shift, by = crew.shift(), crew.users[0]
    at = shift.start
    wrong = "000000" if shown(crew, at) != "000000" else "000001"
    for n in range(TRIES):
        told = no(lambda: show(shift.pk, wrong, by=by, at=at))
        assert told == ("code_wrong", str(TRIES - n - 1))
    assert no(lambda: show(shift.pk, shown(crew, at), by=by, at=at)) == ("code_tries",)
    assert Place.objects.get(shift=shift).state == "agreed"


def test_who_has_no_place_or_comes_too_early_or_goes_before_coming_is_told_so(crew: Crew) -> None:
    shift = crew.shift()
    at = shift.start
    code = shown(crew, at)
    assert no(lambda: show(shift.pk, code, by=crew.users[1], at=at)) == ("code_nobody",)
    assert no(lambda: show(shift.pk, code, by=crew.users[0], at=at - timedelta(hours=1))) == (
        "code_time",
    )
    assert no(lambda: show(shift.pk, code, gone=True, by=crew.users[0], at=at)) == (
        "code_not_come",
    )


def test_the_screen_shows_the_code_and_the_phone_takes_it(crew: Crew, client: Client) -> None:
    shift = crew.shift()
    with time_machine.travel(shift.start, tick=False):
        client.force_login(crew.leader)
        assert shown(crew, shift.start) in page(client, "signups:code", shift.pk)
        client.force_login(crew.users[0])
        page(client, "signups:code", shift.pk, status=403)
        assert "签到" in page(client, "signups:mine")
        page(client, "signups:come", shift.pk, code="123456")
        assert send(client, "signups:come", shift.pk, code=shown(crew, shift.start)) == 302
        assert "签退" in page(client, "signups:come", shift.pk)
    client.force_login(crew.users[1])
    page(client, "signups:come", shift.pk, status=404)
