"""wenming record FILE.jsonl: visits recorded elsewhere, one draft a line, as the phone sends them."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.doors.field.api import read_line, take_in
from wenming.doors.field.drafts import Outcome
from wenming.kit.flow import Refused
from wenming.org.models import User
from wenming.site.command import Verb


class Command(Verb):
    """Take in a file of visits line by line, each whole or not at all."""

    help = "record visits from a file of JSON lines"

    def options(self, parser: CommandParser) -> None:
        """The file, and who recorded."""
        parser.add_argument("file", metavar="FILE.jsonl", help="- for standard input")
        parser.add_argument("--as", dest="person", metavar="USERNAME", help="who recorded them")

    def act(self, **options: Any) -> dict[str, Any]:
        """Take in every line; exit 1 where one was refused or its id holds other content."""
        person = options["person"]
        by = User.objects.filter(username=person, is_active=True).first() if person else None
        if person and by is None:
            raise Refused("unknown_user", person)
        counts, visits = Counter[str](), []
        with opened(options["file"]) as lines:
            for number, line in filter(lambda row: row[1].strip(), enumerate(lines, start=1)):
                told = take_in(read_line(line), by=by, at=timezone.now(), door="file")
                counts[told.outcome] += 1
                visits.append({"line": number, **told.model_dump(mode="json")})
        bad = int(any(counts[one] for one in (Outcome.REFUSED, Outcome.CONFLICT)))
        figures = {one.value: counts[one] for one in Outcome}
        return {"read": counts.total(), **figures, "visits": visits, "exit": bad}

    def words(self, result: dict[str, Any]) -> str:
        """A line for every fault, then the sum."""
        faults = [(v["line"], fault) for v in result["visits"] for fault in v["faults"]]
        lines = [f"{line}: {fault['place']} {fault['message']}" for line, fault in faults]
        told = _(
            "共 %(read)s 条：新记 %(recorded)s，已有 %(same)s，冲突 %(conflict)s，拒收 %(refused)s"
        )
        return "\n".join([*lines, told % result])


def opened(name: str) -> BinaryIO:
    """The file to read; Refused("unreadable") where it cannot be opened."""
    try:
        return sys.stdin.buffer if name == "-" else Path(name).open("rb")
    except OSError as error:
        raise Refused("unreadable", name, error.strerror or "") from error
