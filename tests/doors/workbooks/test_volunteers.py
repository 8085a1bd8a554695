"""A firm brings its people from a sheet: looked at first, every fault at its cell, twice the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from tests.doors.workbooks.test_pages import START, book, decide, hand_in
from tests.world import MONDAY, World
from wenming.doors.workbooks.actions import dump, load, uploads
from wenming.doors.workbooks.drafts import Order
from wenming.doors.workbooks.rules import Kind
from wenming.service.volunteers.models import Volunteer

HEADS = (
    "姓名",
    "手机",
    "出生年份",
    "身份证号",
    "所属单位",
    "监护人",
    "监护人电话",
    "监护人同意",
    "知情同意",
)
IDENTITY = "11010519491231002X"
GOOD = (
    ("赵一", "13900000001", 1960, "", "市市场监管局", "", "", "", "是"),
    ("钱二", "", "", IDENTITY, "市市场监管局", "", "", "", "√"),
    (
        "孙三",
        "13900000003",
        date(2011, 5, 1),
        "",
        "市市场监管局",
        "孙父",
        "13900000009",
        "是",
        "是",
    ),
)
BAD = (
    ("李四", "", 1980, "", "市市场监管局", "", "", "", "是"),
    ("周五", "13900000005", 1980, "11010519491231002Y", "市市场监管局", "", "", "", "是"),
    ("吴六", "13900000006", 2015, "", "市市场监管局", "", "", "", "是"),
    ("郑七", "13900000007", 1980, "", "东街道办事处", "", "", "", "是"),
    ("王八", "13900000008", 1980, "", "市市场监管局", "", "", "", "否"),
    ("赵一", "13900000001", 1960, "", "市市场监管局", "", "", "", "是"),
)


def sheet(path: Path, rows: tuple[tuple[Any, ...], ...]) -> Path:
    made = Workbook()
    for row in (HEADS, *rows):
        made.worksheets[0].append(row)
    made.save(path)
    return path


def order(path: Path, **more: object) -> Order:
    return Order(Kind.VOLUNTEERS, path, **more)  # type: ignore[arg-type]


def test_a_sheet_is_brought_once_however_often_it_is_loaded(world: World, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", GOOD)
    tried = load(order(path, dry_run=True), by=world.liaison, at=MONDAY)
    assert (len(tried.brought.created), tried.saved, Volunteer.objects.count()) == (3, False, 0)
    first = load(order(path), by=world.liaison, at=MONDAY)
    assert (len(first.brought.created), first.faults) == (3, ())
    again = load(order(path), by=world.liaison, at=MONDAY)
    assert (again.brought.same, again.brought.created, again.brought.changed) == (3, [], [])
    assert Volunteer.objects.get(name="孙三").guarded == MONDAY


def test_every_fault_is_told_by_its_cell_and_nothing_is_saved(world: World, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", GOOD + BAD)
    loaded = load(order(path, marked=tmp_path / "m.xlsx"), by=world.liaison, at=MONDAY)
    assert [(f.cell, f.code) for f in loaded.faults] == [
        ("B5", "missing"),
        ("D6", "identity_unsound"),
        ("C7", "guardian"),
        ("E8", "unit_not_yours"),
        ("I9", "no_consent"),
        ("A10", "person_twice"),
    ]
    assert Volunteer.objects.count() == 0


def test_what_is_dumped_loads_back_with_no_difference(world: World, tmp_path: Path) -> None:
    load(order(sheet(tmp_path / "a.xlsx", GOOD)), by=None, at=MONDAY)
    dump(Kind.VOLUNTEERS, tmp_path / "out.xlsx", at=MONDAY)
    assert IDENTITY.encode() not in (tmp_path / "out.xlsx").read_bytes()
    again = load(order(tmp_path / "out.xlsx"), by=None, at=MONDAY)
    assert (again.faults, again.brought.same) == ((), 3)


@pytest.mark.usefixtures("world")
def test_no_preview_shows_an_identity_number_and_the_file_is_not_kept(
    client: Client, world: World
) -> None:
    client.force_login(world.liaison)
    assert client.get(START).status_code == 200
    assert hand_in(client, book(("单位名称",), ("新局",)), kind="units").status_code == 422
    seen = hand_in(client, book(HEADS, *GOOD), kind="volunteers", name="人.xlsx")
    assert list(uploads().glob("*/人.xlsx"))
    page = seen.content.decode()
    assert "钱二" in page
    assert IDENTITY not in page
    assert decide(client, seen, "save").status_code == 200
    assert Volunteer.objects.count() == 3
    assert not list(uploads().glob("*/人.xlsx"))
