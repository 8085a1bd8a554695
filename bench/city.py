"""The city the pages are measured in: areas, units, people, sites, one edition. Nothing is random."""

from dataclasses import dataclass
from datetime import date
from itertools import cycle
from math import cos, pi, sin

from django.utils import timezone

from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.loop.standards.models import Edition, Item, ItemDuty
from wenming.loop.standards.rules import Duty, EditionState, Limit, Method, Scheme
from wenming.loop.standards.rules import Level as Depth
from wenming.org.models import Alias, Appointment, Area, Group, Unit, User
from wenming.org.rules import Level, Role, UnitKind
from wenming.places.models import Site, SiteKind
from wenming.records.actions import enter

ASKED = 25  # standards judged at a site of any kind
CORNERS = 200  # of an area's outline
SINCE = date(2020, 1, 1)
NAMES = (
    "主次干道",
    "背街小巷",
    "居民小区",
    "集贸市场",
    "公共厕所",
    "公交车站",
    "学校周边",
    "商场超市",
)
TEXTS = (
    "路面整洁，无垃圾和明显积尘",
    "无占道经营、店外经营",
    "非机动车停放有序",
    "消防通道畅通，无杂物堆放",
    "公益广告设置规范，无破损",
    "垃圾分类投放点干净，无满溢",
    "绿化带无缺株、无黄土裸露",
    "无障碍设施完好，未被占用",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the city is, and how much has happened in it."""

    cases: int
    live: int
    sites: int = 5_000
    kinds: int = 54
    leaves: int = 400
    units: int = 57
    groups: int = 17
    stops: int = 2_000  # of a round

    @property
    def findings(self) -> int:
        """One in twelve is bad, and every bad one opens a case."""
        return 12 * self.cases


@dataclass(frozen=True, slots=True)
class City:
    """What the history is written from: rows by their order, ids ready."""

    root: Area
    sites: list[Site]
    units: list[Unit]
    groups: list[Group]
    liaisons: list[User]
    inspectors: list[User]
    office: User
    edition: Edition
    leaves: list[Item]
    asked: dict[int, list[Item]]  # by kind, in the order of the tree
    in_charge: dict[int, int]  # site -> unit


def found(size: Size) -> City:
    """Make the city. Call it inside a transaction, in an installation with tables and no rows."""
    root, streets = areas()
    groups = Group.objects.bulk_create(
        Group(name=f"第{n + 1}工作组", order=n + 1) for n in range(size.groups)
    )
    units = bodies(size, groups)
    office = appointed("office", Role.OFFICE, area=root)
    liaisons = [appointed(f"liaison{u.pk}", Role.LIAISON, unit=u) for u in units]
    inspectors = [
        appointed(f"inspector{g.pk}-{n}", Role.INSPECTOR, area=root, group=g)
        for g in groups
        for n in range(2)
    ]
    kinds = SiteKind.objects.bulk_create(
        SiteKind(name=f"{NAMES[n % len(NAMES)]}{n + 1}类", order=n, source="bench")
        for n in range(size.kinds)
    )
    sites = places(size, kinds, streets)
    in_charge = dict(zip((s.pk for s in sites), cycle(u.pk for u in units), strict=False))
    Charge.objects.bulk_create(
        [
            Charge(unit_id=u, site_id=s, kind=ChargeKind.IN_CHARGE.value, since=SINCE)
            for s, u in in_charge.items()
        ],
        batch_size=1000,
    )
    edition, leaves = assessment(size, units)
    asked = questions(kinds, leaves)
    return City(
        root, sites, units, groups, liaisons, inspectors, office, edition, leaves, asked, in_charge
    )


def areas() -> tuple[Area, list[Area]]:
    """A city with five districts of four streets each."""
    root = Area.objects.create(
        code="629900000000",
        name="大河市",
        level=Level.CITY.value,
        path="/629900000000/",
        outline=outline(98.5, 39.7),
    )
    streets = []
    for d in range(1, 6):
        district = below(root, f"62990{d}000000", f"第{d}区", Level.DISTRICT)
        streets += [
            below(district, f"62990{d}00{s}000", f"第{d}区{s}街道", Level.STREET)
            for s in range(1, 5)
        ]
    return root, streets


def below(parent: Area, code: str, name: str, level: Level) -> Area:
    """An area under another."""
    return Area.objects.create(
        code=code,
        name=name,
        level=level.value,
        parent=parent,
        path=f"{parent.path}{code}/",
        outline=outline(98.5 + int(code[5:]) % 7 / 100, 39.7),
    )


def outline(lon: float, lat: float) -> dict[str, object]:
    """A boundary with as many corners as a real one."""
    turns = [2 * pi * n / CORNERS for n in range(CORNERS)]
    ring = [[round(lon + cos(t) / 20, 6), round(lat + sin(t) / 20, 6)] for t in turns]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def bodies(size: Size, groups: list[Group]) -> list[Unit]:
    """Bureaus and street offices, each serving in a group."""
    units = Unit.objects.bulk_create(
        Unit(
            name=f"市第{n + 1}局" if n % 5 else f"第{n + 1}街道办事处",
            kind=(UnitKind.BUREAU if n % 5 else UnitKind.STREET).value,
            order=n,
            group=groups[n % len(groups)],
        )
        for n in range(size.units)
    )
    Alias.objects.bulk_create(Alias(unit=u, name=u.name, key=u.name) for u in units)
    enter("unit", [(u.pk, u.name, "") for u in units])
    return units


def appointed(name: str, role: Role, **over: object) -> User:
    """A person with one appointment."""
    user = User.objects.create(username=name, name=name)
    Appointment.objects.create(user=user, role=role.value, since=SINCE, **over)
    return user


def places(size: Size, kinds: list[SiteKind], streets: list[Area]) -> list[Site]:
    """Sites of every kind in every street."""
    sites = Site.objects.bulk_create(
        [
            Site(
                code=f"DW{n:05}",
                kind=kinds[n % len(kinds)],
                name=f"{kinds[n % len(kinds)].name}{n}号",
                area=streets[n // len(kinds) % len(streets)],
                lon=98.5 + n % 100 / 1000,
                lat=39.7 + n // 100 / 1000,
                crs="wgs84",
            )
            for n in range(size.sites)
        ],
        batch_size=500,
    )
    enter("site", [(s.pk, s.name, s.code) for s in sites])
    return sites


def assessment(size: Size, units: list[Unit]) -> tuple[Edition, list[Item]]:
    """A published edition: ten projects, and under each its share of the standards."""
    edition = Edition.objects.create(
        code="B2026",
        name="测评体系（2026年）",
        year=2026,
        state=EditionState.PUBLISHED.value,
        published=timezone.now(),
        digest="0" * 64,
        methods=[Method.SITE.value],
    )
    leaves: list[Item] = []
    for p in range(1, 11):
        above = node(edition, None, Depth.PROJECT, f"{p:03}", f"Ⅰ-{p}")
        above = node(edition, above, Depth.INDICATOR, f"{p:03}.001", f"Ⅱ-{p}")
        above = node(edition, above, Depth.CONTENT, f"{p:03}.001.001", f"Ⅲ-{p}")
        leaves += [leaf(edition, above, p, n) for n in range(1, size.leaves // 10 + 1)]
    leaves = Item.objects.bulk_create(leaves, batch_size=200)
    ItemDuty.objects.bulk_create(
        ItemDuty(item=item, unit=units[n % len(units)], duty=Duty.LEAD.value)
        for n, item in enumerate(leaves)
    )
    enter("item", [(item.pk, f"{item.code} {item.text}", edition.name) for item in leaves])
    return edition, leaves


def node(edition: Edition, parent: Item | None, level: Depth, path: str, code: str) -> Item:
    """An upper node of the tree."""
    return Item.objects.create(
        edition=edition, parent=parent, level=level.value, code=code, path=path, text=f"第{code}项"
    )


def leaf(edition: Edition, parent: Item, project: int, n: int) -> Item:
    """A standard, judged on the spot."""
    return Item(
        edition=edition,
        parent=parent,
        level=Depth.STANDARD.value,
        code=f"{parent.code}-{n}",
        path=f"{parent.path}.{n:03}",
        text=f"{TEXTS[(project + n) % len(TEXTS)]}（{parent.code}-{n}）",
        hundredths=50 + 10 * (n % 11),
        methods=[Method.SITE.value],
        scheme=Scheme.BINARY.value,
        limit=list(Limit)[n % 3].value,
    )


def questions(kinds: list[SiteKind], leaves: list[Item]) -> dict[int, list[Item]]:
    """What is asked at each kind of site: so many standards in a row, walking round the tree."""
    few = min(ASKED, len(leaves))
    asked = {
        kind.pk: sorted(
            (leaves[(k * few + j) % len(leaves)] for j in range(few)), key=lambda item: item.path
        )
        for k, kind in enumerate(kinds)
    }
    link = Item.kinds.through
    link.objects.bulk_create(
        [link(item_id=item.pk, sitekind_id=kind) for kind in asked for item in asked[kind]],
        batch_size=500,
    )
    return asked
