"""What an office hands over is read to the last cell, saved whole or not at all, and once."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.doors.workbooks.papers import BAD, COLUMN, DATED, TRUTH, write_all
from tests.world import MONDAY
from wenming.doors.workbooks.actions import load
from wenming.doors.workbooks.drafts import Loaded, Order
from wenming.doors.workbooks.rules import Kind
from wenming.duties.models import Charge
from wenming.loop.cases.models import Case
from wenming.loop.standards.models import Item
from wenming.org.models import Area, Group, Unit
from wenming.places.models import Site
from wenming.records.models import Act

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The six workbooks, made once."""
    return write_all(tmp_path_factory.mktemp("papers"))


def read(kind: str, path: Path, **options: object) -> Loaded:
    """Load one workbook as the command line would."""
    order = Order(Kind(kind), path, code="XG" if kind == "edition" else "", dated=DATED)
    return load(Order(**{**order_of(order), **options}), by=None, at=MONDAY)  # type: ignore[arg-type]


def order_of(order: Order) -> dict[str, object]:
    """An order as its options."""
    return {name: getattr(order, name) for name in Order.__dataclass_fields__}


def read_all(papers: dict[str, Path], marked: Path) -> dict[str, dict[str, object]]:
    """All six in order; of the sites only the good rows."""
    return {
        kind: read(kind, path, keep_good=kind == "sites", marked=marked).as_json("zh")
        for kind, path in papers.items()
    }


def test_six_workbooks_hold_what_their_office_put_into_them(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    told = read_all(papers, tmp_path / "marked.xlsx")
    for kind, truth in TRUTH.items():
        assert {name: told[kind][name] for name in truth} == truth, kind
    assert [kind for kind, one in told.items() if one["faults"]] == ["sites"]
    assert (Area.objects.count(), Group.objects.count()) == (40, 17)
    assert Unit.objects.count() == 57 + 98  # one adopter is a bureau under its own name
    assert Unit.objects.responsible().count() == 57
    assert Site.objects.count() == 620 - len(BAD) + 83
    assert Case.objects.count() == 68


def test_every_fault_has_the_cell_it_stands_in(papers: dict[str, Path]) -> None:
    for kind in ("areas", "units", "edition"):
        read(kind, papers[kind])
    told = read("sites", papers["sites"])
    assert {(f.sheet, f.cell, f.code) for f in told.faults} == {
        ("点位", f"{COLUMN[code]}{row}", code) for row, code in BAD.items()
    }
    assert not told.saved
    assert not Site.objects.exists()


def test_the_second_load_changes_nothing(papers: dict[str, Path], tmp_path: Path) -> None:
    read_all(papers, tmp_path / "marked.xlsx")
    acts = Act.objects.count()
    again = read_all(papers, tmp_path / "marked.xlsx")
    assert {kind: (one["created"], one["changed"]) for kind, one in again.items()} == dict.fromkeys(
        papers, (0, 0)
    )
    assert Act.objects.count() == acts


def test_good_rows_are_kept_and_bad_cells_marked_when_asked(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    for kind in ("areas", "units", "edition"):
        read(kind, papers[kind])
    told = read("sites", papers["sites"], keep_good=True, marked=tmp_path / "marked.xlsx")
    assert told.saved
    assert Site.objects.count() == 620 - len(BAD)
    sheet = load_workbook(tmp_path / "marked.xlsx")["点位"]
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert marked == {f"{COLUMN[code]}{row}" for row, code in BAD.items()}


def test_a_dry_run_saves_nothing(papers: dict[str, Path]) -> None:
    told = read("areas", papers["areas"], dry_run=True)
    assert (len(told.brought.created), told.saved, Area.objects.count()) == (40, False, 0)


def test_an_adopting_bureau_stays_the_bureau_it_is(papers: dict[str, Path], tmp_path: Path) -> None:
    read_all(papers, tmp_path / "marked.xlsx")
    bureau = Unit.objects.get(name="市住建局")
    assert (bureau.kind, bureau.order, bureau.heads) == ("bureau", 1, 106)


def test_a_name_that_repeats_is_found_by_the_way_down(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    read_all(papers, tmp_path / "marked.xlsx")
    site = Site.objects.select_related("area").get(code="XG0001")
    assert site.area
    assert site.area.path == "/629900000000/629902000000/629902002000/"


def test_four_coordinate_systems_end_in_one_place(papers: dict[str, Path], tmp_path: Path) -> None:
    read_all(papers, tmp_path / "marked.xlsx")
    for site in Site.objects.filter(code__startswith="XG").exclude(said_lon__contains="°"):
        n = int(site.code[2:])
        assert site.lon == pytest.approx(98.2 + n / 5000, abs=2e-6)
        assert site.lat == pytest.approx(39.7 + n / 6000, abs=2e-6)


def test_what_lies_on_a_site_survives_a_workbook_that_does_not_say_it(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    read_all(papers, tmp_path / "marked.xlsx")
    line = {"type": "LineString", "coordinates": [[98.2, 39.7], [98.3, 39.8]]}
    Site.objects.filter(name="路段01").update(geometry=line, area=Area.objects.get(name="第1区"))
    told = read("charges", papers["charges"])
    assert (told.brought.created, told.brought.changed) == ([], [])
    segment = Site.objects.get(name="路段01")
    assert segment.geometry == line
    assert segment.area
    assert segment.area.name == "第1区"


def test_last_years_units_are_history_and_this_years_stand(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    read_all(papers, tmp_path / "marked.xlsx")
    adopts = Charge.objects.filter(kind="adopts")
    assert adopts.standing().count() == 42
    assert {c.until and c.until.isoformat() for c in adopts.exclude(until=None)} == {"2019-12-31"}


def test_a_row_above_the_leaves_says_who_answers_below(tmp_path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    for name in ("市甲局", "市乙局"):
        unit = Unit.objects.create(name=name, kind="bureau")
        unit.aliases.create(name=name, key=name)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["项目编号", "测评项目", "编号", "测评标准", "分值", "牵头单位", "配合单位"])
    sheet.append(["1", "市容", "", "", "", "市甲局", "市乙局"])
    sheet.append(["1", "市容", "1.1", "无垃圾", 1, "", ""])
    book.save(tmp_path / "edition.xlsx")
    told = read("edition", tmp_path / "edition.xlsx")
    assert (told.faults, told.figures["items"]) == ((), 1)
    project = Item.objects.get(level="project")
    assert {(d.unit.name, d.duty) for d in project.duties.all()} == {
        ("市甲局", "lead"),
        ("市乙局", "assist"),
    }
