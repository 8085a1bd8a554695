"""wenming volunteer forget NUMBER: delete what is held about somebody who asked for it on paper."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.kit.flow import Refused
from wenming.service.volunteers.actions import forget
from wenming.service.volunteers.models import Volunteer
from wenming.site.command import Verb


class Command(Verb):
    """What is done about one volunteer on the server."""

    help = "delete what is held about a volunteer, by number"

    def options(self, parser: CommandParser) -> None:
        """What to do, and about whom."""
        parser.add_argument("move", choices=["forget"])
        parser.add_argument("number", help="the neutral number of the volunteer")

    def act(self, **options: Any) -> dict[str, Any]:
        """Wipe it; again: nothing happens."""
        row = Volunteer.objects.filter(number=options["number"]).first()
        if row is None:
            raise Refused("volunteer_unknown", options["number"])
        before = row.forgotten
        row = forget(row.pk, by=None, at=timezone.now())
        return {"number": row.number, "forgotten": row.forgotten, "changed": before is None}

    def words(self, result: dict[str, Any]) -> str:
        """What came of it."""
        return _("已删除，只留编号 %(no)s。") % {"no": result["number"]}
