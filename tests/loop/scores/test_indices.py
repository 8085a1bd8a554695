"""The indices of real cases, and the pages on which each opens to them."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from tests.casefile import in_state, step
from tests.world import MONDAY, World
from wenming.insight.indices import INDICES, MAIN
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State
from wenming.loop.scores.actions import index_cases, indices

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
MONTH = "?month=2026-03"


def counts(code: str) -> tuple[int, int]:
    figure = indices(MARCH, APRIL)[code]
    return figure.top, figure.bottom


def test_what_was_withdrawn_or_merged_is_due_no_more(world: World) -> None:
    in_state(world, State.TAKEN)
    withdrawn = in_state(world, State.WITHDRAWN, site=world.sites[1])
    assert withdrawn.due
    assert counts("fixed") == (0, 1)
    assert counts("filed") == (2, 2)


def test_what_stands_still_is_not_due(world: World) -> None:
    case = in_state(world, State.SHELVED)
    assert case.due
    assert counts("fixed") == (0, 0)
    step(world, case, Move.RESUME, Move.APPEAL, at=MONDAY + timedelta(days=1))
    assert counts("fixed") == (0, 0)
    step(world, case, Move.DISMISS, at=MONDAY + timedelta(days=2))
    assert counts("fixed") == (0, 1)


def test_the_mean_time_leaves_out_what_stood_still(world: World) -> None:
    in_state(world, State.FIXED)  # assigned at 9:30, taken at 10:00, reported at 10:30
    assert counts("fix_minutes") == (60, 1)
    other = in_state(world, State.TAKEN, site=world.sites[1])
    other = step(world, other, Move.APPEAL, at=MONDAY + timedelta(hours=1))  # at 10:30
    other = step(world, other, Move.DISMISS, at=MONDAY + timedelta(days=1))  # at 9:30
    step(world, other, Move.FIX, at=MONDAY + timedelta(days=1, hours=1))  # at 10:30
    assert counts("fix_minutes") == (60 + 60 + 60, 2)


def test_what_is_closed_a_little_after_its_limit_is_closed_in_time(world: World) -> None:
    case = in_state(world, State.FIXED)
    assert case.due
    step(world, case, Move.CLOSE, at=case.due + timedelta(hours=16))
    assert counts("closed_in_time") == (1, 1)
    late = in_state(world, State.FIXED, site=world.sites[1])
    assert late.due
    step(world, late, Move.CLOSE, at=late.due + timedelta(days=9))
    assert counts("closed_in_time") == (1, 2)


def test_a_case_filed_long_before_counts_when_it_is_due(world: World) -> None:
    case = in_state(world, State.TAKEN)
    Case.objects.filter(pk=case.pk).update(filed=MONDAY - timedelta(days=900))
    assert counts("fixed") == (0, 1)


def test_every_figure_opens_to_its_cases(world: World, client: Client) -> None:
    for n, state in enumerate((State.FIXED, State.CLOSED, State.RETURNED, State.REFUSED)):
        in_state(world, state, site=world.sites[n])
    client.force_login(world.office)
    page = client.get(reverse("scores:indices") + MONTH)
    told = {
        index.code: figure
        for index, (_, _, figure, *_) in zip(INDICES, page.context["figures"], strict=True)
    }
    for index in INDICES:
        for side in ("top", "bottom"):
            url = reverse("scores:index", args=[index.code, side]) + MONTH
            assert url in page.content.decode()
            listed = client.get(url).context
            assert sum(n for _, n in listed["rows"]) == getattr(told[index.code], side)
    assert client.get("/scores/indices/nonsense/top/").status_code == 404
    assert client.get("/scores/indices/fixed/left/").status_code == 404


def test_of_the_cases_under_a_figure_one_sees_ones_own(world: World, client: Client) -> None:
    in_state(world, State.FIXED)
    client.force_login(world.liaison)  # of another unit
    page = client.get(reverse("scores:index", args=["fixed", "bottom"]) + MONTH)
    assert (page.context["total"], page.context["rows"]) == (1, [])
    assert index_cases(MARCH, APRIL, "fixed", "bottom") == {Case.objects.get().pk: 1}


def test_the_indices_of_each_unit_open_to_its_cases_and_stand_in_no_order_of_merit(
    world: World, client: Client
) -> None:
    for n, state in enumerate((State.FIXED, State.CLOSED, State.TAKEN)):
        in_state(world, state, site=world.sites[n])
    client.force_login(world.office)
    page = client.get(reverse("scores:indices_of_parts", args=["unit"]) + MONTH)
    lines = page.context["lines"]
    assert [unit.order for unit, _row in lines] == sorted(unit.order for unit, _row in lines)
    city = indices(MARCH, APRIL)
    for n, code in enumerate(MAIN):
        assert sum(row[n][0].bottom for _unit, row in lines) == city[code].bottom
        for _unit, row in lines:
            figure, way = row[n]
            assert client.get(way).context["total"] == figure.bottom
    assert client.get(reverse("scores:indices_of_parts", args=["kind"]) + MONTH).status_code == 200
    assert client.get("/scores/indices/by/person/").status_code == 404
