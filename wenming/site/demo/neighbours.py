"""What goes on around the practice station: its courses, the alliance of its street, the grids of its community."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from wenming.kit.ids import new_id
from wenming.org.actions import bring_areas
from wenming.org.drafts import AreaDraft
from wenming.org.models import Area, Unit
from wenming.org.rules import Level
from wenming.service.alliances.actions import appraise, found, write
from wenming.service.alliances.drafts import AllianceDraft, AppraisalDraft, VersionDraft
from wenming.service.alliances.rules import Line, Told, quarter_of
from wenming.service.courses.actions import set_up
from wenming.service.courses.drafts import CourseDraft, Series
from wenming.service.courses.models import Course
from wenming.service.courses.rules import CourseKind
from wenming.service.enrolments.actions import enrol, mark, take
from wenming.service.enrolments.drafts import EnrolmentDraft
from wenming.service.enrolments.models import Enrolment
from wenming.service.enrolments.rules import Move, Presence, State
from wenming.service.grids.actions import bring, file
from wenming.service.grids.actions import take as handle
from wenming.service.grids.drafts import MatterDraft, PersonDraft
from wenming.service.grids.models import Matter
from wenming.service.grids.rules import Duty
from wenming.service.grids.rules import Move as Handle
from wenming.service.stations.models import Station
from wenming.site.demo.chance import stream
from wenming.site.demo.people import GIVEN, SURNAMES
from wenming.site.demo.stage import Stage

COURSES = (  # name, kind, seats, venue, hour, for whom, teacher
    ("书法班（初级）", CourseKind.CLASS, 12, "国学堂", 9, "退休居民，不用基础", "沈老师"),
    ("合唱团排练", CourseKind.REHEARSAL, 30, "影音厅", 15, "爱唱歌的居民", "罗老师"),
    ("社区戏曲专场", CourseKind.SHOW, 100, "文化礼堂", 19, "各个年龄的居民", ""),
)
ASKED = 17  # for the twelve seats of the first
GRIDS, ELDERS = 4, 320
ITEMS = ("共建口袋公园", "义诊进社区", "夜市秩序共管", "四点半课堂", "旧衣回收", "反诈宣传")
MATTERS = (
    "路灯不亮",
    "楼道堆物",
    "下水道堵了",
    "独居老人要人看望",
    "电动车进楼",
    "井盖松动",
    "树枝挡窗",
    "广场舞太响",
)
DONE_AFTER = 2  # steps of the first matters


class Neighbours:
    """The community around the station, through the story."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.chance = stage, stream("neighbours")
        self.office = stage.troupe.office

    def arrange(self) -> None:
        """Put courses, alliance and grids on the clock."""
        stage = self.stage
        stage.arrange(stage.at(stage.day(-19), 10, 0), self.teach)
        stage.arrange(stage.at(stage.day(-18), 10, 40), self.ally)
        stage.arrange(stage.at(stage.day(-17), 10, 40), self.settle)
        for number in range(len(MATTERS)):
            stage.arrange(stage.at(stage.day(number - 9), 15, 20), self.ask)
        stage.arrange(stage.at(stage.day(-5), 18, 0), self.call_the_roll)
        stage.arrange(stage.now - timedelta(hours=1), self.give_up)

    def somebody(self) -> str:
        """A name."""
        return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)

    # Courses

    def teach(self, at: datetime) -> None:
        """Set up the courses, and let more people ask for the first than it has seats."""
        station = Station.objects.order_by("pk")[0]
        first, rows = self.stage.day(-10), []
        for number, (name, kind, seats, venue, hour, audience, teacher) in enumerate(COURSES):
            key = station.venues.get(name=venue).pk
            times, day = (1, self.stage.day(8)) if kind is CourseKind.SHOW else (10, first)
            series = Series(day + timedelta(days=number), time(hour), time(hour + 2), times, key)
            opens, closes = at - timedelta(hours=1), self.stage.now + timedelta(days=20)
            draft = CourseDraft(name, seats, opens, closes, kind, audience, teacher)
            told: dict[str, Any] = {"by": self.office, "at": at}
            rows.append(set_up(station.pk, draft, series, self.key(), **told))
        for row, asked in zip(rows, (ASKED, 9, 20), strict=True):
            for number in range(asked):
                phone = f"1390000{row.pk % 10}{number:03}"
                draft_ = EnrolmentDraft(self.key(), row.pk, self.somebody(), phone)
                enrol(draft_, by=None, at=at + timedelta(minutes=number))

    def key(self) -> UUID:
        """A name of its own for what a form sends."""
        return UUID(str(new_id()))

    def call_the_roll(self, at: datetime) -> None:
        """The register of the sessions held so far."""
        for course in Course.objects.order_by("pk"):
            inside = course.enrolments.filter(state=State.IN.value)
            for session in course.sessions.standing().filter(end__lt=at):
                ways = [Presence.CAME, Presence.CAME, Presence.CAME, Presence.ABSENT]
                came = {row.pk: self.chance.choice(ways) for row in inside}
                mark(session.pk, came, by=self.office, at=at)

    def give_up(self, at: datetime) -> None:
        """One gives up a seat; it is offered to the first who waits."""
        row = Enrolment.objects.filter(course__name=COURSES[0][0], state=State.IN.value)[0]
        take(row.pk, Move.GIVE_UP, by=self.office, at=at)

    # The alliance

    def ally(self, at: datetime) -> None:
        """The alliance with last year whole, and this year up to now."""
        lead = Station.objects.order_by("pk")[0].unit
        others = Unit.objects.exclude(pk=lead.pk).order_by("order", "pk")[:6]
        units = tuple(unit.pk for unit in others)
        area = Station.objects.order_by("pk")[0].area_id
        told: dict[str, Any] = {"by": self.office, "at": at}
        row = found(AllianceDraft("杏林共建联盟", lead.pk, area, units), **told)
        for year in (at.year - 1, at.year):
            self.plan_and_tell(row.pk, year, units, at)

    def plan_and_tell(self, key: int, year: int, units: tuple[int, ...], at: datetime) -> None:
        """A year: its plan, a change each quarter, an appraisal each month that has come."""
        lines = [
            Line(n, title, units[n % len(units)], 2 * n)
            for n, title in enumerate(ITEMS[:5], start=1)
        ]
        told: dict[str, Any] = {"by": self.office, "at": at}
        write(key, VersionDraft(year, 0, tuple(lines)), **told)
        for month in range(1, 13):
            if date(year, month, 1) > at.date():
                return
            if month % 3 == 1:
                lines = self.changed(lines, units, month)
                reason = "按本季度居民意见调整。"
                write(key, VersionDraft(year, quarter_of(month), tuple(lines), reason), **told)
            states = {line.code: (stands(line.due, month), "") for line in lines}
            text = f"{month} 月，联盟单位到社区办实事，事项按计划推进。"
            appraise(key, year, AppraisalDraft(month, text, states), **told)

    def changed(self, lines: list[Line], units: tuple[int, ...], month: int) -> list[Line]:
        """The plan as a quarter changes it: one item a month later; in autumn one more."""
        last = lines[-1]
        later = Line(last.code, last.title, last.owner, min(12, last.due + 1))
        added = [Line(0, ITEMS[5], units[0], 12)] if month == 7 else []
        codes = max(line.code for line in lines)
        return [*lines[:-1], later, *(Line(codes + 1, a.title, a.owner, a.due) for a in added)]

    # Grids

    def settle(self, at: datetime) -> None:
        """Four grids, and the people of both nets in them."""
        station = Station.objects.order_by("pk")[0]
        code = station.area.code
        names = [
            AreaDraft(f"{code}{n:03}", f"第{n}网格", Level.GRID, code) for n in range(1, GRIDS + 1)
        ]
        bring_areas(names, by=None, at=at)
        worker = self.stage.troupe.liaisons.get(station.unit_id)
        for number, grid in enumerate(self.grids()):
            people = list(self.people(number))
            if worker is not None and number == 0:
                people.append(PersonDraft(worker.name, Duty.WORKER, account=worker.pk))
            bring(grid.pk, people, by=None, at=at)
        twin = PersonDraft("王桂兰", Duty.PARTY_MEMBER, "13700009999", elder=True)
        bring(self.grids()[0].pk, [twin], by=None, at=at)
        bring(self.grids()[1].pk, [PersonDraft("王桂兰", Duty.VOLUNTEER)], by=None, at=at)

    def grids(self) -> list[Area]:
        """The grids of the community."""
        return list(Area.objects.filter(level=Level.GRID.value).order_by("path"))

    def people(self, number: int) -> list[PersonDraft]:
        """The people of one grid: its worker and heads, and the older members, many in both nets."""
        found = [
            PersonDraft(self.somebody(), duty, f"1380000{number}{n:03}")
            for n, duty in enumerate((Duty.WORKER, Duty.GROUP_HEAD, *[Duty.BUILDING_HEAD] * 4))
        ]
        for n in range(ELDERS // GRIDS):
            name, phone = self.somebody(), f"1370000{number}{n:03}"
            found.append(PersonDraft(name, Duty.PARTY_MEMBER, phone, elder=True))
            if n % 3 == 0:
                found.append(PersonDraft(name, Duty.VOLUNTEER, phone))
        return found

    def ask(self, at: datetime) -> None:
        """Somebody asks for something; most is done, some is passed up, the last lies there."""
        number = Matter.objects.count()
        grid = self.grids()[number % GRIDS]
        draft = MatterDraft(
            self.key(), grid.pk, MATTERS[number], "居民到站里说的。", self.somebody()
        )
        row = file(draft, by=self.office, at=at)
        told: dict[str, Any] = {"by": self.office, "at": at + timedelta(minutes=30)}
        if number == len(MATTERS) - 1:
            return
        if number % 4 == 3:
            handle(row.pk, Handle.HAND_UP, "要和物业一起办。", **told)
            return
        handle(row.pk, Handle.TAKE, **told)
        if number < len(MATTERS) - DONE_AFTER:
            handle(row.pk, Handle.FINISH, "已办好。", **told)
            handle(row.pk, Handle.TELL, "已告诉本人。", **told)


def stands(due: int, month: int) -> Told:
    """What is told of an item in a month."""
    if month >= due:
        return Told.DONE
    return Told.DOING if month >= due - 3 else Told.TODO
