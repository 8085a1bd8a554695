"""A workbook handed in by browser: looked at first, saved as it was seen, or not at all."""

import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from openpyxl import Workbook, load_workbook

from tests.world import World
from wenming.doors.workbooks.actions import keep_upload, upload, uploads
from wenming.doors.workbooks.forms import UploadForm
from wenming.doors.workbooks.rules import Kind
from wenming.kit.flow import Refused
from wenming.org.models import Area, Unit
from wenming.places.models import Site
from wenming.records.models import Act

START = "/load/"


def book(*rows: tuple[Any, ...]) -> bytes:
    """A workbook of one sheet."""
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(out)
    return out.getvalue()


def hand_in(client: Client, content: bytes, **given: str) -> Any:
    """Upload a workbook and follow to its preview."""
    file = SimpleUploadedFile(given.pop("name", "表.xlsx"), content)
    return client.post(START, {"file": file, **given}, follow=True)


def decide(client: Client, seen: Any, choice: str) -> Any:
    """Press a button of a preview."""
    page = seen.content.decode()
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest
    url = seen.request["PATH_INFO"] + "decide/"
    return client.post(url, {"digest": digest[1], "choice": choice}, follow=True)


@pytest.fixture
def office(client: Client, world: World) -> Client:
    """The office, signed in."""
    client.force_login(world.office)
    return client


UNITS = (("单位名称", "单位类别"), ("市审计局", "部门"), ("市统计局", "部门"))
SITES = (
    ("编号", "点位类型", "点位名称", "街道", "经度", "纬度", "坐标系"),
    ("A1", "背街小巷", "一号巷", "东街道", 98.3, 39.7, "WGS84"),
    ("A2", "背街小巷", "二号巷", "东街道", 39.7, 98.3, "WGS84"),
)


def test_a_preview_saves_nothing_and_its_button_all_of_it(office: Client) -> None:
    seen = hand_in(office, book(*UNITS), kind="units")
    assert "新增 2，变更 0" in seen.content.decode()
    assert not Unit.objects.filter(name="市审计局").exists()
    done = decide(office, seen, "save")
    assert "新增 2，变更 0" in done.content.decode()
    assert Unit.objects.filter(name__in=("市审计局", "市统计局")).count() == 2
    act = Act.objects.filter(kind="book").latest("pk")
    assert (act.by and act.by.username, act.key, act.facts["created"]) == ("wang", "units", 2)
    again = hand_in(office, book(*UNITS), kind="units").content.decode()
    assert "不必保存" in again


def test_faults_stand_with_their_cells_and_only_good_rows_can_be_kept(office: Client) -> None:
    seen = hand_in(office, book(*SITES), kind="sites")
    page = seen.content.decode()
    assert "E3" in page
    assert "只保存好的：新增 1" in page
    assert ">保存：" not in page
    decide(office, seen, "save")
    assert not Site.objects.filter(code="A1").exists()
    kept = decide(office, hand_in(office, book(*SITES), kind="sites"), "keep")
    assert "有 1 处没有保存" in kept.content.decode()
    assert Site.objects.filter(code="A1").exists()
    assert not Site.objects.filter(code="A2").exists()


