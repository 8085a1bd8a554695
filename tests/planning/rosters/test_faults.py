"""Deliberate damages to a good plan, each caught; and matter that contradicts itself, by its row."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.planning.rosters.towns import EARLY, LATE, SHORT, market
from wenming.planning.rosters.contradictions import contradictions
from wenming.planning.rosters.costs import Costs
from wenming.planning.rosters.faults import faults
from wenming.planning.rosters.problem import (
    OFF,
    Agreed,
    Before,
    Cover,
    Hours,
    Line,
    Person,
    Plan,
    Problem,
    Request,
    Shift,
    Tally,
    Weekends,
)
from wenming.planning.rosters.solve import solve
from wenming.planning.terms import Contradiction, Fault, LeftOut

E, L, S, o = EARLY, LATE, SHORT, OFF
GOOD: tuple[Line, ...] = (
    (L, o, E, o, o, o, o, o, o, E, E, o, L, L),
    (o, o, o, E, E, E, E, o, o, o, o, o, E, E),
    (o, L, L, o, S, L, L, o, L, o, o, E, o, o),
    (o, o, o, o, L, o, o, L, o, L, L, L, o, S),
    (S, S, S, S, o, S, S, S, S, S, o, S, o, o),
    (E, E, o, L, o, o, o, E, E, o, S, o, S, o),
)


def told(problem: Problem, lines: tuple[Line, ...]) -> Plan:
    """A plan of these lines, its cost told truly."""
    return Plan(lines, Costs(problem).total(lines))


def put(*changes: tuple[int, int, int]) -> Callable[[Problem], Plan]:
    """The good plan with some days changed: person, day, shift."""

    def plan(problem: Problem) -> Plan:
        lines = [list(line) for line in GOOD]
        for person, day, shift in changes:
            lines[person][day] = shift
        return told(problem, tuple(tuple(line) for line in lines))

    return plan


def test_the_plan_that_is_damaged_below_is_good() -> None:
    assert faults(market(), told(market(), GOOD)) == []


DAMAGES: dict[str, tuple[Callable[[Problem], Plan], set[Fault]]] = {
    "a person has no line": (
        lambda t: Plan(GOOD[1:], 0),
        {Fault("people", (), -1)},
    ),
    "a line is a day short": (
        lambda t: Plan((GOOD[0][1:], *GOOD[1:]), 0),
        {Fault("days", (0,), -1)},
    ),
    "an unknown shift": (
        lambda t: Plan((*GOOD[:5], (7, *GOOD[5][1:])), 0),
        {Fault("shift", (5, 0))},
    ),
    "work on a day away": (put((1, 0, S)), {Fault("away", (1, 0))}),
    "a shift the person is not fit for": (put((1, 10, L)), {Fault("unfit", (1, 10))}),
    "early on the day after late": (put((2, 9, E)), {Fault("sequence", (2, 9))}),
    "ten days in a row": (put((4, 4, S)), {Fault("long_run", (4, 0), 5)}),
    "two weekends": (put((3, 5, S)), {Fault("weekends", (3,), 1)}),
    "too many late shifts": (put((3, 8, L)), {Fault("tally", (3, 0), 1)}),
    "too many hours": (
        put(*((4, day, E) for day in (0, 1, 2, 3, 5, 6, 7, 8, 9, 11))),
        {Fault("hours_over", (4,), 480)},
    ),
    "too few hours": (put((4, 11, o)), {Fault("hours_under", (4,), 240)}),
    "what was agreed is changed": (put((5, 9, S)), {Fault("agreed", (5, 9))}),
    "nobody in the early shift": (put((2, 11, o)), {Fault("cover_under", (33,), 1)}),
    "three in the late shift": (put((0, 4, L), (5, 4, L)), {Fault("cover_over", (13,), 1)}),
    "a cost that is none": (
        lambda t: replace(told(t, GOOD), cost=1),
        {Fault("cost", (), 1)},
    ),
    "a bound above the cost": (
        lambda t: replace(told(t, GOOD), bound=1000),
        {Fault("bound", (), 1000)},
    ),
    "left out, yet served": (
        lambda t: replace(told(t, GOOD), left_out=(LeftOut(0, "short"),)),
        {Fault("left_out", (0,))},
    ),
}


@pytest.mark.parametrize(("damage", "expected"), DAMAGES.values(), ids=DAMAGES)
def test_a_damage_is_found_and_nothing_else(
    damage: Callable[[Problem], Plan], expected: set[Fault]
) -> None:
    assert set(faults(market(), damage(market()))) == expected


def alone(line: Line, **rules: object) -> list[Fault]:
    """What one person with these rules does wrong on these days."""
    person = Person(frozenset({E, L, S}), **rules)  # type: ignore[arg-type]
    problem = Problem(len(line), market().shifts, (person,))
    return faults(problem, told(problem, (line,)))


def test_runs_and_rests_at_the_ends_are_never_too_short() -> None:
    rules = {"shortest_run": 2, "shortest_rest": 2}
    assert alone((E, o, o, E, E, o, o, E), **rules) == []
    assert alone((o, E, E, o, E, E, o), **rules) == [Fault("short_rest", (0, 3), 1)]
    assert alone((o, E, o, o, E, E, o), **rules) == [Fault("short_run", (0, 1), 1)]


def test_what_began_before_goes_on() -> None:
    assert alone((E, E, o), longest_run=4, before=Before(E, 3)) == [Fault("long_run", (0, 0), 1)]
    assert alone((E, o, o), before=Before(L, 1)) == [Fault("sequence", (0, 0))]
    assert alone((E, o), shortest_rest=2, before=Before(o, 1)) == [Fault("short_rest", (0, 0), 1)]
    assert alone((o, o), shortest_run=2, before=Before(E, 1)) == [Fault("short_run", (0, 0), 1)]
    assert alone((o, E), longest_run=2, before=Before(E, 5)) == []


def test_a_barred_pair_of_day_and_shift_is_told() -> None:
    assert alone((E, L), barred=frozenset({(1, L)})) == [Fault("barred", (0, 1))]


def test_a_cover_left_out_is_no_fault_where_the_plan_says_so() -> None:
    plan = put((2, 11, o))(market())
    assert faults(market(), replace(plan, left_out=(LeftOut(33, "short"),))) == []


FIT = frozenset({E, L, S})
CONTRADICTIONS: dict[str, tuple[Problem, Fault]] = {
    "no days": (market(days=0), Fault("days")),
    "a shift bars an unknown one": (
        market(shifts=(*market().shifts[:2], Shift(240, frozenset({9})))),
        Fault("shift", (2,)),
    ),
    "a weekend with a gap": (market(weekends=((5, 6), (11, 13))), Fault("weekend", (1,))),
    "more hours at least than at most": (
        market(people=(Person(FIT, Hours(500, 400)),) * 6),
        Fault("person_hours", (0,)),
    ),
    "a run shorter at most than at least": (
        market(people=(*market().people[:5], Person(FIT, shortest_run=3, longest_run=2))),
        Fault("person_runs", (5,)),
    ),
    "fit for an unknown shift": (
        market(people=(*market().people[:5], Person(frozenset({4})))),
        Fault("person_may", (5,)),
    ),
    "a tally of an unknown shift": (
        market(people=(*market().people[:5], Person(FIT, tallies=(Tally(frozenset({4})),)))),
        Fault("person_tally", (5, 0)),
    ),
    "fewer weekends than none": (
        market(people=(*market().people[:5], Person(FIT, weekends=Weekends(-1)))),
        Fault("person_limit", (5,)),
    ),
    "away after the last day": (
        market(people=(*market().people[:5], Person(FIT, away=frozenset({14})))),
        Fault("person_away", (5, 14)),
    ),
    "a cover whose least is above its wish": (
        market(covers=(Cover(0, FIT, wish=1, least=2),)),
        Fault("cover_numbers", (0,)),
    ),
    "a cover of an unknown day": (
        market(covers=(Cover(14, FIT, wish=1),)),
        Fault("cover_day", (0,)),
    ),
    "a request of nobody": (market(requests=(Request(6, 0, E, 1),)), Fault("request_place", (0,))),
    "a weight below nought": (
        market(requests=(Request(0, 0, E, -1),)),
        Fault("request_weight", (0,)),
    ),
    "settled twice": (
        market(agreed=(Agreed(0, 2, E), Agreed(0, 2, o))),
        Fault("agreed_twice", (1,)),
    ),
    "settled on a day away": (market(agreed=(Agreed(1, 0, E),)), Fault("agreed_barred", (0,))),
    "an older plan of fewer people": (market(kept=GOOD[1:]), Fault("kept")),
}


@pytest.mark.parametrize(("problem", "expected"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_named_by_its_row(problem: Problem, expected: Fault) -> None:
    assert expected in contradictions(problem)
    with pytest.raises(Contradiction) as told:
        solve(problem)
    assert expected in told.value.rows


def test_a_good_problem_has_no_contradiction() -> None:
    assert contradictions(market()) == []
