"""Refusals as answers, ways back, downloads, and what a page may load."""

from enum import StrEnum

import pytest
from django.test import Client, RequestFactory

from wenming.kit.flow import Refused
from wenming.web.csp import policy
from wenming.web.http import choice, safe_next
from wenming.web.words import NEEDS, REASONS, refusal

pytestmark = pytest.mark.urls("tests.web.urls")


class Move(StrEnum):
    """Two words of which one begins the other."""

    FIX = "fix"
    FIX_AGAIN = "fix-again"


@pytest.mark.parametrize(
    ("reason", "status", "words"),
    [
        ("state", 409, "状态已经变了"),
        ("power", 403, "没有这一项权限"),
        ("needs", 422, "还缺说明、照片"),
        ("full", 507, "存储空间已满"),
        ("something new", 409, "something new"),
    ],
)
@pytest.mark.django_db
def test_a_refusal_is_a_page_with_its_status_the_present_state_and_a_way_on(
    client: Client, caplog: pytest.LogCaptureFixture, reason: str, status: int, words: str
) -> None:
    answer = client.get(f"/no/{reason}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "整改中" in page
    assert 'href="/plain/"' in page
    assert [r.levelname for r in caplog.records if r.levelname == "ERROR"] == ["ERROR"] * (
        status > 500
    )
    caplog.clear()


def test_every_reason_says_what_is_wrong_and_what_to_do() -> None:
    """Only what a repeated draw finds wrong is a finding and no refusal: there nothing can be done."""
    assert all(sentence.wrong for sentence in REASONS.values())
    silent = [code for code, sentence in REASONS.items() if not sentence.todo]
    assert [code for code in silent if not code.startswith("draw_")] == []
    assert all(NEEDS.values())


def test_a_reason_holds_the_facts_it_was_given_and_bears_their_absence() -> None:
    assert refusal(Refused("too_many", "90", "70")).wrong == "要抽 90 个点位，签库里只有 70 个。"
    for code in REASONS:
        assert "{" not in "".join(map(str, refusal(Refused(code))))


def test_an_address_takes_the_values_of_an_enum_and_no_other() -> None:
    converter = choice(Move)()
    assert converter.regex == "fix-again|fix"
    assert converter.to_python("fix") is Move.FIX
    assert converter.to_url(Move.FIX_AGAIN) == "fix-again"
    with pytest.raises(ValueError, match="mend"):
        converter.to_url("mend")


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("/cases/?page=2", "/cases/?page=2"),
        ("http://testserver/cases/", "http://testserver/cases/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(there: str, back: str) -> None:
    assert safe_next(RequestFactory().post("/", {"next": there})) == back


@pytest.mark.django_db
def test_every_page_says_what_may_be_loaded(client: Client) -> None:
    said = client.get("/plain/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in said
    assert "default-src 'self'" in said


@pytest.mark.parametrize(
    ("tiles", "pictures"),
    [
        ("", "img-src 'self' data: blob:;"),
        ("https://tiles.example/{z}/{x}/{y}.png", "data: blob: https://tiles.example;"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "data: blob: https://*.tiles.example;"),
    ],
)
def test_tiles_are_loaded_from_the_named_server_alone(tiles: str, pictures: str) -> None:
    assert pictures in policy(tiles)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/", "/display/nothing"])
def test_a_page_that_is_not_there_says_what_to_do(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "回到工作台" in answer.content.decode()


def test_a_stale_form_is_refused_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/display/", {"size": "large"})
    assert answer.status_code == 403
    assert "开得太久" in answer.content.decode()
