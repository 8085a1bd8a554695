"""A round on the pages: the office plans and draws it, an inspector records, anybody repeats the draw."""

import hashlib
import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.fieldwork import SEED, assessment, patrol
from tests.world import World
from wenming.kit.ids import new_id
from wenming.loop.cases.models import Case
from wenming.loop.inspections.models import Draw, Finding, Photo, Round, Stop, Visit
from wenming.loop.inspections.rules import RoundKind, RoundMove
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.scores.models import Score
from wenming.loop.standards.rules import PhotoRule
from wenming.org.models import User
from wenming.places.models import Site

JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 10


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> str:
    """The words of a page."""
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def send(client: Client, name: str, /, *args: object, **said: object) -> Any:
    return client.post(reverse(name, args=args), said)


def step(client: Client, row: Round, move: RoundMove, **said: object) -> Any:
    return send(client, "field:move", row.pk, move, **said)


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
    answer = send(office, "inspections:new", **PLAN)
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
        answer = send(office, "inspections:new", **PLAN | change)
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
    send(office, "inspections:hand", stop.pk, group=world.second.pk)
    assert Stop.objects.get(pk=stop.pk).group == world.second
    assert send(office, "inspections:replace", stop.pk, reason="").status_code == 422
    send(office, "inspections:replace", stop.pk, reason="修路")
    assert Stop.objects.get(replaces=stop).role == "reserve"
    assert "修路" in page(office, "inspections:round", row.pk)
    assert send(office, "inspections:replace", stop.pk, reason="修路").status_code == 409


def test_ones_own_site_is_not_handed_over(world: World) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0004")
    office = signed_in(world.office)
    assert "待改派" in page(office, "inspections:round", row.pk, query="?q=JC0004")
    answer = send(office, "inspections:hand", stop.pk, group=world.first.pk)
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
    assert send(other, "inspections:new", **PLAN).status_code == 403
    assert send(other, "inspections:share", row.pk).status_code == 403
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


# The inspector


def filled(world: World, site: str = "JC0001", **verdicts: str) -> dict[str, str]:
    """The form of a visit, filled in: all three conform unless told otherwise."""
    items = {"litter": world.litter, "stalls": world.stalls, "signs": world.signs}
    said = {f"verdict_{item.pk}": verdicts.get(name, "pass") for name, item in items.items()}
    return said | {"id": str(new_id()), "started": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}


def test_an_inspector_records_a_visit_in_the_browser(world: World) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0001")
    li = signed_in(world.inspector)
    assert reverse("field:record", args=[stop.pk]) in page(li, "field:today")
    form = page(li, "field:record", stop.pk)
    assert form.count('value="fail"') == 3
    assert "checked" not in form  # nothing conforms unless somebody says so
    said = filled(world, litter="fail") | {f"note_{world.litter.pk}": "门口有垃圾"}
    answer = send(li, "field:record", stop.pk, **said)
    assert answer.headers["Location"] == reverse("field:today")
    assert Visit.objects.get().by == world.inspector
    assert Case.objects.get().problem == "门口有垃圾"
    assert Case.objects.get().number in page(li, "field:today")
    assert "门口有垃圾" in page(li, "inspections:visit", Visit.objects.get().pk)


