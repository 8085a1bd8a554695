"""Persons who volunteer, and firms that apply: who comes in where (read as tests/test_access.py says)."""

from typing import Any

from tests.world import unit
from wenming.org.rules import UnitKind
from wenming.service.volunteers.actions import bring
from wenming.service.volunteers.drafts import VolunteerDraft

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# persons who volunteer
GET  /volunteers/people/                        302 403 403 403 403 200 403 403 200 200 200
GET  /volunteers/people/new/                    302 403 403 403 403 200 403 403 200 200 200
POST /volunteers/people/new/                    302 403 403 403 403 302 403 403 302 302 422
GET  /volunteers/people/PERSON/                 302 404 404 404 404 200 404 404 200 200 404
POST /volunteers/people/PERSON/                 302 404 404 404 404 302 404 404 302 302 404
GET  /volunteers/people/PERSON/forget/          302 404 404 404 404 200 404 404 403 403 404
POST /volunteers/people/PERSON/forget/          302 404 404 404 404 302 404 404 403 403 404
GET  /volunteers/people/PERSON/data.json        302 404 404 404 404 200 404 404 404 404 404
GET  /volunteers/people/PERSON/data.xlsx        302 404 404 404 404 200 404 404 404 404 404
GET  /volunteers/me/                            302 200 200 200 200 200 200 200 200 200 200
GET  /volunteers/firms/apply/                   302 200 200 200 200 200 200 200 200 200 200
POST /volunteers/firms/apply/                   302 302 302 302 302 302 302 302 302 302 302
"""
PERSON = {"name": "丁一", "phone": "13700000000", "born": "1970"}
BODIES: dict[str, Any] = {
    "/volunteers/people/new/": PERSON | {"unit": "UNIT", "consents": "on"},
    "/volunteers/people/PERSON/": PERSON,
    "/volunteers/firms/apply/": {
        "under": "ASSOCIATION",
        "name": "长河出租公司",
        "contact": "丁",
        "phone": "0979",
        "heads": 5,
    },
}


def specimens(city: Any) -> None:
    """An association, and a volunteer of the street's."""
    association = unit("志愿者协会", UnitKind.ASSOCIATION)
    draft = VolunteerDraft("丁一", "13700000000", 1970, consents=True, unit=city.street.pk)
    row = bring([draft], by=None, at=city.now)[1][0]
    city.keys |= {"PERSON": row.pk, "ASSOCIATION": association.pk}
