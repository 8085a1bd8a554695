"""Workbooks of the old kind (.xls), read by a process of its own under a ceiling of memory and time.

The old format can name any size in a few bytes, so it is read where running out hurts nobody.
"""

import json
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any

from wenming.kit.sheets.faults import LeftOut, Unreadable
from wenming.kit.sheets.shapes import Book, Broken, Ceiling, Range, Sheet, Value, ref

_CHILD = Path(__file__).with_name("xls_child.py")
_SECONDS = 90


def read_xls(path: Path, ceiling: Ceiling) -> Book:
    """The visible sheets of an old workbook. Raises Unreadable with the reason."""
    answer = _asked(path, ceiling)
    if "fault" in answer:
        where = answer.get("sheet", ""), answer.get("cell", "")
        most = ceiling.rows if answer["fault"] == "too_many_rows" else ceiling.cells
        raise Unreadable(answer["fault"], *where, most=most)
    book = Book(path.name, "xls", [])
    for told in answer["sheets"]:
        if told.get("hidden"):
            book.left_out.append(LeftOut(told["name"], "", "sheet_hidden"))
        else:
            book.sheets.append(_sheet(told, book.left_out, ceiling))
    return book


def _asked(path: Path, ceiling: Ceiling) -> dict[str, Any]:
    limits = [str(n) for n in (ceiling.rows, ceiling.cells, ceiling.characters // 4)]
    command = [sys.executable, "-I", str(_CHILD), str(path.absolute()), *limits]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as slow:
        raise Unreadable("took_too_long") from slow
    if done.returncode < 0:
        raise Unreadable("took_too_long" if done.returncode == -24 else "damaged")
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as broken:
        raise Unreadable("damaged") from broken
    return answer


def _sheet(told: dict[str, Any], left_out: list[LeftOut], ceiling: Ceiling) -> Sheet:
    if len(told["merges"]) > ceiling.merges:
        raise Unreadable("too_many_merges", told["name"])
    rows = [[_value(v) if isinstance(v, dict) else v for v in row] for row in told["rows"]]
    if told["hidden_rows"]:
        first, facts = ref(told["hidden_rows"][0], 0), {"count": len(told["hidden_rows"])}
        left_out.append(LeftOut(told["name"], first, "rows_hidden", facts))
    return Sheet(
        told["name"],
        rows,
        [Range(*merge) for merge in told["merges"]],
        tuple(told["hidden_rows"]),
        tuple(told["hidden_columns"]),
    )


def _value(tagged: dict[str, str]) -> Value:
    if "error" in tagged:
        return Broken("formula_error", tagged["error"])
    if "time" in tagged:
        return time.fromisoformat(tagged["time"])
    at = datetime.fromisoformat(tagged["at"])
    return at if at.time() != time() else at.date()
