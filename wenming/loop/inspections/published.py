"""What of rounds leaves for analytics: the strata of the draw, and the marks that stand."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from wenming.loop.inspections.models import Draw, Finding, Round, Visit
from wenming.loop.inspections.rules import StopRole

FROM_DRAW = [r.value for r in (StopRole.DRAWN, StopRole.CERTAIN, StopRole.RESERVE)]
COLUMNS = (
    "pk",
    "visit__stop__stratum",
    "visit__site_id",
    "visit__site__code",
    "visit__site__area_id",
    "visit__site__kind_id",
    "item_id",
    "item__code",
    "item__path",
    "item__methods",
    "hundredths",
    "mark",
)


class Mark(NamedTuple):
    """One judgement that stands, of a site that the draw put into the round."""

    finding: object
    stratum: str
    site: int
    code: str
    area: int | None
    kind: int
    item: int
    item_code: str
    path: str
    methods: list[str]
    hundredths: int
    mark: int | None


def strata(round_: Round) -> dict[str, int]:
    """Every stratum of a round's frame and the number of sites in it; none without a draw."""
    drawn = Draw.objects.filter(round=round_).exclude(seed="").first()
    return dict(Counter(stratum for stratum, _site in drawn.rows)) if drawn else {}


def marks(round_: Round) -> Iterator[Mark]:
    """The marks of a round; what was seen outside its draw enters no score."""
    rows = Finding.objects.standing().filter(
        visit__round=round_, visit__stop__role__in=FROM_DRAW, hundredths__gt=0
    )
    for row in rows.order_by("pk").values_list(*COLUMNS).iterator(5000):
        yield Mark(*row)


def rounds_seen(visits: Collection[str]) -> set[int]:
    """The rounds that these visits, by their ids, were made for."""
    rows = Visit.objects.filter(pk__in=list(visits)).values_list("round", flat=True)
    return set(rows.distinct().order_by())
