"""The market patrol's month: posts at all markets, eight hours and four staggered, proposed and accepted."""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from wenming.org.models import Alias, Unit
from wenming.places.models import Site
from wenming.proposals.actions import accept, ask_for
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.service.members.actions import add, grant, wish
from wenming.service.members.drafts import MemberDraft, WishDraft
from wenming.service.members.models import Member, Qualification
from wenming.service.members.rules import WishKind
from wenming.service.rosters.rules import about
from wenming.service.shifts.actions import make_month, mark, set_pattern, set_post, take
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.models import Place, Shift
from wenming.service.shifts.rules import PlaceMove, days_of, spans
from wenming.site.demo.chance import stream
from wenming.site.demo.people import GIVEN, SURNAMES
from wenming.site.demo.stage import Stage

UNIT, KIND = "市城管局", "集贸市场"
TEAM = 34  # people: some 127 hours a month each
SPANS = "正班 08:30-16:30\n错时班 17:00-21:00"
TRAINED = "市容巡查岗前培训"
LEAVES = 5  # people on leave for some days
MARKED = 7  # past days whose attendance is put down


class Markets:
    """The patrol, through the story."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.first = stage.today.replace(day=1)
        self.unit: Unit = Alias.objects.select_related("unit").get(name=UNIT).unit
        self.leader = stage.troupe.liaisons[self.unit.pk]
        self.chance: Random = stream("markets")

    def arrange(self) -> None:
        """Put the team, the month, its roster and what became of it on the clock."""
        stage = self.stage
        before = stage.calendar.add_workdays(self.first, -1)
        stage.arrange(stage.at(before, 10, 10), self.gather)
        stage.arrange(stage.at(before, 15, 20), self.roster)
        for number in range(MARKED, 0, -1):
            day = stage.today - timedelta(days=number)
            if day >= self.first:
                stage.arrange(stage.at(day, 21, 10), partial(self.mark, day))
        stage.arrange(stage.now - timedelta(minutes=40), self.drop_out)

    def gather(self, at: datetime) -> None:
        """The team with its training, the posts with their pattern, who is on leave."""
        told: dict[str, Any] = {"by": self.leader, "at": at}
        pattern = set_pattern(PatternDraft("8 小时 + 4 小时错时", tuple(spans(SPANS))), **told)
        drafts = [MemberDraft(self.unit.pk, self.leader.name, self.leader.pk, most_hours=80)]
        drafts += [MemberDraft(self.unit.pk, name) for name in self.names()]
        people = add(drafts, **told)
        since = date(self.first.year - 1, 3, 1)
        grant([m.pk for m in people], TRAINED, since=since, until=None, **told)
        needed = Qualification.objects.get(name=TRAINED)
        for site in Site.objects.active().filter(kind__name=KIND).order_by("code"):
            draft = PostDraft(site.pk, "市场巡查", self.unit.pk, pattern.pk, (needed.pk,))
            set_post(draft, **told)
        for member in self.chance.sample(people[1:], LEAVES):
            self.leave(member, told)

    def names(self) -> list[str]:
        """Invented people, each once."""
        found = dict[str, None]()
        while len(found) < TEAM - 1:
            found[self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)] = None
        return list(found)

    def leave(self, member: Member, told: dict[str, Any]) -> None:
        """Some days of the month on which a member cannot come."""
        day = self.chance.choice(days_of(self.first)[:24])
        last = day + timedelta(days=self.chance.randrange(1, 5))
        wish(member.pk, WishDraft(WishKind.AWAY, day, last, note="年休假"), **told)

    def roster(self, at: datetime) -> None:
        """The month made, its roster asked for, looked at, accepted."""
        posts = list(self.unit.posts.values_list("pk", flat=True))
        make_month(posts, self.first, by=self.leader, at=at)
        office, key = self.stage.troupe.office, about(self.unit.pk, f"{self.first:%Y-%m}")
        ask = {"since": self.first.isoformat()}
        row = ask_for(Kind.ROSTERS, key, ask, Work(effort=2), by=office, at=at)
        accept(made(row, lambda: at).pk, by=office, at=at)

    def mark(self, day: date, at: datetime) -> None:
        """The leader's list of a day: hardly anybody is missing."""
        for shift in Shift.objects.filter(day=day, post__unit=self.unit).order_by("start", "post"):
            keys = shift.places.standing().order_by("pk").values_list("pk", flat=True)
            came = {key: self.chance.random() > 0.01 for key in keys}
            mark(shift.pk, came, by=self.leader, at=at)

    def drop_out(self, at: datetime) -> None:
        """Somebody cannot come in the days ahead, and nobody stands in yet."""
        ahead = Place.objects.standing().filter(start__gt=at + timedelta(hours=30))
        place = ahead.filter(shift__post__unit=self.unit).order_by("start", "pk").first()
        if place is not None:
            take(place.pk, PlaceMove.DROP_OUT, note="发烧，已就医", by=self.leader, at=at)
