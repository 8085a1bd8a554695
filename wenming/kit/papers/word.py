"""A paper as a Word file: what python-docx is used for, and nowhere else.

Fonts are named, not embedded: an office has them, and where one is missing Word takes the stand-in
that the file names beside it.
"""

import io
import zipfile
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Mm, Pt, RGBColor

from wenming.kit.papers import layout
from wenming.kit.papers.shapes import Head, Paper, Para, Pictures, Span, Table, numbered

EPOCH = (1980, 1, 1, 0, 0, 0)  # what a zip says when it says nothing
TWIPS = 20
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def docx(paper: Paper) -> bytes:
    """The paper as the bytes of a .docx; the same paper gives the same bytes."""
    file: Any = Document()
    set_page(file)
    set_styles(file)
    set_facts(file, paper)
    lay_top(file, paper)
    for block in numbered(paper.body):
        lay(file, paper, block)
    lay_end(file, paper)
    out = io.BytesIO()
    file.save(out)
    return dateless(out.getvalue())


def dateless(content: bytes) -> bytes:
    """The same file with no clock in it: nor the picture of somebody else's first page."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            told = zipfile.ZipInfo(name, EPOCH)
            told.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(told, source.read(name))
    return out.getvalue()


def set_page(file: Any) -> None:
    """A4, the margins, 22 lines of 28 characters, the page number on the outer side."""
    section = file.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in layout.SHEET)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.footer_distance = Mm(layout.BOTTOM - layout.FOLIO - 5)
    across = layout.BLOCK[0] / 25.4 * 72 / layout.CHARACTERS
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(layout.PITCH * TWIPS))
    grid.set(qn("w:charSpace"), str(round((across - layout.BODY) * 4096)))
    file.settings.odd_and_even_pages_header_footer = True
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        lay_folio(footer.paragraphs[0], right=right)


def lay_folio(para: Any, *, right: bool) -> None:
    """'— 1 —' one character from the outer edge: right on odd pages, left on even ones."""
    para.alignment = RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    space(para, layout.PITCH)
    indent(para, right=1 if right else 0, left=0 if right else 1, of=layout.SMALL)
    write(para, "— ", layout.FOLIO_FACE, layout.SMALL)
    run = write(para, "", layout.FOLIO_FACE, layout.SMALL)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = words or None
        run._r.append(part)
    write(para, " —", layout.FOLIO_FACE, layout.SMALL)


def set_styles(file: Any) -> None:
    """The plain text as the standard has it, and a stand-in named beside each font."""
    plain = file.styles["Normal"]
    plain.font.size = Pt(layout.BODY)
    face(plain.element.get_or_add_rPr(), layout.FANG)
    space(plain, layout.PITCH)
    for part in file.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", fonts().encode() + b"</w:fonts>")


def fonts() -> str:
    """The faces by name, each with the one to take in its place."""
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in layout.STAND_INS.items()
    )


def set_facts(file: Any, paper: Paper) -> None:
    """What the file says of itself: title, issuer, the paper's own day."""
    facts = file.core_properties
    facts.title, facts.author, facts.comments = paper.title, paper.issuer, ""
    facts.last_modified_by, facts.language = paper.issuer, "zh-CN"
    facts.created = facts.modified = datetime.combine(paper.made, time())


def face(properties: Any, name: str) -> None:
    """Name one face for all kinds of characters."""
    held = properties.find(qn("w:rFonts"))
    if held is None:
        held = OxmlElement("w:rFonts")
        properties.insert(0, held)
    for key in [key for key in held.attrib if key.endswith("Theme")]:
        del held.attrib[key]
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        held.set(qn(f"w:{kind}"), name)


def write(para: Any, words: str, name: str, points: float, *, red: bool = False) -> Any:
    """Some words in a face and size."""
    run = para.add_run(words)
    run.font.size = Pt(points)
    face(run._r.get_or_add_rPr(), name)
    if red:
        run.font.color.rgb = RGBColor.from_string(layout.RED)
    return run


