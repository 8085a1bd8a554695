"""The benchmark of adoptions tells what it promises."""

import json
from pathlib import Path

from tests.bench.test_benches import bench


def test_adoptions_are_compared_with_plain_assignment(tmp_path: Path) -> None:
    done = bench("adoptions", "--small", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    for size in json.loads(done.stdout)["sizes"]:
        assert size["cost"] == size["bound"] == size["best"]
        assert (size["faults"], size["gap"]) == (0, 0)
        assert min(size["seconds"], size["scipy_seconds"], size["price_ms"]) > 0


def test_instances_of_a_folder_are_packed_and_held_against_the_best_known(tmp_path: Path) -> None:
    """Two agents and three jobs: the dear agent must take one, the rest fits."""
    folder = tmp_path / "gap"
    folder.mkdir()
    (folder / "tiny").write_text("2 3\n 1 1 1\n 5 6 7\n 4 4 4\n 4 4 4\n 8 8\n")
    (folder / "bounds.txt").write_text("tiny_Max\t14\t14\ntiny_Min\t7\t7\n")
    done = bench("adoptions", str(folder), "--seconds", "2", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)["instances"]
    assert row.pop("seconds") > 0
    assert row.pop("bound") <= 7
    assert row == {"name": "tiny", "cost": 7, "best": 7, "gap": 0, "faults": 0}
