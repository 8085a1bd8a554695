"""Every daily page in a city with 100,000 cases, beside the same pages in one with 1,000.

Two processes, each with an installation of its own (1.2 million findings in one, 12,000 in the
other; the same city, and the live cases a city of that age has), are asked for the same page in
turn, so that what else the machine does weighs on both alike. A request goes through every
middleware and template as a signed-in user of the office; DEBUG is off. WENMING_DATABASE_URL names
a PostgreSQL to do it on instead of SQLite: two databases are made there, and dropped again.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench import Ask

MOST_RATIO = 1.5
PEER_MS = {"list": 406, "case": 60, "dashboard": 83, "score": 83}  # what another product needed
AIMS_MS = {"list": 40, "case": 20, "dashboard": 28, "score": 28}
FEW, MANY = (1_000, 300), (100_000, 3_000)  # cases, and how many of them are live
SMALL = ((60, 20), (600, 60))
TURNS, EACH = 5, 12  # turns of so many requests for a page
VISITOR = "import django; django.setup(); from bench.visitor import main; main()"


@dataclass(slots=True)
class Place:
    """A process with an installation, that answers which page took how long."""

    cases: int
    process: "subprocess.Popen[str]"

    def ask(self, **words: object) -> Any:
        """Put a question, and wait for the answer."""
        assert self.process.stdin  # noqa: S101 - opened as a pipe
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return self.told()

    def told(self) -> Any:
        """The next answer; RuntimeError where the process is gone."""
        assert self.process.stdout  # noqa: S101 - opened as a pipe
        if line := self.process.stdout.readline():
            return json.loads(line)
        raise RuntimeError(f"the process with {self.cases} cases ended: {self.process.wait()}")


def run(ask: Ask) -> dict[str, Any]:
    """Build, measure in turn, and compare."""
    sizes = SMALL if ask.small else (FEW, MANY)
    turns, each = (1, 3) if ask.small else (TURNS, EACH)
    with ExitStack() as stack:
        folder = ask.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = [
            stack.enter_context(opened(folder / f"{cases}", cases, live, ask.small))
            for cases, live in sizes
        ]
        built = {place.cases: place.told() for place in places}
        told = [measured(page, places, turns, each) for page in built[places[0].cases]["pages"]]
    worst = max(told, key=lambda page: float(page.get("ratio", 0)))
    return {
        "database": built[places[0].cases]["database"],
        "built": {str(cases): one["rows"] for cases, one in built.items()},
        "pages": told,
        "worst": {"page": worst["page"], "ratio": worst.get("ratio"), "aim": MOST_RATIO},
        "failed": [page["page"] for page in told if "failed" in page],
        "load": round(os.getloadavg()[0], 2),
    }


@contextmanager
def opened(home: Path, cases: int, live: int, small: bool) -> Iterator[Place]:
    """A process with its own installation; ended, and its database dropped, afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-c", VISITOR, str(cases), str(live), "small" * small]
    settings = {"WENMING_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wenming.site.settings"}
    with database(cases) as url:
        env = os.environ | settings | {"WENMING_DATABASE_URL": url}
        process = subprocess.Popen(
            words, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield Place(cases, process)
        finally:
            process.communicate()


@contextmanager
def database(cases: int) -> Iterator[str]:
    """The address of an empty database beside the one that is named; "" for SQLite."""
    url = os.environ.get("WENMING_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"wenming_bench_{cases}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measured(page: str, places: list[Place], turns: int, each: int) -> dict[str, Any]:
    """One page, asked for in turn at every place; the first answers only warm it up."""
    warm = {str(place.cases): place.ask(page=page) for place in places}
    if failed := next((told["failed"] for told in warm.values() if "failed" in told), ""):
        return {"page": page, "failed": failed}
    walls: dict[str, list[float]] = {str(place.cases): [] for place in places}
    works: dict[str, list[float]] = {str(place.cases): [] for place in places}
    for _turn in range(turns):
        for place in places:
            told = place.ask(page=page, times=each)
            walls[str(place.cases)] += told["wall_ms"]
            works[str(place.cases)] += told["cpu_ms"]
    few, many = (median(walls[str(place.cases)]) for place in places)
    return {
        "page": page,
        "queries": {cases: told["queries"] for cases, told in warm.items()},
        "p50_ms": {cases: round(median(times), 2) for cases, times in walls.items()},
        "p95_ms": {cases: round(quantiles(t, n=20)[-1], 2) for cases, t in walls.items()},
        "cpu_p50_ms": {cases: round(median(times), 2) for cases, times in works.items()},
        "ratio": round(many / few, 2),
    }


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    few, many = result["built"]
    lines = [
        f"{result['database']}, load average {result['load']}; milliseconds at {few} and {many} cases",
        "",
        f"{'page':<24}{'queries':>9}{'p50':>16}{'p95':>16}{'cpu p50':>16}{'ratio':>8}{'aim':>7}",
    ]
    for page in result["pages"]:
        if "failed" in page:
            lines.append(f"{page['page']:<24}{page['failed'][:80]}")
            continue
        cells = [
            f"{page[name][few]:>9.1f}{page[name][many]:>7.1f}"
            for name in ("p50_ms", "p95_ms", "cpu_p50_ms")
        ]
        asked = f"{page['queries'][few]}/{page['queries'][many]}"
        aim = AIMS_MS.get(page["page"].partition(",")[0], "")
        lines.append(f"{page['page']:<24}{asked:>9}{''.join(cells)}{page['ratio']:>8.2f}{aim:>7}")
    worst = result["worst"]
    lines += ["", f"worst ratio {worst['ratio']} ({worst['page']}); aim at most {worst['aim']}"]
    return "\n".join(lines)
