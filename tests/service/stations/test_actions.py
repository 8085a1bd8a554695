"""A station has its place in the tree, its venues and its menu; a venue is booked once at a time."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.service.station import TUESDAY, Town
from tests.world import MONDAY, SHANGHAI, World
from wenming.kit.flow import Refused
from wenming.service.stations.actions import (
    book,
    cancel,
    close_offer,
    set_offer,
    set_station,
    set_venue,
)
from wenming.service.stations.drafts import OfferDraft, StationDraft, VenueDraft, Wanted
from wenming.service.stations.models import Booking, Offer, Station
from wenming.service.stations.rules import StationKind, VenueKind


@pytest.fixture
def town(world: World) -> Town:
    return Town(world)


def wanted(town: Town, hour: int, hours: float = 1, **over: Any) -> Wanted:
    start = datetime.combine(TUESDAY, time(hour), SHANGHAI)
    values = {"venue": town.hall.pk, "start": start, "end": start + timedelta(hours=hours)}
    return Wanted(**{**values, "purpose": "排练", **over})


def test_two_bookings_of_a_venue_never_overlap(town: Town) -> None:
    book(wanted(town, 10, 2), by=town.host, at=MONDAY)
    with pytest.raises(Refused, match="venue_booked"):
        book(wanted(town, 11), by=town.host, at=MONDAY)
    book(wanted(town, 12), by=town.host, at=MONDAY)
    book(wanted(town, 9), by=town.host, at=MONDAY)
    book(wanted(town, 11, venue=town.room.pk), by=town.host, at=MONDAY)
    assert Booking.objects.count() == 4


def test_the_database_itself_keeps_them_apart(town: Town) -> None:
    first = book(wanted(town, 10), by=town.host, at=MONDAY)
    later = book(wanted(town, 15), by=town.host, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            venue=town.hall, start=first.start, end=first.end, purpose="旁门", by=None
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=later.pk).update(start=first.start)


def test_a_booking_taken_back_leaves_the_venue_free(town: Town) -> None:
    first = book(wanted(town, 10), by=town.host, at=MONDAY)
    cancel(first.pk, by=town.host, at=MONDAY)
    cancel(first.pk, by=town.host, at=MONDAY)
    again = book(wanted(town, 10), by=town.host, at=MONDAY)
    assert list(Booking.objects.standing()) == [again]
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=first.pk).update(cancelled=None)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"heads": 51}, "venue_seats"),
        ({"end": datetime(2026, 3, 3, 23, tzinfo=SHANGHAI)}, "venue_closed"),
        ({"start": datetime(2026, 3, 3, 12, tzinfo=SHANGHAI)}, "ends_first"),
    ],
)
def test_a_booking_that_cannot_be_is_told(town: Town, over: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        book(wanted(town, 10, **over), by=town.host, at=MONDAY)


def test_a_station_stands_below_one_of_the_next_kind(town: Town, world: World) -> None:
    draft = StationDraft(
        StationKind.POINT, "早市点", world.east.pk, world.street.pk, town.centre.pk
    )
    with pytest.raises(Refused, match="station_above"):
        set_station(draft, by=town.office, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        set_station(draft, by=town.host, at=MONDAY)
    assert Station.objects.count() == 2


def test_only_who_runs_a_station_sets_its_venues_and_menu(town: Town, world: World) -> None:
    venue = VenueDraft("琴房", VenueKind.STUDIO, 6)
    with pytest.raises(Refused, match="power"):
        set_venue(town.station.pk, venue, by=town.captain, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        set_offer(OfferDraft("修灯", "水电"), by=town.host, at=MONDAY)
    own = set_offer(OfferDraft("修灯", "水电", station=town.station.pk), by=town.host, at=MONDAY)
    close_offer(own.pk, by=town.host, at=MONDAY)
    assert own not in Offer.objects.open()
    assert set_venue(town.station.pk, venue, by=town.host, at=MONDAY).seats == 6
