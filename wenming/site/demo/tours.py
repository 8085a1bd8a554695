"""This week's tours of the round under way: when which kind of site is visited, and what was accepted."""

from datetime import datetime

from wenming.loop.inspections.models import Round
from wenming.loop.inspections.rules import RoundKind
from wenming.loop.tours.actions import set_hours
from wenming.org.models import Unit
from wenming.places.models import SiteKind
from wenming.proposals.actions import accept, ask_for
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.site.demo.stage import Stage

HOURS = {  # minutes after midnight at which a visit may begin
    "集贸市场": (510, 630),
    "校园周边": (510, 1020),
    "餐饮店": (630, 840),
    "政务大厅": (540, 990),
    "银行营业厅": (540, 990),
}
DAYS, EFFORT = 5, 6


def send_out(stage: Stage, at: datetime) -> None:
    """Set the hours, ask for the tours of the week, look at them, accept them."""
    office = stage.troupe.office
    for kind in SiteKind.objects.filter(name__in=HOURS).order_by("pk"):
        set_hours(kind, HOURS[kind.name], by=office, at=at)
    rounds = Round.objects.under_way().filter(kind=RoundKind.ASSESSMENT.value)
    start = Unit.objects.exclude(lon=None).order_by("order", "pk").first()
    ask = {"day": at.date().isoformat(), "days": DAYS, "start": start and start.pk}
    for row in rounds:
        asked = ask_for(Kind.TOURS, str(row.pk), ask, Work(effort=EFFORT), by=office, at=at)
        accept(made(asked, lambda: at).pk, by=office, at=at)
