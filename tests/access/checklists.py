"""What stations must have, and have: who comes in where (read as tests/test_access.py says)."""

from datetime import date
from typing import Any

from tests.specimens import JPEG, Specimens
from wenming.service.checklists.actions import define, record
from wenming.service.checklists.drafts import EvidenceDraft, ListDraft
from wenming.service.stations.rules import StationKind

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
GET  /checklists/                               302 200 200 200 200 200 200 200 200 200 200
GET  /checklists/export/                        302 200 200 200 200 200 200 200 200 200 200
GET  /checklists/lists/                         302 200 200 200 200 200 200 200 200 200 200
GET  /checklists/lists/new/                     302 403 403 403 403 200 403 403 403 403 403
GET  /checklists/lists/CHECKS/                  302 403 403 403 403 200 403 403 403 403 403
GET  /checklists/stations/STATION/              302 200 200 200 200 200 200 200 200 200 200
POST /checklists/stations/STATION/POINT/        302 403 403 403 403 302 403 403 302 302 403
GET  /checklists/evidence/SHOWN/file/           302 200 200 200 200 200 200 200 200 200 200
POST /checklists/evidence/SHOWN/confirm/        302 403 403 403 403 302 403 403 403 409 403
"""
BODIES: dict[str, Any] = {
    "/checklists/stations/STATION/POINT/": {"text": "有", "day": "2026-01-01"},
}


def specimens(city: Specimens) -> None:
    """A list of one point, and what the station shows for it."""
    told: dict[str, Any] = {"by": city.office, "at": city.now}
    listed = ListDraft("五有", (StationKind.STATION,), (("有场所", ""),))
    version = define(listed, **told)
    point, key = version.points.get().pk, int(str(city.keys["STATION"]))
    shown = EvidenceDraft(key, point, "两间", date(2026, 1, 1), JPEG, "room.jpg")
    row = record(shown, by=city.mender, at=city.now)
    city.keys |= {"CHECKS": version.checklist_id, "POINT": point, "SHOWN": row.pk}
