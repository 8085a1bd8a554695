"""The examples are made by tools.city, the same every time, and laid out to be read and printed."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.examples import reading
from tools.city.book_feedback import phrase
from tools.city.datum import bd09, degrees, gcj02

ROOT = Path(__file__).parents[2]


def parts(path: Path) -> dict[str, bytes]:
    """What a workbook is packed from; a plain file is its own one part."""
    if path.suffix != ".xlsx":
        return {"": path.read_bytes()}
    with ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder the examples were made in once more."""
    out = tmp_path_factory.mktemp("examples")
    subprocess.run([sys.executable, "-m", "tools.city", "--out", str(out)], cwd=ROOT, check=True)
    return out


@pytest.mark.parametrize("name", [*reading.BOOKS, reading.MAP.name])
def test_what_is_kept_is_what_the_maker_makes(made: Path, name: str) -> None:
    assert parts(made / name) == parts(reading.EXAMPLES / name)


def test_the_examples_are_small() -> None:
    for name in reading.BOOKS:
        assert (reading.EXAMPLES / name).stat().st_size < 300_000


@pytest.mark.parametrize("name", reading.BOOKS)
def test_a_sheet_is_fit_to_be_read_and_printed(name: str) -> None:
    for ws in reading.sheets(name):
        head = int(str(ws.freeze_panes)[1:]) - 1
        assert any(r.min_row == 1 and r.max_col > 3 for r in ws.merged_cells.ranges), "a title"
        assert str(ws.print_title_rows).endswith(f"${head}"), "the head comes again on every page"
        assert ws.page_setup.orientation == "landscape"
        assert ws.page_setup.fitToHeight == 0
        widths = column_widths(ws)
        assert 60 < sum(widths) < 340
        for line in ws.iter_rows(min_row=head, max_row=head + 40, values_only=True):
            for said, width in zip(line, widths, strict=True):
                short = str(said or "") if len(str(said or "")) < 20 else ""
                assert len(short) < width * 1.6, (name, ws.title, said)  # two lines at most


def column_widths(ws: Worksheet) -> list[float]:
    """The width of every column; neighbours of one width are kept as one range."""
    ranges = [(int(d.min or 0), int(d.max or 0), d.width) for d in ws.column_dimensions.values()]
    return [
        next(float(width) for low, high, width in ranges if low <= no <= high)
        for no in range(1, ws.max_column + 1)
    ]


def test_one_hidden_sheet_is_left_behind_as_offices_do() -> None:
    hidden = [
        ws.title for n in reading.BOOKS for ws in reading.book(n) if ws.sheet_state == "hidden"
    ]
    assert hidden == ["2025年版（留存）"]


def test_limits_count_from_the_day_of_the_workbook() -> None:
    day = date(2026, 10, 12)
    assert phrase("work:15", day) == "即日起15个工作日"
    assert phrase("end:3", day) == "2027年1月底前"
    assert phrase("quarter:1", day) == "2027年一季度"
    assert phrase("md:60", day) == "12月11日"
    assert phrase("dot:45", day) == "2026.11.26"
    assert phrase("serial:50", date(2020, 8, 12)) == 44105
    assert phrase("date:55", day) == date(2026, 12, 6)


def test_positions_are_written_as_surveyed_elsewhere() -> None:
    """The worked example of the offset system: (120, 40) is (120.0056757, 40.0013048) in GCJ-02."""
    assert gcj02(120, 40) == pytest.approx((120.0056757, 40.0013048), abs=1e-6)
    assert bd09(120, 40)[0] - gcj02(120, 40)[0] == pytest.approx(0.0065, abs=5e-4)
    assert degrees(98.5) == "98°30′00.00″"
    assert degrees(39.99999999) == "40°00′00.00″"
