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
