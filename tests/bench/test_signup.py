"""The benchmark of signing up tells what it promises."""

import json
from pathlib import Path

from tests.bench.test_benches import bench


def test_exactly_as_many_get_in_as_there_are_places_on_each_database(tmp_path: Path) -> None:
    done = bench("signup", "--small", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "skipped" in found["peer"]
    for rush in (found["sqlite"], found["postgresql"]):
        if rush is None:
            assert found["postgresql_reason"]
            continue
        assert (rush["people"], rush["places"], rush["in"]) == (20, 5, 5)
        assert (rush["waiting"], rush["in_order"], rush["errors"]) == (15, True, 0)
        assert min(rush["seconds"], rush["each_ms"], rush["page_ms"]) > 0
