"""The workbooks that say where: the ledger of sites, and who adopts which street."""

from random import Random

from tools.city import people
from tools.city.chance import stream
from tools.city.datum import SYSTEMS, degrees
from tools.city.paper import Book, Cell, Column
from tools.city.plan import Point, lonlat
from tools.city.sites import Site, of_kind
from tools.city.streets import Adopter, adopters, centre, last_year, segments
from tools.city.tables import kinds

SHEETS = ("公厕", "街路广场", "窗口单位", "商贸服务", "社区校园文化")
BY_SYSTEM = {"GCJ-02": 40, "CGCS2000": 30, "BD-09": 15, "WGS-84": 15}  # parts of a hundred
IN_DEGREES = 0.07  # of the rows: degrees, minutes and seconds
AS_TEXT = 0.10  # of the rows: figures typed as words
POSITIONS = {  # by the end of the name, then by what the unit does
    "部": ("副部长", "机关党委书记"),
    "局": ("副局长", "机关党委书记", "二级调研员"),
    "支队": ("副支队长", "政治处主任"),
    "行": ("副行长", "工会主席"),
    "机关": ("副主任", "机关党委书记", "二级调研员"),
    "法检": ("政治部主任", "机关党委书记"),
    "团体": ("副主席", "秘书长"),
    "场馆": ("馆长", "副馆长", "党支部书记"),
    "医院": ("党委书记", "副院长", "工会主席"),
    "学校": ("校长", "副校长", "德育主任"),
    "银行": ("副行长", "工会主席", "综合部主任"),
    "公司": ("副总经理", "工会主席", "党群部主任"),
}


def sites_book() -> Book:
    """点位台账: 1 965 sites on five sheets, each sheet with the columns of its kinds."""
    book = Book("云川市实地考察点位台账")
    for name in SHEETS:
        chance = stream("ledger", name)
        of_sheet = [k for k in kinds() if k.sheet == name]
        extra = list(dict.fromkeys(a for k in of_sheet for a in k.attributes))
        places = [s for k in of_sheet for s in of_kind(k)]
        first = name == SHEETS[0]
        page = book.sheet(
            name,
            f"云川市实地考察点位台账——{name}（共{len(places)}处）",
            toilet_columns(extra) if first else site_columns(extra),
        )
        head = page.next_row - 1
        if first:
            page.rows([toilet_row(s, extra, chance) for s in places])
        else:
            page.rows([[no, *site_row(s, extra, chance)] for no, s in enumerate(places, 1)])
        page.filterable(head, page.next_row - 1)
        page.note("注：坐标系按采集来源填写，未作统一转换；示例数据，点位、名称均为虚构。")
    return book


def toilet_columns(extra: list[str]) -> list[Column]:
    """The heads of the sheet of toilets, kept by another hand than the other four."""
    return [
        Column("编号", 11, "code"),
        Column("点位类型", 13, "centre"),
        Column("点位名称", 26),
        Column("街道（镇）", 12, "centre"),
        Column("社区（村）", 13, "centre"),
        Column("地址", 22),
        Column("经度", 13, "degrees"),
        Column("纬度", 13, "degrees"),
        Column("坐标系", 10, "centre"),
        Column("主管单位", 12, "centre"),
        *(Column(name, 10, "centre") for name in extra),
        Column("备注", 16),
    ]


def toilet_row(site: Site, extra: list[str], chance: Random) -> list[Cell]:
    """One toilet."""
    lon, lat, system = said_position(site.lonlat, chance)
    return [
        site.code, site.kind.name, site.name, site.area.parent, site.area.name, site.address,
        lon, lat, system, site.unit,
        *(site.attributes.get(name) for name in extra),
        chance.choices(["2026年新增", "计划改造", None], [2, 3, 95])[0],
    ]  # fmt: skip


def site_columns(extra: list[str]) -> list[Column]:
    """The heads of the other four sheets."""
    return [
        Column("序号", 6, "centre"),
        Column("名称", 28),
        Column("类别", 18, "centre"),
        Column("点位编号", 12, "code"),
        Column("主管部门", 14, "centre"),
        Column("所属街道（镇）", 14, "centre"),
        Column("所属社区（村）", 14, "centre"),
        Column("详细地址", 24),
        Column("坐标系", 10, "centre"),
        Column("经度", 14, "degrees"),
        Column("纬度", 14, "degrees"),
        *(Column(name, 12, "centre") for name in extra),
        Column("备注", 14),
    ]


