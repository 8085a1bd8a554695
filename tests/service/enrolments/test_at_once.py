"""Sixty people at once for twelve seats, from phones, over the public page."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from tests.flows.test_rush import at_once
from tests.service.lessons import Class
from tests.service.station import Town
from tests.world import MONDAY, World
from wenming.service.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db(transaction=True)
CROWD, SEATS = 60, 12


def phone(lessons: Class, number: int, key: int) -> tuple[int, str]:
    """Somebody's phone sends the form."""
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"10.0.{number}.1")
    sent: dict[str, Any] = {
        "key": UUID(int=key),
        "name": f"居民{number}",
        "phone": f"139{number:08}",
    }
    answer = client.post(f"/courses/{lessons.course.pk}/", sent)
    return answer.status_code, answer.headers.get("Location", "")


def test_sixty_at_once_for_twelve_seats_fill_them_and_the_rest_wait_in_order(world: World) -> None:
    lessons = Class(Town(world))
    lessons.course.seats = SEATS
    lessons.course.save()
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=True):
        once = [lambda n=n: phone(lessons, n, n) for n in range(1, CROWD + 1)]
        again = [
            lambda n=n: phone(lessons, n, 100 + n) for n in range(1, 11)
        ]  # a second phone of theirs
        answers = at_once([*once, *again])
    assert Counter(status for status, _ in answers) == {302: CROWD + 10}
    assert len({there for _, there in answers}) == CROWD
    rows = list(Enrolment.objects.order_by("turn").values_list("state", "turn"))
    assert rows == [("in" if n <= SEATS else "waiting", n) for n in range(1, CROWD + 1)]
