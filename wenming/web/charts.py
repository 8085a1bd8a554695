"""Where the lines of a chart go: pure arithmetic from readings to the coordinates of an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

WIDTH, HEIGHT = 480, 210
LEFT, RIGHT, TOP, BOTTOM = 36, 56, 14, 30
STEPS = (1, 2, 5, 10, 20, 25, 50)
MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """One estimate of a series, with the ends of its interval where it has one."""

    label: str
    at: float
    lo: float | None = None
    hi: float | None = None
    url: str = ""

    @property
    def low(self) -> float:
        """The lower end, or the estimate itself."""
        return self.at if self.lo is None else self.lo

    @property
    def high(self) -> float:
        """The upper end, or the estimate itself."""
        return self.at if self.hi is None else self.hi


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart with its figure."""

    y: float
    word: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading in its place; `word` below it, empty where there is no room."""

    x: float
    y: float
    word: str
    reading: Reading
    last: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All coordinates of one line with its band."""

    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    goal: Tick | None
    line: str
    band: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - 8


def line_chart(readings: Sequence[Reading], *, goal: float | None = None) -> Chart:
    """The chart of readings in their order; raises ValueError when there is none."""
    if not readings:
        raise ValueError("a chart needs a reading")
    ends = [end for one in readings for end in (one.low, one.high)]
    least, most, step = scale([*ends, *([] if goal is None else [goal])])

    def down(value: float) -> float:
        return round(TOP + (most - value) / (most - least) * (HEIGHT - TOP - BOTTOM), 1)

    across = (WIDTH - LEFT - RIGHT) / max(len(readings) - 1, 1)
    shown = ceil(len(readings) / MOST_LABELS)
    last = len(readings) - 1
    dots = tuple(
        Dot(
            round(LEFT + i * across, 1),
            down(one.at),
            one.label if (last - i) % shown == 0 else "",
            one,
            i == last,
        )
        for i, one in enumerate(readings)
    )
    upper = [f"{dot.x},{down(dot.reading.high)}" for dot in dots]
    lower = [f"{dot.x},{down(dot.reading.low)}" for dot in reversed(dots)]
    count = round((most - least) / step)
    ticks = tuple(Tick(down(least + k * step), f"{least + k * step:g}") for k in range(count + 1))
    return Chart(
        dots,
        ticks,
        None if goal is None else Tick(down(goal), f"{goal:g}"),
        " ".join(f"{dot.x},{dot.y}" for dot in dots),
        " ".join(upper + lower) if any(one.lo is not None for one in readings) else "",
    )


def scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Round ends and a round step that hold all values in at most five lines."""
    low, high = min(values), max(values)
    for step in STEPS:
        least, most = floor(low / step) * step, ceil(high / step) * step
        if most == least:
            most += step
        if most - least <= 4 * step:
            return least, most, step
    step = ceil((high - low) / 3)
    least = floor(low / step) * step
    return least, least + 4 * step, step
