"""Seeded stratified samples with unequal weights, and two ways of scoring them that are not ours."""

import random
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

with warnings.catch_warnings():  # it announces its successor when loaded
    warnings.simplefilter("ignore")
    from samplics.estimation import TaylorEstimator
    from samplics.utils.types import PopParam


class Row(NamedTuple):
    """One line of marks.csv; `mark` None where the item does not apply."""

    stratum: str
    site: str
    item: str
    weight: float
    mark: float | None


class Sample(NamedTuple):
    """A frame (stratum: sites) and the marks of the sites seen."""

    frame: dict[str, int]
    rows: list[Row]

    def written(self, folder: Path) -> Path:
        """The folder, with the sample as frame.csv and marks.csv in it."""
        frame = [f"{name},{sites}" for name, sites in self.frame.items()]
        marks = [
            f"{r.stratum},{r.site},{r.item},{r.weight!r},{'' if r.mark is None else repr(r.mark)}"
            for r in self.rows
        ]
        (folder / "frame.csv").write_text("\n".join(["stratum,sites", *frame]), "utf-8")
        (folder / "marks.csv").write_text(
            "\n".join(["stratum,site,item,weight,mark", *marks]), "utf-8"
        )
        return folder


def drawn(seed: int, sizes: Sequence[tuple[int, int]], items: int = 12) -> Sample:
    """A sample with `sizes` (sites, seen) per stratum; some sites are cleaner than others."""
    dice = random.Random(seed)  # noqa: S311 - a sample that can be repeated, not a secret
    frame = {f"类{n:02}": sites for n, (sites, _) in enumerate(sizes)}
    rows = []
    for n, (_, seen) in enumerate(sizes):
        weights = [round(dice.uniform(0.2, 3), 2) for _ in range(items)]
        for site in range(seen):
            good = dice.betavariate(6, 1.5)
            for item, weight in enumerate(weights):
                mark = 1.0 if dice.random() < good else dice.choice([0.0, 0.33, 0.66])
                given = None if dice.random() < 0.1 else mark
                rows.append(Row(f"类{n:02}", f"{n}-{site}", f"{n}.{item}", weight, given))
    return Sample(frame, rows)


class Figures(NamedTuple):
    """What is compared."""

    rate: float
    se: float


def by_samplics(sample: Sample, collapsed: dict[str, str] | None = None) -> Figures:
    """The ratio estimator of samplics: strata, sites as primary units, expansion weights, fpc.

    `collapsed` renames strata for the variance; the expansion weights stay those of the strata.
    """
    into = collapsed or {}
    seen = {s: len({r.site for r in sample.rows if r.stratum == s}) for s in sample.frame}
    sizes: dict[str, list[int]] = {}
    for name, sites in sample.frame.items():
        pool = sizes.setdefault(into.get(name, name), [0, 0])
        pool[0], pool[1] = pool[0] + sites, pool[1] + seen[name]
    applied = [r.mark is not None for r in sample.rows]
    peer = TaylorEstimator(PopParam.ratio)
    peer.estimate(
        y=np.array([r.weight * (r.mark or 0.0) for r in sample.rows]),
        x=np.array([r.weight * a for r, a in zip(sample.rows, applied, strict=True)]),
        samp_weight=np.array([sample.frame[r.stratum] / seen[r.stratum] for r in sample.rows]),
        stratum=[into.get(r.stratum, r.stratum) for r in sample.rows],
        psu=[r.site for r in sample.rows],
        fpc={pool: 1 - n / of for pool, (of, n) in sorted(sizes.items())},
    )
    return Figures(float(peer.point_est), float(peer.stderror))


def by_hand(sample: Sample, inside: set[str] | None = None) -> Figures:
    """The formulas of docs/scoring.md in numpy, site by site; `inside` names a domain's sites."""
    sites: dict[str, dict[str, list[float]]] = {name: {} for name in sample.frame}
    for r in sample.rows:
        sums = sites[r.stratum].setdefault(r.site, [0.0, 0.0])
        if r.mark is not None and (inside is None or r.site in inside):
            sums[0] += r.weight * r.mark
            sums[1] += r.weight
    tables = {name: np.array(list(found.values())) for name, found in sites.items()}
    expanded = {name: sample.frame[name] / len(t) * t.sum(axis=0) for name, t in tables.items()}
    top, bottom = sum(expanded.values())
    rate = top / bottom
    variance = 0.0
    for name, t in tables.items():
        n, of = len(t), sample.frame[name]
        if n < of:
            z = t[:, 0] - rate * t[:, 1]
            variance += of**2 * (1 - n / of) * z.var(ddof=1) / n / bottom**2
    return Figures(float(rate), float(np.sqrt(variance)))
