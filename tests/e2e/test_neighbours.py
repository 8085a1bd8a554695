"""Courses, alliances and grids in a browser: three steps in large type on a phone, a year, a matter."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import DESKTOP, PHONE, Screen, spill
from tests.e2e.test_walk import enter

Window = Callable[..., BrowserContext]
LARGE = Screen(PHONE.width, PHONE.height, size="large")
TAP = 44  # pixels


def test_somebody_enrols_on_a_phone_in_large_type_in_three_steps_without_scripts(
    window: Window, picture: Callable[..., Path]
) -> None:
    page = window(LARGE, java_script_enabled=False).new_page()
    page.goto("/courses/")
    expect(page.locator("main")).to_contain_text("三步中的第一步")
    assert spill(page) == 0
    picture(page, "courses", LARGE)
    page.get_by_role("link", name="合唱团排练").click()
    expect(page.locator("main")).to_contain_text("三步中的第二步")
    assert spill(page) == 0
    picture(page, "course", LARGE)
    for what in ("input[name=name]", "input[name=phone]", "#enrol button"):
        box = page.locator(what).bounding_box()
        assert box is not None
        assert box["height"] >= TAP, what
    page.fill("input[name=name]", "王秀兰")
    page.fill("input[name=phone]", "138 0000 1234")
    page.locator("#enrol").get_by_role("button", name="报名").click()
    expect(page.locator("main")).to_contain_text("三步中的第三步")
    expect(page.locator("main")).to_contain_text("报好了")
    assert spill(page) == 0
    picture(page, "slip", LARGE)
    page.locator("summary", has_text="放弃名额").click()
    page.get_by_role("button", name="是的，放弃").click()
    expect(page.locator("main")).to_contain_text("您已不在名单里")


def test_the_desk_shows_who_waits_and_whom_to_ring_up(
    window: Window, picture: Callable[..., Path]
) -> None:
    for screen in (DESKTOP, LARGE):
        page = enter(window(screen), "demo-office")
        page.goto("/courses/")
        page.get_by_role("link", name="书法班（初级）").click()
        page.get_by_role("link", name="报名与点名").click()
        expect(page.locator("#people")).to_contain_text("待确认")
        assert spill(page) == 0
        picture(page, "desk", screen)


def test_a_year_of_an_alliance_is_one_page(window: Window, picture: Callable[..., Path]) -> None:
    for screen in (DESKTOP, LARGE):
        page = enter(window(screen), "demo-office")
        page.goto("/alliances/")
        page.get_by_role("link", name="杏林共建联盟").click()
        page.locator(".tabs a").first.click()  # last year, whole
        expect(page.locator("#versions h3")).to_have_count(5)
        expect(page.locator("#appraisals h3")).to_have_count(12)
        assert spill(page) == 0
        picture(page, "alliance", screen)


def test_a_matter_goes_from_filing_to_telling_back(
    window: Window, picture: Callable[..., Path]
) -> None:
    page = enter(window(LARGE), "demo-office")
    page.goto("/grids/")
    assert spill(page) == 0
    page.get_by_role("link", name="第1网格").click()
    picture(page, "grid", LARGE)
    assert spill(page) == 0
    page.fill("input[name=title]", "楼道灯坏了")
    page.locator("#file").get_by_role("button", name="提交").click()
    for word, note in (("受理", ""), ("办结", "换了灯"), ("回访告知", "已告诉住户")):
        box = page.locator("details", has=page.locator("summary", has_text=word)).first
        if not box.evaluate("box => box.open"):
            box.locator("summary").click()
        if note:
            box.locator("textarea").fill(note)
        box.get_by_role("button", name=word).click()
        page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("已回访")
    picture(page, "matter", LARGE)
    page.goto("/grids/people/?both=1")
    expect(page.locator("main table")).to_be_visible()
    assert spill(page) == 0
    picture(page, "people", LARGE)
