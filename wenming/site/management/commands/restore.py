"""wenming restore FILE: bring a backup back; what stood there is put aside."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.site.archive import restore
from wenming.site.command import Verb


class Command(Verb):
    """The backup's database and files in the place of the present ones."""

    help = "bring a backup back; what stood there is put aside"

    def options(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path)

    def act(self, **options: Any) -> dict[str, Any]:
        """Check it, then bring it back."""
        return {"file": str(options["file"])} | restore(options["file"], at=timezone.now())
