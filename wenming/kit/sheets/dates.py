"""Days as offices write them: '2020年9月15日', '2020.9.15', '9月30日', 44104, '2020年三季度'.

A period ('9月底前', '三季度') is read as its last day. Without a year the next such day on or after
`dated` is meant; without `dated` that is a fault. A phrase in no list here is a fault, never a guess.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from wenming.kit.sheets.cells import given, shown
from wenming.kit.sheets.faults import Unread
from wenming.kit.sheets.shapes import Value
from wenming.kit.words import is_nothing, key, numeral

FIRST_YEAR, LAST_YEAR = 1990, 2100
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_YEARS_AHEAD = 9  # a 29 February comes back within eight years
_NUMERALS = re.compile(
    r"(?<![每第])[〇零一二两三四五六七八九十百]+(?=个|工作日|年|月|日|号|天|周|星期|季度|小时|分钟)"
    r"|(?<=第)[一二三四](?=季度)"
)
_WEEKDAY = re.compile(r"\((?:星期|周|礼拜)([一二三四五六日天])\)")
_CLOCK = re.compile(r"(?:t|\s)?(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$")

_YEAR = r"(?:(?P<year>\d{4}|今|本|当|明|次|后)年(?:度)?)?"
_END = r"(?:底|末)"
_DAY_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[年.\-/](?P<month>\d{1,2})[月.\-/](?P<day>\d{1,2})[日号]?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        _YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?",
        r"(?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})",
    )
)
_PERIODS = tuple(
    re.compile(form)
    for form in (
        _YEAR + r"(?P<month>\d{1,2})月份?(?P<end>底|末|内)?",
        _YEAR + r"(?P<month>\d{1,2})月份?(?P<third>[上中下])旬",
        r"(?P<year>\d{4})[.\-/](?P<month>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])",
        _YEAR + r"第?(?P<quarter>[1-4一二三四])季度?(?P<end>底|末|内)?",
        _YEAR + r"(?P<half>[上下])半年(?P<end>底|末|内)?",
        r"(?P<year>\d{4}|今|本|当|明|次)年度?(?P<end>年?底|年?末|年?内)?",
        r"(?P<year>年)度?(?P<end>底|末|内)",
        r"(?P<near>本|当|下|次)月(?P<end>底|末|内)",
    )
)


def plain(text: str) -> str:
    """A phrase as it is compared: its key, with Chinese numerals before a unit made digits."""
    return _NUMERALS.sub(_digits, key(text))


def _digits(found: re.Match[str]) -> str:
    try:
        return str(numeral(found[0]))
    except ValueError:
        return found[0]


def day(value: Value, *, dated: date | None = None) -> date | None:
    """One day: a date cell, an Excel serial, or a date in words; None for a blank cell."""
    value = given(value)
    if value is None or (isinstance(value, str) and is_nothing(value)):
        return None
    found = typed_day(value)
    if found is None and isinstance(value, str):
        found = written_day(plain(without_clock(value)), dated, shown(value))
    if found is None:
        raise Unread("not_date", said=shown(value))
    return found


def typed_day(value: Value) -> date | None:
    """The day of a date cell, an Excel serial or digits like 20200915; None for anything else."""
    if isinstance(value, datetime):
        return _in_range(value.date(), shown(value))
    if isinstance(value, date):
        return _in_range(value, shown(value))
    said = shown(value) if isinstance(value, int | float) else value
    if isinstance(value, bool) or not isinstance(said, str):
        return None
    if isinstance(value, float) and not value.is_integer():
        return _serial(int(value))
    said = key(said)
    if re.fullmatch(r"[2-7]\d{4}", said):
        return _serial(int(said))
    found = _DAY_FORMS[1].fullmatch(said)
    return (
        _date(int(found["year"]), int(found["month"]), int(found["day"]), said) if found else None
    )


def _serial(number: int) -> date | None:
    return _SERIAL_ZERO + timedelta(days=number) if number in _SERIALS else None


def without_clock(text: str) -> str:
    """The text without the time of day that other programs write behind a date."""
    return _CLOCK.sub("", text.strip().casefold())


def written_day(phrase: str, dated: date | None, said: str) -> date | None:
    """The day a `plain` phrase names; None where it is none of the forms of one day."""
    weekday = _WEEKDAY.search(phrase)
    bare = _WEEKDAY.sub("", phrase)
    for form in _DAY_FORMS:
        found = form.fullmatch(bare)
        if found:
            parts = found.groupdict()
            month, number = int(parts["month"]), int(parts["day"])
            on = _next(parts.get("year"), dated, said, _on(month, number, said))
            if weekday and "一二三四五六日".find(weekday[1].replace("天", "日")) != on.weekday():
                raise Unread("weekday_differs", said=said)
            return on
    return None


def _on(month: int, number: int, said: str) -> Callable[[int], date]:
    return lambda year: _date(year, month, number, said)


def period_end(phrase: str, dated: date | None, said: str) -> tuple[date, bool] | None:
    """The last day of the month, third, quarter, half or year a `plain` phrase names, and whether it
    says 'end' itself (so that '前' after it is clear); None where it names no period."""
    for form in _PERIODS:
        found = form.fullmatch(phrase)
        if found:
            parts = {name: part for name, part in found.groupdict().items() if part}
            clear = bool(parts.get("end")) and parts.get("end") not in {"内", "年内"}
            if "near" in parts:
                return _near_month(parts["near"], dated, said), clear
            end = _period(parts, said)
            return _next(parts.get("year"), dated, said, end), clear
    return None


def _period(parts: dict[str, str], said: str) -> Callable[[int], date]:
    """The last day of a period in a given year."""
    if "quarter" in parts:
        month = 3 * (
            int(parts["quarter"]) if parts["quarter"].isdigit() else numeral(parts["quarter"])
        )
    elif "half" in parts:
        month = 6 if parts["half"] == "上" else 12
    else:
        month = int(parts.get("month", 12))
    third = {"上": 10, "中": 20}.get(parts.get("third", ""))
    if not 1 <= month <= 12:
        raise Unread("no_such_day", said=said)
    return lambda year: _date(year, month, third or _last(year, month), said)


def _near_month(near: str, dated: date | None, said: str) -> date:
    if dated is None:
        raise Unread("day_needs_year", said=said)
    return months_later(dated.replace(day=1), 1 if near in "下次" else 0, last=True)


def months_later(start: date, months: int, *, last: bool = False) -> date:
    """The same day some months later, or the month's last day where there is none (or `last`)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    end = _last(year, month + 1)
    return date(year, month + 1, end if last else min(start.day, end))


def _next(year: str | None, dated: date | None, said: str, on: Callable[[int], date]) -> date:
    """The day in the named year; without one, the first on or after `dated`."""
    if year and year.isdigit():
        return on(int(year))
    if dated is None:
        raise Unread("day_needs_year", said=said)
    if year:
        return on(dated.year + {"明": 1, "次": 1, "后": 2}.get(year, 0))
    impossible: Unread | None = None
    for ahead in range(_YEARS_AHEAD):
        try:
            found = on(dated.year + ahead)
        except Unread as never:
            impossible = impossible or never
            continue
        if found >= dated:
            return found
    raise impossible or Unread("no_such_day", said=said)


def _date(year: int, month: int, number: int, said: str) -> date:
    try:
        found = date(year, month, number)
    except ValueError as wrong:
        raise Unread("no_such_day", said=said) from wrong
    return _in_range(found, said)


def _in_range(found: date, said: str) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unread("day_out_of_range", said=said)
    return found


def _last(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= year <= 9999 else 28
