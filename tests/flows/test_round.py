"""A round on the pages: the office plans and draws it, an inspector records, anybody repeats the draw."""

import hashlib
import html
import re
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.fieldwork import SEED, assessment, filled, page, patrol, signed_in, submit
from tests.world import World
from wenming.loop.inspections.models import Draw, Round, Stop
from wenming.loop.inspections.rules import RoundKind, RoundMove
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.scores.models import Score
from wenming.places.models import Site

JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 10


def step(client: Client, row: Round, move: RoundMove, **said: object) -> Any:
    return submit(client, "field:move", row.pk, move, **said)


PLAN = {
    "name": "二季度",
    "kind": "assessment",
    "edition": "2026",
    "area": "629900000000",
    "strata": "kind",
    "sizes": "proportional",
    "number": "3",
}


# The office


def test_a_round_goes_from_plan_to_close_on_the_pages(world: World) -> None:
    office = signed_in(world.office)
    answer = submit(office, "inspections:new", **PLAN)
    row = Round.objects.get()
    assert answer.headers["Location"] == reverse("inspections:round", args=[row.pk])
    assert "封签" in page(office, "inspections:round", row.pk)
    step(office, row, RoundMove.COMMIT, seed=SEED)
    told = page(office, "inspections:draw", row.pk)
    assert Draw.objects.get().commitment in told
    assert SEED not in told
    step(office, row, RoundMove.DRAW)
    assert SEED in page(office, "inspections:draw", row.pk)
    assert "与公布的一致" in page(office, "inspections:draw", row.pk, query="?check=1")
    for code in Stop.objects.values_list("site__code", flat=True):
        assert code in page(office, "inspections:round", row.pk)
    step(office, row, RoundMove.CLOSE)
    assert Round.objects.get().state == "closed"
    assert "二季度" in page(office, "inspections:list", query="?state=closed")
    assert "二季度" not in page(office, "inspections:list", query="?state=planned")


def test_what_is_wrong_with_a_plan_is_said_at_its_field(world: World) -> None:
    office = signed_in(world.office)
    for change, words in (
        ({"number": "9"}, "签库里只有 5 个"),
        ({"name": ""}, "这个字段是必填项"),
        ({"starts": "2026-05-02", "ends": "2026-05-01"}, "结束日期早于开始日期"),
    ):
        answer = submit(office, "inspections:new", **PLAN | change)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Round.objects.exists()


def test_a_commitment_is_made_anew_only_with_a_reason(world: World) -> None:
    office = signed_in(world.office)
    row = rounds.plan(RoundDraft("一季度"), by=None, at=timezone.now())
    step(office, row, RoundMove.COMMIT, seed=SEED)
    Site.objects.filter(code="JC0001").update(retired=timezone.localdate())
    answer = step(office, row, RoundMove.DRAW)
    assert (answer.status_code, "JC0001" in answer.content.decode()) == (409, True)
    assert step(office, row, RoundMove.RECOMMIT, note="").status_code == 422
    assert step(office, row, RoundMove.RECOMMIT, note="点位停用").status_code == 302
    assert "点位停用" in page(office, "inspections:round", row.pk)
    assert step(office, row, RoundMove.DRAW).status_code == 302


def test_a_seed_that_is_none_is_said_and_kept(world: World) -> None:
    row = rounds.plan(RoundDraft("一季度"), by=None, at=timezone.now())
    answer = step(signed_in(world.office), row, RoundMove.COMMIT, seed="zz")
    assert answer.status_code == 422
    assert 'value="zz"' in answer.content.decode()


def test_a_patrol_starts_at_the_sites_named(world: World) -> None:
    draft = RoundDraft("夜查", RoundKind.PATROL)
    row = rounds.plan(draft, by=None, at=timezone.now())
    office = signed_in(world.office)
    wrong = step(office, row, RoundMove.START, sites="JC0001\nJC9")
    assert (wrong.status_code, "JC9" in wrong.content.decode()) == (422, True)
    step(office, row, RoundMove.START, sites="JC0001，JC0003")
    assert Stop.objects.count() == 2


def test_a_stop_is_handed_over_and_replaced_on_the_pages(world: World) -> None:
    row = assessment(world, timezone.now(), number=3)
    office = signed_in(world.office)
    stop = row.stops.filter(stratum="背街小巷").first()
    assert stop is not None
    submit(office, "inspections:hand", stop.pk, group=world.second.pk)
    assert Stop.objects.get(pk=stop.pk).group == world.second
    assert submit(office, "inspections:replace", stop.pk, reason="").status_code == 422
    submit(office, "inspections:replace", stop.pk, reason="修路")
    assert Stop.objects.get(replaces=stop).role == "reserve"
    assert "修路" in page(office, "inspections:round", row.pk)
    assert submit(office, "inspections:replace", stop.pk, reason="修路").status_code == 409


