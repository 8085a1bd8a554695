"""Alliances: who comes in where (read as tests/test_access.py says)."""

from typing import Any

from django.utils.timezone import localdate

from wenming.service.alliances.actions import found, write
from wenming.service.alliances.drafts import AllianceDraft, VersionDraft
from wenming.service.alliances.rules import Line

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# alliances: the people of the lead unit write, everybody reads
GET  /alliances/                                302 200 200 200 200 200 200 200 200 200 200
GET  /alliances/new/                            302 403 403 403 403 200 403 403 200 200 200
GET  /alliances/ALLIED/ALLYEAR/                 302 200 200 200 200 200 200 200 200 200 200
GET  /alliances/ALLIED/ALLYEAR/plan/4/          302 403 403 403 403 200 403 403 200 200 403
POST /alliances/ALLIED/ALLYEAR/plan/4/          302 403 403 403 403 422 403 403 422 422 403
GET  /alliances/ALLIED/ALLYEAR/months/1/        302 403 403 403 403 200 403 403 200 200 403
POST /alliances/ALLIED/ALLYEAR/months/1/        302 403 403 403 403 302 403 403 302 302 403
"""
BODIES: dict[str, Any] = {
    "/alliances/ALLIED/ALLYEAR/months/1/": {"s1": "doing", "text": "按计划推进。", "seen": 0},
}


def specimens(city: Any) -> None:
    """An alliance led by the street, with this year's plan."""
    told: dict[str, Any] = {"by": city.office, "at": city.now}
    year = localdate(city.now).year
    units = (city.market.pk,)
    row = found(AllianceDraft("邻里联盟", city.street.pk, city.east.pk, units), **told)
    write(row.pk, VersionDraft(year, 0, (Line(0, "共建广场", city.market.pk, 6),)), **told)
    city.keys |= {"ALLIED": row.pk, "ALLYEAR": year}
