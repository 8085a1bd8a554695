"""What of cases leaves for analytics: which findings were mended, and the moments of each case."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from wenming.loop.cases.models import Case, Sighting
from wenming.loop.cases.rules import Move, Source, State
from wenming.loop.inspections.models import Round
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.rules import Limits, Span, Stage
from wenming.records.models import Act

MOMENTS = ("filed", "assigned", "taken", "fixed", "closed", "due")
SAME = {
    "case": "pk", "site": "site_id", "item": "item_id", "area": "area_id", "unit": "unit_id",
    "kind": "site__kind_id", "reported": "filed", "file_due": "filed", "assigned": "assigned",
    "returns": "returns", "taken": "taken", "sent_back": "reworks",
}  # fmt: skip
COLUMNS = {*SAME.values(), *MOMENTS, "state", "source", "limit", "paused", "reopened"}
OTHERWISE = {State.REFUSED, State.MERGED, State.WITHDRAWN}
STOPS, GOES_ON = {Move.SHELVE, Move.APPEAL}, {Move.RESUME, Move.AMEND, Move.DISMISS}
MENDING = [m.value for m in (Move.CLOSE, Move.REOPEN, Move.UPHOLD, Move.AMEND)]


def rounds_mended(cases: Collection[str]) -> set[int]:
    """The rounds that found what these cases are about: after one of MENDING they score otherwise."""
    rows = Sighting.objects.filter(case__in=list(cases)).order_by()
    return set(rows.values_list("finding__visit__round", flat=True).distinct())


def mended(round_: Round) -> set[Any]:
    """The findings of a round whose case is closed: their fault is mended."""
    rows = Sighting.objects.filter(finding__visit__round=round_, case__state=State.CLOSED.value)
    return set(rows.values_list("finding_id", flat=True))


def cases(since: datetime, until: datetime, limits: Limits) -> Iterator[dict[str, Any]]:
    """The cases of which anything fell into a span of time, as the columns of the table `cases`."""
    span, stood = (since - timedelta(days=60), until), pauses(since, until)  # checks come later
    fell = Q(*((f"{name}__range", span) for name in MOMENTS), _connector=Q.OR)
    for row in Case.objects.filter(fell).order_by("pk").values(*COLUMNS).iterator(5000):
        yield told(row, limits, stood.get(row["pk"], []))


def told(row: dict[str, Any], limits: Limits, stood: list[Span]) -> dict[str, Any]:
    """A case in the words of the table. What ended otherwise, or stands still, is due no more."""
    state = row["state"]
    over, refused = state in OTHERWISE, row["filed"] if state == State.REFUSED else None
    due = None if over or state == State.SHELVED or row["paused"] else row["due"]
    fixed = None if over else row["fixed"]
    return {
        **{name: row[column] for name, column in SAME.items()},
        "public": row["source"] == Source.REPORT.value,
        "repeated": bool(row["reopened"]),
        "filed": None if refused or state == State.SEEN else row["filed"],
        "refused": refused,
        "assignments": int(row["assigned"] is not None) + row["returns"],
        "fixed": fixed,
        "fix_due": due,
        "fix_minutes": limits.worked(row["assigned"], fixed, stood),
        "closed": None if over else row["closed"],
        "close_due": due and limits.end(Stage.REVIEW, Limit(row["limit"]), since=due),
    }


def pauses(since: datetime, until: datetime) -> dict[int, list[Span]]:
    """When cases mended in a span of time had stood still: shelved, or under appeal."""
    stopped = Case.objects.filter(~Q(plan=None) | ~Q(appeals=None), fixed__range=(since, until))
    keys = [str(pk) for pk in stopped.distinct().values_list("pk", flat=True)]
    acts = Act.objects.filter(kind="case", key__in=keys).order_by("id")
    found, began = dict[int, list[Span]](), dict[str, datetime]()
    for key, move, at in acts.values_list("key", "move", "at"):
        if move in STOPS:
            began[key] = at
        elif move in GOES_ON and key in began:
            found.setdefault(int(key), []).append((began.pop(key), at))
    return found
