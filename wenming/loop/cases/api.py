"""The machine door to the list of cases; loop.casework adds what is done with one."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from wenming.kit.flow import Refused
from wenming.kit.words import unit_key
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Source, State
from wenming.loop.standards.rules import Limit
from wenming.org.models import Alias, User
from wenming.web.api import PLAIN, Door

door = Door(tags=["cases"])
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
    rows = Case.objects.visible_to(who(request))
    rows = rows.filter(state=wanted.state.value) if wanted.state else rows
    rows = rows.filter(site__code=wanted.site) if wanted.site else rows
    rows = rows.filter(unit=unit(wanted.unit)) if wanted.unit else rows
    rows = rows.live() if wanted.live else rows
    rows = rows.overdue(timezone.now()) if wanted.late else rows
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
