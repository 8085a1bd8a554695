"""Errands about cases, through their pages: dispatched, mended, judged, disputed, exported."""

import json
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.casefile import PLAN, filed, in_state, step, visit
from tests.world import MONDAY, World
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State
from wenming.loop.intake.actions import open_for
from wenming.org.models import User
from wenming.records.models import Act
from wenming.site.command import run

JPEG = b"\xff\xd8\xff" + b"0" * 64


def page(client: Client, user: User, name: str, *args: object, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(answer: Any) -> Any:
    """The first sheet of a workbook that was answered."""
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def post(client: Client, user: User, case: Case, move: Move, **data: Any) -> Any:
    client.force_login(user)
    return client.post(reverse("cases:move", args=[case.pk, move]), data)


def test_a_case_runs_from_the_list_to_the_ledger(world: World, client: Client) -> None:
    case = filed(world)
    assert case.number in page(client, world.office, "cases:list")
    client.post(reverse("cases:assign"), {"case": [case.pk], "unit": ""})
    assert "轮到你：签收" in page(client, world.mender, "cases:detail", case.pk)
    assert post(client, world.mender, case, Move.TAKE).status_code == 302
    fixed = {
        "note": "已清扫",
        "photo": SimpleUploadedFile("a.jpg", JPEG),
        "cause": "",
        "measure": "",
    }
    assert post(client, world.mender, case, Move.FIX, **fixed).status_code == 302
    assert "轮到你：销号" in page(client, world.inspector, "cases:detail", case.pk)
    post(client, world.inspector, case, Move.CLOSE, note="干净")
    case.refresh_from_db()
    assert case.state == State.CLOSED
    seen = page(client, world.leader, "cases:detail", case.pk)
    for said in ("已清扫", "干净", "报整改完成", "附照片 1 张", "已销号", "东街道办事处"):
        assert said in seen
    photo = reverse("cases:photo", args=[case.pk, case.photos.get().file_id])
    assert b"".join(client.get(photo).streaming_content) == JPEG  # type: ignore[attr-defined]


def test_each_reader_is_offered_what_he_may_do_and_no_more(world: World, client: Client) -> None:
    case = in_state(world, State.FIXED)
    url = reverse("cases:move", args=[case.pk, Move.CLOSE])
    offered = {"wang": True, "li": True, "zhou": False, "sun": False, "chen": False, "shen": False}
    for name, may in offered.items():
        seen = page(client, User.objects.get(username=name), "cases:detail", case.pk)
        assert (url in seen) is may, name
    for user in (world.liaison, world.stranger):
        client.force_login(user)
        assert client.get(reverse("cases:detail", args=[case.pk])).status_code == 404
        assert client.post(url).status_code == 404


def test_a_judge_of_his_own_unit_is_told_why_he_may_not(world: World, client: Client) -> None:
    world.street.group = world.first
    world.street.save()
    case = in_state(world, State.FIXED)
    assert "不能评判自己或本单位的整改" in page(client, world.inspector, "cases:detail", case.pk)
    assert post(client, world.inspector, case, Move.CLOSE).status_code == 403


def test_what_a_step_lacks_is_said_at_its_field(world: World, client: Client) -> None:
    case = in_state(world, State.TAKEN)
    answer = post(client, world.mender, case, Move.FIX, note="")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    early = post(client, world.mender, case, Move.ASK, note="雨季", until="2026-03-04")
    assert early.status_code == 422
    assert "不晚于现在的时限" in early.content.decode()
    case.refresh_from_db()
    assert case.state == State.TAKEN


def test_a_file_that_is_no_picture_is_said_at_its_field(world: World, client: Client) -> None:
    case = in_state(world, State.TAKEN)
    bad = SimpleUploadedFile("a.exe", b"MZ" + b"0" * 64)
    answer = post(client, world.mender, case, Move.FIX, note="已改", photo=bad)
    assert answer.status_code == 422
    assert not case.photos.exists()


def test_the_one_who_comes_late_is_shown_the_state_as_it_now_is(
    world: World, client: Client
) -> None:
    case = in_state(world, State.FIXED)
    step(world, case, Move.CLOSE)
    answer = post(client, world.office, case, Move.SEND_BACK, note="不行", seen=str(case.steps))
    assert answer.status_code == 409
    assert "已销号" in answer.content.decode()
    assert Act.objects.about("case", case.pk).last().move == "close"  # type: ignore[union-attr]


def test_more_time_and_an_appeal_wait_on_one_page(world: World, client: Client) -> None:
    asked = step(world, in_state(world, State.TAKEN), Move.ASK)
    disputed = step(world, filed(world, world.signs), Move.ASSIGN, Move.APPEAL)
    seen = page(client, world.office, "cases:asks")
    assert asked.number in seen
    assert disputed.number in seen
    assert "轮到你：申诉成立" in page(client, world.office, "cases:detail", disputed.pk)
    post(client, world.office, disputed, Move.UPHOLD, note="划线内", verdict="pass")
    disputed.refresh_from_db()
    assert disputed.state == State.WITHDRAWN
    link = reverse("cases:detail", args=[disputed.pk])
    assert link not in page(client, world.office, "cases:asks")


def test_a_unit_disputes_a_finding_it_picks(world: World, client: Client) -> None:
    case = in_state(world, State.ASSIGNED)
    seen = page(client, world.mender, "cases:detail", case.pk)
    sighting = case.sightings.get()
    assert f'<option value="{sighting.pk}"' in seen
    post(client, world.mender, case, Move.APPEAL, note="不属实", finding=sighting.pk)
    assert case.appeals.get().finding == sighting.finding


def test_merging_goes_by_number(world: World, client: Client) -> None:
    case, into = filed(world), filed(world, world.signs)
    wrong = post(client, world.office, case, Move.MERGE, into="2026-99999")
    assert wrong.status_code == 422
    post(client, world.office, case, Move.MERGE, into=into.number)
    assert into.number in page(client, world.office, "cases:detail", case.pk)
    assert "并案" in page(client, world.office, "cases:detail", into.pk)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "taken"}, {"taken"}),
        ({"state": "taken", "late": "1"}, {"taken"}),
        ({"live": "1"}, {"filed", "taken"}),
        ({"today": "1"}, set()),
        ({"q": "垃圾"}, {"taken"}),
        ({"q": "圾"}, {"taken"}),
        ({"q": "bjxx1"}, {"filed", "taken", "closed"}),
        ({"item": "Ⅲ-1-3"}, {"filed"}),
        ({"item": "iii-1-3"}, {"filed"}),
        ({"source": "feedback"}, set()),
        ({"filed_from": "2026-03-02", "filed_to": "2026-03-02"}, {"filed", "taken", "closed"}),
        ({"filed_from": "2026-03-03"}, set()),
        ({"limit": "term"}, {"filed", "taken", "closed"}),
    ],
)
def test_the_list_is_filtered_by_the_address(
    world: World, client: Client, query: dict[str, str], found: set[str]
) -> None:
    case = step(world, filed(world, world.stalls), Move.ASSIGN, Move.TAKE, Move.FIX, Move.CLOSE)
    cases = {
        "closed": case,
        "taken": in_state(world, State.TAKEN),
        "filed": filed(world, world.signs),
    }
    seen = page(client, world.office, "cases:list", **query)
    assert {name for name, case in cases.items() if case.number in seen} == found