def space(styled: Any, pitch: float, *, before: float = 0, after: float = 0) -> None:
    """A fixed pitch of lines, and no space around but what is said; all in points."""
    form = styled.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(pitch), Pt(before), Pt(after)


def indent(
    para: Any, *, first: float = 0, left: float = 0, right: float = 0, of: float = layout.BODY
) -> None:
    """Indents in characters of a size: as characters for Word, and as points for what knows no such."""
    held = para._p.get_or_add_pPr().get_or_add_ind()
    for name, wide in (("firstLine", first), ("left", left), ("right", right)):
        if wide:
            held.set(qn(f"w:{name}Chars"), str(round(wide * 100)))
            held.set(qn(f"w:{name}"), str(round(wide * of * TWIPS)))


def fresh(file: Any, pitch: float = layout.PITCH) -> Any:
    """A paragraph with a fixed pitch."""
    para = file.add_paragraph()
    space(para, pitch)
    return para


def lay_top(file: Any, paper: Paper) -> None:
    """Red mark, number, red line, title, addressee."""
    if paper.issuer:
        points = layout.issuer_points(paper)
        para = fresh(file, points * 1.2)
        space(para, points * 1.2, before=layout.ISSUER_TOP / 25.4 * 72, after=layout.PITCH)
        para.alignment = CENTRE
        write(para, paper.issuer, layout.SONG, points, red=True)
    if paper.number:
        para = fresh(file)
        para.alignment = CENTRE
        write(para, paper.number, layout.FANG, layout.BODY)
    if paper.issuer or paper.number:
        line(file.paragraphs[-1], layout.RED)
        fresh(file)
    para = fresh(file, layout.TITLE_PITCH)
    space(para, layout.TITLE_PITCH, after=layout.PITCH)
    para.alignment = CENTRE
    write(para, paper.title, layout.SONG, layout.TITLE)
    if paper.addressee:
        write(fresh(file), f"{paper.addressee}：", layout.FANG, layout.BODY)


