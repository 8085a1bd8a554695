"""The association of the traffic volunteers: its firms and people, trained, at the crossings, with their hours."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from itertools import cycle, islice, product
from typing import Any

from wenming.org.actions import bring_units
from wenming.org.drafts import UnitDraft
from wenming.org.models import Alias, Unit, User
from wenming.org.rules import Role, UnitKind
from wenming.places.models import Site
from wenming.records.actions import Step, note_all
from wenming.service.certificates.actions import apply as ask_for_paper
from wenming.service.certificates.actions import take as certify
from wenming.service.certificates.drafts import PaperDraft
from wenming.service.certificates.models import Certificate
from wenming.service.certificates.rules import PaperMove
from wenming.service.ledgers.actions import confirm, take_in_places
from wenming.service.ledgers.models import Stint
from wenming.service.members.models import Member, Qualification
from wenming.service.shifts.actions import make_month, mark, put_on, set_pattern, set_post
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.models import Post, Shift
from wenming.service.shifts.rules import following, spans
from wenming.service.signups.actions import open_up, sign_up
from wenming.service.signups.drafts import OpeningDraft
from wenming.service.signups.models import Opening
from wenming.service.trainings.actions import book, set_session, set_training
from wenming.service.trainings.actions import mark as judge
from wenming.service.trainings.drafts import SessionDraft, TrainingDraft
from wenming.service.trainings.models import Lesson
from wenming.service.trainings.rules import SeatMove
from wenming.service.volunteers.actions import apply_firm, bring, take
from wenming.service.volunteers.drafts import FirmDraft, VolunteerDraft
from wenming.service.volunteers.models import Team, Volunteer
from wenming.service.volunteers.rules import TeamMove
from wenming.site.demo.chance import stream
from wenming.site.demo.people import GIVEN, SURNAMES
from wenming.site.demo.stage import Stage
from wenming.staff.actions import appoint
from wenming.staff.drafts import PostDraft as Appointed

NAME, POLICE = "云川市交通志愿者协会", "市交警支队"
WORDS = "驰安 禾顺 云达 清禾 嘉合 朗川 长青 和风 新川 远岭 泽安".split()
TRADES = "物流 餐饮".split()
FIRMS = [f"云川{word}{trade}有限公司" for word, trade in product(WORDS, TRADES)]  # 22
PEOPLE = 120  # volunteers, of each firm the captain among them
KIND, CROSSINGS = "交通路口", 6
CROSSING = "早高峰 08:30-10:00\n午间 12:30-14:00\n晚间 18:00-20:00"
COURSE, TRAINED = "路口文明劝导岗前培训", "路口劝导上岗资格"
FIRST, WEEK = 10, 7  # days ago: the first duty; from when on all three spans are stood
AHEAD = 10  # days that are open for sign-up
HEADS, WAITING = 2, 3  # places of an opening; who waits for one that is full
LATER = timedelta(hours=30)  # so far ahead is the full shift, whenever the demo is made


class Traffic:
    """The association, through the story."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.chance = stage, stream("traffic")
        found = dict[str, None]()
        while len(found) < PEOPLE + 2:
            found[self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)] = None
        self.names = list(found)

    def arrange(self) -> None:
        """Put founding, training, duties, hours and sign-up on the clock."""
        stage, today = self.stage, self.stage.today
        stage.arrange(stage.at(stage.day(-22), 9, 20), self.found)
        stage.arrange(stage.at(stage.day(-21), 10, 15), self.admit)
        stage.arrange(stage.at(stage.day(-19), 14, 30), self.enlist)
        stage.arrange(stage.at(stage.day(-18), 9, 45), self.invite)
        stage.arrange(stage.at(stage.day(-17), 17, 10), self.train)
        stage.arrange(stage.at(stage.day(-14), 10, 20), self.post)
        for number in (FIRST, *range(WEEK, 0, -1)):
            day = today - timedelta(days=number)
            stage.arrange(stage.at(day, 20, 20), partial(self.call_the_roll, day))
            stage.arrange(stage.at(day + timedelta(days=1), 9, 30), self.confirm)
        stage.arrange(stage.at(today - timedelta(days=FIRST - 1), 9, 50), self.notice)
        stage.arrange(stage.at(today - timedelta(days=2), 9, 50), self.issue)
        stage.arrange(stage.at(stage.day(-3), 9, 0), self.open)
        stage.arrange(stage.now - timedelta(hours=2), self.sign)

    @cached_property
    def unit(self) -> Unit:
        """The association."""
        return Unit.objects.get(name=NAME)

    @cached_property
    def leaders(self) -> tuple[User, User]:
        """Who puts things down for the association, and who confirms them."""
        first, second = User.objects.filter(username__contains="traffic-").order_by("pk")
        return first, second

    @cached_property
    def captains(self) -> list[User]:
        """Who applied for the firms, and volunteers himself."""
        return list(User.objects.filter(username__contains="captain-").order_by("pk"))

    @cached_property
    def trained(self) -> list[int]:
        """The association's members that may stand, captains first."""
        rows = Member.objects.filter(unit=self.unit, holdings__qualification__name=TRAINED)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def told(self, at: datetime) -> dict[str, Any]:
        """By whom and when the association does what it does."""
        return {"by": self.leaders[0], "at": at}

    # Firms and people

    def found(self, at: datetime) -> None:
        """The association with its two leaders; the firms ask to be taken in."""
        names = self.names
        draft = UnitDraft(NAME, kind=UnitKind.ASSOCIATION, contact=names[-2], phone=phone(0))
        bring_units([draft], by=None, at=at)
        self.accounts(("demo-traffic-liaison", "traffic-2"), names[-2:], at)
        for leader in self.leaders:
            appoint(leader, Appointed(Role.LIAISON, at.date(), unit=self.unit.pk), by=None, at=at)
        logins = [f"{'' if n else 'demo-'}captain-{n + 1}" for n in range(len(FIRMS))]
        self.accounts(logins, names[: len(FIRMS)], at)
        for number, (firm, captain) in enumerate(zip(FIRMS, self.captains, strict=True), start=1):
            heads = self.chance.randrange(12, 90)
            asked = FirmDraft(self.unit.pk, firm, captain.name, phone(number), heads)
            apply_firm(asked, by=captain, at=at + timedelta(minutes=number))

    def accounts(self, logins: Sequence[str], names: Sequence[str], at: datetime) -> None:
        """Accounts with the demo's one password."""
        password = self.stage.troupe.office.password
        made = User.objects.bulk_create(
            User(username=login, name=name, password=password)
            for login, name in zip(logins, names, strict=True)
        )
        steps = [Step("user", user.pk, "made", facts={"name": user.username}) for user in made]
        note_all(steps, by=None, at=at)

    def admit(self, at: datetime) -> None:
        """All firms are taken in; who applied is his firm's liaison."""
        for row in Team.objects.filter(under=self.unit).order_by("pk"):
            take(row.pk, TeamMove.ADMIT, **self.told(at))

    def enlist(self, at: datetime) -> None:
        """The list of those who volunteer; the captains stand in their firms' too."""
        drafts = [self.drafted(n, self.unit.pk) for n in range(PEOPLE)]
        firms = Team.objects.filter(under=self.unit).order_by("pk").values_list("unit", flat=True)
        drafts += [self.drafted(n, firm) for n, firm in enumerate(firms)]
        bring(drafts, **self.told(at))

    def drafted(self, number: int, unit: int) -> VolunteerDraft:
        """One line of the list; a captain has an account."""
        user = self.captains[number].pk if number < len(FIRMS) else None
        year = 1962 + number * 7 % 40
        told: dict[str, Any] = {"year": year, "consents": True, "unit": unit, "user": user}
        return VolunteerDraft(self.names[number], phone(number + 1), **told)

    # Training

    def invite(self, at: datetime) -> None:
        """The training by the traffic police, and everybody's seat at it."""
        giver: Unit = Alias.objects.select_related("unit").get(name=POLICE).unit
        course = set_training(
            TrainingDraft(self.unit.pk, COURSE, giver.name, TRAINED), **self.told(at)
        )
        day, hours = self.stage.day(-17), (time(14, 30), time(16, 30))
        lesson = SessionDraft(course.pk, day, *hours, "市交警支队三楼会议室", PEOPLE + 10)
        session = set_session(lesson, **self.told(at))
        book(session.pk, Volunteer.objects.values_list("pk", flat=True), **self.told(at))

    def train(self, at: datetime) -> None:
        """Everybody passes but the last two: one fails, one did not come."""
        session = Lesson.objects.get(training__name=COURSE)
        keys = list(session.seats_taken.order_by("pk").values_list("pk", flat=True))
        moves = dict.fromkeys(keys, SeatMove.QUALIFY)
        moves |= {keys[-2]: SeatMove.FAIL, keys[-1]: SeatMove.MISS}
        judge(session.pk, moves, **self.told(at))

    # Crossings

    def post(self, at: datetime) -> None:
        """The crossings with their shifts of all months that matter, and who stands there first."""
        told, needed = self.told(at), Qualification.objects.get(name=TRAINED)
        pattern = set_pattern(PatternDraft("路口三段", tuple(spans(CROSSING))), **told)
        sites = Site.objects.active().filter(kind__name=KIND).order_by("code")[:CROSSINGS]
        posts = []
        for site in sites:
            draft = PostDraft(site.pk, "路口文明劝导", self.unit.pk, pattern.pk, (needed.pk,))
            posts.append(set_post(draft, **told).pk)
        month = self.days_ago(FIRST).replace(day=1)
        while month <= self.days_ago(-AHEAD):
            make_month(posts, month, **told)
            month = following(month)
        week = Shift.objects.filter(post__in=posts).order_by("start", "post")
        early = list(week.filter(day=self.days_ago(FIRST))[:CROSSINGS])
        week = week.between(self.days_ago(WEEK), self.days_ago(1))
        shifts = [*early, *week]
        people = islice(cycle(self.trained), len(shifts))
        for shift, member in zip(shifts, people, strict=True):
            put_on(shift.pk, member, **told)

    def days_ago(self, number: int) -> date:
        """A day, counted back from that on which the demo is made."""
        return self.stage.today - timedelta(days=number)

    def call_the_roll(self, day: date, at: datetime) -> None:
        """The leader's list of a day; on the first everybody came."""
        always = day == self.days_ago(FIRST)
        for shift in Shift.objects.filter(day=day, post__unit=self.unit).order_by("start", "post"):
            keys = shift.places.standing().order_by("pk").values_list("pk", flat=True)
            came = {key: always or self.chance.random() > 0.03 for key in keys}
            if came:
                mark(shift.pk, came, **self.told(at))

    # Hours

    def confirm(self, at: datetime) -> None:
        """What was stood goes into the ledger, and the second leader confirms it; today's lies there."""
        take_in_places(at=at)
        if at.date() < self.stage.today:
            rows = Stint.objects.waiting().filter(unit=self.unit)
            confirm(list(rows.values_list("pk", flat=True)), by=self.leaders[1], at=at)

    def notice(self, at: datetime) -> None:
        """The first captain asks for a certificate of his hours; its notice hangs out."""
        captain = self.captains[0]
        draft = PaperDraft(captain.volunteer.pk, self.unit.pk, self.days_ago(FIRST), at.date())
        row = ask_for_paper(draft, by=captain, at=at)
        for move in (PaperMove.ACCEPT, PaperMove.NOTICE):
            certify(row.pk, move, **self.told(at))

    def issue(self, at: datetime) -> None:
        """After seven days it is issued."""
        row = Certificate.objects.get(unit=self.unit)
        certify(row.pk, PaperMove.ISSUE, by=self.leaders[1], at=at)

    # Sign-up

    def open(self, at: datetime) -> None:
        """The days to come are open for sign-up, to the association's people."""
        days = (self.stage.today, self.days_ago(-AHEAD))
        draft = OpeningDraft(*days, opens=at, places=HEADS, units=(self.unit.pk,))
        for key in Post.objects.filter(unit=self.unit).values_list("pk", flat=True):
            open_up(key, draft, **self.told(at))

    def sign(self, at: datetime) -> None:
        """One shift is full and three wait; the other captains take a place each."""
        shifts = Opening.objects.filter(shift__start__gt=at + LATER, shift__post__unit=self.unit)
        keys = list(shifts.order_by("shift__start", "shift__post").values_list("shift", flat=True))
        crowd, others = self.captains[: HEADS + WAITING], self.captains[HEADS + WAITING :]
        asked = [(keys[0], captain) for captain in crowd]
        asked += [(keys[4 * n + 1], captain) for n, captain in enumerate(others)]
        for number, (key, captain) in enumerate(asked):
            member = Member.objects.get(unit=self.unit, user=captain)
            sign_up(key, member.pk, by=captain, at=at + timedelta(minutes=number))


def phone(number: int) -> str:
    """A number that rings nowhere."""
    return f"0937-00{20000 + number}"
