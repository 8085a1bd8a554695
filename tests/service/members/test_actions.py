"""People come into a team, learn something, wish something, leave."""

from datetime import date
from typing import Any

import pytest

from tests.world import MONDAY, World, person
from wenming.kit.flow import Refused
from wenming.org.rules import Role
from wenming.records.models import Act
from wenming.service.members.actions import add, change, grant, leave, unwish, wish
from wenming.service.members.drafts import MemberDraft, WishDraft
from wenming.service.members.models import Holding, Member, Wish
from wenming.service.members.rules import WishKind

DAY = date(2026, 3, 2)


@pytest.fixture
def told(world: World) -> dict[str, Any]:
    return {"by": world.liaison, "at": MONDAY}


def test_people_are_taken_in_once(world: World, told: dict[str, Any]) -> None:
    drafts = [MemberDraft(world.market.pk, name) for name in ("甲", "乙", " 甲 ", " ")]
    rows = add(drafts, **told)
    assert [m.name for m in rows] == ["甲", "乙", "甲"]
    assert add(drafts, **told) == rows
    assert (Member.objects.count(), Act.objects.filter(kind="member").count()) == (2, 2)


def test_a_qualification_is_granted_and_renewed(world: World, told: dict[str, Any]) -> None:
    [one] = add([MemberDraft(world.market.pk, "甲")], **told)
    until = date(2027, 3, 1)
    assert grant([one.pk], "劝导培训", since=DAY, until=None, **told) == 1
    assert grant([one.pk], "劝导培训", since=DAY, until=None, **told) == 0
    assert grant([one.pk], " 劝导培训 ", since=DAY, until=until, **told) == 1
    assert Holding.objects.get().until == until
    with pytest.raises(Refused, match="ends_first"):
        grant([one.pk], "劝导培训", since=DAY, until=date(2026, 3, 1), **told)


def test_a_wish_is_kept_by_its_day_and_taken_back(world: World, told: dict[str, Any]) -> None:
    own = person("jia", Role.INSPECTOR, area=world.east)
    [one] = add([MemberDraft(world.market.pk, "甲", own.pk)], **told)
    said = WishDraft(WishKind.AWAY, DAY, DAY, note="探亲")
    first = wish(one.pk, said, by=own, at=MONDAY)
    assert wish(one.pk, said, by=own, at=MONDAY) == first
    longer = WishDraft(WishKind.AWAY, DAY, date(2026, 3, 4))
    assert wish(one.pk, longer, **told) == first
    unwish(one.pk, first.pk, by=own, at=MONDAY)
    unwish(one.pk, first.pk, by=own, at=MONDAY)
    assert Wish.objects.count() == 0
    assert list(Act.objects.filter(kind="member", move__contains="wish").values_list("move")) == [
        ("wish",),
        ("wish",),
        ("unwish",),
    ]
    with pytest.raises(Refused, match="power"):
        wish(one.pk, said, by=world.mender, at=MONDAY)


def test_limits_that_fall_are_refused(world: World, told: dict[str, Any]) -> None:
    [one] = add([MemberDraft(world.market.pk, "甲")], **told)
    for over in ({"least_hours": 200}, {"longest_run": 0}):
        with pytest.raises(Refused, match="member_limits"):
            change(one.pk, MemberDraft(world.market.pk, "甲", **over), **told)
    assert (
        change(one.pk, MemberDraft(world.market.pk, "甲", most_hours=80), **told).most_hours == 80
    )


def test_only_who_rosters_a_team_changes_it(world: World, told: dict[str, Any]) -> None:
    [one] = add([MemberDraft(world.market.pk, "甲")], **told)
    for by in (world.mender, world.leader, world.stranger):
        with pytest.raises(Refused, match="power"):
            leave(one.pk, DAY, by=by, at=MONDAY)
        with pytest.raises(Refused, match="power"):
            add([MemberDraft(world.market.pk, "丁")], by=by, at=MONDAY)
    assert leave(one.pk, DAY, by=world.office, at=MONDAY).left == DAY
