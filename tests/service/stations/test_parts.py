"""A hall and its rooms are one floor, which the database itself keeps; closed days are kept too."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.loop.casework.test_at_once import at_once
from tests.service.station import TUESDAY, Town
from tests.world import MONDAY, SHANGHAI, World
from wenming.kit.flow import Refused
from wenming.service.stations.actions import book, cancel, reopen, set_venue, shut
from wenming.service.stations.drafts import ClosureDraft, VenueDraft, Wanted
from wenming.service.stations.models import Booking, Venue
from wenming.service.stations.rules import VenueKind


class Divided(Town):
    """The hall has two rooms."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.east, self.west = (self.part(name) for name in ("东厅", "西厅"))

    def part(self, name: str, **over: Any) -> Venue:
        """A part of the hall."""
        values: dict[str, Any] = {"kind": VenueKind.HALL, "seats": 20, "part_of": self.hall.pk}
        draft = VenueDraft(name, **values | over)
        return set_venue(self.station.pk, draft, by=self.host, at=MONDAY)

    def book(self, venue: Venue, hour: int = 10) -> Booking:
        """An hour on Tuesday."""
        start = datetime.combine(TUESDAY, time(hour), SHANGHAI)
        wanted = Wanted(venue.pk, start, start + timedelta(hours=1), venue.name)
        return book(wanted, by=self.host, at=MONDAY)


@pytest.fixture
def town(world: World) -> Divided:
    return Divided(world)


def test_who_has_the_whole_has_the_parts_and_the_other_way_round(town: Divided) -> None:
    town.book(town.east)
    town.book(town.west)
    with pytest.raises(Refused, match="venue_booked"):
        town.book(town.hall)
    town.book(town.room)
    whole = town.book(town.hall, 14)
    with pytest.raises(Refused, match="venue_booked"):
        town.book(town.west, 14)
    cancel(whole.pk, by=town.host, at=MONDAY)
    town.book(town.west, 14)


def test_the_database_itself_keeps_whole_and_parts_apart(town: Divided) -> None:
    first, other = town.book(town.east), town.book(town.room)
    row = {"start": first.start, "end": first.end, "purpose": "旁门"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(venue=town.hall, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=other.pk).update(venue=town.hall)
    with pytest.raises(IntegrityError), transaction.atomic():
        Venue.objects.filter(pk=town.room.pk).update(part_of=town.east)
    with pytest.raises(IntegrityError), transaction.atomic():
        Venue.objects.filter(pk=town.hall.pk).update(part_of=town.room)


def test_a_venue_does_not_become_a_part_over_bookings_that_would_overlap(town: Divided) -> None:
    town.book(town.hall)
    taken = town.book(town.room)
    draft = VenueDraft("教室", VenueKind.CLASSROOM, 20, part_of=town.hall.pk)
    with pytest.raises(Refused, match="venue_in_use"):
        set_venue(town.station.pk, draft, by=town.host, at=MONDAY)
    cancel(taken.pk, by=town.host, at=MONDAY)
    set_venue(town.station.pk, draft, by=town.host, at=MONDAY)
    with pytest.raises(Refused, match="venue_booked"):
        town.book(town.room)


def test_a_part_has_no_parts_and_is_of_its_own_station(town: Divided) -> None:
    for part_of in (town.east.pk, 10**6):
        with pytest.raises(Refused, match="venue_parts"):
            town.part("小间", part_of=part_of)
    with pytest.raises(Refused, match="venue_parts"):
        town.part("大厅", part_of=town.room.pk)


def test_no_booking_on_a_closed_day_until_it_is_open_again(town: Divided) -> None:
    town.book(town.room, 9)
    draft = ClosureDraft(TUESDAY, TUESDAY, town.hall.pk, "修缮")
    row, met = shut(town.station.pk, draft, by=town.host, at=MONDAY)
    assert shut(town.station.pk, draft, by=town.host, at=MONDAY) == (row, met) == (row, 0)
    for venue in (town.hall, town.east):
        with pytest.raises(Refused, match="venue_shut"):
            town.book(venue)
    town.book(town.room)
    reopen(row.pk, by=town.host, at=MONDAY)
    reopen(row.pk, by=town.host, at=MONDAY)
    town.book(town.east)
    whole = ClosureDraft(TUESDAY, date(2026, 3, 8))
    assert shut(town.station.pk, whole, by=town.host, at=MONDAY)[1] == 3
    with pytest.raises(Refused, match="venue_shut"):
        town.book(town.room, 16)


def test_what_keeps_them_apart_is_there_after_all_migrations(db: None) -> None:
    """A migration that makes one of the tables anew on SQLite loses its triggers (migration 0004)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = {"booking_in", "booking_changed", "venue_in", "venue_changed"}
        else:
            cursor.execute("SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint")
            wanted = {"booking_whole", "venue_whole", "no_two_bookings_of_a_venue_overlap"}
        assert wanted - {name for (name,) in cursor.fetchall()} == set()


@pytest.mark.django_db(transaction=True)
def test_whole_and_parts_fired_at_once_and_one_side_stands(transactional_db: None) -> None:
    town = Divided(World())
    sides = [town.hall, town.east, town.hall, town.east, town.hall, town.east]
    done = at_once(6, lambda n: town.book(sides[n]).purpose)
    assert Counter(one if isinstance(one, str) else one[0] for one in done) in (
        {"大厅": 1, "venue_booked": 5},
        {"东厅": 1, "venue_booked": 5},
    )
    assert Booking.objects.count() == 1
