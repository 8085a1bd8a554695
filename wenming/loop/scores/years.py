"""What a year comes to by an edition's profile: the round that counts, the parts, what bars."""

from dataclasses import dataclass

from django.db.models import QuerySet

from wenming.insight.totals import Part, Profile, Total, with_minors, year_total
from wenming.loop.scores.models import Score
from wenming.loop.scores.rules import Of
from wenming.loop.standards.models import Bar, Edition
from wenming.loop.standards.models import Profile as Kept
from wenming.loop.standards.rules import BarState, Method

WHOLE = (100,)  # a profile that names no years is of one


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a total: points it may give, the score it stands on, hundredths it gives."""

    name: str
    weight: int
    score: Score | None
    gives: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One edition's year: its parts by method and what they make; of 0 where nothing is known yet."""

    edition: Edition
    lines: list[Line]
    total: Total

    @property
    def known(self) -> bool:
        return self.total.out_of_hundredths > 0


@dataclass(frozen=True, slots=True)
class Year:
    """A year by a profile: the city's side, the minors' side where one counts, and both together.

    `passed` says whether the minors' result reaches the gate; None while it is not complete.
    """

    year: int
    profile: Kept
    city: Side
    minors: Side | None
    total: Total
    passed: bool | None

    @property
    def share(self) -> int:
        """What the city's side counts, in percent."""
        return 100 - self.profile.minors


def shares(profile: Kept) -> Profile:
    """A profile as totals are reckoned by it."""
    years = tuple(profile.years) or WHOLE
    return Profile(profile.methods, years, profile.minors, profile.gate)


def counting(edition: Edition, year: int) -> Score | None:
    """The score that stands for a year, by the rule of `outlook`: of its newest round of the city."""
    rows = Score.objects.of(Of.TOTAL).filter(round__edition=edition, round__area__parent=None)
    found = rows.filter(round__opened__year=year).select_related("round")
    return found.order_by("round__opened", "round").last()


def side(edition: Edition, profile: Kept, year: int) -> Side:
    """An edition's year: only what is seen on site has a result yet, the other methods lack theirs."""
    score = counting(edition, year)
    seen = {Method.SITE.value: score} if score and Method.SITE.value in profile.methods else {}
    parts = {name: Part(one.points, one.se, one.df or 0) for name, one in seen.items()}
    total = year_total(shares(profile), parts)
    lines = [
        Line(name, weight, seen.get(name), total.parts.get(name))
        for name, weight in profile.methods.items()
    ]
    return Side(edition, lines, total)


def year_of(profile: Kept, year: int) -> Year:
    """What a year comes to by a profile, the minors' share and gate with it."""
    city, other = side(profile.edition, profile, year), profile.minors_edition
    kept = Kept.objects.filter(edition=other).first() if other and profile.minors else None
    minors = side(other, kept, year) if other and kept else None
    given = minors.total if minors and minors.known else None
    passed = given.points_hundredths >= profile.gate if given and given.complete else None
    return Year(
        year, profile, city, minors, with_minors(shares(profile), city.total, given), passed
    )


def triggered(edition: Edition) -> QuerySet[Bar]:
    """The entries of the negative list that bar an application now."""
    return Bar.objects.filter(edition=edition, state=BarState.TRIGGERED.value)
