"""From whole-number sums per stratum to a rate with its margin; no table and no database in sight.

The rate is the combined ratio R = Σ(N_h/n_h) y_h / Σ(N_h/n_h) x_h (Cochran, Sampling Techniques,
6.11), its variance is by Taylor linearisation with the site as the unit and the finite-population
correction (Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 5.6), domains are nought
outside themselves (the same, 5.8). Sums are exact integers up to the last division, so the same
marks give the same digits on every machine and in every order of reading.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from wenming.insight.quantiles import beta_quantile, t_quantile

CONFIDENCE = 0.975  # the upper end of a two-sided 95 % interval
KIND = re.compile("[·/]")  # a stratum is named kind, or kind·area
PLACES = 128  # binary places of a ratio: far beyond the 53 of the float that is told
FEW_SITES = 30  # below this the logit interval covers too little: see docs/scoring.md


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum of the frame: `sites` N_h can be drawn, `seen` n_h were visited."""

    key: int
    name: str
    sites: int
    seen: int


class Sums(NamedTuple):
    """One stratum's sums over the sites of a domain, in any one whole unit.

    At a site y = Σ w·m and x = Σ w·(full mark) over its applicable marks; yy, xy, xx are the sums
    of their squares and products over sites. `asked` counts visited sites the domain has a row
    for, `applicable` those with an applicable mark, `observations` the applicable marks.
    """

    asked: int
    applicable: int
    observations: int
    y: int
    x: int
    yy: int
    xy: int
    xx: int

    def plus(self, other: "Sums") -> "Sums":
        """The sums of both, for two sets of sites that have none in common."""
        return Sums(*map(sum, zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Cross:
    """One stratum's sums over sites of products between two domains a and b: yx is Σ y_a·x_b."""

    yy: int
    yx: int
    xy: int
    xx: int


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Strata whose spread is judged together: one stratum, or several of which some are lone.

    A pool of a design is itself alone, so that looking one up never compares its keys.
    """

    keys: tuple[int, ...]
    sites: int
    seen: int

    @property
    def complete(self) -> bool:
        return self.seen == self.sites


@dataclass(frozen=True, slots=True)
class Design:
    """The strata that were visited, their pools for variance, and the names of those not visited.

    `pool_of` gives, by a stratum's key, the pool it is judged with.
    """

    strata: Mapping[int, Stratum]
    pools: tuple[Pool, ...]
    pool_of: Mapping[int, Pool]
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate within 0..1 with its margin; `rate` is None where nothing was applicable.

    `se`, `low` and `high` are on the scale of the rate. `se` is None where a spread cannot be
    known (one site seen of several). `method` names the interval: logit, korn_graubard, census
    (every site seen: no sampling error) or none. `points` is 100 · rate in whole hundredths.
    """

    rate: float | None
    points_hundredths: int | None
    se: float | None
    low: float | None
    high: float | None
    df: int
    sites: int
    applicable_sites: int
    observations: int
    method: str

    def as_json(self) -> dict[str, object]:
        """The shape that `score --json` and `recompute --json` print."""
        points = self.points_hundredths
        return {
            "rate": self.rate,
            "points": None if points is None else points / 100,
            "se": self.se,
            "ci95": None if self.low is None else [self.low, self.high],
            "df": self.df,
            "sites": self.sites,
            "applicable_sites": self.applicable_sites,
            "observations": self.observations,
            "method": self.method,
        }


def design(strata: Iterable[Stratum]) -> Design:
    """The design of a round; raises ValueError where more sites were seen than the frame holds.

    Pooling, for variance only: a lone stratum has one site seen of several. (1) Lone strata of
    one kind (the name up to its first · or /) are pooled together. (2) Those still alone are pooled
    with each other. (3) One still alone joins the stratum next in order of name, the last joins
    the one before it; strata seen whole are joined only where there is no other.
    """
    every = sorted(strata, key=lambda s: s.name)
    for stratum in every:
        if not 0 <= stratum.seen <= stratum.sites:
            raise ValueError(f"{stratum.name}: {stratum.seen} seen of {stratum.sites} sites")
    seen = [s for s in every if s.seen]
    pools = tuple(_pool(group) for group in _groups(seen))
    return Design(
        strata={s.key: s for s in seen},
        pools=pools,
        pool_of={key: pool for pool in pools for key in pool.keys},
        unseen=tuple(s.name for s in every if s.sites and not s.seen),
    )


def _groups(seen: list[Stratum]) -> list[list[Stratum]]:
    """The strata in the groups the rule of `design` makes, in order of name."""
    lone = [s for s in seen if s.seen == 1 < s.sites]
    groups = [[s] for s in seen if not s.seen == 1 < s.sites]
    kinds: dict[str, list[Stratum]] = {}
    for stratum in lone:
        kinds.setdefault(KIND.split(stratum.name, maxsplit=1)[0], []).append(stratum)
    groups += [group for group in kinds.values() if len(group) > 1]
    alone = [group[0] for group in kinds.values() if len(group) == 1]
    if len(alone) == 1 and groups:
        _neighbour(alone[0], groups).append(alone[0])
    elif alone:
        groups.append(alone)
    return sorted((sorted(g, key=lambda s: s.name) for g in groups), key=lambda g: g[0].name)


def _neighbour(alone: Stratum, groups: list[list[Stratum]]) -> list[Stratum]:
    """The group that a single lone stratum joins."""
    sampled = [g for g in groups if any(s.seen < s.sites for s in g)] or groups
    later = [g for g in sampled if g[0].name > alone.name]
    if later:
        return min(later, key=lambda g: g[0].name)
    return max(sampled, key=lambda g: g[0].name)


def _pool(group: list[Stratum]) -> Pool:
    return Pool(
        keys=tuple(s.key for s in group),
        sites=sum(s.sites for s in group),
        seen=sum(s.seen for s in group),
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """A combined ratio top/bottom, the strata's expansion factors in whole numbers, its pools.

    `r`/`d` is the ratio with fewer digits: itself where its lowest terms are short, as they are
    wherever all marks agree, else to 128 binary places, so that residuals stay quick to reckon.
    """

    top: int
    bottom: int
    r: int
    d: int
    factors: Mapping[int, int]
    pools: tuple[Pool, ...]


def ratio(plan: Design, sums: Mapping[int, Sums]) -> Ratio | None:
    """The combined ratio of the sums of a domain; None where its denominator is nought."""
    strata, top, bottom = plan.strata, 0, 0
    here = [k for k, s in sums.items() if s.x]
    if not here:
        return None
    scale = math.lcm(*[strata[k].seen for k in here])
    factors = {k: strata[k].sites * scale // strata[k].seen for k in here}
    for k, factor in factors.items():
        top += factor * sums[k].y
        bottom += factor * sums[k].x
    pools = tuple(dict.fromkeys([plan.pool_of[k] for k in here]))
    return Ratio(top, bottom, *_short(top, bottom), factors, pools)


def _short(top: int, bottom: int) -> tuple[int, int]:
    """The fraction in its lowest terms, or near enough where they are long."""
    common = math.gcd(top, bottom)
    if (bottom // common) >> PLACES:
        return (top << PLACES) // bottom, 1 << PLACES
    return top // common, bottom // common


def variance(of: Ratio, sums: Mapping[int, Sums]) -> float:
    """The linearised variance of the ratio, on its own scale; whole numbers up to one division."""
    r, d = of.r, of.d
    rr, rd, dd = r * r, 2 * r * d, d * d
    whole = dd * of.bottom**2
    parts = []
    for pool in of.pools:
        if pool.complete or pool.seen < 2:
            continue
        total, squares = 0, 0
        for key in pool.keys:
            if key in of.factors:
                s, a = sums[key], of.factors[key]
                total += a * (d * s.y - r * s.x)
                squares += a * a * (dd * s.yy - rd * s.xy + rr * s.xx)
        spread = pool.seen * squares - total * total
        share = pool.sites * (pool.seen - 1) * whole
        parts.append((pool.sites - pool.seen) * spread / share)
    return math.fsum(parts)


def covariance(
    plan: Design,
    sums: tuple[Mapping[int, Sums], Mapping[int, Sums]],
    crosses: Mapping[int, Cross],
) -> float:
    """The linearised covariance of two domains' rates; `crosses` by stratum where they share sites."""
    a, b = ratio(plan, sums[0]), ratio(plan, sums[1])
    if a is None or b is None:
        return 0.0
    parts = []
    for pool in a.pools:
        if pool.complete or pool.seen < 2 or pool not in b.pools:
            continue
        products, totals = 0, [0, 0]
        for key in pool.keys:
            for side, (of, own) in enumerate(((a, sums[0]), (b, sums[1]))):
                if key in of.factors:
                    z = of.d * own[key].y - of.r * own[key].x
                    totals[side] += of.factors[key] * z
            if key in crosses and key in a.factors and key in b.factors:
                products += a.factors[key] * b.factors[key] * _crossed(a, b, crosses[key])
        spread = pool.seen * products - totals[0] * totals[1]
        share = pool.sites * (pool.seen - 1) * (a.d * b.d * a.bottom * b.bottom)
        parts.append((pool.sites - pool.seen) * spread / share)
    return math.fsum(parts)


def _crossed(a: Ratio, b: Ratio, of: Cross) -> int:
    """Σ z_a·z_b over the sites of a stratum, times both denominators."""
    return a.d * (b.d * of.yy - b.r * of.yx) - a.r * (b.d * of.xy - b.r * of.xx)


def estimate(plan: Design, sums: Mapping[int, Sums], *, whole: bool = False) -> Estimate:
    """The rate and margin of a domain; `whole` where the domain is the round itself.

    Degrees of freedom: for the round n - H over its pools; for a domain the same over the pools
    it has applicable sites in, but never more than its own applicable sites less one.
    """
    asked = applicable = marks = 0
    for s in sums.values():
        asked, applicable, marks = (
            asked + s.asked,
            applicable + s.applicable,
            marks + s.observations,
        )
    counts = asked, applicable, marks
    of = ratio(plan, sums)
    pools = plan.pools if whole or of is None else of.pools
    df = sum(p.seen - 1 for p in pools)
    df = df if whole else max(0, min(df, counts[1] - 1))
    if of is None:
        return Estimate(None, None, None, None, None, df, *counts, "none")
    v = variance(of, sums)
    census = all(p.complete for p in of.pools)
    blind = not census and (df == 0 or counts[1] < 2)
    rate = of.top / of.bottom
    method = _method(of, v, counts[1], census=census)
    low, high = _interval(method, rate, v, df, counts[1:])
    return Estimate(
        rate=rate,
        points_hundredths=(20_000 * of.top + of.bottom) // (2 * of.bottom),  # halves upwards
        se=None if blind else math.sqrt(v),
        low=low,
        high=high,
        df=df,
        sites=counts[0],
        applicable_sites=counts[1],
        observations=counts[2],
        method=method,
    )


def cautious(of: Estimate) -> float | None:
    """A variance fit for comparing this rate with another; None where there is no rate.

    Where the marks seen all agree, or one site alone was seen, the linearised variance is nought
    and would call any difference real; then q (1 - q) / n over the n sites, with two passes and
    two failures added (Agresti and Coull, The American Statistician 52, 1998), stands in for it.
    """
    if of.rate is None:
        return None
    if of.se or of.method == "census":
        return (of.se or 0.0) ** 2
    n = of.applicable_sites
    q = (n * of.rate + 2) / (n + 4)
    return q * (1 - q) / n


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves upwards: 0.5 is 1 and -0.5 is 0."""
    return math.floor(value + Fraction(1, 2))


def _method(of: Ratio, v: float, sites: int, *, census: bool) -> str:
    """The interval that suits: the reasons are in docs/scoring.md."""
    if census:
        return "census"
    flat = v == 0 or of.top in (0, of.bottom)
    return "korn_graubard" if flat or sites < FEW_SITES else "logit"


def _interval(
    method: str, rate: float, v: float, df: int, seen: tuple[int, int]
) -> tuple[float, float]:
    """The ends of the 95 % interval by the named method; `seen` is (sites, marks), applicable."""
    if method == "census":
        return rate, rate
    if method == "logit":
        centre = math.log(rate / (1 - rate))
        reach = t_quantile(CONFIDENCE, df) * math.sqrt(v) / (rate * (1 - rate))
        return 1 / (1 + math.exp(reach - centre)), 1 / (1 + math.exp(-reach - centre))
    n = _effective(rate, v, df, seen)
    x = n * rate
    return (
        beta_quantile(1 - CONFIDENCE, x, n - x + 1),
        beta_quantile(CONFIDENCE, x + 1, n - x),
    )


def _effective(rate: float, v: float, df: int, seen: tuple[int, int]) -> float:
    """The effective sample size of Korn and Graubard (Survey Methodology 24, 1998).

    rate (1 - rate) / v, shrunk by (t_{n-1} / t_df)² for the few degrees of freedom, and no more
    than the marks made. Where all marks agree v tells nothing and the sites themselves are
    counted; where only one site is known of it counts as one.
    """
    sites, marks = seen
    if df == 0 or sites < 2:
        return 1.0
    if v == 0:
        return float(sites)
    shrink = t_quantile(CONFIDENCE, max(marks - 1, 1)) / t_quantile(CONFIDENCE, df)
    return min(float(marks), rate * (1 - rate) / v * shrink * shrink)
