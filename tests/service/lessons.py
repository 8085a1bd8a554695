"""A calligraphy class of the station in tests/service/station.py: two seats, three Tuesdays."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from tests.service.station import TUESDAY, Town
from tests.world import MONDAY
from wenming.service.courses.actions import set_up
from wenming.service.courses.drafts import CourseDraft, Series
from wenming.service.courses.models import Course
from wenming.service.enrolments.actions import enrol
from wenming.service.enrolments.drafts import EnrolmentDraft
from wenming.service.enrolments.models import Enrolment

DRAFT = CourseDraft(
    "书法班",
    2,
    MONDAY - timedelta(days=1),
    MONDAY + timedelta(days=9),
    audience="退休居民",
    teacher="张老师",
)


class Class:
    """The class; `host` runs its station."""

    def __init__(self, town: Town) -> None:
        self.town, self.host = town, town.host
        self.told: dict[str, Any] = {"by": town.host, "at": MONDAY}
        self.course = self.made()

    def series(self, first: date = TUESDAY, **over: Any) -> Series:
        """Three Tuesdays from nine to eleven in the class room."""
        plain = Series(first, time(9), time(11), times=3, venue=self.town.room.pk)
        return replace(plain, **over)

    def made(self, number: int = 1, series: Series | None = None, **over: Any) -> Course:
        """A course set up by the host."""
        key, draft = UUID(int=number), replace(DRAFT, **over)
        return set_up(self.town.station.pk, draft, series or self.series(), key, **self.told)

    def asks(self, number: int, **over: Any) -> EnrolmentDraft:
        """Somebody who wants to come."""
        plain = EnrolmentDraft(
            UUID(int=1000 + number), self.course.pk, f"居民{number}", f"139{number:08}"
        )
        return replace(plain, **over)

    def enrols(self, number: int, **over: Any) -> Enrolment:
        """The same, sent from a phone."""
        return enrol(self.asks(number, **over), by=None, at=MONDAY)
