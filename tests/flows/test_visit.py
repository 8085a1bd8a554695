"""Visits on the pages: an inspector records in the browser, with or without scripts."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.casefile import TUESDAY, in_state, step
from tests.fieldwork import assessment, filled, page, patrol, signed_in, submit
from tests.world import World
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State
from wenming.loop.casework.actions import take
from wenming.loop.inspections.models import Finding, Photo, Visit
from wenming.loop.standards.rules import PhotoRule

JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 10


# The inspector


def test_an_inspector_records_a_visit_in_the_browser(world: World) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0001")
    li = signed_in(world.inspector)
    assert reverse("field:record", args=[stop.pk]) in page(li, "field:today")
    form = page(li, "field:record", stop.pk)
    assert form.count('value="fail"') == 3
    assert "checked" not in form  # nothing conforms unless somebody says so
    said = filled(world, litter="fail") | {f"note_{world.litter.pk}": "门口有垃圾"}
    answer = submit(li, "field:record", stop.pk, **said)
    assert answer.headers["Location"] == reverse("field:today")
    assert Visit.objects.get().by == world.inspector
    assert Case.objects.get().problem == "门口有垃圾"
    assert Case.objects.get().number in page(li, "field:today")
    assert "门口有垃圾" in page(li, "inspections:visit", Visit.objects.get().pk)


def test_a_visit_sent_twice_from_the_browser_is_one(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    li, said = signed_in(world.inspector), filled(world)
    submit(li, "field:record", stop.pk, **said)
    again = submit(li, "field:record", stop.pk, **said)
    assert again.headers["Location"] == reverse("inspections:visit", args=[said["id"]])
    assert Visit.objects.count() == 1


def test_what_was_filled_in_stays_when_something_is_wrong(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    li, said = signed_in(world.inspector), filled(world, stalls="fail")
    said |= {f"note_{world.stalls.pk}": "三个摊", f"count_{world.stalls.pk}": "3"}
    del said[f"verdict_{world.signs.pk}"]
    answer = submit(li, "field:record", stop.pk, **said)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "请选一项" in words
    assert words.count("checked") == 2
    assert 'value="三个摊"' in words
    assert f'value="{said["id"]}"' in words
    assert not Visit.objects.exists()
    submit(li, "field:record", stop.pk, **said | {f"verdict_{world.signs.pk}": "na"})
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
    wrong = submit(li, "field:record", stop.pk, **said, **picture)
    digest = hashlib.sha256(JPEG).hexdigest()
    assert f'value="{digest}"' in wrong.content.decode()
    said |= {f"kept_{world.litter.pk}": digest, f"verdict_{world.signs.pk}": "pass"}
    assert submit(li, "field:record", stop.pk, **said).status_code == 302
    assert Photo.objects.get().file_id == digest
    shown = reverse("inspections:photo", args=[said["id"], digest])
    assert shown in page(li, "inspections:visit", said["id"])
    answer: Any = li.get(shown)
    assert (answer.headers["Content-Type"], b"".join(answer)) == ("image/jpeg", JPEG)
    assert signed_in(world.liaison).get(shown).status_code == 404


def test_a_photograph_that_is_none_is_said(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    said: dict[str, object] = {**filled(world, litter="fail")}
    said |= {f"photo_{world.litter.pk}": upload(b"MZ")}
    answer = submit(signed_in(world.inspector), "field:record", stop.pk, **said)
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
    assert submit(li, "field:record_at", row.pk, "JC0001", **said).status_code == 302
    assert Finding.objects.get().item == world.litter


def test_what_the_rules_refuse_is_said_on_the_form(world: World) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0004")
    zhou = signed_in(world.office)
    submit(zhou, "field:record", stop.pk, **filled(world))
    again = submit(zhou, "field:record", stop.pk, **filled(world))
    assert (again.status_code, "已经有人记录过了" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("who", ["liaison", "mender", "auditor", "leader"])
def test_only_inspectors_meet_the_form(world: World, who: str) -> None:
    row = assessment(world, timezone.now())
    stop = row.stops.get(site__code="JC0001")
    other = signed_in(getattr(world, who))
    for answer in (
        other.get(reverse("field:record", args=[stop.pk])),
        submit(other, "field:record", stop.pk, **filled(world)),
    ):
        assert answer.status_code in {403, 404}
    assert other.get(reverse("field:today")).status_code == 403
    assert not Visit.objects.exists()


def test_a_finding_is_corrected_on_the_pages_and_a_bad_one_opens_its_case(world: World) -> None:
    stop = assessment(world, timezone.now()).stops.get(site__code="JC0001")
    li = signed_in(world.inspector)
    submit(li, "field:record", stop.pk, **filled(world))
    old = Finding.objects.get(item=world.litter)
    assert reverse("field:correct", args=[old.pk]) in page(li, "inspections:visit", old.visit_id)
    page(li, "field:correct", old.pk)
    submit(li, "field:correct", old.pk, verdict="fail", note="墙角有垃圾")
    words = page(li, "inspections:visit", old.visit_id)
    assert ("墙角有垃圾" in words, "更正前：符合" in words) == (True, True)
    assert Case.objects.get().item == world.litter
    other = signed_in(world.other_inspector)
    new = Finding.objects.standing().get(item=world.litter)
    assert submit(other, "field:correct", new.pk, verdict="pass", note="x").status_code == 403


def test_a_finding_under_appeal_is_not_corrected_but_decided_upon(world: World) -> None:
    case = step(world, in_state(world, State.TAKEN), Move.APPEAL)
    finding = case.appeals.get().finding
    answer = submit(
        signed_in(world.office), "field:correct", finding.pk, verdict="pass", note="划线内"
    )
    assert answer.status_code == 409
    assert Finding.objects.standing().get(pk=finding.pk).mark == 0
    take(case.pk, Move.UPHOLD, Given(note="划线内"), by=world.office, at=TUESDAY)
    assert not Finding.objects.standing().filter(pk=finding.pk).exists()
