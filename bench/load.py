"""Loading 5,000 sites and 400 standards from workbooks, beside a bare reading of the same files.

The workbooks are made here as an office would write them: sites with their street, unit, place and
coordinates; standards under project, indicator and content, with several units in one cell. Bare is
python-calamine handing over every cell; ours is `load` from the file to the committed rows, checked,
entered for the search and told of by an act; then the same file again, which changes nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from bench import Ask

AIM = 5.0  # ours beside bare, at most
LOADER = "import django; django.setup(); from bench.loader import main; main()"


def run(ask: Ask) -> dict[str, Any]:
    """Load in a process with an installation of its own; what it told."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {
            "WENMING_HOME": home,
            "WENMING_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "wenming.site.settings",
        }
        words = [sys.executable, "-c", LOADER, "small" * ask.small]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the loading process failed: {done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result | {"aim": AIM, "load": round(os.getloadavg()[0], 2)}


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    lines = [
        f"{'book':<10}{'rows':>7}{'bare s':>9}{'first s':>9}{'again s':>9}{'ratio':>8}{'aim':>6}"
    ]
    for name, book in result["books"].items():
        lines.append(
            f"{name:<10}{book['rows']:>7}{book['bare']:>9.3f}{book['first']:>9.3f}"
            f"{book['again']:>9.3f}{book['ratio']:>8.1f}{result['aim']:>6.0f}"
        )
    return "\n".join(lines)
