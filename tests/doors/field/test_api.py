"""The phone's machine door: every answer the same however often it is asked, every fault in its place."""

import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.fieldwork import VISITS, assessment, body, patrol, post, seen, send
from tests.world import World
from wenming.loop.cases.models import Case
from wenming.loop.inspections.models import Finding, Photo, Round, Visit
from wenming.loop.rounds import actions as rounds
from wenming.loop.standards.rules import Scheme
from wenming.org.models import Token, User

NOW = timezone.now()
JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 10


@pytest.fixture
def quarter(world: World) -> Round:
    return assessment(world, NOW)


@pytest.fixture
def li(world: World, quarter: Round, client: Client) -> Client:
    """The inspector's browser, signed in."""
    client.force_login(world.inspector)
    return client


def bad(n: int = 1, **over: Any) -> dict[str, Any]:
    """A visit at which the n-th item did not conform."""
    findings = [seen(f"Ⅲ-1-{one}", "fail" if one == n else "pass") for one in (1, 2, 3)]
    return body(at=timezone.now(), findings=findings, **over)


# What comes of a draft


def test_a_bad_finding_is_a_case_within_the_same_request(li: Client) -> None:
    draft = bad()
    status, (answer,) = send(li, draft)
    case = Case.objects.get()
    told = {"id": draft["id"], "outcome": "recorded", "cases": [case.number], "faults": []}
    assert (status, answer) == (200, told)


def test_the_same_draft_is_answered_the_same_with_the_same_cases(li: Client) -> None:
    draft = bad()
    first = send(li, draft)[1][0]
    status, (again,) = send(li, draft)
    assert (status, again) == (200, first | {"outcome": "same"})
    assert (Visit.objects.count(), Finding.objects.count(), Case.objects.count()) == (1, 3, 1)


def test_the_same_id_with_other_content_is_409(li: Client) -> None:
    draft = bad()
    send(li, draft)
    status, (answer,) = send(li, draft | {"site": "JC0002"})
    assert (status, answer["outcome"], answer["faults"][0]["place"]) == (409, "conflict", "$[0].id")
    assert answer["faults"][0]["message"]


def test_a_findings_id_that_is_taken_is_told_its_place(li: Client) -> None:
    draft, other = bad(), body("JC0002", at=timezone.now())
    send(li, draft)
    other["findings"][1]["id"] = draft["findings"][0]["id"]
    status, (answer,) = send(li, other)
    assert (status, answer["faults"][0]["place"]) == (409, "$[0].findings[1].id")


def test_a_refused_draft_says_where_and_leaves_nothing(li: Client) -> None:
    draft = body(at=timezone.now())
    draft["findings"][2] = seen("Ⅲ-9-9")
    status, (answer,) = send(li, draft)
    assert (status, answer["outcome"], answer["cases"]) == (422, "refused", [])
    assert [(one["place"], one["code"]) for one in answer["faults"]] == [
        ("$[0].findings[2].item", "item_not_asked"),
        ("$[0].findings", "item_missing"),
    ]
    assert "Ⅲ-1-3" in answer["faults"][1]["message"]
    assert not Visit.objects.exists()


def test_one_bad_draft_does_not_hold_up_the_others(li: Client) -> None:
    now = timezone.now()
    malformed = body(at=now) | {"started": "yesterday"}
    status, answers = send(li, malformed, body(at=now), 7, body("JC0002", at=now, round="没有"))
    assert status == 422
    assert [one["outcome"] for one in answers] == ["refused", "recorded", "refused", "refused"]
    assert answers[0]["id"] == malformed["id"]
    assert answers[0]["faults"][0]["place"] == "$[0].started"
    assert (answers[2]["id"], answers[2]["faults"][0]["place"]) == (None, "$[2]")
    assert answers[3]["faults"][0]["place"] == "$[3].round"


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("findings", 2, "verdict"), "meh", "$[0].findings[2].verdict"),
        (("findings", 0, "count"), -1, "$[0].findings[0].count"),
        (("findings", 0, "count"), "2", "$[0].findings[0].count"),
        (("findings", 1, "id"), "1", "$[0].findings[1].id"),
        (("findings", 1, "photos"), ["x"], "$[0].findings[1].photos[0]"),
        (("findings", 1, "note"), "a\0b", "$[0].findings[1].note"),
        (("findings", 1, "note"), "\ud800", "$[0].findings[1].note"),
        (("findings", 1, "noet"), "a", "$[0].findings[1].noet"),
        (("findings",), None, "$[0].findings"),
        (("site",), "", "$[0].site"),
        (("started",), 1700000000, "$[0].started"),
        (("ended",), "0001-01-01T00:00:00Z", "$[0].ended"),
        (("ended",), "2026-02-30T00:00:00Z", "$[0].ended"),
    ],
)
def test_a_malformed_value_is_told_its_place(
    li: Client, path: tuple[str | int, ...], value: object, place: str
) -> None:
    draft: Any = body(at=timezone.now())
    *steps, last = path
    inner = draft
    for step in steps:
        inner = inner[step]
    inner[last] = value
    status, (answer,) = send(li, draft)
    assert status == 422
    assert place in {one["place"] for one in answer["faults"]}
    for fault in answer["faults"]:
        assert fault["message"].endswith("。"), fault
        assert not re.search(r"[A-Za-z]{4,} [a-z]+", fault["message"]), fault
    assert not Visit.objects.exists()


