"""wenming verify: check every seal over the records, and every file."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from wenming.records.models import Act, File, Seal
from wenming.records.proofs import BROKEN, broken
from wenming.site.command import Verb


class Command(Verb):
    """Recompute every seal from the acts under it, and every file's digest from its bytes."""

    help = "check every seal over the records, and every file"

    def options(self, parser: CommandParser) -> None:
        """What was noted of the chain elsewhere."""
        parser.add_argument("--head", default="", help="how a seal's digest began, noted elsewhere")

    def act(self, **options: Any) -> dict[str, Any]:
        """Check; exit 1 where anything does not hold."""
        found = broken(options["head"].strip().lower())
        faults = [{"code": c, "where": w, "message": str(BROKEN[c]) % w} for c, w in found]
        last = Seal.objects.order_by("-id").first()
        return {
            "seals": Seal.objects.count(),
            "head": last.digest if last else "",
            "acts": Act.objects.exclude(seal=None).count(),
            "unsealed": Act.objects.unsealed().count(),
            "files": File.objects.count(),
            "faults": faults,
            "exit": int(bool(faults)),
        }

    def words(self, result: dict[str, Any]) -> str:
        """One sentence, then one line for each thing that does not hold."""
        lines = [
            _("封存 %(seals)s 段，含记录 %(acts)s 条；未封存 %(unsealed)s 条；附件 %(files)s 件。")
            % result
        ]
        if result["head"]:
            lines += [
                _("最后一段的摘要：%(head)s。抄在别处，日后可用 --head 核对结尾未被删去。") % result
            ]
        return "\n".join(lines + [fault["message"] for fault in result["faults"]])
