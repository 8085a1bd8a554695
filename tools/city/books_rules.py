"""The workbooks that say who and what: areas, responsible units, and the two editions."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from random import Random

from tools.city import areas, people
from tools.city.chance import stream
from tools.city.paper import Book, Cell, Column
from tools.city.tables import Item, Unit, city_items, minors_items, unit_called, units

EXAMPLE = "示例，非官方"
GROUPS = 17
TICK = "√"
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def areas_book() -> Book:
    """区划: city, streets and communities on one sheet, the grids on another."""
    book = Book("云川市区划代码")
    page = book.sheet(
        "街道和社区",
        f"云川市统计用区划代码（2026年，{EXAMPLE}）",
        [
            Column("区划名称", 20),
            Column("统计用区划代码", 20, "code"),
            Column("级别", 10, "centre"),
            Column("上级名称", 16, "centre", merge=True),
            Column("备注", 34),
        ],
        "填报单位：市民政局　　　本市不设区，街道（镇）直属于市",
    )
    page.rows([[areas.CITY, areas.CITY_CODE, "地级市", None, "不设区的地级市"]])
    for street in areas.streets():
        page.rows([[street.name, street.code, street.level, street.parent, None]])
        below = [a for a in areas.communities() if a.parent == street.name]
        page.rows([[a.name, a.code, a.level, a.parent, None] for a in below])
    page = book.sheet(
        "网格",
        f"云川市治理网格编码（{EXAMPLE}）",
        [
            Column("网格编码", 22, "code"),
            Column("网格名称", 26),
            Column("级别", 10, "centre"),
            Column("所属社区（村）", 18, "centre", merge=True),
        ],
        "编码规则：12位社区（村）代码后加3位顺序码",
    )
    page.rows([[g.code, g.name, g.level, g.parent] for g in areas.grids()])
    return book


def units_book() -> Book:
    """责任单位通讯录: 57 units with their aliases, liaisons and work groups."""
    book = Book("云川市文明委成员单位通讯录")
    page = book.sheet(
        "通讯录",
        "云川市精神文明建设委员会成员单位（责任单位）通讯录",
        [
            Column("序号", 6, "centre"),
            Column("单位全称", 36),
            Column("简称（别名）", 26),
            Column("单位类别", 11, "centre"),
            Column("督查组", 12, "centre"),
            Column("联络员", 10, "centre"),
            Column("办公电话", 15, "centre"),
        ],
        f"共57个责任单位、17个督查组　　　{EXAMPLE}：单位、人员、电话均为虚构",
    )
    names = people.names(len(units()), "liaisons")
    page.rows(
        [
            [no, u.name, said(u), u.category, group(no), names[no - 1], people.phone(no)]
            for no, u in enumerate(units(), 1)
        ]
    )
    page.note("注：联络员变动的，请于变动当日报市创城办。")
    return book


def said(unit: Unit) -> str | None:
    """The aliases as the contacts write them."""
    return "、".join(unit.aliases) or None


def group(no: int) -> str:
    """The work group of the unit with this number: 督查一组 … 督查十七组."""
    ten, one = divmod((no - 1) % GROUPS + 1, 10)
    return f"督查{'十' * ten}{areas.NUMBERS[one - 1] if one else ''}组"


def city_book() -> Book:
    """测评任务分解表, cities: one sheet, a head of two rows, merged cells, ticks under the methods."""
    book = Book("云川市测评任务分解表（地级以上）")
    page = book.sheet(
        "任务分解",
        "云川市创建全国文明城市测评任务分解表（地级以上，2026年版）",
        CITY_COLUMNS,
        f"填报单位：市创城办　　　日期：2026年2月　　　{EXAMPLE}",
    )
    chance = stream("city edition")
    items = city_items()
    for no, (project, group_) in enumerate(groupby(items, key=lambda i: i.project), 1):
        of_project = list(group_)
        page.rows(list(city_rows(no, project, of_project, chance)))
        page.sums("小计", {"分值": sum(i.weight for i in of_project) / 100})
    page.sums("合计", {"分值": sum(i.weight for i in items) / 100})
    page.note(
        "注：1.牵头单位为多个的，按点位所在街道（镇）分别负责；2.“/”表示暂未明确，由市创城办另行分解。"
    )
    page.note("　　2.本表条目系依据公开资料自行编写的示例，不是任何官方测评体系的文本。")
    book.old_draft("2025年版（留存）", ["测评项目", "测评内容", "测评标准", "分值"], draft(items))
    return book


CITY_COLUMNS = [
    Column("测评项目", 14, "centre", merge=True),
    Column("测评内容", 16, "centre", merge=True),
    Column("编号", 8, "code"),
    Column("测评标准", 44),
    Column("实地考察", 5, "centre", over="测评方法"),
    Column("材料审核", 5, "centre", over="测评方法"),
    Column("问卷调查", 5, "centre", over="测评方法"),
    Column("分值", 7, "centre"),
    Column("牵头单位", 22, over="责任单位", merge=True),
    Column("配合单位", 24, over="责任单位"),
    Column("计分方式", 24),
    Column("整改类别", 10, "centre"),
    Column("不算违规的情形", 24),
    Column("照片要求", 12, "centre"),
    Column("材料要求", 22),
    Column("点位类型", 34),
]


def city_rows(no: int, project: str, items: list[Item], chance: Random) -> Iterable[Sequence[Cell]]:
    """The rows of one project."""
    contents = list(dict.fromkeys(i.content for i in items))
    seen: dict[str, int] = {}
    for item in items:
        seen[item.content] = seen.get(item.content, 0) + 1
        content = contents.index(item.content) + 1
        yield [
            f"{no} {project}",
            f"{no}.{content} {item.content}",
            f"{no}.{content}.{seen[item.content]}",
            item.standard,
            *(TICK if m in item.methods else None for m in ("实地考察", "材料审核", "问卷调查")),
            weight(item.weight, chance),
            listed(item.lead, chance) or "/",
            listed(item.assist, chance) or chance.choice(["/", None]),
            item.scheme if "实地考察" in item.methods else None,
            item.deadline,
            item.not_wrong or None,
            ("不符合时拍照" if item.photo else "不要求") if "实地考察" in item.methods else None,
            item.material or None,
            "、".join(item.kinds) or None,
        ]


def weight(hundredths: int, chance: Random) -> Cell:
    """A weight as offices type it: 0.5, '0.5分', '０．５' or '0.50'."""
    plain = f"{hundredths / 100:g}"
    forms: list[Cell] = [
        hundredths / 100, hundredths / 100, hundredths / 100, plain + "分", plain.translate(FULL_WIDTH),
        f"{hundredths / 100:.2f}",
    ]  # fmt: skip
    return chance.choice(forms)


def listed(names: Sequence[str], chance: Random) -> str:
    """Several units in one cell, with whatever separator came to hand, now and then a full name."""
    if len(names) > 8:
        return "、".join(names)  # all streets and towns, pasted from the list
    said = [unit_called(n).name if chance.random() < 0.12 else n for n in names]
    return chance.choice(["、", "、", "、", "，", "；", "\n"]).join(said)


def draft(items: list[Item]) -> list[list[Cell]]:
    """Some rows of last year's draft, left behind on a hidden sheet."""
    return [[i.project, i.content, i.standard, i.weight / 100] for i in items[:12]]


