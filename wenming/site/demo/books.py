"""The demo city's workbooks: where they lie, and the order in which they are loaded."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from wenming.doors.workbooks.actions import load
from wenming.doors.workbooks.drafts import Loaded, Order
from wenming.doors.workbooks.rules import Kind
from wenming.kit.flow import Refused

CITY, MINORS = "YC2026", "YC2026-WCN"  # the two editions
EXAMPLES = Path(settings.PACKAGE).parent / "examples"  # they come with the repository


class Book(NamedTuple):
    """One workbook of the office."""

    kind: Kind
    name: str
    code: str = ""


FOUNDATIONS = (
    Book(Kind.AREAS, "1-区划.xlsx"),
    Book(Kind.UNITS, "2-责任单位通讯录.xlsx"),
    Book(Kind.EDITION, "3-测评任务分解表-地级以上.xlsx", CITY),
    Book(Kind.EDITION, "4-测评任务分解表-未成年人.xlsx", MINORS),
    Book(Kind.SITES, "5-点位台账.xlsx"),
    Book(Kind.CHARGES, "6-包街一览表.xlsx"),
    Book(Kind.MAP, "地图.geojson"),
)
FEEDBACK = Book(Kind.FEEDBACK, "7-反馈问题整改台账.xlsx")


def found(folder: Path | None) -> Path:
    """The folder of the workbooks; Refused("no_examples", folder) where one of them is missing."""
    folder = folder or EXAMPLES
    for book in (*FOUNDATIONS, FEEDBACK):
        if not (folder / book.name).is_file():
            raise Refused("no_examples", str(folder), book.name)
    return folder


def bring(book: Book, folder: Path, *, dated: date, at: datetime) -> Loaded:
    """Load one workbook as `wenming load` does; every row of it must be good."""
    order = Order(book.kind, folder / book.name, code=book.code, dated=dated)
    loaded = load(order, by=None, at=at)
    if not loaded.saved:
        raise Refused("bad_examples", book.name, str(len(loaded.faults)))
    return loaded
