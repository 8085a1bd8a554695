"""Filters of a list, declared once: the form, the query, the chips and the way out of each.

A view names its filters in a tuple and narrows its rows by the address:

    FILTERS = (
        Words("q", _("单号、点位、问题"), ("number", "title", "site__name")),
        Choice("state", _("状态"), "state", choices=STATES),
        Key("unit", _("责任单位"), "unit", lambda request: Unit.objects.visible_to(request.user)),
        Flag("late", _("超期"), lambda rows: rows.overdue(localdate())),
        Days("seen", _("发现日期"), "seen_on"),
    )
    narrowed = narrow(Case.objects.visible_to(request.user), FILTERS, request)
    page = page_of(narrowed.rows, request, ...)

Everything is in the address, so a list can be sent, kept and exported as it is seen. A value the
list does not know narrows nothing and is named in `narrowed.unknown`, never passed over in silence.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wenming.web.paging import query

M = TypeVar("M", bound=Model)
Label = str | Promise
Rows = QuerySet[Any]
MOST_WORDS = 8


class Unknown(ValueError):
    """A value in the address that this list does not know."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value a reader may choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the form: what parts/filters.html draws."""

    name: str
    label: str
    kind: str  # search, select, date, flag
    value: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen condition and the address of the list without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Narrowed(Generic[M]):
    """The rows that are left, and how to draw what was asked."""

    rows: QuerySet[M]
    inputs: tuple[Input, ...]
    chips: tuple[Chip, ...]
    unknown: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]  # what else the address holds, such as the order

    @property
    def clear(self) -> str:
        """The address of the list without any condition."""
        return "?" + "&".join(f"{name}={value}" for name, value in self.kept)


class Filter(Protocol):
    """One condition: which names of the address are its own, what it does and how it looks."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the address that are its own."""

    def inputs(self, request: HttpRequest) -> Iterable[Input]:
        """Its fields, filled in."""

    def chips(self, request: HttpRequest) -> Iterable[tuple[str, Mapping[str, str]]]:
        """What was chosen in words, and the change of the address that takes it back."""

    def narrow(self, rows: Rows, request: HttpRequest) -> Rows:
        """The rows left; raises Unknown."""


@dataclass(frozen=True)
class Words:
    """Each word must be in one of the columns, or in what `match` finds for it."""

    name: str
    label: Label
    columns: tuple[str, ...] = ()
    match: Callable[[Rows, str], Rows] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def inputs(self, request: HttpRequest) -> Iterable[Input]:
        yield Input(self.name, str(self.label), "search", request.GET.get(self.name, ""))

    def chips(self, request: HttpRequest) -> Iterable[tuple[str, Mapping[str, str]]]:
        if words := request.GET.get(self.name, "").strip():
            yield _("“%(words)s”") % {"words": words}, {self.name: ""}

    def narrow(self, rows: Rows, request: HttpRequest) -> Rows:
        words = request.GET.get(self.name, "").replace("\0", "").strip()
        if words and self.match is not None:
            return self.match(rows, words)
        for word in words.split()[:MOST_WORDS]:
            found = Q()
            for column in self.columns:
                found |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(found)
        return rows


@dataclass(frozen=True)
class Choice:
    """One of a few known values. `choices` are (value, label) pairs."""

    name: str
    label: Label
    column: str
    choices: Sequence[tuple[str, Label]]
    any_label: Label = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def inputs(self, request: HttpRequest) -> Iterable[Input]:
        value = request.GET.get(self.name, "")
        options = tuple(Option(code, str(word), code == value) for code, word in self.choices)
        first = Option("", str(self.any_label) or _("全部"), not value)
        yield Input(self.name, str(self.label), "select", value, (first, *options))

    def chips(self, request: HttpRequest) -> Iterable[tuple[str, Mapping[str, str]]]:
        known = dict(self.choices)
        if (value := request.GET.get(self.name, "")) in known and value:
            yield str(known[value]), {self.name: ""}

    def narrow(self, rows: Rows, request: HttpRequest) -> Rows:
        value = request.GET.get(self.name, "")
        if not value:
            return rows
        if value not in dict(self.choices):
            raise Unknown(value)
        return rows.filter(**{self.column: value})


