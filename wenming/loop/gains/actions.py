"""The verb that accepts a plan of what to mend first."""

from datetime import datetime

from django.db import transaction

from wenming.kit.flow import Refused
from wenming.loop.gains.drafts import Asked
from wenming.loop.gains.ground import Table, table
from wenming.loop.gains.models import GainLine, GainPlan
from wenming.loop.gains.plans import broken, forecast, newest, said_before, sources
from wenming.loop.inspections.models import Round
from wenming.org.models import User
from wenming.records.actions import Step, note_down


@transaction.atomic
def accept(round_: Round, asked: Asked, *, by: User, at: datetime) -> GainPlan:
    """Write down which cases are mended first and what that promises; the units concerned are told.

    Refused: "power"; "no_gain_case" where none is ticked that is still open; "gain_hours", "gain_money"
    for the first limit that is not kept.
    """
    held = Round.objects.select_related("area").select_for_update(of=("self",)).get(pk=round_.pk)
    if "dispatch" not in by.powers(held.area.path):
        raise Refused("power", "dispatch")
    known = said_before(table(held, by), newest(held))
    chosen = asked.chosen & {one.case.pk for one in known.cases}
    if not chosen:
        raise Refused("no_gain_case")
    if wrong := broken(known, asked):
        raise wrong[0]
    plan = written(held, known, asked, by, at)
    units = {one.case.unit_id for one in known.cases if one.case.pk in chosen and one.case.unit_id}
    facts = {
        "title": held.name,
        "cases": len(chosen),
        "was": plan.points,
        "forecast": plan.forecast,
    }
    note_down(Step("gain", held.pk, "accept", facts=facts, units=sorted(units)), by=by, at=at)
    return plan


def written(round_: Round, known: Table, asked: Asked, by: User, at: datetime) -> GainPlan:
    """The rows of a plan that may be accepted."""
    now, then = forecast(known, frozenset()), forecast(known, asked.chosen)
    plan = GainPlan.objects.create(
        round=round_,
        at=at,
        by=by,
        points=now.points_hundredths or 0,
        forecast=then.points_hundredths or 0,
        lo=then.low,
        hi=then.high,
        rooms={str(unit): minutes for unit, minutes in asked.rooms.items()},
        each=asked.each,
        money=asked.money,
    )
    lines = [
        GainLine(
            plan=plan,
            case=one.case,
            chosen=one.case.pk in asked.chosen,
            minutes=asked.minutes.get(one.case.pk, one.minutes),
            yuan=asked.yuan.get(one.case.pk, one.yuan),
            worth=one.worth,
            source=source.value,
        )
        for one, source in zip(known.cases, sources(known, asked), strict=True)
    ]
    GainLine.objects.bulk_create(lines, batch_size=500)
    return plan
