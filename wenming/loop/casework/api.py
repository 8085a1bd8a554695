"""The machine door to cases: one case, its steps, and many assigned at once."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from wenming.kit.flow import Refused
from wenming.loop.cases.actions import facts_of, powers_over
from wenming.loop.cases.api import MOST, CaseOut, Name, door, out, seen, unit, who
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State, moves_open
from wenming.loop.casework.actions import assign_many, take
from wenming.loop.standards.rules import Limit, Verdict
from wenming.org.models import User
from wenming.records.models import Act
from wenming.web.api import PLAIN, Problem, Strict, problem
from wenming.web.http import STATUS

__all__ = ["door"]
Text = Annotated[str, Field(max_length=2000, pattern=PLAIN)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ActOut(Schema):
    """One step: who, when, what."""

    at: datetime
    by: str | None
    move: str
    before: str
    after: str
    note: str


class SeenOut(Schema):
    """A finding that shows the case's problem; an appeal names one by its id."""

    id: UUID
    item: str
    verdict: Verdict
    count: int | None
    note: str
    at: datetime


class CaseFull(CaseOut):
    """One case with its findings and history, and the moves that are open to the caller now."""

    cause: str
    measure: str
    result: str
    assists: list[str]
    findings: list[SeenOut]
    acts: list[ActOut]
    moves: list[Move]


class Overtaken(Problem):
    """Somebody was first: `state` and `steps` are as they are now."""

    state: State
    steps: int


class MoveIn(Strict):
    """A step with what it needs: units by any of their names, a case to merge into by its number."""

    move: Move
    seen: int | None = Field(None, ge=0, description="the `steps` of the case as it was read")
    note: Text = ""
    cause: Text = ""
    measure: Text = ""
    unit: Name = ""
    assists: list[Name] | None = None
    limit: Limit | None = None
    until: date | None = None
    plan: date | None = None
    into: Name = ""
    finding: UUID | None = None
    verdict: Verdict | None = None
    count: int | None = Field(None, ge=1, le=9999)
    photos: list[Sha256] = Field([], max_length=20, description="files handed in before")

    def given(self, by: User) -> Given:
        """As the verb takes it; raises Refused for a name nobody answers to."""
        plain = self.model_dump(exclude={"move", "unit", "assists", "into", "photos"})
        into = Case.objects.visible_to(by).filter(number=self.into).values_list("pk", flat=True)
        return Given(
            **plain,
            unit=unit(self.unit) if self.unit else None,
            assists=None if self.assists is None else tuple(unit(one) for one in self.assists),
            into=(into.first() or 0) if self.into else None,
            photos=tuple(self.photos),
        )


class ManyIn(Strict):
    """Cases to assign by number; without a unit each goes to the one that is proposed."""

    cases: list[Name] = Field(max_length=MOST)
    unit: Name = ""


class ManyOut(Schema):
    """What came of many: those done, and for each that was not, its number and why."""

    done: list[str]
    refused: dict[str, Problem]


@door.post("/assign", response=ManyOut, summary="Assign many cases")
def assign(request: HttpRequest, many: ManyIn) -> ManyOut:
    """Assign cases; one that is refused, or that the caller cannot see, does not hold up the others."""
    mine = Case.objects.visible_to(who(request)).filter(number__in=many.cases)
    given = Given(unit=unit(many.unit)) if many.unit else Given()
    keys = dict(mine.values_list("number", "pk"))
    outcome = assign_many(list(keys.values()), given, by=who(request), at=timezone.now())
    unseen = Problem(code="unknown", message=_("没有找到。"))
    refused = {number: unseen for number in many.cases if number not in keys}
    refused |= {case.number: problem(no) for case, no in outcome.refused}
    return ManyOut(done=[case.number for case in outcome.done], refused=refused)


@door.get("/{number}", response=CaseFull, summary="One case")
def one(request: HttpRequest, number: str) -> Any:
    """A case with all that happened, and what the caller may do now."""
    return full(seen(request, number), who(request))


@door.post("/{number}/moves", response={200: CaseFull, 409: Overtaken}, summary="Take a step")
def move(request: HttpRequest, number: str, step: MoveIn) -> Status[Any]:
    """Take a step on a case.

    409 with the state as it now is where somebody was first or the case waits for a decision; 422
    with what is lacking; 403 for who may not, nobody judging his own unit's mending.
    """
    case, by = seen(request, number), who(request)
    try:
        take(case.pk, step.move, step.given(by), by=by, at=timezone.now())
    except Refused as no:
        if STATUS.get(no.reason) != 409:
            raise
        now = seen(request, number)
        told = problem(no).model_dump() | {"state": now.state, "steps": now.steps}
        return Status(409, told)
    return Status(200, full(seen(request, number), by))


def full(case: Case, by: User) -> dict[str, Any]:
    """A case as it is told whole."""
    acts = Act.objects.about("case", case.pk).select_related("by")
    powers, facts = powers_over(case, by), facts_of(case, by)
    return {
        **out(case),
        **{name: getattr(case, name) for name in ("cause", "measure", "result")},
        "assists": [one.name for one in case.assists.all()],
        "findings": [
            {name: getattr(one.finding, name) for name in ("id", "verdict", "count", "note")}
            | {"item": one.finding.item.code, "at": one.at}
            for one in case.sightings.select_related("finding__item")
        ],
        "acts": [
            {name: getattr(act, name) for name in ActOut.model_fields}
            | {"by": str(act.by) if act.by else None}
            for act in acts
        ],
        "moves": moves_open(State(case.state), powers=powers, facts=facts),
    }
