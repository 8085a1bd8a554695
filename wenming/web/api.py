"""What every machine door has in common: the shape of a refusal, documented on every operation."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Router, Schema
from pydantic import BeforeValidator

from wenming.kit.flow import Refused
from wenming.web.words import refusal

REFUSALS = {
    400: "the request cannot be read",
    401: "nobody is signed in, and no valid token was sent",
    403: "this person may not",
    404: "there is no such thing, or this person may not see it",
    409: "the state has changed, or the same id holds other content",
    422: "something in it is wrong; every fault has its place",
}


EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
PLAIN = r"^[^\u0000]*$"  # text that every database can keep


def instant(value: object) -> object:
    """Only text is a time here; without a zone it is the city's own."""
    if not isinstance(value, str):
        raise ValueError("an ISO 8601 date and time")
    when = datetime.fromisoformat(value)
    if when.tzinfo is None:
        when = timezone.make_aware(when)
    if not EARLIEST <= when < EARLIEST.replace(year=2200):
        raise ValueError("a year between 2000 and 2199")
    return when


Instant = Annotated[datetime, BeforeValidator(instant)]


def whole(value: object) -> object:
    """A whole number as JSON has it: 3 and 3.0, neither "3" nor true."""
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError("a whole number")
    return value


Whole = Annotated[int, BeforeValidator(whole)]


class Strict(Schema):
    """Shapes that take what they name and nothing else, so that a slip of the pen is noticed."""

    model_config = {"extra": "forbid"}


class FaultOut(Schema):
    """One thing wrong: where, as a JSON path; a code for programs; words for people."""

    place: str
    code: str
    message: str


class Problem(Schema):
    """Why nothing was done."""

    code: str
    message: str
    faults: list[FaultOut] = []


class Door(Router):
    """A router whose every operation documents every refusal, whatever else it answers."""

    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **told: Any
    ) -> None:
        """Add an operation; its own answers go before the common ones."""
        own = told.get("response")
        answers = own if isinstance(own, Mapping) else {200: own}
        told["response"] = {**dict.fromkeys(REFUSALS, Problem), **answers}
        super().add_api_operation(path, methods, view_func, **told)


def problem(no: Refused, faults: Iterable[FaultOut] = ()) -> Problem:
    """A refusal as a machine is told it."""
    return Problem(code=no.reason, message=said(no), faults=list(faults))


def said(no: Refused) -> str:
    """The words of a refusal in one line."""
    return "".join(map(str, refusal(no)))


def place(*steps: str | int) -> str:
    """A JSON path: place(0, "findings", 2, "verdict") is $[0].findings[2].verdict."""
    return "$" + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in steps)
