"""wenming dump KIND FILE: write what the city holds as a workbook that loads back."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.doors.workbooks.actions import dump
from wenming.doors.workbooks.rules import Kind
from wenming.site.command import Verb


class Command(Verb):
    """Write areas, units, an edition, sites, charges or feedback as a workbook."""

    help = "write a workbook that 'load' reads back with no difference"

    def options(self, parser: CommandParser) -> None:
        """What to write, and where."""
        parser.add_argument("kind", choices=[kind.value for kind in Kind])
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="", help="the edition's code")

    def act(self, **options: Any) -> dict[str, Any]:
        """Write the file, whole or not at all; how many rows each sheet has."""
        rows = dump(Kind(options["kind"]), options["file"], code=options["code"], at=timezone.now())
        return {"kind": options["kind"], "file": str(options["file"]), "sheets": rows}

    def words(self, result: dict[str, Any]) -> str:
        """Where it is, and how much."""
        said = {"file": result["file"], "rows": sum(result["sheets"].values())}
        return _("已写入 %(file)s：%(rows)s 行。") % said
