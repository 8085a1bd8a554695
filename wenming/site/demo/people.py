"""The demo city's people, all invented: who they are, and what they are appointed to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from wenming.org.models import ROLES, Alias, Appointment, Area, Group, Unit, User
from wenming.org.rules import Role
from wenming.records.actions import Step, note_all
from wenming.site.demo.chance import stream

PASSWORD = "yunchuan-2026"  # noqa: S105 - of invented people, and printed at every start
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "子衡 文澜 书言 明远 雨桐 景行 若溪 承泽 思齐 一鸣 知夏 嘉木 云舒 怀瑾 清和 立言 向晚 亦凡 青禾 望舒 "
    "星河 沐阳 安然 致远 听澜 修竹 念慈 乐山 知行 闻道"
).split()

# The groups that look at a street or a town; never at that of a unit whose people serve in them.
BEATS = {
    "鼓楼街道": (1, 2),
    "柳园街道": (3, 4),
    "河西街道": (5, 6),
    "东湖街道": (7, 8),
    "南关街道": (9, 16),
    "青石桥街道": (10, 17),
    "城北镇": (11,),
    "石堰镇": (12,),
    "兰坪镇": (13,),
    "白杨镇": (14,),
    "沙井镇": (15,),
}
# Accounts named demo-… stand on the page on which one signs in by one click.
SHOWN_GROUPS = (1, 7, 12)
SHOWN_UNITS = {
    "市城管局": "chengguan",
    "市住建局": "zhujian",
    "市交警支队": "jiaojing",
    "鼓楼街道": "gulou",
    "石堰镇": "shiyan",
}


@dataclass(frozen=True, slots=True)
class Post:
    """One account with one appointment; a name left open is invented."""

    account: str
    role: Role
    name: str = ""
    phone: str = ""
    area: Area | None = None
    unit: Unit | None = None
    group: Group | None = None

    def person(self, password: str) -> User:
        """The account; an administrator may also enter the tables."""
        chance = stream("person", self.account)
        above = self.role is Role.ADMIN
        return User(
            username=self.account,
            name=self.name or chance.choice(SURNAMES) + chance.choice(GIVEN),
            phone=self.phone or f"0937-00{chance.randrange(30000, 99999)}",
            password=password,
            is_staff=above,
            is_superuser=above,
        )


def posts() -> list[Post]:
    """Everybody: those shown first, in the order in which a newcomer would look around."""
    city = Area.objects.roots().get()
    return sorted(
        (*of_the_city(city), *of_groups(city), *of_units()),
        key=lambda post: not post.account.startswith("demo-"),
    )


def of_the_city(city: Area) -> Iterator[Post]:
    """The office, and those who look on."""
    for account in ("demo-office", "demo-office-2", "office-3"):
        yield Post(account, Role.OFFICE, area=city)
    yield Post("demo-leader", Role.LEADER, area=city)
    yield Post("demo-auditor", Role.AUDITOR, area=city)
    yield Post("demo-admin", Role.ADMIN, area=city)


def of_groups(city: Area) -> Iterator[Post]:
    """A head and an inspector for every work group."""
    for number, group in enumerate(groups(), start=1):
        shown = "demo-" if number in SHOWN_GROUPS else ""
        yield Post(f"{shown}head-{number}", Role.GROUP_HEAD, area=city, group=group)
        yield Post(f"{shown}inspector-{number}", Role.INSPECTOR, area=city, group=group)


def of_units() -> Iterator[Post]:
    """A liaison, as the contacts name him, and a head for every unit that answers for items."""
    rows = Alias.objects.filter(name__in=SHOWN_UNITS).values_list("unit_id", "name")
    names = {pk: SHOWN_UNITS[alias] for pk, alias in rows}
    for number, unit in enumerate(Unit.objects.responsible().order_by("order", "pk"), start=1):
        said = f"demo-{names[unit.pk]}" if unit.pk in names else f"unit-{number}"
        yield Post(f"{said}-liaison", Role.LIAISON, unit.contact, unit.phone, unit=unit)
        yield Post(f"{said}-head", Role.UNIT_HEAD, unit=unit)


def groups() -> list[Group]:
    """The work groups by their number."""
    return sorted(Group.objects.all(), key=lambda group: number_of(group.name))


def number_of(name: str) -> int:
    """17 of '督查十七组'."""
    digits = "一二三四五六七八九"
    tens, ten, ones = name.removeprefix("督查").removesuffix("组").rpartition("十")
    value = digits.find(ones) + 1 if ones else 0
    return value + (10 * (digits.find(tens) + 1 if tens else 1) if ten else 0)


def settle(*, since: date, at: datetime) -> None:
    """Make the accounts with their appointments, and give every group its beat."""
    everybody = posts()
    password = make_password(PASSWORD)  # one for all: a hash each would take a minute
    users = User.objects.bulk_create(post.person(password) for post in everybody)
    Appointment.objects.bulk_create(
        Appointment(
            user=user,
            role=post.role.value,
            area=post.area,
            unit=post.unit,
            group=post.group,
            since=since,
        )
        for post, user in zip(everybody, users, strict=True)
    )
    note_all(
        [
            Step("user", user.pk, "made", facts={"name": user.username, "role": post.role.value})
            for post, user in zip(everybody, users, strict=True)
        ],
        by=None,
        at=at,
    )
    give_beats()


def give_beats() -> None:
    """Every group its street or town."""
    by_number = dict(enumerate(groups(), start=1))
    for name, numbers in BEATS.items():
        area = Area.objects.get(name=name)
        for number in numbers:
            by_number[number].beat.add(area)


def shown() -> list[dict[str, str]]:
    """The accounts to print: name, who it is, and over what."""
    rows = Appointment.objects.filter(user__username__startswith="demo-")
    return [
        {
            "account": held.user.username,
            "name": held.user.name,
            "role": str(ROLES[Role(held.role)]),
            "over": str(held.group or held.unit or held.area),
        }
        for held in rows.select_related("user", "group", "unit", "area").order_by("user__pk")
    ]
