"""One run through the days for people of one kind: the cheapest line of each, by dynamic programming.

From the last day back to the first: the table of a day holds, for each state and person, the least
that the days from it on can cost. Whole arrays at a time, people last; then each person is walked
forward along the cheapest deeds.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.costs import hours_cost
from wenming.planning.rosters.frame import Cut, Frame
from wenming.planning.rosters.problem import OFF, Person

Ints = NDArray[Any]
NEVER = 1 << 40  # the price of what may not be
EVERY = slice(None)


def at(first: int | slice, rest: tuple[Any, ...]) -> tuple[Any, ...]:
    """An index: nodes, then the states of a cut."""
    return (first, *rest)


class Sweep:
    """The tables of every day; `prices` is people × days × (shifts and OFF), with NEVER where barred.

    `left` is for each person and watched limit how much there is of it, `dues` what going beyond a
    gentle one costs, `scale` how many parts of the prices make one of the problem's costs.
    """

    def __init__(
        self,
        frame: Frame,
        people: Sequence[Person],
        prices: Ints,
        limits: tuple[Ints, Ints],
        scale: int,
    ) -> None:
        self.frame, self.ground, self.people, self.scale = frame, frame.ground, people, scale
        self.everybody = np.arange(len(people))
        self.sized(prices)
        priced = np.where(prices < NEVER, prices, self.ban).astype(self.type)
        self.left, self.dues = limits[0], (limits[1] * scale).astype(self.type)
        deeds = self.ground.deeds
        parts = [priced[:, :, list(deed.shifts)] for deed in deeds]
        picks = [part.argmin(axis=2).T for part in parts]
        none = np.full(picks[0].shape, OFF)
        self.shift = np.stack(
            [*(np.array(d.shifts)[k] for d, k in zip(deeds, picks, strict=True)), none]
        )
        self.price = np.stack([*(part.min(axis=2).T for part in parts), priced[:, :, OFF].T])
        self.barred()
        self.tables = [self.last()]
        for day in range(self.ground.days - 1, -1, -1):
            self.tables.append(self.day(day, self.tables[-1]))
        self.tables.reverse()

    def sized(self, prices: Ints) -> None:
        """Four-byte numbers where the costs fit, else eight-byte ones."""
        costs = np.where(prices < NEVER, np.abs(prices), 0)
        weights = [p.hours.weight * (1 + (p.hours.wish or 0) // 60) for p in self.people]
        reach = int(costs.max(axis=2).sum(axis=1).max()) + max(weights) * self.scale * 100
        small = reach < 1 << 26
        self.type = np.int32 if small else np.int64
        self.far = 1 << (29 if small else 59)  # no way at all; with three bans it still fits
        self.ban = self.far >> 1
        self.limit = self.far >> 2  # what costs more breaks a rule

    def barred(self) -> None:
        """Where people's own runs and rests are stricter than the ground's."""
        ground, people = self.ground, self.people
        rests, runs = np.arange(1, ground.rests + 1), np.arange(1, ground.runs + 1)
        rest = rests[:, None] < [p.shortest_rest for p in people]
        stop = runs[:, None] < [p.shortest_run for p in people]
        over = runs[:, None] > [p.longest_run or ground.runs for p in people]
        self.rest_ban, self.stop_ban, self.over_ban = (
            (x * self.ban).astype(self.type) if x.any() else None for x in (rest, stop, over)
        )
        ways = np.broadcast_to(ground.ways, (len(people), *ground.ways.shape)).copy()
        ways[:, : ground.rests, :-1][rest.T] = -1
        work = ways[:, ground.rests :].reshape(len(people), len(ground.bars), ground.runs, -1)
        work[..., -1][np.broadcast_to(stop.T[:, None], work.shape[:3])] = -1
        work[:, :, :-1, :-1][np.broadcast_to(over.T[:, None, 1:], work[:, :, 1:, 0].shape)] = -1
        self.ways = ways

    def last(self) -> Ints:
        """After the last day: what the hours cost in all."""
        frame, people = self.frame, self.people
        table = np.zeros((self.ground.nodes, *frame.shape(frame.days), len(people)), self.type)
        if frame.span.units is not None:
            low, high = frame.windows[0][-1]
            units = range(low, high + 1)
            costs = [[self.hours_price(p, u * self.ground.unit) for p in people] for u in units]
            flat = np.array(costs, self.type).reshape(len(units), len(people))
            table += flat.reshape(len(units), *(1,) * len(frame.span.left), len(people))
        return table

    def hours_price(self, person: Person, minutes: int) -> int:
        """What so many minutes in all cost."""
        hours = person.hours
        if minutes < hours.least or (hours.most is not None and minutes > hours.most):
            return self.ban
        return self.scale * hours_cost(hours, minutes)

    # --- a day back

    def day(self, day: int, after: Ints) -> Ints:
        """The table before a day from the one after it."""
        ground = self.ground
        shape = (ground.nodes, *self.frame.shape(day), len(self.people))
        table = np.full(shape, self.far, self.type)
        if not table.size or not after.size:
            return table
        for axis in self.frame.shorter[day]:  # more left than can be used is worth no more
            after = np.concatenate([after, after.take([-1], axis)], axis)
        self.rest_into(day, table, after)
        self.start_into(day, table, after)
        if ground.runs > 1 or ground.kind.endless:
            for deed in range(len(ground.deeds)):
                self.run_into(day, table, after, deed)
        np.minimum(table, self.far, out=table)
        return table

    def rest_into(self, day: int, table: Ints, after: Ints) -> None:
        """A day off: from any rest, and from runs long enough."""
        ground, rests = self.ground, self.ground.rests
        work = table[rests:].reshape(len(ground.bars), ground.runs, *table.shape[1:])
        for cut in self.frame.cuts[day][-1][0]:
            cost = after[at(slice(0, rests), cut.after)] + self.price[-1, day]
            table[at(slice(0, rests - 1), cut.before)] = cost[1:]
            table[at(rests - 1, cut.before)] = cost[-1]
            first = ground.shortest_run - 1
            stop = cost[:1]
            if self.stop_ban is not None:
                ban = self.stop_ban[first:].reshape(-1, *(1,) * (table.ndim - 2), len(self.people))
                stop = stop + ban
            work[at(EVERY, at(slice(first, None), cut.before))] = stop
            if ground.kind.free and 0 < day <= ground.runs:
                work[at(EVERY, at(day - 1, cut.before))] = cost[0]

    def start_into(self, day: int, table: Ints, after: Ints) -> None:
        """The first shift after a rest long enough."""
        ground = self.ground
        begins = ground.begins[day, ground.shortest_rest :]
        for begun in (0, 1):
            same = np.flatnonzero(begins == begun) + ground.shortest_rest
            if not len(same):
                continue
            rests = slice(int(same[0]) - 1, int(same[-1]))
            best: Ints = np.full(table.shape[1:], self.far, self.type)
            for number, deed in enumerate(ground.deeds):
                for cut in self.frame.cuts[day][number][begun]:
                    cost = after[at(ground.node(deed.after, 1), cut.after)] + self.due(
                        day, number, cut
                    )
                    mine = best[cut.before]
                    np.minimum(mine, cost, out=mine)
            starts: Ints = best[None]
            if self.rest_ban is not None:
                ban = self.rest_ban[rests]
                starts = starts + ban.reshape(-1, *(1,) * (table.ndim - 2), len(self.people))
            np.minimum(table[rests], starts, out=table[rests])

    def run_into(self, day: int, table: Ints, after: Ints, number: int) -> None:
        """A shift that goes on with a run."""
        ground, runs = self.ground, self.ground.runs
        first = ground.node(ground.deeds[number].after, 1)
        for cut in self.frame.cuts[day][number][ground.begins[day, 0]]:
            due = self.due(day, number, cut)
            cost = after[at(slice(first + 1, first + runs), cut.after)] + due
            if self.over_ban is not None:
                cost += self.over_ban[1:].reshape(-1, *(1,) * (table.ndim - 2), len(self.people))
            for bars in ground.sources[number]:
                here = ground.node(bars, 1)
                mine = table[at(slice(here, here + runs - 1), cut.before)]
                np.minimum(mine, cost, out=mine)
                if ground.kind.endless:
                    end = table[at(here + runs - 1, cut.before)]
                    np.minimum(end, after[at(first + runs - 1, cut.after)] + due, out=end)

    def due(self, day: int, deed: int, cut: Cut) -> Ints:
        """What a deed costs each person, with the gentle limits it goes beyond."""
        price: Ints = self.price[deed, day]
        for axis in cut.due:
            price = price + self.dues[:, axis]
        return price

    # --- forward

    def walked(self) -> tuple[Ints, Ints]:
        """Each person's cheapest line (days across) and what it costs; a cost beyond `limit` is none."""
        frame, ground, everybody = self.frame, self.ground, self.everybody
        lines = np.full((len(everybody), ground.days), OFF)
        if not all(table.size for table in self.tables):
            return lines, np.full(len(everybody), self.far)
        node = np.array([ground.start(p) for p in self.people])
        states = [np.zeros_like(node)]
        for axis, window in enumerate(frame.windows[1:]):
            states.append(np.minimum(self.left[:, axis], window[0][1]))
        index = [s - w[0][0] for s, w in zip(states, frame.windows, strict=True)]
        values = self.tables[0][(node, *index, everybody)]
        for day in range(ground.days):
            nodes, after, costs = self.options(day, node, states)
            pick = costs.argmin(axis=1)
            lines[:, day] = self.shift[pick, day, everybody]
            node = nodes[everybody, pick]
            states = [s[everybody, pick] for s in after]
        return lines, values

    def options(self, day: int, node: Ints, states: list[Ints]) -> tuple[Ints, list[Ints], Ints]:
        """People × (deeds and a day off): where each leads, and what it costs to the end."""
        frame, ground, everybody = self.frame, self.ground, self.everybody
        nodes = self.ways[everybody, node]
        if ground.kind.free and 0 < day <= ground.runs:
            nodes[ground.run_of[node] == day, -1] = 0
        costs = self.price[:, day].T.astype(np.int64)
        fine = nodes >= 0
        after = [states[0][:, None] + frame.steps]
        for axis, watch in enumerate(ground.kind.watched):
            used = ground.used_of[:, axis]
            if watch.weekends:
                begun = ground.begins[day][ground.rest_of[node]]
                used = begun[:, None] * (ground.units_of > 0)
            left = states[axis + 1][:, None] - used
            if watch.gentle:
                costs += np.where(left < 0, self.dues[:, axis, None], 0)
                left = np.maximum(left, 0)
            after.append(np.minimum(left, frame.windows[axis + 1][day + 1][1]))
        index = []
        for state, window in zip(after, frame.windows, strict=True):
            low, high = window[day + 1]
            fine &= (state >= low) & (state <= high)
            index.append(np.minimum(np.maximum(state - low, 0), high - low))
        costs += self.tables[day + 1][(nodes, *index, everybody[:, None])]
        return nodes, after, np.where(fine, costs, self.far * 2)
