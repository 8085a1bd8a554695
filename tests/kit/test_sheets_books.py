"""Opening files: what offices hand over, and what nobody should be able to harm us with."""

import resource
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook

from tests.kit.offices import cells, crafted, saved, saved_sheets
from wenming.kit.sheets import Ceiling, Unreadable, open_book
from wenming.kit.sheets.faults import SENTENCES, message
from wenming.kit.sheets.shapes import Broken

SMALL = Ceiling(part_bytes=1_000_000, total_bytes=2_000_000, rows=1000, cells=5000, box=50_000)


def refused(path: Path, ceiling: Ceiling | None = None) -> str:
    """The code a file is refused with; its sentence exists in both languages."""
    with pytest.raises(Unreadable) as caught:
        open_book(path, ceiling)
    fault = caught.value.fault
    assert "…" not in message(fault) + message(fault, "en")
    return fault.code


def outcome(path: Path) -> str:
    """The code of the refusal, or 'read'."""
    try:
        open_book(path)
    except Unreadable as refusal:
        return refusal.fault.code
    return "read"


def test_values_keep_their_kind_and_place(tmp_path: Path) -> None:
    rows = [[None, "文", 1.5], [date(2020, 10, 20), True, 629900000000]]
    book = open_book(saved(tmp_path / "a.xlsx", rows))
    assert book.sheets[0].rows == [["", "文", 1.5], [date(2020, 10, 20), True, 629900000000.0]]


def test_hidden_sheets_are_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.worksheets[0].title = "点位"
    book.worksheets[0]["A1"] = "甲"
    book.create_sheet("草稿").sheet_state = "hidden"
    book.create_sheet("底稿").sheet_state = "veryHidden"
    book.save(path)
    found = open_book(path)
    assert [sheet.name for sheet in found] == ["点位"]
    assert [(one.sheet, one.code) for one in found.left_out] == [
        ("草稿", "sheet_hidden"),
        ("底稿", "sheet_hidden"),
    ]


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for number in range(1, 4):
        sheet.cell(number, 1, number)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(path)
    found = open_book(path)
    assert [row[0] for row in found.sheets[0].rows] == [1, 2, 3]
    assert [(one.cell, one.code) for one in found.left_out] == [("A2", "rows_hidden")]
    assert found.sheets[0].hidden_columns == (2,)


def test_formula_errors_and_formulas_never_calculated_are_not_blanks(tmp_path: Path) -> None:
    sheet = cells(
        '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="B1" t="e"><v>#REF!</v></c>',
        '<c r="C1"><f>SUM(A1)</f><v></v></c>',
        '<c r="D1"><f t="shared" si="0"/></c>',
        '<c r="E1"><f>1+1</f><v>2</v></c>',
        '<c r="F1" t="str"><f>""</f><v></v></c>',
    )
    row = open_book(crafted(tmp_path / "a.xlsx", sheet)).sheets[0].rows[0]
    assert row[:4] == [
        Broken("formula_error", "#DIV/0!"),
        Broken("formula_error", "#REF!"),
        Broken("formula_not_calculated", ""),
        Broken("formula_not_calculated", ""),
    ]
    assert row[4:] == [2, ""]


def test_formulas_written_with_a_prefix_are_found_too(tmp_path: Path) -> None:
    sheet = (
        '<x:sheetData><x:row r="2"><x:c r="B2" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData>'
    )
    rows = open_book(crafted(tmp_path / "a.xlsx", sheet)).sheets[0].rows
    assert rows[1][1] == Broken("formula_error", "#N/A")


