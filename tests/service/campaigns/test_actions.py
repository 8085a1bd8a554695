"""Campaigns are led by the office; each unit reports once, and what it said before stays."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.service.drive import Drive
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.records.models import Act
from wenming.service.campaigns.actions import define, report_all, take, vouch
from wenming.service.campaigns.drafts import MeasureDraft
from wenming.service.campaigns.models import Asked, Campaign, Figure, Return
from wenming.service.campaigns.rules import Move
from wenming.service.campaigns.tallies import added_up, doubts, lines, sums


@pytest.fixture
def drive(world: World) -> Drive:
    return Drive(world)


def refused(act: Any, /, *args: Any, **more: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as no:
        act(*args, **more)
    return (no.value.reason, *no.value.lacking)


def test_a_unit_counts_for_its_own_area_and_a_bureau_for_the_city(drive: Drive) -> None:
    held = dict(Asked.objects.values_list("unit__name", "area__name"))
    assert held == {"市市场监管局": "江城市", "东街道办事处": "东街道", "市住建局": "江城市"}


def test_what_is_counted_can_be_changed_until_it_begins(world: World) -> None:
    drive = Drive(world, opened=False)
    other = drive.draft(measures=(MeasureDraft("参加人数", "人"),), units=(world.street.pk,))
    define(other, drive.row.pk, by=world.office, at=MONDAY)
    assert [m.name for m in drive.row.measures.all()] == ["参加人数"]
    take(drive.row.pk, Move.OPEN, by=world.office, at=MONDAY)
    told: dict[str, Any] = {"by": world.office, "at": MONDAY}
    assert refused(define, other, drive.row.pk, **told) == ("state", "open")


def test_nothing_begins_without_measures_and_units(world: World) -> None:
    drive = Drive(world, opened=False)
    define(drive.draft(measures=(), units=()), drive.row.pk, by=world.office, at=MONDAY)
    told: dict[str, Any] = {"by": world.office, "at": MONDAY}
    assert refused(take, drive.row.pk, Move.OPEN, **told) == ("needs", "measures", "units")


def test_only_the_office_leads_a_campaign(drive: Drive) -> None:
    told: dict[str, Any] = {"by": drive.world.liaison, "at": MONDAY}
    assert refused(define, drive.draft(name="别的"), **told) == ("power", "publish")
    assert refused(take, drive.row.pk, Move.CLOSE, **told) == ("power", "publish")
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"name": " "}, "needs"),
        ({"last": date(2026, 2, 1)}, "campaign_days"),
        ({"due": date(2026, 2, 1)}, "campaign_days"),
        ({"measures": (MeasureDraft("车", "辆"), MeasureDraft("车 ", "台"))}, "measure_twice"),
        ({"measures": (MeasureDraft("车", "辆", 4),)}, "measure_places"),
        ({}, "campaign_taken"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_refused(
    drive: Drive, over: dict[str, Any], reason: str
) -> None:
    draft = drive.draft(**{"name": "另一次"} | over if over else over)
    assert refused(define, draft, by=drive.world.office, at=MONDAY)[0] == reason
    assert Campaign.objects.count() == 1


def test_the_same_return_sent_twice_is_one(drive: Drive) -> None:
    first = drive.report()
    assert drive.report() == first
    assert drive.report("12.0", "1.250吨") == first
    assert Act.objects.filter(kind="return").count() == 1


def test_a_correction_keeps_the_old_figure_and_its_reason(drive: Drive) -> None:
    drive.report("12", "1250", seen=0)
    told: dict[str, Any] = {"seen": 1}
    assert refused(drive.report, "12", "1.25", **told) == ("needs", "reason")
    drive.report("12", "1.25", seen=1, reason="误按公斤填写")
    held = Return.objects.order_by("version").values_list("version", "standing", "reason")
    assert list(held) == [(1, False, ""), (2, True, "误按公斤填写")]
    old = Figure.objects.get(report__version=1, measure=drive.tonnes)
    assert drive.tonnes.shown(old.value) == "1250.00"
    assert Act.objects.get(move="correct").note == "误按公斤填写"


def test_a_correction_of_what_was_not_looked_at_is_refused(drive: Drive) -> None:
    drive.report()
    told: dict[str, Any] = {"seen": 0, "reason": "改"}
    assert refused(drive.report, "13", **told) == ("reported", "市市场监管局")


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"tonnes": "1,25"}, ("figure_comma", "清运垃圾", "1,25")),
        ({"tonnes": "1250公斤"}, ("figure_unit", "清运垃圾", "1250公斤", "吨")),
        ({"vehicles": "12.5"}, ("figure_precise", "出动车辆", "12.5", "0")),
        ({"vehicles": ""}, ("needs", "出动车辆")),
        ({"day": date(2025, 3, 1)}, ("return_day", "2025-03-01", "环境卫生大清扫")),
    ],
)
def test_a_return_with_a_fault_is_named_and_nothing_is_kept(
    drive: Drive, over: dict[str, Any], told: tuple[str, ...]
) -> None:
    assert refused(drive.report, **over) == told
    assert not Return.objects.exists()
    assert not Act.objects.filter(kind="return").exists()


def test_nobody_reports_for_another_unit(drive: Drive) -> None:
    mine: dict[str, Any] = {"by": drive.world.mender}
    assert refused(drive.report, **mine) == ("power", "rectify")
    assert refused(drive.report, by=drive.world.stranger) == ("power", "rectify")
    assert drive.report(unit=drive.world.street.pk, **mine).by == drive.world.mender


def test_a_unit_that_was_not_asked_does_not_report(world: World) -> None:
    drive = Drive(world, opened=False)
    define(drive.draft(units=(world.street.pk,)), drive.row.pk, by=world.office, at=MONDAY)
    take(drive.row.pk, Move.OPEN, by=world.office, at=MONDAY)
    assert refused(drive.report) == ("not_asked",)


def test_when_it_is_closed_only_the_office_puts_right(drive: Drive) -> None:
    drive.report()
    take(drive.row.pk, Move.CLOSE, by=drive.world.office, at=MONDAY)
    late: dict[str, Any] = {"seen": 1, "reason": "漏记一车"}
    assert refused(drive.report, "13", **late)[0] == "campaign_state"
    assert drive.report("13", by=drive.world.office, **late).version == 2
    told: dict[str, Any] = {"by": drive.world.office, "at": MONDAY}
    assert refused(take, drive.row.pk, Move.REOPEN, **told) == ("needs", "note")
    take(drive.row.pk, Move.REOPEN, "两个单位补报", **told)
    assert drive.report("14", seen=2, reason="又一车").version == 3


def test_a_workbook_comes_in_whole_or_not_at_all(drive: Drive) -> None:
    drafts = [drive.said(), drive.said("x", unit=drive.world.street.pk)]
    told: dict[str, Any] = {"by": drive.world.office, "at": MONDAY}
    assert refused(report_all, drafts, **told) == ("figure_unread", "出动车辆", "x")
    assert not Return.objects.exists()


def test_totals_by_area_are_exact_and_one_query(
    drive: Drive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n, unit in enumerate(drive.units, start=1):
        drive.report(str(n), f"0.{n}1", unit=unit.pk, by=drive.world.office)
    drive.report("10", "0.01", seen=1, reason="补", by=drive.world.office)
    with django_assert_num_queries(1):
        held = sums(drive.row)
    assert held == added_up(drive.row)
    assert held[drive.world.city.pk, drive.tonnes.pk] == 1 + 21 + 31
    told = lines(drive.row, [drive.vehicles, drive.tonnes])
    assert [(one.area.name, one.asked, one.reported, one.totals) for one in told] == [
        ("江城市", 3, 3, ("15", "0.53")),
        ("东街道", 1, 1, ("2", "0.21")),
    ]


def test_who_has_not_reported_is_one_question(drive: Drive) -> None:
    drive.report()
    missing = Asked.objects.filter(campaign=drive.row).missing()
    assert {one.unit.name for one in missing} == {"东街道办事处", "市住建局"}


def test_ten_times_the_middle_of_the_others_is_doubtful_until_somebody_vouches(
    drive: Drive,
) -> None:
    office = drive.world.office
    for unit, said in zip(drive.units, ("1.25", "0.80", "1250"), strict=True):
        row = drive.report("3", said, unit=unit.pk, by=office)
    measures = [drive.vehicles, drive.tonnes]
    [doubt] = doubts(drive.row, measures)
    assert (doubt.report, doubt.shown, doubt.middle) == (row, "1250.00", "1.02")
    told: dict[str, Any] = {"by": drive.world.liaison, "at": MONDAY}
    assert refused(vouch, row.pk, "已问", **told) == ("power", "publish")
    assert refused(vouch, row.pk, "", by=office, at=MONDAY) == ("needs", "note")
    vouch(row.pk, "已电话核实", by=office, at=MONDAY)
    vouch(row.pk, "再核实", by=office, at=MONDAY)
    assert doubts(drive.row, measures) == []
    assert Act.objects.filter(move="vouch").count() == 1


def test_returns_of_other_units_are_not_seen(drive: Drive) -> None:
    rows = Asked.objects.filter(campaign=drive.row)
    assert [one.unit for one in rows.visible_to(drive.world.mender)] == [drive.world.street]
    assert rows.visible_to(drive.world.office).count() == 3
    assert not rows.visible_to(drive.world.stranger)
