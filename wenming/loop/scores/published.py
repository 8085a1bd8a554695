"""What of scores leaves the house: a round's whole result as JSON."""

from typing import Any

from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Round
from wenming.loop.scores.models import Score, ScoreQuerySet
from wenming.loop.scores.rules import Moment, Of
from wenming.loop.standards.models import Item
from wenming.org.models import Area

LISTED = (Of.ITEM, Of.PROJECT, Of.AREA, Of.UNIT, Of.KIND)


def as_json(round_: Round, moment: Moment) -> dict[str, Any]:
    """Total, every level and the ranks; Refused("unseen") where nothing was judged yet."""
    rows = Score.objects.filter(round=round_, moment=moment.value)
    total = rows.filter(level=Of.TOTAL.value).first()
    if total is None:
        raise Refused("unseen", round_.name)
    return {
        "edition": round_.edition.code,
        "round": round_.name,
        "moment": moment.value,
        "total": said(total),
        **{f"by_{level.value}": listed(rows, level) for level in LISTED},
        "ranks": ranks(rows),
    }


def said(score: Score) -> dict[str, Any]:
    """One score: rates as shares of 1, points on the scale of 100."""
    return {
        "rate": score.rate,
        "points": score.points / 100,
        "se": score.se,
        "ci95": None if score.lo is None else [score.lo, score.hi],
        "df": score.df,
        "sites": score.sites,
        "observations": score.observations,
    }


def listed(rows: ScoreQuerySet, level: Of) -> list[dict[str, Any]]:
    """The scores of one level, each under the code or name of its thing."""
    found = sorted(rows.filter(level=level.value), key=lambda row: int(row.key))
    codes = coded(level, [int(row.key) for row in found])
    return [
        {level.value: codes.get(int(row.key), row.name), "name": row.name, **said(row)}
        for row in found
    ]


def coded(level: Of, keys: list[int]) -> dict[int, str]:
    """The codes of things that have one: items and areas."""
    if level in {Of.ITEM, Of.PROJECT}:
        return dict(Item.objects.filter(pk__in=keys).values_list("pk", "code"))
    if level is Of.AREA:
        return dict(Area.objects.filter(pk__in=keys).values_list("pk", "code"))
    return {}


def ranks(rows: ScoreQuerySet) -> list[dict[str, Any]]:
    """The ranks of units within their class, each with the places that noise leaves open."""
    found = rows.exclude(rank=None).select_related("rank")
    return [
        {
            "unit": row.name,
            "class": row.rank.peers,
            "place": row.rank.place,
            "best": row.rank.best,
            "worst": row.rank.worst,
            "tie": row.rank.tie,
            "points": row.points / 100,
        }
        for row in found.order_by("rank__peers", "rank__place", "-points", "name")
    ]
