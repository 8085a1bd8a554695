"""Briefs of campaigns: who comes in where (read as tests/test_access.py says)."""

from typing import Any

from wenming.service.briefs.actions import write_brief

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# briefs
POST /briefs/DRIVE/write/                       302 403 403 403 403 302 403 403 403 403 403
GET  /briefs/DRIVE/1/                           302 200 200 200 200 200 200 200 200 200 200
GET  /briefs/DRIVE/1.docx                       302 200 200 200 200 200 200 200 200 200 200
GET  /briefs/DRIVE/1.pdf                        302 200 200 200 200 200 200 200 200 200 200
"""
BODIES: dict[str, Any] = {"/briefs/DRIVE/write/": {"seen": "0", "issuer": "创城办"}}


def specimens(city: Any) -> None:
    """A brief of the clean-up day."""
    write_brief(city.keys["DRIVE"], "创城办", 0, by=city.office, at=city.now)
