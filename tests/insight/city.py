"""Two seeded rounds as published tables, and the formulas site by site to hold scores against."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa

from wenming.insight.run import Engine, opened
from wenming.insight.tables import FRAME, MARKS

Row = dict[str, Any]
KINDS = ((30, 7), (18, 18), (55, 12), (9, 2), (40, 1), (25, 1))  # sites, seen
ITEMS = 6


def schema(columns: Mapping[str, str]) -> pa.Schema:
    """The contract as Arrow types."""
    types = {"string": pa.string(), "boolean": pa.bool_(), "timestamp": pa.timestamp("us")}
    return pa.schema([(c, types.get(t) or pa.type_for_alias(t)) for c, t in columns.items()])


def table(columns: Mapping[str, str], rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table of the contract."""
    return pa.Table.from_pylist(rows, schema=schema(columns))


def frame(rounds: int = 1) -> list[Row]:
    """A stratum per kind; the second was taken whole."""
    return [
        {"round": r, "stratum": k, "name": f"类{k}", "sites": n, "certain": k == 1}
        for r in range(1, rounds + 1)
        for k, (n, _) in enumerate(KINDS)
    ]


def marks(rounds: int = 1, seed: int = 1) -> list[Row]:
    """Marks of every site seen; later rounds are better, and something was mended after each."""
    dice = random.Random(seed)  # noqa: S311 - a city that can be repeated, not a secret
    rows: list[Row] = []
    for r in range(1, rounds + 1):
        for k, (_, seen) in enumerate(KINDS):
            for site in range(seen):
                good = dice.betavariate(5 + 3 * r, 2)
                for j in range(ITEMS):
                    mark = 10_000 if dice.random() < good else dice.choice([0, 3_300, 6_600])
                    rows.append(_row(r, k, site, j, None if dice.random() < 0.1 else mark))
    return rows


def _row(r: int, kind: int, site: int, j: int, mark: int | None) -> Row:
    return {
        "round": r,
        "stratum": kind,
        "site": 1000 * kind + site,
        "item": 10 * kind + j,
        "project": 10 * kind + j // 3,
        "method": None if j == 5 else j % 2,
        "area": site % 4,
        "unit": None if j == 4 else (site % 3 if j < 3 else 7),
        "kind": kind,
        "weight": 55 + 37 * j,
        "mark": mark,
        "mended": mark if mark is None or j % 2 else max(mark, 6_600),
    }


@contextmanager
def engine(
    frame_rows: list[Row] | None = None, mark_rows: list[Row] | None = None
) -> Iterator[Engine]:
    """An engine over the two tables."""
    sources = {
        "frame": table(FRAME, frame() if frame_rows is None else frame_rows),
        "marks": table(MARKS, marks() if mark_rows is None else mark_rows),
    }
    with opened(sources) as running:
        yield running


POOLED = {4: 4, 5: 4}  # the two lone strata of KINDS, of different kinds


def scores(rows: list[Row], inside: Callable[[Row], bool], column: str = "mark") -> np.ndarray:
    """For every site seen: its pool, factor, y and x, in the order of sites."""
    sites: dict[int, list[float]] = {}
    for row in rows:
        stratum: int = row["stratum"]
        n, seen = KINDS[stratum]
        pool = POOLED.get(stratum, stratum)
        sums = sites.setdefault(row["site"], [pool, n / seen, 0.0, 0.0])
        if row[column] is not None and inside(row):
            sums[2] += row["weight"] * row[column] / 10_000
            sums[3] += row["weight"]
    return np.array([sites[site] for site in sorted(sites)])


def rate(seen: np.ndarray) -> float:
    """The combined ratio."""
    return float((seen[:, 1] * seen[:, 2]).sum() / (seen[:, 1] * seen[:, 3]).sum())


def covariance(one: np.ndarray, other: np.ndarray) -> float:
    """The linearised covariance of two ratios over the same sites."""
    total = 0.0
    e, f = (s[:, 1] * (s[:, 2] - rate(s) * s[:, 3]) for s in (one, other))
    for pool in np.unique(one[:, 0]):
        here = one[:, 0] == pool
        n = int(here.sum())
        of = sum(size for k, (size, _) in enumerate(KINDS) if POOLED.get(k, k) == pool)
        if n < of:
            total += (1 - n / of) * n * float(np.cov(e[here], f[here])[0, 1])
    bottoms = [(s[:, 1] * s[:, 3]).sum() for s in (one, other)]
    return float(total / bottoms[0] / bottoms[1])
