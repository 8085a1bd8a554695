"""wenming edition publish|archive CODE: freeze an edition, or lay it aside."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.loop.standards.actions import step
from wenming.loop.standards.rules import EditionMove
from wenming.site.command import Verb


class Command(Verb):
    """One step of an edition."""

    help = "publish an edition"

    def options(self, parser: CommandParser) -> None:
        """The step and the edition."""
        parser.add_argument("step", choices=[move.value for move in EditionMove])
        parser.add_argument("code")

    def act(self, **options: Any) -> dict[str, Any]:
        """Take the step."""
        move = EditionMove(options["step"])
        row = step(options["code"], move, by=None, at=timezone.now())
        return {
            "code": row.code,
            "name": row.name,
            "state": row.state,
            "items": row.items.leaves().count(),
            "digest": row.digest,
        }
