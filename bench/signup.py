"""Two hundred people sign up at once for five places, on a city that is really served.

On SQLite and on PostgreSQL: an installation of its own, `wenming serve` as everybody starts it, and
for each person a connection of his own that sends from one starting shot. Exactly so many as there
are places must be in, the others wait in order, and nobody may meet an error. The page one signs up
from is asked for afterwards, one request after the other. Beside it, where it can be installed from
the package index at run time, ephios 0.27 does the same with fewer people, in a venv of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench import Ask, ephios
from bench.asking import at_once, page, wait
from tools.postgres import NoServer, cluster, free_port

PEOPLE, PLACES, SMALL = 200, 5, 20
PEER_PEOPLE = 24
PAGES = 30  # requests for the page
CROWD = "import django; django.setup(); from bench.crowd import main; main()"
AIMS = {"page": 0.2, "each": 0.1}  # ours beside the peer's, at most


def run(ask: Ask) -> dict[str, Any]:
    """Both databases, then the peer, then ours beside it."""
    people = SMALL if ask.small else PEOPLE
    found: dict[str, Any] = {"sqlite": rushed("", people)}
    try:
        with cluster() as url:
            found["postgresql"] = rushed(url, people)
    except NoServer as no:
        found |= {"postgresql": None, "postgresql_reason": str(no)}
    peer = {"skipped": "--small"} if ask.small else ephios.run(PEER_PEOPLE, PLACES, PAGES)
    found["peer"] = peer
    if "skipped" not in peer:
        ours = found["sqlite"]
        found["ratios"] = {
            "page": round(ours["page_ms"] / peer["page_ms"], 3),
            "each": round(ours["each_ms"] / peer["each_ms"], 3),
        }
        found["aims"] = AIMS
    return found


def rushed(url: str, people: int) -> dict[str, Any]:
    """One rush on an installation of its own."""
    with tempfile.TemporaryDirectory(prefix="wenming-signup-") as home:
        env = os.environ | {
            "WENMING_HOME": home,
            "WENMING_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "wenming.site.settings",
        }
        crowd = told(env, "make", str(people), str(PLACES))
        with served(env, Path(home)) as port:
            path = f"/signups/{crowd['shift']}/join/"
            warm = crowd["people"][0][0]
            page(port, warm, "/signups/")
            begun = time.monotonic()
            answers = at_once(port, path, crowd["people"], {"turn": 1})
            seconds = time.monotonic() - begun
            pages = [page(port, warm, "/signups/") for _turn in range(PAGES)]
        stood = told(env, "count")
    return {
        "people": people,
        "places": PLACES,
        **stood,
        "errors": sum(one.status not in {302, 303} for one in answers),
        "seconds": round(seconds, 2),
        "each_ms": round(1000 * seconds / people, 2),
        "page_ms": round(1000 * median(one.seconds for one in pages), 1),
    }


def told(env: dict[str, str], *words: str) -> Any:
    """What the process that makes or counts the crowd says."""
    done = subprocess.run(
        [sys.executable, "-c", CROWD, *words], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the crowd was not {words[0]}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


@contextmanager
def served(env: dict[str, str], home: Path) -> Iterator[int]:
    """The installation served, as `wenming serve` does it; its port."""
    port = free_port()
    words = [sys.executable, "-m", "wenming", "serve", "--port", str(port)]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(words, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    names = ("people", "places", "in", "waiting", "errors", "seconds", "each_ms", "page_ms")
    lines = [f"{'':<11}" + "".join(f"{name:>9}" for name in names)]
    for who in ("sqlite", "postgresql", "peer"):
        row = result[who] or {"skipped": result.get("postgresql_reason", "")}
        if "skipped" in row:
            lines.append(f"{who:<11}skipped: {row['skipped']}")
        else:
            lines.append(f"{who:<11}" + "".join(f"{row.get(name, '-'):>9}" for name in names))
    if ratios := result.get("ratios"):
        lines += [f"ours beside the peer's: page {ratios['page']}, each sign-up {ratios['each']}"]
        lines += [f"aims: {AIMS['page']} and {AIMS['each']}"]
    return "\n".join(lines)
