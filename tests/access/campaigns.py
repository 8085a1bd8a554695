"""Campaigns: who comes in where (read as tests/test_access.py says)."""

from typing import Any

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# campaigns
GET  /campaigns/                                302 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/new/                            302 403 403 403 403 200 403 403 403 403 403
POST /campaigns/new/                            302 403 403 403 403 422 403 403 403 403 403
GET  /campaigns/DRIVE/                          302 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/DRIVE/edit/                     302 403 403 403 403 200 403 403 403 403 403
POST /campaigns/DRIVE/close/                    302 403 403 403 403 302 403 403 403 403 403
GET  /campaigns/DRIVE/returns/                  302 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/DRIVE/units/BUREAU/             302 404 200 200 200 200 200 200 404 404 200
POST /campaigns/DRIVE/units/BUREAU/             302 404 403 403 403 302 403 403 404 404 302
POST /campaigns/returns/RETURN/vouch/           302 403 403 403 403 302 403 403 403 403 403
"""
BODIES: dict[str, Any] = {
    "/campaigns/DRIVE/units/BUREAU/": {
        "day": "2026-03-01",
        "mCOUNTED": "12",
        "mWEIGHED": "1.30",
        "seen": "1",
        "reason": "漏记",
    },
    "/campaigns/returns/RETURN/vouch/": {"note": "已问"},
}
