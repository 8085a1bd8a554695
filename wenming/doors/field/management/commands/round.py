"""wenming round open|commit|draw|verify|close NAME: a round of inspections from plan to close."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.doors.field import actions, plans
from wenming.loop.inspections.rules import RoundKind, Sizes, Strata
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.rounds.plans import drawn, verified
from wenming.site.command import Verb

STEPS = ("open", "commit", "draw", "verify", "close")
CHOICES = {"kind": RoundKind, "strata": Strata, "sizes": Sizes}
OPTIONS: dict[str, tuple[Any, str]] = {
    "edition": (str, "the one in force"),
    "area": (str, "the whole city, by code"),
    "number": (int, "sites in all, or of each stratum"),
    "least": (int, "sites of each stratum at least"),
    **dict.fromkeys(("starts", "ends"), (date.fromisoformat, "a day")),
}


class Command(Verb):
    """One step of a round, named by its name or number."""

    help = "open, commit, draw, verify or close a round of inspections"

    def options(self, parser: CommandParser) -> None:
        """The step, the round, and what `open`, `commit` and `draw` may be told."""
        parser.add_argument("step", choices=STEPS)
        parser.add_argument("name", metavar="NAME")
        for name, kind in CHOICES.items():
            parser.add_argument(f"--{name}", choices=[one.value for one in kind], help="open")
        for name, (kind, words) in OPTIONS.items():
            parser.add_argument(f"--{name}", type=kind, help=f"open: {words}")
        parser.add_argument("--certain", action="store_true", help="open: all with open cases")
        parser.add_argument("--sites", default="", help="open a patrol: codes, by commas")
        parser.add_argument(
            "--seed", default="", metavar="HEX", help="commit, draw: not a fresh one"
        )

    def act(self, **options: Any) -> dict[str, Any]:
        """Take the step; `verify` exits 1 where anything differs."""
        now, step, name = timezone.now(), options["step"], options["name"]
        if step == "open":
            said = {k: options[k] for k in OPTIONS if options[k] is not None}
            said |= {k: kind(options[k]) for k, kind in CHOICES.items() if options[k]}
            draft = RoundDraft(name, certain=options["certain"], **said)
            sites = [code.strip() for code in options["sites"].split(",") if code.strip()]
            return plans.summed(actions.open_round(draft, sites=sites, by=None, at=now))
        row = plans.named(name)
        if step == "verify":
            return verified(row)
        if step == "close":
            return plans.summed(actions.close(row.pk, by=None, at=now))
        verb = {"draw": actions.draw, "commit": actions.commit}[step]
        return drawn(verb(row.pk, seed=options["seed"], by=None, at=now))
