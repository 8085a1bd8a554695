"""Paging that costs the same on a thousand rows and on a hundred thousand.

At most two queries. Counting stops at COUNTED. No page is reached by a big offset: one beyond the
middle is read from the other end, one further than any count is asked for from the end with a
negative number (?page=-1 is the last), and a deep one reads bare keys first.

The order is always total: the primary key breaks ties in the direction of the last column, so that
an index on that column serves both ways. Order and page stand in the address (?sort=-due&page=3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, QueryDict

M = TypeVar("M", bound=Model)
Columns = str | tuple[str, ...]

PER_PAGE = 50
COUNTED = 10_000  # rows; beyond it a list says "more than"
DEEP = 500  # rows skipped before bare keys are read first
AROUND = 2  # numbered pages on each side of the present one


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of a list. Iterating gives its rows."""

    rows: Sequence[M]
    number: int  # from 1; negative: from the end of a list too long to count
    per_page: int
    total: int  # rows; at most as many as are counted
    more: bool  # there are more rows than `total`
    sort: str  # as in the address: "due", "-due"
    params: QueryDict

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def count(self) -> int:
        """Of the pages that can be numbered."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """The place of the first row on this page, from 1; 0 where places are not known."""
        return (self.number - 1) * self.per_page + 1 if self.number > 0 and self.rows else 0

    @property
    def previous(self) -> int | None:
        """The number of the page before this one."""
        if self.number < 0:
            return self.number - 1 if -self.number < self.count else None
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after this one."""
        if self.number < 0:
            return self.number + 1 if self.number < -1 else None
        return self.number + 1 if self.number < self.count else None

    @property
    def last(self) -> int:
        """The number of the last page."""
        return -1 if self.more else self.count

    def numbers(self) -> list[int | None]:
        """The pages to draw, None where some are left out."""
        if self.number < 0:
            return [1, None, *range(max(self.number - AROUND, -self.count), 0)]
        near = range(max(1, self.number - AROUND), min(self.count, self.number + AROUND) + 1)
        drawn = sorted({1, *near} | (set() if self.more else {self.count}))
        spaced: list[int | None] = []
        for before, here in zip([0, *drawn], drawn, strict=False):
            spaced += [None, here] if here - before > 1 else [here]
        return [*spaced, None, -1] if self.more else spaced

    def address(self, number: int) -> str:
        """The query string of another page of the same list."""
        return query(self.params, page="" if number == 1 else str(number))

    def sorted_by(self, name: str) -> str:
        """The query string of this list in another order; of the same column, turned round."""
        turned = f"-{name}" if self.sort == name else name
        return query(self.params, sort=turned, page="")

    def direction(self, name: str) -> str:
        """What aria-sort says of a column."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "none")


def page_of(
    rows: QuerySet[M],
    request: HttpRequest,
    *,
    sorts: Mapping[str, Columns],
    default: str,
    per_page: int = PER_PAGE,
    most: int = COUNTED,
) -> Page[M]:
    """The page of `rows` that the address asks for, in the order it asks for.

    `sorts` names the orders a reader may choose: name -> column(s); `default` one of them, with "-"
    for descending. What the address asks and the list does not know falls back to the default; a
    page beyond the end is the last page. Counting stops at `most`: a list whose rows are costly to
    count may say less.
    """
    asked = request.GET.get("sort", "")
    sort = asked if asked.removeprefix("-") in sorts else default
    order = ordering(sorts[sort.removeprefix("-")], descending=sort.startswith("-"))
    total, more = counted(rows, most)
    pages = max(1, -(-total // per_page))
    number = numbered(request.GET.get("page", ""), pages, more=more)
    found = window(rows, order, number, per_page=per_page, total=None if more else total)
    return Page(found, number, per_page, total, more, sort, request.GET)


def counted(rows: QuerySet[M], most: int) -> tuple[int, bool]:
    """How many rows, at most so many, and whether there are more than were counted."""
    total = rows.order_by()[: most + 1].count()
    return min(total, most), total > most


def numbered(asked: str, pages: int, *, more: bool) -> int:
    """The number of the page to show: within the list, and positive wherever it can be."""
    try:
        number = int(asked)
    except ValueError:
        return 1
    number = max(min(number, pages), -pages) or 1
    return number if number > 0 or more else number + pages + 1


def ordering(columns: Columns, *, descending: bool) -> list[OrderBy]:
    """A total order: the columns, then the primary key in the direction of the last of them."""
    names = (columns,) if isinstance(columns, str) else columns
    last = names[-1].startswith("-") != descending
    turned = [(name.removeprefix("-"), name.startswith("-") != descending) for name in names]
    return [OrderBy(F(name), descending=down) for name, down in [*turned, ("pk", last)]]


def window(
    rows: QuerySet[M], order: list[OrderBy], number: int, *, per_page: int, total: int | None
) -> list[M]:
    """The rows of one page, read from whichever end is nearer."""
    start = (abs(number) - 1) * per_page
    size = per_page
    backwards = number < 0
    if not backwards and total is not None and start > total // 2:
        size = max(0, min(per_page, total - start))
        start, backwards = total - start - size, True
    found = sliced(rows, reverse(order) if backwards else order, start, start + size)
    return found[::-1] if backwards else found


def sliced(rows: QuerySet[M], order: list[OrderBy], start: int, end: int) -> list[M]:
    """Rows start..end in this order; a deep slice finds its keys before it reads wide rows."""
    ordered = rows.order_by(*order)
    bare = rows.query.deferred_loading == ({rows.model._meta.pk.name}, False)
    if start < DEEP or bare or rows.query.distinct or rows.query.combinator:
        return list(ordered[start:end])
    keys = ordered.select_related(None).values("pk")[start:end]
    return list(rows.filter(pk__in=keys).order_by(*order))


def reverse(order: list[OrderBy]) -> list[OrderBy]:
    """The same order from the other end."""
    return [OrderBy(term.expression, descending=not term.descending) for term in order]


def query(params: QueryDict, **changes: str) -> str:
    """The query string with some names changed; empty ones are dropped."""
    kept = params.copy()
    for name, value in changes.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return "?" + kept.urlencode()
