"""wenming demo: load the demo city, once, and serve it."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.site import server
from wenming.site.command import Verb
from wenming.site.demo import city, people


class Command(Verb):
    """The first start makes the city; every start serves it and prints its people."""

    help = "load the demo city and serve it"

    def options(self, parser: CommandParser) -> None:
        """Where to listen, and where the workbooks are."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=server.port, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="load, print, and leave")
        parser.add_argument("--examples", type=Path, help="the folder of the workbooks")

    def act(self, **options: Any) -> dict[str, Any]:
        """Make the city where it is not, say where it is, and serve."""
        made = city.make(at=timezone.now(), folder=options["examples"], say=murmur)
        if made["made"] and not options["no_serve"]:
            os.execv(sys.executable, [sys.executable, "-m", "wenming", *sys.argv[1:]])  # noqa: S606
        told = {"address": f"http://{options['host']}:{options['port']}/", **made}
        told |= {"home": str(settings.HOME), "password": people.PASSWORD, "people": people.shown()}
        if options["no_serve"]:
            return told
        said = json.dumps(told, ensure_ascii=False) if options["json"] else self.words(told)
        self.stdout.write(said)
        self.stdout.flush()
        if options["host"] not in settings.ALLOWED_HOSTS:  # all is invented: any name may lead here
            settings.ALLOWED_HOSTS = ["*"]
        server.serve(options["host"], options["port"])
        return {}

    def words(self, result: dict[str, Any]) -> str:
        """The address, and a line for everybody who can be entered as."""
        if not result:
            return ""
        lines = ["  {account:<26}{role} · {over} · {name}".format(**p) for p in result["people"]]
        head = _("示例城市云川市（全部虚构）：%(address)s") % result
        words = _("打开首页可一键进入任一角色；也可用账户登录，密码都是 %(password)s") % result
        return "\n".join([head, words, *lines])


def murmur(words: str) -> None:
    """How far it has come, for whoever waits; what is printed stays free of it."""
    sys.stderr.write(f"  {words}\n")
    sys.stderr.flush()
