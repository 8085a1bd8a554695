"""Names and texts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.kit import words


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市住建局、市城管局", ("市住建局", "市城管局")),
        ("市住建局，市城管局；市水务公司", ("市住建局", "市城管局", "市水务公司")),
        ("市住建局\n市城管局\r\n市水务公司", ("市住建局", "市城管局", "市水务公司")),
        ("市住建局/市城管局", ("市住建局", "市城管局")),
        ("市住建局, 市城管局;", ("市住建局", "市城管局")),
        ("市住建局、市住建局", ("市住建局",)),
        (
            "市公安局（交警支队、治安支队）、市城管局",
            ("市公安局（交警支队、治安支队）", "市城管局"),
        ),
        ("市公安局（交警支队、市城管局", ("市公安局（交警支队", "市城管局")),
        ("市 住建局", ("市 住建局",)),
    ],
)
def test_several_names_in_one_cell_come_apart_in_order(
    cell: str, expected: tuple[str, ...]
) -> None:
    assert words.names(cell) == expected


@pytest.mark.parametrize("cell", ["", "  ", "/", "／", "—", "——", "-", "无", "暂无", "N/A", "、"])
def test_the_ways_to_say_none_give_no_name(cell: str) -> None:
    assert words.names(cell) == ()


@pytest.mark.parametrize("cell", ["0", "无锡路", "无障碍", "一"])
def test_a_word_that_only_begins_like_none_is_not_none(cell: str) -> None:
    assert not words.is_nothing(cell)


def test_two_spellings_of_one_name_have_one_key() -> None:
    assert words.key("Ⅰ－１ 廉洁（高效）") == words.key("I-1廉洁(高效)")
    assert words.unit_key(" 市住建局。") == words.unit_key("市住建局")
    assert words.key("市住建局") != words.key("市住建")


def test_tidying_keeps_lines_and_full_width_punctuation() -> None:
    assert words.tidy("　一，  二\u200b \r\n\r\n 三（四）\ufeff") == "一， 二\n三（四）"


@pytest.mark.parametrize(
    ("said", "number"),
    [("十五", 15), ("二十", 20), ("二〇二〇", 2020), ("一百零五", 105), ("九", 9), ("两", 2)],
)
def test_chinese_numerals_are_read(said: str, number: int) -> None:
    assert words.numeral(said) == number


@pytest.mark.parametrize("said", ["十十", "二三十", "五点", "12"])
def test_what_is_no_numeral_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=said):
        words.numeral(said)


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = words.tidy(text)
    assert words.tidy(once) == once
    assert words.key(once) == words.key(text)
