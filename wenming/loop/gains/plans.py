"""What is asked as a problem, a proposal as ticks, and what a choice comes to. Writes nothing."""

from collections.abc import Set
from dataclasses import replace

from wenming.insight.estimates import Estimate
from wenming.insight.mending import mended
from wenming.kit.flow import Refused
from wenming.loop.cases.models import Case
from wenming.loop.gains.drafts import Asked
from wenming.loop.gains.ground import Open, Table
from wenming.loop.gains.models import GainPlan
from wenming.loop.gains.rules import Source
from wenming.loop.inspections.models import Round
from wenming.org.models import User
from wenming.planning.gains.faults import over
from wenming.planning.gains.problem import Plan, Problem, Rise
from wenming.planning.gains.solve import solve
from wenming.planning.terms import Clash, Fault


def said_before(known: Table, plan: GainPlan | None) -> Table:
    """The table with the hours and money that were written into the plan in force."""
    rows = plan.lines.values_list("case", "minutes", "yuan", "source") if plan else ()
    told = {case: (minutes, yuan, source) for case, minutes, yuan, source in rows}
    cases = (again(one, *told[one.case.pk]) if one.case.pk in told else one for one in known.cases)
    return replace(known, cases=tuple(cases))


def again(one: Open, minutes: int, yuan: int, source: str) -> Open:
    """A case with the money that was written for it, and the hours, if they were written by somebody."""
    if source != Source.SAID.value or one.source is Source.DONE:
        return replace(one, yuan=yuan)
    return replace(one, yuan=yuan, minutes=minutes, source=Source.SAID)


def posed(known: Table, asked: Asked, must: Set[int] = frozenset()) -> Problem:
    """The problem: the cases in the table's order, its units in theirs, those of nobody last."""
    units = [*known.units, None]
    return Problem(
        minutes=tuple(asked.minutes.get(o.case.pk, o.minutes) for o in known.cases),
        yuan=tuple(asked.yuan.get(o.case.pk, o.yuan) for o in known.cases),
        unit=tuple(units.index(o.case.unit_id) for o in known.cases),
        room=tuple(asked.room(unit) for unit in units),
        money=asked.money,
        rises=tuple(Rise(o.worth, (at,)) for at, o in enumerate(known.cases)),
        must=frozenset(at for at, o in enumerate(known.cases) if o.case.pk in must),
    )


def proposed(known: Table, asked: Asked, *, keep: bool) -> tuple[Asked, Plan]:
    """The best choice, added to what is ticked where that is to be kept; Refused with what clashes."""
    try:
        plan = solve(posed(known, asked, asked.chosen if keep else frozenset()))
    except Clash as clash:
        raise Refused(*told(known, clash.demands[-1])) from clash
    chosen = frozenset(known.cases[at].case.pk for at in plan.chosen if known.cases[at].worth)
    return replace(asked, chosen=chosen), plan


def broken(known: Table, asked: Asked) -> list[Refused]:
    """The limits that the ticked cases do not keep."""
    problem = posed(known, asked)
    chosen = [at for at, o in enumerate(known.cases) if o.case.pk in asked.chosen]
    return [Refused(*told(known, fault)) for fault in over(problem, chosen)]


def told(known: Table, fault: Fault) -> tuple[str, ...]:
    """A broken limit by its code and facts: the unit and the hours, or the yuan, that are too many."""
    if fault.rule == "money":
        return "gain_money", f"{fault.excess:,}"
    return "gain_hours", [*known.units.values(), ""][fault.where[0]], f"{fault.excess / 60:g}"


def forecast(known: Table, chosen: Set[int]) -> Estimate:
    """The score after mending, once these cases are closed too."""
    return mended(known.on, (rise for o in known.cases if o.case.pk in chosen for rise in o.rises))


def newest(round_: Round) -> GainPlan | None:
    """The plan in force."""
    return GainPlan.objects.filter(round=round_).select_related("by").first()


def sources(known: Table, asked: Asked) -> list[Source]:
    """Where the hours of each case come from, those written by hand among them."""
    return [
        one.source if asked.minutes.get(one.case.pk, one.minutes) == one.minutes else Source.SAID
        for one in known.cases
    ]


def asked_before(plan: GainPlan | None, known: Table) -> Asked:
    """What the page begins with: the plan in force, of what is still open; else nothing ticked."""
    if plan is None:
        return Asked()
    rows = plan.lines.filter(chosen=True).values_list("case", flat=True)
    chosen = frozenset(rows) & {one.case.pk for one in known.cases}
    rooms = {int(unit): minutes for unit, minutes in plan.rooms.items()}
    return Asked(chosen=chosen, rooms=rooms, each=plan.each, money=plan.money)


def visible(user: User, plan: GainPlan) -> frozenset[int]:
    """The cases of a plan that somebody may see."""
    cases = Case.objects.visible_to(user).filter(gain_lines__plan=plan, gain_lines__chosen=True)
    return frozenset(cases.values_list("pk", flat=True))
