"""Every benchmark runs on little data and tells what it promises; how fast is nobody's test."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import BENCHES

ROOT = Path(__file__).resolve().parents[2]


def bench(*words: str, home: Path, at: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """`wenming bench ...` as a process of its own, on SQLite."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("WENMING_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "wenming", "--home", str(home), "bench", *words],
        env=env | {"PYTHONPATH": str(ROOT)},
        cwd=at,
        capture_output=True,
        text=True,
        check=False,
    )


def told(name: str, home: Path) -> dict[str, Any]:
    """What a benchmark prints as JSON."""
    done = bench(name, "--small", "--json", home=home)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert set(found.pop("machine")) == {"cores", "load"}
    return found


def test_two_benchmarks_tell_theirs_under_their_names(tmp_path: Path) -> None:
    done = bench("start", "load", "--small", "--json", home=tmp_path)
    assert set(json.loads(done.stdout)) == {"machine", "start", "load"}


def test_pages_are_asked_for_in_a_small_and_in_a_large_city(tmp_path: Path) -> None:
    found = told("pages", tmp_path)
    assert found["failed"] == []
    few, many = found["built"]
    assert found["built"][many]["Case"] == 10 * found["built"][few]["Case"]
    names = [page["page"] for page in found["pages"]]
    assert len(names) == len(set(names))
    assert {"list", "list, last page", "case", "dashboard", "score"} <= set(names)
    for page in found["pages"]:
        clocks = {"p50_ms", "p95_ms", "cpu_p50_ms", "cpu_p95_ms"}
        assert set(page) == {"page", "queries", "ratio", *clocks}
        for name in ("queries", *clocks):
            assert set(page[name]) == {few, many}
            assert all(value > 0 for value in page[name].values())
        assert found["worst"]["page"] in names
    assert found["by"] == "cpu"


def test_loading_is_measured_beside_a_bare_reading(tmp_path: Path) -> None:
    found = told("load", tmp_path)
    assert set(found["books"]) == {"edition", "sites", "both"}
    for book in found["books"].values():
        assert set(book) == {"rows", "bare", "first", "again", "ratio"}
        assert min(book.values()) > 0
    assert found["books"]["both"]["rows"] == 100


def test_starting_is_measured_beside_a_bare_python(tmp_path: Path) -> None:
    found = told("start", tmp_path)
    assert {"python", *found["aim"]} < set(found["seconds"])
    assert all(value > 0 for value in found["seconds"].values())


def test_scoring_is_measured_beside_its_peers(tmp_path: Path) -> None:
    found = told("scores", tmp_path)
    assert set(found["runs"]) == {"ours", "bare", "pandas"}
    assert found["figures_agreed"] > 0
    assert set(found["ratios"]["seconds"]) == {"ours/bare", "pandas/ours"}


def test_drawing_is_measured_in_a_city_and_in_one_ten_times_its_size(tmp_path: Path) -> None:
    found = told("samples", tmp_path)
    assert [row["faults"] for row in found["sizes"]] == [0, 0]
    small, large = found["sizes"]
    assert (large["sites"], large["drawn"]) == (10 * small["sites"], 10 * small["drawn"])
    for row in found["sizes"]:
        assert row["bound"] <= 1 <= row["proportional"]
    assert found["growth"] > 0


INSTANCE = """SECTION_HORIZON
7

SECTION_SHIFTS
D,480,

SECTION_STAFF
A,D=7,2400,960,5,1,1,1
B,D=7,2400,960,5,1,1,1

SECTION_DAYS_OFF
A,0

SECTION_SHIFT_ON_REQUESTS
B,3,D,2

SECTION_SHIFT_OFF_REQUESTS
A,3,D,2

SECTION_COVER
""" + "".join(f"{day},D,1,100,1\n" for day in range(7))


def test_rosters_read_public_instances_and_stand_beside_the_best_known(tmp_path: Path) -> None:
    (tmp_path / "Instance1.txt").write_text(INSTANCE)
    (tmp_path / "best.json").write_text('{"Instance1": 1}')
    done = bench("rosters", str(tmp_path), "--seconds", "5", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)["instances"]
    assert {"name", "cost", "best", "bound", "gap", "faults", "seconds"} <= set(row)
    assert (row["cost"], row["bound"], row["faults"]) == (0, 0, 0)


SOLOMON = """T3

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      0     0     0     0     100    0
    1      3     4     5     0     50    1
    2      0     8     5     0     60    1
    3      6     0     5    10     70    1
"""
VRPLIB = """NAME : P3
TYPE : PCVRPTW
DIMENSION : 4
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 1
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 0 8
4 6 0
DEMAND_SECTION
1 0
2 5
3 5
4 5
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 0 60
4 10 70
PRIZE_SECTION
1 0
2 30
3 30
4 2
DEPOT_SECTION
1
-1
EOF
"""


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """A Solomon file and one of VRPLIB, measured."""
    folder = tmp_path_factory.mktemp("towns")
    (folder / "T3.txt").write_text(SOLOMON)
    (folder / "BKS.json").write_text('{"T3_distance": {"best_known_cost": 30.0}}')
    (folder / "P3.vrp").write_text(VRPLIB)
    (folder / "P3.sol").write_text("Route #1: 1 2\nCost: 0\n")
    done = bench("tours", str(folder), "--seconds", "1", "--json", home=folder)
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in json.loads(done.stdout)["instances"]}


def test_tours_reckon_solomon_in_rounded_hundredths(towns: dict[str, dict[str, Any]]) -> None:
    # 0-1-2-0 is 5 + 5 + 8, 0-3-0 is 12: two inspectors, for only two stops fit one
    assert (towns["T3"]["cost"], towns["T3"]["best"], towns["T3"]["faults"]) == (3000, 3000, 0)
    assert towns["T3"]["gap"] == towns["T3"]["gap_pyvrp"] == towns["T3"]["gap_ortools"] == 0


def test_tours_reckon_prizes_in_tenths(towns: dict[str, dict[str, Any]]) -> None:
    # 0-1-2-0 is 180 tenths; the third stop's prize of 20 does not pay for 120
    assert (towns["P3"]["cost"], towns["P3"]["best"], towns["P3"]["faults"]) == (200, 200, 0)
    assert towns["P3"]["gap_pyvrp"] == towns["P3"]["gap_ortools"] == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("page",), "did you mean 'pages'?"),
        (("--smal",), "did you mean '--small'?"),
        (("start", "--seconds"), "--seconds needs a value"),
        (("start", "--seed", "x"), "--seed needs a number, not 'x'"),
        (("start", "--seconds=0"), "--seconds needs a number above 0"),
    ],
)
def test_a_slip_of_the_pen_is_told_the_nearest_word(
    words: tuple[str, ...], hint: str, tmp_path: Path
) -> None:
    done = bench(*words, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert hint in done.stderr


def test_help_lists_every_benchmark(tmp_path: Path) -> None:
    done = bench("--help", home=tmp_path)
    assert done.returncode == 0
    assert all(name in done.stdout and line in done.stdout for name, line in BENCHES.items())