def site_row(site: Site, extra: list[str], chance: Random) -> list[Cell]:
    """One other site, from its name on."""
    lon, lat, system = said_position(site.lonlat, chance)
    return [
        site.name, site.kind.name, site.code, site.unit, site.area.parent, site.area.name,
        site.address, system, lon, lat,
        *(site.attributes.get(name) for name in extra),
        None,
    ]  # fmt: skip


def said_position(point: Point, chance: Random) -> tuple[Cell, Cell, str]:
    """A position as somebody wrote it down: any of four systems, figures, words or degrees."""
    system = chance.choices(list(BY_SYSTEM), list(BY_SYSTEM.values()))[0]
    lon, lat = SYSTEMS[system](*point)
    way = chance.random()
    if way < IN_DEGREES:
        return degrees(lon), degrees(lat), system
    if way < IN_DEGREES + AS_TEXT:
        return f"{lon:.6f}", f"{lat:.6f}", system
    return round(lon, 6), round(lat, 6), system


ADOPTER_COLUMNS = [
    Column("序号", 6, "centre"),
    Column("单位名称", 34),
    Column("带队领导", 10, "centre"),
    Column("职务", 14, "centre"),
    Column("人数", 8, "centre"),
    Column("办公经度", 13, "degrees"),
    Column("办公纬度", 13, "degrees"),
    Column("联系电话", 15, "centre"),
]
SEGMENT_COLUMNS = [
    Column("序号", 6, "centre"),
    Column("路段名称", 30),
    Column("起点", 12, "centre"),
    Column("止点", 12, "centre"),
    Column("长度（米）", 10, "centre"),
    Column("上年度包街单位", 26),
    Column("中心经度", 13, "degrees"),
    Column("中心纬度", 13, "degrees"),
    Column("备注", 20),
]


def charges_book() -> Book:
    """包街一览表: the 99 units and whom they send, then the 83 segments and who had them."""
    book = Book("云川市重点路段包街一览表")
    page = book.sheet(
        "包街单位",
        "云川市“包街”单位及带队领导一览表",
        ADOPTER_COLUMNS,
        "示例，非官方：单位、人员、电话均为虚构；坐标为CGCS2000",
    )
    leaders = people.names(len(adopters()), "leaders")
    chance = stream("positions")
    who = zip(adopters(), leaders, strict=True)
    page.rows([adopter_row(no, a, leader, chance) for no, (a, leader) in enumerate(who, 1)])
    page = book.sheet(
        "责任路段",
        "云川市“包街”重点路段一览表",
        SEGMENT_COLUMNS,
        "坐标为CGCS2000；长度按道路中心线量取，取整到10米",
    )
    page.rows([segment_row(no, chance) for no in range(1, len(segments()) + 1)])
    page.sums("合计", {"长度（米）": sum(s.metres for s in segments())})
    page.note("注：上年度包街单位栏空白的，系原单位退出后尚未接续。")
    return book


def adopter_row(no: int, who: Adopter, leader: str, chance: Random) -> list[Cell]:
    """One adopting unit."""
    lon, lat = lonlat(who.office)
    ending = next((end for end in ("支队", "部", "局", "行") if who.name.endswith(end)), who.trade)
    position = chance.choice(POSITIONS[ending])
    return [no, who.name, leader, position, who.heads, lon, lat, people.phone(500 + no)]


def segment_row(no: int, chance: Random) -> list[Cell]:
    """One segment; last year's unit by its full or its short name."""
    piece, who = segments()[no - 1], last_year()[no - 1]
    lon, lat = centre(piece)
    name = None if who is None else chance.choice([who.name, who.short])
    return [
        no, piece.name, f"{piece.from_road}口", f"{piece.to_road}口", piece.metres, name, lon, lat,
        "原单位退出，待接续" if who is None else None,
    ]  # fmt: skip
