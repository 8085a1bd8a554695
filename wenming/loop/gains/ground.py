"""What could be mended of a round: its open cases, what each is worth, and how long it usually takes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Self

from wenming.insight.estimates import half_up
from wenming.insight.mending import Ground, Judged, ground
from wenming.insight.tables import FULL_MARK
from wenming.loop.cases.models import Case, Sighting
from wenming.loop.cases.published import mended
from wenming.loop.cases.rules import State
from wenming.loop.gains.models import SOURCES
from wenming.loop.gains.rules import MILLION, Source, typical
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.published import Mark, marks, strata
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import Limits, Stage
from wenming.org.models import User

MOST = 300  # cases on the page, those worth most
PAST = 2000  # mended cases looked back on


@dataclass(frozen=True, slots=True)
class Open:
    """An open case: at its sites, by how much their sums rise when it is mended; and what it takes.

    `worth`: by how much the score rises, in millionths of a hundredth of a point.
    """

    case: Case
    rises: tuple[tuple[int, int], ...]
    worth: int
    minutes: int
    source: Source
    yuan: int = 0

    @property
    def points(self) -> float:
        """The rise on the scale of 100."""
        return self.worth / MILLION / 100

    @property
    def said(self) -> str:
        """Where the hours come from, in words."""
        return str(SOURCES[self.source])


@dataclass(frozen=True)
class Table:
    """The open cases of a round that somebody may see, those worth most first; `more` are not shown."""

    on: Ground
    cases: tuple[Open, ...]
    more: int = 0

    @cached_property
    def units(self) -> dict[int, str]:
        """The units that these cases lie with, by name."""
        named = {o.case.unit_id: str(o.case.unit) for o in self.cases if o.case.unit_id}
        return dict(sorted(named.items(), key=lambda pair: pair[1]))


def table(round_: Round, user: User) -> Table:
    """What could be mended of a round, each case with its worth and its usual hours."""
    sizes, closed = strata(round_), mended(round_)
    numbers = {name: n for n, name in enumerate(sorted(sizes), start=1)}
    judged = {m.finding: as_it_counts(m, numbers[m.stratum], closed) for m in marks(round_)}
    on = ground([(numbers[name], name, n) for name, n in sizes.items()], judged.values())
    rows = Case.objects.visible_to(user).live().filter(sightings__finding__visit__round=round_)
    cases = {case.pk: case for case in rows.select_related("unit", "site", "item").distinct()}
    lacking = defaultdict[int, list[Judged]](list)
    seen = Sighting.objects.filter(finding__visit__round=round_, case__in=rows)
    for case, finding in seen.values_list("case", "finding"):
        if finding in judged and judged[finding].lacks:
            lacking[case].append(judged[finding])
    worth = {
        pk: sum((on.worth[m.stratum] * m.lacks for m in each), Fraction())
        for pk, each in lacking.items()
    }
    first = sorted(worth, key=lambda pk: (-worth[pk], pk))
    usual = Usual.of(cases[pk] for pk in first[:MOST])
    found = (
        Open(
            cases[pk],
            tuple((m.site, m.lacks) for m in lacking[pk]),
            half_up(worth[pk] * MILLION),
            *usual.minutes(cases[pk]),
        )
        for pk in first[:MOST]
    )
    return Table(on, tuple(found), len(first[MOST:]))


def as_it_counts(mark: Mark, stratum: int, closed: Set[object]) -> Judged:
    """A mark as the score after mending counts it: full once its case is closed."""
    full = mark.mark is not None and mark.finding in closed
    return Judged(stratum, mark.site, mark.hundredths, FULL_MARK if full else mark.mark)


@dataclass(frozen=True, slots=True)
class Usual:
    """How long cases take their units: what those of the same standard took, else the limit of the class.

    What took longer than the limit was not worked on all that time, so the limit is the most."""

    limits: Limits
    items: Mapping[int | None, int]

    @classmethod
    def of(cls, cases: Iterable[Case]) -> Self:
        """Look back on what was mended; what stood still or was disputed tells nothing of work."""
        limits, took = Term.objects.in_force(), defaultdict[int | None, list[int]](list)
        past = Case.objects.filter(
            item__in={case.item_id for case in cases}, plan=None, appeals=None
        )
        past = past.exclude(taken=None).exclude(fixed=None).order_by("-fixed")[:PAST]
        for item, taken, fixed in past.values_list("item", "taken", "fixed"):
            took[item].append(limits.worked(taken, fixed, ()) or 0)
        told = {item: typical(minutes) for item, minutes in took.items()}
        return cls(limits, {item: minutes for item, minutes in told.items() if minutes})

    def minutes(self, case: Case) -> tuple[int, Source]:
        """Working minutes from now on, and where they come from."""
        if case.state == State.FIXED.value:
            return 0, Source.DONE
        limit = self.limits.minutes(Stage.FIX, Limit(case.limit))
        usual = self.items.get(case.item_id, limit)
        return (usual, Source.ITEM) if usual < limit else (limit, Source.CLASS)
