"""The streets as people adopt and inspect them: 83 key segments between crossings, 40 lanes."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tools.city import plan
from tools.city.chance import stream
from tools.city.plan import Point, Road, lonlat
from tools.city.tables import Unit, rows, units

SEGMENTS = 83
LONGEST = 1500  # metres of the plan; two short blocks are adopted as one segment
NOBODY = {11, 61}  # segments whose unit gave up during last year
LANES = (
    "杏林巷 文庙巷 钟鼓巷 书院巷 油坊巷 打铁巷 槐树巷 柳叶巷 水井巷 磨坊巷 石桥巷 驿站巷 马莲巷 粮仓巷 裁缝巷 "
    "豆腐巷 花园巷 果园巷 菜园巷 沙枣巷 红柳巷 榆钱巷 桃源巷 平安巷 和顺巷 同心巷 团结巷 勤俭巷 书声巷 纸坊巷 "
    "铜匠巷 西仓巷 东仓巷 北斗巷 南塘巷 月牙巷 长流巷 甜水巷 朝阳巷 迎春巷"
).split()


@dataclass(frozen=True)
class Segment:
    """A stretch of one road between two crossings."""

    road: Road
    start: float  # metres along the road on the plan
    end: float
    from_road: str
    to_road: str

    @property
    def name(self) -> str:
        """鼓楼东街（学府路—东湖路）."""
        return f"{self.road.name}（{self.from_road}—{self.to_road}）"

    @property
    def points(self) -> list[Point]:
        """The line in lon, lat."""
        return plan.line(self.road.at(self.start), self.road.at(self.end))

    @property
    def middle(self) -> Point:
        """Half way, on the plan."""
        return self.road.at((self.start + self.end) / 2)

    @property
    def metres(self) -> int:
        """The length to ten metres, as offices give it."""
        return round(plan.metres(self.points) / 10) * 10


@dataclass(frozen=True)
class Adopter:
    """A unit that adopts a street: one of the responsible units, or another body of the city."""

    name: str
    short: str
    trade: str
    heads: int
    office: Point  # on the plan


@cache
def segments() -> tuple[Segment, ...]:
    """The 83 segments nearest the drum tower, in the order of the list."""
    chance = stream("segments")
    pieces: list[tuple[float, Segment]] = []
    for road in plan.main_roads():
        ends = [(at, corner(road, at, other)) for at, other in plan.crossings(road)]
        while len(ends) > 1:
            step = 2 if len(ends) > 2 and chance.random() < 0.35 else 1
            if ends[step][0] - ends[0][0] > LONGEST:
                step = 1
            piece = Segment(road, ends[0][0], ends[step][0], ends[0][1], ends[step][1])
            u, v = piece.middle
            pieces.append(((u / 1.3) ** 2 + v**2, piece))
            ends = ends[step:]
    nearest = sorted(pieces, key=lambda p: p[0])[:SEGMENTS]
    order = [road.name for road in plan.main_roads()]
    return tuple(sorted((s for _, s in nearest), key=lambda s: (order.index(s.road.name), s.start)))


def corner(road: Road, at: float, other: Road) -> str:
    """What people call the crossing: the other road, or the drum tower itself."""
    return "鼓楼" if road.at(at) == plan.TOWER else other.name


@cache
def lanes() -> tuple[Road, ...]:
    """The 40 lanes: each halves a block of the grid."""
    blocks = [
        (west, east, south, north)
        for west, east in sides(plan.SOUTH_NORTH)
        for south, north in sides(plan.WEST_EAST)
    ]
    blocks.sort(key=lambda b: (b[0] + b[1]) ** 2 + (b[2] + b[3]) ** 2)
    found = []
    for no, (name, (west, east, south, north)) in enumerate(zip(LANES, blocks, strict=False)):
        if no % 2:
            middle = (south + north) / 2
            found.append(Road(name, (west, middle), (east, middle), "巷"))
        else:
            middle = (west + east) / 2
            found.append(Road(name, (middle, south), (middle, north), "巷"))
    return tuple(found)


def sides(roads: tuple[tuple[str, int], ...]) -> list[tuple[int, int]]:
    """Neighbouring roads' places, pair by pair."""
    places = [place for _, place in roads]
    return list(pairwise(places))


@cache
def adopters() -> tuple[Adopter, ...]:
    """The 99 adopting units: the 46 responsible bodies that are no street or town, and 53 others."""
    chance = stream("adopters")
    found = [
        adopter(u, chance.randint(12, 90)) for u in units() if u.category not in {"街道", "镇"}
    ]
    for r in rows("adopters"):
        office = (chance.uniform(-3600, 3600), chance.uniform(-2800, 2600))
        heads = round(chance.lognormvariate(3.8, 0.6))
        found.append(Adopter(r["name"], r["name"], r["trade"], max(8, heads), office))
    return tuple(found)


def adopter(unit: Unit, heads: int) -> Adopter:
    """A responsible unit as an adopter."""
    trade = "公司" if unit.category == "企业" else "机关"
    return Adopter(unit.name, unit.short, trade, heads, (unit.u, unit.v))


@cache
def last_year() -> tuple[Adopter | None, ...]:
    """Which unit had which segment last year: mostly a near one, two segments nobody."""
    chance = stream("last year")
    free = list(adopters())
    found: list[Adopter | None] = []
    for no, piece in enumerate(segments()):
        if no in NOBODY:
            found.append(None)
            continue
        u, v = piece.middle
        free.sort(key=lambda a: (a.office[0] - u) ** 2 + (a.office[1] - v) ** 2)
        found.append(free.pop(min(len(free) - 1, int(chance.expovariate(0.5)))))
    return tuple(found)


def centre(piece: Segment) -> Point:
    """The middle of a segment in lon, lat."""
    return lonlat(piece.middle)
