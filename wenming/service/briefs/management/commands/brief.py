"""wenming brief CAMPAIGN --to FILE: the brief of a campaign as a Word file or a PDF."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.kit.flow import Refused
from wenming.kit.papers.files import laid_out
from wenming.service.briefs.actions import write_brief
from wenming.service.briefs.paper import paper_of
from wenming.service.campaigns.models import Campaign
from wenming.service.campaigns.tallies import known
from wenming.site.command import Verb


class Command(Verb):
    """Write the newest brief; the next one first, where there is none or the records have moved on."""

    help = "write a campaign's brief as .docx or .pdf"

    def options(self, parser: CommandParser) -> None:
        """The campaign, the file, and who issues it."""
        parser.add_argument("campaign", help="the campaign's name or number")
        parser.add_argument("--to", type=Path, required=True, help="the file: .docx or .pdf")
        parser.add_argument("--issuer", default="", help="who issues the next brief")
        parser.add_argument(
            "--address", default="http://127.0.0.1:8000", help="where its sources link to"
        )

    def act(self, **options: Any) -> dict[str, Any]:
        """Write the file; the brief's number and whether it is a new one."""
        said = options["campaign"]
        named = {"pk": said} if said.isdecimal() else {"name": said}
        row = Campaign.objects.filter(**named).select_related("area").first()
        if row is None:
            raise Refused("unknown_campaign", said)
        last = row.briefs.first()
        fresh = last is None or last.through != known(row)
        issuer = options["issuer"] or (last.told["issuer"] if last else row.issuer)
        if fresh or last is None:
            number = last.number if last else 0
            last = write_brief(row.pk, issuer, number, by=None, at=timezone.now())
        content = laid_out(
            paper_of(last, options["address"].rstrip("/")), options["to"].suffix.lstrip(".")
        )
        options["to"].write_bytes(content)
        return {"file": str(options["to"]), "number": last.number, "new": fresh}