def test_the_list_is_filtered_by_unit_area_round_and_kind(world: World, client: Client) -> None:
    east, west = filed(world), filed(world, site=world.sites[4])
    for query in (
        {"unit": str(west.unit_id)},
        {"area": str(world.west.pk)},
        {"kind": str(world.bazaar.pk)},
    ):
        seen = page(client, world.office, "cases:list", **query)
        assert (west.number in seen, east.number in seen) == (True, False)
    both = page(
        client, world.office, "cases:list", area=str(world.city.pk), round=str(east.round_id)
    )
    assert east.number in both
    assert west.number in both


def test_a_unit_sees_its_own_cases_alone(world: World, client: Client) -> None:
    mine, other = in_state(world, State.TAKEN), filed(world, site=world.sites[4])
    seen = page(client, world.mender, "cases:list")
    assert mine.number in seen
    assert other.number not in seen
    assert 'name="case"' not in seen


def test_the_office_hears_which_of_many_were_not_assigned(world: World, client: Client) -> None:
    cases = [filed(world, item) for item in (world.litter, world.signs)]
    step(world, cases[0], Move.ASSIGN)
    client.force_login(world.office)
    data = {"case": [case.pk for case in cases], "unit": world.market.pk, "next": "/cases/?live=1"}
    answer = client.post(reverse("cases:assign"), data, follow=True)
    assert answer.redirect_chain == [("/cases/?live=1", 302)]
    said = answer.content.decode()
    assert "已派遣 1 件" in said
    assert f"{cases[0].number}：" in said
    assert Case.objects.get(pk=cases[1].pk).unit == world.market


