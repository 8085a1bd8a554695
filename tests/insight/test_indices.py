"""Indices of cases on a handful of cases, each counted by hand."""

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from tests.insight import city
from wenming.insight.indices import INDICES, Figure, Period, counted, counting, figures
from wenming.insight.run import opened
from wenming.insight.tables import CASES, cases

Row = dict[str, Any]
JUNE = Period(datetime(2026, 6, 1), datetime(2026, 7, 1))  # noqa: DTZ001 - moments are in UTC


def june(day: float) -> datetime:
    """A moment, by the day counted from the start of June."""
    return JUNE.since + timedelta(days=day - 1)


def case(number: int, **facts: Any) -> Row:
    """A case reported, filed and assigned on 2 June and nothing more, unless said."""
    plain: Row = dict.fromkeys(CASES) | {
        "case": number,
        "site": number,
        "item": 1,
        "area": 1,
        "kind": 1,
        "unit": 5,
        "public": False,
        "repeated": False,
        "reported": june(2),
        "filed": june(2),
        "file_due": june(3),
        "assigned": june(2),
        "assignments": 1,
        "returns": 0,
        "sent_back": 0,
        "fix_due": june(10),
    }
    return plain | facts


def reckoned(rows: list[Row], by: str | None = None) -> dict[int | None, dict[str, Figure]]:
    """The figures of June, by key."""
    with opened({"cases": city.table(CASES, rows)}) as engine:
        return {
            row["key"]: figures(row) for row in engine.table(counted(cases, JUNE, by)).to_pylist()
        }


def told(rows: list[Row], *codes: str) -> list[tuple[int, int]]:
    """Top and bottom of indices over the city."""
    found = reckoned(rows)[None]
    return [(found[code].top, found[code].bottom) for code in codes]


def test_what_was_due_is_what_was_limited_here_or_done_early() -> None:
    rows = [
        case(1, fixed=june(9)),
        case(2, fixed=june(12)),
        case(3),
        case(4, fix_due=june(40), fixed=june(20)),  # early
        case(5, fix_due=june(40)),  # not due yet
        case(6, fix_due=june(-5), fixed=june(6)),  # was due in May
        case(7, fix_due=june(10), fixed=june(35)),  # only in July
        case(8, fix_due=None, fixed=june(20)),  # without limit
        case(9, fix_due=june(10), fixed=june(-1)),  # already in May, ahead of its limit
    ]
    assert told(rows, "fixed", "fixed_in_time") == [(5, 7), (4, 7)]


def test_closing_is_counted_by_its_own_limit() -> None:
    rows = [
        case(1, closed=june(9), close_due=june(9)),
        case(2, closed=june(12), close_due=june(11)),
        case(3, close_due=june(12)),
        case(4, close_due=june(45)),
    ]
    assert told(rows, "closed", "closed_in_time") == [(2, 3), (1, 3)]


def test_filing_is_counted_of_what_was_reported() -> None:
    rows = [
        case(1),
        case(2, filed=june(5)),
        case(3, filed=None, refused=june(2)),
        case(4, filed=None, refused=june(9)),
        case(5, filed=None, file_due=june(31.5)),
        case(6, reported=june(-3), filed=june(1), file_due=june(1)),
    ]
    assert told(rows, "filed", "valid", "filed_in_time", "judged_in_time") == [
        (2, 5),
        (3, 5),
        (2, 3),
        (3, 5),
    ]


def test_returns_are_counted_of_assignments() -> None:
    rows = [case(1, assignments=3, returns=2), case(2), case(3, assigned=june(33), assignments=4)]
    assert told(rows, "returned", "assigned_right") == [(2, 4), (2, 4)]


def test_mending_done_over_is_told_with_either_denominator() -> None:
    rows = [
        case(1, fixed=june(9), sent_back=2, closed=june(10)),
        case(2, fixed=june(9), closed=june(10)),
        case(3, sent_back=1),
        case(4, fix_due=june(-9), fixed=june(3), sent_back=1, closed=june(4)),
    ]
    assert told(rows, "reworked", "reworked_of_fixed", "checks_passed") == [(2, 3), (2, 3), (3, 6)]


def test_cases_that_come_again_are_told() -> None:
    rows = [
        *(case(n, site=1) for n in (1, 2, 3)),
        case(4, site=1, item=2, repeated=True, public=True),
        case(5, site=1, filed=june(40)),
    ]
    assert told(rows, "frequent", "repeated", "missed") == [(3, 4), (1, 4), (1, 4)]


def test_the_mean_time_is_of_what_was_mended_in_the_period() -> None:
    rows = [
        case(1, fixed=june(9), fix_minutes=100),
        case(2, fixed=june(9), fix_minutes=201),
        case(3, fixed=june(40), fix_minutes=999),
    ]
    found = reckoned(rows)[None]["fix_minutes"]
    assert (found.top, found.bottom, found.unit, found.hundredths) == (301, 2, "minutes", 15_050)


def test_a_rate_is_in_hundredths_of_a_percent_and_of_nothing_is_none() -> None:
    assert Figure("x", 2, 3, "share").hundredths == 6_667
    assert Figure("x", 0, 0, "share").hundredths is None


def test_units_are_counted_apart_and_cases_without_one_left_out() -> None:
    found = reckoned([case(1), case(2, unit=6, fixed=june(9)), case(3, unit=None)], by="unit")
    assert {key: (f["fixed"].top, f["fixed"].bottom) for key, f in found.items()} == {
        5: (0, 1),
        6: (1, 1),
    }


def test_no_share_passes_one_and_no_case_gives_noughts() -> None:
    rows = [
        case(n, fixed=june(n), closed=june(2 * n), close_due=june(30 - n), sent_back=n % 3)
        for n in range(1, 25)
    ]
    for figure in reckoned(rows)[None].values():
        assert figure.unit != "share" or 0 <= figure.top <= figure.bottom
    empty = reckoned([])[None]
    assert list(empty) == [index.code for index in INDICES]
    assert {(f.top, f.bottom) for f in empty.values()} == {(0, 0)}


def test_a_moment_with_a_zone_is_read_in_utc() -> None:
    rows = city.table(CASES, [case(1, fixed=june(9))])
    place = rows.column_names.index("fixed")
    zoned = rows.set_column(
        place, "fixed", rows.column("fixed").cast(pa.timestamp("us", "Asia/Shanghai"))
    )
    with opened({"cases": zoned}) as engine:
        assert engine.table(cases).column("fixed").to_pylist() == [june(9)]


def test_every_figure_is_the_sum_of_the_cases_listed_under_it() -> None:
    rows = [
        case(1, fixed=june(9), fix_minutes=100, sent_back=2, closed=june(10)),
        case(2, assignments=3, returns=2),
        case(3, site=1, repeated=True),
        case(4, filed=None, refused=june(3)),
    ]
    with opened({"cases": city.table(CASES, rows)}) as engine:
        [row] = engine.table(counted(cases, JUNE)).to_pylist()
        for index in INDICES:
            for side in ("top", "bottom"):
                listed = engine.table(counting(cases, JUNE, index.code, side)).to_pylist()
                assert sum(each["n"] for each in listed) == row[f"{index.code}_{side}"]
                assert all(each["n"] for each in listed)


def test_nothing_is_counted_by_person() -> None:
    with pytest.raises(ValueError, match="unit, area, kind, not by inspector"):
        counted(cases, JUNE, "inspector")
