"""What is dumped loads back with no difference, here and in an empty home."""

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.doors.workbooks.papers import DATED, write_all
from tests.world import MONDAY, World
from wenming.doors.workbooks.actions import dump, load
from wenming.doors.workbooks.drafts import Loaded, Order
from wenming.doors.workbooks.rules import Kind
from wenming.duties.actions import hand_over
from wenming.duties.models import Charge
from wenming.kit.flow import Refused
from wenming.loop.cases.models import Case
from wenming.loop.standards.models import Edition, Item, ItemDuty
from wenming.loop.standards.rules import Level
from wenming.org.models import Unit
from wenming.places.actions import bring_catalogue
from wenming.places.models import Site

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
pytestmark = pytest.mark.django_db


def take_back(kind: Kind, path: Path, code: str = "") -> Loaded:
    """Load a dump."""
    return load(Order(kind, path, code=code), by=None, at=MONDAY)


def round_trip(folder: Path, codes: dict[Kind, tuple[str, ...]]) -> None:
    """Dump every kind and load it again: no fault, nothing new, nothing changed."""
    for kind in Kind:
        for code in codes.get(kind, ("",)):
            path = folder / f"{kind.value}{code}.xlsx"
            dump(kind, path, code=code, at=MONDAY)
            told = take_back(kind, path, code)
            assert not told.faults, (kind, [fault.as_json() for fault in told.faults][:3])
            assert (told.brought.created, told.brought.changed) == ([], []), kind


def load_papers(folder: Path) -> None:
    """The six workbooks of tests/doors/workbooks/papers.py, good rows kept."""
    for kind, path in write_all(folder).items():
        order = Order(Kind(kind), path, code="XG", dated=DATED, keep_good=True)
        assert load(order, by=None, at=MONDAY).saved


def content(path: Path) -> object:
    """What stands in a workbook, or in a map, which is GeoJSON."""
    if not zipfile.is_zipfile(path):
        return json.loads(path.read_text())
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}


def test_a_loaded_city_comes_back_the_same(tmp_path: Path) -> None:
    load_papers(tmp_path)
    round_trip(tmp_path, {Kind.EDITION: ("XG",)})


def test_the_demo_city_comes_back_the_same(tmp_path: Path) -> None:
    bring_catalogue(at=MONDAY)
    codes = {3: "YC2026", 4: "YC2026-WCN"}
    kinds = ("areas", "units", "edition", "edition", "sites", "charges", "feedback")
    for number, kind in enumerate(kinds, start=1):
        path = next(EXAMPLES.glob(f"{number}-*.xlsx"))
        told = load(Order(Kind(kind), path, codes.get(number, ""), dated=DATED), by=None, at=MONDAY)
        assert told.saved, [fault.as_json() for fault in told.faults][:3]
    round_trip(tmp_path, {Kind.EDITION: tuple(codes.values())})


def test_a_dump_fills_an_empty_home_with_the_same_city(tmp_path: Path) -> None:
    load_papers(tmp_path)
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        for kind in Kind:
            dump(kind, folder / f"{kind.value}.xlsx", code="XG", at=MONDAY)
        if folder is first:
            empty()
            for kind in Kind:
                order = Order(kind, folder / f"{kind.value}.xlsx", code="XG", dated=DATED)
                told = load(order, by=None, at=MONDAY)
                assert told.saved, [fault.as_json() for fault in told.faults][:3]
    for kind in set(Kind) - {Kind.FEEDBACK}:
        name = f"{kind.value}.xlsx"
        assert content(first / name) == content(second / name)
    told_twice = [
        load_workbook(folder / "feedback.xlsx")["反馈问题整改台账"] for folder in (first, second)
    ]
    without_number = [[row[1:] for row in book.values] for book in told_twice]
    assert without_number[0] == without_number[1]


def empty() -> None:
    """A home without a city."""
    Case.objects.all().delete()
    Charge.objects.all().delete()
    Site.objects.all().delete()
    Edition.objects.all().delete()
    Unit.objects.all().delete()


def test_the_small_world_comes_back_the_same(world: World, tmp_path: Path) -> None:
    round_trip(tmp_path, {Kind.EDITION: ("2026",)})


def test_duties_above_the_leaves_and_odd_texts_come_back(world: World, tmp_path: Path) -> None:
    edition = world.edition
    edition.state, edition.minors = "draft", True
    edition.name = "（三）测评体系"
    edition.save()
    project = Item.objects.get(edition=edition, code="Ⅰ-1")
    ItemDuty.objects.create(item=project, unit=world.street, duty="lead")
    Item.objects.filter(pk=project.pk).update(text="24小时开放")
    Item.objects.filter(pk=world.litter.pk).update(text="（1）1.路面无垃圾", scheme="deduction")
    Item.objects.filter(pk=world.stalls.pk).update(steps=[[0, 10000], [2, 3300], [4, 0]])
    round_trip(tmp_path, {Kind.EDITION: ("2026",)})
    edition.refresh_from_db()
    assert (edition.name, edition.minors, edition.year) == ("（三）测评体系", True, 2026)
    assert list(project.duties.values_list("unit", flat=True)) == [world.street.pk]


def test_one_code_under_two_parents_comes_back(world: World, tmp_path: Path) -> None:
    Edition.objects.filter(pk=world.edition.pk).update(state="draft")
    for number, code in enumerate(("1", "1~002"), start=2):
        node = world.node(None, Level.PROJECT, code, f"00{number}", "阵地")
        world.node(node, Level.STANDARD, f"{code}.1", f"00{number}.001", "有专人")
    round_trip(tmp_path, {Kind.EDITION: ("2026",)})


def test_a_segment_handed_over_comes_back(world: World, tmp_path: Path) -> None:
    load_papers(tmp_path)
    charge = Charge.objects.standing().filter(kind="adopts").earliest("pk")
    hand_over(charge.pk, world.market, since=MONDAY.date(), by=None, at=MONDAY)
    round_trip(tmp_path, {Kind.EDITION: ("XG",)})


def test_a_dump_of_nothing_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unknown_edition"):
        dump(Kind.EDITION, tmp_path / "x.xlsx", code="none", at=MONDAY)
    with pytest.raises(Refused, match="unwritable"):
        dump(Kind.AREAS, tmp_path / "no" / "x.xlsx", at=MONDAY)
    assert list(tmp_path.iterdir()) == []
