"""A course from its setting up to its register: on public pages without an account, and at the desk."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
import vobject
from django.test import Client
from openpyxl import load_workbook

from tests.flows.test_order import as_
from tests.service.lessons import Class
from tests.service.station import Town
from tests.world import MONDAY, World
from wenming.service.courses.models import Course
from wenming.service.enrolments.models import Enrolment

SENT = {"key": "00000000-0000-0000-0000-000000000005", "name": "王秀兰", "phone": "138 0000 0001"}


@pytest.fixture
def lessons(world: World) -> Class:
    return Class(Town(world))


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_three_steps_without_an_account_lead_to_a_number_and_a_code(lessons: Class) -> None:
    phone = Client()
    listed = phone.get("/courses/").content.decode()
    assert "三步中的第一步" in listed
    there = f"/courses/{lessons.course.pk}/"
    assert there in listed
    page = phone.get(there).content.decode()
    assert "三步中的第二步" in page
    assert "课程结束 30 天后自动删去" in page
    assert (
        len(re.findall(r"<input[^>]+type=\"(?:text|tel)\"", page)) == 3
    )  # one of them for machines
    answers = [phone.post(there, SENT) for _again in range(2)]
    slip = answers[0].headers["Location"]
    assert answers[1].headers["Location"] == slip
    shown = phone.get(slip)
    assert "三步中的第三步" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    row = Enrolment.objects.get()
    found = phone.post(
        "/courses/slips/", {"number": row.number, "code": f"{row.code[:4]} {row.code[4:]}"}
    )
    assert found.headers["Location"] == slip
    assert phone.post(f"{slip}give_up/").status_code == 302
    assert phone.post(f"{slip}give_up/").status_code == 409
    assert "您已不在名单里" in phone.get(slip).content.decode()


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_what_is_wrong_is_said_at_the_form_and_machines_are_turned_away(lessons: Class) -> None:
    phone, there = Client(), f"/courses/{lessons.course.pk}/"
    answer = phone.post(there, SENT | {"phone": "110"})
    assert answer.status_code == 422
    assert "这不像一个电话号码" in answer.content.decode()
    assert "王秀兰" in answer.content.decode()  # what was typed is still there
    assert phone.post(there, SENT | {"website": "http://x"}).status_code == 422
    assert not Enrolment.objects.exists()


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_codes_cannot_be_guessed_by_trying_and_the_right_one_is_never_held_up(
    lessons: Class,
) -> None:
    row = lessons.enrols(1)
    guesser = Client(REMOTE_ADDR="10.9.9.9")
    codes = {guesser.get(f"/courses/slips/{row.number}/{n:08}/").status_code for n in range(40)}
    assert codes == {404, 429}
    owner = Client(REMOTE_ADDR="10.9.9.8")
    assert owner.get(f"/courses/slips/{row.number}/{row.code}/").status_code == 200


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_one_address_that_floods_is_slowed_down_and_another_is_not(lessons: Class) -> None:
    there = f"/courses/{lessons.course.pk}/"
    flood = Client(REMOTE_ADDR="10.9.9.7")
    answers = [flood.post(there, SENT).status_code for _ in range(61)]
    assert answers[-1] == 429
    assert Client(REMOTE_ADDR="10.9.9.6").post(there, SENT).status_code == 302


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_the_desk_sets_up_a_course_enrols_for_others_and_keeps_the_register(lessons: Class) -> None:
    host, town = as_(lessons.host), lessons.town
    given = {
        "key": "00000000-0000-0000-0000-000000000006",
        "kind": "rehearsal",
        "name": "合唱排练",
        "seats": 1,
        "venue": town.room.pk,
        "opens": "2026-03-01",
        "closes": "2026-03-20",
        "first": "2026-03-02",
        "starts": "09:00",
        "ends": "10:00",
        "times": 2,
    }
    clash = host.post(f"/courses/new/{town.station.pk}/", given | {"first": "2026-03-03"})
    assert clash.status_code == 422
    assert "“教室”在 03-03 09:00 已有预约" in clash.content.decode()
    made = host.post(f"/courses/new/{town.station.pk}/", given)
    course = Course.objects.get(name="合唱排练")
    desk = f"/courses/{course.pk}/desk/"
    assert made.headers["Location"] == desk
    for number, name in ((7, "王奶奶"), (8, "李爷爷")):
        key = f"00000000-0000-0000-0000-00000000000{number}"
        assert host.post(desk, {"key": key, "name": name, "phone": ""}).status_code == 302
    page = host.get(desk).content.decode()
    assert page.index("王奶奶") < page.index("李爷爷")
    first, second = Enrolment.objects.filter(course=course).order_by("turn")
    assert (first.state, second.state) == ("in", "waiting")
    session = course.sessions.all()[0]
    told = {f"e{first.pk}": "came"}
    assert host.post(f"/courses/sessions/{session.pk}/", told).status_code == 302
    book = host.get(f"/courses/{course.pk}/list.xlsx")
    sheet: Any = load_workbook(BytesIO(b"".join(book))).active
    rows = list(sheet.values)
    assert rows[1][2:6] == ("王奶奶", None, "已报上", "到课")


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_calendar_and_feed_are_read_by_others(lessons: Class) -> None:
    text = Client().get(f"/courses/at/{lessons.town.station.pk}/calendar.ics").content.decode()
    events = vobject.readOne(text).vevent_list
    assert [one.summary.value for one in events] == ["书法班"] * 3
    starts = [row.start for row in lessons.course.sessions.all()]
    assert [one.dtstart.value for one in events] == starts
    feed = Client().get("/courses/feed.atom").content.decode()
    assert "书法班 · 东街道实践所" in feed
    assert f"urn:uuid:{lessons.course.key}" in feed


@time_machine.travel(MONDAY + timedelta(hours=1), tick=False)
def test_an_account_finds_what_is_its_own(lessons: Class) -> None:
    asker = as_(lessons.town.asker)
    assert asker.post(f"/courses/{lessons.course.pk}/", SENT).status_code == 302
    assert "书法班" in asker.get("/courses/mine/").content.decode()
    assert "书法班" not in as_(lessons.town.captain).get("/courses/mine/").content.decode()
