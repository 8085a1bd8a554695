"""Scoring by item, area and unit with margins, beside DuckDB's bare sums and beside pandas.

`wenming bench scores`, or `python -m bench.scores --marks N`: one Parquet file of marks (25 to a visit,
54 kinds, 57 units, 30 areas, four rounds), three contenders, each in a process of its own:

- ours: `insight.rounds.scored`, from the file to every rate, error and interval;
- bare: three GROUP BYs in DuckDB for Σw·m and Σw, without strata, sites or margins, the same memory
  and threads: the least that any score of this file costs;
- pandas: the same design and formulas up to the standard error, written for speed.

Ours and pandas must agree to nine digits, or the bench fails. They run in turn, so that what else
the machine does weighs on all; each figure is the best of the repeats. Processor time, of all threads,
is what the aims are held to: on a machine that others use, wall time tells of them as well.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from bench import Ask
from wenming.insight.rounds import scored
from wenming.insight.run import opened

DOMAINS = ("item", "area", "unit")
MARKS_A_VISIT = 25
ROUNDS = 4
TEN_MILLION, SMALL = 10_000_000, 200_000
MEMORY_MEGABYTES = 1024
CLOCKS = ("seconds", "processor_seconds")
PANDAS_TIMES = 2
THREADS = 2
AIMS = {"ours/bare": 2.0, "pandas/ours": 5.0}  # at most, at least
Result = dict[str, Any]

MADE = """
COPY (
  WITH visits AS (
    SELECT v % $rounds AS round, v // $rounds AS site, hash(v // $rounds) % 54 AS kind,
      hash(v // $rounds + 1000000007) % 30 AS area, hash(v // $rounds + 2000000011) % 57 AS unit
    FROM range($visits) t(v)
  ), asked AS (
    SELECT *, kind * $each + j AS item, j, hash(site * 1000003 + j * 101 + round) AS dice
    FROM visits, range($each) r(j)
  )
  SELECT round::BIGINT AS round, kind::BIGINT AS stratum, site::BIGINT AS site,
    item::BIGINT AS item, (item // 5)::BIGINT AS project, NULL::BIGINT AS method,
    area::BIGINT AS area,
    (CASE WHEN j < 15 THEN unit WHEN j < 21 THEN (unit * 7 + 3) % 57 ELSE kind END)::BIGINT AS unit,
    kind::BIGINT AS kind, (50 + hash(item) % 200)::INTEGER AS weight,
    (CASE WHEN dice % 20 = 0 THEN NULL WHEN dice % 101 < 80 + site % 20 THEN 10000
      WHEN dice % 3 = 0 THEN 6600 ELSE 0 END)::INTEGER AS mark, mark AS mended
  FROM asked
) TO '{path}' (FORMAT parquet)
"""
FRAME = """
COPY (
  SELECT round, stratum, '类' || stratum AS name, 3 * count(DISTINCT site) AS sites,
    false AS certain
  FROM '{marks}' GROUP BY round, stratum
) TO '{path}' (FORMAT parquet)
"""


def made(folder: Path, marks: int) -> None:
    """Write marks.parquet and frame.parquet."""
    with duckdb.connect() as connection:
        connection.execute(
            MADE.format(path=folder / "marks.parquet"),
            {"visits": marks // MARKS_A_VISIT, "rounds": ROUNDS, "each": MARKS_A_VISIT},
        )
        connection.execute(
            FRAME.format(marks=folder / "marks.parquet", path=folder / "frame.parquet")
        )


def ours(folder: Path) -> list[list[Any]]:
    """Every rate and error, by our own road."""
    sources = {name: folder / f"{name}.parquet" for name in ("frame", "marks")}
    with opened(sources, memory_megabytes=MEMORY_MEGABYTES, threads=THREADS) as engine:
        rounds = scored(engine, by=DOMAINS)
    return [
        [number, domain, key, found.rate, found.se]
        for number, score in rounds.items()
        for domain in DOMAINS
        for key, found in score.by(domain).items()
    ]


def bare(folder: Path) -> list[list[Any]]:
    """The sums alone."""
    settings: dict[str, Any] = {"threads": THREADS, "memory_limit": f"{MEMORY_MEGABYTES}MB"}
    with duckdb.connect(config=settings) as connection:
        for domain in DOMAINS:
            connection.sql(
                f"SELECT round, {domain}, sum(weight * mark), "  # noqa: S608 - names of our own
                f"sum(weight) FILTER (mark IS NOT NULL) FROM '{folder / 'marks.parquet'}' "
                f"GROUP BY round, {domain}"
            ).to_arrow_table()
    return []


def pandas(folder: Path) -> list[list[Any]]:
    """The same design in pandas, with the same short cuts: an item has one mark at a site."""
    columns = ["round", "stratum", "site", "item", "area", "unit", "weight", "mark"]
    marks = pd.read_parquet(folder / "marks.parquet", columns=columns)
    frame = pd.read_parquet(folder / "frame.parquet").set_index(["round", "stratum"])["sites"]
    applies = marks["mark"].notna()
    marks["y"] = (marks["weight"] * marks["mark"].fillna(0)).astype("int64") / 10_000
    marks["x"] = marks["weight"].where(applies, 0)
    place = ["round", "stratum", "site"]
    shares = marks.groupby([*place, "unit", "area"], sort=False)[["y", "x"]].sum().reset_index()
    sites = shares.groupby([*place, "area"], sort=False)[["y", "x"]].sum().reset_index()
    seen = sites.groupby(["round", "stratum"])["site"].size()
    tables = {"item": marks, "area": sites, "unit": shares}
    return [row for domain in DOMAINS for row in _finished(tables[domain], domain, frame, seen)]


def _finished(
    table: pd.DataFrame, domain: str, frame: "pd.Series[int]", seen: "pd.Series[int]"
) -> list[list[Any]]:
    """Rate and standard error of a domain, from a row per site and value."""
    squares = table.assign(yy=table["y"] ** 2, xy=table["x"] * table["y"], xx=table["x"] ** 2)
    sums = ["y", "x", "yy", "xy", "xx"]
    cells = squares.groupby(["round", "stratum", domain])[sums].sum().reset_index()
    cells = cells.join(frame.rename("of"), on=["round", "stratum"])
    cells = cells.join(seen.rename("n"), on=["round", "stratum"])
    cells["ay"], cells["ax"] = (cells["of"] / cells["n"] * cells[c] for c in ("y", "x"))
    whole = cells.groupby(["round", domain])[["ay", "ax"]].sum()
    cells = cells.join(
        (whole["ay"] / whole["ax"]).rename("rate").to_frame().assign(down=whole["ax"]),
        on=["round", domain],
    )
    squared = cells["yy"] - 2 * cells["rate"] * cells["xy"] + cells["rate"] ** 2 * cells["xx"]
    z = cells["y"] - cells["rate"] * cells["x"]
    spread = (squared - z**2 / cells["n"]) / (cells["n"] - 1)
    cells["v"] = cells["of"] ** 2 * (1 - cells["n"] / cells["of"]) * spread / cells["n"]
    cells["v"] /= cells["down"] ** 2
    found = cells.groupby(["round", domain]).agg(rate=("rate", "first"), v=("v", "sum"))
    return [
        [int(number), domain, int(key), float(rate), float(se)]
        for (number, key), rate, se in zip(
            found.index, found["rate"], np.sqrt(found["v"]), strict=True
        )
    ]


CONTENDERS: dict[str, Callable[[Path], list[list[Any]]]] = {
    "bare": bare,
    "ours": ours,
    "pandas": pandas,
}


def raced(name: str, folder: Path) -> None:
    """One contender in this process: runs at every line it reads, and at the end says what it found."""
    rows: list[list[Any]] = []
    for _line in sys.stdin:
        wall, work = time.perf_counter(), time.process_time()
        rows = CONTENDERS[name](folder)
        work, wall = time.process_time() - work, time.perf_counter() - wall
        print(json.dumps({"seconds": wall, "processor_seconds": work}), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"peak_megabytes": peak, "rows": rows}))


@contextmanager
def racing(name: str, folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """A process with one contender, waiting for the word."""
    call = [sys.executable, "-m", "bench.scores", "--race", name, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(call, stdin=pipe, stdout=pipe, text=True) as process:
        yield process


def race(folder: Path, repeat: int) -> dict[str, Result]:
    """Every contender in turn, again and again; pandas, which is slow, twice. The best of each."""
    with ExitStack() as stack:
        there = {name: stack.enter_context(racing(name, folder)) for name in CONTENDERS}
        told: dict[str, list[Result]] = {name: [] for name in CONTENDERS}
        for n in range(repeat):
            for name, process in there.items():
                if name != "pandas" or n < PANDAS_TIMES:
                    told[name].append(once(process))
        ends = {name: json.loads(process.communicate()[0]) for name, process in there.items()}
    return {
        name: {clock: round(min(run[clock] for run in runs), 3) for clock in CLOCKS} | ends[name]
        for name, runs in told.items()
    }


def once(process: "subprocess.Popen[str]") -> Result:
    """Let a contender run once; RuntimeError where its process is gone."""
    assert process.stdin  # noqa: S101 - opened as pipes
    assert process.stdout  # noqa: S101
    process.stdin.write("\n")
    process.stdin.flush()
    if line := process.stdout.readline():
        found: Result = json.loads(line)
        return found
    raise RuntimeError(f"a contender ended: {process.wait()}")


def agreed(one: list[list[Any]], other: list[list[Any]]) -> int:
    """How many figures two contenders share; raises ValueError where they differ."""
    known = {tuple(row[:3]): row[3:] for row in other}
    if len(known) != len(one):
        raise ValueError(f"{len(one)} figures on one side, {len(known)} on the other")
    for *place, rate, se in one:
        there = known[tuple(place)]
        if not np.allclose([rate, se], there, rtol=1e-9, atol=1e-15):
            raise ValueError(f"{place}: {rate}, {se} against {there}")
    return len(one)


def measured(marks: int, repeat: int) -> Result:
    """The whole bench: make the file, race the contenders in turn, compare."""
    with tempfile.TemporaryDirectory(prefix="wenming-bench-") as name:
        folder = Path(name)
        made(folder, marks)
        runs = race(folder, repeat)
        size = (folder / "marks.parquet").stat().st_size
    figures = agreed(runs["ours"].pop("rows"), runs["pandas"].pop("rows"))
    runs["bare"].pop("rows")
    return {
        "marks": marks // MARKS_A_VISIT * MARKS_A_VISIT,
        "file_megabytes": size // 2**20,
        "figures_agreed": figures,
        "memory_limit_megabytes": MEMORY_MEGABYTES,
        "threads": THREADS,
        "runs": runs,
        "ratios": {
            clock: {
                "ours/bare": round(runs["ours"][clock] / runs["bare"][clock], 2),
                "pandas/ours": round(runs["pandas"][clock] / runs["ours"][clock], 2),
            }
            for clock in CLOCKS
        },
        "aims": AIMS,
    }


def words(result: Result) -> str:
    """The table for a person."""
    lines = [f"{result['marks']:,} marks, {result['figures_agreed']:,} figures equal in pandas"]
    lines += [
        f"{name:8} {run['seconds']:8.3f} s  {run['processor_seconds']:8.3f} s of processor  "
        f"{run['peak_megabytes']:6} MB"
        for name, run in result["runs"].items()
    ]
    lines += [
        f"{pair:12} {result['ratios']['seconds'][pair]:6.2f} by the clock  "
        f"{result['ratios']['processor_seconds'][pair]:6.2f} by processor time  (aim {aim:g})"
        for pair, aim in AIMS.items()
    ]
    return "\n".join(lines)


def run(ask: Ask) -> Result:
    """The benchmark as `wenming bench scores` calls it."""
    return measured(SMALL, 2) if ask.small else measured(TEN_MILLION, 5)


def main(given: list[str]) -> int:
    """`python -m bench.scores [--marks N] [--repeat N] [--json]`, and the races it starts."""
    if given[:1] == ["--race"]:
        raced(given[1], Path(given[2]))
        return 0
    parser = argparse.ArgumentParser(prog="python -m bench.scores")
    parser.add_argument("--marks", type=int, default=TEN_MILLION)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(given)
    result = measured(options.marks, options.repeat)
    print(json.dumps(result) if options.json else words(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
