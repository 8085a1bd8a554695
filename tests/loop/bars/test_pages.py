"""The negative list: written by the office, moved on grounds, never part of a weight."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.loop.standards.actions import set_bar
from wenming.loop.standards.models import Bar
from wenming.records.models import Act


@pytest.fixture
def bar(world: World) -> Bar:
    """One entry, of the market's office."""
    return set_bar(
        world.edition.pk, "发生重大安全事故", world.market.pk, bar=None, by=None, at=MONDAY
    )


def move(client: Client, bar: Bar, step: str, note: str) -> int:
    return client.post(
        reverse("standards:bar_move", args=[bar.pk, step]), {"note": note}
    ).status_code


def test_the_office_writes_an_entry_and_mends_it_until_something_came_of_it(
    world: World, bar: Bar, client: Client
) -> None:
    client.force_login(world.office)
    add = reverse("standards:add_bar", args=[world.edition.pk])
    assert client.post(add, {"text": "弄虚作假", "unit": ""}).status_code == 302
    assert client.post(add, {"text": "", "unit": ""}).status_code == 422
    assert list(Bar.objects.values_list("order", "text")) == [
        (1, "发生重大安全事故"),
        (2, "弄虚作假"),
    ]
    change = reverse("standards:write_bar", args=[world.edition.pk, bar.pk])
    assert client.post(change, {"text": "发生特大事故", "unit": ""}).status_code == 302
    assert move(client, bar, "warn", "有苗头") == 302
    assert client.post(change, {"text": "没有了", "unit": ""}).status_code == 409
    bar.refresh_from_db()
    assert (bar.text, bar.unit, bar.state) == ("发生特大事故", None, "warning")


def test_a_step_wants_its_grounds_and_its_power(world: World, bar: Bar, client: Client) -> None:
    client.force_login(world.liaison)
    assert move(client, bar, "trigger", "已通报") == 403
    client.force_login(world.office)
    assert move(client, bar, "trigger", " ") == 422
    assert move(client, bar, "lift", "已整改") == 409
    assert move(client, bar, "trigger", "已通报") == 302
    bar.refresh_from_db()
    assert (bar.state, bar.evidence) == ("triggered", "已通报")
    assert bar.since
    assert Act.objects.filter(kind="bar", move="trigger", units=[world.market.pk]).exists()


def test_everybody_reads_the_list_and_only_the_office_sees_buttons(
    world: World, bar: Bar, client: Client
) -> None:
    for user, buttons in ((world.office, True), (world.inspector, False)):
        client.force_login(user)
        seen = client.get(reverse("standards:bars")).content.decode()
        assert "发生重大安全事故" in seen
        assert (f"#bar-{bar.pk}" in seen, "加一条" in seen) == (buttons, buttons)


def test_an_archived_list_is_closed(world: World, bar: Bar) -> None:
    world.edition.state = "archived"
    world.edition.save()
    with pytest.raises(Refused, match="state"):
        set_bar(world.edition.pk, "再加", None, bar=None, by=world.office, at=MONDAY)
    with pytest.raises(Refused, match="power"):
        set_bar(world.edition.pk, "再加", None, bar=None, by=world.leader, at=MONDAY)
