"""Grids: who comes in where (read as tests/test_access.py says)."""

from typing import Any
from uuid import UUID

from tests.world import EAST, area
from wenming.org.rules import Level
from wenming.service.grids.actions import bring, file
from wenming.service.grids.drafts import MatterDraft, PersonDraft
from wenming.service.grids.rules import Duty

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# grids: whoever reaches them by area, by the unit above, or by a duty there
GET  /grids/                                    302 200 200 200 200 200 200 200 200 200 200
GET  /grids/people/                             302 200 200 200 200 200 200 200 200 200 200
GET  /grids/matters/                            302 200 200 200 200 200 200 200 200 200 200
GET  /grids/NEIGHBOURS/                         302 404 200 200 200 200 200 200 200 200 404
GET  /grids/matters/LEAK/                       302 404 200 200 200 200 200 200 200 200 404
POST /grids/matters/LEAK/take/                  302 404 403 403 403 302 403 403 302 302 404
POST /grids/NEIGHBOURS/matters/                 302 404 302 302 302 302 302 302 302 302 404
POST /grids/NEIGHBOURS/people/                  302 404 403 403 403 302 403 403 302 302 404
POST /grids/people/ONEMAN/join/TWOMAN/          302 404 403 403 403 302 403 403 302 302 404
POST /grids/ties/DUTIES/end/                    302 404 403 403 403 302 403 403 302 302 404
"""
BODIES: dict[str, Any] = {
    "/grids/NEIGHBOURS/matters/": {
        "key": "00000000-0000-0000-0000-000000000088",
        "title": "路灯不亮",
    },
    "/grids/NEIGHBOURS/people/": {"duty": "volunteer", "lines": "赵一 13900000011"},
}


def specimens(city: Any) -> None:
    """A grid in the east with a matter, and two rows that may be one person."""
    told: dict[str, Any] = {"by": city.office, "at": city.now}
    community = area(f"{EAST[:9]}001", "东一社区", Level.COMMUNITY, city.east)
    grid = area(f"{EAST[:9]}001001", "第一网格", Level.GRID, community)
    people = [
        PersonDraft("李大爷", Duty.PARTY_MEMBER, phone) for phone in ("13900000001", "13900000002")
    ]
    ties = bring(grid.pk, people, **told)
    row = file(MatterDraft(UUID(int=81), grid.pk, "漏水"), **told)
    city.keys |= {"NEIGHBOURS": grid.pk, "LEAK": row.pk, "DUTIES": ties[0].pk}
    city.keys |= {"ONEMAN": ties[0].person_id, "TWOMAN": ties[1].person_id}
