"""What a paper is: headings that count themselves, and what cannot be laid out is refused."""

from datetime import date

import pytest

from wenming.kit.flow import Refused
from wenming.kit.papers import Head, Paper, Para, Pictures, Span, Table, numbered, spans
from wenming.kit.papers.layout import ends, issuer_points, width
from wenming.kit.papers.shapes import chinese


def test_headings_count_themselves_and_start_anew_under_the_next() -> None:
    levels = (1, 2, 3, 4, 4, 2, 1, 2)
    told = [one.text for one in numbered(Head(n, "") for n in levels) if isinstance(one, Head)]
    assert told == ["一、", "（一）", "1.", "（1）", "（2）", "（二）", "二、", "（一）"]


def test_headings_count_as_chinese_does() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 21, 99)] == "一 十 十一 二十 二十一 九十九".split()


@pytest.mark.parametrize(
    "block",
    [
        Head(5, "太深"),
        Table(("甲", "乙"), (("1",),)),
        Table(("甲", "乙"), (), widths=(1,)),
        Para((Span("数", source=1),)),
        Pictures(()),
    ],
)
def test_what_cannot_be_laid_out_is_refused(block: Head | Table | Para | Pictures) -> None:
    with pytest.raises(Refused, match="paper_shape"):
        Paper("标题", (block,))


def test_words_and_spans_go_together() -> None:
    assert spans("共", Span("1303", 1)) == (Span("共"), Span("1303", 1))


def test_the_day_ends_four_characters_in_and_the_signature_is_centred_on_it() -> None:
    paper = Paper("标题", (), signature="某办公室", day=date(2026, 3, 9))
    assert width("2026年3月9日") == 6
    assert ends(paper) == (5.0, 4.0)
    assert ends(Paper("标题", (), signature="某某市精神文明建设办公室", day=paper.day))[0] == 2.0


def test_a_long_issuer_is_set_smaller_to_stay_on_one_line() -> None:
    assert issuer_points(Paper("标题", (), issuer="文明办")) == 48
    long = Paper("标题", (), issuer="某某市精神文明建设指导委员会办公室文件")
    assert issuer_points(long) * len(long.issuer) <= 156 / 25.4 * 72
