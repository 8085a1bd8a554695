"""wenming serve: serve the product, with its clock for notices and seals."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from wenming.site import server
from wenming.site.command import Verb


class Command(Verb):
    """Serve in the foreground until told to stop."""

    help = "serve the product, with its clock for notices and seals"

    def options(self, parser: CommandParser) -> None:
        """Where to listen, and how many hands."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=server.port, default=8000)
        parser.add_argument("--workers", type=int, help="processes, on PostgreSQL (default 2)")
        parser.add_argument("--threads", type=int, default=8)

    def act(self, **options: Any) -> dict[str, Any]:
        """Say where, then serve."""
        where = {"address": f"http://{options['host']}:{options['port']}/"}
        self.stdout.write(f"{where['address']}  home {settings.HOME}")
        self.stdout.flush()
        server.serve(
            options["host"],
            options["port"],
            workers=options["workers"],
            threads=options["threads"],
        )
        return where
