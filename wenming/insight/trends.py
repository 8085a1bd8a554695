"""What changed between two rounds, on the items both could judge, and whether it is more than noise."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from wenming.insight import scores, tables
from wenming.insight.estimates import CONFIDENCE, Estimate, cautious
from wenming.insight.quantiles import t_quantile
from wenming.insight.rounds import Domain, RoundScore, scored
from wenming.insight.run import Engine


@dataclass(frozen=True, slots=True)
class Change:
    """A rate then and now, both on the shared items with the later weights.

    `difference`, `margin` (half of the 95 % interval) are on the scale of the rate. `verdict` is
    better, worse, unchanged (the difference is within its margin) or unknown (a rate is missing).
    """

    before: Estimate
    after: Estimate
    difference: float | None
    margin: float | None
    verdict: str


def changed(before: Estimate, after: Estimate) -> Change:
    """The change between two rounds drawn apart from each other.

    The variances add, as of independent draws; where sites were kept from round to round their
    rates go together and the margin is too wide rather than too narrow. Degrees of freedom: the
    smaller of the two.
    """
    vb, va = cautious(before), cautious(after)
    if before.rate is None or after.rate is None or vb is None or va is None:
        return Change(before, after, None, None, "unknown")
    difference = after.rate - before.rate
    df = min((e.df for e in (before, after) if e.method != "census"), default=1)
    margin = t_quantile(CONFIDENCE, max(df, 1)) * math.sqrt(vb + va)
    if abs(difference) <= margin:
        return Change(before, after, difference, margin, "unchanged")
    return Change(before, after, difference, margin, "better" if difference > 0 else "worse")


def trend(
    engine: Engine, earlier: int, later: int, *, by: Iterable[str] = (scores.TOTAL,)
) -> dict[Domain, Change]:
    """The change of every domain that both rounds could judge; {} where they share no item."""
    both = scores.shared(tables.marks, earlier, later)
    found = scored(engine, by=by, marks=both)
    if earlier not in found or later not in found:
        return {}
    return _compared(found[earlier], found[later])


def _compared(before: RoundScore, after: RoundScore) -> dict[Domain, Change]:
    domains = [d for d in after.estimates if d in before.estimates]
    return {d: changed(before.estimates[d], after.estimates[d]) for d in domains}
