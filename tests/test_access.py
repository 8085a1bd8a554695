"""Who comes in where: every address of the product for every role, written out to be read.

A word in capitals stands for a thing of tests/specimens.py. 200 is the page, 302 done or on to the
sign-in, 401 sign in first, 403 not this person, 404 no such thing for this person, 405 not in this
manner; 409 and 422: this person may, but the thing stands otherwise, or what was sent lacks something.
An address that is not in the table fails, and so does one that answers anybody otherwise.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests import access_service as service
from tests.specimens import JPEG, Specimens
from wenming.loop.terms.rules import TERMS

pytestmark = pytest.mark.django_db
ROLES = (
    *("nobody", "stranger", "leader", "auditor", "admin", "office", "group_head", "inspector"),
    *("chief", "mender", "liaison"),  # head and liaison of the street of the lanes; another's
)

ADMINS = ("nobody", "admin", "office")  # whoever comes nearest to being an operator

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# the first pages
GET  /                                          302 200 200 200 200 200 200 200 200 200 200
GET  /search/?q=路                               302 200 200 200 200 200 200 200 200 200 200
GET  /map/                                      302 200 200 200 200 200 200 200 200 200 200
GET  /map.geojson                               302 200 200 200 200 200 200 200 200 200 200
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
POST /proposals/PROPOSAL/accept/                302 404 404 403 403 302 404 404 404 404 404
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
# time limits
GET  /terms/                                    302 200 200 200 200 200 200 200 200 200 200
POST /terms/                                    302 403 403 403 403 302 403 403 403 403 403
# workbooks
GET  /load/                                     302 403 403 403 200 200 403 403 403 403 403
POST /load/                                     302 403 403 403 422 422 403 403 403 403 403
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
# What is sent with a POST; nothing where an address is not named.
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
    "/tours/plans/hours/": {"kind": "KIND"},
    "/tours/plans/TOURS/stops/LEG/": {"seen": 0, "user": "", "day": "DAY", "order": 1},
    "/duties/CHARGE/release/": {"until": "2026-06-01", "why": "撤并"},
    "/duties/plans/": {
        "year": 2027,
        "since": "2027-01-01",
        "moved": 500,
        "wished": 1000,
        "uneven": 20,
        "seconds": 5,
    },
    "/duties/plans/wishes/": {"unit": "UNIT", "site": "SEGMENT", "kind": "ban"},
    "/duties/plans/PROPOSAL/sites/SEGMENT/": {"seen": 0, "site": "SEGMENT", "new": "UNIT"},
    "/terms/": {
        f"{stage}-{limit}": minutes / 60
        for stage, limits in TERMS.items()
        for limit, minutes in limits.items()
    },
    "/scores/ROUND/gains/": {"do": "accept"},
    "/load/": {"kind": "units"},
    "/standards/DRAFT/profile/": {"years": "100"},
    "/standards/DRAFT/bars/write/": {"text": "重大污染", "order": 2},
    "/standards/DRAFT/bars/BAR/": {"text": "重大安全事故", "order": 1},
    "/standards/bars/BAR/warn/": {"note": "正在调查"},
    "/api/field/visits": [],
    "/api/field/photos/PHOTO": JPEG,
    "/api/cases/assign": {"cases": ["NUMBER"]},
    "/api/cases/NUMBER/moves": {"move": "close"},
    **service.BODIES,
}


# What answers who is not signed in: the sign-in, how one likes pages, and the shape of the API.
OPEN = {
    *("/account/login/", "/account/inactive/", "/api/openapi.json", "/api/docs"),
    *("/rounds/ROUND/draw/", "/rounds/ROUND/frame.tsv"),  # a draw is public
}


class Line(NamedTuple):
    """One line of the table: in what manner an address is asked, and what each role is answered."""

    method: str
    address: str
    answers: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.method:<5}{self.address:<43}{' '.join(map(str, self.answers))}"


def lines() -> list[Line]:
    """The table, read."""
    told = (TABLE + service.TABLE).splitlines()
    rows = [text.split() for text in told if text and not text.startswith("#")]
    return [Line(method, address, tuple(map(int, told))) for method, address, *told in rows]


def routes(found: URLResolver, start: str = "") -> Iterator[str]:
    """Every route of the product."""
    for one in found.url_patterns:
        if isinstance(one, URLPattern):
            yield start + str(one.pattern)
        else:
            yield from routes(one, start + str(one.pattern))


def plain(route: str) -> str:
    """A route as it is compared: Django drops the marks of a pattern's ends when it joins them."""
    return route.replace("^", "").removesuffix("$")


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Specimens]:
    """River City in the middle of its work, made once; what a request does is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        city = Specimens()
        city.sign_in(ROLES[1:])
        yield city
        transaction.set_rollback(True)


def asked(city: Specimens, line: Line, role: str) -> int:
    """The status of one request by somebody of a role."""
    address, body = city.said(line.address), city.said(BODIES.get(line.address, {}))
    with transaction.atomic():
        client = Client()
        client.cookies = SimpleCookie(city.cookies.get(role, ""))
        answer = send(client, line.method, address, body)
        if answer.streaming:
            list(answer)  # read to its end, as a browser does; the file under it is closed then
        transaction.set_rollback(True)
    return answer.status_code


def send(client: Client, method: str, address: str, body: Any) -> HttpResponse:
    """One request: a form for pages, JSON for machines, bytes as they are."""
    answer: Any
    if method == "GET":
        answer = client.get(address)
    elif method == "PUT":
        answer = client.put(address, body, content_type="image/jpeg")
    elif address.startswith("/api/"):
        answer = client.post(address, body, content_type="application/json")
    else:
        answer = client.post(address, body)
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line.method} {line.address}")
def test_an_address_answers_each_role_as_the_table_says(city: Specimens, line: Line) -> None:
    told = line._replace(answers=tuple(asked(city, line, role) for role in ROLES))
    assert told == line, f"it now answers\n{told}"


def test_every_address_is_in_the_table(city: Specimens) -> None:
    known = {plain(resolve(city.said(line.address).partition("?")[0]).route) for line in lines()}
    every = {plain(one) for one in routes(get_resolver()) if not one.startswith("admin/")}
    assert every - known == set()


def test_the_admin_is_closed_to_all_but_its_operators(city: Specimens) -> None:
    """Signed in or not: to the sign-in, or refused; there is nobody with a post who may."""
    for route in routes(get_resolver()):
        if route.startswith("admin/"):
            plain = re.sub(r"\(\?P<\w+>(\w+)\|[^)]*\)", r"\1", route).replace("(?P<url>.*)", "x")
            address = "/" + re.sub(r"<[^>]+>", "1", plain).translate(
                {ord("^"): None, ord("$"): None}
            )
            assert resolve(address).route.replace("^", "") == route.replace("^", "")
            told = [asked(city, Line("GET", address, ()), role) for role in ADMINS]
            assert set(told) <= {302, 403, 404}, (address, told)


def test_nobody_gets_in_unsigned_but_to_these(city: Specimens) -> None:
    open_ = {line.address for line in lines() if line.answers[0] not in {302, 401, 404}}
    assert open_ == OPEN
