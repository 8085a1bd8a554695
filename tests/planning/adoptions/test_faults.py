"""Twelve deliberate damages to a good plan, each of them caught; and matter that contradicts itself."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from wenming.planning.adoptions.faults import contradictions, cost_of, faults
from wenming.planning.adoptions.problem import Favour, Plan, Problem
from wenming.planning.adoptions.solve import solve
from wenming.planning.adoptions.town import Adopter, Street, Terms, posed
from wenming.planning.terms import Contradiction, Fault, LeftOut

WAY = np.array([[100, 900, 500], [200, 300, 400], [900, 100, 600], [700, 800, 100]])
HEADS, METRES = (20, 40, 30, 10), (600, 400, 300)


def town(**more: object) -> Problem:
    """Four units for three streets; the second may not have the third street, and would like the first."""
    problem = posed(
        [Adopter(h) for h in HEADS],
        [Street(k) for k in METRES],
        WAY,
        terms=Terms(metres_a_head=30),
        kept=[(2, 1)],
        wishes=[(1, 0)],
        banned=[(1, 2)],
    )
    return replace(problem, **more)  # type: ignore[arg-type]


def told(problem: Problem, plan: Plan, *pairs: tuple[int, int]) -> Plan:
    """The plan with other pairs, its cost told truly."""
    return replace(plan, pairs=pairs, cost=cost_of(problem, list(pairs)), bound=None, proof=None)


def test_the_plan_that_is_damaged_below_is_good() -> None:
    assert solve(town()).pairs == ((0, 0), (1, 0), (2, 1), (3, 2))
    assert faults(town(), solve(town())) == []


DAMAGES: dict[str, tuple[Callable[[Problem, Plan], Plan], set[Fault]]] = {
    "a pair is lost": (
        lambda t, p: told(t, p, *p.pairs[1:]),
        {Fault("few", (0,), 1)},
    ),
    "a segment is left without a unit": (
        lambda t, p: told(t, p, (0, 0), (1, 0), (2, 1), (3, 1)),
        {Fault("bare", (2,), 1), Fault("room", (3,), 100)},
    ),
    "a unit has a segment more": (
        lambda t, p: told(t, p, *p.pairs, (2, 2)),
        {Fault("many", (2,), 1)},
    ),
    "a pair stands twice": (
        lambda t, p: told(t, p, *p.pairs, (3, 2)),
        {Fault("twice", (3, 2), 1), Fault("many", (3,), 1), Fault("room", (3,), 300)},
    ),
    "a banned pair": (
        lambda t, p: told(t, p, (0, 0), (1, 2), (2, 1), (3, 2)),
        {Fault("banned", (1, 2))},
    ),
    "a street too long for so few heads": (
        lambda t, p: told(t, p, (0, 2), (1, 0), (2, 0), (3, 1)),
        {Fault("room", (3,), 100)},
    ),
    "a segment too crowded": (
        lambda t, p: told(t, p, (0, 0), (1, 1), (2, 1), (3, 1)),
        {Fault("crowded", (1,), 1), Fault("bare", (2,), 1), Fault("room", (3,), 100)},
    ),
    "a unit that is none": (
        lambda t, p: replace(p, pairs=(*p.pairs, (4, 0))),
        {Fault("unknown", (4, 0))},
    ),
    "a segment that is none": (
        lambda t, p: replace(p, pairs=(*p.pairs, (0, -1))),
        {Fault("unknown", (0, -1))},
    ),
    "a cost told too low": (
        lambda t, p: replace(p, cost=p.cost - 7, bound=None),
        {Fault("cost", (), -7)},
    ),
    "a bound above the cost": (
        lambda t, p: replace(p, bound=p.cost + 5),
        {Fault("bound", (), 5)},
    ),
    "a segment told left out that is served": (
        lambda t, p: replace(p, left_out=(LeftOut(2, "room"),)),
        {Fault("left_out", (2,))},
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_caught(name: str) -> None:
    damage, expected = DAMAGES[name]
    assert set(faults(town(), damage(town(), solve(town())))) == expected


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"way": -WAY}, Fault("negative_way", (0, 0))),
        ({"room": np.array([1, 1, -1, 1])}, Fault("negative_room", (2,))),
        ({"counts": np.array([[1, 1], [2, 1], [1, 1], [1, 1]])}, Fault("counts", (1,))),
        ({"crews": np.array([[1, 1], [-1, 1], [1, 1]])}, Fault("crews", (1,))),
        ({"favours": (Favour(1, 2, 5, "wish"),)}, Fault("favour_banned", (1, 2))),
        ({"favours": (Favour(9, 2, 5, "wish"),)}, Fault("favour", (9, 2))),
        ({"favours": (Favour(1, 1, -5, "wish"),)}, Fault("favour", (1, 1))),
        ({"share": np.array([1])}, Fault("shape")),
    ],
)
def test_matter_that_contradicts_itself_is_named_by_its_row(
    more: dict[str, object], fault: Fault
) -> None:
    assert contradictions(town(**more))[0] == fault
    with pytest.raises(Contradiction) as refused:
        solve(town(**more))
    assert refused.value.rows[0] == fault


def test_a_unit_without_heads_and_a_street_without_length_are_named() -> None:
    with pytest.raises(Contradiction) as told:
        posed([Adopter(3), Adopter(0)], [Street(100), Street(0)], WAY[:2, :2])
    assert told.value.rows == (Fault("heads", (1,)), Fault("metres", (1,)))


def test_a_long_street_is_shared_and_every_part_is_fair() -> None:
    problem = town()
    assert problem.load[0].tolist() == [300, 400, 300]
    assert problem.share.tolist() == [260, 520, 390, 130]
    assert problem.crews.tolist() == [[1, 3], [1, 2], [1, 2]]
