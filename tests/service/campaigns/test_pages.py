"""The pages of campaigns, as the office and a liaison meet them."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.service.drive import Drive
from tests.world import MONDAY, World
from wenming.service.campaigns.models import Campaign, Return


@pytest.fixture
def drive(world: World) -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield Drive(world)


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(drive: Drive, client: Client, **over: str) -> Any:
    """What a liaison's form sends."""
    data = {"day": "2026-03-01", "seen": "0"}
    data |= {f"m{drive.vehicles.pk}": "12", f"m{drive.tonnes.pk}": "1.25"}
    address = reverse("campaigns:report", args=[drive.row.pk, drive.world.market.pk])
    return client.post(address, data | over)


def test_a_liaison_reports_and_puts_right_on_one_page(drive: Drive, client: Client) -> None:
    client.force_login(drive.world.liaison)
    assert "本单位报数" in page(client, "campaigns:campaign", drive.row.pk)
    assert sent(drive, client).status_code == 302
    assert sent(drive, client, seen="1").status_code == 422
    more = {"seen": "1", "reason": "漏记", f"m{drive.tonnes.pk}": "1.30"}
    assert sent(drive, client, **more).status_code == 302
    told = page(client, "campaigns:report", drive.row.pk, drive.world.market.pk)
    assert "1.25" in told
    assert "漏记" in told


def test_a_comma_is_named_and_what_was_typed_stays(drive: Drive, client: Client) -> None:
    client.force_login(drive.world.liaison)
    answer = sent(drive, client, **{f"m{drive.tonnes.pk}": "1,25"})
    assert answer.status_code == 422
    assert "分不清是小数点还是千位" in answer.content.decode()
    assert 'value="1,25"' in answer.content.decode()
    assert not Return.objects.exists()


def test_the_office_defines_a_campaign_in_the_browser(drive: Drive, client: Client) -> None:
    client.force_login(drive.world.office)
    days = {"first": "2026-03-05", "last": "2026-03-05", "due": "2026-03-09"}
    given = {"name": "学雷锋日", "area": drive.world.city.pk, "kinds": ["bureau"]}
    lines = {"measures": "参加人数 人\n发放传单 份"}
    answer = client.post(reverse("campaigns:new"), given | days | lines)
    assert answer.status_code == 302
    row = Campaign.objects.get(name="学雷锋日")
    assert (row.measures.count(), row.asked.count()) == (2, 2)
    assert client.post(reverse("campaigns:step", args=[row.pk, "open"])).status_code == 302
    assert "报数中" in page(client, "campaigns:campaign", row.pk)


def test_a_total_opens_to_the_returns_under_it(drive: Drive, client: Client) -> None:
    drive.report(unit=drive.world.street.pk, by=drive.world.mender)
    client.force_login(drive.world.office)
    place = str(drive.world.east.pk)
    assert f"?area={place}" in page(client, "campaigns:campaign", drive.row.pk)
    told = page(client, "campaigns:returns", drive.row.pk, area=place).partition("<tbody>")[2]
    assert "东街道办事处" in told
    assert "市住建局" not in told
    lacking = page(client, "campaigns:returns", drive.row.pk, missing="1")
    assert "市住建局" in lacking
    assert "东街道办事处" not in lacking.partition("<tbody>")[2]