def line(para: Any, colour: str) -> None:
    """A rule under a paragraph, 4 mm below it."""
    para._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="11"'
            f' w:color="{colour}"/></w:pBdr>'
        ),
        *("w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def lay(file: Any, paper: Paper, block: object) -> None:
    """One block of the body."""
    match block:
        case Head(level=level, text=words):
            para = fresh(file)
            indent(para, first=2)
            para.paragraph_format.keep_with_next = True
            outline(para, level)
            write(para, words, layout.HEADS[level], layout.BODY)
        case Para(spans=said):
            para = fresh(file)
            indent(para, first=2)
            for one in said:
                lay_span(file, para, one)
        case Table():
            lay_table(file, block)
        case Pictures():
            lay_pictures(file, block)


def outline(para: Any, level: int) -> None:
    """Let Word's own outline know the heading."""
    held = OxmlElement("w:outlineLvl")
    held.set(qn("w:val"), str(level - 1))
    para._p.get_or_add_pPr().insert_element_before(held, "w:divId", "w:rPr", "w:sectPr")


def lay_span(file: Any, para: Any, span: Span) -> None:
    """Words, where they link to, and the raised number of their source."""
    run = write(para, span.text, layout.FANG, layout.BODY)
    if span.link:
        held = OxmlElement("w:hyperlink")
        held.set(
            qn("r:id"),
            file.part.relate_to(span.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        )
        run._r.addprevious(held)
        held.append(run._r)
    if span.source:
        write(para, f"[{span.source}]", layout.FANG, layout.BODY).font.superscript = True


def lay_table(file: Any, table: Table) -> None:
    """A table over the text block's width, its head on every page it comes to."""
    if table.title:
        para = fresh(file)
        para.alignment = CENTRE
        para.paragraph_format.keep_with_next = True
        write(para, table.title, layout.HEI, layout.SMALL)
    held = file.add_table(rows=0, cols=len(table.head), style="Table Grid")
    held.autofit = False
    whole = sum(table.widths) or len(table.head)
    shares = table.widths or (1,) * len(table.head)
    for number, words in enumerate((table.head, *table.rows)):
        row = held.add_row()
        for at, (cell, said) in enumerate(zip(row.cells, words, strict=True)):
            cell.width = Length(Mm(layout.BLOCK[0]) * shares[at] // whole)
            para = cell.paragraphs[0]
            space(para, layout.NOTE_PITCH)
            para.alignment = RIGHT if number and at in table.figures else CENTRE
            write(para, said, layout.FANG if number else layout.HEI, layout.NOTE)
    repeat = OxmlElement("w:tblHeader")
    held.rows[0]._tr.get_or_add_trPr().append(repeat)
    space(fresh(file), layout.NOTE_PITCH)


def lay_pictures(file: Any, pictures: Pictures) -> None:
    """Pictures side by side with their words under them."""
    held = file.add_table(rows=2, cols=len(pictures.row))
    wide = layout.BLOCK[0] / len(pictures.row) - 4
    if pictures.width:
        wide = min(wide, pictures.width)
    for at, one in enumerate(pictures.row):
        para = held.cell(0, at).paragraphs[0]
        para.alignment = CENTRE
        para.paragraph_format.line_spacing = 1.0
        para.paragraph_format.keep_with_next = True
        para.add_run().add_picture(io.BytesIO(one.content), width=Mm(wide))
        para = held.cell(1, at).paragraphs[0]
        space(para, layout.NOTE_PITCH)
        para.alignment = CENTRE
        write(para, one.words, layout.FANG, layout.NOTE)
    fresh(file, layout.NOTE_PITCH)


def lay_end(file: Any, paper: Paper) -> None:
    """Signature and day, the sources of the figures, and the imprint at the last page's foot."""
    after_signature, after_day = layout.ends(paper)
    for words, right in (
        (paper.signature, after_signature),
        (layout.told_day(paper), after_day),
    ):
        if words:
            para = fresh(file)
            if words == paper.signature:
                space(para, layout.PITCH, before=layout.PITCH)
            para.alignment = RIGHT
            indent(para, right=right)
            write(para, words, layout.FANG, layout.BODY)
    if paper.sources:
        para = fresh(file)
        indent(para, first=2)
        write(para, "数据来源", layout.HEI, layout.SMALL)
    for number, source in enumerate(paper.sources, start=1):
        para = fresh(file, layout.NOTE_PITCH)
        write(para, f"[{number}] {source.words}", layout.FANG, layout.NOTE)
        if source.link:
            write(para, f" {source.link}", layout.FANG, layout.NOTE)
    if paper.imprint:
        lay_imprint(file, paper)


def lay_imprint(file: Any, paper: Paper) -> None:
    """Lines between rules, thick outside and thin inside, at the foot of the text block."""
    held = file.add_table(rows=0, cols=2)
    properties = held._tbl.tblPr
    properties.append(
        parse_xml(
            f'<w:tblpPr {nsdecls("w")} w:leftFromText="0" w:rightFromText="0" w:horzAnchor="margin"'
            ' w:vertAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
        )
    )
    rule = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="000000"/>'
    rules = rule.format("top", 8) + rule.format("bottom", 8) + rule.format("insideH", 6)
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>"))
    for left, right in paper.imprint:
        row = held.add_row()
        if not right:
            row.cells[0].merge(row.cells[1])
        for cell, words, after in ((row.cells[0], left, False), (row.cells[-1], right, True)):
            if not words:
                continue
            para = cell.paragraphs[0]
            space(para, layout.PITCH)
            indent(para, left=0 if after else 1, right=1 if after else 0, of=layout.SMALL)
            para.alignment = RIGHT if after else WD_ALIGN_PARAGRAPH.LEFT
            write(para, words, layout.FANG, layout.SMALL)
    fresh(file, 1)
