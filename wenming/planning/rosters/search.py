"""The search for a good plan: columns, a dive, then ever again a part of the plan made anew.

A part is some people, or some days of all, while the rest stands; it is settled by columns and a dive
of its own, with lines found before to start from. Two workers look at two parts at once. A part that
its columns prove to hold nothing better costs no dive. All chance comes from the seed, and what the
workers find is taken in a fixed order, so the same seed and effort give the same plan.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenming.planning.rosters.columns import EVER, SCALE, Market, converge
from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.dive import dive
from wenming.planning.rosters.greedy import bettered, first_plan
from wenming.planning.rosters.master import Master
from wenming.planning.rosters.problem import Problem

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
WORKERS = 2
BROUGHT = 60  # lines a person brings along into a part
ROUNDS = 40  # pricings before a part's dive
WINDOWS = 4  # every so many parts one is a window of days instead of some people
GLANCE = 0.3  # seconds between two looks at whether to go on


class Part(NamedTuple):
    """People to be planned anew, what is open to all people, and where its chance starts."""

    people: list[int]
    open: Truths
    seed: int


class Outcome(NamedTuple):
    """Lines of a part's people, None where nothing better came; what the search learnt beside it."""

    part: Part
    lines: Ints | None
    proved: bool
    owners: Ints
    found: Ints