@dataclass(frozen=True)
class Key:
    """One of the rows of another table; `rows_for` gives those this reader may choose from."""

    name: str
    label: Label
    column: str
    rows_for: Callable[[HttpRequest], QuerySet[Any]]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def choice(self, request: HttpRequest) -> Choice:
        """The rows as choices, read once for a request."""
        kept: dict[str, Choice] = request.__dict__.setdefault("_filter_choices", {})
        if self.name not in kept:
            pairs = [(str(row.pk), str(row)) for row in self.rows_for(request)]
            kept[self.name] = Choice(self.name, self.label, self.column, pairs)
        return kept[self.name]

    def inputs(self, request: HttpRequest) -> Iterable[Input]:
        return self.choice(request).inputs(request)

    def chips(self, request: HttpRequest) -> Iterable[tuple[str, Mapping[str, str]]]:
        return self.choice(request).chips(request)

    def narrow(self, rows: Rows, request: HttpRequest) -> Rows:
        return self.choice(request).narrow(rows, request)


@dataclass(frozen=True)
class Flag:
    """A condition that holds or is not asked for: ?late=1."""

    name: str
    label: Label
    narrowing: Callable[[Rows], Rows]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def inputs(self, request: HttpRequest) -> Iterable[Input]:
        yield Input(self.name, str(self.label), "flag", request.GET.get(self.name, ""))

    def chips(self, request: HttpRequest) -> Iterable[tuple[str, Mapping[str, str]]]:
        if request.GET.get(self.name) == "1":
            yield str(self.label), {self.name: ""}

    def narrow(self, rows: Rows, request: HttpRequest) -> Rows:
        value = request.GET.get(self.name, "")
        if value not in {"", "1"}:
            raise Unknown(value)
        return self.narrowing(rows) if value else rows


@dataclass(frozen=True)
class Days:
    """From a day, to a day, both counted in: ?seen_from=2026-05-01&seen_to=2026-05-31.

    `column` is a date, or with `instants` a date and time, of which the local day is meant.
    """

    name: str
    label: Label
    column: str
    instants: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.name}_from", f"{self.name}_to")

    def inputs(self, request: HttpRequest) -> Iterable[Input]:
        words = (_("%(what)s自"), _("%(what)s至"))
        for name, word in zip(self.names, words, strict=True):
            yield Input(name, word % {"what": self.label}, "date", request.GET.get(name, ""))

    def chips(self, request: HttpRequest) -> Iterable[tuple[str, Mapping[str, str]]]:
        words = (_("%(what)s自 %(day)s"), _("%(what)s至 %(day)s"))
        for name, word in zip(self.names, words, strict=True):
            if value := request.GET.get(name, ""):
                yield word % {"what": self.label, "day": value}, {name: ""}

    def narrow(self, rows: Rows, request: HttpRequest) -> Rows:
        column = f"{self.column}__date" if self.instants else self.column
        for name, lookup in zip(self.names, ("gte", "lte"), strict=True):
            if value := request.GET.get(name, ""):
                rows = rows.filter(**{f"{column}__{lookup}": iso_day(value)})
        return rows


def iso_day(value: str) -> date:
    """A day written 2026-05-14; raises Unknown."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Unknown(value) from error


def narrow(rows: QuerySet[M], filters: Sequence[Filter], request: HttpRequest) -> Narrowed[M]:
    """The rows left by what the address asks, and everything needed to draw the filters."""
    inputs: list[Input] = []
    chips: list[Chip] = []
    unknown: list[str] = []
    for one in filters:
        inputs += one.inputs(request)
        try:
            rows = one.narrow(rows, request)
        except Unknown as error:
            unknown.append(str(error))
            continue
        for words, change in one.chips(request):
            chips.append(Chip(words, query(request.GET, page="", **change)))
    own = {name for one in filters for name in one.names}
    return Narrowed(rows, tuple(inputs), tuple(chips), tuple(unknown), others(request.GET, own))


def others(params: QueryDict, own: set[str]) -> tuple[tuple[str, str], ...]:
    """What the address holds besides the filters and the page."""
    return tuple(
        (name, str(value)) for name, value in params.items() if name not in own | {"page"} and value
    )
