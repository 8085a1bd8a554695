"""Six workbooks as one office hands them over, with every habit offices have, and what they hold."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from wenming.kit.geo import Crs, Point, convert

DATED = date(2020, 3, 1)
TRUTH = {
    "areas": {"read": 40},
    "units": {"read": 57},
    "edition": {
        "items": 128,
        "projects": 7,
        "total_hundredths": 12625,
        "lead_duties": 128,
        "assist_duties": 269,
    },
    "sites": {"read": 620},
    "charges": {"segments": 83, "units": 99, "metres": 86040},
    "feedback": {"cases": 68, "limit_forms": 9},
}
BAD = {  # row of the sheet: what is wrong with it
    99: "coordinates_swapped",
    133: "coordinates_missing",
    153: "kind_unknown",
    196: "coordinates_swapped",
    264: "coordinates_missing",
    304: "kind_unknown",
}
COLUMN = {"coordinates_swapped": "G", "coordinates_missing": "G", "kind_unknown": "B"}
BUREAUS = [f"市{name}局" for name in "住建 公安 民政 教育 商务 财政 审计 统计 气象 水务".split()]
UNITS = [*BUREAUS, *(f"市属单位{n:02}" for n in range(11, 55)), "文殊镇", "新城镇", "峪泉镇"]
ALIASES = {"市住建局": "市住房和城乡建设局、住建部门", "市公安局": "市公安局（交警、治安）"}
KINDS = ["背街小巷", "集贸市场", "商业大街", "交通路口", "公共厕所"]
WEIGHTS = {100: (1, "1分", "１", "1.00"), 75: (0.75, "0.75分", "０．７５", "0.75")}
METHODS = ("实地考察", "材料审核", "问卷调查")
SYSTEMS = [
    ("GCJ02", Crs.GCJ02),
    ("CGCS2000", Crs.CGCS2000),
    ("BD-09", Crs.BD09),
    ("WGS84", Crs.WGS84),
]
LIMITS: list[Any] = [
    "2020年9月底前", "2020.9.15", datetime(2020, 10, 20), "长期坚持", "9月30日",  # noqa: DTZ001
    44104, "2020年三季度", "立行立改", "即日起15个工作日",
]  # fmt: skip


def write_all(folder: Path) -> dict[str, Path]:
    """The six workbooks, in the order they build on one another."""
    makers = {
        "areas": areas,
        "units": units,
        "edition": edition,
        "sites": sites,
        "charges": charges,
        "feedback": feedback,
    }
    found = {}
    for kind, make in makers.items():
        book = Workbook()
        make(book)
        found[kind] = folder / f"{kind}.xlsx"
        book.save(found[kind])
    return found


def first(book: Workbook, name: str) -> Worksheet:
    """The first sheet of a book, under this name."""
    sheet = book.worksheets[0]
    sheet.title = name
    return sheet


def areas(book: Workbook) -> None:
    """A city of three districts, three streets each, three communities each; names repeat."""
    sheet = first(book, "区划")
    sheet.append(["雄关市统计用区划代码（2020年）"])
    sheet.merge_cells("A1:D1")
    sheet.append(["区划代码", "名称", "上级名称", "级别"])
    sheet.append([629900000000, "雄关市", None, "地级市"])
    for d in range(1, 4):
        sheet.append([f"62990{d}000000", f"第{d}区", "雄关市", "区"])
        for s in range(1, 4):
            sheet.append([f"62990{d}00{s}000", f"第{s}街道", f"第{d}区", "街道"])
            for c in range(1, 4):
                sheet.append([f"62990{d}00{s}00{c}", f"第{c}社区", f"第{s}街道", "社区"])
    sheet.append([None] * 4)


def units(book: Workbook) -> None:
    """57 units in 17 groups, some under two names; a hidden sheet of last year."""
    sheet = first(book, "责任单位")
    sheet.append(["雄关市精神文明建设委员会成员单位通讯录"])
    sheet.merge_cells("A1:G1")
    sheet.append(
        ["序号", "单位名称", "简称（别名）", "单位类别", "联络员", "联系电话", "所属工作组"]
    )
    for n, name in enumerate(UNITS, start=1):
        kind = "区镇" if name.endswith("镇") else "部门"
        group = f"第{(n - 1) % 17 + 1}工作组"
        sheet.append(
            [n, name, ALIASES.get(name), kind, f"联络员{n:02}", f"0937-62000{n:02}", group]
        )
    old = book.create_sheet("2019年")
    old.append(["单位名称", "单位类别"])
    old.append(["已撤销的局", "部门"])
    old.sheet_state = "hidden"


def edition(book: Workbook) -> None:
    """128 standards under 7 projects: a head of two rows, cells merged down and across, ticks."""
    sheet = first(book, "任务分解")
    sheet.append(["雄关市创建文明城市测评任务分解表（2020年版）"])
    sheet.append(["填报单位：市创城办        日期：2020年3月"])
    sheet.merge_cells("A1:K1")
    sheet.append(
        ["测评项目", "指标名称", "测评内容", "测评标准", "测评方法", None, None, "分值", "责任单位", None,
         "备注（点位类型）"]
    )  # fmt: skip
    sheet.append([None] * 4 + [*METHODS, None, "牵头单位", "配合单位", None])
    for span in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:H4", "I3:J3", "K3:K4"):
        sheet.merge_cells(span)
    for number in range(63):
        content_rows(sheet, number)
    sheet.append(["合计", *[None] * 6, 126.25])
    sheet.append(["注：1.牵头单位排在首位；2.“/”表示无配合单位。"])


def content_rows(sheet: Worksheet, number: int) -> None:
    """The two or three standards of one content, its project and indicator merged down."""
    top = sheet.max_row + 1
    leaves = 3 if number < 2 else 2
    for n in range(1, leaves + 1):
        order = number * 2 + min(number, 2) + n - 1
        weight = WEIGHTS[75 if order < 7 else 100][order % 4]
        ticks = ["√" if order % 3 == m else None for m in range(3)]
        heads: list[str | None] = [None] * 3
        if n == 1:
            heads = [
                f"Ⅰ-{number // 9 + 1} 项目{number // 9 + 1}" if number % 9 == 0 else None,
                f"Ⅱ-{number // 3 + 1} 指标{number // 3 + 1}" if number % 3 == 0 else None,
                f"Ⅲ-{number + 1} 内容{number + 1}",
            ]
        kinds = "、".join(KINDS[(order + k) % 5] for k in range(2))
        lead = UNITS[order % 57] if order % 57 else "市住房和城乡建设局"
        text = f"{n}）第{order}条标准，无乱扔垃圾"
        sheet.append([*heads, text, *ticks, weight, lead, assisting(order), kinds])
    sheet.merge_cells(f"C{top}:C{sheet.max_row}")


def assisting(order: int) -> str:
    """269 assisting units over 128 standards: five have none, five have four, thirteen three."""
    count = 0 if order < 5 else 4 if order < 10 else 3 if order < 23 else 2
    named = [UNITS[(order + 3 + k) % 57] for k in range(count)]
    return ("、", "，", "；", "\n")[order % 4].join(named) or "/"


def sites(book: Workbook) -> None:
    """620 sites in four coordinate systems, decimal and in degrees; six rows are bad."""
    sheet = first(book, "点位")
    sheet.append(["雄关市实地考察点位台账"])
    sheet.append(
        ["编号", "点位类型", "点位名称", "所属区", "街道（镇）", "地址", "经度", "纬度", "坐标系", "主管单位",
         "备注", "厕位数", "有无第三卫生间"]
    )  # fmt: skip
    for n in range(1, 621):
        sheet.append(site_row(n, BAD.get(n + 2, "")))


def site_row(n: int, bad: str) -> list[Any]:
    """One site; `bad` says what is wrong with it."""
    word, crs = SYSTEMS[n % 4]
    there = convert(Point(98.2 + n / 5000, 39.7 + n / 6000), Crs.WGS84, crs)
    lon: Any = round(there.lon, 6)
    lat: Any = round(there.lat, 6)
    if bad == "coordinates_swapped":
        lon, lat = lat, lon
    elif bad == "coordinates_missing":
        lon = None
    elif n % 5 == 0:
        lon, lat = degrees(lon), degrees(lat)
    kind = "宇航基地" if bad == "kind_unknown" else KINDS[n % 5]
    toilet = [n % 20, "有" if n % 2 else "无"] if kind == "公共厕所" else [None, None]
    place = [f"第{n % 3 + 1}区", f"第{n % 2 + 1}街道", f"某路{n}号"]
    unit = UNITS[n % 57] if n % 57 else "住建部门"
    return [f"XG{n:04}", kind, f"{kind}{n:04}号", *place, lon, lat, word, unit, None, *toilet]


def degrees(angle: float) -> str:
    """98.311853 as 98°18′42.67″."""
    whole, rest = divmod(angle * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{int(whole)}°{int(minutes)}′{seconds:.2f}″"


def charges(book: Workbook) -> None:
    """83 segments with last year's unit, and 99 adopting units of which one is known already."""
    sheet = first(book, "包街")
    sheet.append(["“包街”责任路段及单位一览表"])
    sheet.append(
        ["序号", "路段名称", "起点", "止点", "长度（米）", "中心经度", "中心纬度", "上年度包街单位", "包街单位"]
    )  # fmt: skip
    for n in range(1, 84):
        metres = 1040 if n < 83 else 760
        place = [98.25 + n / 1000, 39.75 + n / 2000]
        now = f"包街单位{n:02}" if n % 2 else None
        sheet.append(
            [n, f"路段{n:02}", f"甲路口{n}", f"乙路口{n}", metres, *place, adopter(n), now]
        )
    sheet.append([None, "合计", None, None, 86040])
    second = book.create_sheet("单位")
    second.append(["序号", "单位名称", "人数", "办公经度", "办公纬度"])
    for n in range(1, 100):
        second.append([n, adopter(n), f"{n + 7}人", 98.25 + n / 1000, 39.76])


def adopter(n: int) -> str:
    """The n-th adopting unit; the last is a bureau."""
    return "市住建局" if n == 99 else f"包街单位{n:02}"


def feedback(book: Workbook) -> None:
    """68 problems under nine ways to write a limit."""
    sheet = first(book, "反馈问题")
    sheet.append(["2019年度测评反馈问题整改台账"])
    sheet.append(
        ["序号", "整改项目", "存在问题", "整改原因", "整改举措", "责任单位", "配合单位", "整改时限", "完成情况"]
    )  # fmt: skip
    for n in range(1, 69):
        owner = UNITS[n % 57] if n % 5 else f"{UNITS[n % 57]}、{UNITS[(n + 1) % 57]}"
        row: Sequence[Any] = [n, f"项目{n % 7}", f"第{n}类问题", "责任不清", "当日清理", owner]
        sheet.append([*row, "/" if n % 3 else UNITS[(n + 2) % 57], LIMITS[n % 9], None])
