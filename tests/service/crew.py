"""Volunteers of River City with accounts of their own, and a crossing they may sign up for in March."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.world import MONDAY, World
from wenming.org.models import User
from wenming.service.members.actions import add, grant
from wenming.service.members.drafts import MemberDraft
from wenming.service.members.models import Qualification
from wenming.service.shifts.actions import make_month, set_pattern, set_post
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.models import Shift
from wenming.service.shifts.rules import spans
from wenming.service.signups.actions import open_up, sign_up
from wenming.service.signups.drafts import OpeningDraft
from wenming.service.signups.models import Opening, Signup

CROSSING = "早高峰 08:30-10:00\n午间 12:30-14:00\n晚间 18:00-20:00"
TRAINING = "交通劝导培训"


class Crew:
    """So many volunteers of the market bureau; shifts of `days` days from tomorrow, `places` on each."""

    def __init__(
        self, world: World, *, heads: int = 4, places: int = 2, days: int = 6, at: datetime = MONDAY
    ) -> None:
        self.world, self.leader, self.at = world, world.liaison, at
        told: dict[str, Any] = {"by": self.leader, "at": at}
        self.users = [
            User.objects.create(username=f"v{n}", name=f"志愿者{n}") for n in range(heads)
        ]
        unit = world.market.pk
        self.members = add([MemberDraft(unit, u.name, u.pk) for u in self.users], **told)
        grant([m.pk for m in self.members], TRAINING, since=date(2026, 1, 1), until=None, **told)
        self.needed = Qualification.objects.get(name=TRAINING)
        self.pattern = set_pattern(PatternDraft("路口三段", tuple(spans(CROSSING))), **told)
        self.posts = [
            set_post(
                PostDraft(
                    site.pk, "交通劝导", unit, self.pattern.pk, (self.needed.pk,), 1, places, 9
                ),
                **told,
            )
            for site in world.sites[:2]
        ]
        self.first = timezone.localdate(at) + timedelta(days=1)
        for month in {d.replace(day=1) for d in (self.first, self.first + timedelta(days=days))}:
            make_month([p.pk for p in self.posts], month, **told)
        self.draft = OpeningDraft(
            self.first, self.first + timedelta(days=days), at, places=places, units=(unit,)
        )
        for post in self.posts:
            open_up(post.pk, self.draft, **told)

    def shift(self, day: int = 0, word: str = "早高峰", post: int = 0) -> Shift:
        """A shift so many days after tomorrow."""
        on = self.first + timedelta(days=day)
        return Shift.objects.get(post=self.posts[post], day=on, word=word)

    def opening(self, day: int = 0) -> Opening:
        """How the morning shift of a day is open."""
        return self.shift(day).opening

    def join(
        self, who: int, shift: Shift | None = None, *, turn: int = 1, at: Any = None
    ) -> Signup:
        """One of them signs up, for the first morning shift where nothing is said."""
        key = (shift or self.shift()).pk
        by = self.users[who]
        return sign_up(key, self.members[who].pk, turn=turn, by=by, at=at or self.at)
