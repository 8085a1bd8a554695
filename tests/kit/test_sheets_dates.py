"""Days and limits as offices write them; a phrase with two meanings or none is a fault."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.kit.sheets import dates
from wenming.kit.sheets.faults import SENTENCES, Unread
from wenming.kit.sheets.limits import Limit, limit
from wenming.kit.sheets.shapes import Value

DATED = date(2020, 3, 1)

BY = {
    "2020年9月底前": "2020-09-30",
    "2020.9.15": "2020-09-15",
    "2020-9-15": "2020-09-15",
    "2020/9/15": "2020-09-15",
    "２０２０年９月１５日": "2020-09-15",
    "2020 年 9 月 15 日": "2020-09-15",
    "20200915": "2020-09-15",
    "44104": "2020-09-30",
    "2020-09-15 00:00:00": "2020-09-15",
    "2020年9月15日（星期二）": "2020-09-15",
    "2020年9月30日前完成": "2020-09-30",
    "9月30日": "2020-09-30",
    "9月30日前整改到位": "2020-09-30",
    "9.30": "2020-09-30",
    "2月1日": "2021-02-01",
    "2月29日": "2024-02-29",
    "3月1日": "2020-03-01",
    "二〇二〇年九月三十日": "2020-09-30",
    "9月底前": "2020-09-30",
    "十一月底": "2020-11-30",
    "2020年2月": "2020-02-29",
    "2020.9": "2020-09-30",
    "202009": "2020-09-30",
    "9月上旬": "2020-09-10",
    "9月中旬": "2020-09-20",
    "2020年2月下旬": "2020-02-29",
    "三季度": "2020-09-30",
    "2020年三季度": "2020-09-30",
    "第3季度": "2020-09-30",
    "第三季度末前": "2020-09-30",
    "2020年第一季度": "2020-03-31",
    "上半年": "2020-06-30",
    "2020年下半年": "2020-12-31",
    "年底前": "2020-12-31",
    "2020年底前": "2020-12-31",
    "今年年底前": "2020-12-31",
    "年内": "2020-12-31",
    "明年6月底前": "2021-06-30",
    "本月底前": "2020-03-31",
    "下月底前": "2020-04-30",
    "一个月内": "2020-04-01",
    "半年内": "2020-09-01",
    "当日": "2020-03-01",
    "限期整改（2020年9月底前）": "2020-09-30",
    "整改时限：2020年6月底": "2020-06-30",
    "2020.9.1—2020.9.30": "2020-09-30",
    "2020年3月至9月": "2020-09-30",
    "2020年3月-9月": "2020-09-30",
    "即日起至9月底": "2020-09-30",
}


@pytest.mark.parametrize(("said", "day"), BY.items())
def test_a_limit_by_a_day(said: str, day: str) -> None:
    assert limit(said, dated=DATED) == Limit("by", date.fromisoformat(day), None, said)


@pytest.mark.parametrize(
    ("said", "kind", "number"),
    [
        ("即日起15个工作日", "workdays", 15), ("15个工作日内", "workdays", 15),
        ("十五个工作日内完成", "workdays", 15), ("收到通知之日起5个工作日内", "workdays", 5),
        ("即日起3天", "days", 3), ("三日内", "days", 3), ("两周内", "days", 14), ("半个月内", "days", 15),
        ("24小时内", "hours", 24), ("接到交办单后24小时内", "hours", 24), ("限48小时内完成", "hours", 48),
        ("立行立改", "at_once", None), ("立即整改", "at_once", None), ("立行立改。", "at_once", None),
        ("边查边改", "at_once", None), ("长期坚持", "standing", None), ("持续推进", "standing", None),
        ("长期", "standing", None), ("常态化", "standing", None), ("每月清理", "standing", None),
        ("每季度开展1次", "standing", None), ("长期坚持、持续推进", "standing", None),
    ],
)  # fmt: skip
def test_a_limit_that_is_no_day(said: str, kind: str, number: int | None) -> None:
    found = limit(said)
    assert found is not None
    assert (found.kind, found.day, found.number, found.said) == (kind, None, number, said)


CELL = datetime(2020, 10, 20)  # noqa: DTZ001 - a workbook knows no zones


@pytest.mark.parametrize("value", [CELL, CELL.date(), 44124.0, 44124, 44124.75, 20201020.0])
def test_a_limit_in_a_date_cell_or_as_a_serial(value: Value) -> None:
    found = limit(value)
    assert found is not None
    assert (found.kind, found.day) == ("by", date(2020, 10, 20))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2020.2.30", "no_such_day"), ("2020年9月31日", "no_such_day"), ("13月底", "no_such_day"),
        ("2月30日", "no_such_day"), ("2202.9.15", "day_out_of_range"), ("尽快", "limit_unknown"),
        ("已完成", "limit_unknown"), ("国庆节前", "limit_unknown"), ("3至5个工作日", "limit_unknown"),
        ("1-2天", "limit_unknown"), ("20年9月底", "limit_unknown"), ("0个工作日", "limit_unknown"),
        (2020.9, "limit_unknown"), (True, "limit_unknown"), ("9月前", "limit_unclear"),
        ("三季度前", "limit_unclear"), ("2020年前", "limit_unclear"), ("限期整改", "limit_without_day"),
        ("立行立改，长期坚持", "limit_two"), ("2020年9月底前完成，长期坚持", "limit_two"),
        ("立行立改\n长期坚持", "limit_two"), ("2020.9.30-2020.9.1", "limit_backwards"),
        ("2020年9月15日（星期三）", "weekday_differs"), ("协调会后3天", "limit_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_never_guessed(said: Value, code: str) -> None:
    with pytest.raises(Unread) as caught:
        limit(said, dated=DATED)
    assert caught.value.code == code
    assert caught.value.facts["said"]


@pytest.mark.parametrize(
    "said", ["9月30日", "9月底", "三季度", "年底前", "明年6月底", "一个月内", "当日"]
)
def test_without_a_day_to_count_from_a_year_is_needed(said: str) -> None:
    with pytest.raises(Unread) as caught:
        limit(said)
    assert caught.value.code == "day_needs_year"


@pytest.mark.parametrize("value", ["", None, "/", "无", "—"])
def test_no_limit_is_none(value: Value) -> None:
    assert limit(value, dated=DATED) is None
    assert dates.day(value) is None


def test_a_day_is_a_day_and_not_a_month() -> None:
    assert dates.day("2020年9月15日") == date(2020, 9, 15)
    with pytest.raises(Unread, match="not_date"):
        dates.day("2020年9月")


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_from_every_way_to_write_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    written: list[Value] = [
        day, day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", serial,
        f"{day.year}.{day.month}.{day.day}", f"{day.year}/{day.month:02}/{day.day:02}", str(serial),
    ]  # fmt: skip
    assert {dates.day(value) for value in written} == {day}


@given(
    st.dates(date(1995, 1, 1), date(2090, 12, 31)), st.dates(date(1995, 1, 1), date(2090, 12, 31))
)
def test_a_day_without_a_year_is_the_next_such_day(dated: date, day: date) -> None:
    found = dates.day(f"{day.month}月{day.day}日", dated=dated)
    assert found is not None
    assert found >= dated
    assert (found.month, found.day) == (day.month, day.day)
    assert (found - dated).days <= (366 if day.day < 29 or day.month != 2 else 8 * 366)


@given(
    st.text(
        alphabet="年月日号底末前内中上下旬季度0123456789一二三十至到—-.、，（）个工作天小时周起即长期立改",
        max_size=14,
    )
)
def test_no_phrase_breaks_the_reader(phrase: str) -> None:
    try:
        limit(phrase, dated=DATED)
    except Unread as unread:
        assert unread.code in SENTENCES  # noqa: PT017 - refusing is one of two right answers
