"""A campaign of 20,000 returns: totals of every area in one query, and its page beside one of 200 returns."""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from bench import Ask

FEW, MANY, TURNS = 200, 20_000, 40
SMALL = (20, 60, 3)
MOST_RATIO = 1.5
CHILD = "import django; django.setup(); from bench.campaigning import main; main()"


def run(ask: Ask) -> dict[str, Any]:
    """Both campaigns in one installation of their own, in a process of its own."""
    sizes = SMALL if ask.small else (FEW, MANY, TURNS)
    with tempfile.TemporaryDirectory() as home:
        told = {"WENMING_HOME": home, "DJANGO_SETTINGS_MODULE": "wenming.site.settings"}
        told["WENMING_DATABASE_URL"] = ""
        words = [sys.executable, "-c", CHILD, *map(str, sizes)]
        done = subprocess.run(words, env=os.environ | told, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"worst": max(page["ratio"] for page in found["pages"]), "aim": MOST_RATIO}


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    few, many = result["returns"]
    totals = result["totals"]
    lines = [
        (
            f"{many} returns, {result['report_ms']} ms each; the totals of {totals['areas']} areas in"
            f" {totals['queries']} query, {totals['ms']} ms (added up anew: {totals['anew_ms']} ms)"
        ),
        "",
        f"{'page':<24}{f'p50 at {few}':>14}{f'at {many}':>12}{'ratio of cpu':>14}",
    ]
    for page in result["pages"]:
        low, high = page["p50_ms"]
        lines.append(f"{page['page']:<24}{low:>14.1f}{high:>12.1f}{page['ratio']:>14.2f}")
    return "\n".join([*lines, "", f"worst ratio {result['worst']}; aim at most {result['aim']}"])
