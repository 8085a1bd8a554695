"""A market patrol of River City: two posts, three people, one pattern; the month is March 2026."""

from datetime import date
from typing import Any

from tests.world import MONDAY, World
from wenming.service.members.actions import add, grant
from wenming.service.members.drafts import MemberDraft
from wenming.service.members.models import Member, Qualification
from wenming.service.shifts.actions import make_month, set_pattern, set_post
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.models import Shift
from wenming.service.shifts.rules import spans

MARCH = date(2026, 3, 1)
TWO = "正班 08:30-16:30\n错时班 17:00-21:00"


class Team:
    """The market bureau's patrol; `leader` is its liaison."""

    def __init__(self, world: World) -> None:
        self.world, self.leader = world, world.liaison
        told: dict[str, Any] = {"by": self.leader, "at": MONDAY}
        self.pattern = set_pattern(PatternDraft("8+4", tuple(spans(TWO))), **told)
        names = ("甲", "乙", "丙")
        drafts = [MemberDraft(world.market.pk, name) for name in names]
        self.people = add(drafts, **told)
        grant([m.pk for m in self.people], "巡查培训", since=date(2026, 1, 1), until=None, **told)
        self.needed = Qualification.objects.get()
        self.posts = [
            set_post(self.draft(site.pk), **told) for site in (world.sites[3], world.sites[4])
        ]

    def draft(self, site: int, **over: Any) -> PostDraft:
        """A post of the patrol at a site."""
        values: dict[str, Any] = {
            "duty": "市场巡查",
            "unit": self.world.market.pk,
            "pattern": self.pattern.pk,
            "qualifications": (self.needed.pk,),
            "most": 1,
        }
        return PostDraft(site, **values | over)

    def month(self, *posts: int) -> list[Shift]:
        """The shifts of March at these posts, or at both."""
        keys = posts or [p.pk for p in self.posts]
        make_month(keys, MARCH, by=self.leader, at=MONDAY)
        return list(Shift.objects.filter(post__in=keys).order_by("start", "post"))

    def shift(self, day: int, word: str = "正班", post: int = 0) -> Shift:
        """One shift of March."""
        return Shift.objects.get(post=self.posts[post], day=MARCH.replace(day=day), word=word)

    @property
    def first(self) -> Member:
        """The first of the people."""
        return self.people[0]
