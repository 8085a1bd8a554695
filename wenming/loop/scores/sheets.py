"""The open data of a closed round: frame.csv and marks.csv, from which anybody can reckon again."""

import csv
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO

from wenming.kit.flow import Refused
from wenming.kit.sheets.writing import inert
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.published import marks, strata
from wenming.loop.inspections.rules import RoundState
from wenming.loop.standards.rules import FULL

FRAME = ("stratum", "sites")
MARKS = ("stratum", "site", "item", "weight", "mark")


def may_be_open(round_: Round) -> None:
    """Refused("round_open") while a round still runs: its marks would tell where it goes."""
    if round_.state != RoundState.CLOSED.value:
        raise Refused("round_open", round_.name)


def frame_rows(round_: Round) -> Iterator[tuple[object, ...]]:
    """The strata and how many sites each holds."""
    for stratum, sites in sorted(strata(round_).items()):
        yield inert(stratum), sites


def mark_rows(round_: Round) -> Iterator[tuple[object, ...]]:
    """Every mark that stands: weight in points, mark from 0 to 1, blank where nothing applied."""
    for mark in marks(round_):
        share = "" if mark.mark is None else f"{(Decimal(mark.mark) / FULL).normalize():f}"
        weight = Decimal(mark.hundredths) / 100
        named = map(inert, (mark.stratum, mark.code, mark.item_code))
        yield *named, f"{weight:.2f}", share


def write(file: IO[str], heads: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    """Rows as CSV."""
    out = csv.writer(file, lineterminator="\n")
    out.writerow(heads)
    out.writerows(rows)


def write_open(round_: Round, folder: Path) -> None:
    """Both files into a folder."""
    may_be_open(round_)
    folder.mkdir(parents=True, exist_ok=True)
    for name, heads, rows in tables(round_):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            write(file, heads, rows)


def zipped(round_: Round) -> bytes:
    """Both files in one archive."""
    may_be_open(round_)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, heads, rows in tables(round_):
            text = io.StringIO(newline="")
            write(text, heads, rows)
            archive.writestr(name, text.getvalue())
    return whole.getvalue()


def tables(round_: Round) -> tuple[tuple[str, tuple[str, ...], Iterator[tuple[object, ...]]], ...]:
    """The files by name."""
    return (
        ("frame.csv", FRAME, frame_rows(round_)),
        ("marks.csv", MARKS, mark_rows(round_)),
    )
