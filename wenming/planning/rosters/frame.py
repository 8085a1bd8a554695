"""Which states matter before each day, and which of them a step leads to which after it.

On each axis (minutes, and each watched limit) only a window can be reached and still matters: what
can no longer be used up is worth nothing, and hours that can no longer be made good lead nowhere.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from typing import NamedTuple

from wenming.planning.rosters.ground import Ground

Window = tuple[int, int]


class Span(NamedTuple):
    """The least and the most among the people of a sweep: units to be had, None where nobody counts."""

    units: Window | None
    left: tuple[Window, ...]


class Cut(NamedTuple):
    """A block of states after a day, the block before it they belong to, and the gentle limits due."""

    after: tuple[slice, ...]
    before: tuple[slice, ...]
    due: tuple[int, ...]


class Frame:
    """A ground's windows for people within a span, and the cuts between them."""

    def __init__(self, ground: Ground, span: Span) -> None:
        self.ground, self.span, self.days = ground, span, ground.days
        self.windows = [self.units(), *(self.left(a) for a in range(len(span.left)))]
        self.steps = self.units_of()

    def units(self) -> list[Window]:
        """Before each day and at the end, the units that may be behind; all 0 where nobody counts."""
        if self.span.units is None:
            return [(0, 0)] * (self.days + 1)
        low, high = self.span.units
        longest = max(deed.units for deed in self.ground.deeds)
        reach = [self.ground.ahead(d) * longest for d in range(self.days + 1)]
        return [
            (max(0, low - reach[self.days - d]), min(high, reach[d])) for d in range(self.days + 1)
        ]

    def units_of(self) -> list[int]:
        """Of each deed, and a day off, the units as they count here."""
        return [0 if self.span.units is None else int(u) for u in self.ground.units_of]

    def left(self, axis: int) -> list[Window]:
        """Before each day and at the end, what may be left of a limit, as far as it can matter."""
        watch = self.ground.kind.watched[axis]
        least, most = self.span.left[axis]
        pairs = zip(self.ground.usable(watch), self.ground.used(watch), strict=True)
        return [(min(max(0, least - gone), can), min(can, most)) for can, gone in pairs]

    def shape(self, day: int) -> tuple[int, ...]:
        """Of the states before a day, without nodes and people."""
        return tuple(max(0, w[day][1] - w[day][0] + 1) for w in self.windows)

    @cached_property
    def shorter(self) -> list[list[int]]:
        """For each day the axes (nodes being 0) whose window ends one lower after it."""
        return [
            [a for a, w in enumerate(self.windows[1:], 2) if w[day][1] > w[day + 1][1]]
            for day in range(self.days)
        ]

    @cached_property
    def cuts(self) -> list[list[list[list[Cut]]]]:
        """By day, by deed (a day off last), by whether a weekend of work begins."""
        off = len(self.ground.deeds)
        return [
            [[list(self.cut(day, deed, begun)) for begun in (0, 1)] for deed in range(off + 1)]
            for day in range(self.days)
        ]

    def cut(self, day: int, deed: int, begun: int) -> Iterator[Cut]:
        """The cuts of one deed on one day."""
        (low, high), (next_low, next_high) = self.windows[0][day], self.windows[0][day + 1]
        units = self.steps[deed]
        a, b = max(low, next_low - units), min(high, next_high - units)
        if a > b:
            return
        at = slice(a + units - next_low, b + units - next_low + 1)
        options = [[(at, slice(a - low, b - low + 1), -1)]]
        for axis, watch in enumerate(self.ground.kind.watched):
            used = int(self.ground.used_of[deed, axis])
            if watch.weekends:
                used = begun if deed < len(self.ground.deeds) else 0
            options.append(list(self.along(axis, day, used)))
        for way in product(*options):
            due = tuple(w[2] for w in way if w[2] >= 0)
            yield Cut(tuple(w[0] for w in way), tuple(w[1] for w in way), due)

    def along(self, axis: int, day: int, used: int) -> Iterator[tuple[slice, slice, int]]:
        """The cuts along the axis of one limit."""
        window = self.windows[axis + 1]
        (low, high), next_low = window[day], window[day + 1][0]
        a = max(low, next_low + used)
        if a <= high:
            yield slice(a - used - next_low, high - used - next_low + 1), slice(a - low, None), -1
        if used and low == 0 and next_low == 0 and self.ground.kind.watched[axis].gentle:
            yield slice(0, 1), slice(0, 1), axis
