"""A paper as a PDF, read by another library."""

import io
import sys
from itertools import pairwise
from typing import Any

import pypdf
import pytest

from tests.kit.papers.sample import ADDRESS, LINE, lines, whole
from wenming.kit.flow import Refused
from wenming.kit.papers import Paper, Para, Span
from wenming.kit.papers import pdf as laid
from wenming.kit.papers.pdf import pages, pdf

MM = 72 / 25.4


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf(whole())


def read(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content))


def test_the_sheet_is_a4(content: bytes) -> None:
    for page in read(content).pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx((210 * MM, 297 * MM), abs=0.1)


def test_everything_said_can_be_read_out_of_it(content: bytes) -> None:
    told = "".join(page.extract_text() for page in read(content).pages).replace("\n", "")
    for words in (
        *("江城市精神文明建设办公室", "江文明办〔2026〕1号", "环境卫生大清扫活动简报", "各街道："),
        *("93.42吨", "一、总体情况", "（一）分区域", "1.照片", "清扫前", "清扫后", "— 1 —"),
        *("2026年3月9日", "57个单位的报数，第2版", "抄送：市委办。", "2026年3月9日印发"),
    ):
        assert words in told, words


def test_a_line_holds_28_characters_and_a_page_22_lines() -> None:
    told = [page.extract_text().splitlines() for page in read(pdf(lines(60))).pages]
    body = [one for one in told[1] if "—" not in one]
    assert len(body) == 22
    assert {len(one) for one in body} == {28}
    assert set("".join(body)) == set(LINE)


def test_lines_are_29_points_apart_and_begin_28_millimetres_in() -> None:
    heights: list[float] = []
    edges: set[float] = set()

    def see(words: str, outer: list[float], inner: list[float], font: Any, points: float) -> None:
        if words.strip() and points == 16:
            heights.append(round(outer[5] + inner[5], 2))
            edges.add(round((outer[4] + inner[4]) / MM, 2))

    read(pdf(lines(60))).pages[1].extract_text(visitor_text=see)
    assert {round(a - b, 2) for a, b in pairwise(heights)} == {29.0}
    assert edges == {28.0}


def test_every_face_is_embedded(content: bytes) -> None:
    for page in read(content).pages:
        for font in page["/Resources"]["/Font"].values():
            [inner] = font.get_object()["/DescendantFonts"]
            held = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & held.keys()


def test_a_figure_opens_to_its_source(content: bytes) -> None:
    notes = [one.get_object() for page in read(content).pages for one in page.get("/Annots", ())]
    assert {one["/A"]["/URI"] for one in notes} == {ADDRESS}


def test_the_same_paper_is_the_same_file(content: bytes) -> None:
    assert pdf(whole()) == content
    assert read(content).metadata["/CreationDate"].startswith("D:20260309")


def test_nothing_that_is_said_is_taken_for_a_command() -> None:
    said = '#panic("x") $1$ *b* @a <b> \\ [c] "d"'
    told = read(pdf(Paper(said, (Para((Span(said),)),)))).pages[0].extract_text()
    assert told.count('#panic("x")') == 2


def test_pages_can_be_looked_at(content: bytes) -> None:
    assert len(pages(whole())) == len(read(content).pages)


def test_without_the_extra_or_a_font_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    laid.families.cache_clear()
    with monkeypatch.context() as held:
        held.setitem(sys.modules, "typst", None)
        with pytest.raises(Refused, match="pdf_missing"):
            pdf(whole())
    monkeypatch.setattr(laid, "SERIF", ())
    monkeypatch.setattr(laid, "SANS", ())
    monkeypatch.setattr(laid, "FACES", {"方正小标宋简体": ("没有的字体",)})
    with pytest.raises(Refused, match="pdf_fonts"):
        pdf(whole())
