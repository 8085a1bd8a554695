"""A round's score from its published open data alone: two CSV files in, the same total out.

No database, no analytics engine: a reader with the files and this module, or with the formulas of
docs/scoring.md and a spreadsheet, gets the figures of the office. Numbers are read as exact
decimals and added exactly.
"""

import csv
import difflib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from math import lcm
from pathlib import Path
from typing import Any

from wenming.insight.estimates import Design, Estimate, Stratum, Sums, design, estimate

FRAME = ("stratum", "sites")
MARKS = ("stratum", "site", "item", "weight", "mark")
LONGEST_NUMBER = 40  # characters: a weight or mark longer than this is not a number people wrote
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
MOST_FAULTS = 50
EXACT = Context(prec=4 * LONGEST_NUMBER)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where: `code` for the words, `facts` to fill them; line 1 is the head."""

    file: str
    line: int | None
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, str | int | None]:
        """The shape that --json prints."""
        return {"file": self.file, "line": self.line, "code": self.code, "message": self.message}

    @property
    def message(self) -> str:
        """The sentence, without the place."""
        return WORDS[self.code].format(**self.facts)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message}"


class Faulty(Exception):
    """The files cannot be reckoned with; `faults` says all that was found, in order of place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


WORDS = {
    "recompute.file_missing": "there is no such file; a round's open data has frame.csv, marks.csv",
    "recompute.not_utf8": "the file is not UTF-8 text; save it as CSV UTF-8",
    "recompute.not_csv": "this is not CSV: {detail}",
    "recompute.column_missing": "the head lacks the column {columns}",
    "recompute.column_twice": "the head names the column {columns} more than once",
    "recompute.row_length": "the row has {cells} cells, the head has {columns}",
    "recompute.blank": "{column} is blank",
    "recompute.sites_not_whole": "sites is '{value}'; it must be a whole number above 0, in digits",
    "recompute.stratum_twice": "stratum '{stratum}' already stands in line {first}",
    "recompute.stratum_unknown": "stratum '{stratum}' is not in frame.csv",
    "recompute.weight": "weight is '{value}'; it must be a number above 0",
    "recompute.mark": "mark is '{value}'; it must lie within 0..1, or be blank where not applicable",
    "recompute.mark_twice": "site '{site}' and item '{item}' already stand in line {first}",
    "recompute.site_in_two_strata": "site '{site}' is in stratum '{stratum}' here, but in "
    "'{other}' in line {first}",
    "recompute.too_many_sites": "stratum '{stratum}' has marks of {seen} sites, its frame {sites}",
    "recompute.nothing_marked": "there is no applicable mark, so there is no rate",
    "recompute.more": "and more: only the first {shown} faults are told",
}


@dataclass(slots=True)
class Site:
    """What was seen at one site: where it first stands, and its sums of w·m and w."""

    stratum: str
    line: int
    marks: int = 0
    y: Decimal = Decimal(0)
    x: Decimal = Decimal(0)


def recompute(folder: Path) -> dict[str, Any]:
    """The total of the open data in `folder`: {"total": {...}, "unseen": [...]}, see docs/scoring.md.

    `unseen` names strata of the frame with no site in marks.csv: the total does not speak for
    them. Raises Faulty, with every fault's file and line, when the files contradict themselves.
    """
    faults: list[Fault] = []
    frame = _frame(folder / "frame.csv", faults)
    sites = _sites(folder / "marks.csv", None if faults else frame, faults)
    seen: dict[str, list[Site]] = {name: [] for name in frame}
    for site in sites.values():
        seen.get(site.stratum, []).append(site)
    for name, found in seen.items():
        if len(found) > frame[name][0]:
            facts = {"stratum": name, "seen": str(len(found)), "sites": str(frame[name][0])}
            faults.append(Fault("marks.csv", None, "recompute.too_many_sites", facts))
    if faults:
        raise Faulty(_told(faults))
    plan, total = _total(frame, seen)
    if total.rate is None:
        raise Faulty([Fault("marks.csv", None, "recompute.nothing_marked")])
    return {"total": total.as_json(), "unseen": list(plan.unseen)}