def test_every_malformed_value_is_told_at_once(li: Client) -> None:
    draft = body(at=timezone.now()) | {"started": "x", "ended": "y"}
    del draft["round"]
    faults = send(li, draft)[1][0]["faults"]
    assert {one["place"] for one in faults} == {"$[0].round", "$[0].started", "$[0].ended"}


def test_a_time_without_a_zone_is_the_citys_own(li: Client) -> None:
    local = timezone.localtime(timezone.now()).replace(tzinfo=None)
    draft = body(at=timezone.now()) | {"started": local.isoformat(), "ended": local.isoformat()}
    assert send(li, draft)[0] == 200
    assert abs(Visit.objects.get().ended - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("content", ["{", "[1", b"\xff\xfe"])
def test_what_is_no_json_is_400(li: Client, content: str | bytes) -> None:
    answer = post(li, content)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, "unreadable")


@pytest.mark.parametrize("content", ["", "{}", "null", '"a"', json.dumps([1] * 501)])
def test_what_is_no_list_of_drafts_is_422(li: Client, content: str) -> None:
    answer = post(li, content)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "malformed")


def test_an_empty_list_is_nothing_to_do(li: Client) -> None:
    assert send(li) == (200, [])


# Who calls


def test_nobody_is_401(world: World, quarter: Round) -> None:
    answer = post(Client(), "[]")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "signed_out")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("who", ["liaison", "head", "leader", "admin", "auditor", "stranger"])
def test_who_may_not_inspect_is_403(world: World, quarter: Round, client: Client, who: str) -> None:
    client.force_login(getattr(world, who))
    for answer in (
        post(client, "[]"),
        client.get("/api/field/bundle"),
        client.put(f"/api/field/photos/{'a' * 64}", JPEG),
    ):
        assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "power")


def test_another_groups_beat_is_refused_in_its_place(li: Client) -> None:
    status, (answer,) = send(li, body("JC0003", at=timezone.now()))
    assert (status, answer["faults"][0]["code"]) == (422, "beat")


def test_a_session_needs_the_csrf_token(world: World, quarter: Round) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.inspector)
    assert post(browser, "[]").status_code == 403
    browser.cookies["csrftoken"] = "a" * 32
    assert post(browser, "[]", **{"X-CSRFToken": "a" * 32}).status_code == 200


def key(user: User, **over: Any) -> str:
    """A key for machines; what is kept of it is its digest."""
    digest = hashlib.sha256(b"open sesame").hexdigest()
    Token.objects.create(user=user, name="手机", sha256=digest, made=timezone.now(), **over)
    return "Bearer open sesame"


def test_a_key_opens_the_door_without_a_session(world: World, quarter: Round) -> None:
    machine = Client(enforce_csrf_checks=True)
    status, (answer,) = send(machine, bad(), Authorization=key(world.inspector))
    assert (status, answer["outcome"]) == (200, "recorded")
    assert Visit.objects.get().by == world.inspector
    assert Token.objects.get().used is not None


def test_a_key_that_ended_or_belongs_to_nobody_is_401(world: World, quarter: Round) -> None:
    ended = key(world.inspector, until=timezone.now() - timedelta(seconds=1))
    for said in (ended, "Bearer", "Bearer x", "Basic eDp5", "Bearer \u00e9"):
        assert post(Client(), "[]", Authorization=said).status_code == 401
    Token.objects.update(until=None)
    User.objects.filter(pk=world.inspector.pk).update(is_active=False)
    assert post(Client(), "[]", Authorization=ended).status_code == 401


# Photographs


def put(client: Client, content: bytes, name: str = "") -> tuple[int, Any]:
    sha256 = name or hashlib.sha256(content).hexdigest()
    answer = client.put(f"/api/field/photos/{sha256}", content, content_type="image/jpeg")
    return answer.status_code, json.loads(answer.content)