def minors_book() -> Book:
    """测评任务分解表, minors: a sheet per project, methods in words, other columns in another order."""
    book = Book("云川市测评任务分解表（未成年人）")
    chance = stream("minors edition")
    items = minors_items()
    for no, (project, group_) in enumerate(groupby(items, key=lambda i: i.project)):
        of_project = list(group_)
        page = book.sheet(
            project,
            f"未成年人思想道德建设工作测评任务分解表（{areas.NUMBERS[no]}）{project}",
            MINORS_COLUMNS,
        )
        page.rows([minors_row(n, i, chance) for n, i in enumerate(of_project, 1)])
        page.sums("小计", {"权重（分）": sum(i.weight for i in of_project) / 100})
        page.note(f"说明：本表为{EXAMPLE}，条目依据公开资料自行编写；各项目权重合计100分。")
    return book


MINORS_COLUMNS = [
    Column("序号", 6, "centre"),
    Column("测评标准", 44),
    Column("指标名称", 16, "centre", merge=True),
    Column("权重（分）", 9, "centre"),
    Column("测评方法", 16, "centre"),
    Column("牵头部门", 18),
    Column("协同部门", 24),
    Column("记分办法", 26),
    Column("整改类型", 10, "centre"),
    Column("材料清单", 24),
    Column("不计问题的情形", 22),
    Column("现场照片", 12, "centre"),
    Column("备注（点位类型）", 30),
]


def minors_row(no: int, item: Item, chance: Random) -> list[Cell]:
    """One row of a project's sheet."""
    seen_there = "实地考察" in item.methods
    return [
        no,
        f"{no}）{item.standard}",
        item.content,
        weight(item.weight, chance),
        chance.choice(["、", "，", "\n"]).join(item.methods),
        listed(item.lead, chance),
        listed(item.assist, chance) or None,
        item.scheme if seen_there else None,
        item.deadline,
        item.material or None,
        item.not_wrong or None,
        ("不符合时拍照" if item.photo else "不要求") if seen_there else None,
        "；".join(item.kinds) or "/",
    ]
