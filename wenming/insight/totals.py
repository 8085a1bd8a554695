"""The year's and the cycle's total by a profile: plain sums of published points, exact to the last.

Points are whole hundredths everywhere and are rounded once, halves upwards, so a reader can add
the published figures up by hand. Weights, shares and the gate are the edition's, never ours.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wenming.insight.estimates import CONFIDENCE, half_up
from wenming.insight.quantiles import t_quantile

FULL = 10_000  # hundredths of a point on the scale of 100


@dataclass(frozen=True, slots=True)
class Profile:
    """How parts make a whole.

    `methods`: points per method (40, 40, 20). `years`: percent per year of the cycle, earliest
    first (15, 25, 60). `minors`: percent that the minors' system counts. `gate`: hundredths of a
    point of the minors' result below which a city may not apply (8500); 0 for none.
    """

    methods: Mapping[str, int]
    years: tuple[int, ...] = (100,)
    minors: int = 0
    gate: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A result on the scale of 100: hundredths, and the error of its rate where it was sampled.

    `se` is on the scale of the rate (0..1), 0 for a result without sampling, None for unknown;
    `df` its degrees of freedom.
    """

    points_hundredths: int
    se: float | None = 0.0
    df: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """Points reached of the points that the parts at hand could give, and what is missing.

    `margin_hundredths` is half of the 95 % interval, None where a part's error is unknown. It
    speaks of the draw of sites and people only. `parts` says how many hundredths each part gave.
    """

    points_hundredths: int
    out_of_hundredths: int
    margin_hundredths: int | None
    variance: float | None
    df: float
    parts: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.missing


def year_total(profile: Profile, results: Mapping[str, Part]) -> Total:
    """S = Σ p_k · r_k over the methods: 40·m + 40·f + 20·q. A method without result is missing."""
    strangers = results.keys() - profile.methods.keys()
    if strangers:
        raise ValueError(f"the profile has no method {', '.join(sorted(strangers))}")
    shares = {name: Fraction(points, 100) for name, points in profile.methods.items()}
    return _weighted(shares, results)


def cycle_total(profile: Profile, years: Sequence[Total | None]) -> Total:
    """S = Σ w_y · S_y: 0.15·S1 + 0.25·S2 + 0.60·S3, earliest first; None for a year not yet over."""
    if len(years) != len(profile.years):
        raise ValueError(f"the cycle has {len(profile.years)} years, not {len(years)}")
    shares = {str(n): Fraction(percent, 100) for n, percent in enumerate(profile.years, 1)}
    return _together(shares, {str(n): y for n, y in enumerate(years, 1) if y is not None})


def with_minors(profile: Profile, city: Total, minors: Total | None) -> Total:
    """S = (1 - share) · S_city + share · S_minors; the minors' system may be missing."""
    share = Fraction(profile.minors, 100)
    shares = {"city": 1 - share, "minors": share} if share else {"city": Fraction(1)}
    given = {"city": city} | ({"minors": minors} if minors is not None and share else {})
    return _together(shares, given)


def barred(
    profile: Profile, minors_hundredths: int | None, triggered: Sequence[str]
) -> tuple[str, ...]:
    """Why a city may not apply, as codes: "gate", then each triggered entry; () where it may.

    The negative list and the gate stand outside the points: they bar, they never subtract.
    """
    below = minors_hundredths is not None and minors_hundredths < profile.gate
    return (("gate",) if below else ()) + tuple(triggered)


def _weighted(shares: Mapping[str, Fraction], results: Mapping[str, Part]) -> Total:
    """Parts on the scale of 100, as totals, put together."""
    totals = {
        name: Total(
            part.points_hundredths,
            FULL,
            None,
            None if part.se is None else (part.se * FULL) ** 2,
            part.df,
            {},
            (),
        )
        for name, part in results.items()
    }
    return _together(shares, totals)


def _together(shares: Mapping[str, Fraction], given: Mapping[str, Total]) -> Total:
    """The weighted sum of totals; those not given are missing, and so is what they lacked."""
    parts = {name: shares[name] * given[name].points_hundredths for name in shares if name in given}
    out_of = sum((shares[name] * given[name].out_of_hundredths for name in parts), Fraction(0))
    missing = [name for name in shares if name not in given]
    missing += [f"{name}.{inner}" for name in parts for inner in given[name].missing]
    variances = {name: given[name].variance for name in parts}
    known = {n: float(shares[n]) ** 2 * v for n, v in variances.items() if v is not None}
    variance = math.fsum(known.values()) if len(known) == len(parts) else None
    df = _freedom({n: (v, given[n].df) for n, v in known.items()})
    return Total(
        points_hundredths=half_up(sum(parts.values(), Fraction(0))),
        out_of_hundredths=half_up(out_of),
        margin_hundredths=_margin(variance, df),
        variance=variance,
        df=df,
        parts={name: half_up(part) for name, part in parts.items()},
        missing=tuple(missing),
    )


def _freedom(parts: Mapping[str, tuple[float, float]]) -> float:
    """Degrees of freedom of a sum of independent variances (Satterthwaite, Biometrics 2, 1946)."""
    weighed = [(v, max(df, 1.0)) for v, df in parts.values() if v > 0]
    bottom = math.fsum(v * v / df for v, df in weighed)
    return math.fsum(v for v, _ in weighed) ** 2 / bottom if bottom else 0.0


def _margin(variance: float | None, df: float) -> int | None:
    """Half of the 95 % interval, in whole hundredths of a point."""
    if variance is None:
        return None
    if variance == 0:
        return 0
    return half_up(Fraction(t_quantile(CONFIDENCE, df) * math.sqrt(variance)))
