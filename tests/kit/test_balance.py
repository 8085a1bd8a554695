"""Sites shared among groups: held against every other way of sharing them, on small cases."""

from collections import Counter
from itertools import product
from time import perf_counter

import hypothesis.strategies as st
import pytest
from hypothesis import given

from wenming.kit.balance import Fault, Group, LeftOut, Plan, Stop, faults, share

AREAS = ("/1/2/", "/1/3/", "/1/3/4/")
UNITS = ("城管", "住建", "交通")

stops = st.lists(
    st.tuples(
        st.sampled_from(AREAS),
        st.frozensets(st.sampled_from(UNITS), max_size=2),
        st.integers(5, 60),
    ),
    max_size=6,
).map(lambda rows: [Stop(f"S{n}", *row) for n, row in enumerate(rows)])
groups = st.lists(
    st.tuples(
        st.lists(st.sampled_from(("", "/1/", *AREAS)), max_size=2).map(tuple),
        st.frozensets(st.sampled_from(UNITS), max_size=1),
    ),
    max_size=4,
).map(lambda rows: [Group(f"G{n}", *row) for n, row in enumerate(rows)])


def loads(plan: Plan, groups: list[Group]) -> list[int]:
    """How many stops each group has, the most laden first."""
    held = Counter(crew for _, crew in plan.given)
    return sorted((held[group.code] for group in groups), reverse=True)


def choices(stop: Stop, groups: list[Group]) -> list[Group]:
    return [
        group
        for group in groups
        if any(stop.area.startswith(beat) for beat in group.beats) and not stop.units & group.units
    ]


@given(stops, groups)
def test_no_other_sharing_is_more_even(stops: list[Stop], groups: list[Group]) -> None:
    served = [choices(stop, groups) for stop in stops if choices(stop, groups)]
    best = min(
        sorted((sum(g is group for g in way) for group in groups), reverse=True)
        for way in product(*served)
    )
    assert loads(share(stops, groups), groups) == best


@given(stops, groups)
def test_a_plan_is_faultless_and_what_is_left_out_could_not_be_given(
    stops: list[Stop], groups: list[Group]
) -> None:
    plan = share(stops, groups)
    assert faults(stops, groups, plan) == []
    left = {each.stop for each in plan.left_out}
    assert left == {stop.code for stop in stops if not choices(stop, groups)}
    assert [stop for stop, _ in plan.given] == sorted(
        stop.code for stop in stops if stop.code not in left
    )


@given(stops, groups, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_named_changes_nothing(
    stops: list[Stop], groups: list[Group], order: object
) -> None:
    plan = share(stops, groups)
    other_stops, other_groups = list(stops), list(groups)
    order.shuffle(other_stops)  # type: ignore[attr-defined]
    order.shuffle(other_groups)  # type: ignore[attr-defined]
    assert share(other_stops, other_groups) == plan


@given(stops, groups)
def test_no_exchange_of_two_visits_would_even_out_the_minutes(
    stops: list[Stop], groups: list[Group]
) -> None:
    plan = share(stops, groups)
    by_code = {stop.code: stop for stop in stops}
    minutes: Counter[str] = Counter()
    for stop, crew in plan.given:
        minutes[crew] += by_code[stop].minutes
    crews = {group.code: group for group in groups}
    for (mine, one), (yours, other) in product(plan.given, plan.given):
        first, second = by_code[mine], by_code[yours]
        if crews[other] in choices(first, groups) and crews[one] in choices(second, groups):
            gap = minutes[one] - minutes[other]
            assert one == other or abs(gap - 2 * (first.minutes - second.minutes)) >= abs(gap)


def test_a_group_hands_on_what_another_may_do_when_it_alone_may_do_the_rest() -> None:
    everywhere, west = Group("A", ("/1/",)), Group("B", ("/1/3/",))
    sites = [Stop(f"S{n}", "/1/3/") for n in range(4)] + [Stop(f"T{n}", "/1/2/") for n in range(4)]
    plan = share(sites, [everywhere, west])
    assert {stop for stop, crew in plan.given if crew == "B"} == {"S0", "S1", "S2", "S3"}


def test_a_stop_may_be_handed_on_through_several_groups() -> None:
    chain = [Group("A", ("/1/", "/2/")), Group("B", ("/2/", "/3/")), Group("C", ("/3/",))]
    plan = share([Stop("S0", "/2/"), Stop("S1", "/3/"), Stop("S2", "/1/")], chain)
    assert plan.given == (("S0", "B"), ("S1", "C"), ("S2", "A"))


def test_long_visits_are_spread_over_the_groups() -> None:
    two = [Group("A", ("",)), Group("B", ("",))]
    sites = [Stop(f"S{n}", "/1/", minutes=60 if n % 2 else 10) for n in range(8)]
    held = Counter({"A": 0, "B": 0})
    for stop, crew in share(sites, two).given:
        held[crew] += sites[int(stop[1:])].minutes
    assert held == {"A": 140, "B": 140}


def test_nobody_judges_his_own_unit_and_the_reason_is_told() -> None:
    own = Group("A", ("/1/2/",), frozenset({"城管"}))
    stop = Stop("S1", "/1/2/", frozenset({"城管", "住建"}))
    far = Stop("S2", "/1/3/")
    plan = share([stop, far], [own])
    assert plan == Plan((), (LeftOut("S1", "conflict"), LeftOut("S2", "beat")))
    assert share([far], []).left_out == (LeftOut("S2", "beat"),)


def test_a_beat_is_not_its_neighbour_whose_number_begins_alike() -> None:
    assert not Group("A", ("/1/2/",)).covers(Stop("S", "/1/23/"))
    assert Group("A", ("/1/2/",)).covers(Stop("S", "/1/2/3/"))


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (Plan((("S1", "A"),)), Fault("missing", "S2")),
        (Plan((("S1", "A"), ("S2", "B"), ("S1", "B"))), Fault("twice", "S1", "B")),
        (Plan((("S1", "A"), ("S2", "B")), (LeftOut("S1", "beat"),)), Fault("twice", "S1")),
        (Plan((("S1", "A"), ("S2", "A"))), Fault("conflict", "S2", "A")),
        (Plan((("S1", "C"), ("S2", "B"))), Fault("beat", "S1", "C")),
        (Plan((("S1", "A"), ("S2", "B"), ("S9", "A"))), Fault("unknown", "S9", "A")),
        (Plan((("S1", "A"), ("S2", "B"), ("S2", "X"))), Fault("unknown", "S2", "X")),
    ],
)
def test_a_plan_edited_by_hand_is_judged(plan: Plan, fault: Fault) -> None:
    sites = [Stop("S1", "/1/2/"), Stop("S2", "/1/2/", frozenset({"城管"}))]
    crews = [
        Group("A", ("/1/",), frozenset({"城管"})),
        Group("B", ("/1/",)),
        Group("C", ("/1/3/",)),
    ]
    assert faults(sites, crews, plan) == [fault]


def test_a_citys_round_is_shared_while_one_waits() -> None:
    crews = [Group(f"G{n:02}", (f"/1/{n % 5}/", "/1/9/"), frozenset({f"U{n}"})) for n in range(17)]
    sites = [
        Stop(f"S{n:04}", f"/1/{n % 7 if n % 7 < 5 else 9}/", frozenset({f"U{n % 57}"}), 10 + n % 23)
        for n in range(1_200)
    ]
    start = perf_counter()
    plan = share(sites, crews)
    assert perf_counter() - start < 10
    assert faults(sites, crews, plan) == []
    assert set(loads(plan, crews)) <= {70, 71}
