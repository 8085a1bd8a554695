"""From recorded visits to scores: the same figures from the rows, the open data and the pages."""

import csv
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.casefile import WAYS, step
from tests.fieldwork import assessment
from tests.world import MONDAY, World, person
from wenming.doors.field.actions import close, receive
from wenming.insight.recompute import recompute
from wenming.kit.flow import Refused
from wenming.kit.ids import new_id
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State
from wenming.loop.casework.actions import take
from wenming.loop.inspections.drafts import FindingDraft, VisitDraft
from wenming.loop.inspections.models import Round
from wenming.loop.rounds import actions as rounds
from wenming.loop.scores import actions
from wenming.loop.scores.models import Rank, Reckoning, Score
from wenming.loop.scores.published import as_json
from wenming.loop.scores.rules import Moment, Of
from wenming.loop.scores.sheets import write_open, zipped
from wenming.loop.standards.rules import Verdict
from wenming.org.rules import Role
from wenming.records.models import Act
from wenming.site.command import run

NAME = "一季度"
LATER = timedelta(hours=1)
SPACE = UUID(int=7)
PASS, FAIL, NA = Verdict.PASS, Verdict.FAIL, Verdict.NA


def draft(site: str, *verdicts: Verdict, at: datetime = MONDAY) -> VisitDraft:
    """A visit with a verdict for each of the three items; two stalls where the second fails."""
    findings = tuple(
        FindingDraft(
            uuid5(SPACE, f"{site} {n}"),
            f"Ⅲ-1-{n}",
            verdict,
            count=2 if verdict is FAIL and n == 2 else 1 if verdict is FAIL else None,
        )
        for n, verdict in enumerate(verdicts, start=1)
    )
    return VisitDraft(uuid5(SPACE, site), NAME, site, at - timedelta(minutes=9), at, findings)


@pytest.fixture
def round_(world: World) -> Round:
    """A round of three lanes and two markets, four of five sites drawn and seen."""
    made = assessment(world, MONDAY - timedelta(days=1), number=4, least=2)
    verdicts = iter([(PASS, PASS, PASS), (FAIL, PASS, NA), (PASS, FAIL, PASS), (FAIL, FAIL, PASS)])
    for stop in made.stops.select_related("site", "group").order_by("site__code"):
        one = draft(stop.site.code, *next(verdicts))
        [answer] = receive([one], by=world.office, at=MONDAY)
        assert answer.outcome == "recorded", answer
    return made


def test_the_total_is_that_of_the_open_data_reckoned_by_itself(
    round_: Round, tmp_path: Path
) -> None:
    actions.reckon(round_, at=MONDAY)
    total = as_json(round_, Moment.SIGHT)["total"]
    rounds.close(round_.pk, by=None, at=MONDAY)
    write_open(Round.objects.get(pk=round_.pk), tmp_path)
    again = recompute(tmp_path)["total"]
    assert total["rate"] == pytest.approx(again["rate"], rel=1e-12)
    assert total["se"] == pytest.approx(again["se"], rel=1e-9)
    assert total["ci95"] == pytest.approx(again["ci95"], rel=1e-9)
    names = ("points", "df", "sites", "observations")
    assert [total[n] for n in names] == [again[n] for n in names]
    assert (total["sites"], total["observations"]) == (4, 11)
    assert 0 < total["ci95"][0] < total["rate"] < total["ci95"][1] < 1


def test_open_data_hold_nothing_that_a_spreadsheet_would_reckon(
    round_: Round, world: World, tmp_path: Path
) -> None:
    stop = round_.stops.select_related("site").first()
    assert stop
    stop.site.code = '=HYPERLINK("http://elsewhere.example")'
    stop.site.save()
    rounds.close(round_.pk, by=None, at=MONDAY)
    write_open(Round.objects.get(pk=round_.pk), tmp_path)
    with (tmp_path / "marks.csv").open(newline="") as file:
        sites = {row["site"] for row in csv.DictReader(file)}
    assert f"'{stop.site.code}" in sites
    assert stop.site.code not in sites
    assert recompute(tmp_path)["total"]["sites"] == 4


def test_open_data_stay_closed_while_a_round_runs(round_: Round) -> None:
    with pytest.raises(Refused, match="round_open"):
        zipped(round_)


