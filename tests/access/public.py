"""What is open to everybody: who comes in where (read as tests/test_access.py says)."""

from typing import Any

from tests.specimens import Specimens
from wenming.service.orders.actions import code_of
from wenming.service.orders.models import Order

TABLE = """
#                                               nob str lea aud adm off grp ins chi men lia
GET  /public/                                   200 200 200 200 200 200 200 200 200 200 200
GET  /public/feed.atom                          200 200 200 200 200 200 200 200 200 200 200
GET  /public/stations/STATION/                  200 200 200 200 200 200 200 200 200 200 200
GET  /public/stations/STATION/OFFER/            200 200 200 200 200 200 200 200 200 200 200
GET  /public/orders/                            200 200 200 200 200 200 200 200 200 200 200
GET  /public/orders/TICKET/DIGITS/                200 200 200 200 200 200 200 200 200 200 200
POST /public/orders/TICKET/DIGITS/send/           403 403 403 403 403 403 403 403 403 403 403
"""
OPEN = {
    "/public/",
    "/public/feed.atom",
    "/public/stations/STATION/",
    "/public/stations/STATION/OFFER/",
    "/public/orders/",
    "/public/orders/TICKET/DIGITS/",
    "/public/orders/TICKET/DIGITS/send/",
}
BODIES: dict[str, Any] = {}


def specimens(city: Specimens) -> None:
    """The number of an order, and its code."""
    row = Order.objects.get(pk=int(str(city.keys["ORDERED"])))
    city.keys |= {"TICKET": row.number, "DIGITS": code_of(row)}
