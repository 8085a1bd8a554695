"""What a round's score would be if certain findings were judged again and were now in order.

Mending changes the top of the ratio and never its bottom, so what single findings are worth adds up
exactly; the margin does not, and is estimated anew from the sums of the sites as they would then be.
What is told here is what `rounds.scored` gives once these marks are full: a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from wenming.insight.estimates import Design, Estimate, Stratum, Sums, design, estimate, ratio
from wenming.insight.tables import FULL_MARK

HUNDREDTHS = 10_000  # of a point on the scale of 100


class Judged(NamedTuple):
    """One mark of a visited site, `mark` as it counts now; None where the item does not apply."""

    stratum: int
    site: int
    weight: int
    mark: int | None

    @property
    def lacks(self) -> int:
        """By how much the site's sum rises when what was found is mended."""
        return 0 if self.mark is None else self.weight * (FULL_MARK - self.mark)


class Site(NamedTuple):
    """A visited site's sums: y = Σ w·m and x = Σ w·(full mark) over its `marks` that apply."""

    stratum: int
    marks: int = 0
    y: int = 0
    x: int = 0

    def sums(self) -> Sums:
        """The site's part of its stratum's sums."""
        seen = (1, int(self.marks > 0), self.marks, self.y, self.x)
        return Sums(*seen, self.y * self.y, self.x * self.y, self.x * self.x)


@dataclass(frozen=True, slots=True)
class Ground:
    """One round as it stands: its design, its sums by stratum, and the sums of every visited site.

    `worth` gives by stratum what a rise of one in a site's sum is worth, in hundredths of a point.
    """

    plan: Design
    sums: Mapping[int, Sums]
    sites: Mapping[int, Site]
    worth: Mapping[int, Fraction]


def ground(frame: Iterable[tuple[int, str, int]], marks: Iterable[Judged]) -> Ground:
    """The ground of one round; `frame` gives the key, name and size of each of its strata."""
    sites = dict[int, Site]()
    for stratum, site, weight, mark in marks:
        found = sites.get(site, Site(stratum))
        if mark is not None:
            more = (found.marks + 1, found.y + weight * mark, found.x + weight * FULL_MARK)
            found = Site(stratum, *more)
        sites[site] = found
    shares = defaultdict[int, list[Sums]](list)
    for one in sites.values():
        shares[one.stratum].append(one.sums())
    sums = {key: Sums(*map(sum, zip(*each, strict=True))) for key, each in shares.items()}
    plan = design(Stratum(k, name, n, len(shares.get(k, ()))) for k, name, n in frame)
    of = ratio(plan, sums)
    factors = of.factors if of else {}
    worth = {k: Fraction(HUNDREDTHS * n, of.bottom if of else 1) for k, n in factors.items()}
    return Ground(plan, sums, sites, worth)


def mended(on: Ground, rises: Iterable[tuple[int, int]]) -> Estimate:
    """The round's estimate after `rises`: (site, by how much its sum y rises)."""
    more = defaultdict[int, int](int)
    for site, rise in rises:
        more[site] += rise
    sums = dict(on.sums)
    for site, rise in more.items():
        was = on.sites[site]
        now, before = was._replace(y=was.y + rise).sums(), was.sums()
        lifted = (a + b - c for a, b, c in zip(sums[was.stratum], now, before, strict=True))
        sums[was.stratum] = Sums(*lifted)
    return estimate(on.plan, sums, whole=True)
