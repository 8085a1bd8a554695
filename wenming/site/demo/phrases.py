"""What the demo city's people write: problems, how they were mended, why they ask or refuse."""

import csv
from functools import cache
from pathlib import Path
from random import Random

from wenming.loop.cases.rules import Move
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Limit

PROBLEMS = Path(__file__).with_name("problems.csv")

NOTES: dict[Move, tuple[str, ...]] = {
    Move.REFUSE: (
        "核对照片，属“不算违规的情形”，不予立案。",
        "现场已在围护施工，不予立案。",
        "与前一日已立案的问题为同一处，不予立案。",
    ),
    Move.RETURN: (
        "该处不在本单位管护范围，请改派。",
        "产权已移交，管护责任不在我单位，请核对。",
    ),
    Move.HAND_OVER: ("经现场核实，管护责任在该单位，移交办理。",),
    Move.SEND_BACK: (
        "复核时问题仍在，请重新整改。",
        "只整改了一部分，其余未动。",
        "整改照片与现场不符，请重拍并说明。",
    ),
    Move.CLOSE: ("", "", "现场复核，已整改到位。", "照片与现场一致，同意销号。"),
    Move.ASK: (
        "配件已订货，到货后两日内安装，申请延期。",
        "需协调产权单位一并施工，申请延期。",
        "连日降雨，不能施工，申请延期。",
    ),
    Move.GRANT: ("情况属实，同意。",),
    Move.DENY: ("可先采取临时措施，不同意延期。",),
    Move.SHELVE: (
        "须列入年度改造计划，先行围护，挂账督办。",
        "涉及地下管网改造，资金已报批，挂账督办。",
    ),
    Move.RESUME: ("改造已开工，恢复办理。",),
    Move.MERGE: ("与同一点位在办的一件系同一成因，并案办理。",),
    Move.APPEAL: (
        "检查时正在清运作业，属临时落地，申请复议。",
        "该处已设围护并公示工期，按标准不计，申请复议。",
        "照片所示位置在我单位管护界线以外，申请复议。",
    ),
    Move.UPHOLD: ("核对现场与公示，申诉理由成立。",),
    Move.AMEND: ("部分位置属不计情形，按一处更正。",),
    Move.DISMISS: ("公示在检查之后张贴，不予采纳。", "照片清楚，结论无误，维持原结论。"),
}
MENDED: dict[Limit, tuple[str, ...]] = {
    Limit.AT_ONCE: (
        "已派人清理，现场恢复整洁。",
        "当日已整改，并向商户、住户当面说明。",
        "已清运并冲洗地面，增加一次巡查。",
        "已劝离并规范摆放，安排专人盯守。",
    ),
    Limit.TERM: (
        "已维修更换，现场恢复完好。",
        "已补齐缺失设施并检查同类位置。",
        "已按标准重新制作、安装。",
        "已施工完毕，清理现场后恢复使用。",
    ),
    Limit.STANDING: (
        "已增派人员在高峰时段劝导，纳入日常巡查。",
        "已调整值守时段，连续一周未再出现。",
    ),
}
CAUSES: dict[Limit, tuple[str, ...]] = {
    Limit.AT_ONCE: ("保洁频次不够", "巡查不到位", "管理人员提醒不及时"),
    Limit.TERM: ("设施老化未及时更换", "日常检修间隔过长", "管护交接不清"),
    Limit.STANDING: ("高峰时段人手不足", "宣传劝导不够"),
}
SHUT = ("施工封闭，无法进入", "当日停业装修", "大门上锁，联系不上管理人员")
LOOKED_AT = ("回头看：整改保持良好", "回头看：现场整洁，未反复")
BACK = ("回头看：问题反复", "回头看：整改后又出现")


@cache
def problems() -> dict[tuple[str, str], tuple[str, ...]]:
    """What may be wrong, by edition and item."""
    with PROBLEMS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(row["edition"], row["item"]): tuple(row["said"].split("|")) for row in rows}


def problem(item: Item, number: int | None, chance: Random) -> str:
    """What an inspector writes of an item that does not conform; `number` of places."""
    known = problems().get((item.edition.code, item.code))
    words = chance.choice(known) if known else f"不符合：{item.text}"
    return words.replace("{n}", str(number or 1))


def note(move: Move, chance: Random) -> str:
    """What is written with a step."""
    return chance.choice(NOTES.get(move, ("",)))
