"""The city says what stations must have; a station shows it, the level above confirms; lists change in versions."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from tests.service.station import Town
from tests.world import MONDAY, World, person
from wenming.kit.flow import Refused
from wenming.org.models import User
from wenming.org.rules import Role
from wenming.records.models import Act
from wenming.service.checklists.actions import define, judge, record
from wenming.service.checklists.drafts import EvidenceDraft, ListDraft
from wenming.service.checklists.models import Evidence, Version
from wenming.service.checklists.rules import Move, points
from wenming.service.stations.rules import StationKind

FIVE = "有标识\n有场所：不少于 20 人的活动室\n有队伍\n有项目\n有制度"
JPEG = b"\xff\xd8\xff\xe0" + b"a sign" * 10


class Listed(Town):
    """The street's station is asked for five things; `above` dispatches at the centre."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.above = person("he", Role.LIAISON, unit=world.roads)
        self.version = self.define(FIVE)

    def define(self, text: str, **over: Any) -> Version:
        """The list as the office defines it."""
        draft = ListDraft("五有", (StationKind.OFFICE,), tuple(points(text)))
        return define(replace(draft, **over), by=self.office, at=MONDAY)

    def shown(self, point: str = "有场所", text: str = "两间", **over: Any) -> Evidence:
        """What the station says of a point."""
        key = self.version.points.get(name=point).pk
        draft = EvidenceDraft(self.station.pk, key, text, date(2026, 3, 1), **over)
        return record(draft, by=self.host, at=MONDAY)

    def confirm(self, row: Evidence) -> Evidence:
        """The centre confirms it."""
        return judge(row.pk, Move.CONFIRM, by=self.above, at=MONDAY)


@pytest.fixture
def town(world: World) -> Listed:
    return Listed(world)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_list_is_read_a_point_a_line() -> None:
    assert points("有标识\n\n 有场所: 两间 ") == [("有标识", ""), ("有场所", "两间")]
    for text, reason in (("甲\n甲：乙", "points_twice"), (" \n：乙", "needs")):
        with pytest.raises(Refused, match=reason):
            points(text)


def test_the_level_above_confirms_and_nobody_his_own(town: Listed) -> None:
    row = town.shown()
    for by, reason in ((town.host, "own_evidence"), (town.captain, "power")):
        with pytest.raises(Refused, match=reason):
            judge(row.pk, Move.CONFIRM, by=by, at=MONDAY)
    town.confirm(row)
    with pytest.raises(Refused, match="state"):
        town.confirm(row)
    with pytest.raises(Refused, match="needs"):
        judge(row.pk, Move.SEND_BACK, by=town.office, at=MONDAY)
    judge(row.pk, Move.SEND_BACK, "已改作仓库", by=town.office, at=MONDAY)
    row.refresh_from_db()
    assert (row.state, row.note) == ("returned", "已改作仓库")
    acts = Act.objects.filter(kind="evidence").order_by("pk")
    assert [act.move for act in acts] == ["offer", "confirm", "send_back"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(judged_by=town.host)


def test_what_is_shown_later_takes_the_place_of_what_was_there(town: Listed) -> None:
    first = town.confirm(town.shown(content=JPEG, name="room.jpg"))
    assert town.shown() == first
    later = town.shown(text="三间")
    assert later.file == first.file
    first.refresh_from_db()
    assert (first.state, later.state) == ("replaced", "offered")
    assert Evidence.objects.live().get() == later


def test_a_changed_list_does_not_change_what_was_confirmed(town: Listed) -> None:
    kept, old = town.confirm(town.shown("有队伍")), town.confirm(town.shown("有场所"))
    assert town.define(FIVE) == town.version
    second = town.define(FIVE.replace("20", "30") + "\n有经费\n有品牌")
    assert second.number == 2
    assert kept.point in second.points.all()
    assert old.point not in second.points.all()
    assert [(e.state, e.point.words) for e in (kept, old)] == [
        ("confirmed", ""),
        ("confirmed", "不少于 20 人的活动室"),
    ]
    page = as_(town.host).get(f"/checklists/stations/{town.station.pk}/").content.decode()
    assert "已有 1 项，缺 6 项" in page
    assert "清单改版前已登记的" in page
    with pytest.raises(Refused, match="point_gone"):
        town.shown("有场所", "三间")


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"text": ""}, "needs"),
        ({"day": date(2026, 3, 9)}, "evidence_day"),
        ({"content": b"x"}, "file"),
    ],
)
def test_evidence_that_cannot_be_is_told(town: Listed, over: dict[str, Any], reason: str) -> None:
    plain = EvidenceDraft(town.station.pk, town.version.points.all()[0].pk, "有", date(2026, 3, 1))
    with pytest.raises(Refused, match=reason):
        record(replace(plain, **over), by=town.host, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        record(plain, by=town.captain, at=MONDAY)
    assert Evidence.objects.count() == 0


def test_a_station_shows_a_picture_and_the_city_sees_what_all_lack(town: Listed) -> None:
    point = town.version.points.get(name="有标识").pk
    here = f"/checklists/stations/{town.station.pk}/"
    picture = SimpleUploadedFile("sign.jpg", JPEG)
    said = {"text": "门头已挂", "day": "2026-03-01", "file": picture}
    assert as_(town.host).post(f"{here}{point}/", said).status_code == 302
    row = Evidence.objects.get()
    answer = as_(town.captain).get(f"/checklists/evidence/{row.pk}/file/")
    assert (answer.headers["Content-Type"], answer.getvalue()) == ("image/jpeg", JPEG)
    assert as_(town.host).post(f"{here}{point}/", {"day": "2026-03-01"}).status_code == 422
    judged = f"/checklists/evidence/{row.pk}/confirm/"
    assert [as_(by).post(judged).status_code for by in (town.captain, town.above)] == [403, 302]
    page = as_(town.office).get("/checklists/?gaps=1").content.decode()
    assert "东街道实践所" in page
    assert ">1/5<" in page
    assert "江城市中心" not in page
    answer = as_(town.office).get("/checklists/export/?kind=office")
    rows = list(load_workbook(BytesIO(answer.getvalue())).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[5] for row in rows[1:]] == ["已有", "缺", "缺", "缺", "缺"]


def test_the_office_defines_a_list_on_a_page(town: Listed) -> None:
    said = {"name": "七有", "kinds": ["centre"], "points": "有标识\n有档案"}
    office = as_(town.office)
    assert office.post("/checklists/lists/new/", said).status_code == 302
    key = Version.objects.get(checklist__name="七有").checklist_id
    assert "有档案" in office.get(f"/checklists/lists/{key}/").content.decode()
    assert office.post(f"/checklists/lists/{key}/", said | {"points": "甲\n甲"}).status_code == 422
    assert office.post(f"/checklists/lists/{key}/", said | {"points": "有档案"}).status_code == 302
    assert Version.objects.current().get(checklist=key).number == 2
    assert "七有" in as_(town.captain).get("/checklists/lists/").content.decode()
