"""Stations, teams, orders: who comes in where (read as tests/test_access.py says)."""

from datetime import date
from typing import Any

from tests.specimens import Specimens
from wenming.service.stations.actions import set_offer, shut
from wenming.service.stations.drafts import ClosureDraft, OfferDraft

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
# stations, teams, orders
GET  /stations/                                 302 200 200 200 200 200 200 200 200 200 200
GET  /stations/STATION/                         302 200 200 200 200 200 200 200 200 200 200
POST /stations/STATION/book/                    302 403 403 403 403 302 403 403 302 302 403
POST /stations/bookings/BOOKING/cancel/         302 403 403 403 403 302 403 403 302 302 403
GET  /stations/new/                             302 403 403 403 403 200 403 403 403 403 403
POST /stations/new/                             302 403 403 403 403 422 403 403 403 403 403
GET  /stations/offers/                          302 200 200 200 200 200 200 200 200 200 200
GET  /stations/offers/new/                      302 403 403 403 403 200 403 403 403 403 403
GET  /stations/offers/OFFER/                    302 403 403 403 403 200 403 403 403 403 403
POST /stations/offers/OFFER/close/              302 403 403 403 403 302 403 403 403 403 403
GET  /stations/STATION/edit/                    302 403 403 403 403 200 403 403 200 200 403
GET  /stations/STATION/venues/new/              302 403 403 403 403 200 403 403 200 200 403
GET  /stations/STATION/venues/VENUE/            302 403 403 403 403 200 403 403 200 200 403
POST /stations/STATION/venues/VENUE/            302 403 403 403 403 302 403 403 302 302 403
GET  /stations/STATION/offers/new/              302 403 403 403 403 200 403 403 200 200 403
GET  /stations/STATION/offers/OWN/              302 403 403 403 403 200 403 403 200 200 403
GET  /stations/STATION/closures/                302 403 403 403 403 200 403 403 200 200 403
POST /stations/STATION/closures/                302 403 403 403 403 302 403 403 302 302 403
POST /stations/closures/SHUT/reopen/            302 403 403 403 403 302 403 403 302 302 403
GET  /volunteers/                               302 200 200 200 200 200 200 200 200 200 200
POST /volunteers/apply/                         302 403 403 403 403 302 403 403 422 422 422
POST /volunteers/CREW/admit/                    302 403 403 403 403 302 403 403 403 403 403
GET  /orders/                                   302 200 200 200 200 200 200 200 200 200 200
GET  /orders/figures/                           302 200 200 200 200 200 200 200 200 200 200
GET  /orders/at/STATION/                        302 200 200 200 200 200 200 200 200 200 200
GET  /orders/at/STATION/OFFER/                  302 200 200 200 200 200 200 200 200 200 200
POST /orders/at/STATION/OFFER/                  302 302 302 302 302 302 302 302 302 302 302
GET  /orders/ORDERED/                           302 404 200 200 200 200 200 200 200 200 404
POST /orders/ORDERED/turn_down/                 302 404 403 403 403 302 403 403 302 302 404
GET  /orders/plans/                             302 403 403 403 403 200 403 403 403 403 403
POST /orders/plans/                             302 403 403 403 403 302 403 403 403 403 403
GET  /orders/plans/MATCHED/                     302 404 404 200 200 200 404 404 404 404 404
GET  /orders/plans/MATCHED/orders/ORDERED/      302 403 403 403 403 200 403 403 403 403 403
POST /orders/plans/MATCHED/orders/ORDERED/      302 403 403 403 403 302 403 403 403 403 403
"""
BODIES: dict[str, Any] = {
    "/stations/STATION/venues/VENUE/": {
        "name": "大厅",
        "kind": "hall",
        "seats": 50,
        "weekdays": "0",
        "opens": "08:00",
        "closes": "20:00",
    },
    "/stations/STATION/closures/": {"first": "2199-01-01", "last": "2199-01-02"},
    "/stations/STATION/book/": {
        "venue": "VENUE",
        "day": "2199-01-01",
        "starts": "10:00",
        "ends": "11:00",
        "heads": 5,
        "purpose": "排练",
    },
    "/volunteers/apply/": {
        "unit": "OTHER",
        "name": "新队",
        "skills": "理发",
        "times": "0-morning",
        "heads": 5,
        "reach": 8000,
        "most": 8,
    },
    "/orders/at/STATION/OFFER/": {
        "key": "00000000-0000-0000-0000-000000000009",
        "name": "王奶奶",
        "address": "1号院",
        "heads": 1,
        "earliest": "TODAY",
        "latest": "TODAY",
        "confirm": 1,
    },
    "/orders/plans/": {"since": "2199-01-01", "days": 7, "day": 300, "even": 150, "seconds": 5},
    "/orders/plans/MATCHED/orders/ORDERED/": {"seen": 0, "part": "morning"},
    "/orders/ORDERED/turn_down/": {"note": "超出服务范围"},
}


def specimens(city: Specimens) -> None:
    """A dish of the station's own, and days on which it is closed."""
    told: dict[str, Any] = {"by": city.office, "at": city.now}
    key = int(str(city.keys["STATION"]))
    closed = ClosureDraft(date(2198, 1, 1), date(2198, 1, 2))
    city.keys |= {
        "OWN": set_offer(OfferDraft("修灯", "水电", station=key), **told).pk,
        "SHUT": shut(key, closed, **told)[0].pk,
    }
