"""What happens by itself: a short list of periodic tasks, each run by one process at a time.

Every process that serves runs a clock; a leased row lets one of them do each task. A task that
fails is logged and comes round again; nothing here keeps state of its own.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from wenming.loop.reminders import actions as reminders
from wenming.loop.scores import actions as scores
from wenming.org import actions as org
from wenming.records import actions as records
from wenming.service.enrolments import actions as enrolments
from wenming.service.ledgers import actions as ledgers
from wenming.service.signups import actions as signups
from wenming.service.trainings import actions as trainings
from wenming.site import worker

log = logging.getLogger("wenming.clock")
HOLDER = f"{socket.gethostname()}:{os.getpid()}"


class Task(NamedTuple):
    """One thing that comes round every so often."""

    name: str
    every: timedelta
    act: Callable[[datetime], object]


TASKS: tuple[Task, ...] = (
    Task("tell", timedelta(seconds=10), lambda at: org.tell(at=at)),
    Task("plan", timedelta(seconds=2), lambda at: worker.call(at=at)),
    Task("send", timedelta(minutes=1), lambda at: org.send(at=at)),
    Task("remind", timedelta(minutes=5), lambda at: reminders.warn_and_escalate(at=at)),
    Task("tend", timedelta(seconds=30), lambda at: signups.tend(at=at)),
    Task("call", timedelta(minutes=5), lambda at: signups.remind(at=at)),
    Task("reckon", timedelta(minutes=1), lambda at: scores.reckon_stale(at=at)),
    Task("queue", timedelta(minutes=5), lambda at: enrolments.lapse(at=at)),
    Task("seal", timedelta(minutes=5), lambda at: records.seal_up(at=at)),
    Task("hours", timedelta(minutes=10), lambda at: ledgers.take_in_places(at=at)),
    Task("runs_out", timedelta(hours=6), lambda at: trainings.warn(at=at)),
    Task("sweep", timedelta(days=1), lambda at: sweep(at)),
)


def sweep(at: datetime) -> None:
    """Throw away what nobody asks for any more: ended sessions, names that wait or came to a course."""
    call_command("clearsessions")
    org.forget(at=at)
    enrolments.forget(at=at)


def tick(due: dict[str, datetime], *, at: datetime) -> list[str]:
    """Do what is due and is ours to do; the names of the tasks done. `due` is moved on."""
    done = []
    for task in TASKS:
        if due.get(task.name, at) > at:
            continue
        due[task.name] = at + task.every
        try:
            if records.lease(task.name, HOLDER, until=at + 2 * task.every, at=at):
                task.act(at)
                done.append(task.name)
        except Exception:
            log.exception("the task %s failed; it comes round again", task.name)
    return done


def start(stop: threading.Event) -> threading.Thread:
    """Run the clock in a thread of this process until `stop` is set."""

    def run() -> None:
        due: dict[str, datetime] = {}
        while not stop.wait(2):
            close_old_connections()
            tick(due, at=timezone.now())
        close_old_connections()

    thread = threading.Thread(target=run, name="clock", daemon=True)
    thread.start()
    return thread
