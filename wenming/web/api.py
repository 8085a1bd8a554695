"""What every machine door has in common: the shape of a refusal, documented on every operation."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router, Schema
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

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
        raise PydanticCustomError("instant", "an ISO 8601 date and time")
    try:
        when = datetime.fromisoformat(value)
        when = timezone.make_aware(when) if when.tzinfo is None else when
        within = EARLIEST <= when < EARLIEST.replace(year=2200)
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("instant", "an ISO 8601 date and time") from error
    if not within:
        raise PydanticCustomError("instant_far", "a year between 2000 and 2199")
    return when


Instant = Annotated[datetime, BeforeValidator(instant)]


def whole(value: object) -> object:
    """A whole number as JSON has it: 3 and 3.0, neither "3" nor true."""
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise PydanticCustomError("int_type", "a whole number")
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


SHAPES = {
    "missing": gettext_lazy("缺少这一项。"),
    "extra_forbidden": gettext_lazy("没有这一项，请核对名称。"),
    "instant": gettext_lazy("这里要写日期和时间，如 2026-03-02T09:05:00+08:00。"),
    "instant_far": gettext_lazy("年份要在 2000 至 2199 之间。"),
    "date": gettext_lazy("这里要写日期，如 2026-03-02。"),
    "uuid": gettext_lazy("这里要写 UUID，如 01890a5d-ac96-774b-bcce-b302099a8057。"),
    "enum": gettext_lazy("这里只能写 %(expected)s。"),
    "literal_error": gettext_lazy("这里只能写 %(expected)s。"),
    "string_too_short": gettext_lazy("至少要有 %(min_length)s 个字。"),
    "string_too_long": gettext_lazy("最多写 %(max_length)s 个字。"),
    "string_pattern_mismatch": gettext_lazy("这里的写法要符合 %(pattern)s。"),
    "string": gettext_lazy("这里要写文字。"),
    "int": gettext_lazy("这里要写整数。"),
    "bool": gettext_lazy("这里要写 true 或 false。"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s。"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s。"),
    "too_long": gettext_lazy("最多 %(max_length)s 项。"),
    "too_short": gettext_lazy("至少 %(min_length)s 项。"),
    "list": gettext_lazy("这里要写一个列表，用方括号括起。"),
    "dict": gettext_lazy("这里要写一个对象，用花括号括起。"),
    "model": gettext_lazy("这里要写一个对象，用花括号括起。"),
    "json": gettext_lazy("不是有效的 JSON。"),
}


def shape_words(error: Mapping[str, Any]) -> str:
    """What is wrong with the shape of one value, for a reader: a whole sentence in his language.

    A kind of fault is told by its own words, else by those of its family: uuid_parsing is of uuid.
    """
    kind, facts = str(error["type"]), dict(error.get("ctx") or {})
    facts["expected"] = str(facts.get("expected", "")).replace(" or ", ", ").replace("'", "")
    words = SHAPES.get(kind) or SHAPES.get(kind.partition("_")[0])
    return str(words) % facts if words else _("这里的写法不对。")


def shaped(errors: Iterable[Mapping[str, Any]], within: int = 0) -> list[FaultOut]:
    """What is wrong with the shape of what was sent, each with its place; `within` so many steps of
    the place are the library's own."""
    return [
        FaultOut(place=place(*one["loc"][within:]), code=one["type"], message=shape_words(one))
        for one in errors
    ]
