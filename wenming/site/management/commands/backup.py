"""wenming backup FILE: write a backup while serving goes on."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.site.archive import backup
from wenming.site.command import Verb


class Command(Verb):
    """Database and files in one file."""

    help = "write a backup while serving goes on"

    def options(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def act(self, **options: Any) -> dict[str, Any]:
        """Write it."""
        manifest = backup(options["file"], at=timezone.now())
        return {"file": str(options["file"]), "bytes": options["file"].stat().st_size} | manifest
