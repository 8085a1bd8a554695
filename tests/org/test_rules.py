"""How far a person sees, and what a person may do there."""

import pytest

from wenming.org.rules import Held, Role, powers, reach

CITY, EAST = "/629900000000/", "/629900000000/629900001000/"


def test_whoever_stands_over_a_root_sees_everything() -> None:
    assert reach([Held(Role.OFFICE, path=CITY)]).everything


@pytest.mark.parametrize(
    "held",
    [Held(Role.OFFICE, path=EAST), Held(Role.LIAISON, unit=3), Held(Role.INSPECTOR, group=1)],
)
def test_whoever_stands_below_sees_his_own(held: Held) -> None:
    found = reach([held])
    assert not found.everything
    assert (found.paths, found.units, found.groups) == (
        (held.path,) if held.path else (),
        frozenset({held.unit} - {None}),
        frozenset({held.group} - {None}),
    )


def test_a_power_over_an_area_holds_below_it_and_not_above() -> None:
    held = [Held(Role.OFFICE, path=EAST)]
    assert "dispatch" in powers(held, path=f"{EAST}629900001001/")
    assert "dispatch" not in powers(held, path=CITY)


def test_a_group_counts_for_what_is_given_to_it() -> None:
    held = [Held(Role.INSPECTOR, path=CITY, group=1)]
    assert "inspect" in powers(held, path=EAST, groups=[1])
    assert "inspect" not in powers(held, path=EAST, groups=[2])
    assert "inspect" in powers(held, path=EAST)
