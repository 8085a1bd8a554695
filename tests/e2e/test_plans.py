"""A plan from asking to a change by hand, in a browser: it appears by itself, and says what a change breaks."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, Screen, spill
from tests.e2e.test_walk import enter

Window = Callable[..., BrowserContext]
PATIENCE = 120_000  # milliseconds: a busy machine starts a process slowly
LARGE = Screen(PHONE.width, PHONE.height, size="large")


def ask(page: Page) -> None:
    """Ask for next year's adoption of streets."""
    year = date.today().year + 1  # noqa: DTZ011 - what a person at the city would type
    page.goto("/duties/plans/")
    page.locator("input[name=year]").fill(str(year))
    page.locator("input[name=since]").fill(f"{year}-01-01")
    page.locator("form:has(input[name=year])").get_by_role("button", name="编制").click()
    page.wait_for_load_state()


def test_a_plan_appears_by_itself_and_says_what_a_change_breaks(window: Window) -> None:
    page = enter(window(DESKTOP), "demo-office")
    ask(page)
    expect(page.locator("#lines tbody tr")).to_have_count(83, timeout=PATIENCE)
    expect(page.get_by_role("button", name="采用")).to_be_visible(timeout=PATIENCE)
    page.locator("#lines").get_by_role("link", name="调整").first.click()
    page.locator("select[name=new]").select_option(index=0)
    page.get_by_role("button", name="调整").click()
    page.wait_for_load_state()
    expect(page.locator("#proposal .notice")).to_contain_text("没有单位包")
    expect(page.get_by_role("button", name="采用")).to_have_count(0)
    page.get_by_role("button", name="放弃").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("已放弃")


def test_plans_are_read_on_a_phone_in_large_type_without_scripts(window: Window) -> None:
    page = enter(window(LARGE, java_script_enabled=False), "demo-office")
    for listing, link in (("/duties/plans/", "年包街方案"), ("/tours/plans/", "巡查路线")):
        page.goto(listing)
        assert spill(page) == 0, listing
        row = page.locator("main tr", has_text="已采用").first
        row.get_by_role("link", name=link).click()
        page.wait_for_load_state()
        expect(page.locator("main")).to_contain_text("已采用")
        assert spill(page) == 0, page.url
