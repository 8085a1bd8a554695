"""What of cases leaves for analytics: which findings were mended, and the moments of each case."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from wenming.loop.cases.models import Case, Sighting
from wenming.loop.cases.rules import Move, Source, State
from wenming.loop.inspections.models import Round

MOMENTS = ("filed", "assigned", "taken", "fixed", "closed", "due")
COLUMNS = (
    "pk", "site_id", "item_id", "area_id", "site__kind_id", "unit_id", "state", "source",
    *MOMENTS, "returns", "reworks", "reopened",
)  # fmt: skip
# The steps after which another set of findings is mended, or is no longer what it was.
MENDING = [m.value for m in (Move.CLOSE, Move.REOPEN, Move.UPHOLD, Move.AMEND)]


def rounds_mended(cases: Collection[str]) -> set[int]:
    """The rounds that found what these cases, by their keys, are about."""
    rows = Sighting.objects.filter(case__in=list(cases)).values_list("finding__visit__round")
    return {round_ for (round_,) in rows.distinct().order_by()}


def mended(round_: Round) -> set[Any]:
    """The findings of a round whose case is closed: their fault is mended."""
    rows = Sighting.objects.filter(finding__visit__round=round_, case__state=State.CLOSED.value)
    return set(rows.values_list("finding_id", flat=True))


def cases(since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    """The cases filed in a span of time, each as the columns of the table `cases`."""
    rows = Case.objects.filter(filed__gte=since, filed__lt=until).order_by("pk")
    for row in rows.values_list(*COLUMNS).iterator(5000):
        said = dict(zip(COLUMNS, row, strict=True))
        refused = said["state"] == State.REFUSED.value
        yield {
            "case": said["pk"],
            "site": said["site_id"],
            "item": said["item_id"],
            "area": said["area_id"],
            "kind": said["site__kind_id"],
            "unit": said["unit_id"],
            "public": said["source"] == Source.REPORT.value,
            "repeated": bool(said["reopened"]),
            "reported": said["filed"],
            "filed": None if refused else said["filed"],
            "refused": said["filed"] if refused else None,
            "file_due": said["filed"],
            "assigned": said["assigned"],
            "assignments": int(said["assigned"] is not None) + said["returns"],
            "returns": said["returns"],
            "taken": said["taken"],
            "fixed": said["fixed"],
            "fix_due": said["due"],
            "fix_minutes": None,
            "closed": said["closed"],
            "close_due": said["due"],
            "sent_back": said["reworks"],
        }
