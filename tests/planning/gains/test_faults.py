"""Fourteen deliberate damages to a good plan, each of them caught; and matter that contradicts itself."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from wenming.planning.gains.faults import contradictions, faults, left_out
from wenming.planning.gains.problem import Plan, Problem, Rise
from wenming.planning.gains.solve import solve
from wenming.planning.terms import Contradiction, Fault, LeftOut


def town(**more: object) -> Problem:
    """Two units with eight hours each, 3,000 yuan; the last two cases are one problem seen twice over."""
    plain = Problem(
        minutes=(240, 240, 240, 600, 60, 60, 60, 60),
        yuan=(1000, 0, 1000, 0, 4000, 500, 500, 0),
        unit=(0, 0, 0, 0, 1, 1, 1, 1),
        room=(480, 480),
        money=3000,
        rises=(
            *(Rise(gain, (k,)) for k, gain in enumerate((50, 40, 30, 90, 90, 0, 0, 20))),
            Rise(25, (5, 6)),
        ),
        must=frozenset({1}),
        never=frozenset({7}),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def told(problem: Problem, plan: Plan, *chosen: int, gain: int) -> Plan:
    """The plan with other cases, all else told truly."""
    others = left_out(problem, frozenset(chosen))
    return replace(plan, chosen=chosen, gain=gain, bound=None, left_out=others)


def test_the_plan_that_is_damaged_below_is_good() -> None:
    plan = solve(town())
    assert (plan.chosen, plan.gain, plan.bound) == ((0, 1, 5, 6), 115, 115)
    assert faults(town(), plan) == []
    assert plan.left_out == (
        LeftOut(2, "others"),
        LeftOut(3, "hours"),
        LeftOut(4, "money"),
        LeftOut(7, "never"),
    )


DAMAGES: dict[str, tuple[Callable[[Problem, Plan], Plan], set[Fault]]] = {
    "a case that is none": (
        lambda t, p: replace(p, chosen=(*p.chosen, 8)),
        {Fault("unknown", (8,))},
    ),
    "a case below nought": (
        lambda t, p: replace(p, chosen=(-1, *p.chosen)),
        {Fault("unknown", (-1,))},
    ),
    "a case stands twice": (
        lambda t, p: replace(p, chosen=(*p.chosen, 0)),
        {Fault("twice", (0,), 1)},
    ),
    "a case that cannot be mended": (
        lambda t, p: told(t, p, 0, 1, 5, 6, 7, gain=135),
        {Fault("never", (7,))},
    ),
    "one that must be mended is not": (
        lambda t, p: told(t, p, 0, 5, 6, gain=75),
        {Fault("must", (1,))},
    ),
    "more hours than a unit has": (
        lambda t, p: told(t, p, 0, 1, 2, gain=120),
        {Fault("hours", (0,), 240)},
    ),
    "more money than there is": (
        lambda t, p: told(t, p, 1, 4, gain=130),
        {Fault("money", (), 1000)},
    ),
    "a gain told too high": (
        lambda t, p: replace(p, gain=p.gain + 5),
        {Fault("gain", (), 5)},
    ),
    "a gain told too low": (
        lambda t, p: replace(p, gain=p.gain - 5),
        {Fault("gain", (), -5)},
    ),
    "half of a joint rise told as the whole": (
        lambda t, p: told(t, p, 0, 1, 5, gain=115),
        {Fault("gain", (), 25)},
    ),
    "a bound below what is gained": (
        lambda t, p: replace(p, bound=p.gain - 1),
        {Fault("bound", (), 1)},
    ),
    "a case told left out that is chosen": (
        lambda t, p: replace(p, left_out=(*p.left_out, LeftOut(0, "others"))),
        {Fault("left_out", (0,))},
    ),
    "a case of which nothing is said": (
        lambda t, p: replace(p, left_out=p.left_out[1:]),
        {Fault("left_out", (2,))},
    ),
    "a reason that is not so": (
        lambda t, p: replace(p, left_out=(LeftOut(2, "money"), *p.left_out[1:])),
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
        ({"yuan": (1,)}, Fault("shape")),
        ({"minutes": (240, -1, 240, 600, 60, 60, 60, 60)}, Fault("minutes", (1,))),
        ({"yuan": (1000, 0, -5, 0, 4000, 500, 500, 0)}, Fault("yuan", (2,))),
        ({"unit": (0, 0, 0, 0, 1, 1, 1, 2)}, Fault("unit", (7,))),
        ({"room": (480, -1)}, Fault("room", (1,))),
        ({"money": -1}, Fault("purse")),
        ({"rises": (Rise(1, (0,)), Rise(-1, (1,)))}, Fault("rise", (1,))),
        ({"rises": (Rise(1, ()),)}, Fault("rise", (0,))),
        ({"rises": (Rise(1, (2, 2)),)}, Fault("rise", (0,))),
        ({"rises": (Rise(1, (2, 9)),)}, Fault("rise", (0,))),
        ({"must": frozenset({9})}, Fault("must", (9,))),
        ({"never": frozenset({-1})}, Fault("never", (-1,))),
        ({"must": frozenset({7})}, Fault("both", (7,))),
    ],
)
def test_matter_that_contradicts_itself_is_named_by_its_row(
    more: dict[str, object], fault: Fault
) -> None:
    assert contradictions(town(**more))[0] == fault
    with pytest.raises(Contradiction) as refused:
        solve(town(**more))
    assert refused.value.rows[0] == fault
