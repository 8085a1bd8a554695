"""The stage of the story: its clock, its calendar and its actors.

Things happen in the order of time, whoever arranged them, up to the moment at which the demo is
made; what was arranged for later has not happened, and so stands open.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from wenming.kit.days import Calendar
from wenming.loop.inspections.plans import asked_at
from wenming.loop.standards.models import Edition, Item
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import Limits
from wenming.org.models import Appointment, Area, Unit, User
from wenming.org.rules import Role
from wenming.site.demo import chapters
from wenming.site.demo.pictures import Album

Scene = Callable[[datetime], object]


@dataclass(slots=True)
class Troupe:
    """The actors by what they are: each a person whose powers are read once."""

    office: User
    deputy: User
    heads: dict[int, User] = field(default_factory=dict)  # of work groups
    inspectors: dict[int, User] = field(default_factory=dict)
    liaisons: dict[int, User] = field(default_factory=dict)  # of units
    serve: dict[int, int | None] = field(default_factory=dict)  # unit -> the group of its people

    @classmethod
    def assembled(cls) -> "Troupe":
        """Everybody who holds a post."""
        office, deputy = (User.objects.get(username=n) for n in ("demo-office", "demo-office-2"))
        troupe = cls(office, deputy)
        places = {
            Role.GROUP_HEAD.value: troupe.heads,
            Role.INSPECTOR.value: troupe.inspectors,
            Role.LIAISON.value: troupe.liaisons,
        }
        for held in Appointment.objects.filter(role__in=places).select_related("user"):
            places[held.role][held.group_id or held.unit_id or 0] = held.user
        troupe.serve = dict(Unit.objects.values_list("pk", "group_id"))
        return troupe


class Stage:
    """Where the story is played: the clock runs from scene to scene up to `now`."""

    def __init__(self, now: datetime, limits: Limits, troupe: Troupe, album: Album) -> None:
        self.now, self.limits, self.troupe, self.album = now, limits, troupe, album
        self._scenes: list[tuple[datetime, int, Scene]] = []
        self._arranged = 0
        self._asked: dict[tuple[str, int], Sequence[Item]] = {}

    @classmethod
    def built(cls, *, now: datetime, morning: datetime) -> "Stage":
        """A stage for the people and limits that are there."""
        troupe = Troupe.assembled()
        album = Album(by=troupe.office, at=morning)
        return cls(now, Term.objects.in_force(), troupe, album)

    @property
    def calendar(self) -> Calendar:
        """The city's working days and hours."""
        return self.limits.calendar

    @property
    def today(self) -> date:
        """The day on which the demo is made."""
        return localdate(self.now)

    def day(self, number: int) -> date:
        """A working day, counted from today."""
        return self.calendar.add_workdays(self.today, number)

    def age(self, at: datetime) -> int:
        """How many working days ago something was."""
        return self.calendar.workdays_between(localdate(at), self.today)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of a day."""
        zone: ZoneInfo = self.calendar.tz
        return datetime.combine(day, time(hour, minute), zone)

    def later(self, since: datetime, minutes: float) -> datetime:
        """So many working minutes later."""
        return self.calendar.add_worktime(since, round(minutes))

    def arrange(self, when: datetime, scene: Scene) -> None:
        """Let a scene be played at its time; one in the future is not played at all."""
        if when <= self.now:
            self._arranged += 1
            heapq.heappush(self._scenes, (when, self._arranged, scene))

    def play(self) -> None:
        """Play scene after scene until none is left."""
        while self._scenes:
            when, _, scene = heapq.heappop(self._scenes)
            scene(when)

    @cached_property
    def streets(self) -> dict[int, str]:
        """The street or town every area lies in."""
        city = Area.objects.roots().get()
        tops = {area.path: area.name for area in Area.objects.filter(parent=city)}
        return {
            pk: tops.get("/".join(path.split("/")[:3]) + "/", "")
            for pk, path in Area.objects.values_list("pk", "path")
        }

    @cached_property
    def laggards(self) -> set[int]:
        """The units that are late twice as often."""
        late = Unit.objects.filter(area__name__in=chapters.LAGGARDS)
        return set(late.values_list("pk", flat=True))

    def asked(self, code: str, kind: int) -> Sequence[Item]:
        """What an edition asks on the spot at sites of a kind."""
        if (code, kind) not in self._asked:
            edition = Edition.objects.get(code=code)
            items = self._asked[code, kind] = asked_at(kind, edition)
            for item in items:
                item.edition = edition
        return self._asked[code, kind]

    def jitter(self, chance: Random, most: int) -> timedelta:
        """Some minutes."""
        return timedelta(minutes=chance.randrange(most), seconds=chance.randrange(60))