def _told(faults: list[Fault]) -> list[Fault]:
    """The faults a person can read through; the rest are said to be there."""
    if len(faults) <= MOST_FAULTS:
        return faults
    more = Fault(faults[MOST_FAULTS].file, None, "recompute.more", {"shown": str(MOST_FAULTS)})
    return [*faults[:MOST_FAULTS], more]


def _rows(
    path: Path, columns: tuple[str, ...], faults: list[Fault]
) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and the cells of the columns asked for, in their order; blank lines left out."""
    if not path.is_file():
        faults.append(Fault(path.name, None, "recompute.file_missing"))
        return
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text)
        try:
            head = [name.strip() for name in next(reader, [])]
            if not _head_is_good(path.name, head, columns, faults):
                return
            places = [head.index(column) for column in columns]
            for cells in reader:
                if not any(map(str.strip, cells)):
                    continue
                if len(cells) != len(head):
                    facts = {"cells": str(len(cells)), "columns": str(len(head))}
                    faults.append(Fault(path.name, reader.line_num, "recompute.row_length", facts))
                    continue
                yield reader.line_num, [cells[place].strip() for place in places]
        except UnicodeDecodeError:
            faults.append(Fault(path.name, None, "recompute.not_utf8"))
        except csv.Error as error:
            facts = {"detail": str(error)}
            faults.append(Fault(path.name, reader.line_num, "recompute.not_csv", facts))


def _head_is_good(
    file: str, head: list[str], columns: tuple[str, ...], faults: list[Fault]
) -> bool:
    """Whether every column asked for stands in the head exactly once."""
    missing = [c for c in columns if c not in head]
    twice = [c for c in columns if head.count(c) > 1]
    for code, wrong in (("column_missing", missing), ("column_twice", twice)):
        if wrong:
            facts = {"columns": ", ".join(wrong)}
            faults.append(Fault(file, 1, f"recompute.{code}", facts))
    return not (missing or twice)


def _frame(path: Path, faults: list[Fault]) -> dict[str, tuple[int, int]]:
    """Every stratum's number of sites and its line."""
    frame: dict[str, tuple[int, int]] = {}
    for line, (stratum, sites) in _rows(path, FRAME, faults):
        if not stratum:
            faults.append(Fault(path.name, line, "recompute.blank", {"column": "stratum"}))
        elif stratum in frame:
            facts = {"stratum": stratum, "first": str(frame[stratum][1])}
            faults.append(Fault(path.name, line, "recompute.stratum_twice", facts))
        elif not _counts(sites):
            faults.append(Fault(path.name, line, "recompute.sites_not_whole", {"value": sites}))
        else:
            frame[stratum] = int(sites), line
    return frame


def _counts(cell: str) -> bool:
    """Whether a cell holds a whole number above nought that a frame may have."""
    return cell.isascii() and cell.isdigit() and len(cell) <= LONGEST_NUMBER and int(cell) > 0


def _sites(
    path: Path, frame: Mapping[str, tuple[int, int]] | None, faults: list[Fault]
) -> dict[str, Site]:
    """Every site that marks.csv names, with its sums; without a frame that holds no stratum is
    unknown."""
    sites: dict[str, Site] = {}
    first: dict[tuple[str, str], int] = {}
    for line, cells in _rows(path, MARKS, faults):
        stratum, name, item, weight, mark = cells
        site = sites.setdefault(name, Site(stratum, line))
        fault = _row_fault(cells, frame) or _double(cells, site, first)
        if fault:
            faults.append(Fault(path.name, line, fault[0], fault[1]))
            continue
        first[name, item] = line
        if mark:
            w = Decimal(weight)
            site.marks += 1
            site.x = EXACT.add(site.x, w)
            site.y = EXACT.add(site.y, EXACT.multiply(w, Decimal(mark)))
    return sites


def _row_fault(
    cells: list[str], frame: Mapping[str, tuple[int, int]] | None
) -> tuple[str, dict[str, str]] | None:
    """What is wrong with a row taken by itself."""
    stratum, site, item, weight, mark = cells
    for column, value in (("stratum", stratum), ("site", site), ("item", item)):
        if not value:
            return "recompute.blank", {"column": column}
    if frame is not None and stratum not in frame:
        return "recompute.stratum_unknown", {"stratum": stratum}
    heavy = _number(weight)
    if heavy is None or heavy <= 0:
        return "recompute.weight", {"value": weight}
    given = _number(mark) if mark else Decimal(0)
    if given is None or not 0 <= given <= 1:
        return "recompute.mark", {"value": mark}
    return None


