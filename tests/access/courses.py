"""Courses and enrolments: who comes in where (read as tests/test_access.py says)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from wenming.service.courses.actions import set_up
from wenming.service.courses.drafts import CourseDraft, Series
from wenming.service.enrolments.actions import enrol
from wenming.service.enrolments.drafts import EnrolmentDraft

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# courses: who runs the station has its desk, everybody may look and enrol
GET  /courses/                                  200 200 200 200 200 200 200 200 200 200 200
GET  /courses/COURSE/                           200 200 200 200 200 200 200 200 200 200 200
POST /courses/COURSE/                           302 302 302 302 302 302 302 302 302 302 302
GET  /courses/slips/                            200 200 200 200 200 200 200 200 200 200 200
GET  /courses/slips/SLIP/SECRET/                200 200 200 200 200 200 200 200 200 200 200
GET  /courses/slips/SLIP/0000/                  404 404 404 404 404 404 404 404 404 404 404
POST /courses/slips/SLIP/SECRET/give_up/        302 302 302 302 302 302 302 302 302 302 302
GET  /courses/mine/                             302 200 200 200 200 200 200 200 200 200 200
GET  /courses/feed.atom                         200 200 200 200 200 200 200 200 200 200 200
GET  /courses/at/STATION/calendar.ics           200 200 200 200 200 200 200 200 200 200 200
GET  /courses/new/STATION/                      302 403 403 403 403 200 403 403 200 200 403
GET  /courses/COURSE/desk/                      302 403 403 403 403 200 403 403 200 200 403
POST /courses/COURSE/desk/                      302 403 403 403 403 422 403 403 422 422 403
GET  /courses/COURSE/edit/                      302 403 403 403 403 200 403 403 200 200 403
POST /courses/COURSE/sessions/                  302 403 403 403 403 422 403 403 422 422 403
POST /courses/COURSE/call_off/                  302 403 403 403 403 302 403 403 302 302 403
GET  /courses/COURSE/list.xlsx                  302 403 403 403 403 200 403 403 200 200 403
POST /courses/enrolments/ENROLLED/give_up/      302 403 403 403 403 302 403 403 302 302 403
GET  /courses/sessions/MEETING/                 302 403 403 403 403 200 403 403 200 200 403
POST /courses/sessions/MEETING/drop/            302 403 403 403 403 302 403 403 302 302 403
"""
BODIES: dict[str, Any] = {
    "/courses/COURSE/": {
        "key": "00000000-0000-0000-0000-000000000077",
        "name": "李奶奶",
        "phone": "139 0000 0000",
    },
    "/courses/COURSE/call_off/": {"note": "老师生病"},
}
OPEN = {
    "/courses/",
    "/courses/COURSE/",
    "/courses/slips/",
    "/courses/slips/SLIP/SECRET/",
    "/courses/feed.atom",
    "/courses/at/STATION/calendar.ics",
}


def specimens(city: Any) -> None:
    """A course that meets tomorrow, and somebody in it."""
    told: dict[str, Any] = {"by": city.office, "at": city.now}
    opens, closes = city.now - timedelta(days=1), city.now + timedelta(days=1)
    tomorrow = localdate(city.now) + timedelta(days=1)
    hours = [city.now.replace(hour=h, minute=0).time() for h in (2, 3)]
    series = Series(tomorrow, hours[0], hours[1], over_holidays=True)
    draft = CourseDraft("书法班", 12, opens, closes)
    course = set_up(city.keys["STATION"], draft, series, UUID(int=71), **told)
    somebody = EnrolmentDraft(UUID(int=72), course.pk, "王爷爷", "0937-1234567")
    row = enrol(somebody, by=None, at=city.now)
    city.keys |= {"COURSE": course.pk, "ENROLLED": row.pk, "SLIP": row.number, "SECRET": row.code}
    city.keys |= {"MEETING": course.sessions.get().pk}
