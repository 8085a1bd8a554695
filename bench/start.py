"""How soon a command answers: those that need none of Django's apps, and beside them some that do.

Wall time of a whole process by the clock, the middle of several, beside that of a bare Python.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import Ask

AIM_SECONDS = 0.3
TIMES = 7
LIGHT = ("wenming --help", "wenming recompute")
HEAVY = ("wenming check --help", "wenming load --help")
FRAME = "stratum,sites\n甲,10\n"
MARKS = "stratum,site,item,weight,mark\n甲,1,a,1.00,1\n甲,2,a,1.00,0.5\n甲,3,a,1.00,\n"


def run(ask: Ask) -> dict[str, Any]:
    """Time each command in turn."""
    times = 1 if ask.small else TIMES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "frame.csv").write_text(FRAME)
        (folder / "marks.csv").write_text(MARKS)
        ours = [sys.executable, "-m", "wenming"]
        calls = {"python": [sys.executable, "-c", "pass"]}
        for said in (*LIGHT, *HEAVY):
            calls[said] = [*ours, *said.split()[1:]]
        calls["wenming recompute"].append(str(folder))
        env = os.environ | {"WENMING_HOME": str(folder / "home")}
        told = {said: round(median(timed(call, env, times)), 3) for said, call in calls.items()}
    return {"seconds": told, "aim": dict.fromkeys(LIGHT, AIM_SECONDS)}


def timed(call: list[str], env: dict[str, str], times: int) -> list[float]:
    """Seconds of so many whole processes; CalledProcessError where one fails."""
    found = []
    for _time in range(times):
        began = time.perf_counter()
        subprocess.run(call, env=env, capture_output=True, check=True)
        found.append(time.perf_counter() - began)
    return found


def words(result: dict[str, Any]) -> str:
    """The table for people."""
    return "\n".join(
        f"{said:<24}{seconds:>8.3f} s"
        + (f"   aim {result['aim'][said]} s" if said in result["aim"] else "")
        for said, seconds in result["seconds"].items()
    )
