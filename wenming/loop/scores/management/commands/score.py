"""wenming score ROUND: reckon a round's scores with their margins."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Round
from wenming.loop.scores.actions import reckon
from wenming.loop.scores.published import as_json
from wenming.loop.scores.rules import Moment
from wenming.loop.scores.sheets import write_open
from wenming.site.command import Verb


class Command(Verb):
    """Rate, points, standard error and interval: in all, by item, area, unit and kind; ranks."""

    help = "reckon a round's scores with their margins"

    def options(self, parser: CommandParser) -> None:
        """Which round, and at which moment."""
        parser.add_argument("round", help="the round's name")
        parser.add_argument("--moment", choices=[m.value for m in Moment], default="sight")
        parser.add_argument("--open", metavar="DIR", help="write a closed round's open data here")

    def act(self, **options: Any) -> dict[str, Any]:
        """Reckon and tell."""
        round_ = Round.objects.select_related("edition").filter(name=options["round"]).first()
        if round_ is None:
            raise Refused("unknown_round", options["round"])
        reckon(round_, at=timezone.now())
        if options["open"]:
            write_open(round_, Path(options["open"]))
        return as_json(round_, Moment(options["moment"]))

    def words(self, result: dict[str, Any]) -> str:
        """The total and its margin."""
        t = result["total"]
        low, high = (f"{100 * x:.2f}" for x in t["ci95"] or (t["rate"], t["rate"]))
        return f"{result['round']} {t['points']:.2f} ({low}–{high}), {t['sites']} / {t['observations']}"
