"""The story: its rounds, its cases, and what goes round by itself day by day, played to this day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from wenming.loop.inspections.models import Round
from wenming.loop.inspections.rules import RoundKind, RoundState
from wenming.loop.reminders.actions import warn_and_escalate
from wenming.loop.scores.actions import reckon
from wenming.org.actions import tell
from wenming.org.models import User
from wenming.records.actions import opened, seal_up
from wenming.site.demo import books
from wenming.site.demo.casework import Docket
from wenming.site.demo.chapters import CHAPTERS, FEEDBACK_DAY
from wenming.site.demo.cleanup import Cleanup
from wenming.site.demo.gains import mend_first
from wenming.site.demo.markets import Markets
from wenming.site.demo.neighbours import Neighbours
from wenming.site.demo.rounds import Played
from wenming.site.demo.stage import Stage
from wenming.site.demo.stations import Practice
from wenming.site.demo.streets import Streets
from wenming.site.demo.tours import send_out
from wenming.site.demo.traffic import Traffic

DISPATCHES = ((8, 50), (14, 40))  # when the office looks through what came in
BELLS = ((9, 5), (14, 50))  # reminders and notices
READINGS = (-62, -36, -20, -11, -4)  # days on which everybody opens the inbox; the rest lies unread


def play(folder: Path, *, morning: datetime, now: datetime, say: Callable[[str], None]) -> None:
    """Play all that has happened since `morning`, and reckon the rounds that are closed.

    `say` is told which round begins.
    """
    stage = Stage.built(now=now, morning=morning + timedelta(hours=2))
    docket = Docket(stage)
    for chapter in CHAPTERS:
        begins = stage.at(stage.day(chapter.opened), 9, 0)
        stage.arrange(begins, partial(announce, say, chapter.name))
        Played(chapter, stage).arrange()
    Streets(stage).arrange()
    Markets(stage).arrange()
    Practice(stage).arrange()
    Neighbours(stage).arrange()
    Cleanup(stage).arrange()
    Traffic(stage).arrange()
    arrange_feedback(folder, stage, docket)
    arrange_days(stage, docket)
    stage.play()
    say(_("路线"))
    send_out(stage, now)
    mend_first(stage, now)
    ring(now)
    seal_up(at=now)
    say(_("计分"))
    closed = Round.objects.filter(kind=RoundKind.ASSESSMENT.value, state=RoundState.CLOSED.value)
    for row in closed.order_by("opened"):
        reckon(row, at=now)


def announce(say: Callable[[str], None], words: str, _at: datetime) -> None:
    """Say what begins."""
    say(words)


def arrange_feedback(folder: Path, stage: Stage, docket: Docket) -> None:
    """Last year's feedback is handed over, and its cases begin."""

    def scene(at: datetime) -> None:
        books.bring(books.FEEDBACK, folder, dated=at.date(), at=at)
        docket.welcome_feedback()

    stage.arrange(stage.at(stage.day(FEEDBACK_DAY), 9, 50), scene)


def arrange_days(stage: Stage, docket: Docket) -> None:
    """What comes round every working day: dispatching, reminding, telling, sealing, reading."""
    for number in range(CHAPTERS[0].opened, 1):
        day = stage.day(number)
        for clock in DISPATCHES if number else ():  # today's waits for whoever looks at the demo
            stage.arrange(stage.at(day, *clock), docket.dispatch)
        for clock in BELLS:
            stage.arrange(stage.at(day, *clock), ring)
        if number in READINGS:
            stage.arrange(stage.at(day, 17, 50), read)
        stage.arrange(stage.at(day, 18, 10), lambda at: seal_up(at=at))


def ring(at: datetime) -> None:
    """Remind whoever is due to be reminded, and put what is new into inboxes."""
    warn_and_escalate(at=at)
    tell(at=at)


def read(at: datetime) -> None:
    """Everybody opens what lies in the inbox."""
    for reader in User.objects.filter(notices__read=None).distinct().order_by("pk"):
        opened(reader, at=at)