def test_the_command_writes_what_recompute_reads(
    round_: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("score", [NAME, "--open", str(tmp_path)]) == 1
    assert not list(tmp_path.iterdir())
    close(round_.pk, by=None, at=MONDAY + LATER)
    capsys.readouterr()
    assert run("score", [NAME, "--json", "--open", str(tmp_path)]) == 0
    total = json.loads(capsys.readouterr().out)["total"]
    assert recompute(tmp_path)["total"]["rate"] == pytest.approx(total["rate"], rel=1e-12)


def test_every_level_is_told_and_a_unit_answers_for_its_sites(world: World, round_: Round) -> None:
    actions.reckon(round_, at=MONDAY)
    told = as_json(round_, Moment.SIGHT)
    assert {row["item"] for row in told["by_item"]} == {"Ⅲ-1-1", "Ⅲ-1-2", "Ⅲ-1-3"}
    assert {row["unit"] for row in told["by_unit"]} == {world.market.name, world.street.name}
    assert {row["kind"] for row in told["by_kind"]} == {"背街小巷", "集贸市场"}
    areas = {row["area"]: row["observations"] for row in told["by_area"]}
    assert areas[world.city.code] == sum(areas.values()) - areas[world.city.code] == 11
    assert {(row["unit"], row["class"]) for row in told["ranks"]} == {
        (world.market.name, "bureau"),
        (world.street.name, "street"),
    }


def test_mending_raises_the_score_after_and_never_the_one_at_first_sight(round_: Round) -> None:
    actions.reckon(round_, at=MONDAY)
    before = as_json(round_, Moment.SIGHT)["total"]["rate"]
    assert as_json(round_, Moment.MENDED)["total"]["rate"] == before
    Case.objects.update(state="closed", closed=MONDAY)
    actions.reckon(round_, at=MONDAY)
    assert as_json(round_, Moment.SIGHT)["total"]["rate"] == before
    assert as_json(round_, Moment.MENDED)["total"]["rate"] == 1


def test_an_appeal_upheld_after_the_close_is_in_the_score_by_itself(
    world: World, round_: Round, client: Client
) -> None:
    actions.reckon_stale(at=MONDAY + LATER)
    close(round_.pk, by=world.office, at=MONDAY + LATER)
    before = as_json(round_, Moment.SIGHT)["total"]["points"]
    case = Case.objects.filter(item=world.litter).order_by("pk")[0]
    Case.objects.filter(pk=case.pk).update(unit=world.street)
    case = step(world, case, Move.ASSIGN, Move.APPEAL, at=MONDAY + 2 * LATER)
    assert actions.reckon_stale(at=MONDAY + 4 * LATER) == 0
    given = Given(note="不在道路红线内")
    take(
        case.pk,
        Move.UPHOLD,
        given,
        by=person("he", Role.OFFICE, area=world.city),
        at=MONDAY + 5 * LATER,
    )
    assert actions.reckon_stale(at=MONDAY + 6 * LATER) == 1
    after = as_json(round_, Moment.SIGHT)["total"]["points"]
    assert after > before
    assert actions.reckon_stale(at=MONDAY + 7 * LATER) == 0
    client.force_login(world.leader)
    page = client.get(reverse("scores:round", args=[round_.pk])).content.decode()
    assert f"{before:.2f}" in page
    assert f"{after:.2f}" in page
    said = client.get(reverse("inspections:round", args=[round_.pk])).content.decode()
    assert f"{before:.2f} → {after:.2f}" in said


def test_what_is_mended_after_the_close_raises_the_score_after_mending_alone(
    world: World, round_: Round
) -> None:
    close(round_.pk, by=world.office, at=MONDAY + LATER)
    before = as_json(round_, Moment.SIGHT)["total"]
    for case in Case.objects.all():
        Case.objects.filter(pk=case.pk).update(unit=world.street)
        step(world, case, *WAYS[State.CLOSED], at=MONDAY + 2 * LATER)
    assert actions.reckon_stale(at=MONDAY + 9 * LATER) == 1
    assert as_json(round_, Moment.SIGHT)["total"] == before
    assert as_json(round_, Moment.MENDED)["total"]["rate"] == 1
    assert not Act.objects.about("round", round_.pk).filter(move="reckon").exists()


def test_a_closed_round_is_left_alone_when_another_is_recorded(world: World, round_: Round) -> None:
    actions.reckon_stale(at=MONDAY + LATER)
    close(round_.pk, by=world.office, at=MONDAY + LATER)
    second = assessment(world, MONDAY + 2 * LATER, name="二季度")
    code = second.stops.values_list("site__code", flat=True)[0]
    one = replace(draft(code, PASS, PASS, PASS, at=MONDAY + 3 * LATER), id=new_id(), round="二季度")
    one = replace(one, findings=tuple(replace(f, id=new_id()) for f in one.findings))
    [answer] = receive([one], by=world.office, at=MONDAY + 3 * LATER)
    assert answer.outcome == "recorded", answer
    reckoned = Reckoning.objects.get(round=round_).at
    assert actions.reckon_stale(at=MONDAY + 4 * LATER) == 1
    assert Reckoning.objects.get(round=round_).at == reckoned


def test_an_act_that_comes_late_under_a_smaller_number_is_not_missed(round_: Round) -> None:
    actions.reckon_stale(at=MONDAY + LATER)
    young = MONDAY + 2 * LATER
    Act.objects.create(at=young, kind="case", key="0", move="take")
    actions.reckon_stale(at=young)
    seen = Reckoning.objects.get(round=round_).act
    assert seen == Act.objects.filter(at__lt=young).order_by("-id")[0].pk


def test_reckoning_again_gives_the_same_rows_once(round_: Round) -> None:
    actions.reckon(round_, at=MONDAY + LATER)
    first = sorted(Score.objects.values_list("level", "moment", "key", "rate", "se"))
    actions.reckon(round_, at=MONDAY + LATER)
    assert sorted(Score.objects.values_list("level", "moment", "key", "rate", "se")) == first
    assert actions.reckon_stale(at=MONDAY + 2 * LATER) == 0


def test_a_patrol_enters_no_score(world: World, round_: Round) -> None:
    with pytest.raises(Refused, match="unscored"):
        actions.reckon(Round(kind="patrol", name="巡查"), at=MONDAY)


def test_the_marks_under_a_units_score_are_as_many_as_it_says(
    world: World, round_: Round, client: Client
) -> None:
    actions.reckon(round_, at=MONDAY)
    client.force_login(world.leader)
    for score in Score.objects.of(Of.UNIT):
        page = client.get(f"/scores/{round_.pk}/marks/?unit={score.key}").context["page"]
        assert sum(f.mark is not None for f in page) == score.observations


@pytest.mark.parametrize("name", ["list", "indices", "round", "ranks", "marks"])
def test_the_pages_open_in_few_queries(
    name: str, world: World, round_: Round, client: Client, django_assert_max_num_queries: object
) -> None:
    actions.reckon(round_, at=MONDAY)
    client.force_login(world.leader)
    args = [] if name in {"list", "indices"} else [round_.pk]
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        assert client.get(reverse(f"scores:{name}", args=args)).status_code == 200


def test_units_that_do_not_differ_are_given_the_places_they_share_not_all_the_first(
    world: World, round_: Round, client: Client
) -> None:
    actions.reckon(round_, at=MONDAY)
    units = Rank.objects.filter(score__in=Score.objects.of(Of.UNIT))
    assert (n := units.count()) > 1
    units.update(peers="bureau", place=1, tie=1)
    client.force_login(world.leader)
    page = client.get(f"/scores/{round_.pk}/ranks/").content.decode()
    assert f'rowspan="{n}"' in page
    assert f">1–{n}</th>" in page


def test_ranks_can_be_switched_off(
    world: World, round_: Round, client: Client, settings: Settings
) -> None:
    settings.RANKS = False
    client.force_login(world.leader)
    assert client.get(f"/scores/{round_.pk}/ranks/").status_code == 404


def test_the_tree_shows_what_each_item_reached_once_a_round_is_over(
    world: World, round_: Round, client: Client
) -> None:
    client.force_login(world.leader)
    address = reverse("standards:edition", args=[world.edition.pk])
    actions.reckon(round_, at=MONDAY)
    assert "unrated" in client.get(address).content.decode()
    rounds.close(round_.pk, by=None, at=MONDAY)
    actions.reckon(Round.objects.get(pk=round_.pk), at=MONDAY)
    seen = client.get(address).content.decode()
    score = Score.objects.of(Of.ITEM).filter(key=world.litter.pk).get()
    assert f'?item={world.litter.pk}">{100 * score.rate:.1f}%</a>' in seen


def test_no_mark_leads_to_a_visit_its_reader_may_not_see(
    world: World, round_: Round, client: Client
) -> None:
    for user, seen in ((world.leader, 4), (world.liaison, 2)):
        client.force_login(user)
        page = client.get(f"/scores/{round_.pk}/marks/").content.decode()
        visits = {part[:36] for part in page.split('href="/rounds/visits/')[1:]}
        assert {client.get(f"/rounds/visits/{one}/").status_code for one in visits} == {200}
        assert len(visits) <= seen
