"""A year of an alliance: a plan, four changes and twelve appraisals, none written over another."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.flows.test_order import as_
from tests.world import SHANGHAI, World
from wenming.kit.flow import Refused
from wenming.records.models import Act
from wenming.service.alliances.actions import appraise, found, write
from wenming.service.alliances.drafts import AllianceDraft, AppraisalDraft, VersionDraft
from wenming.service.alliances.models import Alliance, Appraisal, Version
from wenming.service.alliances.rules import Differs, Line, Told, differences, in_force, quarter_of

JANUARY, DECEMBER = (datetime(2026, m, 28, 10, tzinfo=SHANGHAI) for m in (1, 12))


class Allies:
    """The street leads, the market bureau is in; the roads bureau is not."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.told: dict[str, Any] = {"by": world.mender, "at": DECEMBER}
        draft = AllianceDraft("邻里联盟", world.street.pk, world.east.pk, (world.market.pk,))
        self.row: Alliance = found(draft, **self.told)
        self.lines = (self.line(0, "共建广场", 6), self.line(0, "义诊", 12))

    def line(self, code: int, title: str, due: int) -> Line:
        return Line(code, title, self.world.market.pk, due)

    def write(self, quarter: int, *lines: Line, **over: Any) -> Version:
        reason = "情况有变" if quarter else ""
        draft = VersionDraft(2026, quarter, lines or self.lines, reason)
        return write(self.row.pk, draft, **(self.told | over))

    def tells(self, month: int, **over: Any) -> Appraisal:
        told = dict.fromkeys((1, 2), (Told.DOING, ""))
        draft = replace(AppraisalDraft(month, "进展顺利", told), **over)
        return appraise(self.row.pk, 2026, draft, **self.told)


@pytest.fixture
def allies(world: World) -> Allies:
    return Allies(world)


def test_a_year_is_read_as_one_page(allies: Allies) -> None:
    allies.write(0)
    kept = (allies.line(1, "共建广场", 9), allies.line(2, "义诊", 12))
    allies.write(1, *kept)
    allies.write(2, *kept, allies.line(0, "夜市整治", 8))
    allies.write(3, kept[1], allies.line(3, "夜市整治", 8))
    allies.write(4, kept[1], allies.line(3, "夜市整治", 11))
    for month in range(1, 13):
        told = dict.fromkeys((1, 2, 3), (Told.DOING, f"第{month}月"))
        allies.tells(month, text=f"{month}月点评", told=told)
    assert (Version.objects.count(), Appraisal.objects.count()) == (5, 12)
    page = as_(allies.world.liaison).get(f"/alliances/{allies.row.pk}/2026/").content.decode()
    for word in ("年初计划", "一季度调整", "二季度调整", "三季度调整", "四季度调整"):
        assert word in page
    assert all(f"{month}月点评" in page for month in range(1, 13))
    assert "<s>1. 共建广场（市市场监管局，9 月）</s>" in page  # dropped in the third quarter
    assert "过期" in page


def test_the_same_plan_sent_twice_is_one_and_another_is_refused(allies: Allies) -> None:
    assert allies.write(0) == allies.write(0)
    with pytest.raises(Refused, match="plan_written"):
        allies.write(0, allies.line(0, "别的", 3))
    assert Act.objects.filter(kind="alliance", move="plan").count() == 1


def test_a_change_comes_after_the_plan_in_its_quarter_with_a_reason(allies: Allies) -> None:
    with pytest.raises(Refused, match="plan_first"):
        allies.write(1)
    allies.write(0)
    with pytest.raises(Refused, match="plan_early"):
        allies.write(3, at=JANUARY)
    with pytest.raises(Refused, match="needs"):
        write(allies.row.pk, VersionDraft(2026, 2, (allies.line(1, "改", 3),)), **allies.told)
    allies.write(2, allies.line(1, "改", 3))
    with pytest.raises(Refused, match="plan_written"):
        allies.write(1, allies.line(1, "补", 3))


def test_a_number_that_was_dropped_is_never_given_again(allies: Allies) -> None:
    allies.write(0)
    allies.write(1, allies.line(1, "共建广场", 6))
    row = allies.write(2, allies.line(1, "共建广场", 6), allies.line(0, "新事项", 9))
    assert list(row.items.values_list("code", flat=True)) == [1, 3]


def test_an_appraisal_is_corrected_beside_what_it_said(allies: Allies) -> None:
    allies.write(0)
    first = allies.tells(3)
    assert allies.tells(3) == first
    with pytest.raises(Refused, match="appraised"):
        allies.tells(3, text="改口")
    with pytest.raises(Refused, match="needs"):
        allies.tells(3, text="改口", seen=1)
    second = allies.tells(3, text="改口", seen=1, reason="漏了义诊")
    assert list(Appraisal.objects.values_list("number", "standing")) == [(1, False), (2, True)]
    assert second.number == 2
    with pytest.raises(Refused, match="needs"):
        allies.tells(4, told={1: (Told.DONE, "")})


def test_only_the_lead_unit_and_the_office_write_and_only_members_are_named(
    allies: Allies, world: World
) -> None:
    for by in (world.liaison, world.leader):
        with pytest.raises(Refused, match="power"):
            allies.write(0, by=by)
    with pytest.raises(Refused, match="plan_owner"):
        allies.write(0, Line(0, "修路", world.roads.pk, 3))
    assert allies.write(0, by=world.office).pk
    draft = AppraisalDraft(2, "早了", {})
    with pytest.raises(Refused, match="month_early"):
        appraise(allies.row.pk, 2026, draft, by=world.mender, at=JANUARY - timedelta(days=2))


def test_a_plan_is_typed_as_lines_and_what_cannot_be_read_is_said(allies: Allies) -> None:
    lead = as_(allies.world.mender)
    there = f"/alliances/{allies.row.pk}/2026/plan/0/"
    bad = lead.post(there, {"lines": "共建广场"})
    assert bad.status_code == 422
    assert "读不懂“共建广场”" in bad.content.decode()
    stranger = lead.post(there, {"lines": "修路 | 市住建局 | 3"})
    assert "不是联盟的成员单位" in stranger.content.decode()
    good = {"lines": "共建广场 | 市市场监管局 | 6月\n2、义诊｜东街道办事处｜12"}
    assert lead.post(there, good).status_code == 302
    told = Version.objects.get().items.values_list("code", "title", "owner__name", "due")
    assert list(told) == [(2, "义诊", "东街道办事处", 12), (3, "共建广场", "市市场监管局", 6)]


LINES = some.dictionaries(
    some.integers(1, 9), some.tuples(some.sampled_from("甲乙"), some.integers(1, 12)), max_size=9
).map(lambda told: [Line(code, title, 1, due) for code, (title, due) in sorted(told.items())])


@given(LINES, LINES)
def test_the_differences_turn_one_version_into_the_other(a: list[Line], b: list[Line]) -> None:
    found_ = list(differences(a, b))
    turned = {line.code: line for line in a}
    for one in found_:
        if one.kind is Differs.DROPPED:
            assert one.was
            del turned[one.was.code]
        else:
            assert one.now
            turned[one.now.code] = one.now
    assert sorted(turned.values(), key=lambda line: line.code) == b
    assert all(one.was != one.now for one in found_)


def test_the_version_in_force_is_that_of_the_last_quarter_changed() -> None:
    assert [quarter_of(m) for m in (1, 3, 4, 12)] == [1, 1, 2, 4]
    assert [in_force([0, 2], m) for m in (1, 4, 9)] == [0, 2, 2]
