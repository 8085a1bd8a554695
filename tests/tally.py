"""What kind each test is of, and how many of each kind passed, failed or were left out.

A test is of its folder's kind: tests/flows/ `flow`, tests/e2e/ `browser`, all others `unit`.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KINDS = {"flows": "flow", "e2e": "browser"}
DATABASE = {"db", "transactional_db", "live_server", "installation"}
OUTCOMES = ("passed", "failed", "error", "skipped")


def kind(item: pytest.Item) -> str:
    """The kind of a test, by the folder it lies in."""
    folder = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
    return KINDS.get(folder, "unit")


def on_postgresql() -> bool:
    """Whether this run is on PostgreSQL."""
    from django.db import connection  # noqa: PLC0415  (this plugin is loaded before Django)

    return connection.vendor == "postgresql"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--tally FILE` leaves the counts for the one who adds them up."""
    parser.addoption(
        "--tally", metavar="FILE", help="write the counts of each kind to FILE as JSON"
    )


def meets_a_database(item: pytest.Item) -> bool:
    """Whether a test asks, itself or through what it asks for, for a database of any kind."""
    asked = set(getattr(item, "fixturenames", ()))
    return bool(asked & DATABASE) or item.get_closest_marker("django_db") is not None


def fits(item: pytest.Item, postgresql: bool) -> bool:
    """Whether a test belongs in this run: all do on SQLite, on PostgreSQL those that can tell.

    The browser is driven once, on SQLite.
    """
    marks = {m.name for m in item.iter_markers()}
    if not postgresql:
        return "postgresql" not in marks
    return not marks & {"sqlite", "browser"} and meets_a_database(item)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test with its kind; leave out what does not fit this run's database.

    The browser's tests go to one worker, so that one served city is enough.
    """
    for item in items:
        item.add_marker(kind(item))
        if kind(item) == "browser":
            item.add_marker(pytest.mark.xdist_group("browser"))
    postgresql = on_postgresql()
    left_out = [i for i in items if not fits(i, postgresql)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [i for i in items if fits(i, postgresql)]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say, and on request write, how many of each kind came out how."""
    counts: dict[str, Counter[str]] = {k: Counter() for k in ("unit", "flow", "browser")}
    for outcome in OUTCOMES:
        for report in terminalreporter.stats.get(outcome, []):
            for name in counts.keys() & set(getattr(report, "keywords", ())):
                counts[name]["failed" if outcome == "error" else outcome] += 1
    told = [f"{n} {sum(c.values())}" for n, c in counts.items() if c]
    terminalreporter.write_line(f"tests: {' · '.join(told) or 'none'}")
    if config.getoption("--tally"):
        Path(config.getoption("--tally")).write_text(json.dumps(counts))