def _double(
    cells: list[str], site: Site, first: Mapping[tuple[str, str], int]
) -> tuple[str, dict[str, str]] | None:
    """What is wrong with a row in the light of those before it."""
    stratum, name, item = cells[:3]
    if site.stratum != stratum:
        facts = {"site": name, "stratum": stratum, "other": site.stratum, "first": str(site.line)}
        return "recompute.site_in_two_strata", facts
    if (name, item) in first:
        facts = {"site": name, "item": item, "first": str(first[name, item])}
        return "recompute.mark_twice", facts
    return None


def _number(text: str) -> Decimal | None:
    """The decimal a cell holds; None where it holds none, or one no person would write."""
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    value = Decimal(text)
    return value if abs(value.adjusted()) <= LONGEST_NUMBER else None


def _total(
    frame: Mapping[str, tuple[int, int]], seen: Mapping[str, list[Site]]
) -> tuple[Design, Estimate]:
    """The estimate of the whole round, all sums brought to one whole unit first."""
    every = [s for found in seen.values() for s in found]
    unit = lcm(*{d.as_integer_ratio()[1] for s in every for d in (s.y, s.x)})
    plan = design(
        Stratum(key, name, frame[name][0], len(found))
        for key, (name, found) in enumerate(seen.items())
    )
    sums = {key: _sums(found, unit) for key, found in enumerate(seen.values()) if found}
    return plan, estimate(plan, sums, whole=True)


def _sums(sites: list[Site], unit: int) -> Sums:
    """One stratum's sums, in whole numbers of 1/unit."""
    tops = [_whole(s.y, unit) for s in sites]
    bottoms = [_whole(s.x, unit) for s in sites]
    return Sums(
        asked=len(sites),
        applicable=sum(s.marks > 0 for s in sites),
        observations=sum(s.marks for s in sites),
        y=sum(tops),
        x=sum(bottoms),
        yy=sum(y * y for y in tops),
        xy=sum(x * y for x, y in zip(bottoms, tops, strict=True)),
        xx=sum(x * x for x in bottoms),
    )


def _whole(value: Decimal, unit: int) -> int:
    """The value in whole numbers of 1/unit, which divides it."""
    top, bottom = value.as_integer_ratio()
    return top * (unit // bottom)


USAGE = """usage: wenming recompute DIR [--json]

Reckons a round's score from its published open data: DIR/frame.csv (stratum, sites) and
DIR/marks.csv (stratum, site, item, weight, mark; mark within 0..1, blank = not applicable).
"""


def main(words: list[str]) -> int:
    """The verb: 0 and the total on standard output, 1 with every fault, 2 when misused."""
    options = [w for w in words if w.startswith("-") and w != "-"]
    folders = [w for w in words if w not in options]
    if {"-h", "--help"} & set(options):
        sys.stdout.write(USAGE)
        return 0
    strange = [o for o in options if o != "--json"]
    if strange or len(folders) != 1:
        sys.stderr.write(_misuse(strange) + USAGE)
        return 2
    as_json = "--json" in options
    try:
        result = recompute(Path(folders[0]))
    except Faulty as faulty:
        if as_json:
            sys.stdout.write(json.dumps({"faults": [f.as_json() for f in faulty.faults]}) + "\n")
        sys.stderr.write(f"{faulty}\n")
        return 1
    sys.stdout.write((json.dumps(result) if as_json else _said(result)) + "\n")
    return 0


def _misuse(strange: list[str]) -> str:
    """What is wrong with the call."""
    if not strange:
        return "recompute needs one folder\n"
    near = difflib.get_close_matches(strange[0], ["--json", "--help"], n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"recompute has no option {strange[0]}{hint}\n"


def _said(result: Mapping[str, Any]) -> str:
    """The total in lines for a person."""
    total = result["total"]
    lines = [f"{name}: {total[name]}" for name in total]
    lines += [f"not visited: {name}" for name in result["unseen"]]
    return "\n".join(lines)
