"""The loop: cases, rounds, scores, standards, time limits: who comes in where (read as tests/test_access.py says)."""

from typing import Any

from wenming.loop.terms.rules import TERMS

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# cases
GET  /cases/                                    302 200 200 200 200 200 200 200 200 200 200
GET  /cases/ledger.xlsx                         302 403 200 200 403 200 200 403 200 200 200
GET  /cases/asks/                               302 200 200 200 200 200 200 200 200 200 200
GET  /cases/FILED/                              302 404 200 200 200 200 200 200 404 404 404
GET  /cases/FIXED/                              302 404 200 200 200 200 200 200 200 200 404
GET  /cases/FIXED/photos/PHOTO                  302 404 200 200 200 200 200 200 200 200 404
POST /cases/assign/                             302 302 302 302 302 302 302 302 302 302 302
GET  /cases/assign/                             302 405 405 405 405 405 405 405 405 405 405
POST /cases/FILED/refuse/                       302 404 403 403 403 302 302 403 404 404 404
POST /cases/FILED/assign/                       302 404 403 403 403 302 403 403 404 404 404
POST /cases/TAKEN/fix/                          302 404 403 403 403 403 403 403 302 302 403
POST /cases/TAKEN/grant/                        302 404 403 403 403 302 403 403 403 403 403
POST /cases/TAKEN/shelve/                       302 404 403 403 403 302 403 403 403 403 403
POST /cases/FIXED/send_back/                    302 404 403 403 403 302 302 302 403 403 404
POST /cases/FIXED/close/                        302 404 403 403 403 302 302 302 403 403 404
GET  /cases/FIXED/close/                        302 405 405 405 405 405 405 405 405 405 405
POST /cases/FIXED/appeal/                       302 404 403 403 403 403 403 403 302 302 404
POST /cases/TAKEN/withdraw/                     302 404 403 403 403 302 403 403 403 403 403
# rounds
GET  /rounds/                                   302 200 200 200 200 200 200 200 200 200 200
GET  /rounds/new/                               302 403 403 403 403 200 403 403 403 403 403
POST /rounds/new/                               302 403 403 403 403 302 403 403 403 403 403
GET  /rounds/ROUND/                             302 200 200 200 200 200 200 200 200 200 200
GET  /rounds/ROUND/draw/                        200 200 200 200 200 200 200 200 200 200 200
GET  /rounds/ROUND/frame.tsv                    200 200 200 200 200 200 200 200 200 200 200
GET  /rounds/ROUND/stops.xlsx                   302 403 200 200 403 200 200 403 200 200 200
POST /rounds/ROUND/share/                       302 403 403 403 403 302 403 403 403 403 403
GET  /rounds/stops/STOP/hand/                   302 404 403 403 403 200 403 403 404 404 404
POST /rounds/stops/STOP/hand/                   302 404 403 403 403 302 403 403 404 404 404
GET  /rounds/stops/STOP/replace/                302 404 403 403 403 200 200 200 404 404 404
POST /rounds/stops/STOP/replace/                302 404 403 403 403 302 302 302 404 404 404
GET  /rounds/visits/VISIT/                      302 404 200 200 200 200 200 200 200 200 404
GET  /rounds/visits/VISIT/photos/PHOTO/         302 404 200 200 200 200 200 200 200 200 404
# tours
GET  /tours/                                    302 200 200 200 200 200 200 200 200 200 200
GET  /tours/plans/                              302 403 403 403 403 200 403 403 403 403 403
POST /tours/plans/                              302 403 403 403 403 422 403 403 403 403 403
POST /tours/plans/hours/                        302 403 403 403 403 302 403 403 403 403 403
GET  /tours/plans/TOURS/                        302 404 404 200 200 200 404 404 404 404 404
GET  /tours/plans/TOURS/map.geojson             302 404 404 200 200 200 404 404 404 404 404
GET  /tours/plans/TOURS/stops/LEG/              302 403 403 403 403 200 403 403 403 403 403
POST /tours/plans/TOURS/stops/LEG/              302 403 403 403 403 302 403 403 403 403 403
# where one goes
GET  /field/                                    302 403 403 403 403 200 200 200 403 403 403
GET  /field/stops/STOP/                         302 404 403 403 403 200 200 200 404 404 404
POST /field/stops/STOP/                         302 404 403 403 403 422 422 422 404 404 404
GET  /field/rounds/PATROL/sites/                302 403 403 403 403 200 200 200 403 403 403
GET  /field/rounds/PATROL/sites/CODE/           302 404 403 403 403 200 200 200 403 403 404
POST /field/rounds/PATROL/sites/CODE/           302 404 403 403 403 422 422 422 403 403 404
GET  /field/rounds/PLANNED/commit/              302 403 403 403 403 200 403 403 403 403 403
POST /field/rounds/PLANNED/commit/              302 403 403 403 403 302 403 403 403 403 403
POST /field/rounds/READY/recommit/              302 403 403 403 403 302 403 403 403 403 403
POST /field/rounds/READY/draw/                  302 403 403 403 403 302 403 403 403 403 403
POST /field/rounds/ROUND/close/                 302 403 403 403 403 302 403 403 403 403 403
GET  /field/findings/FINDING/correct/           302 404 403 403 403 200 403 200 403 403 404
POST /field/findings/FINDING/correct/           302 404 403 403 403 302 403 302 403 403 404
# scores
GET  /scores/                                   302 200 200 200 200 200 200 200 200 200 200
GET  /scores/indices/                           302 200 200 200 200 200 200 200 200 200 200
GET  /scores/indices/by/unit/                   302 200 200 200 200 200 200 200 200 200 200
GET  /scores/indices/fixed/top/                 302 200 200 200 200 200 200 200 200 200 200
GET  /scores/OVER/                              302 200 200 200 200 200 200 200 200 200 200
GET  /scores/years/EDITION/2026/                302 200 200 200 200 200 200 200 200 200 200
GET  /scores/OVER/ranks/                        302 200 200 200 200 200 200 200 200 200 200
GET  /scores/OVER/gains/                       302 200 200 200 200 200 200 200 200 200 200
POST /scores/ROUND/gains/                      302 403 403 403 403 422 403 403 403 403 403
GET  /scores/OVER/marks/                        302 200 200 200 200 200 200 200 200 200 200
GET  /scores/OVER/open-data.zip                 302 200 200 200 200 200 200 200 200 200 200
GET  /scores/ROUND/open-data.zip                302 409 409 409 409 409 409 409 409 409 409
# standards
GET  /standards/                                302 200 200 200 200 200 200 200 200 200 200
GET  /standards/bars/                           302 200 200 200 200 200 200 200 200 200 200
GET  /standards/items/ITEM/                     302 200 200 200 200 200 200 200 200 200 200
GET  /standards/EDITION/                        302 200 200 200 200 200 200 200 200 200 200
GET  /standards/EDITION/book.xlsx               302 200 200 200 200 200 200 200 200 200 200
GET  /standards/EDITION/units/UNIT/             302 200 200 200 200 200 200 200 200 200 200
GET  /standards/EDITION/nobody/                 302 200 200 200 200 200 200 200 200 200 200
GET  /standards/EDITION/against/DRAFT/          302 404 404 404 404 200 404 404 404 404 404
GET  /standards/DRAFT/profile/                  302 403 403 403 403 200 403 403 403 403 403
POST /standards/DRAFT/profile/                  302 403 403 403 403 422 403 403 403 403 403
POST /standards/EDITION/archive/                302 403 403 403 403 302 403 403 403 403 403
GET  /standards/DRAFT/                          302 404 404 404 404 200 404 404 404 404 404
GET  /standards/units/UNIT/                     302 302 302 302 302 302 302 302 302 302 302
POST /standards/DRAFT/publish/                  302 404 404 404 404 302 404 404 404 404 404
GET  /standards/EDITION/bars/                   302 200 200 200 200 200 200 200 200 200 200
GET  /standards/DRAFT/bars/write/               302 405 405 405 405 405 405 405 405 405 405
POST /standards/DRAFT/bars/write/               302 404 404 404 404 302 404 404 404 404 404
GET  /standards/DRAFT/bars/BAR/                 302 405 405 405 405 405 405 405 405 405 405
POST /standards/DRAFT/bars/BAR/                 302 404 404 404 404 302 404 404 404 404 404
GET  /standards/bars/BAR/warn/                  302 405 405 405 405 405 405 405 405 405 405
POST /standards/bars/BAR/warn/                  302 404 404 404 404 302 404 404 404 404 404
POST /proposals/PROPOSAL/accept/                302 404 404 403 403 302 404 404 404 404 404
# time limits
GET  /terms/                                    302 200 200 200 200 200 200 200 200 200 200
POST /terms/                                    302 403 403 403 403 302 403 403 403 403 403
"""
BODIES: dict[str, Any] = {
    "/cases/assign/": {"case": "FILED"},
    "/cases/FILED/refuse/": {"note": "重复"},
    "/cases/FILED/assign/": {"unit": "UNIT"},
    "/cases/TAKEN/fix/": {"note": "已清理"},
    "/cases/TAKEN/shelve/": {"note": "等管网改造", "plan": "2199-01-01"},
    "/cases/FIXED/appeal/": {"note": "不在界内", "finding": "SIGHTED"},
    "/cases/TAKEN/withdraw/": {"note": "记错点位"},
    "/cases/FIXED/send_back/": {"note": "还有积水"},
    "/rounds/new/": {
        "name": "四季度",
        "kind": "assessment",
        "strata": "kind",
        "sizes": "proportional",
        "edition": "YEAR",
        "area": "CITY",
    },
    "/field/rounds/READY/recommit/": {"note": "点位有变"},
    "/rounds/stops/STOP/hand/": {"group": "GROUP"},
    "/rounds/stops/STOP/replace/": {"reason": "停业"},
    "/field/findings/FINDING/correct/": {"verdict": "pass", "note": "看错"},
    "/tours/plans/hours/": {"kind": "KIND", "weight": 1},
    "/tours/plans/TOURS/stops/LEG/": {"seen": 0, "user": "", "day": "DAY", "order": 1},
    "/terms/": {
        f"{stage}-{limit}": minutes / 60
        for stage, limits in TERMS.items()
        for limit, minutes in limits.items()
    },
    "/scores/ROUND/gains/": {"do": "accept"},
    "/standards/DRAFT/profile/": {"years": "100"},
    "/standards/DRAFT/bars/write/": {"text": "重大污染", "order": 2},
    "/standards/DRAFT/bars/BAR/": {"text": "重大安全事故", "order": 1},
    "/standards/bars/BAR/warn/": {"note": "正在调查"},
}
OPEN = {"/rounds/ROUND/draw/", "/rounds/ROUND/frame.tsv"}  # a draw is public
