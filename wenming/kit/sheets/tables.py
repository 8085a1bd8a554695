"""From a book to rows: each visible sheet to the form whose head it has, its rows sifted and filled.

One sheet or one per project, in any order. What is passed over is said in `Reading.left_out`; what is
wrong is in `Reading.faults`, sheet by sheet as it is found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.faults import Fault, LeftOut, Unreadable
from wenming.kit.sheets.heads import Head, find_head, where
from wenming.kit.sheets.rows import Row, Table
from wenming.kit.sheets.shapes import Book, Ceiling, Sheet, blank, ref
from wenming.kit.sheets.sifting import Sieve, Sifted, below
from wenming.kit.words import key, tidy


@dataclass(slots=True)
class Reading:
    """What came of reading a book by some forms."""

    book: Book
    tables: list[Table] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    said: list[Fault] = field(default_factory=list)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault once: of the heads, then of the rows read so far, in their order."""
        every = [*self.said, *(fault for table in self.tables for fault in table.faults)]
        return tuple(dict.fromkeys(every))

    def rows(self, form: Form) -> Iterator[Row]:
        """The rows of every sheet that has the form's head, in the book's order."""
        for table in self.tables:
            if table.form is form:
                yield from table.rows


def read_forms(book: Book, *forms: Form) -> Reading:
    """Finds the heads of the forms in the visible sheets and sorts out their rows.

    A sheet goes to the form it fits best; a form no sheet fits is a fault, and so is a head that
    lacks a needed column or has one twice.
    """
    reading = Reading(book, left_out=list(book.left_out))
    matched = [(sheet, _best(sheet, forms)) for sheet in book]
    fitted = {id(found[0]) for _, found in matched if found}
    for form in forms:
        if form.required and id(form) not in fitted:
            names = "、".join(c.names[0] for c in form.columns if c.required)
            reading.said.append(
                Fault("", "", "head_not_found", {"form": form.name, "names": names})
            )
    for sheet, found in matched:
        if found is None or _is_another(found, [f for _, f in matched if f]):
            _leave_out(reading, sheet, forms)
        else:
            _take(reading, sheet, *found)
    for table in reading.tables:
        table.only = sum(one.form is table.form for one in reading.tables) == 1
    return reading


_Found = tuple[Form, Head]


def _best(sheet: Sheet, forms: Sequence[Form]) -> _Found | None:
    """The form a sheet fits: one with everything needed before one that lacks something."""
    found = [(form, head) for form in forms if (head := find_head(sheet, form))]
    return max(found, key=lambda f: (not f[1].missing(f[0]), _columns(f[1])), default=None)


def _columns(head: Head) -> int:
    return len(head.at) + len(head.families)


def _is_another(found: _Found, every: Sequence[_Found]) -> bool:
    """Whether a sheet lacks so much of a form that others fit that it must be something else."""
    form, head = found
    if not head.missing(form):
        return False
    most = max((_columns(h) for f, h in every if f is form and not h.missing(form)), default=0)
    return 2 * _columns(head) <= most


def _leave_out(reading: Reading, sheet: Sheet, forms: Sequence[Form]) -> None:
    empty = all(blank(value) for row in sheet.rows for value in row)
    names = "、".join(form.name for form in forms)
    code = "sheet_empty" if empty else "sheet_without_head"
    reading.left_out.append(LeftOut(sheet.name, "", code, {"form": names}))


def _take(reading: Reading, sheet: Sheet, form: Form, head: Head) -> None:
    """Reads one sheet by its head: its faults, its title, its rows."""
    title = tuple(
        "  ".join(tidy(value) for value in row if isinstance(value, str) and not blank(value))
        for row in sheet.rows[: head.top]
    )
    table = Table(form, sheet.name, head, tuple(line for line in title if line))
    reading.tables.append(table)
    for column in head.missing(form):
        table.lack(column.key)
    if form.choose and head.twice:
        form.choose(head, sheet)
    for wanted, columns in head.twice.items():
        facts = {"column": form.column(wanted).names[0], "cells": where(head, columns)}
        table.faults.append(Fault(sheet.name, ref(head.end - 1, columns[1]), "column_twice", facts))
    _say_columns(reading, table)
    if not table.faults:
        _take_rows(reading, sheet, table, title)


def _say_columns(reading: Reading, table: Table) -> None:
    """Columns nobody asked for, and those taken by the end of their name."""
    head, form = table.head, table.form
    claimed = set(head.claimed)
    for at, label in head.labels.items():
        if at not in claimed and key(label) not in form.passed_over:
            facts = {"column": label}
            cell = ref(head.end - 1, at)
            reading.left_out.append(LeftOut(table.sheet, cell, "column_unread", facts))
    for wanted, at in head.loose.items():
        facts = {"said": head.labels[at], "column": form.column(wanted).names[0]}
        reading.left_out.append(
            LeftOut(table.sheet, ref(head.end - 1, at), "column_taken_as", facts)
        )


