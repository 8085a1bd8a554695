"""Campaigns: who comes in where (read as tests/test_access.py says)."""

from typing import Any

from wenming.service.campaigns.actions import define, take
from wenming.service.campaigns.rules import Move

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# campaigns
GET  /campaigns/                                302 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/new/                            302 403 403 403 403 200 403 403 403 403 403
POST /campaigns/new/                            302 403 403 403 403 422 403 403 403 403 403
GET  /campaigns/DRIVE/                          302 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/DRIVE/edit/                     302 403 403 403 403 200 403 403 403 403 403
GET  /campaigns/DRIVE/book.xlsx                 302 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/DRIVE/book/                     302 200 200 200 200 200 200 200 200 200 200
POST /campaigns/DRIVE/book/                     302 422 422 422 422 422 422 422 422 422 422
GET  /campaigns/DRIVE/units/BUREAU/paper.docx   302 404 200 200 200 200 200 200 404 404 200
POST /campaigns/DRIVE/close/                    302 403 403 403 403 302 403 403 403 403 403
GET  /campaigns/DRIVE/returns/                  302 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/DRIVE/units/BUREAU/             302 404 200 200 200 200 200 200 404 404 200
POST /campaigns/DRIVE/units/BUREAU/             302 404 403 403 403 302 403 403 404 404 302
GET  /campaigns/open/                           200 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/open/feed.atom                  200 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/open/campaigns.ics              200 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/open/DRIVE/                     200 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/open/ENDED.json                  200 200 200 200 200 200 200 200 200 200 200
GET  /campaigns/open/ENDED.csv                   200 200 200 200 200 200 200 200 200 200 200
POST /campaigns/returns/RETURN/vouch/           302 403 403 403 403 302 403 403 403 403 403
"""
OPEN = {
    "/campaigns/open/",
    "/campaigns/open/feed.atom",
    "/campaigns/open/campaigns.ics",
    "/campaigns/open/DRIVE/",
    "/campaigns/open/ENDED.json",
    "/campaigns/open/ENDED.csv",
}
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


def specimens(city: Any) -> None:
    """A campaign that is over, on which nobody reported."""
    told = {"by": city.office, "at": city.now}
    row = define(city.drive.draft(name="已结束的清扫"), **told)
    for move in (Move.OPEN, Move.CLOSE):
        take(row.pk, move, **told)
    city.keys["ENDED"] = row.pk