def test_a_visit_sent_twice_from_the_browser_is_one(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    li, said = signed_in(world.inspector), filled(world)
    send(li, "field:record", stop.pk, **said)
    again = send(li, "field:record", stop.pk, **said)
    assert again.headers["Location"] == reverse("inspections:visit", args=[said["id"]])
    assert Visit.objects.count() == 1


def test_what_was_filled_in_stays_when_something_is_wrong(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    li, said = signed_in(world.inspector), filled(world, stalls="fail")
    said |= {f"note_{world.stalls.pk}": "三个摊", f"count_{world.stalls.pk}": "3"}
    del said[f"verdict_{world.signs.pk}"]
    answer = send(li, "field:record", stop.pk, **said)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "请选一项" in words
    assert words.count("checked") == 2
    assert 'value="三个摊"' in words
    assert f'value="{said["id"]}"' in words
    assert not Visit.objects.exists()
    send(li, "field:record", stop.pk, **said | {f"verdict_{world.signs.pk}": "na"})
    assert set(Finding.objects.values_list("mark", "count")) == {
        (10_000, None),
        (0, 3),
        (None, None),
    }


def test_a_photograph_is_asked_for_and_kept_though_something_else_is_wrong(world: World) -> None:
    world.litter.photos = PhotoRule.ALWAYS.value
    world.litter.save()
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    li, said = signed_in(world.inspector), filled(world, litter="fail")
    assert "这一条请附照片" in page(li, "field:record", stop.pk)
    del said[f"verdict_{world.signs.pk}"]
    picture = {f"photo_{world.litter.pk}": upload(JPEG)}
    wrong = send(li, "field:record", stop.pk, **said, **picture)
    digest = hashlib.sha256(JPEG).hexdigest()
    assert f'value="{digest}"' in wrong.content.decode()
    said |= {f"kept_{world.litter.pk}": digest, f"verdict_{world.signs.pk}": "pass"}
    assert send(li, "field:record", stop.pk, **said).status_code == 302
    assert Photo.objects.get().file_id == digest


def test_a_photograph_that_is_none_is_said(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    said: dict[str, object] = {**filled(world, litter="fail")}
    said |= {f"photo_{world.litter.pk}": upload(b"MZ")}
    answer = send(signed_in(world.inspector), "field:record", stop.pk, **said)
    assert answer.status_code == 422
    assert not Visit.objects.exists()


def upload(content: bytes) -> Any:
    return SimpleUploadedFile("1.jpg", content, "image/jpeg")


def test_a_patrol_offers_problems_alone_at_any_site_of_the_beat(world: World) -> None:
    row = patrol(world, timezone.now())
    li = signed_in(world.inspector)
    sites = page(li, "field:choose", row.pk)
    assert ("JC0001" in sites, "JC0003" in sites) == (True, False)
    form = page(li, "field:record_at", row.pk, "JC0001")
    assert ('value="fail"' in form, 'value="pass"' in form) == (True, False)
    said = {k: v for k, v in filled(world, litter="fail").items() if v != "pass"}
    assert send(li, "field:record_at", row.pk, "JC0001", **said).status_code == 302
    assert Finding.objects.get().item == world.litter


def test_what_the_rules_refuse_is_said_on_the_form(world: World) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0004")
    zhou = signed_in(world.office)
    send(zhou, "field:record", stop.pk, **filled(world))
    again = send(zhou, "field:record", stop.pk, **filled(world))
    assert (again.status_code, "已经有人记录过了" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("who", ["liaison", "mender", "auditor", "leader"])
def test_only_inspectors_meet_the_form(world: World, who: str) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0001")
    other = signed_in(getattr(world, who))
    for answer in (
        other.get(reverse("field:record", args=[stop.pk])),
        send(other, "field:record", stop.pk, **filled(world)),
    ):
        assert answer.status_code in {403, 404}
    assert other.get(reverse("field:today")).status_code == 403
    assert not Visit.objects.exists()


def test_a_finding_is_corrected_on_the_pages_and_a_bad_one_opens_its_case(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    li = signed_in(world.inspector)
    send(li, "field:record", stop.pk, **filled(world))
    old = Finding.objects.get(item=world.litter)
    assert reverse("field:correct", args=[old.pk]) in page(li, "inspections:visit", old.visit_id)
    page(li, "field:correct", old.pk)
    send(li, "field:correct", old.pk, verdict="fail", note="墙角有垃圾")
    words = page(li, "inspections:visit", old.visit_id)
    assert ("墙角有垃圾" in words, "更正前：符合" in words) == (True, True)
    assert Case.objects.get().item == world.litter
    other = signed_in(world.other_inspector)
    new = Finding.objects.standing().get(item=world.litter)
    assert send(other, "field:correct", new.pk, verdict="pass", note="x").status_code == 403


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
        send(li, "field:record", stop.pk, **filled(world, site, litter="fail"))
    step(signed_in(world.office), row, RoundMove.CLOSE)
    assert Round.objects.get().state == "closed"
    assert Score.objects.filter(round=row).exists()
    assert "open-data" in page(li, "inspections:round", row.pk)


def test_a_patrol_is_closed_without_a_score(world: World) -> None:
    row = patrol(world, timezone.now())
    assert step(signed_in(world.office), row, RoundMove.CLOSE).status_code == 302
    assert not Score.objects.exists()
