"""Posts, shifts, who stands there, rosters: who comes in where (read as tests/test_access.py says)."""

from typing import Any

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# posts, shifts and who stands there
GET  /shifts/                                   302 200 200 200 200 200 200 200 200 200 200
GET  /shifts/now/                               302 200 200 200 200 200 200 200 200 200 200
GET  /shifts/mine/                              302 200 200 200 200 200 200 200 200 200 200
GET  /shifts/feed/                              302 200 200 200 200 200 200 200 200 200 200
POST /shifts/feed/                              302 302 302 302 302 302 302 302 302 302 302
GET  /shifts/feed/1-0.ics                       404 404 404 404 404 404 404 404 404 404 404
GET  /shifts/make/                              302 403 403 403 403 200 403 403 200 200 200
POST /shifts/make/                              302 403 403 403 403 302 403 403 302 302 422
GET  /shifts/patterns/                          302 403 403 403 403 200 403 403 200 200 200
POST /shifts/patterns/                          302 403 403 403 403 302 403 403 302 302 302
GET  /shifts/patterns/PATTERN/                  302 403 403 403 403 200 403 403 200 200 200
GET  /shifts/posts/new/                         302 403 403 403 403 200 403 403 200 200 200
POST /shifts/posts/new/                         302 403 403 403 403 302 403 403 302 302 422
GET  /shifts/posts/STAND/                       302 404 200 200 200 200 200 200 200 200 404
GET  /shifts/posts/STAND/edit/                  302 403 403 403 403 200 403 403 200 200 404
POST /shifts/posts/STAND/edit/                  302 403 403 403 403 302 403 403 302 302 404
POST /shifts/posts/STAND/close/                 302 404 403 403 403 302 403 403 302 302 404
POST /shifts/SHIFT/drop/                        302 404 403 403 403 409 403 403 409 409 404
GET  /shifts/units/UNIT/                        302 200 200 200 200 200 200 200 200 200 200
GET  /shifts/SHIFT/                             302 404 200 200 200 200 200 200 200 200 404
POST /shifts/SHIFT/on/                          302 404 403 403 403 302 403 403 302 302 404
POST /shifts/SHIFT/mark/                        302 404 403 403 403 409 403 403 409 409 404
POST /shifts/places/PLACE/take_off/             302 404 403 403 403 302 403 403 302 302 404
POST /shifts/places/PLACE/drop_out/             302 404 403 403 403 302 403 403 302 302 404
GET  /members/units/UNIT/                       302 200 200 200 200 200 200 200 200 200 200
POST /members/units/UNIT/                       302 403 403 403 403 302 403 403 302 302 403
POST /members/units/UNIT/grant/                 302 403 403 403 403 302 403 403 302 302 422
GET  /members/MEMBER/                           302 404 200 200 200 200 200 200 200 200 404
POST /members/MEMBER/                           302 404 403 403 403 302 403 403 302 302 404
POST /members/MEMBER/wish/                      302 404 403 403 403 302 403 403 302 302 404
POST /members/MEMBER/wishes/LEAVE/              302 404 403 403 403 302 403 403 302 302 404
POST /members/MEMBER/leave/                     302 404 403 403 403 302 403 403 302 302 404
GET  /rosters/units/UNIT/MONTH/                 302 403 403 403 403 200 403 403 200 200 403
POST /rosters/units/UNIT/MONTH/                 302 403 403 403 403 302 403 403 302 302 403
GET  /rosters/units/UNIT/MONTH/mend/            302 405 405 405 405 405 405 405 405 405 405
POST /rosters/units/UNIT/MONTH/mend/            302 403 403 403 403 302 403 403 302 302 403
GET  /rosters/ROSTER/                           302 404 404 200 200 200 404 404 200 200 404
GET  /rosters/ROSTER/MEMBER/TOMORROW/           302 403 403 403 403 200 403 403 200 200 404
POST /rosters/ROSTER/MEMBER/TOMORROW/           302 403 403 403 403 302 403 403 302 302 404
"""
BODIES: dict[str, Any] = {
    "/rosters/units/UNIT/MONTH/": {"missing": 20, "uneven": 1, "weekend": 10, "seconds": 5},
    "/rosters/ROSTER/MEMBER/TOMORROW/": {"seen": 0, "shift": ""},
    "/shifts/make/": {"month": "MONTH", "posts": ["STAND"]},
    "/shifts/patterns/": {"name": "晚班", "spans": "晚班 18:00-20:00", "days": "all"},
    "/shifts/posts/new/": {
        "site": "CODE",
        "duty": "巡查",
        "unit": "UNIT",
        "least": "1",
        "wish": "1",
        "most": "1",
    },
    "/shifts/posts/STAND/edit/": {
        "site": "CODE",
        "duty": "劝导",
        "unit": "UNIT",
        "least": "1",
        "wish": "1",
        "most": "1",
    },
    "/shifts/SHIFT/on/": {"member": "MEMBER", "anyway": "on"},
    "/shifts/places/PLACE/drop_out/": {"note": "发烧"},
    "/members/units/UNIT/": {"names": "丙"},
    "/members/units/UNIT/grant/": {"name": "培训", "since": "2026-01-01", "members": ["MEMBER"]},
    "/members/MEMBER/": {
        "name": "乙",
        "least_hours": "0",
        "most_hours": "80",
        "longest_run": "5",
    },
    "/members/MEMBER/wish/": {
        "kind": "off",
        "first": "TOMORROW",
        "last": "TOMORROW",
        "weight": "3",
    },
}
