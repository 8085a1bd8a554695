"""A real browser (Debian's Chromium) against a served city, and what no page may do in it.

A page that throws, logs an error, answers 5xx or asks anything of another machine fails its test.
Pictures go to the folder that PICTURES names, else to pytest's own.
"""

import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    sync_playwright,
)

from tests.installation import Installation
from tools.postgres import free_port

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PATIENCE_SECONDS = 900  # the whole city is made first; a busy machine takes minutes
PICTURES = os.environ.get("PICTURES", "")


@dataclass(frozen=True)
class Screen:
    """What a reader looks at: a window, a size of type, a language."""

    width: int = 1280
    height: int = 900
    size: str = "normal"
    lang: str = "zh-hans"
    theme: str = "light"

    @property
    def name(self) -> str:
        """As it stands in a picture's file name."""
        kind = "phone" if self.width < 600 else "desktop"
        return f"{kind}-{self.size}-{'en' if self.lang == 'en' else 'zh'}"


DESKTOP, PHONE = Screen(), Screen(390, 844)
SCREENS = (DESKTOP, PHONE, Screen(size="large"), Screen(390, 844, size="large"))
ENGLISH = (Screen(lang="en"), Screen(390, 844, lang="en"))


@dataclass
class Watch:
    """What went wrong on the pages of one test."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Begin to watch a page."""
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: threw {error}"))
        page.on("console", self.hear)
        page.on(
            "response",
            lambda r: self.faults.append(f"{r.url}: {r.status}") if r.status >= 500 else None,
        )

    def hear(self, said: ConsoleMessage) -> None:
        """An error on the console is a fault; a refusal the page shows (409, 422) is its business."""
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.faults.append(f"{said.location.get('url')}: {said.text}")

    def guard(self, route: Route) -> None:
        """Nothing is asked of another machine."""
        if urlsplit(route.request.url).hostname in {"127.0.0.1", "localhost", None}:
            route.continue_()
        else:
            self.faults.append(f"asked {route.request.url}")
            route.abort()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for all tests, with nothing of a former life in it."""
    # Playwright keeps a loop in this thread; Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = shutil.which("chromium")
    assert path, "Chromium is missing: python3 -m tools.system browser sans serif"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo city, loaded and served as `make demo` does it."""
    home = Installation.fresh(tmp_path_factory.mktemp("city"))
    address = f"http://127.0.0.1:{(port := free_port())}"
    with (home.folder / "log").open("w+") as log:
        server = home.start("demo", "--port", str(port), to=log)
        try:
            answers(address, server, log.name)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def answers(address: str, server: "subprocess.Popen[str]", log: str) -> None:
    """Return when the server answers at `address`."""
    until = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  (our own loopback)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the city was not served:\n{Path(log).read_text()}")


def open_window(
    browser: Browser, address: str, screen: Screen, watch: Watch, **more: Any
) -> BrowserContext:
    """A window on `address` as a reader with this Screen has it; what goes wrong, `watch` holds."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": screen.width, "height": screen.height},
        locale="en-US" if screen.lang == "en" else "zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=screen.width < 600,
        **more,
    )
    told = {"size": screen.size, "theme": screen.theme}
    cookies = {f"wenming_{k}": v for k, v in told.items()} | {"django_language": screen.lang}
    context.add_cookies([{"name": k, "value": v, "url": address} for k, v in cookies.items()])
    context.on("page", watch.over)
    context.route("**/*", watch.guard)
    return context


@pytest.fixture
def window(chromium: Browser, city: str) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a window on the city: `window(PHONE)`; a fault on any of its pages fails the test."""
    watch, opened = Watch(), []

    def keep(screen: Screen = DESKTOP, **more: Any) -> BrowserContext:
        opened.append(open_window(chromium, city, screen, watch, **more))
        return opened[-1]

    yield keep
    for context in opened:
        context.close()
    assert watch.faults == []


@pytest.fixture
def page(window: Callable[..., BrowserContext]) -> Page:
    """A page on the city, on a desktop, in Chinese."""
    return window().new_page()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Keeps what a page shows: `picture(page, "case", PHONE)`; the whole length of it."""
    folder = Path(PICTURES) if PICTURES else tmp_path

    def keep(page: Page, name: str, screen: Screen = DESKTOP) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}-{screen.name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return keep


def spill(page: Page) -> int:
    """By how many pixels a page is wider than its window (a phone would scroll sideways)."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return max(wider, 0)
