"""Finding the head of a table: one to three rows, somewhere below the title, columns in any order.

The caller says which columns it wants and how offices call them (`columns`); a head is the block of
rows where most of these names stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from wenming.kit.sheets.columns import BASE, LONGEST_LABEL, Claim, Column, Form, claims, spoken
from wenming.kit.sheets.faults import Unreadable
from wenming.kit.sheets.shapes import Range, Sheet, blank, ref
from wenming.kit.words import key, tidy

LOOK_ROWS = 40
DEEPEST = 3


@dataclass(slots=True)
class Head:
    """A head as found: rows `top` to `top + depth - 1`, and where each column stands."""

    top: int
    depth: int
    at: dict[str, int] = field(default_factory=dict)
    families: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)  # with the labels above
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
        return self.has(column.key)

    def has(self, wanted: str) -> bool:
        """Whether the head has the column of that key."""
        return wanted in self.at or wanted in self.families

    def missing(self, form: Form) -> list[Column]:
        """The needed columns it lacks and that nothing else can stand in for."""
        return [
            c
            for c in form.columns
            if c.required and not c.sheet_named and not c.band
            if not self.found(c) and not any(map(self.has, c.instead))
        ]

    def weight(self, form: Form) -> tuple[int, int, int, int, int]:
        """How good a head this is; the best has the most of what is wanted in the fewest rows."""
        keys = [c for c in form.columns if self.found(c)]
        needed = sum(c.required for c in keys)
        return needed, len(keys), len(self.claimed), -self.depth, -self.top


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
        texts = (v for v in self._rows[row] if isinstance(v, str) and len(v) <= LONGEST_LABEL)
        return any(form.knows(text) for text in texts)

    def text(self, row: int, column: int) -> str:
        """The label at a place; '' for blanks, numbers, dates and whole sentences."""
        value = self._rows[row][column]
        return tidy(value) if isinstance(value, str) and len(value) <= LONGEST_LABEL else ""

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
    found: list[Claim] = []
    for column in range(grid.width):
        label = grid.label(top, top + depth, column)
        if label.path and label.left == column:
            head.labels[column], head.paths[column] = label.path[-1], label.path
            found.extend(claims(form, column, label.path))
    found.sort(key=lambda claim: (-claim.score, claim.at))
    for _, level in groupby(found, key=lambda claim: claim.score):
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
    for wanted, rivals in given.items():
        column = rivals[0].column
        if column.family and not rivals[0].single:
            members = head.families.setdefault(wanted, [])
            members.extend((c.label, c.at) for c in rivals if not c.single)
            members.sort(key=lambda member: member[1])
            continue
        chosen = min(rivals, key=_preferred) if column.prefer else rivals[0]
        head.at[wanted] = chosen.at
        if chosen.score < BASE:
            head.loose[wanted] = chosen.at
        if len(rivals) > 1 and not column.prefer:
            head.twice[wanted] = [c.at for c in rivals]


def _preferred(claim: Claim) -> int:
    """Where a claim's label stands among its column's names; behind them where it is none."""
    names = [key(name) for name in claim.column.names]
    said = spoken(claim.label)
    return next((n for n, name in enumerate(names) if name in (said.whole, said.base)), len(names))


def _closed(head: Head, claim: Claim) -> bool:
    """Whether what the claim is for has been found already by a surer one."""
    if claim.column.family and not claim.single:
        return claim.column.key in head.at
    return head.found(claim.column)


def where(head: Head, columns: Sequence[int]) -> str:
    """The places of some columns' heads, as told in a sentence."""
    return "、".join(ref(head.end - 1, column) for column in columns)
