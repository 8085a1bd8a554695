"""The phone's machine door: one bundle out, drafts and photographs in."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Body, Path, Schema, Status
from pydantic import Field, ValidationError, WrapValidator

from wenming.doors.field import actions
from wenming.doors.field.drafts import Outcome
from wenming.doors.field.plans import bundle
from wenming.kit.flow import Refused
from wenming.loop.inspections.drafts import FindingDraft, VisitDraft
from wenming.loop.inspections.rules import Fault
from wenming.loop.standards.rules import Verdict
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import Limits
from wenming.org.actions import may
from wenming.web.api import PLAIN, Door, FaultOut, Instant, Problem, Strict, Whole, said, shaped

door = Door(tags=["field"])
MOST = 500  # drafts in one request
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class FindingIn(Strict):
    """What was seen of one item."""

    id: UUID
    item: str = Field(min_length=1, max_length=40, pattern=PLAIN, description="its code")
    verdict: Verdict
    count: Annotated[Whole, Field(ge=0, le=9999)] | None = None
    note: str = Field("", max_length=2000, pattern=PLAIN)
    photos: list[Sha256] = Field([], max_length=20)


class VisitIn(Strict):
    """Somebody was at a site. The sender makes the ids (UUIDv7) and may send as often as it likes."""

    id: UUID
    round: str = Field(min_length=1, max_length=60, pattern=PLAIN, description="its name or number")
    site: str = Field(min_length=1, max_length=40, pattern=PLAIN, description="its code")
    started: Instant = Field(description="without a zone it is the city's own time")
    ended: Instant
    findings: list[FindingIn] = Field(max_length=2000)

    def draft(self) -> VisitDraft:
        """As the verbs take it."""
        findings = tuple(
            FindingDraft(f.id, f.item, f.verdict, f.count, f.note, tuple(f.photos))
            for f in self.findings
        )
        return VisitDraft(self.id, self.round, self.site, self.started, self.ended, findings)


class Malformed(Schema):
    """A draft that has not the shape it should have; the others are taken in all the same."""

    id: str | None
    faults: list[FaultOut]


def each_for_itself(value: Any, read: Callable[[Any], VisitIn]) -> VisitIn | Malformed:
    """One draft, or what is wrong with its shape."""
    try:
        return read(value)
    except ValidationError as error:
        said_id = value.get("id") if isinstance(value, dict) else None
        return Malformed(
            id=said_id if isinstance(said_id, str) else None, faults=shaped(error.errors())
        )


def read_line(line: bytes) -> VisitIn | Malformed:
    """One draft out of a line of JSON."""
    return each_for_itself(line, VisitIn.model_validate_json)


OneVisit = Annotated[VisitIn, WrapValidator(each_for_itself)]


class AnswerOut(Schema):
    """What one draft is answered; the same draft always gets the same."""

    id: str | None
    outcome: Outcome
    cases: list[str]
    faults: list[FaultOut]


class FileOut(Schema):
    """A photograph as it is kept."""

    sha256: str
    size: int
    mime: str


ANSWERS = list[AnswerOut]


@door.post(
    "/visits",
    response={200: ANSWERS, 409: ANSWERS, 422: ANSWERS | Problem},
    summary="Hand in visits",
)
def receive(
    request: HttpRequest, drafts: Annotated[list[OneVisit], Field(max_length=MOST), Body()]
) -> Status[list[AnswerOut]]:
    """Take in visits, each whole or not at all, and open cases for what was bad.

    200 when all are recorded, now or before; 409 where an id has come with other content; else 422
    with the place of each fault. Sent again, the same draft gets the same answer.
    """
    who, now = request.auth, timezone.now()  # type: ignore[attr-defined]
    may(who, "inspect")
    limits = Term.objects.in_force()
    told = [take_in(one, by=who, at=now, door="api", limits=limits) for one in drafts]
    told = [within(n, answer) for n, answer in enumerate(told)]
    return Status(status_of(told), told)


def take_in(
    one: VisitIn | Malformed, *, by: Any, at: datetime, door: str, limits: Limits | None = None
) -> AnswerOut:
    """Take in one draft; its answer in words, with places from the draft's beginning."""
    if isinstance(one, Malformed):
        return AnswerOut(id=one.id, outcome=Outcome.REFUSED, cases=[], faults=one.faults)
    told = actions.take_in(one.draft(), by=by, at=at, door=door, limits=limits)
    faults = [fault_out(fault) for fault in told.faults]
    return AnswerOut(id=told.id, outcome=told.outcome, cases=list(told.cases), faults=faults)


def within(n: int, answer: AnswerOut) -> AnswerOut:
    """An answer with its places told from the beginning of a list."""
    for fault in answer.faults:
        fault.place = f"$[{n}]{fault.place[1:]}"
    return answer


def fault_out(fault: Fault) -> FaultOut:
    """A fault with its words."""
    words = said(Refused(fault.code, *fault.facts))
    return FaultOut(place=fault.place, code=fault.code, message=words)


def status_of(answers: Iterable[AnswerOut]) -> int:
    """The one status of many answers."""
    outcomes = {one.outcome for one in answers}
    if Outcome.CONFLICT in outcomes:
        return 409
    return 422 if Outcome.REFUSED in outcomes else 200


PICTURE = {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}


@door.put(
    "/photos/{sha256}",
    response=FileOut,
    summary="Hand in a photograph",
    openapi_extra={"requestBody": {"required": True, **PICTURE}},
)
def take_photo(request: HttpRequest, sha256: Annotated[Sha256, Path()]) -> Status[FileOut]:
    """Keep a photograph under the SHA-256 its finding named; before or after that finding came."""
    who = request.auth  # type: ignore[attr-defined]
    file = actions.take_photo(request.body, sha256=sha256, by=who, at=timezone.now())
    return Status(200, FileOut(sha256=file.pk, size=file.size, mime=file.mime))


@door.get("/bundle", response={200: dict[str, Any], 304: None}, summary="What to take along")
def take_along(request: HttpRequest) -> HttpResponse:
    """Stops, items, words and open cases of the caller's groups, whole; its ETag is its content's.

    Send the ETag back in If-None-Match: 304 says nothing has changed.
    """
    who = request.auth  # type: ignore[attr-defined]
    may(who, "inspect")
    content = json.dumps(bundle(who), ensure_ascii=False, sort_keys=True).encode()
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type="application/json", headers={"ETag": etag})
    response.headers["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
