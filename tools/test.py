"""The whole suite on SQLite, then all that meets a database on a PostgreSQL of its own; a count.

Words after the command are handed to pytest in both runs.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tools.postgres import NoServer, cluster, leave

ROOT = Path(__file__).resolve().parent.parent
# A worker each for two cores; the browser's tests stay together on one of them.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup"]
# Another order of sets in every run, the same for both workers, and said so that it can be repeated.
SEED = os.environ.get("PYTHONHASHSEED", str(secrets.randbelow(2**32)))
Tally = dict[str, Counter[str]]


def run(title: str, words: list[str], env: dict[str, str]) -> tuple[bool, Tally]:
    """One run of pytest: whether all passed, and the counts of each kind."""
    print(f"\n== {title} (PYTHONHASHSEED={SEED})", flush=True)
    with tempfile.TemporaryDirectory(prefix="wenming-tally-") as name:
        file = Path(name) / "tally.json"
        started = time.monotonic()
        told = subprocess.run(
            [*PYTEST, "--tally", str(file), *words],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": SEED} | env,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        tally = json.loads(file.read_text()) if file.exists() else {}
    print(f"== {title}: {time.monotonic() - started:.0f} s", flush=True)
    return told.returncode == 0, {kind: Counter(counts) for kind, counts in tally.items()}


def on_postgresql(words: list[str]) -> tuple[bool, Tally]:
    """Every test that meets a database, on a fresh PostgreSQL; the others have nothing to add."""
    try:
        with cluster() as url:
            return run("PostgreSQL", words, {"WENMING_DATABASE_URL": url})
    except NoServer as no:
        print(f"postgres: {no}", file=sys.stderr)
        return False, {}


def closing(sqlite: Tally, postgresql: Tally) -> Counter[str]:
    """Print what was run of each kind, and give the sum."""
    rows = {**sqlite, "PostgreSQL": sum(postgresql.values(), Counter())}
    print()
    for kind, counts in rows.items():
        left = f", {counts['skipped']} skipped" if counts["skipped"] else ""
        print(f"{kind:<12}{counts['passed']:>6} passed, {counts['failed']} failed{left}")
    return sum(rows.values(), Counter())


def main() -> int:
    """Both runs, always both, then the sum in one plain line."""
    signal.signal(signal.SIGTERM, leave)
    os.environ.pop("WENMING_DATABASE_URL", None)
    words = sys.argv[1:]
    fine, sqlite = run("SQLite and the browser", words, {})
    fine_too, postgresql = on_postgresql(words)
    total = closing(sqlite, postgresql)
    left = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"\n{total['passed']} passed, {total['failed']} failed{left}")
    return 0 if fine and fine_too else 1


if __name__ == "__main__":
    sys.exit(main())
