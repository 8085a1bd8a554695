"""The real clock, deliberate damages to a good plan, each caught, and rows that cannot be meant."""

from dataclasses import replace

import numpy as np
import pytest

from tests.planning.tours.towns import HOUR, MINUTE, line, street, told
from wenming.planning.terms import Contradiction, Fault, LeftOut
from wenming.planning.tours.contradictions import contradictions
from wenming.planning.tours.faults import faults, timed
from wenming.planning.tours.problem import Inspector, Lunch, Plan, Problem, Stop, Tour
from wenming.planning.tours.solve import solve

GOOD: tuple[Tour, ...] = ((0, 1, 2), (3, 5))


def plan(*tours: Tour) -> Plan:
    return told(street(), tours)


def test_the_plan_that_is_damaged_below_is_good() -> None:
    assert faults(street(), plan(*GOOD)) == []


@pytest.mark.parametrize(
    ("damaged", "found"),
    [
        (Plan(((0, 1, 2),), 0), [Fault("inspectors", (), -1)]),
        (Plan(((0, 1, 2), (3, 5, 9)), 0), [Fault("unknown", (1, 9))]),
        (plan((0, 1, 2), (1, 3, 5)), [Fault("twice", (1,), 1)]),
        (plan((0, 1), (3, 5)), [Fault("missed", (2,))]),
        (plan((0, 1), (2, 3, 5)), [Fault("barred", (1, 2))]),
        (plan((2, 1), (0, 3, 5)), [Fault("late", (1, 0), 8 * MINUTE + 20)]),
        (plan((0, 1, 2, 4), (3, 5)), [Fault("overtime", (0,), 24300)]),
        (plan((0, 1, 2, 3), (5,)), [Fault("overtime", (0,), 7000), Fault("room", (0,), 1)]),
        (replace(plan(*GOOD), cost=plan(*GOOD).cost - 5), [Fault("cost", (), -5)]),
        (replace(plan(*GOOD), left_out=()), [Fault("left_out", (4,))]),
        (
            replace(plan(*GOOD), left_out=(LeftOut(4, "dear"), LeftOut(0, "time"))),
            [Fault("left_out", (0,))],
        ),
    ],
)
def test_a_damage_is_caught_and_nothing_else_is_said(damaged: Plan, found: list[Fault]) -> None:
    assert faults(street(), damaged) == found


def at(hour: int, minute: int = 0, second: int = 0) -> int:
    return hour * HOUR + minute * MINUTE + second


def test_lunch_is_had_when_the_visit_is_done_that_was_being_made() -> None:
    day = timed(street(), 1, (3, 5))
    square, late = day.moments
    assert (square.arrives, square.begins, square.ends) == (at(8, 33, 20), at(11, 50), at(12, 20))
    assert (late.lunch, late.arrives) == (at(12, 20), at(13, 28, 20))
    assert day.lunch is None


@pytest.mark.parametrize(
    ("first", "begins"),
    [(11 * HOUR, at(11)), (at(12), at(12)), (at(12, 20), at(13)), (at(14), at(14))],
)
def test_who_waits_over_the_hour_has_lunch_meanwhile(first: int, begins: int) -> None:
    town = Problem(
        (line(0, 100),),
        (Stop(1, 60, first),),
        (Inspector(0, 0, at(8), at(18)),),
        Lunch(at(12), HOUR),
    )
    (moment,) = timed(town, 0, (0,)).moments
    assert moment.begins == begins


def test_who_begins_after_the_lunch_hour_has_had_it() -> None:
    town = Problem(
        (line(0, 100),), (Stop(1, 60),), (Inspector(0, 0, at(13), at(18)),), Lunch(at(12), HOUR)
    )
    assert timed(town, 0, (0,)).back == at(13) + 100 + 60 + 100


SOUND = Stop(1, 60)
MAN = Inspector(0, 0, 0, HOUR)


@pytest.mark.parametrize(
    ("stop", "man", "wrong"),
    [
        (SOUND._replace(place=2), MAN, Fault("stop_place", (0,))),
        (SOUND._replace(first=9, last=8), MAN, Fault("stop_window", (0,))),
        (SOUND._replace(first=at(12, 5), last=at(12, 50)), MAN, Fault("stop_lunch", (0,))),
        (SOUND._replace(prize=-1), MAN, Fault("stop_figures", (0,))),
        (SOUND._replace(seconds=-60), MAN, Fault("stop_figures", (0,))),
        (SOUND._replace(barred=frozenset({1})), MAN, Fault("stop_barred", (0,))),
        (SOUND, MAN._replace(start=-1), Fault("start", (0,))),
        (SOUND, MAN._replace(end=7), Fault("end", (0,))),
        (SOUND, MAN._replace(way=1), Fault("way_of", (0,))),
        (SOUND, MAN._replace(begins=HOUR + 1), Fault("shift", (0,))),
        (SOUND, MAN._replace(room=-1), Fault("figures", (0,))),
    ],
)
def test_a_row_that_cannot_be_meant_is_named(stop: Stop, man: Inspector, wrong: Fault) -> None:
    town = Problem((line(0, 100),), (stop,), (man,), Lunch(at(12), HOUR))
    assert contradictions(town) == [wrong]
    with pytest.raises(Contradiction):
        solve(town)


def test_a_table_of_ways_that_is_not_square_is_named() -> None:
    way = line(0, 100)
    town = Problem((way, replace(way, seconds=np.zeros((1, 2), np.int64))), (), ())
    assert contradictions(town) == [Fault("way", (1,))]
