"""What the office decided to mend first of the round under way: the best within a week of work to each unit."""

from datetime import datetime

from wenming.loop.gains.actions import accept
from wenming.loop.gains.drafts import Asked
from wenming.loop.gains.ground import table
from wenming.loop.gains.plans import proposed
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.rules import RoundKind
from wenming.site.demo.stage import Stage

WEEK = 5 * 7 * 60  # minutes of work


def mend_first(stage: Stage, at: datetime) -> None:
    """Ask for the best choice for every assessment under way, look at it, accept it."""
    office = stage.troupe.office
    for row in Round.objects.under_way().filter(kind=RoundKind.ASSESSMENT.value):
        better, _plan = proposed(table(row, office), Asked(each=WEEK), keep=False)
        if better.chosen:
            accept(row, better, by=office, at=at)
