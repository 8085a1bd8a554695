"""Indices of cases, after the evaluation of 数字城管 (GB/T 30428): counts first, each beside its words.

An index is a top and a bottom, both counted over cases, so that every figure opens to its records.
A period is [since, until), moments in UTC. What is due in a period is what had its limit inside
it, and what was done inside it ahead of a later limit or without one; so a rate never passes 1.
The official definitions could not be read: the words shown beside a figure are those of its
`code` in docs/scoring.md, and they say what is counted here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, Table, TimestampColumn

from wenming.insight.estimates import half_up

OFTEN = 3  # filed cases at one site and item within the period that make it a frequent one
DIMENSIONS = ("unit", "area", "kind")
MAIN = ("fixed", "fixed_in_time", "closed", "closed_in_time", "reworked", "fix_minutes")


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to but without `until`, in UTC without a zone."""

    since: datetime
    until: datetime

    def holds(self, moment: TimestampColumn) -> BooleanValue:
        """Whether a moment lies in the period; a moment not reached does not."""
        return ((moment >= self.since) & (moment < self.until)).fill_null(False)

    def done(self, moment: TimestampColumn) -> BooleanValue:
        """Whether something was done by the end of the period."""
        return (moment < self.until).fill_null(False)

    def due(self, done: TimestampColumn, limit: TimestampColumn) -> BooleanValue:
        """Whether it was due in the period: its limit fell inside, or it was done early inside."""
        early = self.holds(done) & (limit.isnull() | (limit >= self.until).fill_null(False))
        return self.holds(limit) | early

    def in_time(self, done: TimestampColumn, limit: TimestampColumn) -> BooleanValue:
        """Whether it was done by the end of the period and within its limit, if it has one."""
        return self.done(done) & (limit.isnull() | (done <= limit).fill_null(False))


Count = Callable[[Table, Period], BooleanValue | IntegerValue]


@dataclass(frozen=True, slots=True)
class Index:
    """An index by code; `top` and `bottom` give for a case whether, or how often, it counts.

    `unit` is "share", or "minutes" for a mean. The words of `code` are shown beside the figure.
    """

    code: str
    top: Count
    bottom: Count
    unit: str = "share"


