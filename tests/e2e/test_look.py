"""The sheet of all parts in a real browser: nothing spills, nothing is hidden from who cannot see it.

Every part is looked at by day and by night, in normal and large type, on a desk and on a phone, with
axe (a kept file) as the reader who uses neither mouse nor eyes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import DESKTOP, PHONE, Screen, Watch, spill

pytestmark = pytest.mark.urls("tests.web.urls")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
VARIANTS = [
    Screen(width, height, size=size, theme=theme, lang=lang)
    for width, height in ((1280, 900), (390, 844))
    for size, theme, lang in (
        ("normal", "light", "zh-hans"),
        ("normal", "dark", "en"),
        ("large", "light", "zh-hans"),
    )
]

Look = Callable[..., Page]


@pytest.fixture(scope="module")
def served() -> Iterator[LiveServer]:
    """The look alone on a port; it asks no database, so none is made ready for it."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def look(chromium: Browser, served: LiveServer, settings: Settings) -> Iterator[Look]:
    """Opens an address of the look alone as a reader with a Screen has it."""
    settings.DEBUG = True
    opened: list[BrowserContext] = []
    watch = Watch()

    def open_page(address: str = "/components/", screen: Screen = DESKTOP, **more: Any) -> Page:
        context = chromium.new_context(
            base_url=served.url,
            viewport={"width": screen.width, "height": screen.height},
            timezone_id="Asia/Shanghai",
            has_touch=screen.width < 600,
            **more,
        )
        told = {"wenming_size": screen.size, "wenming_theme": screen.theme}
        for name, value in {**told, "django_language": screen.lang}.items():
            context.add_cookies([{"name": name, "value": value, "url": served.url}])
        context.on("page", watch.over)
        context.route("**/*", watch.guard)
        opened.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert watch.faults == []


def faults(page: Page) -> list[str]:
    """What axe finds wrong on a page: rule, and the first places."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {RULES})")
    return [f"{fault['id']}: {places(fault['nodes'])}" for fault in found["violations"]]


def places(nodes: list[dict[str, Any]]) -> str:
    """Where, and what is said there."""
    told = [(n["target"][-1], *(one["message"] for one in n["any"][:1])) for n in nodes[:4]]
    return "; ".join(" ".join(words) for words in told)


@pytest.mark.parametrize("screen", VARIANTS, ids=lambda s: f"{s.name}-{s.theme}")
def test_every_part_can_be_read_by_everybody_on_every_screen(
    look: Look, picture: Callable[..., Path], screen: Screen
) -> None:
    page = look(screen=screen)
    page.wait_for_selector("[data-drawn]")
    assert spill(page) == 0
    assert faults(page) == []
    picture(page, f"parts-{screen.theme}", screen)


def test_what_can_be_pressed_is_big_enough_for_a_finger_in_large_type(look: Look) -> None:
    page = look(screen=Screen(390, 844, size="large"))
    small = page.evaluate(
        """[...document.querySelectorAll('.btn, .switch, select, textarea, .pages a, input')]
        .filter(e => e.offsetParent && !['hidden', 'radio', 'checkbox'].includes(e.type))
        .map(e => [e.textContent.trim() || e.name, e.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_a_dialog_opens_over_the_page_and_closes_without_doing_anything(look: Look) -> None:
    page = look()
    page.get_by_role("link", name="退回重改").click()
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    assert page.evaluate("document.querySelector('dialog').matches(':modal')")
    assert faults(page) == []
    dialog.get_by_role("link", name="不退回").click()
    assert not dialog.is_visible()


def test_a_dialog_stands_in_the_middle_of_the_window(look: Look) -> None:
    page = look()
    page.get_by_role("link", name="退回重改").click()
    box = page.get_by_role("dialog").bounding_box()
    assert box
    above, below = box["y"], 900 - box["y"] - box["height"]
    assert abs(above - below) < 4


def test_a_dialog_works_without_scripts(look: Look) -> None:
    page = look(java_script_enabled=False)
    page.get_by_role("link", name="退回重改").click()
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    dialog.get_by_role("link", name="不退回").click()
    assert not dialog.is_visible()


def test_the_switches_work_without_scripts_and_come_back_to_the_page(look: Look) -> None:
    page = look("/components/?page=3", java_script_enabled=False)
    page.get_by_role("button", name="大字").first.click()
    assert page.url.endswith("/components/?page=3")
    assert page.get_by_role("button", name="常规字").first.is_visible()
    page.get_by_role("button", name="English").first.click()
    page.get_by_text("Skip to the page").wait_for(state="attached")


def test_an_error_is_where_the_eye_lands(look: Look) -> None:
    page = look()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.get_by_role("alert").get_by_role("link", name="时限类别").click()
    page.wait_for_function("document.activeElement.name === 'wrong-kind'")


def test_the_map_is_drawn_from_our_own_data_alone(look: Look) -> None:
    page = look(screen=PHONE)
    drawn = page.wait_for_selector("[data-drawn]")
    assert drawn is not None
    assert int(drawn.get_attribute("data-drawn") or 0) == 17
    assert page.locator(".leaflet-tile").count() == 0


def test_a_name_on_the_map_is_read_as_a_name_and_not_as_html(look: Look) -> None:
    ring = [[104, 30], [104.01, 30], [104.01, 30.01], [104, 30]]
    area = {"name": "<i>街</i>", "note": "", "url": "", "look": "area"}
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "geometry": shape, "properties": area}
    drawn = {"type": "FeatureCollection", "features": [feature]}
    page = look("about:blank")
    page.route("**/map.geojson", lambda route: route.fulfill(json=drawn))
    page.goto("/components/")
    assert page.locator(".map-name").text_content() == "<i>街</i>"


def test_a_map_whose_data_fails_says_so(look: Look) -> None:
    page = look("/plain/")
    page.route("**/map.geojson", lambda route: route.fulfill(status=404))
    page.goto("/components/")
    page.get_by_text("地图数据没有取到").wait_for()


def test_a_printed_page_is_ink_on_white_without_buttons(look: Look) -> None:
    page = look(screen=Screen(theme="dark"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(36, 33, 29)"
    )
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".btn").first.is_visible()
    assert page.locator("details.figures table").first.is_visible()
