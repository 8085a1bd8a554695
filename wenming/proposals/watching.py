"""Whoever watches a planner at work: writes down the best so far, and hears who asks it to stop."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils import timezone

from wenming.proposals import actions
from wenming.proposals.planners import Told

EVERY = 1.0  # seconds between two looks at the row
GRACE = 10.0  # seconds a planner has to stop by itself once it was asked to
Clock = Callable[[], datetime]


class Watch:
    """What a planner tells: the latest plan is written down at most once a second."""

    def __init__(self, which: int, clock: Clock = timezone.now) -> None:
        self.which, self.clock, self.goes_on = which, clock, True
        self.latest: Callable[[], Told] | None = None
        self.last = 0.0
        self.done = threading.Event()

    def __call__(self, told: Callable[[], Told]) -> bool:
        """Keep a better plan; whether to go on."""
        self.latest = told
        if time.monotonic() - self.last >= EVERY:
            self.look()
        return self.goes_on

    def look(self) -> None:
        """Write down what is new, and see whether somebody asked to stop."""
        self.last = time.monotonic()
        latest, self.latest = self.latest, None
        told = latest() if latest else None
        self.goes_on = actions.beat(self.which, told, at=self.clock()) and self.goes_on

    def alone(self) -> None:
        """Look again and again beside the planner; leave with the best where it does not stop."""
        asked = 0.0
        while not self.done.wait(EVERY):
            self.look()
            asked = 0.0 if self.goes_on else asked + EVERY
            if asked > GRACE:
                actions.end(self.which, None, at=self.clock())
                os._exit(0)
        connection.close()


@contextmanager
def beside(watch: Watch) -> Iterator[None]:
    """Let the watch look by itself while a planner works in a process of its own."""
    thread = threading.Thread(target=watch.alone, name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.done.set()
        thread.join()
