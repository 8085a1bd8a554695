"""What is checked of a breakdown as a whole: that its items have projects, and its weights add up."""

from collections import Counter

from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import LeftOut, Unread
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.shapes import Value
from wenming.kit.sheets.tables import Reading
from wenming.kit.words import half
from wenming.loop.standards.breakdown import CODED
from wenming.loop.standards.wordings import methods


def check_projects(reading: Reading) -> None:
    """Say where nothing tells the project of a sheet's items: no column, no headings, no name."""
    for table in reading.tables:
        named = not table.only or CODED.fullmatch(table.sheet)
        if not table.head.has("project") and not named and not any(r.bands for r in table.rows):
            table.lack("project")


def check_weights(reading: Reading) -> None:
    """Say where a sum in the workbook is not that of its rows, and where one weight stands in a cell
    merged over several: unless the sum tells that each has it, that is a fault."""
    for table in reading.tables:
        if "owners" in table.head.at and "lead" not in table.head.at:
            reading.left_out.append(LeftOut(table.sheet, "", "owners_split"))
        added = sum(weight(row) for row in table.rows)
        totals = {total: said for total in table.totals if (said := weight(total))}
        places = Counter(row.ref("weight") for row in table.rows if row.has("weight"))
        shared = [row for row in table.rows if places[row.ref("weight")] > 1]
        for row in shared if added not in totals.values() else ():
            row.fault("weight", "weight_shared", said=cells.shown(row.raw("weight")))
        for total, said in totals.items():
            above = [row for row in table.rows if row.number < total.number]
            before = max((t.number for t in totals if t.number < total.number), default=0)
            sums = {sum(map(weight, above)), sum(weight(r) for r in above if r.number > before)}
            if said not in sums:
                facts = {"said": f"{said / 100:.2f}", "sum": f"{max(sums) / 100:.2f}"}
                place = total.ref("weight")
                reading.left_out.append(LeftOut(table.sheet, place, "total_differs", facts))


def weight(row: Row) -> int:
    """A row's weight in hundredths, 0 for a cell that holds none; its fault is told elsewhere."""
    try:
        return hundredths(row.raw("weight")) or 0
    except Unread:
        return 0


def hundredths(value: Value) -> int | None:
    """A weight as offices write it: 1.5, '1.5分', '（1.5分）'."""
    said = half(value).strip() if isinstance(value, str) else ""
    bracketed = said.startswith("(") and said.endswith("分)")
    return cells.hundredths(said[1:-1] if bracketed else value)


def say_methods(reading: Reading, declared: tuple[str, ...]) -> None:
    """Say which words were read as one of the house's methods."""
    for table in reading.tables:
        words = dict.fromkeys(word for row in table.rows for word in row.ticked("methods"))
        for word in words:
            read, _unknown = methods([word], declared)
            if len(read) == 1 and read != [word]:
                facts = {"said": word, "method": read[0]}
                reading.left_out.append(LeftOut(table.sheet, "", "method_taken_as", facts))
