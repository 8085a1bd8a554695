"""From a round's stops and inspectors to tours and back, their words, and changing them by hand."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.fieldwork import assessment
from tests.world import World
from wenming.kit.flow import Refused
from wenming.loop.inspections.models import Round, Stop
from wenming.loop.tours.actions import Change, changed, set_hours
from wenming.loop.tours.models import Hours, Leg, Tour
from wenming.loop.tours.rows import week_of
from wenming.org.models import Group, User
from wenming.places.actions import ROAD
from wenming.places.models import Site, SiteKind
from wenming.proposals import actions
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Told
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.records.models import Act

FRIDAY = "2026-03-06"


@pytest.fixture
def row(world: World) -> Round:
    """An assessment of all five sites, a kilometre from one another."""
    for n, site in enumerate(Site.objects.order_by("code")):
        site.lon = 98.3 + n / 100
        site.save()
    return assessment(world, timezone.now())


def proposed(row: Round, **ask: Any) -> Proposal:
    ask = {"day": FRIDAY, "days": 2, **ask}
    asked = actions.ask_for(
        Kind.TOURS, str(row.pk), ask, Work(effort=2), by=None, at=timezone.now()
    )
    return made(asked)


def stops_in(plan: dict[str, Any]) -> list[int]:
    return sorted(stop for _day, _user, stops in plan["tours"] for stop in stops)


def given(row: Round) -> list[int]:
    return sorted(row.stops.exclude(group=None).values_list("pk", flat=True))


def test_every_stop_of_a_group_is_on_a_tour_of_one_of_its_people(row: Round) -> None:
    plan = proposed(row).plan
    assert stops_in(plan) == given(row)
    for _day, user, stops in plan["tours"]:
        groups = set(User.objects.filter(pk=user).values_list("appointments__group", flat=True))
        assert groups >= set(Stop.objects.filter(pk__in=stops).values_list("group", flat=True))


def test_each_stop_left_out_is_told_with_its_reason(row: Round) -> None:
    week = week_of({"day": FRIDAY, "days": 1, "base": 300, "each": 0, "round": row.pk})
    set_hours(row.stops.get(site__code="JC0001").site.kind, (60, 61), by=None, at=timezone.now())
    early = week_of({"day": FRIDAY, "days": 1, "round": row.pk})
    nothing: dict[str, Any] = {"tours": []}
    assert {why for _stop, why in week.left(nothing)} == {"dear"}
    told = {stop.site.code: why for stop, why in early.left(nothing)}
    assert told["JC0001"] == "unreachable"
    assert "dear" in told.values()


def test_days_of_rest_are_left_out(row: Round) -> None:
    week = week_of({"day": FRIDAY, "days": 2, "round": row.pk})
    assert week.days == [FRIDAY, "2026-03-09"]


def test_what_does_not_fit_on_one_day_comes_on_the_next_or_is_told(row: Round) -> None:
    long = {"base": 300, "each": 0}
    week = proposed(row, **long)
    assert {day for day, _user, _stops in week.plan["tours"]} == {FRIDAY, "2026-03-09"}
    one = proposed(row, **long, days=1)
    assert one.figures["left"] == len(given(row)) - one.figures["stops"] > 0


def test_a_kind_with_hours_is_visited_within_them(world: World, row: Round) -> None:
    set_hours(world.bazaar, (540, 555), by=None, at=timezone.now())
    plan = proposed(row)
    walks = week_of(plan.ask).walks(plan.plan)
    begun = [
        timed.begins for w in walks for timed in w.stops if timed.stop.site.kind == world.bazaar
    ]
    assert begun
    assert all(540 <= minute <= 555 for minute in begun)
    set_hours(world.bazaar, None, by=None, at=timezone.now())
    assert not Hours.objects.exists()
    with pytest.raises(Refused):
        set_hours(world.bazaar, (700, 600), by=None, at=timezone.now())


def test_a_round_nobody_can_go_for_is_named(world: World, row: Round) -> None:
    world.inspector.appointments.all().delete()
    world.other_inspector.appointments.all().delete()
    failed = proposed(row)
    assert (failed.state, failed.why) == ("failed", ["这个批次的工作组里没有督查员"])


def test_a_site_without_a_place_is_named(world: World, row: Round) -> None:
    site = row.stops.exclude(group=None).select_related("site")[0].site
    site.lon = site.lat = None
    site.save()
    assert proposed(row).why == [f"{site.name}没有位置"]


def test_a_round_that_is_over_is_not_planned(row: Round) -> None:
    Round.objects.filter(pk=row.pk).update(state="closed")
    with pytest.raises(Refused, match="unknown_round"):
        proposed(row)
    with pytest.raises(Refused, match="unknown_round"):
        actions.ask_for(Kind.TOURS, "去年", {}, Work(), by=None, at=timezone.now())


def test_a_change_moves_a_stop() -> None:
    tours = [["d1", 1, [10, 11]], ["d1", 2, [12]]]
    assert changed(tours, Change(12, 1, "d1", 2)) == [["d1", 1, [10, 12, 11]]]
    assert changed(tours, Change(10, 1, "d2")) == [
        ["d1", 1, [11]],
        ["d1", 2, [12]],
        ["d2", 1, [10]],
    ]
    assert changed(tours, Change(12, None)) == [["d1", 1, [10, 11]]]
    assert changed(tours, Change(10, 1, "d1", 99)) == [["d1", 1, [11, 10]], ["d1", 2, [12]]]


def test_what_a_plan_breaks_is_said_with_names(world: World, row: Round) -> None:
    set_hours(world.lane, (510, 515), by=None, at=timezone.now())
    plan = proposed(row, base=90)
    week = week_of(plan.ask)
    day, user = FRIDAY, world.inspector.pk
    wrong = [["2026-03-09", user, given(row)], [day, user, given(row)]]
    said = {r.rule for r in week.wrong({"tours": wrong})}
    assert said >= {"barred", "late", "twice"}


def test_accepted_tours_stand_with_their_hours_and_are_told_to_who_goes(
    world: World, row: Round, client: Client
) -> None:
    today = timezone.localdate().isoformat()
    plan = proposed(row, day=today)
    actions.accept(plan.pk, by=world.office, at=timezone.now())
    assert sorted(Leg.objects.values_list("stop", flat=True)) == given(row)
    again = proposed(row, day=today, begins=540)
    actions.accept(again.pk, by=world.office, at=timezone.now())
    assert sorted(Leg.objects.values_list("stop", flat=True)) == given(row)
    assert min(Leg.objects.values_list("begins", flat=True)) >= 540
    act = Act.objects.filter(kind="round", move="tour").latest("pk")
    assert set(act.persons) == set(Tour.objects.values_list("user", flat=True))
    client.force_login(world.inspector)
    told = client.get(reverse("field:today")).content.decode()
    mine = Leg.objects.filter(tour__user=world.inspector).order_by("tour__day", "order")
    assert mine[0].clock in told
    assert mine[0].clock in client.get(reverse("tours:tours")).content.decode()
    client.force_login(world.liaison)
    assert mine[0].clock not in client.get(reverse("tours:tours")).content.decode()


def test_the_page_shows_tours_by_the_clock_and_what_a_change_breaks(
    world: World, row: Round, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.office)
    form = {
        "round": row.pk,
        "day": FRIDAY,
        "days": 2,
        "begins": "08:30",
        "ends": "17:30",
        "lunch": "12:00",
        "lunch_minutes": 60,
        "speed": 12,
        "base": 10,
        "each": 3,
        "start": "",
        "seconds": 5,
    }
    assert client.post(reverse("tours:list"), form).status_code == 302
    plan = made(Proposal.objects.get())
    page = reverse("tours:plan", args=[plan.pk])
    with django_assert_max_num_queries(45):
        told = client.get(page).content.decode()
    assert "08:" in told
    assert "没有排到的点位" not in told
    stop = stops_in(plan.plan)[0]
    change = reverse("tours:change", args=[plan.pk, stop])
    assert "第几站" in client.get(change).content.decode()
    off = {"seen": 0, "user": "", "day": FRIDAY, "order": 1}
    assert client.post(change, off).status_code == 302
    told = client.get(page).content.decode()
    assert "没有排到的点位" in told
    hours = {"kind": world.lane.pk, "first": "08:00", "last": "08:10", "weight": 1}
    assert client.post(reverse("tours:hours"), hours).status_code == 302
    assert "晚了" in client.get(page).content.decode()
    accept = reverse("proposals:step", args=[plan.pk, "accept"])
    assert client.post(accept, {"seen": 1}).status_code == 409
    assert not Tour.objects.exists()


def test_the_same_seed_and_effort_give_the_same_tours(row: Round) -> None:
    assert proposed(row).plan == proposed(row).plan


def test_a_stopped_plan_keeps_the_days_made_so_far(row: Round) -> None:
    ask = {"day": FRIDAY, "days": 2, "round": row.pk, "base": 300, "each": 0}
    seen: list[Told] = []

    def tell(told: Any) -> bool:
        seen.append(told())
        return False

    plan = week_of(ask).solve(effort=2, seed=1, seconds=20, tell=tell)
    assert seen
    assert plan.figures["stops"] > 0
    assert date.fromisoformat(plan.plan["tours"][0][0]) == date.fromisoformat(FRIDAY)


def far_and_near(row: Round) -> tuple[Stop, Stop]:
    """Of one group: a stop forty kilometres off, and one among the others."""
    group = row.stops.exclude(group=None).values_list("group", flat=True)[0]
    Stop.objects.filter(round=row).exclude(group=None).update(group=group)
    far, near = row.stops.exclude(group=None).select_related("site__kind").order_by("pk")[:2]
    Site.objects.filter(pk=far.site_id).update(lat=(far.site.lat or 36.0) + 0.36)
    return far, near


def test_a_stop_that_is_not_worth_its_detour_is_left_with_that_reason(row: Round) -> None:
    far, near = far_and_near(row)
    ask = {"day": FRIDAY, "days": 1, "base": 5, "each": 0, "ends": 1380, "speed": 25}
    assert far.pk in stops_in(proposed(row, **ask).plan)
    plan = proposed(row, **ask, detour=20_000)
    assert far.pk not in stops_in(plan.plan)
    assert near.pk in stops_in(plan.plan)
    assert [(s.pk, why) for s, why in week_of(plan.ask).left(plan.plan)] == [(far.pk, "detour")]


def test_of_two_kinds_the_weightier_goes_first_where_there_is_time_for_one(
    world: World, row: Round
) -> None:
    lane, market = far_and_near(row)
    Site.objects.filter(pk=lane.site_id).update(lat=market.site.lat, kind=world.lane)
    Site.objects.filter(pk=market.site_id).update(kind=world.bazaar)
    row.stops.exclude(pk__in=(lane.pk, market.pk)).update(group=None)
    for heavy, other in ((lane, market), (market, lane)):
        for stop, weight in ((heavy, 9), (other, 1)):
            kind = Site.objects.get(pk=stop.site_id).kind
            set_hours(kind, None, weight=weight, by=None, at=timezone.now())
        plan = proposed(row, days=1, base=400, each=0)
        assert stops_in(plan.plan) == [heavy.pk]


def test_tours_go_along_the_roads_that_are_loaded(world: World, row: Round) -> None:
    sites = list(Site.objects.filter(stops__round=row, stops__group__isnull=False).distinct())
    line = sorted((site.lon or 0.0, site.lat or 0.0) for site in sites)
    road = SiteKind.objects.get_or_create(name=ROAD)[0]
    around = [line[0], (line[0][0], line[0][1] + 0.05), (line[-1][0], line[0][1] + 0.05), line[-1]]
    shape = {"type": "LineString", "coordinates": [list(at) for at in around]}
    Site.objects.create(code="DL1", kind=road, name="环线", geometry=shape)
    straight, along = proposed(row, roads=False), proposed(row)
    assert along.figures["metres"] > straight.figures["metres"]
    assert week_of(along.ask).lines == (tuple(map(tuple, around)),)
    assert not week_of(straight.ask).lines


def test_a_day_of_a_plan_is_drawn_with_its_tours_and_with_what_is_left(
    world: World, row: Round, client: Client
) -> None:
    plan = proposed(row, base=300, each=0, days=1)
    client.force_login(world.office)
    told = client.get(reverse("tours:map", args=[plan.pk]), {"day": FRIDAY}).json()
    looks = Counter(one["properties"]["look"] for one in told["features"])
    assert looks["tour"] == plan.figures["tours"] > 0
    assert looks["stop"] == plan.figures["stops"] > 0
    assert {one["properties"]["label"] for one in told["features"] if "label" in one["properties"]}
    who = plan.plan["tours"][0][1]
    mine = client.get(reverse("tours:map", args=[plan.pk]), {"day": FRIDAY, "who": who}).json()
    assert Counter(f["properties"]["look"] for f in mine["features"])["tour"] == 1
    assert looks["none"] == plan.figures["left"] > 0
    none = client.get(reverse("tours:map", args=[plan.pk]), {"day": "2026-03-09"}).json()
    assert {one["properties"]["look"] for one in none["features"]} == {"none"}
    page = client.get(reverse("tours:plan", args=[plan.pk])).content.decode()
    assert f"map.geojson?day={FRIDAY}" in page


def test_a_stop_is_handed_to_another_group_and_the_reader_comes_back(
    world: World, row: Round, client: Client
) -> None:
    client.force_login(world.office)
    plan = proposed(row)
    stop = stops_in(plan.plan)[0]
    change = reverse("tours:change", args=[plan.pk, stop])
    hand = f"{reverse('inspections:hand', args=[stop])}?next={change}"
    assert hand in client.get(change).content.decode()
    other = Group.objects.exclude(stops=stop)[0]
    answer = client.post(hand, {"group": other.pk})
    assert (answer.status_code, answer["Location"]) == (302, change)
    assert Stop.objects.get(pk=stop).group == other
    assert "不归他的组" in client.get(reverse("tours:plan", args=[plan.pk])).content.decode()
