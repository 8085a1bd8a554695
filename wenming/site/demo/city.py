"""The demo city made whole or not at all: its ground, its people, its story."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.kit.flow import Refused
from wenming.loop.standards.actions import step
from wenming.loop.standards.models import Bar, Edition, Profile
from wenming.loop.standards.rules import EditionMove
from wenming.org.calendar import calendar
from wenming.org.models import Area, Unit, User
from wenming.places.actions import bring_catalogue
from wenming.records.actions import Step, note_down
from wenming.records.models import Act
from wenming.site.demo import books, people, story

KIND, NAME = "demo", "云川市"  # the act that says the city stands
BEFORE = 90  # working days before today on which the story begins
METHODS = {"实地考察": 60, "材料审核": 25, "问卷调查": 15}  # points of a hundred
YEARS = [15, 25, 60]
MINORS_SHARE, GATE = 20, 8500
Say = Callable[[str], None]  # how far it has come, for whoever waits
BARS = (
    "党政主要负责人严重违纪违法受到查处",
    "发生有全国影响的重大安全事故、食品药品安全事故",
    "发生危害国家安全和社会稳定的重大案（事）件",
    "发生有全国影响的重大环境污染事件",
    "存在大范围、性质恶劣的黄赌毒问题",
    "测评中弄虚作假、干扰抽样和现场考察",
)


def silent(_words: str) -> None:
    """Say nothing."""


def behind() -> bool:
    """Whether tables are still to be made or changed."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def stands() -> bool:
    """Whether this home holds the demo city, whole."""
    return Act.objects.filter(kind=KIND, key=NAME).exists()


def taken() -> bool:
    """Whether this home holds anything but an installation just made."""
    return (
        any(model.objects.exists() for model in (Area, Unit, Edition)) or User.objects.count() > 1
    )


def make(*, at: datetime, folder: Path | None = None, say: Say = silent) -> dict[str, Any]:
    """Make the tables, then the city in one transaction; what was made, in figures.

    A home that holds the city already is left as it is. Refused("real_city") where it holds
    anything else, "no_examples" where the workbooks are missing.
    """
    if behind():
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    if stands():
        return {"made": False}
    folder = books.found(folder)
    with transaction.atomic():
        if taken():
            raise Refused("real_city", str(settings.HOME))
        say(_("正在装入 {n} 份台账……").format(n=len(books.FOUNDATIONS)))
        morning = lay_ground(folder, at=at)
        story.play(folder, morning=morning, now=at, say=say)
        note_down(Step(KIND, NAME, "made", facts={"day": str(localdate(at))}), by=None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"made": True}


def lay_ground(folder: Path, *, at: datetime) -> datetime:
    """Workbooks, editions in force, people with their beats; the morning on which it all began."""
    days = calendar()
    first = days.add_workdays(localdate(at), -BEFORE)
    morning = days.opening(first)
    bring_catalogue(at=morning)
    for n, book in enumerate(books.FOUNDATIONS):
        books.bring(book, folder, dated=first, at=morning + timedelta(minutes=5 * n))
    people.settle(since=date(first.year, 1, 1), at=morning + timedelta(minutes=40))
    set_profile(at=morning + timedelta(minutes=60))
    office = User.objects.get(username="demo-office")
    for n, code in enumerate((books.CITY, books.MINORS)):
        step(code, EditionMove.PUBLISH, by=office, at=morning + timedelta(minutes=70 + n))
    return morning


def set_profile(*, at: datetime) -> None:
    """How the parts of the two editions make a year and a cycle; the negative list of each."""
    city, minors = (Edition.objects.get(code=code) for code in (books.CITY, books.MINORS))
    Profile.objects.create(
        edition=city,
        methods=METHODS,
        years=YEARS,
        minors=MINORS_SHARE,
        gate=GATE,
        minors_edition=minors,
    )
    Profile.objects.create(edition=minors, methods=METHODS)
    for edition in (city, minors):
        bars = BARS if edition is city else BARS[-1:]
        Bar.objects.bulk_create(
            Bar(edition=edition, order=n, text=text) for n, text in enumerate(bars, start=1)
        )
        facts = {"bars": len(bars)}
        note_down(Step("edition", edition.pk, "profile", facts=facts), by=None, at=at)
