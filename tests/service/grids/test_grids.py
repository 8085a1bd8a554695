"""One list for both nets, and a matter that reaches the people of its grid."""

from datetime import date, datetime
from itertools import product
from uuid import UUID

import pytest
import time_machine

from tests.flows.test_order import as_
from tests.service.grid import MONDAY, Neighbourhood
from tests.world import SHANGHAI, World, person
from wenming.kit.flow import Refused
from wenming.org.actions import tell
from wenming.org.rules import Role
from wenming.records.models import Act, Notice
from wenming.service.grids.actions import bring, end, file, join, take
from wenming.service.grids.drafts import MatterDraft, PersonDraft
from wenming.service.grids.models import Matter, Person, Tie
from wenming.service.grids.rules import ARROWS, Duty, Move, Net, State


@pytest.fixture
def here(world: World) -> Neighbourhood:
    return Neighbourhood(world)


def test_somebody_of_both_nets_is_one_person(here: Neighbourhood) -> None:
    here.bring(PersonDraft("王桂兰", Duty.PARTY_MEMBER, "13900000001", elder=True))
    here.bring(PersonDraft("王桂兰", Duty.BUILDING_HEAD, "139-0000-0001"))
    here.bring(PersonDraft("王桂兰", Duty.BUILDING_HEAD, "139-0000-0001"))
    one = Person.objects.get(phone="13900000001")
    assert sorted(one.ties.values_list("duty", flat=True)) == ["building_head", "party_member"]
    assert one.elder
    both = Person.objects.of_net(Net.PARTY).of_net(Net.GOVERNANCE)
    assert list(both) == [one]


def test_an_account_is_one_person_whatever_the_name(here: Neighbourhood) -> None:
    told = PersonDraft("小刘", Duty.VOLUNTEER, account=here.worker.pk)
    assert here.bring(told)[0].person == Person.objects.get(account=here.worker)


def test_two_rows_of_one_person_are_found_and_joined(here: Neighbourhood) -> None:
    [first] = here.bring(PersonDraft("李大爷", Duty.PARTY_MEMBER, "13900000002"))
    [second] = here.bring(PersonDraft("李大爷", Duty.VOLUNTEER), grid=here.other)
    others = here.bring(*[PersonDraft("张三", Duty.VOLUNTEER, f"1390000000{n}") for n in (5, 6)])
    assert set(Person.objects.twice()) == {first.person, second.person}
    with pytest.raises(Refused, match="power"):
        join(first.person_id, second.person_id, by=here.worker, at=MONDAY)
    one = join(first.person_id, second.person_id, by=here.host, at=MONDAY)
    assert one.ties.count() == 2
    assert not Person.objects.twice().exists()
    assert Person.objects.filter(name="张三").count() == len(others)


def test_two_accounts_are_never_one_person(here: Neighbourhood) -> None:
    [other] = here.bring(PersonDraft("刘网格", Duty.WORKER, account=here.head.pk))
    mine = Person.objects.get(account=here.worker)
    with pytest.raises(Refused, match="two_accounts"):
        join(mine.pk, other.person_id, by=here.host, at=MONDAY)


def test_a_matter_reaches_the_people_of_its_grid_and_of_no_other(here: Neighbourhood) -> None:
    row = here.files()
    assert here.files() == row
    assert Act.objects.filter(kind="matter").count() == 1
    tell(at=MONDAY)
    assert set(Notice.objects.filter(act__kind="matter").values_list("to", flat=True)) == {
        here.worker.pk,
        here.head.pk,
    }
    take(row.pk, Move.HAND_UP, "要修路", by=here.worker, at=MONDAY)
    assert Act.objects.get(kind="matter", move="hand_up").units == [here.world.street.pk]
    take(row.pk, Move.SETTLE, "已报修", by=here.host, at=MONDAY)
    take(row.pk, Move.TELL, "已告诉住户", by=here.head, at=MONDAY)
    assert Matter.objects.get().due is None


