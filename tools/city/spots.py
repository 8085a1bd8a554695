"""Where sites stand: for each way of placing a kind, an endless row of spots on the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random

from tools.city import areas, plan
from tools.city.areas import Area
from tools.city.plan import Point, Road
from tools.city.streets import lanes
from tools.city.tables import Kind, street_units

IN_TOWN = 0.72  # of the toilets; the others stand in the five towns
STEMS = {  # words in a name that say where the place is
    "文庙": "鼓楼街道", "学府": "鼓楼街道", "西站": "河西街道", "北苑": "青石桥街道", "站前": "南关街道",
    "市民": "东湖街道", "云水": "河西街道", "杏林": "鼓楼街道", "建设新村": "柳园街道", "青石": "青石桥街道",
    "钢城": "河西街道",
}  # fmt: skip
VILLAGE_SPOTS = (
    "村委会", "文化广场", "卫生室", "集市", "学校", "渠口", "果园", "停车场", "游客点", "养老院", "粮库", "供销社",
)  # fmt: skip
RINGS = ("", "东区", "南区", "北区", "二期")


@dataclass(frozen=True)
class Spot:
    """A place to put a site, and the words that come with it."""

    point: Point
    words: dict[str, str]


def address(point: Point, area: Area) -> str:
    """The nearest road and a number on it, or the village."""
    near = min((*lanes(), *plan.main_roads()), key=lambda r: (r.off(point), r.name))
    if area.urban and near.off(point) < 400:
        return f"{near.name}{number(near, point)}号"
    return f"{area.parent}{area.name}"


def number(road: Road, point: Point) -> int:
    """The house number: one to every eight metres, odd on the left."""
    side = point[1] > road.start[1] if road.level else point[0] < road.start[0]
    return 2 * (int(road.along(point)) // 16) + (1 if side else 2)


def beside(road: Road, chance: Random, along: float | None = None) -> Spot:
    """A spot at a road's side."""
    if along is None:
        along = chance.uniform(0.04, 0.96) * road.length
    point = road.at(along, chance.choice((-1, 1)) * chance.uniform(14, 38))
    point = (
        min(max(point[0], plan.WEST + 20), plan.EAST - 20),
        min(max(point[1], plan.SOUTH + 20), plan.NORTH - 20),
    )
    no = str(number(road, point))
    return Spot(point, {"road": road.name, "no": no, "address": f"{road.name}{no}号"})


def inside(area: Area, chance: Random) -> Spot:
    """A spot somewhere in the middle of an area; the address is the nearest road's."""
    r = area.rect
    point = (
        r.west + (r.east - r.west) * chance.uniform(0.25, 0.75),
        r.south + (r.north - r.south) * chance.uniform(0.25, 0.75),
    )
    return Spot(point, {"area": area.name, "community": area.name})


def hub(area: Area, chance: Random) -> Spot:
    """A spot near the centre of a street, or near the road into a town."""
    if area.urban:
        u, v = area.rect.centre
    else:
        road = next(r for r in plan.country_roads() if r.name[:2] == area.name[:2])
        u, v = road.at(road.length * 0.45)
    point = (u + chance.gauss(0, 300), v + chance.gauss(0, 250))
    r = area.rect
    point = (
        min(max(point[0], r.west + 40), r.east - 40),
        min(max(point[1], r.south + 40), r.north - 40),
    )
    return Spot(point, {"area": area.name})


def place_of(name: str, chance: Random) -> Area:
    """The street a name tells of, or one of the six by chance."""
    for street in areas.streets():
        if street.name.removesuffix("街道").removesuffix("镇") in name:
            return street
    told = next((at for stem, at in STEMS.items() if stem in name), None)
    urban = [a for a in areas.streets() if a.urban]
    return next((a for a in urban if a.name == told), None) or chance.choice(urban)


def fixed_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """A spot for each name of the kind's own list."""
    for name in cycle(kind.fixed):
        spot = hub(place_of(name, chance), chance)
        yield Spot(spot.point, {**spot.words, "name": name})


