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
