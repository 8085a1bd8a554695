"""What lines cost: each person's own, day by day, and what the covers add; nothing about making them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.problem import OFF, Cover, Hours, Line, Person, Problem

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]


class Costs:
    """A problem's costs as tables: people × days × shifts, the last column being a day off."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.shape = (len(problem.people), problem.days, len(problem.shifts) + 1)

    @cached_property
    def own(self) -> Ints:
        """What requests and changes cost each person on each day with each shift."""
        table = np.zeros(self.shape, np.int64)
        for person, day, shift, weight, granted in self.problem.requests:
            if granted:
                table[person, day, :] += weight
                table[person, day, shift] -= weight
            else:
                table[person, day, shift] += weight
        if self.problem.kept is not None:
            table += self.problem.change
            people, days = np.indices(self.shape[:2])
            table[people, days, np.array(self.problem.kept)] -= self.problem.change
        return table

    @cached_property
    def open(self) -> Truths:
        """Which shifts a person may have on a day, by all rules that look at one day alone."""
        table = np.zeros(self.shape, np.bool_)
        for number, person in enumerate(self.problem.people):
            table[number, :, sorted(person.may)] = True
            table[number, sorted(person.away), :] = False
            for day, shift in person.barred:
                table[number, day, shift] = False
        table[:, :, OFF] = True
        for number, day, shift in self.problem.agreed:
            kept = table[number, day, shift]
            table[number, day, :] = False
            table[number, day, shift] = kept
        return table

    @cached_property
    def layers(self) -> list[Ints]:
        """Days × shifts: a cover that a shift counts for, the number of covers where there is none.

        As many tables as covers can share one shift on one day.
        """
        none = len(self.problem.covers)
        found: list[Ints] = []
        for number, cover in enumerate(self.problem.covers):
            for shift in cover.shifts:
                for layer in found:
                    if layer[cover.day, shift] == none:
                        break
                else:
                    layer = np.full((self.problem.days, self.shape[2]), none, np.int64)
                    found.append(layer)
                layer[cover.day, shift] = number
        return found

    @cached_property
    def counted(self) -> Truths:
        """Covers × people: whom each counts, a last row of nobody for no cover."""
        people = len(self.problem.people)
        table = np.zeros((len(self.problem.covers) + 1, people), np.bool_)
        for number, cover in enumerate(self.problem.covers):
            table[number, list(range(people) if cover.among is None else cover.among)] = True
        return table

    def spread(self, prices: Ints) -> Ints:
        """A price to each cover as a table like `own`: what one person adds on a day with a shift."""
        priced = self.counted * np.append(prices, 0)[:, None]
        table = np.zeros(self.shape, np.int64)
        for layer in self.layers:
            table += priced[layer].transpose(2, 0, 1)
        return table

    def met(self, people: NDArray[Any], lines: NDArray[Any]) -> list[tuple[Ints, Ints]]:
        """Of lines as rows, each for a person: pairs of row and cover it counts for, a pair to a layer."""
        found = []
        rows, days = np.nonzero(lines != OFF)
        shifts = lines[rows, days]
        for layer in self.layers:
            covers = layer[days, shifts]
            good = self.counted[covers, people[rows]]
            found.append((rows[good], covers[good]))
        return found

    def counts(self, people: NDArray[Any], lines: NDArray[Any]) -> Ints:
        """How many people each cover has."""
        table = np.zeros(len(self.problem.covers) + 1, np.int64)
        for _, covers in self.met(people, lines):
            np.add.at(table, covers, 1)
        return table[:-1]

    def alone(self, people: NDArray[Any], lines: NDArray[Any]) -> Ints:
        """What each line costs by itself, whatever the others do."""
        days = np.arange(self.problem.days)
        own = self.own[people[:, None], days, lines].sum(axis=1)
        gentle = [
            gentle_cost(self.problem, self.problem.people[p], tuple(line))
            for p, line in zip(people.tolist(), lines.tolist(), strict=True)
        ]
        return np.asarray(own + np.array(gentle, np.int64), np.int64)

    def total(self, lines: Sequence[Line]) -> int:
        """What a plan costs: every weight it breaks."""
        people = np.arange(self.shape[0])
        table = np.array(lines, np.int64).reshape(self.shape[:2])
        counts = self.counts(people, table).tolist()
        covers = sum(
            cover_cost(cover, count)
            for cover, count in zip(self.problem.covers, counts, strict=True)
        )
        return int(self.alone(people, table).sum()) + covers

    def missed(self, lines: Sequence[Line]) -> int:
        """By how many people in all the covers are below their least or above their most."""
        people = np.arange(self.shape[0])
        table = np.array(lines, np.int64).reshape(self.shape[:2])
        return sum(
            max(0, cover.least - count, count - (count if cover.most is None else cover.most))
            for cover, count in zip(
                self.problem.covers, self.counts(people, table).tolist(), strict=True
            )
        )


def cover_cost(cover: Cover, count: int) -> int:
    """What being below or above the wish costs."""
    return cover.below * max(0, cover.wish - count) + cover.above * max(0, count - cover.wish)


def hours_cost(hours: Hours, minutes: int) -> int:
    """What every full hour away from the wished costs."""
    return 0 if hours.wish is None else hours.weight * (abs(minutes - hours.wish) // 60)


def excess_cost(wish: int | None, weight: int, count: int) -> int:
    """What every one above the wish costs."""
    return 0 if wish is None else weight * max(0, count - wish)


def gentle_cost(problem: Problem, person: Person, line: Line) -> int:
    """What a person's hours, weekends and tallies away from the wished cost."""
    week, cost = person.weekends, 0
    if person.hours.wish is not None:
        cost += hours_cost(person.hours, sum(problem.shifts[s].minutes for s in line if s != OFF))
    if week.wish is not None:
        worked = sum(any(line[d] != OFF for d in weekend) for weekend in problem.weekends)
        cost += excess_cost(week.wish, week.weight, worked)
    for tally in person.tallies:
        if tally.wish is not None:
            cost += excess_cost(tally.wish, tally.weight, sum(s in tally.shifts for s in line))
    return cost