def area_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """First the kind's own names, then one spot in each street and town."""
    for name in kind.fixed:
        yield hub(place_of(name, chance), chance)
    for street, unit in cycle(zip(areas.streets(), street_units(), strict=True)):
        spot = hub(street, chance)
        yield Spot(spot.point, {"area": street.name, "unit": unit.name})


def community_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """One spot in each community, those of the towns last."""
    for area in cycle(areas.communities()):
        committee = "居民委员会" if area.level == "社区" else "村民委员会"
        spot = inside(area, chance)
        yield Spot(spot.point, {"community": area.name, "committee": committee})


def road_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """Spots along the roads of the town."""
    while True:
        yield beside(chance.choice(plan.main_roads()), chance)


def brand_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """Spots along the roads, each with a name over its door."""
    for brand in cycle(kind.fixed):
        spot = beside(chance.choice((*plan.main_roads(), *lanes())), chance)
        yield Spot(spot.point, {**spot.words, "brand": brand})


def crossing_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """The crossings nearest the drum tower."""
    found = [
        (road.at(at), road.name, other.name)
        for road in plan.main_roads()
        if road.level
        for at, other in plan.crossings(road)
    ]
    for point, road, cross in sorted(found, key=lambda c: (c[0][0] ** 2 + c[0][1] ** 2, c[1])):
        if road.startswith("鼓楼") and cross.startswith("鼓楼"):
            continue  # the drum tower stands on it
        yield Spot(kept(point), {"road": road, "cross": cross, "address": f"{road}与{cross}交汇处"})


def kept(point: Point) -> Point:
    """The point, moved off the very edge of the town."""
    return min(max(point[0], plan.WEST), plan.EAST - 1), min(
        max(point[1], plan.SOUTH), plan.NORTH - 1
    )


def line_spots(roads: tuple[Road, ...]) -> Iterator[Spot]:
    """The middle of each road."""
    for road in roads:
        point = kept(road.at(road.length / 2))
        yield Spot(point, {"road": road.name, "lane": road.name, "address": f"{road.name}全段"})


def main_road_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """Each main road as a whole."""
    return line_spots(plan.main_roads())


def lane_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """Each lane as a whole."""
    return line_spots(lanes())


def route_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """The first stop of each bus line."""
    for no in range(1, kind.count + 1):
        spot = beside(chance.choice(plan.main_roads()), chance)
        yield Spot(
            spot.point, {**spot.words, "n": str(no), "address": f"首站：{spot.words['address']}"}
        )


def estate_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """Housing estates, each name once, then its eastern part, its southern part and so on."""
    for no, name in enumerate(cycle(kind.fixed)):
        street = place_of(name, chance)
        homes = [a for a in areas.communities() if a.parent == street.name]
        spot = inside(chance.choice(homes), chance)
        ring = RINGS[no // len(kind.fixed) % len(RINGS)]
        yield Spot(spot.point, {"brand": name, "ring": ring})


def toilet_spots(kind: Kind, chance: Random) -> Iterator[Spot]:
    """Toilets: in town beside roads and lanes, in the villages where people meet."""
    villages = [a for a in areas.communities() if not a.urban]
    roads = [*plan.main_roads(), *plan.main_roads(), *lanes()]
    weights = [road.length for road in roads]
    while True:
        if chance.random() < IN_TOWN:
            spot = beside(chance.choices(roads, weights)[0], chance)
            yield Spot(spot.point, {**spot.words, "name": f"{spot.words['address']}公厕"})
        else:
            village = chance.choice(villages)
            group = areas.NUMBERS[chance.randrange(9)]
            what = chance.choice(VILLAGE_SPOTS)
            spot = inside(village, chance)
            words = {"address": f"{village.parent}{village.name}{group}组"}
            yield Spot(spot.point, {**words, "name": f"{village.name}{group}组{what}公厕"})


SPOTS = {
    "fixed": fixed_spots,
    "area": area_spots,
    "community": community_spots,
    "road": road_spots,
    "brand": brand_spots,
    "crossing": crossing_spots,
    "mainroad": main_road_spots,
    "lane": lane_spots,
    "route": route_spots,
    "estate": estate_spots,
    "toilet": toilet_spots,
}
