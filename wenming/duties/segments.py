"""One street segment as a row of the sheet says it: its code, its ends, its length."""

import re
from collections import Counter
from collections.abc import Iterable

from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import Unread
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.shapes import Value
from wenming.kit.words import half, is_nothing, key
from wenming.org.sheets import optional
from wenming.places.actions import SEGMENT
from wenming.places.coordinates import position
from wenming.places.drafts import SiteDraft
from wenming.places.models import Site

CODE = "LD"  # segments carry no number of their own
START, END = "起点", "止点"
KILOMETRES = ("公里", "千米", "km")
SPAN = re.compile(r"\s*(?:至|到|→|—+|–+|－+|-+|~+|～+)\s*")
Ends = dict[str, str | None]


class Codes:
    """Codes of segments: those given before, and new ones behind them. A segment is known by its
    name, or, where one street has several, by its name and its ends."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.often = Counter(key(row.text("name")) for row in rows)
        self.given: dict[tuple[str, ...], str] = {}
        sites = Site.objects.filter(kind__name=SEGMENT).values_list("name", "attributes", "code")
        twice = Counter(key(name) for name, _ends, _code in sites)
        for name, ends, code in sites:
            self.given[said(name, ends)] = code
            if twice[key(name)] == 1:
                self.given[(key(name),)] = code
        self.before = frozenset(self.given)
        used = [int(c.removeprefix(CODE)) for c in self.given.values() if c[len(CODE) :].isdigit()]
        self.last = max(used, default=0)
        self.seen: dict[tuple[str, ...], str] = {}

    def of(self, row: Row, name: str, ends: Ends) -> tuple[str, bool]:
        """The code of a segment, and whether it was there before this workbook; one that comes twice
        is a fault of the row."""
        which = said(name, ends) if self.often[key(name)] > 1 else (key(name),)
        if self.seen.setdefault(which, row.ref("name")) != row.ref("name"):
            row.fault("name", "name_twice", said=name, other=self.seen[which])
        known = which in self.before
        if which not in self.given:
            self.last += 1
            self.given[which] = f"{CODE}{self.last:03}"
        return self.given[which], known


def said(name: str, ends: Ends) -> tuple[str, ...]:
    """A segment's name and ends, as compared."""
    return key(name), key(ends.get(START) or ""), key(ends.get(END) or "")


def segment(row: Row, codes: Codes, kind: int, root: int | None) -> SiteDraft:
    """A segment as a site."""
    name, ends = row.text("name", needed=True), ends_of(row)
    code, known = codes.of(row, name, ends)
    return SiteDraft(
        code=code,
        kind=kind,
        name=name,
        area=None if known else root,
        attributes=dict(ends),
        metres=row.read("metres", lambda value: metres(value, thousand=in_kilometres(row))),
        note=optional(row, "note"),
        **((position(row) if any(map(row.has, ("lon", "lat", "position"))) else None) or {}),
    )


def ends_of(row: Row) -> Ends:
    """Where a segment begins and ends, in two columns or in one; what no column says is not there."""
    ends = {START: optional(row, "start"), END: optional(row, "end")}
    if (span := row.text("span")) and not is_nothing(span):
        parts = SPAN.split(span)
        if len(parts) != 2 or not all(parts):
            row.fault("span", "span_unclear", said=span)
        ends |= dict(zip((START, END), parts, strict=False))
    return {end: told or None for end, told in ends.items() if told is not None}


def in_kilometres(row: Row) -> bool:
    """Whether the head over the lengths says they are kilometres."""
    label = row.table.head.labels.get(row.table.head.at.get("metres", -1), "")
    return any(unit in key(label) for unit in KILOMETRES)


def metres(value: Value, *, thousand: bool = False) -> int | None:
    """A length in whole metres: 860, '860米', '0.86公里', or 0.86 where the head says kilometres."""
    text = half(value).strip().casefold() if isinstance(value, str) else ""
    own = text.endswith(KILOMETRES)
    if not own and not (thousand and not text.endswith(("米", "m"))):
        return cells.whole(value, units=("米", "m"))
    found = cells.number(value, places=6, units=KILOMETRES)
    if found is not None and found * 1000 % 1:
        raise Unread("not_whole", said=cells.shown(value))
    return None if found is None else int(found * 1000)
