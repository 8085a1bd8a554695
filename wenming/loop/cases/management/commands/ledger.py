"""wenming ledger FILE: the ledger of cases as a workbook."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.timezone import localdate

from wenming.kit.sheets.writing import write_book
from wenming.loop.cases.api import Narrowing
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Source, State
from wenming.loop.cases.sheets import ledger
from wenming.site.command import Verb


class Command(Verb):
    """Write the ledger of the cases that are asked for; without filters, of all."""

    help = "write the ledger of cases as a workbook"

    def options(self, parser: CommandParser) -> None:
        """The file, and what narrows it."""
        parser.add_argument("file", type=Path, help="the workbook to write (.xlsx)")
        parser.add_argument("--state", choices=[one.value for one in State], default="")
        parser.add_argument("--source", choices=[one.value for one in Source], default="")
        for name, what in (
            ("unit", "any name of the unit that mends"),
            ("area", "code of an area; all below it counts"),
            ("round", "name of a round"),
            ("kind", "kind of site"),
            ("item", "code of a standard, or how it begins"),
            ("text", "words of the number, the problem or the site"),
        ):
            parser.add_argument(f"--{name}", default="", help=what)
        parser.add_argument("--live", action="store_true", help="only those not at an end")
        parser.add_argument("--late", action="store_true", help="only those past their limit")

    def act(self, **options: Any) -> dict[str, Any]:
        """Write the file; how many cases it holds."""
        named = {name: options[name] for name in Narrowing._fields}
        rows = Narrowing(**named).of(Case.objects.all(), at=timezone.now())
        write_book(options["file"], [ledger(rows, day=localdate())])
        return {"file": str(options["file"]), "cases": rows.count()}
