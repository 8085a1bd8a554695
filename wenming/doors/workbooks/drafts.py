"""What is asked of a load, what came of it, and what of it is shown."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from wenming.doors.workbooks.rules import Kind
from wenming.kit.digests import digest
from wenming.kit.sheets.faults import Fault, LeftOut
from wenming.org.models import User
from wenming.records.actions import Brought

KINDS = {
    Kind.AREAS: _("区划"),
    Kind.UNITS: _("责任单位通讯录"),
    Kind.EDITION: _("测评任务分解表"),
    Kind.SITES: _("点位台账"),
    Kind.CHARGES: _("包街一览表"),
    Kind.FEEDBACK: _("反馈问题整改台账"),
    Kind.MAP: _("地图"),
    Kind.VOLUNTEERS: _("志愿者名册"),
}


class Cell(NamedTuple):
    """A cell of a preview; `wrong` says what is the matter with it."""

    said: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The first rows of a sheet as they were read."""

    sheet: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]  # the number in the sheet, and the cells
    total: int


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a load. `code` names an edition; limits and '9月30日' count from `dated`."""

    kind: Kind
    path: Path
    code: str = ""
    dated: date | None = None
    keep_good: bool = False
    dry_run: bool = False
    marked: Path | None = None  # where the copy with its bad cells marked goes


@dataclass(slots=True)
class Loaded:
    """What came of a load. `saved` is false where faults kept all of it out."""

    kind: Kind
    read: int = 0
    brought: Brought = field(default_factory=Brought)
    faults: tuple[Fault, ...] = ()
    left_out: list[LeftOut] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    first: tuple[Shown, ...] = ()
    saved: bool = False
    marked: Path | None = None

    def digest(self) -> str:
        """SHA-256 over what a load does: the same workbook in the same city does the same."""
        done = [self.brought.created, self.brought.changed, [f.as_json() for f in self.faults]]
        return digest([self.kind.value, self.read, *done])

    def as_json(self, lang: str) -> dict[str, Any]:
        """What `load --json` prints."""
        body: dict[str, Any] = {
            "kind": self.kind.value,
            "read": self.read,
            "created": len(self.brought.created),
            "changed": len(self.brought.changed),
            "same": self.brought.same,
            "faults": [fault.as_json(lang) for fault in self.faults],
            "left_out": [left.as_json(lang) for left in self.left_out],
            "saved": self.saved,
        }
        return body | self.figures | ({"marked": str(self.marked)} if self.marked else {})


@dataclass(frozen=True, slots=True)
class Desk:
    """Who loads what, when: what every loader needs besides the reading."""

    order: Order
    by: User | None
    at: datetime
