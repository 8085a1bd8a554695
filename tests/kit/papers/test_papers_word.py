"""A paper as a Word file, measured in its XML against GB/T 9704-2012."""

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.kit.papers.sample import ADDRESS, whole
from wenming.kit.papers.word import docx


@pytest.fixture(scope="module")
def content() -> bytes:
    return docx(whole())


@pytest.fixture(scope="module")
def file(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def para(file: Any, words: str) -> Any:
    """The one paragraph of these words."""
    [found] = [one for one in file.paragraphs if one.text == words]
    return found


def faces(found: Any) -> tuple[set[str], float]:
    """The fonts of a paragraph's first words, and their size."""
    fonts = found.runs[0]._r.rPr.find(qn("w:rFonts"))
    told = {fonts.get(qn(f"w:{kind}")) for kind in ("eastAsia", "ascii", "hAnsi")}
    return told, found.runs[0].font.size.pt


def test_the_sheet_is_a4_with_the_standards_margins(file: Any) -> None:
    [page] = file.sections
    near = 0.05  # of a millimetre: a twip is 0.018
    sides = (page.page_width, page.page_height, page.top_margin, page.bottom_margin)
    assert [side.mm for side in sides] == pytest.approx([210, 297, 37, 35], abs=near)
    assert [page.left_margin.mm, page.right_margin.mm] == pytest.approx([28, 26], abs=near)
    block = page.page_width - page.left_margin - page.right_margin
    assert block == pytest.approx(Mm(156), abs=Mm(near))


def test_the_grid_holds_22_lines_of_28_characters(file: Any) -> None:
    grid = file.sections[0]._sectPr.find(qn("w:docGrid"))
    told = {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")}
    assert told["type"] == "linesAndChars"
    pitch, wide = int(told["linePitch"]) / 20, 16 + int(told["charSpace"]) / 4096
    assert 225 / 25.4 * 72 // (pitch - 0.02) == 22
    assert wide * 28 == pytest.approx(156 / 25.4 * 72, abs=0.1)


def test_every_line_of_the_body_is_29_points(file: Any) -> None:
    for words in ("一、总体情况", "（一）分区域", "到此为止。", "各街道："):
        found = para(file, words).paragraph_format
        assert (found.line_spacing, found.line_spacing_rule) == (Pt(29), 4)  # 4: exactly
        assert (found.space_before, found.space_after) == (0, 0)


@pytest.mark.parametrize(
    ("words", "face", "points"),
    [
        ("环境卫生大清扫活动简报", "方正小标宋简体", 22),
        ("一、总体情况", "黑体", 16),
        ("（一）分区域", "楷体_GB2312", 16),
        ("1.照片", "仿宋_GB2312", 16),
        ("到此为止。", "仿宋_GB2312", 16),
        ("江文明办〔2026〕1号", "仿宋_GB2312", 16),
    ],
)
def test_each_part_names_the_standards_face_and_size(
    file: Any, words: str, face: str, points: int
) -> None:
    assert faces(para(file, words)) == ({face}, points)


def test_title_and_number_are_centred_and_paragraphs_two_characters_in(file: Any) -> None:
    assert [
        para(file, words).alignment for words in ("环境卫生大清扫活动简报", "江文明办〔2026〕1号")
    ] == [1, 1]
    for words in ("一、总体情况", "到此为止。"):
        assert para(file, words)._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert para(file, "2026年3月9日")._p.pPr.ind.get(qn("w:rightChars")) == "400"


def test_the_issuer_is_red_and_a_red_line_stands_below_the_number(file: Any) -> None:
    mark = file.paragraphs[0]
    assert (mark.text, str(mark.runs[0].font.color.rgb)) == ("江城市精神文明建设办公室", "FF0000")
    assert mark.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    below = para(file, "江文明办〔2026〕1号")._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert below.get(qn("w:color")) == "FF0000"


def test_page_numbers_stand_outside_in_size_4(file: Any) -> None:
    page = file.sections[0]
    assert file.settings.odd_and_even_pages_header_footer
    for footer, side in ((page.footer, 2), (page.even_page_footer, 0)):
        [found] = footer.paragraphs
        assert (found.text, found.alignment) == ("—  —", side)
        assert [one.text for one in found._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert faces(found) == ({"宋体"}, 14)


def test_a_figure_is_footed_and_opens_to_its_source(file: Any) -> None:
    [link] = [one for one in file.part.rels.values() if one.is_external]
    assert link.target_ref == ADDRESS
    [said] = [one for one in file.paragraphs if "共清运垃圾" in one.text]
    assert said.text == "共清运垃圾93.42吨[1]。"
    assert said.runs[-2].font.superscript
    assert any(one.text == f"[1] 57个单位的报数，第2版 {ADDRESS}" for one in file.paragraphs)


def test_a_tables_head_comes_again_on_every_page(file: Any) -> None:
    table = file.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells] == ["江城市", "93.42"]
    assert table.rows[1].cells[1].paragraphs[0].alignment == 2


def test_a_face_that_is_missing_has_its_stand_in_named(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert re.search('w:name="仿宋_GB2312"><w:altName w:val="仿宋"', fonts)


def test_the_same_paper_is_the_same_file_and_says_no_clock(content: bytes, file: Any) -> None:
    assert docx(whole()) == content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {one.date_time[0] for one in package.infolist()} == {1980}
    assert file.core_properties.created.isoformat().startswith("2026-03-09")
    assert file.core_properties.comments == ""
