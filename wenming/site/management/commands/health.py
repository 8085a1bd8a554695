"""wenming check: look this installation over and say what is wrong."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.kit.days import UnknownYear, national
from wenming.org.models import Area, Holiday, Unit, User
from wenming.records.models import Act
from wenming.site.command import Verb

LEAST = 1 << 30  # bytes free below which a disk is nearly full
CORRUPTING = ((3, 7, 0), (3, 51, 2))  # SQLite versions with the WAL-reset bug


class Command(Verb):
    """Database, disk, key, calendar, seals and the basic data, each with what to do."""

    help = "check this installation and say what is wrong"

    def act(self, **_options: Any) -> dict[str, Any]:
        """Look; exit 1 where something must be done."""
        faults = [{"code": code, "message": message} for code, message in wrong()]
        return {
            "home": str(settings.HOME),
            "database": f"{connection.vendor} {version()}",
            "faults": faults,
            "exit": int(bool(faults)),
        }

    def words(self, result: dict[str, Any]) -> str:
        """What was looked at, then what is wrong."""
        lines = [f"{result['home']}  {result['database']}"]
        return "\n".join(
            lines + ([f["message"] for f in result["faults"]] or [_("没有发现问题。")])
        )


def version() -> str:
    """The database's own version."""
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    return ".".join(str(n) for n in connection.get_database_version())


def wrong() -> Iterator[tuple[str, str]]:
    """What is wrong with the machine and the database, then with the data in it."""
    if connection.vendor == "sqlite":
        here = tuple(int(n) for n in sqlite3.sqlite_version.split("."))
        if CORRUPTING[0] <= here <= CORRUPTING[1]:
            yield "sqlite", _("SQLite 版本有可能损坏数据的缺陷；请用随产品安装的版本。")
    if shutil.disk_usage(settings.HOME).free < LEAST:
        yield "disk", _("磁盘剩余不足 1 GB；请清理，或换一块盘。")
    key = settings.HOME / "key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield "key", _("密钥文件 %s 他人可读；请把权限改为 600。") % key
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield "tables", _("数据库表还不是这个版本的；请运行 wenming init。")
            return
        yield from wrong_data()
    except DatabaseError as error:
        yield "database", str(error)


def wrong_data() -> Iterator[tuple[str, str]]:
    """What is missing or stuck in the data."""
    if not User.objects.filter(is_active=True).exists():
        yield "people", _("还没有账户；请运行 wenming init。")
    if not Area.objects.exists():
        yield "areas", _("还没有区划；请用 wenming load areas 导入。")
    if not Unit.objects.exists():
        yield "units", _("还没有单位；请用 wenming load units 导入。")
    day = localdate()
    for year in sorted({day.year, (day + timedelta(days=60)).year}):
        try:
            national(year)
        except UnknownYear:
            if not Holiday.objects.filter(day__year=year).exists():
                yield "calendar", _("%s 年的放假安排还没有录入，工作日只按周末推算。") % year
    late = timezone.now() - timedelta(hours=1)
    if Act.objects.untold().filter(at__lt=late).exists():
        yield "teller", _("有一小时前的消息还没有送出；wenming serve 是否在运行？")