def test_a_photograph_may_come_before_or_after_its_finding(li: Client) -> None:
    sha256, late = hashlib.sha256(JPEG).hexdigest(), JPEG + b"2"
    assert put(li, JPEG) == (200, {"sha256": sha256, "size": len(JPEG), "mime": "image/jpeg"})
    draft = bad()
    draft["findings"][0]["photos"] = [sha256, hashlib.sha256(late).hexdigest()]
    assert send(li, draft)[0] == 200
    assert Photo.objects.filter(file=None).count() == 1
    assert put(li, late)[0] == 200
    assert put(li, late)[0] == 200
    assert not Photo.objects.filter(file=None).exists()


def test_a_photograph_is_what_it_is_called_and_is_a_picture(li: Client) -> None:
    assert put(li, JPEG, "a" * 64)[1]["code"] == "digest"
    assert put(li, b"MZ not a picture")[1]["code"] == "file_kind"
    status, told = put(li, JPEG, "A" * 64)
    assert (status, told["code"]) == (422, "malformed")


# The bundle


def test_the_bundle_holds_what_ones_group_needs(li: Client, world: World) -> None:
    send(li, bad())
    bundle = json.loads(li.get("/api/field/bundle").content)
    assert [stop["code"] for stop in bundle["stops"]] == ["JC0001", "JC0002"]
    assert [stop["state"] for stop in bundle["stops"]] == ["visited", "awaiting"]
    assert [item["code"] for item in bundle["items"]] == ["Ⅲ-1-1", "Ⅲ-1-2", "Ⅲ-1-3"]
    assert bundle["items"][0]["kinds"] == ["背街小巷", "集贸市场"]
    assert [one["number"] for one in bundle["cases"]] == [Case.objects.get().number]
    assert bundle["words"]["verdicts"]["fail"] == "不符合"
    assert bundle["sites"] == []


def test_a_patrol_takes_along_the_sites_of_its_beat(li: Client, world: World) -> None:
    patrol(world, NOW)
    bundle = json.loads(li.get("/api/field/bundle").content)
    assert [site["code"] for site in bundle["sites"]] == ["JC0001", "JC0002", "JC0004"]


def test_a_bundle_that_has_not_changed_is_not_sent_again(li: Client, world: World) -> None:
    first = li.get("/api/field/bundle")
    again = li.get("/api/field/bundle", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    send(li, bad())
    changed = li.get("/api/field/bundle", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


# What it promises


def test_every_operation_documents_every_refusal(client: Client) -> None:
    schema = json.loads(client.get("/api/openapi.json").content)
    assert {"/api/field/visits", "/api/field/photos/{sha256}", "/api/field/bundle"} <= set(
        schema["paths"]
    )
    for path, operations in schema["paths"].items():
        for method, told in operations.items():
            wanted = {"400", "401", "403", "404", "409", "422"}
            assert wanted <= set(told["responses"]), (method, path)
            assert told["security"], (method, path)


def test_a_draft_is_documented_whole(client: Client) -> None:
    schemas = json.loads(client.get("/api/openapi.json").content)["components"]["schemas"]
    assert set(schemas["VisitIn"]["properties"]) == {
        *("id", "round", "site", "started", "ended", "findings")
    }
    assert set(schemas["FindingIn"]["properties"]) == {
        *("id", "item", "verdict", "count", "note", "photos")
    }
    assert schemas["VisitIn"]["properties"]["started"]["format"] == "date-time"


def test_the_documentation_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "/static/ninja/swagger-ui-bundle.js" in page
    assert (
        "http" not in page.replace("https://", "http").split("<body")[0].lower()
        or "cdn" not in page
    )


def test_a_visit_of_25_findings_costs_few_queries(
    li: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    content = world.litter.parent
    assert content is not None
    for n in range(4, 26):
        world.leaf(content, n, f"标准{n}", 10, Scheme.BINARY, world.roads)
    findings = [seen(f"Ⅲ-1-{n}") for n in range(1, 26)]
    with django_assert_max_num_queries(24):
        assert send(li, body(at=timezone.now(), findings=findings))[0] == 200


def test_a_closed_round_takes_nothing_more(li: Client, world: World, quarter: Round) -> None:
    rounds.close(quarter.pk, by=world.office, at=NOW)
    status, (answer,) = send(li, bad())
    assert (status, answer["faults"][0]["code"]) == (422, "round_state")
    assert li.get(VISITS).status_code == 405
