"""The benchmark of gains tells what it promises."""

import json
from pathlib import Path

from tests.bench.test_benches import bench


def test_gains_are_proved_the_best_beside_the_solver_alone(tmp_path: Path) -> None:
    done = bench("gains", "--small", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for row in told["instances"]:
        assert row["gain"] == row["bound"] == row["highs_gain"] <= row["ceiling"]
        assert (row["faults"], row["gap"], row["best"]) == (0, 0, True)
    assert [row["cases"] for row in told["instances"]] == [30, 30, 90, 90]
    assert all(each["power"] < 3 for each in told["growth"])
