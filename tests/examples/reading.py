"""Reads the example workbooks as a person would: with openpyxl, apart from the product's readers."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

EXAMPLES = Path(__file__).parents[2] / "examples"
AREAS, UNITS, CITY, MINORS, SITES, CHARGES, FEEDBACK = (
    "1-区划.xlsx",
    "2-责任单位通讯录.xlsx",
    "3-测评任务分解表-地级以上.xlsx",
    "4-测评任务分解表-未成年人.xlsx",
    "5-点位台账.xlsx",
    "6-包街一览表.xlsx",
    "7-反馈问题整改台账.xlsx",
)
BOOKS = (AREAS, UNITS, CITY, MINORS, SITES, CHARGES, FEEDBACK)
MAP = EXAMPLES / "地图.geojson"
Row = dict[str, object]


@dataclass(frozen=True)
class Table:
    """A sheet's rows by their heads; what a merged cell says, all its cells say."""

    title: str
    rows: list[Row]
    sums: list[Row]
    notes: list[str]


@cache
def book(name: str) -> Workbook:
    """The workbook."""
    return load_workbook(EXAMPLES / name)


def sheets(name: str) -> list[Worksheet]:
    """The visible sheets of a workbook."""
    return [ws for ws in book(name).worksheets if ws.sheet_state == "visible"]


@cache
def tables(name: str) -> dict[str, Table]:
    """The tables of a workbook by the names of their sheets."""
    return {ws.title: table(ws) for ws in sheets(name)}


def rows(name: str) -> list[Row]:
    """The rows of all visible sheets of a workbook."""
    return [row for table in tables(name).values() for row in table.rows]


def table(ws: Worksheet) -> Table:
    """A sheet as a table: above the panes the head, below it rows, sums and notes."""
    grid: list[list[object]] = [[cell.value for cell in line] for line in ws.iter_rows()]
    for merged in ws.merged_cells.ranges:
        wide = merged.min_col == 1 and merged.max_col == ws.max_column
        for at in range(merged.min_row, merged.max_row + 1):
            for no in range(merged.min_col, merged.max_col + 1):
                if not wide:
                    grid[at - 1][no - 1] = grid[merged.min_row - 1][merged.min_col - 1]
    start = int(str(ws.freeze_panes)[1:]) - 1
    heads = [str(head) for head in grid[start - 1]]
    found = Table(str(grid[0][0]), [], [], [])
    for line in grid[start:]:
        first = str(line[0])
        if first in {"小计", "合计"}:
            found.sums.append(dict(zip(heads, line, strict=True)))
        elif sum(value is not None for value in line) == 1:
            found.notes.append(first)
        else:
            found.rows.append(dict(zip(heads, line, strict=True)))
    return found
