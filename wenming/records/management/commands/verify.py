"""wenming verify: check every seal over the records, and every file."""

from typing import Any

from django.utils.translation import gettext as _

from wenming.records.actions import broken
from wenming.records.models import BROKEN, Act, File, Seal
from wenming.site.command import Verb


class Command(Verb):
    """Recompute every seal from the acts under it, and every file's digest from its bytes."""

    help = "check every seal over the records, and every file"

    def act(self, **_options: Any) -> dict[str, Any]:
        """Check; exit 1 where anything does not hold."""
        faults = [{"code": c, "where": w, "message": str(BROKEN[c]) % w} for c, w in broken()]
        return {
            "seals": Seal.objects.count(),
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
        return "\n".join(lines + [fault["message"] for fault in result["faults"]])
