"""A round's whole score: expressions run, cells gathered, every domain finished."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from ibis.expr.types import Table

from wenming.insight import scores, tables
from wenming.insight.estimates import (
    Cross,
    Design,
    Estimate,
    Stratum,
    Sums,
    covariance,
    design,
    estimate,
)
from wenming.insight.run import Engine
from wenming.insight.tables import FULL_MARK

Domain = tuple[str, int]  # ("unit", 7); the round itself is ("total", 0)
WHOLE: Domain = (scores.TOTAL, 0)
Cells = Mapping[int, Sums]  # by stratum


@dataclass(frozen=True, slots=True)
class RoundScore:
    """One round: its design, and sums and estimates by domain."""

    round: int
    plan: Design
    cells: Mapping[Domain, Cells]
    estimates: Mapping[Domain, Estimate]

    @property
    def total(self) -> Estimate:
        return self.estimates[WHOLE]

    def by(self, domain: str) -> dict[int, Estimate]:
        """The estimates of one kind of domain, by key, in order of key."""
        return {key: self.estimates[d, key] for d, key in sorted(self.estimates) if d == domain}


def scored(
    engine: Engine,
    *,
    by: Iterable[str] = scores.DOMAINS,
    column: str = "mark",
    marks: Table = tables.marks,
) -> dict[int, RoundScore]:
    """The score of every round that `marks` holds, by round; needs the tables frame and marks.

    `column` is `mark` for first sight and `mended` for after mending; `marks` may be any
    expression with the columns of marks. Raises ValueError where marks name a stratum that the
    frame lacks, or more sites than it has.
    """
    gathered = _gathered(engine.table(scores.cells(marks, column=column, by=by)))
    frames = _frames(engine.table(tables.frame))
    return {r: _round(r, frames.get(r, {}), cells) for r, cells in sorted(gathered.items())}


def rolled_up(score: RoundScore, ancestors: Mapping[int, Sequence[int]]) -> RoundScore:
    """The score with every area's ancestors beside it, in the domain `area`.

    `ancestors` gives for a leaf area the keys above it. Exact, because a site lies in one leaf
    area only, so the sums of squares of areas put together are the sums of their squares.
    """
    leaves = {key: found for (domain, key), found in score.cells.items() if domain == "area"}
    above: dict[Domain, dict[int, Sums]] = {}
    for leaf, found in leaves.items():
        for key in ancestors.get(leaf, ()):
            into = above.setdefault(("area", key), dict(leaves.get(key, {})))
            for stratum, sums in found.items():
                into[stratum] = into[stratum].plus(sums) if stratum in into else sums
    estimates = {domain: estimate(score.plan, cells) for domain, cells in above.items()}
    return replace(
        score, cells={**score.cells, **above}, estimates={**score.estimates, **estimates}
    )


def covariances(
    engine: Engine, score: RoundScore, *, column: str = "mark"
) -> Callable[[int, int], float]:
    """A function of two units' keys: the covariance of their rates in this round."""
    marks = tables.marks.filter(tables.marks.round == score.round)
    crosses: dict[tuple[int, int], dict[int, Cross]] = defaultdict(dict)
    for row in engine.table(scores.pairs(marks, column=column)).to_pylist():
        crosses[row["a"], row["b"]][row["stratum"]] = Cross(
            yy=int(row["yy"]),
            yx=int(row["yx"]) * FULL_MARK,
            xy=int(row["xy"]) * FULL_MARK,
            xx=int(row["xx"]) * FULL_MARK**2,
        )

    def between(one: int, other: int) -> float:
        a, b = sorted((one, other))
        cells = score.cells
        return covariance(score.plan, (cells["unit", a], cells["unit", b]), crosses.get((a, b), {}))

    return between


def _gathered(rows: pa.Table) -> dict[int, dict[Domain, dict[int, Sums]]]:
    """The cells by round, domain and stratum."""
    found: dict[int, dict[Domain, dict[int, Sums]]] = defaultdict(lambda: defaultdict(dict))
    plain = [rows.column(name).to_pylist() for name in rows.column_names[:9]]
    wide = [_wholes(rows.column(name)) for name in ("yy", "xy", "xx")]
    for round_, stratum, domain, key, asked, applicable, marks, y, x, yy, xy, xx in zip(
        *plain, *wide, strict=True
    ):
        found[round_][domain, key][stratum] = Sums(
            asked, applicable, marks, y, x * FULL_MARK, yy, xy * FULL_MARK, xx * FULL_MARK**2
        )
    return found


def _wholes(column: pa.ChunkedArray) -> list[int]:
    """A column of decimals without fraction, none null or below nought, as whole numbers.

    Read from their two 64-bit halves: a tenth of the time that making Decimals of them takes.
    """
    found: list[int] = []
    for chunk in column.chunks:
        halves = (
            memoryview(chunk.buffers()[1])
            .cast("Q")[2 * chunk.offset : 2 * (chunk.offset + len(chunk))]
            .tolist()
        )
        found += [low + (high << 64) for low, high in zip(halves[::2], halves[1::2], strict=True)]
    return found


def _frames(rows: pa.Table) -> dict[int, dict[int, tuple[str, int]]]:
    """Name and size of every stratum, by round."""
    found: dict[int, dict[int, tuple[str, int]]] = defaultdict(dict)
    for row in rows.to_pylist():
        found[row["round"]][row["stratum"]] = row["name"], row["sites"]
    return found


def _round(
    round_: int, frame: Mapping[int, tuple[str, int]], cells: Mapping[Domain, Cells]
) -> RoundScore:
    """One round finished; n_h is the number of sites its marks name in the stratum."""
    seen = {stratum: sums.asked for stratum, sums in cells[WHOLE].items()}
    strangers = sorted(seen.keys() - frame.keys())
    if strangers:
        raise ValueError(f"round {round_}: strata {strangers} are not in the frame")
    plan = design(Stratum(k, name, n, seen.get(k, 0)) for k, (name, n) in frame.items())
    estimates = {d: estimate(plan, c, whole=d == WHOLE) for d, c in cells.items()}
    return RoundScore(round_, plan, cells, estimates)
