"""Single cells: each reader reads what offices write, and refuses the rest with a code."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import SENTENCES, Fault, Unread, message
from wenming.kit.sheets.shapes import Broken, Value, letters, place, ref

NOTHING = ["", "  ", None, "/", "无", "—"]


def refused(reader: Callable[[Value], Any], value: Value) -> str:
    with pytest.raises(Unread) as caught:
        reader(value)
    sentence = message(Fault("表", "A1", caught.value.code, caught.value.facts))
    assert "…" not in sentence
    return caught.value.code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2, 200), (2.0, 200), (0.75, 75), (0.1 + 0.2, 30), ("2分", 200), ("1.5", 150),
        ("1.5分", 150), ("1.5 分", 150), ("０．５", 50), ("１", 100), ("０．２５分", 25), (".5", 50),
        (0, 0), ("1,200.5", 120050),
    ],
)  # fmt: skip
def test_points_become_whole_hundredths(value: Value, expected: int) -> None:
    assert cells.hundredths(value) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.255", "too_precise"), (1.255, "too_precise"), (-1, "negative"), ("-0.5", "negative"),
        ("满分", "not_number"), ("1-2分", "not_number"), ("约2", "not_number"), ("1,20", "not_number"),
        (True, "not_number"), (date(2020, 1, 2), "not_number"), ("1.5分/项", "not_number"),
        ("9" * 40, "digits_lost"), (Broken("formula_error", "#REF!"), "formula_error"),
    ],
)  # fmt: skip
def test_points_that_cannot_be_read_are_refused(value: Value, code: str) -> None:
    assert refused(cells.hundredths, value) == code


def test_points_have_a_ceiling_where_asked() -> None:
    assert refused(partial(cells.hundredths, most=300), "3.5") == "too_big"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 3), (3.0, 3), ("１２", 12), ("1,200", 1200), ("1 200", 1200), ("12人", 12), (" 7 ", 7)],
)
def test_whole_numbers(value: Value, expected: int) -> None:
    assert cells.whole(value, units=("人",)) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [("12.5", "not_whole"), (12.5, "not_whole"), ("12 5", "not_number"), ("12米", "not_number")],
)
def test_what_is_not_whole_is_refused(value: Value, code: str) -> None:
    assert refused(partial(cells.whole, units=("人",)), value) == code


@pytest.mark.parametrize("value", NOTHING)
def test_blanks_are_nothing_to_every_reader(value: Value) -> None:
    for reader in (cells.hundredths, cells.whole, cells.share, cells.code, cells.phone):
        assert reader(value) is None
    assert cells.tick(value) is False


@pytest.mark.parametrize(
    "value", ["√", "✓", "✔", "是", "Y", "y", "1", 1.0, "●", "▲", "☑", True, "Ｙ"]
)
def test_ticks(value: Value) -> None:
    assert cells.tick(value) is True


@pytest.mark.parametrize("value", ["×", "否", "N", "0", 0.0, False, "□", "-", "/"])
def test_what_is_no_tick(value: Value) -> None:
    assert cells.tick(value) is False


@pytest.mark.parametrize("value", ["○", "O", "2", "√?", "部分", 3.0])
def test_a_mark_of_two_meanings_is_no_tick_and_no_blank(value: Value) -> None:
    assert refused(cells.tick, value) == "tick_unclear"


@pytest.mark.parametrize(
    "value",
    [
        "629900000000", 629900000000.0, 629900000000, " 629900000000", "'629900000000",
        "６２９９００００００００", "6299 0000 0000", "629900000000.0",
    ],
)  # fmt: skip
def test_codes_survive_what_spreadsheets_do_to_them(value: Value) -> None:
    assert cells.code(value) == "629900000000"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("6.299E+11", "digits_lost"), (6.2990100100100112e16, "digits_lost"),
        ("62990000000", "not_code"), ("62990000000a", "not_code"), (629900000000.5, "not_code"),
    ],
)  # fmt: skip
def test_codes_that_lost_digits_are_refused(value: Value, code: str) -> None:
    assert refused(cells.code, value) == code


def test_codes_of_other_lengths_where_asked() -> None:
    assert cells.code(620200.0, lengths=(6, 12)) == "620200"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0937-6200001", "0937-6200001"), (13800000000.0, "13800000000"), ("6226363", "6226363"),
        ("０９３７—６２００００１", "0937-6200001"), ("6226363转801", "6226363转801"),
        ("0937-6226363/13893700000", "0937-6226363、13893700000"),
    ],
)  # fmt: skip
def test_telephone_numbers(value: Value, expected: str) -> None:
    assert cells.phone(value) == expected


@pytest.mark.parametrize("value", ["张三", "123", "6226363张三"])
def test_what_is_no_telephone_number_is_refused(value: Value) -> None:
    assert refused(cells.phone, value) == "not_phone"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("85%", "0.85"), ("８５％", "0.85"), (0.85, "0.85"), (1, "1"), ("99.5 %", "0.995")],
)
def test_shares(value: Value, expected: str) -> None:
    assert cells.share(value) == Decimal(expected)


def test_a_share_above_one_is_unclear_unless_the_column_says_per_cent() -> None:
    assert refused(cells.share, 85) == "share_unclear"
    assert cells.share(85, percent=True) == Decimal("0.85")
    assert refused(cells.share, "120%") == "too_big"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("甲", "甲"), (3.0, "3"), (98.265927, "98.265927"), ("'=1+1", "=1+1"), ("", None)],
)
def test_texts(value: Value, expected: str | None) -> None:
    assert cells.text(value) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (date(2020, 1, 2), "not_text"), (datetime(2020, 1, 2, 3), "not_text"), (time(8), "not_text"),  # noqa: DTZ001
        (True, "not_text"), (6.2e17, "digits_lost"), ("长" * 11, "text_too_long"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_made_of_a_text_is_not_taken_for_it(value: Value, code: str) -> None:
    assert refused(partial(cells.text, most=10), value) == code


def test_a_word_out_of_a_list() -> None:
    reader = cells.choice({"地级市": 2, "区": 3, "街道": 4})
    assert (reader(" 区 "), reader("街\n道"), reader("/")) == (3, 4, None)
    assert refused(reader, "县") == "not_in_list"


@given(st.decimals(0, 10**6, places=2))
def test_numbers_come_back_from_every_way_to_write_them(number: Decimal) -> None:
    wide = str(number).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    for written in (str(number), float(number), f"{number:,}", f"{number}分", wide):
        assert cells.number(written, units=("分",)) == number


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.none()))
def test_no_value_breaks_a_reader(value: Value) -> None:
    readers = [cells.text, cells.number, cells.whole, cells.hundredths, cells.share, cells.tick]
    for reader in (*readers, cells.code, cells.phone, cells.choice({"甲": 1})):
        try:
            reader(value)  # type: ignore[operator]
        except Unread as unread:
            assert unread.code in SENTENCES  # noqa: PT017 - refusing is one of two right answers


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_places_are_named_as_the_office_reads_them(row: int, column: int) -> None:
    assert place(ref(row, column)) == (row, column)


def test_columns_are_lettered_past_z() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_every_sentence_exists_in_both_languages_and_takes_its_facts() -> None:
    class Any(dict[str, object]):
        def __missing__(self, key: str) -> str:
            return "1"

    for zh, en in SENTENCES.values():
        assert zh.format_map(Any()) != en.format_map(Any())
        assert zh[-1] == "。"
        assert en[-1] == "."
