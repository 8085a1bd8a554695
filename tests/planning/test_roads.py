"""Ways along roads: small towns whose ways can be counted by hand, and what always holds of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.kit.geo import EARTH_METRES
from wenming.planning.roads import GAP, along, network
from wenming.planning.ways import ROUNDABOUT, ways

Spot = tuple[float, float]
MIDDLE = (100.0, 36.0)


def town(*lines: list[tuple[int, int]]) -> tuple[tuple[Spot, ...], ...]:
    """Lines given in metres east and north of the middle, in degrees."""
    return tuple(tuple(map(spot, line)) for line in lines)


def spot(at: tuple[float, float]) -> Spot:
    north = np.degrees(1 / EARTH_METRES)
    return MIDDLE[0] + at[0] * north / np.cos(np.radians(MIDDLE[1])), MIDDLE[1] + at[1] * north


def metres(lines: tuple[tuple[Spot, ...], ...], *places: tuple[float, float]) -> list[list[int]]:
    found: list[list[int]] = along(lines, tuple(map(spot, places))).tolist()
    return found


def test_a_river_is_crossed_by_its_bridge() -> None:
    """Two banks 200 m apart, one bridge 1,000 m to the east."""
    banks = town([(0, 0), (1000, 0)], [(0, 200), (1000, 200)], [(1000, 0), (1000, 200)])
    assert metres(banks, (0, 0), (0, 200))[0][1] == pytest.approx(2200, abs=3)


def test_roads_are_joined_where_they_cross_though_neither_has_a_corner_there() -> None:
    cross = town([(-500, 0), (500, 0)], [(0, -500), (0, 500)])
    assert metres(cross, (-500, 0), (0, 500))[0][1] == pytest.approx(1000, abs=3)


def test_an_end_that_stops_short_by_less_than_the_gap_is_joined_and_no_other() -> None:
    def way(short: float) -> int:
        lines = town([(-500, 0), (500, 0)], [(0, int(short)), (0, 500)])
        return metres(lines, (-500, 0), (0, 500))[0][1]

    assert way(GAP - 5) == pytest.approx(1000, abs=3)
    assert way(GAP + 5) == pytest.approx(ROUNDABOUT * 500 * np.sqrt(2), abs=3)


def test_of_two_roads_between_the_same_joints_the_shorter_is_taken() -> None:
    ring = town([(0, 0), (0, 300), (400, 300), (400, 0)], [(0, 0), (400, 0)])
    assert metres(ring, (0, 0), (400, 0))[0][1] == pytest.approx(400, abs=3)


def test_two_places_on_one_piece_go_straight_along_it() -> None:
    road = town([(0, 0), (1000, 0)])
    assert metres(road, (200, 0), (900, 0))[0][1] == pytest.approx(700, abs=3)


def test_the_way_to_the_road_counts_as_roundabout() -> None:
    road = town([(0, 0), (1000, 0)])
    told = metres(road, (200, 100), (900, 0))[0][1]
    assert told == pytest.approx(700 + ROUNDABOUT * 100, abs=3)


def test_neighbours_nearer_to_each_other_than_to_the_roads_go_straight() -> None:
    road = town([(0, 0), (1000, 0)])
    assert metres(road, (200, 400), (300, 400))[0][1] == pytest.approx(130, abs=2)


def test_without_roads_or_where_they_do_not_meet_it_is_straight_times_the_factor() -> None:
    places = tuple(map(spot, [(0, 0), (0, 900)]))
    apart = town([(-100, 0), (100, 0)], [(-100, 900), (100, 900)])
    for lines in ((), apart):
        assert along(lines, places).tolist() == ways(places, places).tolist()
    assert network(()) is None
    assert along(apart, ()).shape == (0, 0)


COORDINATES = st.integers(-40, 40).map(lambda n: n * 50)
SPOTS = st.tuples(COORDINATES, COORDINATES)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(SPOTS, min_size=2, max_size=4, unique=True), max_size=8),
    st.lists(SPOTS, min_size=1, max_size=8),
)
def test_ways_are_the_same_back_and_never_shorter_than_the_crow_flies(
    lines: list[list[tuple[int, int]]], places: list[tuple[int, int]]
) -> None:
    there = tuple(map(spot, places))
    told = along(town(*lines), there)
    assert (told == told.T).all()
    assert (np.diag(told) == 0).all()
    assert (told + 3 >= ways(there, there) / ROUNDABOUT * 0.999).all()