def test_macros_are_ignored_and_said(tmp_path: Path) -> None:
    path = crafted(
        tmp_path / "a.xlsm",
        cells('<c r="A1"><v>1</v></c>'),
        extra={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    )
    book = open_book(path)
    assert book.sheets[0].rows == [[1]]
    assert [one.code for one in book.left_out] == ["macros_ignored"]


def test_dates_of_the_calendar_that_begins_in_1904_are_right(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook's own day zero
    book.worksheets[0]["A1"] = date(2020, 9, 15)
    book.save(tmp_path / "a.xlsx")
    assert open_book(tmp_path / "a.xlsx").sheets[0].rows == [[date(2020, 9, 15)]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables_are_read_in_every_encoding(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "点位.csv"
    text = f'编号{delimiter}名称\r\n1{delimiter}"甲{delimiter}乙\n丙"\r\n2{delimiter}丁\r\n'
    path.write_bytes(text.encode(encoding))
    book = open_book(path)
    assert (book.kind, book.sheets[0].name) == ("csv", "点位")
    assert book.sheets[0].rows == [["编号", "名称"], ["1", f"甲{delimiter}乙\n丙"], ["2", "丁"]]


def test_old_workbooks_are_read_with_dates_errors_merges_and_hidden_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("点位")
    sheet.write_merge(0, 0, 0, 2, "标题")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write(1, 0, datetime(2020, 9, 15), day)  # noqa: DTZ001 - a workbook knows no zones
    sheet.write(1, 1, 1.5)
    sheet.write(1, 2, "文")
    sheet.row(2).set_cell_error(0, "#REF!")
    book.add_sheet("草稿").visibility = 1
    book.save(str(path))
    found = open_book(path)
    assert found.kind == "xls"
    assert found.sheets[0].rows[0][0] == "标题"
    assert found.sheets[0].rows[1] == [date(2020, 9, 15), 1.5, "文"]
    assert found.sheets[0].rows[2][0] == Broken("formula_error", "#REF!")
    assert found.sheets[0].merges == [(0, 0, 0, 2)]
    assert [one.code for one in found.left_out] == ["sheet_hidden"]


def test_a_file_is_told_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    real = saved(tmp_path / "a.xlsx", [["甲"]])
    renamed = tmp_path / "b.xls"
    renamed.write_bytes(real.read_bytes())
    assert open_book(renamed).kind == "xlsx"
    text = tmp_path / "c.xlsx"
    text.write_text("甲,乙\n1,2\n", encoding="gbk")
    assert open_book(text).kind == "csv"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html_not_workbook"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "html_not_workbook"),
        (b"%PDF-1.4 ...", "not_a_workbook"),
        (b"PK\x03\x04 but then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
        (b"\x01\x02\x00\x03", "not_a_workbook"),
        (b"\xff\xff\xff\x80\x80\x80,1", "encoding_unknown"),
        (b'a,b\n1,"open', "csv_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_sentence(
    tmp_path: Path, data: bytes, code: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert refused(path) == code


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.xlsx") == "file_missing"


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.98])
def test_a_file_cut_short_is_refused(tmp_path: Path, kept: float) -> None:
    whole = saved(tmp_path / "a.xlsx", [["甲"] * 5] * 200).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert refused(path) == "damaged"


def test_every_byte_of_a_workbook_may_be_wrong_without_a_crash(tmp_path: Path) -> None:
    whole = saved(tmp_path / "a.xlsx", [["甲", 1], ["乙", 2]]).read_bytes()
    path = tmp_path / "b.xlsx"
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert outcome(path) in {"read", *SENTENCES}


def test_other_packages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(path) == "not_a_workbook"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refused(path) == "other_workbook"


def test_a_bomb_is_stopped_at_the_ceiling(tmp_path: Path) -> None:
    path = crafted(tmp_path / "a.xlsx", "<sheetData>" + " " * 3_000_000 + "</sheetData>")
    assert path.stat().st_size < 20_000
    assert refused(path, SMALL) == "unpacked_too_large"


def test_a_part_that_lies_about_its_size_is_not_believed(tmp_path: Path) -> None:
    path = crafted(tmp_path / "a.xlsx", "<sheetData>" + " " * 3_000_000 + "</sheetData>")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path, SMALL) == "damaged"


def test_a_directory_of_countless_parts_is_not_listed(tmp_path: Path) -> None:
    path = crafted(tmp_path / "a.xlsx", cells(), extra={f"p{n}": b"" for n in range(60)})
    assert refused(path, replace(SMALL, entries=50)) == "too_many_parts"


@pytest.mark.parametrize(
    "sheet",
    [
        cells('<c r="XFD1048576"><v>1</v></c>'),
        cells("<c r='XFD1048576'><v>1</v></c>"),
        cells('<c s="1" r="XFD1048576"><v>1</v></c>'),
        cells('<c\tr="XFD1048576"><v>1</v></c>'),
        '<x:sheetData><x:row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>',
        '<dimension ref="A1:B2"/>' + cells('<c r="XFD1048576"><v>1</v></c>'),
        '<sheetData><row r="1048576"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1">' + '<c r="A1"/>' * 3 + '</row></sheetData><sheetData><row r="9">'
        '<c r="ZZ900000"><v>1</v></c></row></sheetData>',
    ],
)
def test_one_far_cell_does_not_stretch_the_sheet_over_the_memory(
    tmp_path: Path, sheet: str
) -> None:
    assert refused(crafted(tmp_path / "a.xlsx", sheet), SMALL) in {
        "too_many_rows",
        "stretched_sheet",
    }


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" r="XFD1048576"><v>1</v></c>',
        '<c r="A1" a=">" r="B1"><v>1</v></c>',
        '<c r="ZZZZZZZ1"><v>1</v></c>',
        '<c r="A99999999999"><v>1</v></c>',
        '<c r="&#88;FD1"><v>1</v></c>',
    ],
)
def test_a_cell_two_readers_might_place_differently_is_refused(tmp_path: Path, cell: str) -> None:
    assert refused(crafted(tmp_path / "a.xlsx", cells(cell))) in {"unsafe_xml", "damaged"}


def test_a_sheet_that_lies_about_its_size_is_read(tmp_path: Path) -> None:
    sheet = '<dimension ref="A1:XFD1048576"/>' + cells('<c r="A1"><v>1</v></c>')
    assert open_book(crafted(tmp_path / "a.xlsx", sheet)).sheets[0].rows == [[1]]


def test_formats_out_to_the_last_cell_do_not_matter(tmp_path: Path) -> None:
    sheet = cells('<c r="A1"><v>1</v></c>', '<c r="XFD1048576" s="1"/>')
    assert open_book(crafted(tmp_path / "a.xlsx", sheet)).sheets[0].rows == [[1]]


def test_too_many_cells_and_rows_are_refused(tmp_path: Path) -> None:
    many = saved(tmp_path / "a.xlsx", [[n] * 10 for n in range(600)])
    assert refused(many, SMALL) == "too_many_cells"
    long = saved(tmp_path / "b.xlsx", [[n] for n in range(1200)])
    assert refused(long, SMALL) == "too_many_rows"
    text = tmp_path / "c.csv"
    text.write_text("甲\n" * 1200, encoding="utf-8")
    assert refused(text, SMALL) == "too_many_rows"


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert refused(crafted(tmp_path / "a.xlsx", bomb + cells())) == "unsafe_xml"
    outer = '<!DOCTYPE x SYSTEM "file:///etc/hostname">'
    assert refused(crafted(tmp_path / "c.xlsx", outer + cells())) == "unsafe_xml"
    wide = tmp_path / "b.xlsx"
    crafted(wide, cells())
    with zipfile.ZipFile(wide) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].decode().encode("utf-16")
    with zipfile.ZipFile(wide, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert refused(wide) == "unsafe_xml"


def test_one_long_text_shown_in_every_cell_is_refused(tmp_path: Path) -> None:
    sheet = cells(*(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 1001)))
    path = crafted(tmp_path / "a.xlsx", sheet, texts=f"<si><t>{'长' * 10_000}</t></si>")
    assert refused(path, replace(SMALL, characters=1_000_000)) == "too_much_text"
    assert len(open_book(path).sheets[0].rows) == 1000


