"""HiGHS as planners use it: on one thread, without the line it prints when it is made, stopped when asked."""

import time
from collections.abc import Callable
from typing import Any

import highspy
from highspy import cb

GLANCE = 0.3  # seconds between two looks at whether to go on
ASKED = (
    cb.HighsCallbackType.kCallbackSimplexInterrupt,
    cb.HighsCallbackType.kCallbackIpmInterrupt,
    cb.HighsCallbackType.kCallbackMipInterrupt,
)


class Quiet(highspy.Highs):
    """The solver; `options` are its own, by their names."""

    def __init__(self, **options: float | str) -> None:
        super(highspy.Highs, self).__init__()
        for name, value in ({"output_flag": False, "threads": 1} | options).items():
            self.setOptionValue(name, value)

    def heed(self, going: Callable[[], bool]) -> None:
        """Look some times a second whether to go on, and end with the best so far where not."""
        last = time.monotonic()

        def look(event: highspy.highs.HighsCallbackEvent) -> None:
            nonlocal last
            if time.monotonic() - last >= GLANCE:
                last = time.monotonic()
                if not going():
                    last = 0.0
                    event.interrupt()

        many = range(int(cb.HighsCallbackType.kCallbackMax) + 1)
        self.callbacks = [
            highspy.highs.HighsCallback(cb.HighsCallbackType(kind), self) for kind in many
        ]
        solver: Any = self  # its word for this has no types
        solver.enableCallbacks()
        for kind in ASKED:
            self.callbacks[int(kind)].subscribe(look)
