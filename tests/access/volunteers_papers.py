"""Certificates: who comes in where (read as tests/test_access.py says); made after trainings and hours."""

from typing import Any

from django.utils.timezone import localdate

from wenming.service.certificates.actions import apply, take
from wenming.service.certificates.drafts import PaperDraft
from wenming.service.certificates.models import Certificate
from wenming.service.certificates.rules import PaperMove
from wenming.service.ledgers.actions import confirm, record
from wenming.service.ledgers.drafts import ServiceDraft

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# certificates
GET  /certificates/                             302 200 200 200 200 200 200 200 200 200 200
GET  /certificates/check/CODED/                 200 200 200 200 200 200 200 200 200 200 200
GET  /certificates/of/PERSON/                   302 404 200 200 200 200 200 200 200 200 404
POST /certificates/of/PERSON/                   302 404 403 403 403 302 403 403 302 302 404
GET  /certificates/PAPER/                       302 404 200 200 200 200 200 200 200 200 404
GET  /certificates/PAPER/paper.pdf              302 404 200 200 200 200 200 200 200 200 404
POST /certificates/PAPER/withdraw/              302 404 403 403 403 302 403 403 302 302 404
"""
OPEN = {"/certificates/check/CODED/"}
BODIES: dict[str, Any] = {
    "/certificates/of/PERSON/": {"unit": "UNIT", "first": "2020-01-01", "last": "TODAY"},
    "/certificates/PAPER/withdraw/": {"note": "查实不符"},
}


def specimens(city: Any) -> None:
    """A certificate that was issued."""
    told: dict[str, Any] = {"by": city.mender, "at": city.now}
    today = localdate(city.now)
    who, unit = city.keys["PERSON"], city.street.pk
    line = record(ServiceDraft(who, unit, today, 60, "劝导", "specimen-2"), **told)
    confirm([line.pk], by=city.office, at=city.now)
    row = apply(PaperDraft(who, unit, today, today), **told)
    take(row.pk, PaperMove.ACCEPT, **told)
    take(row.pk, PaperMove.NOTICE, **told)
    Certificate.objects.filter(pk=row.pk).update(noticed=today.replace(year=today.year - 1))
    take(row.pk, PaperMove.ISSUE, by=city.office, at=city.now)
    city.keys |= {"PAPER": row.pk, "CODED": row.code}
