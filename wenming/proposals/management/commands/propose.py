"""wenming propose KIND ABOUT: ask for a plan, make it here and now, and tell its figures."""

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.proposals import actions
from wenming.proposals.planners import planner_of
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.site.command import Verb


class Command(Verb):
    """The same as the page does, without its worker; --accept does what the plan says."""

    help = "make a plan: which unit adopts which street, who goes where, who stands when"

    def options(self, parser: CommandParser) -> None:
        """What is planned, and how much work it is worth."""
        parser.add_argument("kind", choices=[kind.value for kind in Kind])
        parser.add_argument("about", help="what it is for: a year, a month, a round")
        parser.add_argument("--ask", type=json.loads, default={}, help="terms as JSON")
        parser.add_argument("--effort", type=int, default=20, help="rounds of search (20)")
        parser.add_argument("--seconds", type=int, default=60, help="at most (60)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same plan (1)")
        parser.add_argument("--later", action="store_true", help="ask alone; the worker makes it")
        parser.add_argument("--accept", action="store_true", help="do what the plan says")

    def act(self, **options: Any) -> dict[str, Any]:
        """Ask, solve, and accept where that was said; exit 1 where there is no plan."""
        kind, now = Kind(options["kind"]), timezone.now()
        work = Work(*(options[name] for name in Work._fields))
        asked = actions.ask_for(kind, options["about"], options["ask"], work, by=None, at=now)
        if options["later"]:
            return {"proposal": asked.pk, "state": asked.state}
        row = made(asked)
        if options["accept"] and row.plan:
            row = actions.accept(row.pk, by=None, at=timezone.now())
        title = planner_of(kind).title(row.about)
        told = {"proposal": row.pk, "title": title, "state": row.state, "why": row.why}
        return told | {"figures": row.figures, "exit": int(not row.plan)}

    def words(self, result: dict[str, Any]) -> str:
        """The title, the figures, and why there is no plan."""
        if "title" not in result:
            return f"{result['proposal']}: {result['state']}"
        lines = [f"{result['title']}: {result['state']}", *result["why"]]
        return "\n".join(
            lines + [f"  {name}: {value}" for name, value in result["figures"].items()]
        )