@dataclass(frozen=True, slots=True)
class Figure:
    """An index reckoned: whole counts, and their quotient in hundredths of a percent or minutes."""

    code: str
    top: int
    bottom: int
    unit: str

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a percent for a share, of a minute for a mean; None of nothing."""
        scale = 10_000 if self.unit == "share" else 100
        return half_up(Fraction(scale * self.top, self.bottom)) if self.bottom else None


def _judged(c: Table) -> TimestampColumn:
    return ibis.coalesce(c.filed, c.refused)


def _fix_due(c: Table, p: Period) -> BooleanValue:
    return p.due(c.fixed, c.fix_due)


def _filed(c: Table, p: Period) -> BooleanValue:
    return p.holds(c.filed)


def _sent_out(c: Table, p: Period) -> IntegerValue:
    return p.holds(c.assigned).ifelse(c.assignments, 0)


INDICES: tuple[Index, ...] = (
    Index(
        "filed",
        lambda c, p: p.holds(c.reported) & p.done(c.filed),
        lambda c, p: p.holds(c.reported),
    ),
    Index(
        "valid",
        lambda c, p: p.holds(c.reported) & ~p.done(c.refused),
        lambda c, p: p.holds(c.reported),
    ),
    Index("filed_in_time", lambda c, p: _filed(c, p) & p.in_time(c.filed, c.file_due), _filed),
    Index(
        "judged_in_time",
        lambda c, p: p.due(_judged(c), c.file_due) & p.in_time(_judged(c), c.file_due),
        lambda c, p: p.due(_judged(c), c.file_due),
    ),
    Index("assigned_right", lambda c, p: _sent_out(c, p) - _returned(c, p), _sent_out),
    Index("returned", lambda c, p: _returned(c, p), _sent_out),
    Index("fixed", lambda c, p: _fix_due(c, p) & p.done(c.fixed), _fix_due),
    Index("fixed_in_time", lambda c, p: _fix_due(c, p) & p.in_time(c.fixed, c.fix_due), _fix_due),
    Index(
        "closed",
        lambda c, p: p.due(c.closed, c.close_due) & p.done(c.closed),
        lambda c, p: p.due(c.closed, c.close_due),
    ),
    Index(
        "closed_in_time",
        lambda c, p: p.due(c.closed, c.close_due) & p.in_time(c.closed, c.close_due),
        lambda c, p: p.due(c.closed, c.close_due),
    ),
    Index("reworked", lambda c, p: _fix_due(c, p) & (c.sent_back > 0), _fix_due),
    Index(
        "reworked_of_fixed",
        lambda c, p: p.holds(c.fixed) & (c.sent_back > 0),
        lambda c, p: p.holds(c.fixed),
    ),
    Index(
        "checks_passed",
        lambda c, p: p.holds(c.closed).cast("int64"),
        lambda c, p: p.holds(c.closed).ifelse(c.sent_back + 1, 0),
    ),
    Index("repeated", lambda c, p: _filed(c, p) & c.repeated, _filed),
    Index("frequent", lambda c, p: _filed(c, p) & (c.filed_here >= OFTEN), _filed),
    Index("missed", lambda c, p: _filed(c, p) & c.public, _filed),
    Index(
        "fix_minutes",
        lambda c, p: _timed(c, p).ifelse(c.fix_minutes, 0),
        lambda c, p: _timed(c, p),
        "minutes",
    ),
)


def _returned(c: Table, p: Period) -> IntegerValue:
    return p.holds(c.assigned).ifelse(c.returns, 0)


def _timed(c: Table, p: Period) -> BooleanValue:
    return p.holds(c.fixed) & c.fix_minutes.notnull()


def counted(cases: Table, period: Period, by: str | None = None) -> Table:
    """Top and bottom of every index, in one row, or one per value of `by` (unit, area or kind).

    Gives `key` (null for the whole city) and per code `{code}_top`, `{code}_bottom` as int64.
    """
    if by is not None and by not in DIMENSIONS:
        raise ValueError(f"cases are counted by {', '.join(DIMENSIONS)}, not by {by}")
    marked = _marked(cases, period)
    counts = {
        f"{index.code}_{side}": _sum(getattr(index, side)(marked, period))
        for index in INDICES
        for side in ("top", "bottom")
    }
    if by is None:
        return marked.agg(**counts).mutate(key=ibis.null("int64"))
    known = marked.filter(marked[by].notnull())
    return known.group_by(key=known[by]).agg(**counts)


def counting(cases: Table, period: Period, code: str, side: str) -> Table:
    """The cases that count in an index's `top` or `bottom`, each with how much: (case, n)."""
    index = next(index for index in INDICES if index.code == code)
    marked = _marked(cases, period)
    each = marked.select("case", n=getattr(index, side)(marked, period).cast("int64"))
    return each.filter(each.n != 0).order_by("case")


def figures(row: dict[str, int], codes: Iterable[str] | None = None) -> dict[str, Figure]:
    """The figures of one row of `counted`, by code, in the order of INDICES."""
    wanted = set(codes) if codes is not None else {index.code for index in INDICES}
    return {
        i.code: Figure(i.code, row[f"{i.code}_top"], row[f"{i.code}_bottom"], i.unit)
        for i in INDICES
        if i.code in wanted
    }


def _sum(count: BooleanValue | IntegerValue) -> IntegerValue:
    return count.cast("int64").sum().fill_null(0).cast("int64")


def _marked(cases: Table, period: Period) -> Table:
    """The cases, each with how many were filed in the period at its site and item."""
    place = ibis.window(group_by=["site", "item"])
    filed = period.holds(cases.filed).cast("int64")
    return cases.mutate(filed_here=filed.sum().over(place))
