"""Who is proposed to mend what a visit found: from charges and duties, as rules.mending decides."""

from collections.abc import Iterable, Sequence

from django.utils.timezone import localdate

from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.loop.inspections.models import Finding, Visit
from wenming.loop.intake.rules import Mending, mending
from wenming.loop.standards.models import Item, ItemDuty
from wenming.loop.standards.rules import Answers, Duty, answers


def proposals(visit: Visit, findings: Sequence[Finding]) -> dict[int, Mending]:
    """Who is to mend, by item; see rules.mending."""
    day = localdate(visit.ended)
    kept = Charge.objects.on(day).filter(site=visit.site_id, kind=ChargeKind.IN_CHARGE.value)
    keeper = kept.order_by("-since", "-pk").values_list("unit_id", flat=True).first()
    items = {finding.item_id: finding.item for finding in findings}
    named = answering(items.values())
    return {
        pk: mending(keeper, answers(item.path, named.get(item.edition_id, {})))
        for pk, item in items.items()
    }


def answering(items: Iterable[Item]) -> dict[int, dict[str, Answers]]:
    """Who is named on these items and on those above them, by edition and path."""
    paths: dict[int, set[str]] = {}
    for item in items:
        steps = item.path.split(".")
        above = {".".join(steps[:depth]) for depth in range(1, len(steps) + 1)}
        paths.setdefault(item.edition_id, set()).update(above)
    named: dict[int, dict[str, Answers]] = {}
    for edition, wanted in paths.items():
        duties = ItemDuty.objects.filter(item__edition=edition, item__path__in=wanted)
        found = named[edition] = {}
        rows = duties.order_by("item", "order", "pk").values_list("item__path", "unit_id", "duty")
        for path, unit, duty in rows:
            said = found.get(path, Answers())
            mine = "leads" if duty == Duty.LEAD.value else "assists"
            found[path] = said._replace(**{mine: (*getattr(said, mine), unit)})
    return named
