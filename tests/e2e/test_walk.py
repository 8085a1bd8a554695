"""Walks through the demo city as its people do: every page of the contents, on every screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import ENGLISH, PHONE, SCREENS, Screen, spill

Window = Callable[..., BrowserContext]
Picture = Callable[..., Path]
ROLES = ("demo-office", "demo-jiaojing-liaison", "demo-inspector-1", "demo-leader", "demo-auditor")

# On a phone a table is read downwards: none hides half of itself beyond the edge.
SIDEWAYS = """[...document.querySelectorAll('.table:has(table)')]
.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.trim().slice(0, 20))"""
# What stands alone and can be pressed, lower than a finger is wide; links within a sentence may be.
SMALL = """[...document.querySelectorAll('a, button, select, textarea, summary, input')]
.filter(e => e.offsetParent && !['hidden', 'radio', 'checkbox'].includes(e.type) && !e.closest('p'))
.map(e => [e.textContent.trim().slice(0, 20) || e.name, e.getBoundingClientRect().height])
.filter(([, height]) => height < 44)"""


def enter(window: BrowserContext, account: str) -> Page:
    """Sign in by one click, as anybody of the demo city."""
    page = window.new_page()
    page.goto("/org/roles/")
    # On a phone the column of accounts is put away; its words are still in the row.
    page.locator("tr", has=page.get_by_text(account, exact=True)).get_by_role("button").click()
    page.wait_for_load_state()
    return page


def contents(page: Page) -> list[str]:
    """The addresses of the contents of this page."""
    links = page.locator("nav.contents li a")
    return [str(a.get_attribute("href")) for a in links.all()]


@pytest.mark.parametrize("screen", [*SCREENS, *ENGLISH], ids=lambda s: s.name)
def test_the_office_finds_every_page_of_its_contents_whole(
    window: Window, picture: Picture, screen: Screen
) -> None:
    page = enter(window(screen), "demo-office")
    addresses = contents(page)
    assert len(addresses) >= 5
    spilt, unread, small = {}, {}, {}
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        assert page.locator("h1").count() == 1, address
        picture(page, address.strip("/").replace("/", "-") or "home", screen)
        spilt[address] = spill(page)
        if screen.width < 600:
            unread[address] = page.evaluate(SIDEWAYS)
        if screen.size == "large" and screen.width < 600:
            small[address] = page.evaluate(SMALL)
    assert {a: p for a, p in spilt.items() if p} == {}
    assert {a: p for a, p in unread.items() if p} == {}
    assert {a: p for a, p in small.items() if p} == {}


@pytest.mark.parametrize("account", ROLES)
def test_whoever_enters_can_open_whatever_is_offered(window: Window, account: str) -> None:
    page = enter(window(), account)
    refused = {}
    for address in contents(page):
        answer = page.goto(address)
        assert answer
        refused[address] = answer.status
    assert {a: s for a, s in refused.items() if s != 200} == {}


def test_nobody_sees_the_contents_before_signing_in(window: Window) -> None:
    page = window().new_page()
    page.goto("/")
    assert "/org/roles/" in page.url
    assert contents(page) == []


def test_escape_puts_the_contents_of_a_phone_away_and_goes_back_to_what_opened_them(
    window: Window,
) -> None:
    page = enter(window(PHONE), "demo-office")
    page.get_by_role("link", name="目录", exact=True).click()
    lines = page.locator("nav.contents")
    assert lines.is_visible()
    page.keyboard.press("Escape")
    lines.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "目录"
