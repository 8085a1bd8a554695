"""The practice station of one community: its venues and menu, teams that are admitted, orders in every state."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from wenming.kit.ids import new_id
from wenming.org.models import Area, Unit
from wenming.org.rules import Level, UnitKind
from wenming.proposals.actions import accept, ask_for
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.service.checklists.actions import define, judge, record
from wenming.service.checklists.drafts import EvidenceDraft, ListDraft
from wenming.service.checklists.rules import Move as Evidenced
from wenming.service.checklists.rules import points
from wenming.service.orders.actions import place, take
from wenming.service.orders.drafts import Given, OrderDraft
from wenming.service.orders.models import Order
from wenming.service.orders.rules import Move
from wenming.service.stations.actions import set_offer, set_station, set_venue
from wenming.service.stations.drafts import OfferDraft, StationDraft, VenueDraft
from wenming.service.stations.models import Offer, Station
from wenming.service.stations.rules import StationKind, VenueKind
from wenming.service.volunteers.actions import apply
from wenming.service.volunteers.actions import take as step
from wenming.service.volunteers.drafts import TeamDraft
from wenming.service.volunteers.models import Team
from wenming.service.volunteers.rules import WEEK, Part, TeamMove
from wenming.site.demo.chance import stream
from wenming.site.demo.people import GIVEN, SURNAMES
from wenming.site.demo.stage import Stage

COMMUNITY = "杏林社区"
VENUES = (
    *(("文化礼堂", VenueKind.HALL, 120), ("乡愁馆", VenueKind.HALL, 40), ("影音厅", VenueKind.HALL, 60)),
    *(("书画室", VenueKind.CLASSROOM, 24), ("国学堂", VenueKind.CLASSROOM, 30)),
    *(("科普教室", VenueKind.CLASSROOM, 30), ("四点半课堂", VenueKind.CLASSROOM, 36)),
    *(("排练厅", VenueKind.STUDIO, 40), ("手工坊", VenueKind.STUDIO, 20), ("琴房", VenueKind.STUDIO, 8)),
    *(("健身场", VenueKind.COURT, 80), ("乒乓球室", VenueKind.COURT, 16)),
)  # fmt: skip
WHOLE, PARTS = "排练厅", ("手工坊", "琴房")  # one floor, divided when there is no rehearsal
FIVE = """有标识：门头、功能牌按统一样式
有场所：不少于 20 人的活动室
有队伍：至少三支常驻志愿服务队
有项目：服务菜单公开，能点能评
有制度：值班、预约、档案制度上墙"""
HAS = (
    ("有标识", "门头和 12 块功能牌已挂。"),
    ("有场所", "12 处场地，最大的容 120 人。"),
    ("有队伍", "7 支队伍，6 支已准入。"),
    ("有项目", "菜单 6 项，站内和网上都能点。"),
)
MENU = (
    OfferDraft("理发", "理发", 60, 6, "上门或到站，为行动不便的居民理发。"),
    OfferDraft("量血压、健康咨询", "健康", 60, 10, "社区医生每周到站或上门。"),
    OfferDraft("家电检修", "维修", 90, 1, "检查线路、修小家电。"),
    OfferDraft("书法课", "书画", 120, 20, "从执笔学起。", VenueKind.CLASSROOM),
    OfferDraft("合唱排练", "文艺", 120, 30, "老年合唱团的排练。", VenueKind.STUDIO),
    OfferDraft("反诈宣讲", "宣讲", 60, 40, "案例讲解，发放折页。", VenueKind.HALL),
)
TEAMS = (
    ("银龄理发队", ("理发",), 6),
    ("白衣天使服务队", ("健康",), 8),
    ("巧手维修队", ("维修",), 4),
    ("翰墨书画社", ("书画",), 5),
    ("杏林合唱团", ("文艺",), 12),
    ("平安宣讲队", ("宣讲", "健康"), 6),
    ("邻里帮帮队", ("理发", "维修"), 7),
)
ORDERS, SERVED, ANSWERED = (
    26,
    9,
    4,
)  # in all; long done; of those waiting, taken up after the matching
UNRATED = 4  # each so-manieth is served, and nobody said how it was
PRAISE = ("很及时，谢谢！", "师傅耐心。", "孩子们喜欢。", "约的时间很准。")


class Practice:
    """The station, through the story."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.chance = stage, stream("stations")
        self.office = stage.troupe.office

    def arrange(self) -> None:
        """Put the station, its early orders, and this week's matching on the clock."""
        stage = self.stage
        stage.arrange(stage.at(stage.day(-20), 9, 30), self.open)
        for number in range(-18, -18 + SERVED):
            stage.arrange(stage.at(stage.day(number), 10, 5), self.serve)
        stage.arrange(stage.now - timedelta(minutes=55), self.match)

    def open(self, at: datetime) -> None:
        """Set up the station with its venues and menu, and admit the teams."""
        told: dict[str, Any] = {"by": self.office, "at": at}
        area = Area.objects.filter(level=Level.COMMUNITY.value, name=COMMUNITY).first()
        area = area or Area.objects.filter(level=Level.COMMUNITY.value).order_by("path")[0]
        unit = Unit.objects.filter(kind=UnitKind.STREET.value).order_by("order", "pk")[0]
        lon, lat = 98.2915, 39.7602
        name = f"{area.name}新时代文明实践站"
        draft = StationDraft(
            StationKind.STATION, name, area.pk, unit.pk, address="学府路 12 号", lon=lon, lat=lat
        )
        station = set_station(draft, **told)
        keys: dict[str, int] = {}
        for venue, kind, seats in VENUES:
            whole = keys[WHOLE] if venue in PARTS else None
            hours: dict[str, Any] = {"opens": time(8), "closes": time(21, 30), "part_of": whole}
            keys[venue] = set_venue(station.pk, VenueDraft(venue, kind, seats, **hours), **told).pk
        self.show(station, at)
        for offer in MENU:
            set_offer(offer, **told)
        for number, (team, skills, heads) in enumerate(TEAMS):
            times = tuple(self.chance.sample(WEEK, 9))
            at_home = (lon + (number - 3) / 200, lat + number / 300)
            asked = TeamDraft(
                unit.pk, team, skills, times, heads=heads, lon=at_home[0], lat=at_home[1]
            )
            row = apply(asked, **told)
            if number < len(TEAMS) - 1:  # the last still waits
                step(row.pk, TeamMove.ADMIT, by=self.office, at=at)

    def show(self, station: Station, at: datetime) -> None:
        """What the station has of the city's list: some confirmed, one waiting, one lacking."""
        listed = ListDraft("五有", (StationKind.STATION,), tuple(points(FIVE)))
        version = define(listed, by=self.office, at=at)
        for name, text in HAS:
            point = version.points.get(name=name)
            draft = EvidenceDraft(station.pk, point.pk, text, at.date() - timedelta(days=30))
            row = record(draft, by=None, at=at)
            if name != HAS[-1][0]:
                judge(row.pk, Evidenced.CONFIRM, by=self.office, at=at + timedelta(hours=1))

    def order(self, at: datetime) -> Order:
        """One order, by the station for somebody who came in."""
        chance, today = self.chance, at.date()
        offer = chance.choice(list(Offer.objects.open().order_by("pk")))
        name = chance.choice(SURNAMES) + chance.choice(GIVEN)
        draft = OrderDraft(
            key=UUID(str(new_id())),
            station=Station.objects.get().pk,
            offer=offer.pk,
            name=name,
            earliest=today + timedelta(days=1),
            latest=today + timedelta(days=13),
            address="" if offer.hall else f"学府路 {chance.randrange(20, 90)} 号",
            heads=chance.randint(1, offer.most),
            part=chance.choice([None, *Part]),
        )
        return place(draft, by=self.office, at=at)

    def serve(self, at: datetime) -> None:
        """An order of those days: sent by hand, served, and mostly rated."""
        row = self.order(at)
        team = Team.objects.admitted().filter(skills=row.offer.skill_id).order_by("pk").first()
        when = None if team is None else self.free(team, row)
        if team is None or when is None:
            return
        day, part = when
        venue = None
        if row.offer.hall:
            halls = row.station.venues.filter(kind=row.offer.hall, seats__gte=row.heads)
            venue = halls.order_by("seats", "pk")[0].pk
        take(row.pk, Move.SEND, Given(team.pk, day, part, venue), by=self.office, at=at)
        take(row.pk, Move.ACCEPT, by=self.office, at=at + timedelta(hours=2))
        done = at + timedelta(days=1)
        take(row.pk, Move.FINISH, Given(note="已办好。"), by=self.office, at=done)
        if row.pk % UNRATED:
            given = Given(stars=self.chance.choice((4, 5, 5)), note=self.chance.choice(PRAISE))
            take(row.pk, Move.RATE, given, by=self.office, at=done)

    def free(self, team: Team, row: Order) -> tuple[date, Part] | None:
        """The first part of a day in which a team serves and has nothing."""
        starts = team.orders.held().values_list("start", flat=True)
        taken, day = {start.date() for start in starts if start}, row.earliest
        while day <= row.latest:
            for part in Part:
                if f"{day.weekday()}-{part.value}" in team.times and day not in taken:
                    return day, part
            day += timedelta(days=1)
        return None

    def match(self, at: datetime) -> None:
        """What came in lately is matched and accepted; some teams take it up, one order goes back."""
        waiting = [self.order(at - timedelta(minutes=n)) for n in range(ORDERS - SERVED, 0, -1)]
        about = (at.date() + timedelta(days=1)).isoformat()
        asked = ask_for(Kind.MATCHES, about, {}, Work(effort=6), by=self.office, at=at)
        accept(made(asked, lambda: at).pk, by=self.office, at=at)
        sent = list(
            Order.objects.filter(pk__in=[row.pk for row in waiting], state="sent").order_by("pk")
        )
        for row in sent[:ANSWERED]:
            take(row.pk, Move.ACCEPT, by=self.office, at=at)
        if len(sent) > ANSWERED:
            take(sent[-1].pk, Move.DECLINE, Given(note="队员当天外出。"), by=self.office, at=at)
        withdrawn, refused = self.order(at), self.order(at)
        take(withdrawn.pk, Move.WITHDRAW, by=self.office, at=at)
        take(refused.pk, Move.TURN_DOWN, Given(note="同一事项已另有安排。"), by=self.office, at=at)
        for _ in range(3):
            self.order(at)
