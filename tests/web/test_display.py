"""How a reader likes the page: kept in cookies, written by the server, Chinese unless said otherwise."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.test import Client, override_settings

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]


def html(client: Client) -> str:
    return client.get("/plain/").content.decode()


def test_a_page_is_chinese_by_day_in_normal_type_unless_said_otherwise(client: Client) -> None:
    assert '<html lang="zh-CN" data-theme="auto" data-size="normal">' in html(client)


def test_the_browsers_language_does_not_turn_the_page_english(client: Client) -> None:
    page = client.get("/plain/", headers={"accept-language": "en-US,en"})
    assert page.headers["Content-Language"] == "zh-CN"
    assert "跳到正文" in page.content.decode()


@pytest.mark.parametrize(
    ("switch", "written"),
    [
        ({"size": "large"}, 'data-size="large"'),
        ({"theme": "dark"}, 'data-theme="dark"'),
        ({"language": "en"}, '<html lang="en"'),
    ],
)
def test_a_switch_is_remembered_and_leads_back(
    client: Client, switch: dict[str, str], written: str
) -> None:
    answer = client.post("/display/", {**switch, "next": "/plain/?page=2"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/plain/?page=2")
    assert written in html(client)


def test_an_english_reader_reads_english(client: Client) -> None:
    client.post("/display/", {"language": "en"})
    page = client.get("/plain/")
    assert page.headers["Content-Language"] == "en"
    assert "Skip to the page" in page.content.decode()
    assert "Cookie" in page.headers["Vary"]


def test_an_unknown_choice_changes_nothing(client: Client) -> None:
    answer = client.post("/display/", {"size": "huge", "theme": "pink", "language": "xx"})
    assert not answer.cookies
    client.cookies["wenming_size"] = '"><script>'
    client.cookies["django_language"] = "xx"
    assert '<html lang="zh-CN" data-theme="auto" data-size="normal">' in html(client)


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_a_switch_never_leads_away_from_the_site(client: Client, there: str) -> None:
    assert client.post("/display/", {"next": there}).headers["Location"] == "/"


def test_the_display_changes_by_post_alone(client: Client) -> None:
    assert client.get("/display/", {"size": "large"}).status_code == 405


def test_the_sheet_of_parts_is_for_developers_alone(client: Client) -> None:
    assert client.get("/components/").status_code == 404
    assert client.get("/components/map.geojson").status_code == 404


@override_settings(LOGIN_URL="/sign-in/")
def test_somebody_not_signed_in_sees_no_contents_and_the_way_in(client: Client) -> None:
    page = html(client)
    assert 'id="contents"' not in page
    assert 'href="/sign-in/">登录' in page


def powers(request: HttpRequest) -> set[str]:
    """What the reader of these tests may do."""
    return {"people"}


def counts(request: HttpRequest) -> dict[str, int]:
    """What the reader of these tests has before him."""
    return {"cases": 214}


def told(request: HttpRequest) -> str:
    """Who the reader of these tests is."""
    return "督查三组 · 复核岗"


@override_settings(
    WEB_POWERS=f"{__name__}.powers", WEB_COUNTS=f"{__name__}.counts", WEB_WHO=f"{__name__}.told"
)
def test_who_is_signed_in_sees_who_he_is_and_the_contents_of_his_powers(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("li", is_active=True))
    page = html(client)
    assert '<nav class="contents" id="contents"' in page
    assert '<a href="/cases/">整改单 <span>214</span></a>' in page
    assert 'href="/people/"' in page
    assert "督查三组 · 复核岗" in page


def test_what_was_told_after_a_step_is_heard_and_can_be_put_away(client: Client) -> None:
    page = client.get("/told/").content.decode()
    assert 'class="toasts" role="status"' in page
    assert 'class="notice good"' in page
    assert "已派遣 9 件" in page
    assert "data-dismiss" in page
