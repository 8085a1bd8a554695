"""Two processes that make parts of a plan anew: Python's lock would let two threads do half as much more than one.

A task is whole in itself and its chance its own, so what comes of it does not hang on which hand takes it or
when. The hands end with the search; where it is killed they see that nobody is there any more, and end too.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from wenming.planning.tours.engine import Climber, Found, Levels, Route, Routes, Temper
from wenming.planning.tours.ground import Ground

Ints = NDArray[np.int64]
HANDS = 2
GLANCE = 0.1  # seconds between two looks at whether to go on
GRACE = 0.1  # seconds after the end in which a hand may still give what it has


class Task(NamedTuple):
    """Stops and inspectors, routes of them (by the place of the stops in the list), and how many steps to take.

    Without routes the stops are thrown together first.
    """

    stops: Ints
    routes: Routes
    free: tuple[int, ...]
    seed: int
    temper: Temper
    steps: int


class Done(NamedTuple):
    """What came of a task, every route seen in a plan that can be kept, and where penalties stand."""

    found: Found
    seen: tuple[Route, ...]
    levels: Levels


class Bench(NamedTuple):
    """What every task stands on; `deadline` by the clock that all processes share."""

    ground: Ground
    prizes: Ints
    deadline: float


def done(bench: Bench, task: Task, going: Callable[[], bool]) -> Done:
    """Do one task."""
    climber = Climber(bench.ground, task.stops, task.free, task.seed, bench.prizes, task.temper)
    routes = task.routes or climber.random().routes
    seen = dict[Route, None]()
    found = climber.climbed(
        routes, task.steps, going, lambda plan: seen.update(dict.fromkeys(plan))
    )
    return Done(found, tuple(seen), climber.levels())


def serve(pipe: Connection, parent: int) -> None:
    """A hand's whole life: tasks in, what came of them out, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bench: Bench = pipe.recv()

    def going() -> bool:
        return time.monotonic() < bench.deadline and os.getppid() == parent

    while os.getppid() == parent:
        try:
            task: Task = pipe.recv()
            pipe.send(done(bench, task, going))
        except (EOFError, OSError):
            return


class Hands:
    """The processes, for as long as the block lasts."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.pipes: list[Connection] = []
        self.processes: list[BaseProcess] = []

    def __enter__(self) -> Self:
        context = get_context("spawn")
        for _ in range(HANDS):
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs, os.getpid()), daemon=True)
            process.start()
            theirs.close()
            self.pipes.append(ours)
            self.processes.append(process)
        for pipe in self.pipes:
            pipe.send(self.bench)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self.processes:
            process.kill()
        for process, pipe in zip(self.processes, self.pipes, strict=True):
            process.join()
            process.close()
            pipe.close()

    def work(
        self, tasks: Sequence[Task], results: list[Done | None], going: Callable[[], bool]
    ) -> Iterator[None]:
        """Do tasks side by side, giving way meanwhile; `results` holds None where time or patience ended first."""
        results[:] = [None] * len(tasks)
        left, idle = iter(range(len(tasks))), list(self.pipes)
        busy = dict[Connection, int]()
        while True:
            while idle and going() and (number := next(left, None)) is not None:
                pipe = idle.pop()
                pipe.send(tasks[number])
                busy[pipe] = number
            if not busy or not (going() or time.monotonic() < self.bench.deadline + GRACE):
                return
            for ready in connection.wait(list(busy), GLANCE):
                pipe = next(one for one in busy if one is ready)
                results[busy.pop(pipe)] = pipe.recv()
                idle.append(pipe)
            yield
