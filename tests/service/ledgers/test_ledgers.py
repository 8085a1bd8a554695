"""Hours are put down by one, confirmed by another, only ever added to, and add up by month."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.db.utils import InternalError
from django.test import Client

from tests.service.team import Team as Patrol
from tests.world import MONDAY, SHANGHAI, World
from wenming.kit.flow import Refused
from wenming.service.ledgers.actions import confirm, record, reverse, set_levels, take_in_places
from wenming.service.ledgers.drafts import ServiceDraft
from wenming.service.ledgers.models import Level, Stint, Tally, Total
from wenming.service.ledgers.rules import served, stars
from wenming.service.shifts.actions import mark, put_on
from wenming.service.volunteers.actions import forget, register
from wenming.service.volunteers.drafts import VolunteerDraft
from wenming.service.volunteers.models import Volunteer

DAY = MONDAY.date()
LATER = MONDAY + timedelta(days=1)


class Book:
    """A volunteer of the market bureau's."""

    def __init__(self, world: World) -> None:
        self.world = world
        draft = VolunteerDraft("子", "13900000000", 1970, consents=True, unit=world.market.pk)
        self.who = register(draft, by=world.liaison, at=MONDAY)

    def draft(self, **over: Any) -> ServiceDraft:
        values: dict[str, Any] = {
            "volunteer": self.who.pk,
            "unit": self.world.market.pk,
            "day": DAY,
            "minutes": 90,
            "what": "交通劝导",
            "key": "1",
        }
        return ServiceDraft(**values | over)

    def line(self, **over: Any) -> Stint:
        return record(self.draft(**over), by=self.world.liaison, at=MONDAY)

    def sums(self) -> tuple[int, int, int, int, int]:
        total, tally = Total.objects.get(), Tally.objects.get()
        return (total.minutes, total.confirmed, tally.minutes, tally.confirmed, tally.heads)


@pytest.fixture
def book(world: World) -> Book:
    return Book(world)


def test_a_line_sent_twice_is_one_and_counts_once(book: Book) -> None:
    assert book.line() == book.line()
    book.line(key="2", minutes=30)
    assert book.sums() == (120, 0, 120, 0, 1)


