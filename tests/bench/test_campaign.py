"""The benchmark of campaigns tells what it promises."""

from pathlib import Path

from tests.bench.test_benches import told


def test_a_campaign_is_measured_beside_a_small_one(tmp_path: Path) -> None:
    found = told("campaign", tmp_path)
    assert (found["returns"], found["totals"]["queries"]) == ([20, 60], 1)
    assert found["totals"]["exact"]
    assert [page["page"] for page in found["pages"]] == ["campaigns:campaign", "campaigns:returns"]
