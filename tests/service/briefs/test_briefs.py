"""A brief says what the records say, knows when they have moved on, and is an official paper."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx import Document

from tests.service.drive import Drive
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.records.models import Act
from wenming.service.briefs.actions import write_brief
from wenming.service.briefs.paper import paper_of
from wenming.service.briefs.telling import changes
from wenming.service.campaigns.models import Brief
from wenming.service.campaigns.tallies import known

OFFICE = "江城市精神文明建设办公室"


@pytest.fixture
def drive(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        drive = Drive(world)
        for number, unit in enumerate(drive.units, start=1):
            drive.report(str(number), f"{number}.05", unit=unit.pk, by=world.office)
        yield drive


def written(drive: Drive, seen: int = 0) -> Brief:
    """The brief after that one, by the office."""
    return write_brief(drive.row.pk, OFFICE, seen, by=drive.world.office, at=MONDAY)


def put_right(drive: Drive) -> None:
    """The bureau puts its figure right."""
    drive.report("1", "1.15", seen=1, reason="漏记一车")


def test_a_brief_holds_the_totals_and_a_source_for_each(drive: Drive) -> None:
    paper = paper_of(written(drive), "https://city.example")
    told = "".join(one.text for one in paper.body[0].spans)  # type: ignore[union-attr]
    assert "出动车辆6辆次，清运垃圾6.15吨。" in told
    assert "3个单位中有3个报数" in told
    marks = [one.source for one in paper.body[0].spans if one.source]  # type: ignore[union-attr]
    assert marks == [1, 2]
    assert all(
        f"https://city.example/campaigns/{drive.row.pk}/returns/" == one.link
        for one in paper.sources[:2]
    )
    assert "3个单位现行报数之和（共3版，其中更正过的0个单位）" in paper.sources[0].words


def test_a_changed_return_makes_the_brief_stale_and_the_next_one_has_the_new_figure(
    drive: Drive,
) -> None:
    first = written(drive)
    assert first.through == known(drive.row)
    assert changes(first) == []
    put_right(drive)
    assert first.through != known(drive.row)
    [change] = changes(first)
    assert (change.unit, change.measure) == ("市市场监管局", "清运垃圾（吨）")
    assert (change.old, change.new, change.reason) == ("1.05", "1.15", "漏记一车")
    second = written(drive, seen=1)
    assert (second.number, second.told["measures"][1]["total"]) == (2, "6.25")
    first.refresh_from_db()
    assert first.told["measures"][1]["total"] == "6.15"


def test_a_unit_that_reports_late_is_among_the_changes(world: World) -> None:
    drive = Drive(world)
    first = written(drive)
    drive.report()
    assert [(one.old, one.new) for one in changes(first)] == [("", "12"), ("", "1.25")]


def test_the_same_brief_asked_for_twice_is_one(drive: Drive) -> None:
    assert written(drive) == written(drive)
    assert Act.objects.filter(kind="brief").count() == 1


def test_only_the_office_writes_briefs_and_not_before_it_begins(world: World) -> None:
    drive = Drive(world, opened=False)
    with pytest.raises(Refused, match="campaign_state"):
        written(drive)
    with pytest.raises(Refused, match="power"):
        write_brief(drive.row.pk, OFFICE, 0, by=world.liaison, at=MONDAY)
    assert not Brief.objects.exists()


def test_the_pages_show_the_brief_and_mark_it_when_it_is_stale(
    drive: Drive, client: Client
) -> None:
    client.force_login(drive.world.office)
    start = reverse("campaigns:campaign", args=[drive.row.pk])
    sent = {"seen": "0", "issuer": OFFICE}
    answer = client.post(reverse("briefs:write", args=[drive.row.pk]), sent)
    address = reverse("briefs:brief", args=[drive.row.pk, 1])
    assert answer["Location"] == address
    assert "已过时" not in client.get(start).content.decode()
    assert "6.15吨" in client.get(address).content.decode()
    put_right(drive)
    assert "已过时" in client.get(start).content.decode()
    told = client.get(address).content.decode()
    assert re.search(r"1\.05.*?1\.15.*?漏记一车", told, re.DOTALL)
    assert "6.15吨" in told


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_word_file_and_pdf_say_the_same_and_come_the_same_twice(
    drive: Drive, client: Client, kind: str
) -> None:
    written(drive)
    client.force_login(drive.world.liaison)
    address = reverse("briefs:paper", args=[drive.row.pk, 1, kind])
    answer = client.get(address)
    assert client.get(address).content == answer.content
    told = read(answer.content, kind)
    for words in ("6辆次", "6.15吨", "东街道", "第1期", OFFICE, f"/briefs/{drive.row.pk}/1/"):
        assert words in told, words


def read(content: bytes, kind: str) -> str:
    """The words of a file."""
    if kind == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "")
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "".join([one.text for one in file.paragraphs] + cells)


def test_a_command_writes_the_brief_and_the_next_only_when_the_records_moved_on(
    drive: Drive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(name: str, campaign: str = drive.row.name) -> Any:
        call_command("brief", campaign, "--to", str(tmp_path / name), "--json")
        return json.loads(capsys.readouterr().out)

    assert (run("a.docx")["number"], run("a.pdf")["new"]) == (1, False)
    put_right(drive)
    again = run("b.docx", str(drive.row.pk))
    assert (again["number"], again["new"]) == (2, True)
    assert "6.25吨" in read((tmp_path / "b.docx").read_bytes(), "docx")
    with pytest.raises(Refused, match="paper_kind"):
        run("c.txt")
    with pytest.raises(Refused, match="unknown_campaign"):
        run("d.pdf", "没有这个")