class Search:
    """One problem's search; `best` is the plan so far, a line to each person, `value` its value.

    It ends at the deadline, and `reserve` seconds before it where somebody is missing at a cover.
    """

    def __init__(
        self, problem: Problem, hard: int, seed: int, deadline: float, reserve: float = 0
    ) -> None:
        self.costs = Costs(problem)
        self.chance = np.random.default_rng(seed)
        self.markets = [Market(self.costs, hard) for _ in range(WORKERS)]
        self.problem, self.hard = problem, hard
        self.deadline, self.reserve, self.missing = deadline, reserve, 0
        self.stop = Event()
        self.everybody = np.arange(len(problem.people))
        self.best = np.zeros((len(problem.people), problem.days), np.int64)
        self.value, self.floor = EVER, -EVER
        self.prices: Ints | None = None
        self.owners = np.zeros(0, np.int64)
        self.pool = np.zeros((0, problem.days), np.int64)
        self.size = max(2, min(len(problem.people), 6 + len(problem.people) // 6))

    # --- what the caller goes through

    def steps(self, effort: int) -> Iterator[None]:
        """Work, giving way after each piece of it and while waiting; `best` only gets better."""
        market = self.markets[0]
        if self.value == EVER:
            self.offer(first_plan(market, self.costs.open, self.chance))
        yield
        for lines in bettered(market, self.costs.open, self.best, self.chance):
            self.offer(lines)
            yield
            if not self.running():
                return
        with ThreadPoolExecutor(WORKERS) as workers:
            yield from self.waited([workers.submit(self.root)])
            done = 0
            while done < effort and self.running():
                parts = [self.part(done + i) for i in range(min(WORKERS, effort - done))]
                tasks = [
                    workers.submit(self.settled, market, part)
                    for market, part in zip(self.markets, parts, strict=False)
                ]
                yield from self.waited(tasks)
                for task in tasks:
                    self.take(task.result())
                done += len(parts)

    def waited(self, tasks: list[Future[Any]]) -> Iterator[None]:
        """Give way until the tasks are done."""
        while wait(tasks, GLANCE).not_done:
            yield
        for task in tasks:
            task.result()

    def running(self) -> bool:
        """Whether there is time left and anything left to gain."""
        done = self.floor > (self.value - 1) * SCALE
        end = self.deadline - (self.reserve if self.missing else 0)
        return not done and not self.stop.is_set() and time.monotonic() < end

    def offer(self, lines: Ints) -> None:
        """Take a whole plan where it is no worse."""
        value = self.markets[0].valued(lines)
        if value <= self.value:
            self.best, self.value = lines.copy(), value
            self.missing = self.costs.missed(lines.tolist())

    def counts(self) -> Ints:
        """How many people each cover has."""
        return self.costs.counts(self.everybody, self.best)

    # --- pieces of work

    def root(self) -> None:
        """Columns for all people, the bound, and the first dive."""
        people, market = self.everybody.tolist(), self.markets[0]
        none = np.zeros(len(self.problem.covers), np.int64)
        master = Master(self.costs, people, none, self.hard)
        master.take_in(self.everybody, self.best)
        open_ = self.costs.open
        found = converge(market, master, open_, none, self.running)
        self.floor, self.prices = found.floor, found.prices
        if self.running():
            dived = dive(market, master, open_, self.chance, lambda _: self.running())
            if dived is not None:
                self.offer(dived[1])
        self.owners, self.pool = master.owners, master.lines

    def settled(self, market: Market, part: Part) -> Outcome:
        """A part made anew."""
        fixed = np.setdiff1d(self.everybody, part.people)
        rest = self.best[fixed]
        counts = self.costs.counts(fixed, rest)
        target = self.value - int(self.costs.alone(fixed, rest).sum())
        master = Master(self.costs, part.people, counts, self.hard)
        own = np.array(part.people)
        master.take_in(own, self.best[own])
        master.take_in(*self.brought(part))
        rounds = iter(range(ROUNDS))
        found = converge(
            market, master, part.open, counts, lambda: self.running() and next(rounds, -1) >= 0
        )
        lines: Ints | None = None
        proved = found.floor > (target - 1) * SCALE
        if not proved and self.running():
            chance = np.random.default_rng(part.seed)
            dived = dive(
                market, master, part.open, chance, lambda v: v <= target + 0.01 and self.running()
            )
            lines = None if dived is None or dived[0] > target + 0.01 else dived[1]
        new = slice(len(part.people), None)
        return Outcome(part, lines, proved, master.owners[new], master.lines[new])

    def brought(self, part: Part) -> tuple[Ints, Ints]:
        """Known lines that a part's people may have in it, the best under the prices of the whole."""
        days = np.arange(self.problem.days)
        mine = np.isin(self.owners, part.people)
        owners, lines = self.owners[mine], self.pool[mine]
        fine = part.open[owners[:, None], days, lines].all(axis=1)
        owners, lines = owners[fine], lines[fine]
        regrets = self.priced(owners, lines)
        order = np.lexsort((regrets, owners))
        owners, lines = owners[order], lines[order]
        first = np.searchsorted(owners, owners)
        near = np.arange(len(owners)) - first < BROUGHT
        return owners[near], lines[near]

    def priced(self, owners: Ints, lines: Ints) -> Ints:
        """What lines cost under the prices of the whole, in thousandths."""
        alone = self.costs.alone(owners, lines) * SCALE
        if self.prices is not None:
            for rows, covers in self.costs.met(owners, lines):
                np.subtract.at(alone, rows, self.prices[covers])
        return alone

    # --- what to look at next, and what came of it

    def part(self, number: int) -> Part:
        """Some people, those more who stand badly under the prices; or a window of days."""
        seed, open_ = int(self.chance.integers(1 << 31)), self.costs.open
        if number % WINDOWS == WINDOWS - 1 and self.problem.days > 7:
            length = int(self.chance.integers(4, max(5, self.problem.days // 3) + 1))
            first = int(self.chance.integers(0, self.problem.days - length + 1))
            still = np.ones(self.costs.shape, np.bool_)
            still[:, first : first + length] = False
            stays = np.zeros(self.costs.shape, np.bool_)
            people, days = np.indices(self.best.shape)
            stays[people, days, self.best] = True
            return Part(self.everybody.tolist(), np.where(still, stays, open_), seed)
        value = self.priced(self.everybody, self.best)
        regret = np.maximum(0, value - self.least()).astype(np.float64)
        weight = regret + 0.5 * regret.mean() + 1
        size = min(self.size, len(weight))
        people = self.chance.choice(len(weight), size, replace=False, p=weight / weight.sum())
        return Part(sorted(people.tolist()), open_, seed)

    def least(self) -> Ints:
        """Of each person the cheapest known line under the prices of the whole."""
        least = self.priced(self.everybody, self.best)
        np.minimum.at(least, self.owners, self.priced(self.owners, self.pool))
        return least

    def take(self, outcome: Outcome) -> None:
        """Keep what came of a part: the plan where it is no worse, the lines, how large the next is."""
        if outcome.lines is not None:
            lines = self.best.copy()
            lines[outcome.part.people] = outcome.lines
            self.offer(lines)
        self.owners = np.concatenate([self.owners, outcome.owners])
        self.pool = np.concatenate([self.pool, outcome.found])
        people = len(outcome.part.people)
        if outcome.proved and people < len(self.everybody):
            self.size = min(len(self.everybody), self.size + 1 + self.size // 8)
