"""The small city every test lives in. Nothing here is random, and nothing is written twice."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.loop.standards.models import Edition, Item, ItemDuty
from wenming.loop.standards.rules import Duty, Level, Scheme
from wenming.org.models import Alias, Appointment, Area, Group, Unit, User
from wenming.org.rules import Level as AreaLevel
from wenming.org.rules import Role, UnitKind
from wenming.places.models import Site, SiteKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # an ordinary working day
CITY, EAST, WEST = "629900000000", "629900001000", "629900002000"


def area(code: str, name: str, level: AreaLevel, parent: Area | None = None) -> Area:
    path = f"{parent.path if parent else '/'}{code}/"
    return Area.objects.create(code=code, name=name, level=level.value, parent=parent, path=path)


def unit(name: str, kind: UnitKind = UnitKind.BUREAU, group: Group | None = None) -> Unit:
    row = Unit.objects.create(name=name, kind=kind.value, group=group)
    Alias.objects.create(unit=row, name=name, key=name)
    return row


def person(name: str, role: Role, **over: object) -> User:
    """A user with one appointment: area=, unit= and group= say over what."""
    user = User.objects.create(username=name, name=name)
    Appointment.objects.create(user=user, role=role.value, since=date(2020, 1, 1), **over)
    return user


class World:
    """River City: two streets, three units, two work groups, one published edition, five sites."""

    def __init__(self) -> None:
        self.city = area(CITY, "江城市", AreaLevel.CITY)
        self.east = area(EAST, "东街道", AreaLevel.STREET, self.city)
        self.west = area(WEST, "西街道", AreaLevel.STREET, self.city)
        self.first = Group.objects.create(name="第1工作组", order=1)
        self.second = Group.objects.create(name="第2工作组", order=2)
        self.first.beat.add(self.east)
        self.second.beat.add(self.west)
        self.roads = unit("市住建局", group=self.second)
        self.market = unit("市市场监管局", group=self.first)
        self.street = unit("东街道办事处", UnitKind.STREET)
        self.edition_of_2026()
        self.sites_and_charges()
        self.people()

    def edition_of_2026(self) -> None:
        self.lane = SiteKind.objects.create(name="背街小巷", order=1)
        self.bazaar = SiteKind.objects.create(name="集贸市场", order=2)
        self.edition = Edition.objects.create(
            code="2026", name="测评体系", year=2026, state="published", published=MONDAY, digest="0"
        )
        project = self.node(None, Level.PROJECT, "Ⅰ-1", "001", "市容环境")
        indicator = self.node(project, Level.INDICATOR, "Ⅱ-1", "001.001", "街面")
        content = self.node(indicator, Level.CONTENT, "Ⅲ-1", "001.001.001", "整洁")
        self.litter = self.leaf(content, 1, "路面无垃圾", 200, Scheme.BINARY, self.roads)
        self.stalls = self.leaf(content, 2, "无占道经营", 100, Scheme.GRADED, self.market)
        self.signs = self.leaf(content, 3, "标识清楚", 50, Scheme.BINARY, self.roads)

    def node(self, parent: Item | None, level: Level, code: str, path: str, text: str) -> Item:
        return Item.objects.create(
            edition=self.edition, parent=parent, level=level.value, code=code, path=path, text=text
        )

    def leaf(
        self, content: Item, number: int, text: str, weight: int, scheme: Scheme, lead: Unit
    ) -> Item:
        item = self.node(
            content, Level.STANDARD, f"Ⅲ-1-{number}", f"{content.path}.{number:03}", text
        )
        item.hundredths, item.scheme, item.methods = weight, scheme.value, ["实地考察"]
        item.save()
        item.kinds.add(self.lane, self.bazaar)
        ItemDuty.objects.create(item=item, unit=lead, duty=Duty.LEAD.value)
        return item

    def sites_and_charges(self) -> None:
        self.sites = [
            Site.objects.create(
                code=f"JC{n:04}", kind=kind, name=f"{kind}{n}号", area=at, lon=98.3, lat=39.7
            )
            for n, kind, at in (
                (1, self.lane, self.east),
                (2, self.lane, self.east),
                (3, self.lane, self.west),
                (4, self.bazaar, self.east),
                (5, self.bazaar, self.west),
            )
        ]
        for site in self.sites:
            answers = self.market if site.kind == self.bazaar else self.street
            Charge.objects.create(
                unit=answers, site=site, kind=ChargeKind.IN_CHARGE.value, since=date(2026, 1, 1)
            )

    def people(self) -> None:
        self.office = person("wang", Role.OFFICE, area=self.city)
        self.inspector = person("li", Role.INSPECTOR, area=self.city, group=self.first)
        self.other_inspector = person("zhou", Role.INSPECTOR, area=self.city, group=self.second)
        self.liaison = person("zhao", Role.LIAISON, unit=self.market)
        self.mender = person("sun", Role.LIAISON, unit=self.street)
        self.head = person("wu", Role.UNIT_HEAD, unit=self.market)
        self.leader = person("chen", Role.LEADER, area=self.city)
        self.admin = person("admin", Role.ADMIN, area=self.city)
        self.auditor = person("shen", Role.AUDITOR, area=self.city)
        self.stranger = User.objects.create(username="qian", name="钱")