def test_the_marked_copy_marks_the_cells_that_were_told(office: Client) -> None:
    seen = hand_in(office, book(*SITES), kind="sites")
    answer = office.get(seen.request["PATH_INFO"] + "marked/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [c.coordinate for r in sheet.iter_rows() for c in r if c.comment] == ["E3"]


def test_a_city_that_changed_meanwhile_is_looked_at_again(office: Client, world: World) -> None:
    seen = hand_in(office, book(*UNITS), kind="units")
    Unit.objects.create(name="市审计局", kind="bureau")
    answer = decide(office, seen, "save")
    assert answer.status_code == 409
    assert "预览之后数据有了变化" in answer.content.decode()
    assert not Unit.objects.filter(name="市统计局").exists()


def test_an_address_nobody_signed_leads_nowhere(office: Client) -> None:
    assert office.get(f"{START}forged:token/").status_code == 404
    seen = hand_in(office, book(*UNITS), kind="units")
    assert office.get(seen.request["PATH_INFO"][:-3] + "xx/").status_code == 404


def test_a_preview_whose_file_is_gone_leads_nowhere(office: Client) -> None:
    seen = hand_in(office, book(*UNITS), kind="units")
    for file in uploads().glob("*/*"):
        file.unlink()
    assert office.get(seen.request["PATH_INFO"]).status_code == 404


@pytest.mark.parametrize("name", ["li", "chen", "shen"])
def test_only_those_who_load_see_these_pages(client: Client, world: World, name: str) -> None:
    from wenming.org.models import User  # noqa: PLC0415

    client.force_login(User.objects.get(username=name))
    for url in (START, reverse("workbooks:dump", args=["units"])):
        assert client.get(url).status_code == 403
    assert hand_in(client, book(*UNITS), kind="units").status_code == 403


def test_an_edition_wants_its_code_and_a_file_its_name(office: Client) -> None:
    answer = hand_in(office, book(("测评标准", "分值"), ("无垃圾", 1)), kind="edition")
    assert answer.status_code == 422
    assert "任务分解表要有版本代码" in answer.content.decode()
    named = UploadForm(
        list(Kind),
        {"kind": "units"},
        MultiValueDict(
            {"file": [SimpleUploadedFile("../../etc/a\n" + "长" * 200 + ".xlsx", b"x")]}
        ),
    )
    assert named.is_valid()
    assert "/" not in named.file_name()
    assert len(named.file_name().encode()) <= 180
    assert named.file_name().endswith(".xlsx")


def bomb() -> bytes:
    """A workbook whose one sheet unpacks to a gigabyte."""
    out, good = io.BytesIO(), io.BytesIO(book(*UNITS))
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part.endswith("sheet1.xml"):
                with target.open(part, "w") as sheet:
                    for _ in range(200):
                        sheet.write(b" " * 1_000_000)
            else:
                target.writestr(part, source.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("炸弹.xlsx", bomb(), "解压后超过"),
        ("照片.xlsx", b"\xff\xd8\xff" + b"0" * 100, "JPEG"),
        ("坏.xlsx", b"PK\x03\x04" + b"0" * 100, "已损坏"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("别的.xlsx", book(("甲", "乙"), (1, 2)), "表头"),
    ],
)
def test_a_hostile_or_odd_file_gets_a_sentence(
    office: Client, name: str, content: bytes, said: str
) -> None:
    seen = hand_in(office, content, kind="units", name=name)
    page = seen.content.decode()
    assert seen.status_code == 200
    assert said in page
    assert "这份表不能保存" in page
    assert decide(office, seen, "keep").status_code == 422


def test_a_table_in_gbk_is_read(office: Client) -> None:
    content = "单位名称,单位类别\n市审计局,部门\n".encode("gbk")
    assert "新增 1" in hand_in(office, content, kind="units", name="单位.csv").content.decode()


def test_what_is_too_large_is_refused_while_it_comes(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr("wenming.doors.workbooks.actions.LARGEST", 1000)
    from tests.world import MONDAY  # noqa: PLC0415

    with pytest.raises(Refused, match="upload_large"):
        keep_upload(iter([b"0" * 600] * 3), name="x.xlsx", at=MONDAY)
    assert list(uploads().iterdir()) == []
    sha256 = keep_upload(iter([b"1"]), name="x.xlsx", at=MONDAY)
    assert upload(sha256, "x.xlsx").read_bytes() == b"1"
    os.utime(upload(sha256, "x.xlsx").parent, (0, 0))
    keep_upload(iter([b"2"]), name="y.xlsx", at=MONDAY)
    assert not upload(sha256, "x.xlsx").exists()


def test_every_book_can_be_taken_out(office: Client) -> None:
    page = office.get(START).content.decode()
    urls = re.findall(r'href="(/load/out/[^"]+)"', page)
    assert len(urls) == 8
    for url in urls:
        answer = office.get(url.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert office.get(reverse("workbooks:dump", args=["edition"])).status_code == 422


def outline(west: float, south: float) -> dict[str, Any]:
    """A square of a twentieth of a degree."""
    east, north = west + 0.05, south + 0.05
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def drawing(world: World, line: list[list[float]]) -> bytes:
    """A map of two streets and a road."""
    features = [
        {"type": "Feature", "properties": {"what": "area", "code": code}, "geometry": shape}
        for code, shape in (
            (world.east.code, outline(98.3, 39.7)),
            (world.west.code, outline(98.2, 39.7)),
        )
    ]
    road = {"type": "LineString", "coordinates": line}
    about = {"what": "road", "name": "迎宾路", "rank": "主干道"}
    features.append({"type": "Feature", "properties": about, "geometry": road})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_map_brings_outlines_and_lines_in_their_areas(office: Client, world: World) -> None:
    seen = hand_in(
        office, drawing(world, [[98.31, 39.71], [98.34, 39.71]]), kind="map", name="图.geojson"
    )
    decide(office, seen, "save")
    assert Area.objects.get(pk=world.east.pk).outline == outline(98.3, 39.7)
    road = Site.objects.get(name="迎宾路")
    assert (road.area, road.kind.name) == (world.east, "道路")
    assert road.metres == pytest.approx(2566, abs=15)
    again = hand_in(
        office, drawing(world, [[98.31, 39.71], [98.34, 39.71]]), kind="map", name="图.geojson"
    )
    assert "不必保存" in again.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{}", "FeatureCollection"),
        (b"[" * 100_000, "FeatureCollection"),
        (b'{"type":"FeatureCollection","features":[{}]}', "图形"),
    ],
)
def test_a_map_that_is_none_gets_a_sentence(office: Client, content: bytes, said: str) -> None:
    page = hand_in(office, content, kind="map", name="图.geojson").content.decode()
    assert said in page


def test_a_map_the_wrong_way_round_is_told(office: Client, world: World) -> None:
    turned = drawing(world, [[39.71, 98.31], [39.71, 98.34]])
    page = hand_in(office, turned, kind="map", name="图.geojson").content.decode()
    assert "features[2]" in page