def test_ones_own_site_is_not_handed_over(world: World) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0004")
    office = signed_in(world.office)
    assert "待改派" in page(office, "inspections:round", row.pk, query="?q=JC0004")
    answer = submit(office, "inspections:hand", stop.pk, group=world.first.pk)
    assert (answer.status_code, "不能自己查自己" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("who", ["inspector", "liaison", "leader", "admin", "auditor"])
def test_only_the_office_is_offered_and_takes_the_steps(world: World, who: str) -> None:
    now = timezone.now()
    row = rounds.plan(RoundDraft("一季度"), by=None, at=now)
    other = signed_in(getattr(world, who))
    assert reverse("field:move", args=[row.pk, "commit"]) not in page(
        other, "inspections:round", row.pk
    )
    for move in RoundMove:
        said = {"seed": SEED, "note": "因为", "sites": ""}
        assert step(other, row, move, **said).status_code in {403, 409}
    assert submit(other, "inspections:new", **PLAN).status_code == 403
    assert submit(other, "inspections:share", row.pk).status_code == 403
    assert Round.objects.get().state == "planned"


def test_where_inspectors_will_go_is_not_told_to_those_they_will_see(world: World) -> None:
    """A liaison sees how far the round is, neither the stops nor the seed that would tell them."""
    row = assessment(world, timezone.now())
    mender = signed_in(world.mender)
    for words in (
        page(mender, "inspections:round", row.pk),
        page(mender, "inspections:draw", row.pk, query="?check=1"),
    ):
        assert SEED not in words
        assert "JC0001" not in words
    rounds.close(row.pk, by=None, at=timezone.now())
    assert SEED in page(mender, "inspections:draw", row.pk)


def test_anybody_repeats_the_draw_from_the_page(world: World) -> None:
    """The page's own recipe, run as it stands on the downloaded frame, gives the drawn sites."""
    row = assessment(world, timezone.now(), number=3)
    client = signed_in(world.auditor)
    file = client.get(reverse("inspections:frame", args=[row.pk]))
    assert hashlib.sha256(file.content).hexdigest() == Draw.objects.get().frame_digest
    words = page(client, "inspections:draw", row.pk)
    recipe = re.findall(r'<pre class="code">(.*?)</pre>', words, re.DOTALL)[1]
    assert len(recipe.splitlines()) <= 10
    printed = run(recipe, file.content)
    assert Draw.objects.get().commitment in printed
    for stratum in ("背街小巷", "集贸市场"):
        drawn = list(row.stops.filter(stratum=stratum).values_list("site__code", flat=True))
        assert f"{stratum} {drawn}" in printed


def run(recipe: str, frame: bytes) -> str:
    """Run the page's Python as a reader would, in a folder with the downloaded file."""
    with tempfile.TemporaryDirectory() as folder:
        code = html.unescape(recipe)
        name = re.findall(r'"(frame-\d+\.tsv)"', code)[0]
        Path(folder, name).write_bytes(frame)
        told = subprocess.run(
            [sys.executable, "-X", "utf8", "-W", "ignore", "-c", code],
            cwd=folder,
            capture_output=True,
            check=True,
        )
    return told.stdout.decode()


def test_the_stops_that_are_listed_go_out_as_a_workbook(world: World) -> None:
    row = assessment(world, timezone.now())
    address = reverse("inspections:export", args=[row.pk])
    office: Any = signed_in(world.office)
    book: Any = load_workbook(BytesIO(b"".join(office.get(address + "?q=JC0004"))))
    listed = list(book.active.iter_rows(values_only=True))
    assert [line[0] for line in listed] == ["点位编号", "JC0004"]
    other: Any = signed_in(world.liaison)
    empty: Any = load_workbook(BytesIO(b"".join(other.get(address))))
    assert empty.active.max_row == 1


def test_the_pages_cost_the_same_however_many_stops_there_are(
    world: World, django_assert_max_num_queries: Any
) -> None:
    Site.objects.bulk_create(
        Site(code=f"X{n:04}", name=f"{n}", kind=world.lane, area=world.east) for n in range(400)
    )
    row = assessment(world, timezone.now(), number=300)
    office, li = signed_in(world.office), signed_in(world.inspector)
    with django_assert_max_num_queries(24):
        page(office, "inspections:round", row.pk)
    with django_assert_max_num_queries(20):
        page(office, "inspections:draw", row.pk, query="?check=1")
    with django_assert_max_num_queries(16):
        page(office, "inspections:list")
    with django_assert_max_num_queries(18):
        page(li, "field:today")
    stop = row.stops.filter(group=world.first).first()
    assert stop is not None
    with django_assert_max_num_queries(14):
        page(li, "field:record", stop.pk)


def test_closing_a_round_reckons_it_in_the_same_step(world: World) -> None:
    row = assessment(world, timezone.now())
    li = signed_in(world.inspector)
    for site in ("JC0001", "JC0002"):
        stop = row.stops.get(site__code=site)
        submit(li, "field:record", stop.pk, **filled(world, site, litter="fail"))
    step(signed_in(world.office), row, RoundMove.CLOSE)
    assert Round.objects.get().state == "closed"
    assert Score.objects.filter(round=row).exists()
    assert "open-data" in page(li, "inspections:round", row.pk)


def test_a_patrol_is_closed_without_a_score(world: World) -> None:
    row = patrol(world, timezone.now())
    assert step(signed_in(world.office), row, RoundMove.CLOSE).status_code == 302
    assert not Score.objects.exists()