def test_the_ledger_has_its_columns_and_no_formula(world: World, client: Client) -> None:
    found = visit(world, world.litter)
    found.findings.update(note='=HYPERLINK("http://x")+1')
    open_for(found, by=world.inspector, at=MONDAY)
    other = in_state(world, State.SHELVED, item=world.signs)
    client.force_login(world.office)
    answer = client.get(reverse("cases:export"))
    heads, first, second = sheet(answer).iter_rows()
    assert [cell.value for cell in heads][:10] == [
        *("序号", "编号", "来源（批次）", "点位类别", "点位名称", "位置", "测评项目／标准编号"),
        *("问题描述", "整改前照片", "责任单位"),
    ]
    assert len(heads) == 26
    assert (first[7].value, first[7].data_type) == ('=HYPERLINK("http://x")+1', "s")
    assert [cell.value for cell in second][:2] == [2, other.number]
    assert second[25].value == f"挂账；计划 {PLAN.isoformat()}"


def test_the_ledger_holds_what_is_filtered(world: World, client: Client) -> None:
    filed(world)
    taken = in_state(world, State.TAKEN, item=world.signs)
    client.force_login(world.office)
    answer = client.get(reverse("cases:export"), {"state": "taken"})
    rows = list(sheet(answer).values)
    assert [row[1] for row in rows[1:]] == [taken.number]


def ledger(path: Path, *options: str) -> tuple[int, list[str]]:
    """What `wenming ledger` writes: its exit status, and the numbers of the cases."""
    status = run("ledger", [str(path), *options])
    if status:
        return status, []
    sheet: Any = load_workbook(path).active
    return status, [str(row[1]) for row in list(sheet.values)[1:]]


def test_the_command_writes_the_same_ledger(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    east, west = in_state(world, State.TAKEN), filed(world, site=world.sites[4])
    file = tmp_path / "台账.xlsx"
    assert ledger(file, "--json") == (0, [east.number, west.number])
    assert json.loads(capsys.readouterr().out) == {"file": str(file), "cases": 2}
    for options, number in (
        (("--state", "taken"), east.number),
        (("--unit", "东街道办事处", "--live"), east.number),
        (("--area", world.west.code), west.number),
        (("--kind", "集贸市场", "--round", str(west.round)), west.number),
        (("--text", "集贸", "--item", "III-1-1", "--late"), west.number),
    ):
        assert ledger(file, *options) == (0, [number])


def test_the_command_says_which_name_it_does_not_know(world: World, tmp_path: Path) -> None:
    assert ledger(tmp_path / "a.xlsx", "--unit", "无此单位") == (1, [])
    assert ledger(tmp_path / "a.xlsx", "--state", "flown") == (2, [])
    assert not (tmp_path / "a.xlsx").exists()


def test_only_who_may_export_gets_the_ledger(world: World, client: Client) -> None:
    client.force_login(world.inspector)
    assert client.get(reverse("cases:export")).status_code == 403


def test_a_page_of_fifty_and_a_case_ask_few_questions(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    cases = [
        filed(world, item, site=s) for s in world.sites for item in (world.litter, world.signs)
    ]
    case = step(world, cases[0], Move.ASSIGN, Move.TAKE, Move.FIX)
    client.force_login(world.office)
    with django_assert_max_num_queries(18):
        client.get(reverse("cases:list"))
    with django_assert_max_num_queries(30):
        client.get(reverse("cases:detail", args=[case.pk]))


def test_every_state_has_a_page_for_every_role(world: World, client: Client) -> None:
    places = product(world.sites[:3], (world.litter, world.stalls, world.signs))
    states = [state for state in State if state not in {State.SEEN, State.MERGED}]
    cases = [
        in_state(world, state, site=site, item=item)
        for state, (site, item) in zip(states, places, strict=True)
    ]
    cases.append(in_state(world, State.SEEN))
    for user in (world.office, world.inspector, world.mender, world.leader, world.auditor):
        client.force_login(user)
        for case in cases:
            answer = client.get(reverse("cases:detail", args=[case.pk]))
            assert answer.status_code in {200, 404}
