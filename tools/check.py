"""Every check that needs no test: all are run, each says its time, what failed is shown in full."""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = "git ls-files -z '*.html' | xargs -0 -r {bin}/djade --check --target-version 5.2"
# What an installation on the open net is told: the deployment check must have nothing to add.
DEPLOYED = {"WENMING_DEBUG": "0", "WENMING_SECURE": "1", "WENMING_SECRET_KEY": secrets.token_hex()}


@dataclass(frozen=True)
class Check:
    """A name and the shell line behind it."""

    name: str
    line: str


# The longest first: two cores, two at a time.
CHECKS = (
    Check("types (mypy --strict)", "{bin}/mypy ."),
    Check("style (ruff check)", "{bin}/ruff check ."),
    Check("layout (ruff format)", "{bin}/ruff format --check ."),
    Check("layers (import-linter)", "{bin}/lint-imports --no-logo"),
    Check("templates (djade)", TEMPLATES),
    Check("migrations are complete", "{bin}/django-admin makemigrations --check --dry-run"),
    Check("deployment", "{bin}/django-admin check --deploy --fail-level WARNING"),
)


def run(check: Check) -> bool:
    """Run one check; what it printed is shown only when it fails."""
    started = time.monotonic()
    env = DEPLOYED | {
        "DJANGO_SETTINGS_MODULE": "wenming.site.settings",
        "WENMING_HOME": str(ROOT / ".home" / "check"),
    }
    clean = {k: v for k, v in os.environ.items() if not k.startswith("WENMING_")}
    done = subprocess.run(
        ["sh", "-c", check.line.format(bin=BIN)],
        cwd=ROOT,
        env=clean | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    word = "ok    " if done.returncode == 0 else "FAILED"
    shown = f"\n{done.stdout}" if done.returncode else ""
    print(f"{word} {check.name:<26}{time.monotonic() - started:>6.1f} s{shown}", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run them all, two at a time; 1 if any failed."""
    with ThreadPoolExecutor(2) as pool:
        return 0 if all(list(pool.map(run, CHECKS))) else 1


if __name__ == "__main__":
    sys.exit(main())
