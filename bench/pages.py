"""Every daily page in a city with 100,000 cases, beside the same pages in one with 1,000.

Two processes, each with an installation of its own (1.2 million findings in one, 12,000 in the
other; the same city, and the live cases a city of that age has), are asked for the same page one
after the other, request by request, so that what else the machine does weighs on both alike. A
request goes through every middleware and template as a signed-in user of the office; DEBUG is off.

The ratio is of processor time on SQLite, which works in our own process: it tells of the product
whatever else the machine does. WENMING_DATABASE_URL names a PostgreSQL to do it on instead: two
databases are made there, and dropped again; its work is not ours to count, so there the ratio is by
the clock. `by` says which.
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
CLOCKS = {"cpu": "processor time", "wall": "time by the clock"}
PEER_MS = {"list": 406, "case": 60, "dashboard": 83, "score": 83}  # what another product needed
AIMS_MS = {"list": 40, "case": 20, "dashboard": 28, "score": 28}
FEW, MANY = (1_000, 300), (100_000, 3_000)  # cases, and how many of them are live
SMALL = ((60, 20), (600, 60))
TURNS = 60  # requests for a page at each place
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
    turns = 3 if ask.small else TURNS
    with ExitStack() as stack:
        folder = ask.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = [
            stack.enter_context(opened(folder / f"{cases}", cases, live, ask.small))
            for cases, live in sizes
        ]
        built = {place.cases: place.told() for place in places}
        first = built[places[0].cases]
        by = "cpu" if first["database"].startswith("sqlite") else "wall"
        told = [measured(page, places, turns, by) for page in first["pages"]]
    worst = max(told, key=lambda page: float(page.get("ratio", 0)))
    return {
        "database": first["database"],
        "by": by,
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


def measured(page: str, places: list[Place], turns: int, by: str) -> dict[str, Any]:
    """One page, asked for in turn at every place; the first answers only warm it up."""
    warm = {str(place.cases): place.ask(page=page) for place in places}
    if failed := next((told["failed"] for told in warm.values() if "failed" in told), ""):
        return {"page": page, "failed": failed}
    times: dict[str, dict[str, list[float]]] = {"wall": {}, "cpu": {}}
    for turn in range(turns):
        for place in places if turn % 2 else reversed(places):
            told = place.ask(page=page, times=1)
            for clock, found in times.items():
                found.setdefault(str(place.cases), []).extend(told[f"{clock}_ms"])
    p50 = {clock: {c: median(found[c]) for c in warm} for clock, found in times.items()}
    few, many = p50[by].values()
    return {
        "page": page,
        "queries": {cases: told["queries"] for cases, told in warm.items()},
        "p50_ms": {cases: round(time, 2) for cases, time in p50["wall"].items()},
        "p95_ms": {c: round(quantiles(times["wall"][c], n=20)[-1], 2) for c in warm},
        "cpu_p50_ms": {cases: round(time, 2) for cases, time in p50["cpu"].items()},
        "cpu_p95_ms": {c: round(quantiles(times["cpu"][c], n=20)[-1], 2) for c in warm},
        "ratio": round(many / few, 2),
    }


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    few, many = result["built"]
    clocks = "".join(f"{name:>16}" for name in ("p50", "p95", "cpu p50", "cpu p95"))
    lines = [
        f"{result['database']}, load average {result['load']}; ratio of {CLOCKS[result['by']]}",
        f"milliseconds at {few} and {many} cases",
        "",
        f"{'page':<24}{'queries':>9}{clocks}{'ratio':>8}{'aim':>7}",
    ]
    for page in result["pages"]:
        if "failed" in page:
            lines.append(f"{page['page']:<24}{page['failed'][:80]}")
            continue
        cells = [
            f"{page[name][few]:>9.1f}{page[name][many]:>7.1f}"
            for name in ("p50_ms", "p95_ms", "cpu_p50_ms", "cpu_p95_ms")
        ]
        asked = f"{page['queries'][few]}/{page['queries'][many]}"
        aim = AIMS_MS.get(page["page"].partition(",")[0], "")
        lines.append(f"{page['page']:<24}{asked:>9}{''.join(cells)}{page['ratio']:>8.2f}{aim:>7}")
    worst = result["worst"]
    lines += ["", f"worst ratio {worst['ratio']} ({worst['page']}); aim at most {worst['aim']}"]
    return "\n".join(lines)
