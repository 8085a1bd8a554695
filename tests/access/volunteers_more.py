"""Trainings and hours: who comes in where (read as tests/test_access.py says); made after the persons."""

from datetime import time, timedelta
from typing import Any

from django.utils.timezone import localdate

from wenming.service.ledgers.actions import record
from wenming.service.ledgers.drafts import ServiceDraft
from wenming.service.trainings.actions import book, set_session, set_training
from wenming.service.trainings.drafts import SessionDraft, TrainingDraft

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# trainings
GET  /trainings/                                302 200 200 200 200 200 200 200 200 200 200
POST /trainings/set/                            302 403 403 403 403 302 403 403 302 302 422
POST /trainings/sessions/                       302 403 403 403 403 302 403 403 302 302 422
GET  /trainings/SESSION/                        302 200 200 200 200 200 200 200 200 200 200
POST /trainings/SESSION/book/                   302 403 403 403 403 302 403 403 302 302 403
POST /trainings/SESSION/mark/                   302 403 403 403 403 302 403 403 302 302 302
POST /trainings/seats/SEAT/give_up/             302 403 403 403 403 302 403 403 302 302 403
# hours
GET  /hours/                                    302 200 200 200 200 200 200 200 200 200 200
GET  /hours/me/                                 302 302 302 302 302 302 302 302 302 302 302
GET  /hours/people/PERSON/                      302 404 200 200 200 200 200 200 200 200 404
GET  /hours/units/UNIT/                         302 404 200 200 200 200 200 200 200 200 404
POST /hours/units/UNIT/record/                  302 404 403 403 403 302 403 403 302 302 404
POST /hours/units/UNIT/confirm/                 302 404 403 403 403 302 403 403 302 409 404
POST /hours/lines/LINE/reverse/                 302 404 403 403 403 302 403 403 302 302 404
GET  /hours/levels/                             302 403 403 403 403 200 403 403 403 403 403
POST /hours/levels/                             302 403 403 403 403 302 403 403 403 403 403
"""
BODIES: dict[str, Any] = {
    "/trainings/set/": {
        "unit": "UNIT",
        "name": "急救培训",
        "giver": "红十字会",
        "qualification": "急救",
        "months": 12,
    },
    "/trainings/sessions/": {
        "training": "TRAINING",
        "day": "2199-01-01",
        "starts": "09:00",
        "ends": "10:00",
        "place": "礼堂",
        "seats": 5,
    },
    "/trainings/SESSION/book/": {"people": ["PERSON"]},
    "/hours/units/UNIT/record/": {
        "key": "0191f3c0-0000-7000-8000-000000000009",
        "volunteer": "PERSON",
        "day": "2026-01-01",
        "hours": "1",
        "what": "劝导",
    },
    "/hours/units/UNIT/confirm/": {"lines": ["LINE"]},
    "/hours/lines/LINE/reverse/": {"reason": "记错"},
    "/hours/levels/": {"hours": "50、100"},
}


def specimens(city: Any) -> None:
    """A training of the street's tomorrow with a seat, and an hour of its volunteer's."""
    told: dict[str, Any] = {"by": city.mender, "at": city.now}
    training = set_training(
        TrainingDraft(city.street.pk, "岗前培训", "交警", "岗前培训", 24), **told
    )
    tomorrow = localdate(city.now) + timedelta(days=1)
    session = set_session(SessionDraft(training.pk, tomorrow, time(9), time(10), "礼堂"), **told)
    who = city.keys["PERSON"]
    seat = book(session.pk, [who], **told)[0]
    draft = ServiceDraft(who, city.street.pk, localdate(city.now), 60, "劝导", "specimen")
    line = record(draft, **told)
    city.keys |= {"TRAINING": training.pk, "SESSION": session.pk, "SEAT": seat.pk, "LINE": line.pk}
