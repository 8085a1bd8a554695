"""What a brief tells of a campaign, as it stood when it was written; and what has changed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localtime

from wenming.service.campaigns.models import Brief, Campaign, Measure, Return
from wenming.service.campaigns.tallies import figures_of, lines

MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what the brief knew: whose, of what, then and now ('' for none)."""

    unit: str
    unit_key: int
    measure: str
    old: str
    new: str
    reason: str


def gather(campaign: Campaign, measures: list[Measure], *, issuer: str, at: datetime) -> Any:
    """All that a brief says, as JSON keeps it: totals as they are written, and which version of
    which unit's return they hold."""
    whole = lines(campaign, measures)
    standing = Return.objects.filter(asked__campaign=campaign, standing=True)
    versions = {str(asked): version for asked, version in standing.values_list("asked", "version")}
    return {
        "issuer": issuer,
        "name": campaign.name,
        "area": campaign.area.name,
        "note": campaign.note,
        "first": campaign.first.isoformat(),
        "last": campaign.last.isoformat(),
        "at": f"{localtime(at):%Y-%m-%d %H:%M}",
        "asked": whole[0].asked if whole else 0,
        "reported": len(versions),
        "corrected": sum(version > 1 for version in versions.values()),
        "returns": sum(versions.values()),
        "measures": [
            {"name": m.name, "unit": m.unit, "total": total}
            for m, total in zip(measures, whole[0].totals if whole else (), strict=False)
        ],
        "areas": [
            {"key": a.area.pk, "name": a.area.name, "of": [a.reported, a.asked], "totals": a.totals}
            for a in whole
        ],
        "kinds": kinds(campaign),
        "versions": versions,
    }


def kinds(campaign: Campaign) -> list[list[Any]]:
    """Who took part: of each kind of unit, how many reported and how many were asked."""
    rows = campaign.asked.order_by().values_list("unit__kind")
    told = rows.annotate(of_them=Count("pk", filter=Q(reported=True)), of_all=Count("pk"))
    return sorted(([kind, n, m] for kind, n, m in told), key=lambda one: (-one[2], one[0]))


def changes(brief: Brief) -> list[Change]:
    """What is not as the brief has it: each figure with the old and the new one."""
    knew = brief.told["versions"]
    rows = Return.objects.filter(asked__campaign=brief.campaign_id, standing=True)
    keyed = {str(asked): version for asked, version in rows.values_list("asked", "version")}
    moved = [int(a) for a, version in keyed.items() if knew.get(a) != version][:MOST_CHANGES]
    found = Return.objects.filter(asked__in=moved).select_related("asked__unit")
    held = {(one.asked_id, one.version): one for one in found}
    told = figures_of(list(held.values()))
    measures = list(brief.campaign.measures.all())
    changed = []
    for key in moved:
        new, old = held[key, keyed[str(key)]], held.get((key, knew.get(str(key), 0)))
        before = told[old.pk] if old else {}
        changed += [
            Change(
                new.asked.unit.name,
                new.asked.unit_id,
                f"{one.name}（{one.unit}）",
                before.get(one.pk, ""),
                told[new.pk].get(one.pk, ""),
                new.reason,
            )
            for one in measures
            if before.get(one.pk) != told[new.pk].get(one.pk)
        ]
    return changed
