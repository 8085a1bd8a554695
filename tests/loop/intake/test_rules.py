"""Who is to mend, and what a ledger's limit means."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from wenming.kit.days import city
from wenming.kit.sheets.limits import limit as read
from wenming.loop.intake.rules import class_of, due_by, mending
from wenming.loop.standards.rules import Answers, Limit
from wenming.loop.terms.rules import Limits

LIMITS = Limits(city([2020]))
DATED = date(2020, 3, 1)  # a Sunday


def end(month: int, day: int) -> datetime:
    return datetime(2020, month, day, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_the_unit_in_charge_of_the_place_goes_before_the_lead_of_the_item() -> None:
    assert mending(1, Answers((2, 3), (4,))) == (1, (2, 3, 4))


def test_without_one_in_charge_the_first_lead_mends_and_the_others_help() -> None:
    assert mending(None, Answers((2, 3), (4, 2))) == (2, (3, 4))


def test_where_nobody_is_named_the_office_must_say() -> None:
    assert mending(None, Answers()) == (None, ())
    assert mending(None, Answers((), (4,))) == (None, (4,))


@pytest.mark.parametrize(
    ("said", "kind", "due"),
    [
        ("立行立改", Limit.AT_ONCE, end(3, 2)),
        ("即日起15个工作日", Limit.TERM, end(3, 20)),
        ("2020年9月底前", Limit.TERM, end(9, 30)),
        ("9月30日", Limit.TERM, end(9, 30)),
        ("2020年三季度", Limit.TERM, end(9, 30)),
        ("10天内", Limit.TERM, end(3, 11)),
        ("2020年10月1日", Limit.TERM, end(10, 9)),
        ("5月2日", Limit.TERM, end(5, 6)),
        ("长期坚持", Limit.STANDING, None),
        ("", Limit.TERM, None),
    ],
)
def test_a_phrase_has_a_class_and_a_day(said: str, kind: Limit, due: datetime | None) -> None:
    phrase = read(said, dated=DATED)
    assert (class_of(phrase), due_by(phrase, dated=DATED, limits=LIMITS)) == (kind, due)


def test_hours_are_counted_by_the_clock_from_the_opening_of_the_day() -> None:
    due = due_by(read("24小时内", dated=DATED), dated=date(2020, 3, 2), limits=LIMITS)
    assert due == datetime(2020, 3, 3, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(("said", "due"), [("12小时内", (3, 3)), ("110小时内", (3, 9))])
def test_a_limit_in_hours_that_ends_at_night_or_on_a_sunday_gives_way(
    said: str, due: tuple[int, int]
) -> None:
    ends = due_by(read(said, dated=DATED), dated=date(2020, 3, 2), limits=LIMITS)
    assert ends == datetime(2020, *due, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
