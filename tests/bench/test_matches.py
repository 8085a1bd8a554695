"""The benchmark of matches tells what it promises."""

import json
from pathlib import Path

from tests.bench.test_benches import bench


def test_matches_are_made_in_a_city_and_in_one_ten_times_its_size(tmp_path: Path) -> None:
    done = bench("matches", "--small", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    small, large = found["sizes"]
    assert (large["orders"], large["teams"]) == (10 * small["orders"], 10 * small["teams"])
    for size in found["sizes"]:
        assert (size["faults"], size["kept"]) == (0, True)
        assert size["bound"] <= size["cost"]
        assert size["left_out"] <= size["by_hand_left_out"]
    assert found["growth"] > 0
