"""What is asked of a sample, and what it answers: whole numbers and codes, no floats anywhere.

Every site has a permanent random number: SHA-256 of the series' seed, its stratum and its code
(`kit.draws`). The numbers put the sites of a stratum in a circle. A round takes a run of it; the next
round's run begins where the office wants: the same place (as many sites again as can be), further on
(some stay, some are new), or behind the last one (all rest until the circle has come round). A site
that is built or given up moves no other. The series' seed is committed to before its first round and
shown after its last, for who knows it knows the rounds to come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wenming.kit.draws import CERTAIN, checked, seeded
from wenming.kit.flow import Refused


class How(StrEnum):
    """How numbers are given to strata."""

    FIXED = "fixed"  # the same number from each
    PROPORTIONAL = "proportional"  # by how many sites each holds
    NEYMAN = "neyman"  # by sites times spread: the least variance of the mean


@dataclass(frozen=True, slots=True)
class Stratum:
    """Sites that are drawn from together.

    `variance` is that of last round's marks within it, in hundredths of a point squared; None where
    nothing is known. At least `least` sites are drawn, or all; at most `most` (what those who go
    there can do). The run begins behind the site `after`, which may be gone; "" is the beginning.
    """

    name: str
    sites: tuple[str, ...]
    variance: int | None = None
    least: int = 0
    most: int | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Strata, how many sites in all (FIXED: from each), and the seed of the series as hex.

    `certain` are looked at in any case (open problems), beside the number that is drawn.
    """

    strata: tuple[Stratum, ...]
    number: int
    seed: str
    how: How = How.PROPORTIONAL
    certain: frozenset[str] = frozenset()

    def pool(self, stratum: Stratum) -> tuple[str, ...]:
        """The sites of a stratum that are left to chance."""
        return tuple(site for site in stratum.sites if site not in self.certain)

    def bounds(self, stratum: Stratum) -> tuple[int, int]:
        """The fewest and the most sites that may be drawn from a stratum."""
        present = len(self.pool(stratum))
        most = present if stratum.most is None else min(stratum.most, present)
        return min(stratum.least, present), most


@dataclass(frozen=True, slots=True)
class Run:
    """What a stratum gives: the sites drawn and those in reserve, each in the order of the circle."""

    name: str
    drawn: tuple[str, ...]
    reserve: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A run of each stratum, in the problem's order, and the sites certain, by code.

    `variance` is what the mean of all strata would have, judged by last round, in hundredths of a
    point squared; `bound` what no allocation in whole numbers within the bounds can go below: the
    same for NEYMAN, which is thereby proved best; None where no variance is known.
    """

    runs: tuple[Run, ...]
    certain: tuple[str, ...]
    variance: Fraction | None = None
    bound: Fraction | None = None


def weights(problem: Problem) -> list[int] | None:
    """Sites squared times variance of each stratum; None where no variance is known.

    A stratum without one of its own takes the mean of the others, by sites, rounded up.
    """
    known = [(len(problem.pool(s)), s.variance) for s in problem.strata if s.variance is not None]
    if not known:
        return None
    sites = sum(size for size, _ in known) or 1
    mean = -(-sum(size * variance for size, variance in known) // sites)
    return [
        len(problem.pool(s)) ** 2 * (mean if s.variance is None else s.variance)
        for s in problem.strata
    ]


def variance(problem: Problem, numbers: Sequence[int]) -> Fraction | None:
    """Of the mean over all sites left to chance, with so many drawn from each stratum.

    Σ N²V (1/n - 1/N) / (Σ N)², as for any stratified sample without replacement (Cochran, Sampling
    Techniques, 5.6); a stratum with sites and spread of which none is drawn is left out of the sum.
    """
    if (heavy := weights(problem)) is None:
        return None
    sizes = [len(problem.pool(stratum)) for stratum in problem.strata]
    whole = sum(sizes) ** 2 or 1
    terms = zip(heavy, sizes, numbers, strict=True)
    return (
        sum((w * (Fraction(1, n) - Fraction(1, size)) for w, size, n in terms if n), Fraction())
        / whole
    )


def turned(run: Run, keep: int, after: str = "") -> str:
    """Behind which site the next round's run begins so that about `keep` per cent of this one stay.

    100 is the same place again, `after` as it was; 0 lets all of them rest.
    """
    leaving = len(run.drawn) - len(run.drawn) * keep // 100
    return run.drawn[leaving - 1] if leaving else after


def sound(problem: Problem) -> Problem:
    """The problem itself, or Refused.

    As by `kit.draws.checked` and `seeded`; "negative" (stratum) for a number below nought; "name"
    (stratum) for one named twice or like the certain; "unknown_site" (code); "bounds" (stratum)
    where it should give more than it may; "too_few" (asked, needed, strata) where these strata's
    minima, a smallest set of them, exceed the number; "too_many" (asked, present).
    """
    seeded(problem.seed)
    checked((s.name, site) for s in problem.strata for site in s.sites)
    names = {CERTAIN}
    for stratum in problem.strata:
        if stratum.name in names:
            raise Refused("name", stratum.name)
        names.add(stratum.name)
        if min(stratum.least, stratum.variance or 0, stratum.most or 0, problem.number) < 0:
            raise Refused("negative", stratum.name)
        least, most = problem.bounds(stratum)
        if least > most:
            raise Refused("bounds", stratum.name)
    known = {site for stratum in problem.strata for site in stratum.sites}
    if unknown := sorted(problem.certain - known):
        raise Refused("unknown_site", *unknown)
    if problem.how is not How.FIXED:
        _check_number(problem)
    return problem


def _check_number(problem: Problem) -> None:
    bounds = [problem.bounds(stratum) for stratum in problem.strata]
    if (needed := sum(least for least, _ in bounds)) > problem.number:
        names = _enough_to_clash(problem)
        raise Refused("too_few", str(problem.number), str(needed), *names)
    if (present := sum(most for _, most in bounds)) < problem.number:
        raise Refused("too_many", str(problem.number), str(present))


def _enough_to_clash(problem: Problem) -> Iterator[str]:
    """The fewest strata whose minima alone are more than the number: the greatest ones."""
    total = 0
    rows = [(-problem.bounds(stratum)[0], stratum.name) for stratum in problem.strata]
    for minus, name in sorted(rows):
        if total > problem.number:
            return
        total -= minus
        yield name
