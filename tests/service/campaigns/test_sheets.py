"""A campaign's workbook goes out and comes back: whole or not at all, each fault at its cell."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.service.drive import Drive
from tests.world import MONDAY, World
from wenming.kit.sheets.writing import write_book
from wenming.service.campaigns.models import Return
from wenming.service.campaigns.sheets import Loaded, load, page_of
from wenming.service.campaigns.tallies import added_up, sums


@pytest.fixture
def drive(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield Drive(world)


class Book:
    """The workbook as the office took it out, in its hands."""

    def __init__(self, drive: Drive, folder: Path) -> None:
        self.drive, self.path = drive, folder / "book.xlsx"
        write_book(self.path, [page_of(drive.row, drive.world.office)])

    def put(self, unit: str, **cells: Any) -> None:
        """Fill cells of a unit's row, by the beginning of their heads."""
        book = openpyxl.load_workbook(self.path)
        sheet = book.active
        assert sheet is not None
        heads = {str(cell.value)[:4]: int(cell.column or 0) for cell in sheet[2]}
        [at] = [int(row[0].row or 0) for row in sheet.iter_rows(min_row=3) if row[0].value == unit]
        for name, value in cells.items():
            sheet.cell(at, heads[name], value)
        book.save(self.path)

    def back(self, *, keep: bool = True, by: Any = None) -> Loaded:
        """Hand it back."""
        who = by or self.drive.world.office
        return load(self.drive.row, self.path, keep=keep, by=who, at=MONDAY)


@pytest.fixture
def book(drive: Drive, tmp_path: Path) -> Book:
    return Book(drive, tmp_path)


MARKET, STREET = "市市场监管局", "东街道办事处"


def test_it_goes_out_with_a_row_for_each_unit_and_comes_back_as_returns(
    book: Book, drive: Drive
) -> None:
    book.put(MARKET, 出动车辆=12, 清运垃圾="1.25")
    looked = book.back(keep=False)
    assert (looked.new, looked.wrong, looked.saved) == (1, [], False)
    assert not Return.objects.exists()
    assert book.back().saved
    assert Return.objects.get().source == "workbook"
    again = book.back()
    assert (again.new, again.same, Return.objects.count()) == (0, 1, 1)
    assert sums(drive.row) == added_up(drive.row)


def test_what_is_reported_stands_in_the_next_one_and_it_changes_nothing(
    book: Book, drive: Drive, tmp_path: Path
) -> None:
    drive.report()
    fresh = Book(drive, tmp_path)
    done = fresh.back()
    assert (done.same, done.corrected, done.wrong) == (1, 0, [])


@pytest.mark.parametrize(
    ("cells", "cell", "words"),
    [
        ({"出动车辆": 12, "清运垃圾": "1,25"}, "D", "逗号"),
        ({"出动车辆": 12, "清运垃圾": "1250公斤"}, "D", "请换算后再填"),
        ({"出动车辆": 12.5, "清运垃圾": 1}, "C", "至多 0 位小数"),
        ({"出动车辆": 12, "清运垃圾": 1, "活动日期": "2025-03-01"}, "E", "往年"),
        ({"出动车辆": 12}, "D", "清运垃圾"),
    ],
)
def test_each_fault_has_its_cell_and_a_sentence_and_nothing_is_kept(
    book: Book, cells: dict[str, Any], cell: str, words: str
) -> None:
    book.put(MARKET, 出动车辆=3, 清运垃圾=1)
    book.put(STREET, **cells)
    done = book.back()
    [wrong] = done.wrong
    assert wrong.cell[0] == cell
    assert words in wrong.words
    assert not done.saved
    assert not Return.objects.exists()


def test_another_units_row_is_refused_at_its_name(book: Book, drive: Drive) -> None:
    book.put(MARKET, 出动车辆=3, 清运垃圾=1)
    [wrong] = book.back(by=drive.world.mender).wrong
    assert (wrong.cell[0], "权限" in wrong.words) == ("A", True)


def test_a_correction_needs_its_reason_in_the_sheet(book: Book, drive: Drive) -> None:
    drive.report()
    book.put(MARKET, 出动车辆=13, 清运垃圾="1.25")
    [wrong] = book.back().wrong
    assert wrong.cell[0] == "F"
    book.put(MARKET, 更正理由="漏记一车")
    assert book.back().corrected == 1
    assert Return.objects.get(standing=True).reason == "漏记一车"


def test_the_page_looks_first_and_keeps_then(book: Book, drive: Drive, client: Client) -> None:
    book.put(MARKET, 出动车辆=12, 清运垃圾="1.25")
    client.force_login(drive.world.office)
    address = reverse("campaigns:bring", args=[drive.row.pk])

    def sent(do: str) -> str:
        file = SimpleUploadedFile("a.xlsx", book.path.read_bytes())
        answer = client.post(address, {"file": file, "do": do})
        assert answer.status_code == 200
        return str(answer.content.decode())

    assert "还没有保存" in sent("look")
    assert not Return.objects.exists()
    assert "新报 1" in sent("keep")
    assert Return.objects.count() == 1
    assert client.post(address, {"do": "keep"}).status_code == 422


def test_a_paper_sheet_bears_its_number_and_the_units_of_measure(
    drive: Drive, client: Client
) -> None:
    client.force_login(drive.world.liaison)
    unit = drive.world.market.pk
    answer = client.get(reverse("campaigns:paper", args=[drive.row.pk, unit, "docx"]))
    assert answer["Content-Disposition"].startswith('attachment; filename="HD')
    other = reverse("campaigns:paper", args=[drive.row.pk, drive.world.street.pk, "docx"])
    assert client.get(other).status_code == 404
