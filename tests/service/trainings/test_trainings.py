"""Nobody untrained stands at a crossing: a seat, a training passed, a qualification that runs out."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.service.team import Team as Patrol
from tests.world import MONDAY, World
from wenming.kit.flow import Refused, after
from wenming.records.models import Act
from wenming.service.members.models import Holding
from wenming.service.shifts.actions import put_on
from wenming.service.trainings.actions import book, mark, set_session, set_training, take, warn
from wenming.service.trainings.drafts import SessionDraft, TrainingDraft
from wenming.service.trainings.models import Lesson, Seat
from wenming.service.trainings.rules import SEAT_ARROWS, SeatMove, SeatState, until
from wenming.service.volunteers.actions import forget, register
from wenming.service.volunteers.drafts import VolunteerDraft
from wenming.service.volunteers.models import Volunteer

DAY = MONDAY.date()


class School:
    """A training by the traffic police for the bureau's patrol, given on the Monday at eight."""

    def __init__(self, world: World, seats: int = 2) -> None:
        self.team = Patrol(world)
        self.team.month()
        told: dict[str, Any] = {"by": world.liaison, "at": MONDAY - timedelta(days=3)}
        draft = TrainingDraft(world.market.pk, "岗前培训", "市交警支队", "巡查培训", 24)
        self.training = set_training(draft, **told)
        when = SessionDraft(self.training.pk, DAY, time(8), time(9, 30), "交警支队礼堂", seats)
        self.session = set_session(when, **told)
        self.people = [
            register(
                VolunteerDraft(name, f"1390000000{n}", 1970, consents=True, unit=world.market.pk),
                **told,
            )
            for n, name in enumerate(("子", "丑", "寅"))
        ]

    def seats(self, *numbers: int) -> list[Seat]:
        keys = [self.people[n].pk for n in numbers]
        early = MONDAY - timedelta(days=2)
        return book(self.session.pk, keys, by=self.team.leader, at=early)


@pytest.fixture
def school(world: World) -> School:
    return School(world)


def test_nobody_untrained_is_put_on_and_who_passed_is(school: School) -> None:
    shift = school.team.shift(20)
    seat = school.seats(0)[0]
    member = school.people[0].belongings.get().member
    with pytest.raises(Refused, match="unfit"):
        put_on(shift.pk, member.pk, by=school.team.leader, at=MONDAY)
    with pytest.raises(Refused, match="session_ahead"):
        take(seat.pk, SeatMove.QUALIFY, by=school.team.leader, at=MONDAY - timedelta(days=1))
    assert (
        mark(school.session.pk, {seat.pk: SeatMove.QUALIFY}, by=school.team.leader, at=MONDAY) == 1
    )
    held = Holding.objects.get(member=member)
    assert (held.since, held.until) == (DAY, date(2028, 3, 2))
    assert put_on(shift.pk, member.pk, by=school.team.leader, at=MONDAY).state == "agreed"


def test_who_fails_or_stays_away_holds_nothing(school: School) -> None:
    one, two = school.seats(0, 1)
    moves = {one.pk: SeatMove.FAIL, two.pk: SeatMove.MISS}
    mark(school.session.pk, moves, by=school.team.leader, at=MONDAY)
    members = [p.belongings.get().member for p in school.people]
    assert not Holding.objects.filter(member__in=members).exists()


def test_there_are_no_more_seats_than_there_are(school: School) -> None:
    school.seats(0, 1)
    assert len(school.seats(0)) == 1  # has his seat already
    with pytest.raises(Refused, match="session_full"):
        school.seats(2)


def test_a_volunteer_takes_his_own_seat_gives_it_up_and_marks_it_never(
    school: School, world: World
) -> None:
    Volunteer.objects.filter(pk=school.people[0].pk).update(user=world.liaison)
    early = MONDAY - timedelta(days=1)
    seat = book(school.session.pk, [school.people[0].pk], by=world.liaison, at=early)[0]
    with pytest.raises(Refused, match="power"):
        take(seat.pk, SeatMove.QUALIFY, by=world.liaison, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        book(school.session.pk, [school.people[1].pk], by=world.stranger, at=early)
    assert take(seat.pk, SeatMove.GIVE_UP, by=world.liaison, at=early).state == "given_up"
    again = take(seat.pk, SeatMove.BOOK_AGAIN, by=world.liaison, at=early)
    assert (again.pk, again.state) == (seat.pk, "booked")


def test_no_step_leads_out_of_a_training_that_was_passed() -> None:
    assert {m for m in SeatMove if SeatState.PASSED in SEAT_ARROWS[m].sources} == set()
    for move in SeatMove:
        with pytest.raises(Refused, match="state"):
            after(SEAT_ARROWS, SeatState.PASSED, move, powers={"roster", "stand"}, given=set())


def test_who_joins_another_team_brings_his_qualification_along(
    school: School, world: World
) -> None:
    seat = school.seats(0)[0]
    take(seat.pk, SeatMove.QUALIFY, by=school.team.leader, at=MONDAY)
    draft = VolunteerDraft("子", "13900000000", 1970, consents=True, unit=world.street.pk)
    register(draft, by=world.mender, at=MONDAY)
    new = school.people[0].belongings.get(member__unit=world.street).member
    assert new.holdings.get().qualification.name == "巡查培训"


def test_thirty_days_before_the_end_it_is_told_once(school: School) -> None:
    seat = school.seats(0)[0]
    take(seat.pk, SeatMove.QUALIFY, by=school.team.leader, at=MONDAY)
    end = MONDAY.replace(year=2028)
    assert warn(at=end - timedelta(days=31)) == 0
    assert warn(at=end - timedelta(days=30)) == 1
    assert warn(at=end - timedelta(days=29)) == 0
    act = Act.objects.get(kind="member", move="run_out")
    assert (act.facts["until"], act.units) == ("2028-03-02", [school.team.world.market.pk])


def test_who_is_forgotten_gives_up_his_seats(school: School, world: World) -> None:
    seat = school.seats(0)[0]
    forget(school.people[0].pk, by=world.office, at=MONDAY - timedelta(days=1))
    seat.refresh_from_db()
    assert seat.state == "given_up"


def test_a_session_is_arranged_and_marked_on_its_pages(
    school: School, world: World, client: Client
) -> None:
    client.force_login(world.liaison)
    sent = {"training": school.training.pk, "day": "2020-01-02", "starts": "09:00"}
    sent |= {"ends": "10:00", "place": "礼堂", "seats": 5}
    assert client.post("/trainings/sessions/", sent | {"ends": "08:00"}).status_code == 422
    answer = client.post("/trainings/sessions/", sent)
    session = Lesson.objects.get(day=date(2020, 1, 2))
    page = f"/trainings/{session.pk}/"
    assert answer.headers["Location"] == page
    client.post(f"{page}book/", {"people": [school.people[0].pk]})
    seat = session.seats_taken.get()
    assert "子" in client.get(page).content.decode()
    client.post(f"{page}mark/", {f"seat-{seat.pk}": "qualify"})
    seat.refresh_from_db()
    assert seat.state == "passed"
    assert client.get("/trainings/").status_code == 200


def test_a_qualification_lasts_to_the_last_day_of_a_short_month() -> None:
    assert until(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert until(date(2026, 12, 31), 12) == date(2027, 12, 31)
    assert until(date(2026, 1, 31), 0) is None
