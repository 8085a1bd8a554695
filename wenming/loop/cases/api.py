"""The machine door to the list of cases; loop.casework adds what is done with one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from wenming.kit.flow import Refused
from wenming.kit.words import unit_key
from wenming.loop.cases.models import Case, CaseQuerySet
from wenming.loop.cases.rules import Source, State
from wenming.loop.cases.sheets import found, of_item
from wenming.loop.inspections.models import Round
from wenming.loop.standards.rules import Limit
from wenming.org.models import Alias, Area, Unit, User
from wenming.places.models import SiteKind
from wenming.web.api import PLAIN, Door

door = Door(tags=["cases"])
M = TypeVar("M", bound=Model)
MOST = 200
NAMED = {"site": "code", "item": "code", "area": "code", "unit": "name"}
Name = Annotated[str, Field(max_length=80, pattern=PLAIN)]


class CaseOut(Schema):
    """A case in a list. `steps` counts the steps taken: send it back as `seen` with a step."""

    number: str
    state: State
    source: Source
    problem: str
    site: str | None
    item: str | None
    area: str
    unit: str | None
    limit: Limit
    filed: datetime
    due: datetime | None
    stage_due: datetime | None
    paused: bool
    steps: int


class Narrowing(NamedTuple):
    """What narrows a ledger, in the names people use."""

    state: str = ""
    source: str = ""
    unit: str = ""
    area: str = ""
    round: str = ""
    kind: str = ""
    item: str = ""
    text: str = ""
    live: bool = False
    late: bool = False

    def of(self, cases: CaseQuerySet, *, at: datetime) -> CaseQuerySet:
        """The cases that are left; raises Refused("unknown") for a name nothing answers to."""
        rows = cases.live() if self.live else cases
        rows = rows.overdue(at) if self.late else rows
        rows = rows.filter(state=self.state) if self.state else rows
        rows = rows.filter(source=self.source) if self.source else rows
        rows = rows.filter(*self.things())
        left: CaseQuerySet = found(rows, self.text) if self.text else rows
        return of_item(left, self.item) if self.item else left

    def things(self) -> Iterator[Q]:
        """The conditions that name other things."""
        if self.unit:
            units = Unit.objects.filter(aliases__key=unit_key(self.unit))
            yield Q(unit=only(units, self.unit))
        if self.area:
            yield Q(
                area__path__startswith=only(Area.objects.filter(code=self.area), self.area).path
            )
        if self.round:
            yield Q(round=only(Round.objects.filter(name=self.round), self.round))
        if self.kind:
            yield Q(site__kind=only(SiteKind.objects.filter(name=self.kind), self.kind))


def only(things: QuerySet[M], said: str) -> M:
    """The one thing that answers to a name; raises Refused("unknown")."""
    if (thing := things.first()) is None:
        raise Refused("unknown", said)
    return thing


class Wanted(Schema):
    """What a list is narrowed by; `before` is the number of the last case of the page before."""

    state: State | None = None
    unit: Name = ""
    site: Name = ""
    live: bool = False
    late: bool = False
    before: Name = ""
    limit: int = Field(50, ge=1, le=MOST)


@door.get("", response=list[CaseOut], summary="List cases, newest first")
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """The cases the caller sees, at most `limit` of them; go on with `before`."""
    named = Narrowing(
        state=wanted.state.value if wanted.state else "",
        unit=wanted.unit,
        live=wanted.live,
        late=wanted.late,
    )
    rows = named.of(Case.objects.visible_to(who(request)), at=timezone.now())
    rows = rows.filter(site__code=wanted.site) if wanted.site else rows
    if wanted.before:
        last = get_object_or_404(Case.objects.visible_to(who(request)), number=wanted.before)
        rows = rows.filter(Q(filed__lt=last.filed) | Q(filed=last.filed, pk__lt=last.pk))
    rows = rows.select_related("site", "item", "area", "unit")[: wanted.limit]
    return [out(case) for case in rows]


def out(case: Case) -> dict[str, Any]:
    """A case as a list tells it; things by their codes and names."""
    plain = {name: getattr(case, name) for name in CaseOut.model_fields if name not in NAMED}
    named = {name: getattr(getattr(case, name), by, None) for name, by in NAMED.items()}
    return plain | named | {"paused": case.paused is not None}


def unit(name: str) -> int:
    """The unit that answers to a name."""
    found = Alias.objects.filter(key=unit_key(name)).values_list("unit_id", flat=True).first()
    if found is None:
        raise Refused("unknown", name)
    return found


def who(request: HttpRequest) -> User:
    """The caller."""
    caller: User = request.auth  # type: ignore[attr-defined]
    return caller


def seen(request: HttpRequest, number: str) -> Case:
    """A case by its number, where the caller sees it."""
    rows = Case.objects.visible_to(who(request)).select_related("site", "item", "area", "unit")
    return get_object_or_404(rows, number=number)
