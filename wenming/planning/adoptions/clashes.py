"""Which demands clash where no allocation meets all: too few units for some segments, or the other way round."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from wenming.planning.adoptions.costs import NEVER, ROWS, Costs, Table
from wenming.planning.terms import Fault

STARTS = 50  # lacks looked at, to find the one with the smallest clash
Bools = NDArray[np.bool_]


def clash(costs: Costs, taken: tuple[Table, Table], lacking: Table, idle: Table) -> list[Fault]:
    """The smallest clash found from any unit or segment that a fullest choice of pairs leaves short.

    Segments bare beside units many: these segments want more units than may come to them.
    Units few beside segments crowded: these units want more segments than are left to them.
    """
    n, m = costs.problem.units, costs.problem.segments
    may = np.vstack([costs.rows(k, min(k + ROWS, n)) < NEVER for k in range(0, n, ROWS)])
    has = np.zeros((n, m), dtype=bool)
    has[taken] = True
    found = [
        *clashes(may, has, np.flatnonzero(idle), ("few", "crowded")),
        *clashes(may.T, has.T, np.flatnonzero(lacking), ("bare", "many")),
    ]
    return min(found, key=len)


def clashes(may: Bools, has: Bools, starts: Table, rules: tuple[str, str]) -> Iterator[list[Fault]]:
    """For each row left short: the rows that compete with it, and the columns they compete for.

    Going from a short row to the columns it may still take, and from these to the rows that hold them,
    meets only columns that are full and rows that can spare none: else the choice was not a fullest one.
    """
    for start in starts[:STARTS].tolist():
        rows, columns, fresh = {start}, set[int](), [start]
        while fresh:
            row = fresh.pop()
            columns |= (new := set(np.flatnonzero(may[row] & ~has[row]).tolist()) - columns)
            held = has[:, sorted(new)].any(axis=1) if new else np.zeros(len(has), dtype=bool)
            fresh += (more := set(np.flatnonzero(held).tolist()) - rows)
            rows |= more
        yield [
            *(Fault(rules[0], (k,)) for k in sorted(rows)),
            *(Fault(rules[1], (k,)) for k in sorted(columns)),
        ]
