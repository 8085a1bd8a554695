"""wenming load KIND FILE: load an office workbook, whole or not at all."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wenming.doors.workbooks.actions import beside, load
from wenming.doors.workbooks.drafts import Order
from wenming.doors.workbooks.rules import Kind
from wenming.site.command import Verb


class Command(Verb):
    """Read a workbook, say what is wrong by sheet and cell, save what is asked for."""

    help = "load a workbook: areas, units, edition, sites, charges, feedback, volunteers; or a map"

    def options(self, parser: CommandParser) -> None:
        """What to load, and how."""
        parser.add_argument("kind", choices=[kind.value for kind in Kind])
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="", help="the edition's code")
        parser.add_argument(
            "--dated", type=date.fromisoformat, help="YYYY-MM-DD: limits count from it"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and check, save nothing")
        parser.add_argument(
            "--keep-good", action="store_true", help="save the good rows; mark the bad"
        )
        parser.add_argument("--marked", type=Path, help="where the marked copy goes")

    def act(self, **options: Any) -> dict[str, Any]:
        """Load; exit 1 where there are faults and nothing was saved."""
        path = options["file"]
        names = ("code", "dated", "keep_good", "dry_run")
        order = Order(
            Kind(options["kind"]),
            path,
            marked=options["marked"] or beside(path),
            **{name: options[name] for name in names},
        )
        loaded = load(order, by=None, at=timezone.now())
        refused = loaded.faults and not loaded.saved and not (order.keep_good and order.dry_run)
        return loaded.as_json(get_language() or "zh") | {"exit": int(bool(refused))}

    def words(self, result: dict[str, Any]) -> str:
        """Counts, then every fault and what was left out, a line each."""
        counts = _("读到 %(read)s 行：新增 %(created)s，变更 %(changed)s，相同 %(same)s。") % result
        said = [f"{r['sheet']} {r['cell']} {r['message']}".strip() for r in result["faults"]]
        left = [r["message"] for r in result["left_out"]]
        saved = [] if result["saved"] else [_("没有保存任何内容。")]
        return "\n".join([counts, *said, *saved, *left])