def test_merged_ranges_over_everything_are_not_walked(tmp_path: Path) -> None:
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 50
    sheet = cells('<c r="A1"><v>1</v></c>') + f"<mergeCells>{merges}</mergeCells>"
    book = open_book(crafted(tmp_path / "a.xlsx", sheet))
    assert len(book.sheets[0].merges) == 50
    path = crafted(tmp_path / "b.xlsx", sheet)
    assert refused(path, replace(SMALL, merges=10)) == "too_many_merges"


def test_an_empty_book_is_refused(tmp_path: Path) -> None:
    book = saved_sheets(tmp_path / "a.xlsx", {"表": []})
    assert open_book(book).sheets[0].rows == []


MEASURE = """
import re, sys
from pathlib import Path
from wenming.kit.sheets import Unreadable, open_book
try:
    open_book(sys.argv[1])
except Unreadable as refused:
    print(refused.fault.code)
# this process alone: what getrusage tells begins with the size of the one that started it
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.parametrize("filling", [b" ", b'<c r="A1"/>'])
def test_a_sheet_of_two_hundred_megabytes_is_refused_in_little_memory(
    tmp_path: Path, filling: bytes
) -> None:
    path = crafted(tmp_path / "a.xlsx", "<sheetData>" + "%" + "</sheetData>")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            with archive.open(name, "w") as part:
                before, _, after = data.partition(b"%")
                part.write(before)
                for _ in range(200 if b"%" in data else 0):
                    part.write(filling * (1_000_000 // len(filling)))
                part.write(after)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    code, megabytes = done.stdout.split()
    assert code == "unpacked_too_large"
    assert int(megabytes) < 300


def test_a_crafted_old_workbook_hurts_only_its_own_process(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(60_000, 255, "远")
    path = tmp_path / "a.xls"
    book.save(str(path))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refused(path) == "too_many_cells"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    data = path.read_bytes()
    for at in range(512, 1100, 150):
        path.write_bytes(data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :])
        assert outcome(path) in {"read", *SENTENCES}


def test_an_upload_goes_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "tmp8f2a"
    path.write_text("甲,乙\n", encoding="gbk")
    book = open_book(path, name="点位台账.csv")
    assert (book.name, book.sheets[0].name) == ("点位台账.csv", "点位台账")
