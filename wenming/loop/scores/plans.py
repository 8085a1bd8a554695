"""What a round is reckoned from and told with: its frame and marks as tables, names, who answers.

Writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
from django.db.models import Q
from django.utils.timezone import localdate

from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.insight.arrow import arrow
from wenming.insight.run import Source
from wenming.insight.tables import FRAME, FULL_MARK, MARKS
from wenming.kit.draws import CERTAIN
from wenming.loop.cases.published import mended
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.published import Mark, marks, strata
from wenming.loop.inspections.rules import RoundKind, RoundState
from wenming.loop.standards.actions import answering
from wenming.loop.standards.models import Item

ON_SITE = 1  # the number of the method by which a round judges: 实地考察
NOWHERE = 0  # the key of an area or a unit that is not known


@dataclass(slots=True)
class Ground:
    """What the marks of a round are told with: numbers of strata, projects, and who answers."""

    round: Round
    strata: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    in_charge: dict[int, int] = field(default_factory=dict)
    leads: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, round_: Round) -> "Ground":
        """Read it: the charges as they stood on the day the round was opened."""
        ground = cls(round_, {name: n for n, name in enumerate(sorted(strata(round_)), start=1)})
        tops = Item.objects.filter(edition=round_.edition, parent=None)
        ground.projects = dict(tops.values_list("path", "pk"))
        charges = Charge.objects.on(localdate(round_.opened)).filter(
            kind=ChargeKind.IN_CHARGE.value, site__stops__round=round_
        )
        ground.in_charge = dict(charges.values_list("site_id", "unit_id"))
        ground.leads = {
            item: found.leads[0] for item, found in answering(round_.edition).items() if found.leads
        }
        return ground

    def row(self, mark: Mark, fixed: bool) -> tuple[object, ...]:
        """A mark as a row of the table `marks`: the unit of the site first, then the item's lead."""
        return (
            self.round.pk,
            self.strata[mark.stratum],
            mark.site,
            mark.item,
            self.projects[mark.path.partition(".")[0]],
            ON_SITE,
            mark.area or NOWHERE,
            self.in_charge.get(mark.site) or self.leads.get(mark.item),
            mark.kind,
            mark.hundredths,
            mark.mark,
            FULL_MARK if fixed and mark.mark is not None else mark.mark,
        )


def sources(*rounds: Round) -> dict[str, Source]:
    """The tables that rounds are reckoned from."""
    frames = [arrow(frame_of(round_), FRAME) for round_ in rounds]
    told = [arrow(marks_of(round_), MARKS) for round_ in rounds]
    return {"frame": pa.concat_tables(frames), "marks": pa.concat_tables(told)}


def frame_of(round_: Round) -> Iterator[tuple[object, ...]]:
    """The strata of a round as rows of the table `frame`."""
    for number, (name, sites) in enumerate(sorted(strata(round_).items()), start=1):
        yield round_.pk, number, name, sites, name == CERTAIN


def marks_of(round_: Round) -> Iterator[tuple[object, ...]]:
    """The marks of a round as rows of the table `marks`."""
    ground, closed = Ground.of(round_), mended(round_)
    return (ground.row(mark, mark.finding in closed) for mark in marks(round_))


def earlier(round_: Round) -> Round | None:
    """The scored round before this one under the same edition."""
    rows = Round.objects.filter(
        kind=RoundKind.ASSESSMENT.value,
        edition=round_.edition_id,
        state=RoundState.CLOSED.value,
        opened__lt=round_.opened,
    )
    return rows.select_related("edition").order_by("-opened").first()


def credited(round_: Round, unit: int) -> Q:
    """The findings of a round that count for a unit: at its sites, or on its items at nobody's."""
    ground = Ground.of(round_)
    own = [site for site, by in ground.in_charge.items() if by == unit]
    led = [item for item, by in ground.leads.items() if by == unit]
    elsewhere = ~Q(visit__site__in=list(ground.in_charge))
    return Q(visit__site__in=own) | (elsewhere & Q(item__in=led))
