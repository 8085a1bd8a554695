"""The clean-up day in a browser: totals, brief, a changed return; and a return sent without a network."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import PHONE, spill
from tests.e2e.test_walk import enter

FIVE = ("1303", "5373", "93.42", "25420", "25000")
NAME = "迎新年城市清洁日"


def words(content: bytes, kind: str) -> str:
    """What a file says."""
    if kind == "pdf":
        return "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages)
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "".join([*(one.text for one in file.paragraphs), *cells])


def test_the_five_totals_stand_everywhere_and_one_change_marks_the_brief(
    window: Callable[..., BrowserContext], picture: Callable[..., Path]
) -> None:
    page = enter(window(), "demo-office")
    page.goto("/campaigns/")
    page.get_by_role("link", name=NAME).click()
    address = page.url
    for figure in FIVE:
        assert figure in page.inner_text("main")
    picture(page, "campaign")
    page.get_by_role("link", name="第 1 期").click()
    brief = page.url
    for figure in FIVE:
        assert figure in page.inner_text("main")
    picture(page, "brief")
    for kind in ("docx", "pdf"):
        told = words(page.request.get(f"{brief.rstrip('/')}.{kind}").body(), kind)
        assert [one for one in FIVE if one not in told] == [], kind
    key = address.rstrip("/").split("/")[-1]
    data = json.loads(page.request.get(f"/campaigns/open/{key}.json").text())
    assert tuple(data["totals"].values()) == FIVE
    page.goto(f"{address}returns/")
    page.locator("tbody a").first.click()
    field = page.get_by_label("清运垃圾")
    before = float(field.input_value())
    field.fill(f"{before + 1:.2f}")
    page.get_by_label("更正理由").fill("漏记一车")
    page.get_by_role("button", name="更正").click()
    expect(page.locator("table")).to_contain_text("漏记一车")
    page.goto(address)
    assert "94.42" in page.inner_text("main")
    expect(page.locator("#briefs")).to_contain_text("已过时")
    page.goto(brief)
    expect(page.locator("#changes")).to_contain_text(f"{before + 1:.2f}")
    assert "93.42" in page.inner_text("#told")
    picture(page, "brief-stale")


def test_anybody_sees_what_goes_on(
    window: Callable[..., BrowserContext], picture: Callable[..., Path]
) -> None:
    page = window(PHONE).new_page()
    page.goto("/campaigns/open/")
    page.get_by_role("link", name=NAME).click()
    assert "25420" in page.inner_text("main")
    assert spill(page) == 0
    picture(page, "campaign-open", PHONE)


@pytest.mark.parametrize("times", [3])
def test_a_return_made_without_a_network_goes_when_there_is_one(
    window: Callable[..., BrowserContext], picture: Callable[..., Path], times: int
) -> None:
    context = window(PHONE)
    page = enter(context, "demo-office")
    page.goto("/campaigns/")
    page.get_by_role("link", name=NAME).click()
    page.goto(f"{page.url}returns/")
    page.locator("tbody a").nth(1).click()
    rows: Any = page.locator("#versions tbody tr")
    had = rows.count()
    context.set_offline(True)
    people = page.get_by_label("参加人数")
    people.fill("1234")
    page.get_by_label("更正理由").fill("补记下午到场的人")
    for _ in range(times):
        page.get_by_role("button", name="更正").click()
    expect(page.locator("#kept")).to_contain_text("存在本机")
    picture(page, "return-offline", PHONE)
    context.set_offline(False)
    expect(rows).to_have_count(had + 1)
    assert "1234" in page.inner_text("#versions")
