"""Time limits as offices write them: '2020年9月底前', '即日起15个工作日', '立行立改', '长期坚持'.

A limit is read whole or not at all: an unknown phrase, two limits in one cell and a phrase with two
meanings ('9月前') are faults with the phrase in them.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wenming.kit.sheets import dates
from wenming.kit.sheets.cells import given, shown
from wenming.kit.sheets.faults import Unread
from wenming.kit.sheets.shapes import Value
from wenming.kit.words import is_nothing

Kind = Literal["at_once", "by", "workdays", "days", "hours", "standing"]


@dataclass(frozen=True, slots=True)
class Limit:
    """When something is due. `day` for kind 'by', `number` for workdays, days and hours counted from
    the day the book is dated; `said` is the cell as written."""

    kind: Kind
    day: date | None
    number: int | None
    said: str


_AT_ONCE = re.compile(
    r"(?:立行立改|立改立行|立查立改|立整立改|即知即改|即查即改|边查边改|边督边改|立即(?:整改|办理|落实|解决|处理)?"
    r"|马上(?:整改|就改|办理)?|即时(?:整改|办理)?|即刻(?:整改)?|当场(?:整改)?|现场整改|立改|即改|立整)"
)
_STANDING = re.compile(
    r"(?:(?:要|须|需)?(?:长期|持续|常态化?|常年|全年|长效|不间断)+"
    r"(?:性|化|地)?(?:坚持|整改|推进|抓好|巩固|落实|保持|开展|管理|治理|整治|执行|长效)*"
    r"|长期坚持[,、]?(?:持续推进|常抓不懈|巩固提升)|常抓不懈|常态长效|常态化长效化|长效机制|持之以恒|日常(?:坚持|管理|保持)?"
    r"|每(?:天|日|周|月|季度?|年|半年|半月|个?工作日|旬)(?:[^,;、\d]|\d+次){0,12})"
)
_LEADING = re.compile(
    r"(?:(?:限期整改|限期|整改时限|完成时限|整改期限|时限|期限|时间|截至|截止到|截止|最迟|不迟于|不晚于|要求|务必|确保"
    r"|力争|必须|应当?|须|需|限|拟|计划|预计|于|在|到|至)[:,]?)+"
)
_DONE = re.compile(
    r"(?:(?:全面|全部|基本)?(?:整改|整治|解决|办理|建设|改造)?(?:完成|到位|完毕|办结|销号|结束|落实|解决|整改|见效)"
    r"(?:整改|到位|整治|销号|任务)*|以内|之内|止)+$"
)
_BEFORE = re.compile(r"(?:之前|以前|前)$")
_START = (
    r"(?:(?:自|从)?(?:即日|今日|今天|本日|当日|交办|收到(?:本|此)?(?:通知|通报|交办单|整改单|督办单|反馈)?"
    r"|接到?(?:通知|通报|交办|交办单|督办单|反馈)?|通知|通报|下发|印发|派单|反馈|发现(?:问题)?|签收)"
    r"(?:之日|当日|日)?(?:起|后|之后)?(?:的)?[,:]?)?"
)
_COUNTED = re.compile(
    _START
    + r"(?:在|于|限)?(?P<number>\d{1,3}|半)(?P<unit>个?工作日|个?工作天|个?自然日|个?小时|h|日|天|周|个?星期|个?月|年)"
    r"(?:内|以内|之内)?"
)
_FROM_NOW = re.compile(r"(?:自|从)?(?:即日|现在|今日)起?(?:至|到|~|—+|–+)(?=.)")
_SPAN = re.compile(
    r"至|到|~|—+|–+|(?<=[月日号])-(?=\d)|(?<=\d)-(?=\d{4}[.年/])|(?<=[./]\d)-(?=\d\d?[./])|(?<=[./]\d\d)-(?=\d\d?[./])"
)
_LONGEST = 60
_MOST_MONTHS = 120
_PARTS = re.compile(r"[,，;；、/。\n]|并且?|同时|且")
_BRACKETED = re.compile(r"\((?!星期|周|礼拜)([^()]*)\)$")


def limit(value: Value, *, dated: date | None = None) -> Limit | None:
    """The limit a cell names; None for a blank one. `dated` tells the year of '9月30日'."""
    value = given(value)
    if value is None or (isinstance(value, str) and is_nothing(value)):
        return None
    said = shown(value)
    day = dates.typed_day(value)
    if day is not None:
        return Limit("by", day, None, said)
    if not isinstance(value, str):
        raise Unread("limit_unknown", said=said)
    phrase = dates.plain(dates.without_clock(value)).strip(",;。.、:")
    found = _read(phrase, dated, said) if len(phrase) <= _LONGEST else None
    if found is not None:
        return found
    parts = [dates.plain(part) for part in _PARTS.split(value[: 2 * _LONGEST])]
    if sum(_reads(part, dated) for part in parts if part) > 1:
        raise Unread("limit_two", said=said)
    raise Unread("limit_unknown", said=said)


def _reads(part: str, dated: date | None) -> bool:
    try:
        return _read(part, dated or date(2000, 1, 1), part) is not None
    except Unread:
        return False


def _read(phrase: str, dated: date | None, said: str) -> Limit | None:
    """The limit of one phrase; None where it is in no list."""
    if _AT_ONCE.fullmatch(phrase):
        return Limit("at_once", None, None, said)
    if _STANDING.fullmatch(phrase):
        return Limit("standing", None, None, said)
    bracket = _BRACKETED.search(phrase)
    if bracket and _LEADING.fullmatch(bracket[1]):
        phrase = phrase[: bracket.start()]
    leading = _LEADING.match(phrase)
    core = _DONE.sub("", phrase[leading.end() :] if leading else phrase).strip(",:")
    core = core[1:-1] if core.startswith("(") and core.endswith(")") else core
    if not core and phrase:
        raise Unread("limit_without_day", said=said)
    counted = _COUNTED.fullmatch(core)
    if counted:
        return _counted(counted, dated, said)
    last = _last_day(core, dated, said)
    return None if last is None else Limit("by", last, None, said)


def _counted(found: re.Match[str], dated: date | None, said: str) -> Limit:
    unit = found["unit"].lstrip("个")
    if found["number"] == "半":
        return _half(unit, dated, said)
    number = int(found["number"])
    if not number:
        raise Unread("limit_unknown", said=said)
    if unit in {"工作日", "工作天"}:
        return Limit("workdays", None, number, said)
    if unit in {"小时", "h"}:
        return Limit("hours", None, number, said)
    if unit in {"月", "年"}:
        return _months(number * (12 if unit == "年" else 1), dated, said)
    return Limit("days", None, number * (7 if unit in {"周", "星期"} else 1), said)


def _half(unit: str, dated: date | None, said: str) -> Limit:
    if unit in {"日", "天"}:
        return Limit("hours", None, 12, said)
    if unit == "月":
        return Limit("days", None, 15, said)
    if unit == "年":
        return _months(6, dated, said)
    raise Unread("limit_unknown", said=said)


def _months(number: int, dated: date | None, said: str) -> Limit:
    if number > _MOST_MONTHS:
        raise Unread("limit_unknown", said=said)
    if dated is None:
        raise Unread("day_needs_year", said=said)
    return Limit("by", dates.months_later(dated, number), None, said)


def _last_day(core: str, dated: date | None, said: str) -> date | None:
    """The last day of a day, a period, or a span from one to another."""
    from_now = _FROM_NOW.match(core)
    if from_now:
        return _one_day(core[from_now.end() :], dated, said)
    if core in {"当日", "当天", "今日", "今天", "即日"}:
        if dated is None:
            raise Unread("day_needs_year", said=said)
        return dated
    whole = _one_day(core, dated, said)
    ends = _SPAN.split(core)
    if whole is not None or len(ends) != 2 or not all(ends):
        return whole
    first = _first_day(ends[0], dated, said)
    last = _one_day(ends[1], first, said) if first else None
    if first and last and last < first:
        raise Unread("limit_backwards", said=said)
    return last


def _first_day(phrase: str, dated: date | None, said: str) -> date | None:
    """Where a span begins: its day, or the first day of its month or longer period (near enough to
    tell whether the span runs backwards and which year its end is in)."""
    on = dates.written_day(phrase, dated, said)
    if on is not None:
        return on
    end = dates.period_end(f"{phrase}月" if phrase[-1:].isdigit() else phrase, dated, said)
    return end[0].replace(day=1) if end else None


def _one_day(phrase: str, dated: date | None, said: str) -> date | None:
    before = _BEFORE.search(phrase)
    bare = phrase[: before.start()] if before else phrase
    bare = _DONE.sub("", bare)
    on = dates.typed_day(bare) or dates.written_day(bare, dated, said)
    if on is not None:
        return on
    end = dates.period_end(bare, dated, said)
    if end is None:
        return None
    if before and not end[1]:
        raise Unread("limit_unclear", said=said)  # before the month, or within it?
    return end[0]