def _take_rows(reading: Reading, sheet: Sheet, table: Table, title: Sequence[str]) -> None:
    head = table.head
    needed = [head.at[c.key] for c in table.form.columns if c.required and c.key in head.at]
    sieve = Sieve(sheet, head, title, needed)
    kept: list[Row] = []
    passed: list[tuple[int, Sifted]] = []
    bands: tuple[str, ...] = ()
    for number in range(head.end, len(sheet.rows)):
        sifted = sieve.row(number)
        if sifted is None:
            kept.append(Row(table, number + 1, sheet.rows[number], bands))
            continue
        passed.append((number, sifted))
        if sifted.code == "row_band":
            bands = below(bands, sifted.said)
        elif sifted.code == "row_total":
            table.totals.append(Row(table, number + 1, sheet.rows[number], bands))
    _say_rows(reading, table, passed)
    table.rows = kept
    _fill_merged(sheet, table)
    _carry(sheet, table)
    _check_bands(table)


def _say_rows(reading: Reading, table: Table, passed: list[tuple[int, Sifted]]) -> None:
    """Rows passed over, each with its reason; blank ones that follow each other as one."""
    first = table.head.claimed[0]
    runs: list[tuple[int, int, Sifted]] = []
    for number, sifted in passed:
        if runs and sifted.code == "row_blank" == runs[-1][2].code and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number, sifted)
        else:
            runs.append((number, number, sifted))
    for start, end, sifted in runs:
        cell = ref(start, first) + (f":{ref(end, first)}" if end > start else "")
        facts = {"said": sifted.said} if sifted.said else {}
        reading.left_out.append(LeftOut(table.sheet, cell, sifted.code, facts))


def _fill_merged(sheet: Sheet, table: Table) -> None:
    """Gives every read cell of a merged range the range's value, and remembers where it stands."""
    claimed = table.head.claimed
    data = {row.number - 1 for row in table.rows}
    budget = Ceiling().box
    for merge in sheet.merges:
        if merge.top < table.head.end or merge.top >= len(sheet.rows):
            continue
        columns = [c for c in claimed if merge.left <= c <= merge.right]
        rows = range(merge.top, min(merge.bottom + 1, len(sheet.rows)))
        budget -= len(rows) * len(columns)
        if budget < 0:
            raise Unreadable("too_many_merges", sheet.name)
        if not columns:
            continue
        value = sheet.rows[merge.top][merge.left]
        for row in rows:
            for column in columns if row in data else ():
                sheet.rows[row][column] = value
                table.anchors[row, column] = (merge.top, merge.left)


def _carry(sheet: Sheet, table: Table) -> None:
    """Where a column says so, a blank means 'as above', until a column before it changes."""
    at = [table.head.at[column.key] for column in table.form.columns if _carries(table, column)]
    above: dict[int, tuple[int, int]] = {}
    shown: dict[int, str] = {}
    for row in table.rows if at else ():
        changed = False
        for column in at:
            here = (row.number - 1, column)
            value = row.values[column]
            if not blank(value):
                changed = changed or key(str(value)) != shown.get(column)
                above[column], shown[column] = table.anchors.get(here, here), key(str(value))
            elif changed:
                above.pop(column, None)
                shown.pop(column, None)
            elif column in above:
                top, left = table.anchors[here] = above[column]
                row.values[column] = sheet.rows[top][left]


def _carries(table: Table, column: Column) -> bool:
    """Whether a column is written once and left blank below: not where one cell says the same as the
    cell above it, nor, where only groups are meant, where most cells say something."""
    at = table.head.at.get(column.key)
    if at is None or not column.carry:
        return False
    said = {r.number: r.values[at] for r in table.rows if (r.number - 1, at) not in table.anchors}
    filled = {number: value for number, value in said.items() if not blank(value)}
    if any(filled.get(number - 1) == value for number, value in filled.items()):
        return False
    return not column.grouped or 2 * len(filled) <= len(said)


def _check_bands(table: Table) -> None:
    """Columns that headings stand in for: each row needs one above it."""
    for column in table.form.columns:
        if not column.band or not column.required or table.head.found(column) or column.sheet_named:
            continue
        if not any(row.bands for row in table.rows):
            table.lack(column.key)
            continue
        for row in table.rows:
            if not row.bands:
                row.fault("", "band_missing", column=column.names[0])
