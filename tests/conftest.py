"""What every test may ask for, and what no test may leave behind."""

import logging
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tools.messages import compile_stale

if TYPE_CHECKING:
    from tests.world import World

pytest_plugins = ["tests.installation", "tests.tally"]

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    """The words are compiled once, before any worker reads them."""
    if not hasattr(config, "workerinput"):
        compile_stale()


@pytest.fixture(autouse=True)
def no_error_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An ERROR in the log fails a test; one that means it asserts it, then `caplog.clear()`s."""
    yield
    told = [r for when in ("setup", "call") for r in caplog.get_records(when)]
    errors = [f"{r.name}: {r.getMessage()}" for r in told if r.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture
def world(db: None) -> "World":
    """The small city of tests/world.py, fresh for each test."""
    from tests.world import World  # noqa: PLC0415 - its models need Django, which needs settings

    return World()
