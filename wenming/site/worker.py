"""Whoever makes the plans that were asked for: a process of its own, beside those that serve pages.

It is started when something waits, and leaves when nothing does. Where it is killed, what it had written
down is kept, and the next one ends what it left.
"""

import subprocess
import sys
from datetime import datetime

from wenming.proposals.models import Proposal

COMMAND = (sys.executable, "-m", "wenming", "work", "--json")
AT_WORK: list[subprocess.Popen[bytes]] = []


def call(*, at: datetime) -> bool:
    """Start a process where something waits and none of ours is at work; whether one was started."""
    AT_WORK[:] = [one for one in AT_WORK if one.poll() is None]
    if AT_WORK or not Proposal.objects.waiting(at).exists():
        return False
    quiet = subprocess.DEVNULL
    AT_WORK.append(subprocess.Popen(COMMAND, stdin=quiet, stdout=quiet))  # noqa: S603 - our own verb
    return True


def leave() -> None:
    """Send away whoever is at work; the plan in hand is as it was last written down."""
    for one in AT_WORK:
        one.terminate()
        one.wait(timeout=5)
    AT_WORK.clear()
