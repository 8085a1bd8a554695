"""Campaigns for anybody: the board, the feeds, and open data of what is over; no person in any of it."""

import csv
import io
import json
from typing import Any

import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse

from tests.service.drive import Drive
from tests.world import MONDAY, World
from wenming.service.campaigns.actions import take
from wenming.service.campaigns.public import folded, plain
from wenming.service.campaigns.rules import Move


@pytest.fixture
def drive(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        drive = Drive(world)
        for number, unit in enumerate(drive.units, start=1):
            drive.report(str(number), f"{number}.05", unit=unit.pk, by=world.office)
        yield drive


def end(drive: Drive) -> None:
    """Reporting is over."""
    take(drive.row.pk, Move.CLOSE, by=drive.world.office, at=MONDAY)


def got(client: Client, name: str, *args: object, status: int = 200) -> Any:
    answer = client.get(reverse(f"campaigns:{name}", args=args))
    assert answer.status_code == status
    return answer


def test_anybody_sees_what_goes_on_and_nothing_that_has_not_begun(
    world: World, client: Client
) -> None:
    drive = Drive(world, opened=False)
    assert drive.row.name not in got(client, "board").content.decode()
    got(client, "shown", drive.row.pk, status=404)
    take(drive.row.pk, Move.OPEN, by=world.office, at=MONDAY)
    assert drive.row.name in got(client, "board").content.decode()


def test_figures_are_open_when_reporting_is_over(drive: Drive, client: Client) -> None:
    assert "6.15" not in got(client, "shown", drive.row.pk).content.decode()
    for name in ("data", "table"):
        got(client, name, drive.row.pk, status=404)
    end(drive)
    assert "6.15" in got(client, "shown", drive.row.pk).content.decode()


def test_open_data_are_exact_and_name_units_but_no_person(drive: Drive, client: Client) -> None:
    end(drive)
    answer = got(client, "data", drive.row.pk)
    told = json.loads(answer.content)
    assert told["totals"] == {"出动车辆": "6", "清运垃圾": "6.15"}
    assert [(one["name"], one["totals"]["清运垃圾"]) for one in told["areas"]] == [
        ("江城市", "6.15"),
        ("东街道", "2.05"),
    ]
    assert {one["unit"] for one in told["returns"]} == {u.name for u in drive.units}
    assert drive.world.office.name not in answer.content.decode()
    rows = list(
        csv.reader(io.StringIO(got(client, "table", drive.row.pk).content.decode("utf-8-sig")))
    )
    assert rows[0][-1] == "清运垃圾（吨）"
    assert rows[-1][-2:] == ["6", "6.15"]
    assert len(rows) == 1 + 3 + 1


def test_the_calendar_is_read_by_another_library(drive: Drive, client: Client) -> None:
    body = got(client, "calendar").content.decode()
    event = vobject.readOne(body).vevent
    assert (event.summary.value, str(event.dtstart.value)) == (drive.row.name, "2026-03-01")
    assert str(event.dtend.value) == "2026-03-02"
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))


def test_the_feed_names_each_campaign_once(drive: Drive, client: Client) -> None:
    body = got(client, "atom").content.decode()
    assert body.count("<entry>") == body.count(f"<title>{drive.row.name}</title>") == 1


def test_a_long_line_is_folded_between_characters_and_a_formula_is_words() -> None:
    parts = list(folded("SUMMARY:" + "清洁" * 60))
    assert "".join(part.removeprefix(" ") for part in parts) == "SUMMARY:" + "清洁" * 60
    assert plain("=1+1") == "'=1+1"
