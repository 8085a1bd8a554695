"""Parts of a plan: share nothing, lose nothing; and hands end with whoever they work for."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.planning.tours.test_solve import many
from tests.planning.tours.towns import HOUR
from wenming.planning.tours.ground import Ground
from wenming.planning.tours.manners import MANNERS, Manners
from wenming.planning.tours.parts import first_parts, parts_of, shared
from wenming.planning.tours.problem import Inspector, Problem, Stop, Way

SEARCH = """
import sys
from tests.planning.tours.test_solve import many
from wenming.planning.tours.solve import solve

def tell(plan):
    print("a plan", flush=True)
    return True

if __name__ == "__main__":
    solve(many(260, 18), effort=10**6, seconds=120, tell=tell)
"""


def nearness(ground: Ground) -> np.ndarray:
    cost = ground.problem.ways[0].cost
    there = cost[np.ix_(ground.place, ground.place)].astype(np.int64)
    return there + there.T


def test_first_parts_share_out_all_stops_and_inspectors() -> None:
    ground = Ground(many(130, 9))
    parts = first_parts(ground, np.arange(130), nearness(ground), 4, np.full(130, -1))
    assert sorted(n for part in parts for n in part.stops.tolist()) == list(range(130))
    assert np.sum([part.free for part in parts], axis=0).tolist() == [9]
    near, other = nearness(ground), parts[0].stops
    within = [near[np.ix_(part.stops, part.stops)].mean() for part in parts]
    assert max(within) < near[np.ix_(other, np.arange(130))].mean()


def test_those_who_walk_are_dealt_what_lies_near_and_those_who_ride_what_lies_far() -> None:
    """Two market halls, 500 metres from the office and 6 kilometres; from the far one nobody walks back in time."""
    places = [0, *range(500, 540), *range(6000, 6040)]
    table = np.abs(np.subtract.outer(places, places))
    ways = (Way(table, table), Way(table, table // 4))
    stops = tuple(Stop(n, 600, prize=3000) for n in range(1, 81))
    men = tuple(Inspector(0, 0, 0, 3 * HOUR, way=n % 2) for n in range(4))
    ground = Ground(Problem(ways, stops, men))
    parts = first_parts(ground, np.arange(80), nearness(ground), 2, np.full(80, 3000))
    near, far = sorted(parts, key=lambda part: int(part.stops[0]))
    assert sum(near.free) + sum(far.free) == 4
    walking, riding = (
        next(k for k, kind in enumerate(ground.kinds) if kind.man.way == w) for w in (0, 1)
    )
    assert (near.free[walking], far.free[walking], far.free[riding]) == (2, 0, 2)


@given(st.integers(0, 50), st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_sharing_out_by_need_loses_nobody(whole: int, needs: list[int]) -> None:
    given_out = shared(whole, [*needs, 1])
    assert (sum(given_out), min(given_out) >= 0) == (whole, True)


@given(st.integers(0, 9), st.integers(5, 60))
def test_parts_of_a_plan_hold_each_route_and_each_stop_left_out_once(seed: int, size: int) -> None:
    ground, chance = Ground(many(60, 9)), np.random.default_rng(seed)
    order = chance.permutation(60).tolist()
    routes = tuple((0, tuple(order[at : at + 6])) for at in range(0, 48, 6))
    parts = parts_of(routes, np.arange(60), nearness(ground), 1, chance, lambda: (7, size))
    assert {number for number, _ in parts} == {7}
    assert sorted(route for _, part in parts for route in part.routes) == sorted(routes)
    stops = [n for _, part in parts for n in part.stops.tolist()]
    assert len(stops) == len(set(stops))
    assert set(order[:48]) <= set(stops)


def test_manners_that_help_are_taken_most_often() -> None:
    manners, chance = Manners(), np.random.default_rng(1)
    assert [manners.pick(chance) for _ in MANNERS] == list(range(len(MANNERS)))
    for _ in range(9):
        manners.learn(2, 1000)
        manners.learn(0, 20)
    picked = [manners.pick(chance) for _ in range(200)]
    assert picked.count(2) > 150
    assert len(set(picked)) == len(MANNERS)


def test_a_search_that_is_killed_leaves_no_hands_behind(tmp_path: Path) -> None:
    (tmp_path / "searching.py").write_text(SEARCH)
    path = os.pathsep.join(sys.path)
    search = subprocess.Popen(
        [sys.executable, str(tmp_path / "searching.py")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert search.stdout is not None
    search.stdout.readline()
    hands = children(search.pid)
    assert len(hands) >= 2
    search.send_signal(signal.SIGKILL)
    search.wait()
    search.stdout.close()
    until = time.monotonic() + 20
    while any(map(lives, hands)) and time.monotonic() < until:
        time.sleep(0.1)
    assert [hand for hand in hands if lives(hand)] == []


def children(of: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{of}/task/{of}/children").read_text().split()]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