def test_one_records_another_confirms_and_nobody_himself(book: Book, world: World) -> None:
    row = book.line()
    with pytest.raises(Refused, match="own_record"):
        confirm([row.pk], by=world.liaison, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        confirm([row.pk], by=world.mender, at=MONDAY)
    Volunteer.objects.update(user=world.head)
    with pytest.raises(Refused, match="own_hours"):
        confirm([row.pk], by=world.head, at=MONDAY)
    with pytest.raises(Refused, match="own_hours"):
        record(book.draft(key="9"), by=world.head, at=MONDAY)
    assert confirm([row.pk], by=world.office, at=MONDAY) == 1
    assert confirm([row.pk], by=world.office, at=MONDAY) == 0
    assert book.sums() == (90, 90, 90, 90, 1)


def test_a_line_is_taken_back_only_by_another_that_says_why(book: Book, world: World) -> None:
    row = book.line()
    confirm([row.pk], by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="needs"):
        reverse(row.pk, " ", by=world.liaison, at=MONDAY)
    back = reverse(row.pk, "记错了人", by=world.liaison, at=MONDAY)
    assert reverse(row.pk, "再来", by=world.liaison, at=MONDAY) == back
    assert (back.minutes, back.reason) == (-90, "记错了人")
    assert book.sums() == (0, 0, 0, 0, 1)
    with pytest.raises(Refused, match="reversal_stands"):
        reverse(back.pk, "又", by=world.liaison, at=MONDAY)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledgers_stint SET minutes = 1",
        "DELETE FROM ledgers_stint",
        "UPDATE ledgers_confirmation SET by_id = 1",
        "DELETE FROM ledgers_confirmation",
    ],
)
def test_the_database_itself_lets_no_line_be_changed(
    book: Book, world: World, statement: str
) -> None:
    row = book.line()
    confirm([row.pk], by=world.office, at=MONDAY)
    with (
        pytest.raises((IntegrityError, InternalError), match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_place_that_was_stood_is_one_line_of_the_planned_time(world: World) -> None:
    team = Patrol(world)
    team.month()
    draft = VolunteerDraft("甲", "13900000000", 1970, consents=True, unit=world.market.pk)
    who = register(draft, by=world.liaison, at=MONDAY)
    shift = team.shift(2, "错时班")
    place = put_on(shift.pk, team.first.pk, by=team.leader, at=MONDAY)
    mark(shift.pk, {place.pk: True}, by=team.leader, at=shift.start)
    assert take_in_places(at=shift.start) == 0  # it is not over
    assert (take_in_places(at=LATER), take_in_places(at=LATER)) == (1, 0)
    row = Stint.objects.get()
    assert (row.minutes, row.volunteer, row.recorder) == (240, who, team.leader)
    mark(shift.pk, {place.pk: False}, by=team.leader, at=LATER)
    assert (take_in_places(at=LATER), take_in_places(at=LATER)) == (0, 0)
    assert Stint.objects.aggregate(n=Sum("minutes"))["n"] == 0
    assert Stint.objects.count() == 2


def test_only_time_within_the_plan_counts_and_a_forgotten_end_is_the_planned_one() -> None:
    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 3, 2, hour, minute, tzinfo=SHANGHAI)

    assert served(at(9), at(11)) == 120
    assert served(at(9), at(11), came=at(8, 20)) == 120  # the way there does not count
    assert served(at(9), at(11), came=at(9, 30), left=at(12)) == 90
    assert served(at(9), at(11), came=at(12)) == 0


def test_stars_follow_the_citys_own_table(world: World) -> None:
    table = list(Level.objects.values_list("stars", "hours"))
    assert [stars(h * 60, table) for h in (99, 100, 599, 1500)] == [0, 1, 2, 5]
    with pytest.raises(Refused, match="levels_rise"):
        set_levels([100, 100], by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        set_levels([10], by=world.liaison, at=MONDAY)
    set_levels([30, 60], by=world.office, at=MONDAY)
    assert list(Level.objects.values_list("stars", "hours")) == [(1, 30), (2, 60)]


def test_the_hours_of_somebody_forgotten_stay_under_the_number(book: Book, world: World) -> None:
    book.line()
    forget(book.who.pk, by=world.office, at=MONDAY)
    assert Stint.objects.get().volunteer.number == book.who.number


def test_hours_are_recorded_confirmed_and_seen_on_pages(
    book: Book, world: World, client: Client
) -> None:
    page = f"/hours/units/{world.market.pk}/"
    client.force_login(world.liaison)
    sent = {"key": "0191f3c0-0000-7000-8000-000000000001", "volunteer": book.who.pk}
    sent |= {"day": "2026-03-02", "hours": "1.5", "what": "劝导"}
    assert client.post(f"{page}record/", sent | {"hours": "25"}).status_code == 422
    assert client.post(f"{page}record/", sent).status_code == 302
    row = Stint.objects.get()
    assert row.minutes == 90
    client.force_login(world.head)
    assert "等您确认" in client.get(page).content.decode()
    client.post(f"{page}confirm/", {"lines": [row.pk]})
    assert book.sums()[1] == 90
    client.post(f"/hours/lines/{row.pk}/reverse/", {"reason": "重复"})
    assert book.sums()[:2] == (0, 0)
    assert "重复" in client.get(f"/hours/people/{book.who.pk}/").content.decode()
    assert client.get("/hours/?month=2026-03").status_code == 200
    client.force_login(world.office)
    assert client.post("/hours/levels/", {"hours": "50、40"}).status_code == 422
    assert client.post("/hours/levels/", {"hours": "40、50"}).status_code == 302
