"""What this room holds about a volunteer, for his own page; the lines stay when he is forgotten."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from wenming.org.models import User
from wenming.service.ledgers.models import SOURCES, Stint
from wenming.service.ledgers.rules import Source
from wenming.service.volunteers.holdings import MOST, Held
from wenming.service.volunteers.models import Volunteer


class Hours:
    """The lines of the ledger about somebody."""

    def held(self, row: Volunteer) -> Iterator[Held]:
        """Each line."""
        lines = Stint.objects.of(row)[:MOST]
        found = [
            (one.day, one.what, one.minutes, SOURCES[Source(one.source)], one.reason)
            for one in lines
        ]
        heads = (_("日期"), _("服务内容"), _("分钟"), _("来源"), _("理由"))
        yield Held(_("服务时长"), heads, found)

    def forget(self, row: Volunteer, *, by: User | None, at: datetime) -> None:
        """Nothing: the lines bear the number alone."""


ROOM = Hours()
