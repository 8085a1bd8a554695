"""Signing up for shifts: who comes in where (read as tests/test_access.py says)."""

from datetime import date
from typing import Any

from tests.specimens import Specimens
from wenming.org.models import User
from wenming.service.members.actions import add
from wenming.service.members.drafts import MemberDraft
from wenming.service.signups.actions import open_up, sign_up
from wenming.service.signups.drafts import OpeningDraft

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# signing up for shifts
GET  /signups/                                  302 200 200 200 200 200 200 200 200 200 200
GET  /signups/mine/                             302 200 200 200 200 200 200 200 200 200 200
GET  /signups/posts/                            302 403 403 403 403 200 403 403 200 200 200
GET  /signups/posts/STAND/open/                 302 403 403 403 403 200 403 403 200 200 404
POST /signups/posts/STAND/open/                 302 403 403 403 403 302 403 403 302 302 404
GET  /signups/SHIFT/                            302 404 200 200 200 200 200 200 200 200 404
POST /signups/SHIFT/join/                       302 404 404 404 404 404 404 404 404 404 404
POST /signups/SHIFT/close/                      302 403 403 403 403 302 403 403 302 302 404
GET  /signups/SHIFT/code/                       302 403 403 403 403 200 403 403 200 200 404
GET  /signups/SHIFT/come/                       302 404 404 404 404 404 404 404 404 404 404
POST /signups/of/SIGNUP/give_up/                302 404 403 403 403 302 403 403 302 302 404
POST /signups/of/SIGNUP/refuse/                 302 404 403 403 403 302 403 403 302 302 404
"""
BODIES: dict[str, Any] = {
    "/signups/posts/STAND/open/": {
        "first": "TOMORROW",
        "last": "TOMORROW",
        "places": "2",
        "opens": "2026-01-01",
        "opens_at": "08:00",
        "closing": "0",
        "units": ["UNIT"],
    },
    "/signups/SHIFT/join/": {"member": "MEMBER", "turn": "1"},
    "/signups/of/SIGNUP/refuse/": {"note": "人手已够"},
}


def specimens(city: Specimens) -> None:
    """Tomorrow's shift open to the street's people, one of whom waits."""
    told: dict[str, Any] = {"by": city.mender, "at": city.now}
    own = User.objects.create(username="volunteer", name="丁")
    [member] = add([MemberDraft(city.street.pk, "丁", own.pk)], **told)
    day = date.fromisoformat(str(city.keys["TOMORROW"]))
    draft = OpeningDraft(day, day, city.now, 0, 1, (city.street.pk,))
    post, shift = (int(str(city.keys[name])) for name in ("STAND", "SHIFT"))
    open_up(post, draft, **told)
    city.keys["SIGNUP"] = sign_up(shift, member.pk, by=own, at=city.now).pk
