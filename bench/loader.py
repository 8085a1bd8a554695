"""The process of `bench load`: an empty installation, the workbooks, and the clock.

Started by bench/load.py; prints what it measured as JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from python_calamine import load_workbook

from bench.city import TEXTS
from wenming.doors.workbooks.actions import load
from wenming.doors.workbooks.drafts import Loaded, Order
from wenming.doors.workbooks.rules import Kind
from wenming.kit.sheets.writing import Page, Written, write_book

TIMES = 3
STREETS, UNITS = 20, 57
KINDS = ("主次干道", "背街小巷", "居民小区", "集贸市场", "公共厕所")
Rows = Iterator[tuple[Written, ...]]


def area_rows() -> Rows:
    """A city and its streets."""
    yield "629900000000", "大河市", "市", "/", ""
    for n in range(1, STREETS + 1):
        yield f"6299000{n:02}000", f"第{n}街道", "街道", "629900000000", "大河市"


def unit_rows() -> Rows:
    """Bureaus with a short name each."""
    for n in range(1, UNITS + 1):
        yield f"大河市第{n}管理局", f"第{n}局、{n}局", "部门"


def item_rows(leaves: int) -> Rows:
    """Standards under their project, indicator and content, with who leads and who helps."""
    for n in range(leaves):
        above = (f"（{n // 40 + 1}）第{n // 40 + 1}项目", f"指标{n // 8 + 1}", f"内容{n // 4 + 1}")
        helping = "、".join(f"第{(n + k) % UNITS + 1}局" for k in range(1, 4))
        text = f"{n + 1}．{TEXTS[n % len(TEXTS)]}，第{n + 1}条"
        lead = f"第{n % UNITS + 1}局"
        yield (*above, text, "实地考察", 1 + n % 3 / 2, lead, helping, "、".join(KINDS))


def site_rows(sites: int) -> Rows:
    """Sites with their place and coordinates."""
    for n in range(sites):
        street, kind = n % STREETS + 1, KINDS[n % len(KINDS)]
        lon, lat = 98.2 + n % 500 / 1000, 39.7 + n // 500 / 1000
        name, address = f"{kind}{n + 1}号", f"第{street}街道长安路{n + 1}号"
        unit = f"第{n % UNITS + 1}局"
        yield f"DW{n + 1:05}", kind, name, f"第{street}街道", address, lon, lat, "WGS84", unit


def books(folder: Path, leaves: int, sites: int) -> dict[str, tuple[Order, int]]:
    """Write the workbooks; the order in which they are loaded, and how many rows each has."""
    heads = {
        Kind.AREAS: ("区划代码", "名称", "级别", "上级代码", "上级名称"),
        Kind.UNITS: ("单位名称", "简称（别名）", "单位类别"),
        Kind.EDITION: (
            *("测评项目", "测评指标", "测评内容", "测评标准", "测评方法", "分值"),
            *("牵头单位", "配合单位", "点位类型"),
        ),
        Kind.SITES: (
            *("编号", "点位类型", "点位名称", "街道（镇）", "地址", "经度", "纬度", "坐标系"),
            "主管单位",
        ),
    }
    rows = {
        Kind.AREAS: (area_rows(), STREETS + 1),
        Kind.UNITS: (unit_rows(), UNITS),
        Kind.EDITION: (item_rows(leaves), leaves),
        Kind.SITES: (site_rows(sites), sites),
    }
    found = {}
    for kind, (lines, count) in rows.items():
        path = folder / f"{kind.value}.xlsx"
        write_book(path, [Page(kind.value, heads[kind], lines)])
        found[kind.value] = Order(kind, path, code="B2026" if kind is Kind.EDITION else ""), count
    return found


def bare(path: Path) -> int:
    """Every cell of a workbook, and nothing more; how many rows there are."""
    book = load_workbook(str(path))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return sum(map(len, sheets))


def loaded(order: Order) -> Loaded:
    """Load a workbook; RuntimeError where it was not saved."""
    told = load(order, by=None, at=timezone.now())
    if not told.saved:
        raise RuntimeError(f"{order.kind}: {[fault.as_json('en') for fault in told.faults[:3]]}")
    return told


def seconds(act: Callable[[], Any]) -> float:
    """How long something takes by the clock."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def measured(order: Order, rows: int) -> dict[str, Any]:
    """One workbook: bare, loaded, and loaded again."""
    times = median(seconds(lambda: bare(order.path)) for _time in range(TIMES))
    first = seconds(lambda: loaded(order))
    again = median(seconds(lambda: loaded(order)) for _time in range(TIMES))
    return {
        "rows": rows,
        "bare": round(times, 4),
        "first": round(first, 4),
        "again": round(again, 4),
        "ratio": round(first / times, 2),
    }


def main() -> None:
    """Lay the tables, load what the two books stand on, then measure them."""
    leaves, sites = (40, 60) if "small" in sys.argv[1:] else (400, 5_000)
    call_command("migrate", verbosity=0)
    told = books(Path(settings.HOME), leaves, sites)
    for kind in (Kind.AREAS, Kind.UNITS):
        loaded(told[kind.value][0])
    measures = {kind.value: measured(*told[kind.value]) for kind in (Kind.EDITION, Kind.SITES)}
    sums = {
        name: round(sum(book[name] for book in measures.values()), 4)
        for name in ("rows", "bare", "first", "again")
    }
    whole = sums | {"rows": int(sums["rows"]), "ratio": round(sums["first"] / sums["bare"], 2)}
    print(json.dumps({"books": measures | {"both": whole}}))
