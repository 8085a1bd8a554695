"""What kind each test is of, and how many of each kind passed, failed or were left out.

A test is of its folder's kind: tests/flows/ `flow`, tests/e2e/ `browser`, all others `unit`.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KINDS = {"flows": "flow", "e2e": "browser"}
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test with its kind; leave out what holds on the other database alone.

    The browser is driven once, on SQLite, and by one worker, so that one served city is enough.
    """
    unfit = {"sqlite", "browser"} if on_postgresql() else {"postgresql"}
    for item in items:
        item.add_marker(kind(item))
        if kind(item) == "browser":
            item.add_marker(pytest.mark.xdist_group("browser"))
    left_out = [i for i in items if unfit & {m.name for m in i.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [i for i in items if i not in left_out]


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
