"""Samples: the numbers are the best there are, the sites those anybody would draw."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.kit.draws import How as Plain
from wenming.kit.draws import allocate, draw
from wenming.kit.flow import Refused
from wenming.planning.samples.faults import RULES, faults
from wenming.planning.samples.problem import How, Plan, Problem, Run, Stratum, turned, variance
from wenming.planning.samples.solve import allocated, solve

SEED = "5eed" * 16


def city(*sizes: int, variances: tuple[int | None, ...] = (), **more: object) -> Problem:
    """Strata a, b, c … of these sizes."""
    strata = tuple(
        Stratum(name, tuple(f"{name}{n}" for n in range(size)), variance)
        for name, size, variance in zip(
            "abcdefgh", sizes, variances or (None,) * len(sizes), strict=False
        )
    )
    return replace(Problem(strata, 0, SEED), **more)  # type: ignore[arg-type]


@st.composite
def cities(draw_: st.DrawFn) -> Problem:
    """Any small city with bounds that can be met."""
    strata = []
    for name in "abcd"[: draw_(st.integers(1, 4))]:
        size = draw_(st.integers(0, 9))
        least = draw_(st.integers(0, size))
        strata.append(
            Stratum(
                name,
                tuple(f"{name}{n}" for n in range(size)),
                draw_(st.none() | st.integers(0, 50)),
                least,
                draw_(st.none() | st.integers(least, 12)),
                draw_(st.sampled_from(["", f"{name}0", "gone"])),
            )
        )
    sites = [site for stratum in strata for site in stratum.sites]
    certain = draw_(st.frozensets(st.sampled_from(sites))) if sites else frozenset()
    problem = Problem(tuple(strata), 0, SEED, draw_(st.sampled_from(How)), certain)
    bounds = [problem.bounds(stratum) for stratum in strata]
    strata = [
        replace(s, least=min(s.least, most)) for s, (_, most) in zip(strata, bounds, strict=True)
    ]
    problem = replace(problem, strata=tuple(strata))
    bounds = [problem.bounds(stratum) for stratum in strata]
    number = draw_(st.integers(sum(least for least, _ in bounds), sum(most for _, most in bounds)))
    return replace(problem, number=number)


@settings(max_examples=300)
@given(cities())
def test_every_sample_is_free_of_faults(problem: Problem) -> None:
    assert faults(problem, solve(problem)) == []


@settings(max_examples=150)
@given(cities())
def test_no_other_allocation_has_less_variance(problem: Problem) -> None:
    problem = replace(problem, how=How.NEYMAN)
    if (number := problem.number) and variance(problem, [0] * len(problem.strata)) is not None:
        bounds = [problem.bounds(stratum) for stratum in problem.strata]
        ranges = [range(max(least, min(1, most)), most + 1) for least, most in bounds]
        others = [variance(problem, n) for n in product(*ranges) if sum(n) == number]
        plan = solve(problem)
        assert plan.bound == plan.variance
        assert not others or plan.variance == min(o for o in others if o is not None)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(0, 30), st.integers(0, 3))
def test_without_bounds_the_shares_are_those_of_the_public_draw(
    sizes: list[int], number: int, least: int
) -> None:
    problem = city(*sizes, number=number)
    problem = replace(problem, strata=tuple(replace(s, least=least) for s in problem.strata))
    try:
        plain = allocate(
            {s.name: len(s.sites) for s in problem.strata},
            number,
            how=Plain.PROPORTIONAL,
            minimum=least,
        )
    except Refused as no:
        with pytest.raises(Refused, match=no.reason):
            solve(problem)
    else:
        assert allocated(problem) == list(plain.values())


def test_the_first_round_is_the_public_draw_itself() -> None:
    problem = city(9, 5, number=6)
    frame = [(s.name, site) for s in problem.strata for site in s.sites]
    plan = solve(problem)
    public = draw(frame, {run.name: len(run.drawn) for run in plan.runs}, seed=SEED)
    assert tuple((run.name, site) for run in plan.runs for site in run.drawn) == public.drawn
    assert tuple((run.name, site) for run in plan.runs for site in run.reserve) == public.reserve


def test_where_marks_spread_more_is_drawn_more() -> None:
    problem = city(100, 100, variances=(100, 900), number=40, how=How.NEYMAN)
    assert allocated(problem) == [10, 30]
    assert allocated(replace(problem, how=How.PROPORTIONAL)) == [20, 20]


def test_a_stratum_of_which_nothing_is_known_takes_the_mean_of_the_others() -> None:
    problem = city(100, 100, 100, variances=(400, 400, None), number=30, how=How.NEYMAN)
    assert allocated(problem) == [10, 10, 10]


def after(problem: Problem, plan: Plan, keep: int) -> Problem:
    """The problem of the next round."""
    strata = tuple(
        replace(stratum, after=turned(run, keep, stratum.after))
        for stratum, run in zip(problem.strata, plan.runs, strict=True)
    )
    return replace(problem, strata=strata)


@pytest.mark.parametrize(("keep", "stay"), [(100, 8), (50, 4), (25, 2), (0, 0)])
def test_as_many_stay_as_the_office_wants(keep: int, stay: int) -> None:
    problem = city(30, number=8)
    first = solve(problem)
    second = solve(after(problem, first, keep))
    assert len(set(first.runs[0].drawn) & set(second.runs[0].drawn)) == stay


def test_resting_goes_once_round_all_sites_before_one_comes_again() -> None:
    problem = city(24, number=6)
    seen = list[str]()
    for _ in range(4):
        plan = solve(problem)
        seen += plan.runs[0].drawn
        problem = after(problem, plan, 0)
    assert sorted(seen) == sorted(problem.strata[0].sites)


def test_a_new_site_moves_no_other_and_one_given_up_is_no_break() -> None:
    problem = city(20, number=5)
    plan = solve(problem)
    later = after(problem, plan, 0)
    stratum = later.strata[0]
    without = tuple(site for site in stratum.sites if site != stratum.after)
    changed = replace(later, strata=(replace(stratum, sites=(*without, "new")),))
    order = [*solve(changed).runs[0].drawn, *solve(changed).runs[0].reserve]
    kept = [*solve(later).runs[0].drawn, *solve(later).runs[0].reserve]
    assert [site for site in order if site != "new"] == [s for s in kept if s != stratum.after]
    assert faults(changed, solve(changed)) == []


def test_open_problems_are_looked_at_beside_the_number() -> None:
    problem = city(10, 10, number=4, certain=frozenset({"a3", "b0"}))
    plan = solve(problem)
    assert plan.certain == ("a3", "b0")
    assert sum(len(run.drawn) for run in plan.runs) == 4
    assert not {"a3", "b0"} & {s for run in plan.runs for s in (*run.drawn, *run.reserve)}


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (city(5, number=6), ("too_many", "6", "5")),
        (replace(city(5), seed="no hex"), ("seed", "no hex")),
        (city(5, certain=frozenset({"zz"})), ("unknown_site", "zz")),
        (city(5, number=-1), ("negative", "a")),
        (Problem((Stratum("a", ("x",)), Stratum("a", ("y",))), 1, SEED), ("name", "a")),
        (Problem((Stratum("a", ("x", "y"), least=2, most=1),), 1, SEED), ("bounds", "a")),
        (Problem((Stratum("a", ("x", "x")),), 1, SEED), ("repeated", "x")),
    ],
)
def test_what_cannot_be_is_named(problem: Problem, told: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as no:
        solve(problem)
    assert (no.value.reason, *no.value.lacking) == told


def test_the_fewest_strata_whose_minima_clash_are_named() -> None:
    strata = tuple(
        Stratum(name, tuple(f"{name}{n}" for n in range(9)), least=least)
        for name, least in (("a", 1), ("b", 5), ("c", 4), ("d", 2))
    )
    with pytest.raises(Refused) as no:
        solve(Problem(strata, 8, SEED))
    assert (no.value.reason, *no.value.lacking) == ("too_few", "8", "12", "b", "c")


def test_it_is_told_once_and_the_same_every_time() -> None:
    told = list[Plan]()
    problem = city(9, 5, number=6)

    def tell(plan: Plan, /) -> bool:
        told.append(plan)
        return True

    plan = solve(problem, tell=tell)
    assert told == [plan] == [solve(problem, effort=9, seed=9)]


SOUND = city(8, 8, variances=(100, 900), number=8, how=How.NEYMAN, certain=frozenset({"a0"}))


def damaged(plan: Plan) -> dict[str, tuple[Problem, Plan]]:
    """One deliberate damage for each rule."""
    one, other = plan.runs

    def with_(*runs: Run) -> Plan:
        return replace(plan, runs=runs)

    drawn = one.drawn
    fewer = replace(one, drawn=drawn[:-1], reserve=(drawn[-1], *one.reserve))
    more = replace(other, drawn=(*other.drawn, other.reserve[0]), reserve=other.reserve[1:])
    bounded = tuple(
        replace(stratum, least=len(run.drawn), most=len(run.drawn))
        for stratum, run in zip(SOUND.strata, plan.runs, strict=True)
    )
    tight = replace(SOUND, strata=bounded)
    fair = replace(SOUND, how=How.PROPORTIONAL)
    swapped = replace(one, drawn=(one.reserve[0], *drawn[1:]), reserve=(drawn[0], *one.reserve[1:]))
    return {
        "strata": (SOUND, with_(other, one)),
        "certain": (SOUND, replace(plan, certain=())),
        "number": (SOUND, with_(fewer, other)),
        "least": (tight, with_(fewer, more)),
        "most": (tight, with_(fewer, more)),
        "strange": (SOUND, with_(replace(one, drawn=("b0", *drawn[1:])), other)),
        "missing": (SOUND, with_(replace(one, reserve=one.reserve[:-1]), other)),
        "order": (SOUND, with_(swapped, other)),
        "share": (fair, plan),
        "spread": (SOUND, with_(fewer, more)),
    }


@pytest.mark.parametrize("rule", RULES)
def test_every_damage_is_caught(rule: str) -> None:
    problem, plan = damaged(solve(SOUND))[rule]
    assert rule in {fault.rule for fault in faults(problem, plan)}


def test_a_certain_site_named_twice_is_caught() -> None:
    plan = solve(SOUND)
    assert faults(SOUND, replace(plan, certain=("a0", "a0")))


def test_a_variance_is_that_of_a_stratified_mean() -> None:
    problem = city(10, 20, variances=(4, 9), number=8)
    expected = (
        100 * 4 * (Fraction(1, 3) - Fraction(1, 10)) + 400 * 9 * (Fraction(1, 5) - Fraction(1, 20))
    ) / 900
    assert variance(problem, [3, 5]) == expected
