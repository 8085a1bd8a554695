"""The solver as planners use it: it ends soon after it is told to."""

import time

import highspy
import numpy as np

from wenming.planning.quiet import Quiet


def split(items: int, markets: int) -> Quiet:
    """Whole numbers that no short search finds to add up to just half, in each of several rows."""
    chance = np.random.default_rng(1)
    model = Quiet(time_limit=60.0)
    for _ in range(items):
        model.addCol(0, 0, 1, 0, [], [])
    every = np.arange(items, dtype=np.int32)
    model.changeColsIntegrality(items, every, np.ones(items, np.uint8))
    for _ in range(markets):
        sizes = chance.integers(1, 100, items).astype(float)
        half = float(sizes.sum() // 2)
        model.addRow(half, half, items, every, sizes)
    return model


def test_a_search_ends_soon_after_it_is_told_to() -> None:
    asked = list[float]()

    def going() -> bool:
        asked.append(time.monotonic())
        return len(asked) < 2

    model = split(50, 6)
    model.heed(going)
    model.run()
    assert len(asked) >= 2
    assert time.monotonic() - asked[1] < 10  # of sixty seconds that it would take
    assert model.getModelStatus() == highspy.HighsModelStatus.kInterrupt
