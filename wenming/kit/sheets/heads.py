"""Finding the head of a table: one to three rows, somewhere below the title, columns in any order.

The caller says which columns it wants and under which names offices write them; a head is the block
of rows where most of these names stand. Names are compared by `words.key`; what stands in brackets
may be left away or, where a column asks, be the name itself ('备注（点位类型）').
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from wenming.kit.sheets.faults import Unreadable
from wenming.kit.sheets.shapes import Range, Sheet, blank, ref
from wenming.kit.words import key, tidy

LOOK_ROWS = 40
DEEPEST = 3
_LONGEST_LABEL = 60
_SHORTEST_ENDING = 3
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_REMARK_SEPARATORS = re.compile(r"[、,;/]")
_MARKS = "*:★☆·."
JOINED, WHOLE, REMARK, BASE, ENDING, UNDER = 60, 50, 45, 40, 20, 5


@dataclass(frozen=True, slots=True)
class Column:
    """One column the caller wants.

    `names`: how offices write it, the best for sentences first. `under`: names of the head above it,
    one of which must be there. `family`: every column under a head of these names, or every column
    named in `members`; such a column may also come as one column of words. `remark`: its name may
    stand in another name's brackets. `exact`: longer names that end in one of ours will not do.
    `carry`: a blank cell means 'as above'. `sheet_named` and `band`: where the column is not there,
    the sheet's name, or the heading line over a group of rows, says the value.
    """

    key: str
    names: tuple[str, ...]
    required: bool = False
    under: tuple[str, ...] = ()
    family: bool = False
    members: tuple[str, ...] = ()
    remark: bool = False
    exact: bool = False
    carry: bool = False
    sheet_named: bool = False
    band: bool = False


@dataclass(frozen=True)
class Form:
    """A kind of table: its name in sentences, its columns, and column names passed over in silence.

    `required` is false where a workbook may do without such a sheet.
    """

    name: str
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ("序号", "顺序号", "行号", "No", "No.")
    required: bool = True

    @cached_property
    def named(self) -> dict[str, list[Column]]:
        """Every name's key with the columns it names (members of families apart)."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            for name in column.names:
                found.setdefault(key(name), []).append(column)
        return found

    @cached_property
    def members(self) -> dict[str, Column]:
        """The key of every known member of a family."""
        return {key(name): column for column in self.columns for name in column.members}

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """The keys of names that a longer name may end in."""
        loose = (c for c in self.columns if not c.exact and not c.family)
        return tuple(
            key(name) for c in loose for name in c.names if len(key(name)) >= _SHORTEST_ENDING
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The keys of every word a head of this form may hold."""
        under = (key(name) for column in self.columns for name in column.under)
        return frozenset((*self.named, *self.members, *under))

    @cached_property
    def passed_over(self) -> frozenset[str]:
        """The keys of names passed over in silence."""
        return frozenset(key(name) for name in self.ignored)

    def column(self, wanted: str) -> Column:
        """The column of that key. Raises KeyError for a key the form does not have."""
        return self._by_key[wanted]

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}


class Claim(NamedTuple):
    """A column of the sheet that may be one of ours, and how surely (more is surer)."""

    score: int
    at: int
    column: Column
    label: str
    single: bool = False


@dataclass(slots=True)
class Head:
    """A head as found: rows `top` to `top + depth - 1`, and where each column stands."""

    top: int
    depth: int
    at: dict[str, int] = field(default_factory=dict)
    families: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    twice: dict[str, list[int]] = field(default_factory=dict)
    loose: dict[str, int] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The first row below the head."""
        return self.top + self.depth

    @property
    def claimed(self) -> list[int]:
        """The sheet's columns that are read, from left to right."""
        spread = (at for members in self.families.values() for _, at in members)
        return sorted({*self.at.values(), *spread})

    def found(self, column: Column) -> bool:
        """Whether the head has the column."""
        return column.key in self.at or column.key in self.families

    def missing(self, form: Form) -> list[Column]:
        """The needed columns it lacks and that nothing else can stand in for."""
        return [
            c
            for c in form.columns
            if c.required and not c.sheet_named and not c.band and not self.found(c)
        ]

    def weight(self, form: Form) -> tuple[int, int, int, int, int]:
        """How good a head this is; the best has the most of what is wanted in the fewest rows."""
        keys = [c for c in form.columns if self.found(c)]
        needed = sum(c.required for c in keys)
        return needed, len(keys), len(self.claimed), -self.depth, -self.top


@lru_cache(maxsize=8192)
def forms_of(label: str) -> tuple[str, str, tuple[str, ...]]:
    """A head's label as compared: whole, without what is in brackets, and what is in brackets."""
    whole = key(label).strip(_MARKS)
    inside = [next(part for part in found if part is not None) for found in _bracketed(whole)]
    remarks = tuple(r for one in inside for r in _REMARK_SEPARATORS.split(one) if r)
    return whole, _BRACKETS.sub("", whole).strip(_MARKS), remarks


def _bracketed(whole: str) -> list[tuple[str | None, ...]]:
    return [found.groups() for found in _BRACKETS.finditer(whole)]


def find_head(sheet: Sheet, form: Form) -> Head | None:
    """The best head of the form in the first rows of a sheet; None where fewer than two columns
    (or not all, for a form of one) are found."""
    grid = _Grid(sheet)
    best: Head | None = None
    hopeful = [grid.hopeful(row, form) for row in range(min(len(sheet.rows), LOOK_ROWS))]
    for top in range(len(hopeful)):
        for depth in range(1, DEEPEST + 1):
            if not any(hopeful[top : top + depth]) or top + depth > len(sheet.rows):
                continue
            head = _matched(grid, form, top, depth)
            if grid.cuts_a_merge(head):
                continue
            if best is None or head.weight(form) > best.weight(form):
                best = head
    enough = min(2, len(form.columns))
    return best if best and len(best.at) + len(best.families) >= enough else None


class _Label(NamedTuple):
    path: tuple[str, ...]
    left: int  # where the range that holds the last label begins


class _Grid:
    """The first rows of a sheet with their merged ranges."""

    def __init__(self, sheet: Sheet) -> None:
        self._rows = sheet.rows[: LOOK_ROWS + DEEPEST]
        self.width = len(sheet.rows[0]) if sheet.rows else 0
        self._merged: dict[tuple[int, int], Range] = {}
        budget = 4 * (LOOK_ROWS + DEEPEST) * max(1, self.width)
        for merge in sheet.merges:
            for row in range(merge.top, min(merge.bottom + 1, len(self._rows))):
                columns = range(merge.left, min(merge.right + 1, self.width))
                budget -= len(columns)
                if budget < 0:
                    raise Unreadable("too_many_merges", sheet.name)
                self._merged.update(((row, column), merge) for column in columns)

    def hopeful(self, row: int, form: Form) -> bool:
        """Whether a row has a label that is one of the form's names."""
        texts = (v for v in self._rows[row] if isinstance(v, str) and len(v) <= _LONGEST_LABEL)
        for whole, base, remarks in map(forms_of, texts):
            if not form.words.isdisjoint((whole, base, *remarks)) or base.endswith(form.endings):
                return True
        return False

    def text(self, row: int, column: int) -> str:
        """The label at a place; '' for blanks, numbers, dates and whole sentences."""
        value = self._rows[row][column]
        return tidy(value) if isinstance(value, str) and len(value) <= _LONGEST_LABEL else ""

    def label(self, top: int, end: int, column: int) -> _Label:
        """The labels over one column from the top of the head to its end, each once."""
        path: list[str] = []
        left = column
        for row in range(top, end):
            merge = self._merged.get((row, column))
            if merge is None:
                text, start = self._own(row, end, column), column
            elif merge.top >= top:
                text, start = self.text(merge.top, merge.left), merge.left
            else:
                continue
            if text and (not path or path[-1] != text):
                path.append(text)
                left = start
        return _Label(tuple(path), left)

    def _own(self, row: int, end: int, column: int) -> str:
        """The text at an unmerged place, or the group's to its left where the line was left blank."""
        if self.text(row, column) or row + 1 >= end or not self.text(row + 1, column):
            return self.text(row, column)
        for left in range(column - 1, -1, -1):
            if (row, left) in self._merged or not self.text(row + 1, left):
                return ""
            if not blank(self._rows[row][left]):
                return self.text(row, left)
        return ""

    def cuts_a_merge(self, head: Head) -> bool:
        """Whether a range that begins in the head's read columns goes on below it."""
        merges = (self._merged.get((head.end - 1, column)) for column in head.claimed)
        return any(merge is not None and merge.bottom >= head.end for merge in merges)


def _matched(grid: _Grid, form: Form, top: int, depth: int) -> Head:
    head = Head(top, depth)
    claims: list[Claim] = []
    for column in range(grid.width):
        label = grid.label(top, top + depth, column)
        if label.path and label.left == column:
            head.labels[column] = "".join(label.path[-1:])
            claims.extend(_claims(form, column, label.path))
    claims.sort(key=lambda claim: (-claim.score, claim.at))
    for _, level in groupby(claims, key=lambda claim: claim.score):
        _settle(head, list(level))
    return head


def _settle(head: Head, level: Sequence[Claim]) -> None:
    """Gives away columns among claims of one strength; two for one column are told as a fault."""
    taken = set(head.claimed)
    given: dict[str, list[Claim]] = {}
    for claim in level:
        if claim.at not in taken and not _closed(head, claim):
            given.setdefault(claim.column.key, []).append(claim)
            taken.add(claim.at)
    for wanted, claims in given.items():
        if claims[0].column.family and not claims[0].single:
            members = head.families.setdefault(wanted, [])
            members.extend((c.label, c.at) for c in claims if not c.single)
            members.sort(key=lambda member: member[1])
            continue
        head.at[wanted] = claims[0].at
        if claims[0].score < BASE:
            head.loose[wanted] = claims[0].at
        if len(claims) > 1:
            head.twice[wanted] = [c.at for c in claims]


def _closed(head: Head, claim: Claim) -> bool:
    """Whether what the claim is for has been found already by a surer one."""
    if claim.column.family and not claim.single:
        return claim.column.key in head.at
    return head.found(claim.column)


def _claims(form: Form, at: int, path: tuple[str, ...]) -> Iterator[Claim]:
    """Every column of the form that the labels over a sheet's column may mean."""
    whole, base, remarks = forms_of(path[-1])
    above = {one for label in path[:-1] for one in forms_of(label)[:2]}
    joined = "".join(forms_of(label)[1] for label in path) if len(path) > 1 else ""
    for name, score in ((joined, JOINED), (whole, WHOLE), (base, BASE)):
        for column in form.named.get(name, ()):
            if not column.under or above & {key(n) for n in column.under}:
                yield Claim(score + UNDER * bool(column.under), at, column, path[-1], column.family)
        if name in form.members and score != JOINED:
            yield Claim(score, at, form.members[name], path[-1])
    for remark in remarks:
        asking = (c for c in form.named.get(remark, ()) if c.remark)
        yield from (Claim(REMARK, at, column, path[-1], column.family) for column in asking)
    for label in above:
        grouping = (c for c in form.named.get(label, ()) if c.family)
        yield from (Claim(WHOLE, at, column, path[-1]) for column in grouping)
    yield from _endings(form, at, base, path[-1])


def _endings(form: Form, at: int, base: str, label: str) -> Iterator[Claim]:
    if not base.endswith(form.endings):
        return
    for name in form.endings:
        if base.endswith(name) and base != name:
            for column in form.named[name]:
                if not column.exact and not column.family and not column.under:
                    yield Claim(ENDING + min(len(name), 15), at, column, label)


def where(head: Head, columns: Sequence[int]) -> str:
    """The places of some columns' heads, as told in a sentence."""
    return "、".join(ref(head.end - 1, column) for column in columns)
