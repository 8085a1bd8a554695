"""First pages, places, people, workbooks, records, machines: who comes in where (read as tests/test_access.py says)."""

from typing import Any

from tests.specimens import JPEG

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# the first pages
GET  /                                          302 200 200 200 200 200 200 200 200 200 200
GET  /search/?q=路                               302 200 200 200 200 200 200 200 200 200 200
GET  /map/                                      302 200 200 200 200 200 200 200 200 200 200
GET  /map.geojson                               302 200 200 200 200 200 200 200 200 200 200
# places and who answers for them
GET  /places/                                   302 200 200 200 200 200 200 200 200 200 200
GET  /places/sites.xlsx                         302 403 200 200 403 200 200 403 200 200 200
GET  /places/kinds/                             302 200 200 200 200 200 200 200 200 200 200
GET  /places/SITE/                              302 404 200 200 200 200 200 200 200 200 404
GET  /places/SITE/geo.json                      302 404 200 200 200 200 200 200 200 200 404
GET  /places/SITE/edit/                         302 404 403 403 403 200 403 403 403 403 404
POST /places/SITE/edit/                         302 404 403 403 403 302 403 403 403 403 404
GET  /duties/                                   302 200 200 200 200 200 200 200 200 200 200
GET  /duties/units/UNIT/                        302 200 200 200 200 200 200 200 200 200 200
GET  /duties/sites/SITE/                        302 403 403 403 403 200 403 403 403 403 403
POST /duties/sites/SITE/                        302 403 403 403 403 302 403 403 403 403 403
GET  /duties/CHARGE/hand/                       302 403 403 403 403 200 403 403 403 403 403
POST /duties/CHARGE/hand/                       302 403 403 403 403 302 403 403 403 403 403
GET  /duties/CHARGE/release/                    302 405 405 405 405 405 405 405 405 405 405
POST /duties/CHARGE/release/                    302 403 403 403 403 302 403 403 403 403 403
GET  /duties/plans/                             302 403 403 403 403 200 403 403 403 403 403
POST /duties/plans/                             302 403 403 403 403 302 403 403 403 403 403
POST /duties/plans/wishes/                      302 403 403 403 403 302 403 403 403 403 403
POST /duties/plans/wishes/WISH/unsay/           302 403 403 403 403 302 403 403 403 403 403
GET  /duties/plans/PROPOSAL/                    302 404 404 200 200 200 404 404 404 404 404
GET  /duties/plans/PROPOSAL/sites/SEGMENT/      302 403 403 403 403 200 403 403 403 403 403
POST /duties/plans/PROPOSAL/sites/SEGMENT/      302 403 403 403 403 302 403 403 403 403 403
# people, units, areas, the calendar
GET  /org/areas/                                302 200 200 200 200 200 200 200 200 200 200
GET  /org/units/                                302 200 200 200 200 200 200 200 200 200 200
GET  /org/units/UNIT/                           302 200 200 200 200 200 200 200 200 200 200
GET  /org/people/                               302 403 403 403 200 200 403 403 403 403 403
GET  /org/people/new/                           302 403 403 403 200 200 403 403 403 403 403
POST /org/people/new/                           302 403 403 403 200 200 403 403 403 403 403
GET  /org/people/USER/                          302 403 403 403 200 200 403 403 403 403 403
POST /org/people/USER/                          302 403 403 403 302 302 403 403 403 403 403
GET  /org/people/USER/appoint/                  302 405 405 405 405 405 405 405 405 405 405
POST /org/people/USER/appoint/                  302 403 403 403 302 302 403 403 403 403 403
POST /org/posts/HELD/end/                       302 403 403 403 302 302 403 403 403 403 403
POST /org/people/USER/password/                 302 403 403 403 200 200 403 403 403 403 403
POST /org/people/USER/active/                   302 403 403 403 302 302 403 403 403 403 403
GET  /org/groups/                               302 200 200 200 200 200 200 200 200 200 200
GET  /org/groups/GROUP/                         302 200 200 200 200 200 200 200 200 200 200
POST /org/groups/GROUP/                         302 403 403 403 302 302 403 403 403 403 403
GET  /org/calendar/                             302 200 200 200 200 200 200 200 200 200 200
GET  /org/calendar/2026/                        302 200 200 200 200 200 200 200 200 200 200
POST /org/calendar/2026/                        302 403 403 403 302 302 403 403 403 403 403
POST /org/calendar/2026-06-01/                  302 403 403 403 302 302 403 403 403 403 403
GET  /org/me/                                   302 200 200 200 200 200 200 200 200 200 200
POST /org/me/                                   302 302 302 302 302 302 302 302 302 302 302
POST /org/me/keys/                              302 200 200 200 200 200 200 200 200 200 200
POST /org/me/keys/KEY/                          302 302 302 302 302 302 302 302 302 302 302
# workbooks
GET  /load/                                     302 403 403 403 200 200 403 403 200 200 200
POST /load/                                     302 403 403 403 422 422 403 403 422 422 422
GET  /load/UPLOAD/                              302 403 403 403 200 200 403 403 403 403 403
POST /load/UPLOAD/decide/                       302 403 403 403 409 409 403 403 403 403 403
GET  /load/UPLOAD/marked/                       302 403 403 403 200 200 403 403 403 403 403
GET  /load/out/units/                           302 403 403 403 200 200 403 403 403 403 403
# records
GET  /records/inbox/                            302 200 200 200 200 200 200 200 200 200 200
POST /records/inbox/read/                       302 302 302 302 302 302 302 302 302 302 302
POST /records/inbox/NOTICE/                     302 404 404 404 404 302 404 404 404 404 404
GET  /records/inbox/NOTICE/                     302 405 405 405 405 405 405 405 405 405 405
GET  /records/seals/                            302 403 403 200 200 403 403 403 403 403 403
POST /records/seals/                            302 403 403 200 200 403 403 403 403 403 403
# signing in, and how one likes pages
GET  /account/login/                            200 302 302 302 302 302 302 302 302 302 302
POST /account/login/                            200 302 302 302 302 302 302 302 302 302 302
GET  /account/logout/                           302 200 200 200 200 200 200 200 200 200 200
POST /account/logout/                           302 302 302 302 302 302 302 302 302 302 302
GET  /account/inactive/                         200 200 200 200 200 200 200 200 200 200 200
GET  /account/password/                         302 200 200 200 200 200 200 200 200 200 200
POST /account/password/                         302 200 200 200 200 200 200 200 200 200 200
GET  /account/again/                            302 200 200 200 200 200 200 200 200 200 200
GET  /account/codes/                            302 200 200 200 200 200 200 200 200 200 200
GET  /account/codes/authenticate/               302 302 302 302 302 302 302 302 302 302 302
GET  /account/codes/reauthenticate/             302 302 302 302 302 302 302 302 302 302 302
GET  /account/codes/totp/activate/              302 302 302 302 302 302 302 302 302 302 302
GET  /account/codes/totp/deactivate/            302 404 404 404 404 404 404 404 404 404 404
GET  /account/codes/recovery-codes/             302 404 404 404 404 404 404 404 404 404 404
GET  /account/codes/recovery-codes/generate/    302 302 302 302 302 302 302 302 302 302 302
GET  /account/codes/recovery-codes/download/    302 404 404 404 404 404 404 404 404 404 404
GET  /org/roles/                                404 404 404 404 404 404 404 404 404 404 404
POST /org/roles/                                404 404 404 404 404 404 404 404 404 404 404
POST /display/                                  302 302 302 302 302 302 302 302 302 302 302
GET  /components/                               404 404 404 404 404 404 404 404 404 404 404
GET  /components/map.geojson                    404 404 404 404 404 404 404 404 404 404 404
# machines
GET  /api/                                      404 404 404 404 404 404 404 404 404 404 404
GET  /api/openapi.json                          200 200 200 200 200 200 200 200 200 200 200
GET  /api/docs                                  200 200 200 200 200 200 200 200 200 200 200
POST /api/field/visits                          401 403 403 403 403 200 200 200 403 403 403
PUT  /api/field/photos/PHOTO                    401 403 403 403 403 200 200 200 403 403 403
GET  /api/field/bundle                          401 403 403 403 403 200 200 200 403 403 403
GET  /api/cases                                 401 200 200 200 200 200 200 200 200 200 200
POST /api/cases/assign                          401 200 200 200 200 200 200 200 200 200 200
GET  /api/cases/NUMBER                          401 404 200 200 200 200 200 200 200 200 404
POST /api/cases/NUMBER/moves                    401 404 403 403 403 200 200 200 403 403 404
"""
BODIES: dict[str, Any] = {
    "/org/roles/": {"user": "USER"},
    "/org/people/new/": {"username": "jin", "name": "金"},
    "/org/people/USER/": {"name": "吴"},
    "/org/people/USER/appoint/": {"role": "liaison", "unit": "UNIT", "since": "2026-01-01"},
    "/org/groups/GROUP/": {"beat": ["AREA"]},
    "/org/calendar/2026/": {"day": "2026-06-01", "kind": "off"},
    "/org/me/": {"name": "本人"},
    "/org/me/keys/": {"name": "汇总", "days": "90"},
    "/places/SITE/edit/": {"name": "背街小巷2号"},
    "/duties/sites/SITE/": {"kind": "point_head", "unit": "UNIT", "since": "2026-06-01"},
    "/duties/CHARGE/hand/": {"unit": "UNIT", "since": "2026-06-01"},
    "/duties/CHARGE/release/": {"until": "2026-06-01", "why": "撤并"},
    "/duties/plans/": {
        "year": 2027,
        "since": "2027-01-01",
        "moved": 500,
        "wished": 1000,
        "uneven": 20,
        "most": 1,
        "seconds": 5,
    },
    "/duties/plans/wishes/": {"unit": "UNIT", "site": "SEGMENT", "kind": "ban"},
    "/duties/plans/PROPOSAL/sites/SEGMENT/": {"seen": 0, "site": "SEGMENT", "new": "UNIT"},
    "/load/": {"kind": "units"},
    "/api/field/visits": [],
    "/api/field/photos/PHOTO": JPEG,
    "/api/cases/assign": {"cases": ["NUMBER"]},
    "/api/cases/NUMBER/moves": {"move": "close"},
}
OPEN = {"/account/login/", "/account/inactive/", "/api/openapi.json", "/api/docs"}