def test_limits_run_in_working_hours(here: Neighbourhood) -> None:
    friday = datetime(2026, 3, 6, 16, 30, tzinfo=SHANGHAI)
    row = here.files(at=friday)
    assert row.due == datetime(2026, 3, 9, 11, 30, tzinfo=SHANGHAI)  # four hours, over a week-end
    assert not Matter.objects.overdue(datetime(2026, 3, 9, 11, 0, tzinfo=SHANGHAI)).exists()
    assert Matter.objects.overdue(datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)).get() == row


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
@pytest.mark.parametrize("who", ["worker", "host", "asker"])
def test_the_table_is_kept_by_all(here: Neighbourhood, state: State, move: Move, who: str) -> None:
    row, by, arrow = here.files(), getattr(here, who), ARROWS[move]
    Matter.objects.filter(pk=row.pk).update(state=state.value)
    held = {"worker": {"grid"}, "host": {"grid", "community"}, "asker": set()}[who]
    if state in arrow.sources and arrow.power in held:
        if arrow.needs:
            with pytest.raises(Refused, match="needs"):
                take(row.pk, move, by=by, at=MONDAY)
        assert take(row.pk, move, "好", by=by, at=MONDAY).state == arrow.target
        return
    with pytest.raises(Refused, match=r"state|power"):
        take(row.pk, move, "好", by=by, at=MONDAY)
    assert Matter.objects.get().state == state.value


def test_a_duty_that_ended_gives_no_power(here: Neighbourhood) -> None:
    row = here.files()
    end(Tie.objects.get(person__account=here.worker).pk, by=here.host, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        take(row.pk, Move.TAKE, by=here.worker, at=MONDAY)


def test_a_matter_belongs_to_a_grid_and_says_what_it_is(here: Neighbourhood) -> None:
    for grid, title, reason in (
        (here.world.east.pk, "漏水", "no_grid"),
        (here.grid.pk, " ", "needs"),
    ):
        with pytest.raises(Refused, match=reason):
            file(MatterDraft(UUID(int=9), grid, title), by=here.asker, at=MONDAY)
    with pytest.raises(Refused, match="no_grid"):
        bring(here.world.east.pk, [], by=here.host, at=MONDAY)


@time_machine.travel(MONDAY, tick=False)
def test_a_matter_in_the_browser_from_filing_to_telling_back(here: Neighbourhood) -> None:
    host, worker = as_(here.host), as_(here.worker)
    form = {"key": UUID(int=3), "title": "路灯不亮", "name": "王奶奶", "phone": "0937-1"}
    there = host.post(f"/grids/{here.grid.pk}/matters/", form).headers["Location"]
    assert host.post(f"/grids/{here.grid.pk}/matters/", form).headers["Location"] == there
    page = worker.get(there).content.decode()
    assert "刘网格" in page
    assert "王奶奶" in page
    assert worker.post(f"{there}take/").status_code == 302
    assert worker.post(f"{there}take/").status_code == 409
    assert worker.post(f"{there}finish/").status_code == 422
    assert worker.post(f"{there}finish/", {"note": "换了灯泡"}).status_code == 302
    assert "换了灯泡" in host.get(there).content.decode()
    lines = {"duty": "volunteer", "lines": "赵一 13900000011\n钱二", "elder": "on"}
    assert host.post(f"/grids/{here.grid.pk}/people/", lines).status_code == 302
    assert worker.post(f"/grids/{here.grid.pk}/people/", lines).status_code == 403
    assert "赵一" in host.get("/grids/people/?elder=1").content.decode()
    assert "赵一" not in host.get("/grids/people/?both=1").content.decode()
    stranger = person("mo", Role.LIAISON, unit=here.world.market)
    assert as_(stranger).get(there).status_code == 404
    assert as_(stranger).get(f"/grids/{here.grid.pk}/").status_code == 404


def test_since_is_the_day_it_was_said(here: Neighbourhood) -> None:
    assert set(Tie.objects.values_list("since", flat=True)) == {date(2026, 3, 2)}
