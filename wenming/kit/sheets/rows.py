"""Tables and their rows, read cell by cell; what cannot be read is a fault at its place.

A row holds the sheet's own values and makes nothing per cell, so thousands of rows stay cheap.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from wenming.kit.sheets import cells
from wenming.kit.sheets.columns import Form
from wenming.kit.sheets.faults import Fact, Fault, Unread
from wenming.kit.sheets.heads import Head
from wenming.kit.sheets.shapes import Value, blank, ref
from wenming.kit.words import names as split_names
from wenming.kit.words import tidy

T = TypeVar("T")
WORD_SEPARATORS = "+和及与&·"


@dataclass(slots=True)
class Table:
    """One sheet's table: where its columns are, what its title says, its rows."""

    form: Form
    sheet: str
    head: Head
    title: tuple[str, ...] = ()
    rows: list["Row"] = field(default_factory=list)
    totals: list["Row"] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Filled places, with the place their value stands at."""
    only: bool = True
    """Whether no other sheet of the book holds the same kind of table."""

    def __iter__(self) -> Iterator["Row"]:
        return iter(self.rows)

    def lack(self, key: str) -> None:
        """Says that the table lacks a column."""
        names = self.form.column(key).names
        facts = {"column": names[0], "names": "、".join(names)}
        cell = ref(self.head.end - 1, self.head.claimed[0])
        self.faults.append(Fault(self.sheet, cell, "column_missing", facts))

    @property
    def banded(self) -> tuple[str, ...]:
        """The columns that headings over groups of rows stand for, from the widest."""
        wanted = (c for c in self.form.columns if c.band and not self.head.found(c))
        return tuple(c.key for c in wanted if self.only or not c.sheet_named)


class Row:
    """One row of a table. `number` is the sheet's, from 1; `bands` the heading lines over its group,
    from the widest to the nearest."""

    __slots__ = ("bands", "faults", "number", "table", "values")

    def __init__(
        self, table: Table, number: int, values: list[Value], bands: tuple[str, ...] = ()
    ) -> None:
        self.table = table
        self.number = number
        self.values = values
        self.bands = bands
        self.faults: list[Fault] = []

    def __repr__(self) -> str:
        return f"Row({self.table.sheet!r}, {self.number})"

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.table.sheet

    @property
    def where(self) -> str:
        """The place of the row's first read cell."""
        return ref(self.number - 1, self.table.head.claimed[0])

    def raw(self, key: str) -> Value:
        """The value as it stands in the sheet; None where the sheet has no such column."""
        at = self.table.head.at.get(key)
        if at is not None:
            return self.values[at]
        column = self.table.form.column(key)
        if column.sheet_named and not (self.table.only and self.bands):
            return self.table.sheet
        waiting = self.table.banded
        at = waiting.index(key) if key in waiting else len(self.bands)
        return self.bands[at] if at < len(self.bands) else None

    def has(self, key: str) -> bool:
        """Whether the cell holds anything."""
        return not blank(self.raw(key))

    def ref(self, key: str) -> str:
        """The place a value stands at: of a merged range its top left cell; '' for no such column."""
        at = self.table.head.at.get(key)
        if at is None:
            members = self.table.head.families.get(key)
            if not members:
                return self.where if self.table.form.column(key).band else ""
            at = members[0][1]
        return self.place(at)

    def place(self, column: int) -> str:
        """The place of this row in a column of the sheet."""
        here = (self.number - 1, column)
        return ref(*self.table.anchors.get(here, here))

    def fault(self, key: str, code: str, **facts: Fact) -> None:
        """Says that the cell is wrong; `key` '' for the whole row."""
        place = self.ref(key) if key else self.where
        if key:
            facts.setdefault("column", self.table.form.column(key).names[0])
        self.say(place, code, facts)

    def say(self, place: str, code: str, facts: Mapping[str, Fact]) -> None:
        """Says that something at a place of the sheet is wrong, where no column of the form is."""
        fault = Fault(self.table.sheet, place, code, facts)
        self.faults.append(fault)
        self.table.faults.append(fault)

    def read(
        self, key: str, reader: Callable[[Value], T | None], *, needed: bool = False
    ) -> T | None:
        """What a reader makes of the cell; None when it is blank or, with a fault, unreadable."""
        try:
            value = reader(self.raw(key))
        except Unread as unread:
            self.fault(key, unread.code, **unread.facts)
            return None
        if value is None and needed:
            self.fault(key, "missing")
        return value

    def text(self, key: str, *, needed: bool = False) -> str:
        """The text of the cell, tidied; '' when it is blank or, with a fault, unreadable."""
        at = self.table.head.at.get(key)
        value = self.raw(key) if at is None else self.values[at]
        if type(value) is str and value[:1] != "'":
            said: str | None = value if value.isalnum() else tidy(value)
        else:
            said = self.read(key, cells.text)
            if said is None and self.faults and self.faults[-1].cell == self.ref(key):
                return ""
        if not said and needed:
            self.fault(key, "missing")
        return said or ""

    def names(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """Several names in the cell, in order, each once; () for blank, '/', '无', '—'."""
        before = len(self.faults)
        found = split_names(self.text(key))
        if not found and needed and len(self.faults) == before:
            self.fault(key, "missing")
        return found

    def members(self, key: str) -> list[tuple[str, Value, str]]:
        """A family's columns: name, value and place of each."""
        members = self.table.head.families.get(key, ())
        return [(label, self.values[at], self.place(at)) for label, at in members]

    def ticked(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """The names a family's ticks stand under, or the words of its one column."""
        before = len(self.faults)
        if key in self.table.head.families:
            found = tuple(label for label, value, at in self.members(key) if self._tick(value, at))
        else:
            found = split_names(self.text(key), also=WORD_SEPARATORS)
        if not found and needed and len(self.faults) == before:
            self.fault(key, "missing")
        return found

    def _tick(self, value: Value, place: str) -> bool:
        try:
            return cells.tick(value)
        except Unread as unread:
            self.say(place, unread.code, unread.facts)
            return False
