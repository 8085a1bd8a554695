"""Scores through the engine: the formulas site by site, every domain, both moments."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.insight import city
from wenming.insight import scores, tables
from wenming.insight.estimates import Estimate
from wenming.insight.recompute import recompute
from wenming.insight.rounds import covariances, rolled_up, scored
from wenming.insight.run import SourceFault, opened

Row = dict[str, Any]


def same(found: Estimate, rows: list[Row], inside: Callable[[Row], bool], column: str) -> None:
    """Hold an estimate to the formulas."""
    seen = city.scores(rows, inside, column)
    assert found.rate == pytest.approx(city.rate(seen), rel=1e-12)
    if found.se is not None:
        assert found.se**2 == pytest.approx(city.covariance(seen, seen), rel=1e-9, abs=1e-18)
    applicable = [row for row in rows if inside(row) and row[column] is not None]
    assert found.observations == len(applicable)
    assert found.applicable_sites == len({row["site"] for row in applicable})
    assert found.sites == len({row["site"] for row in rows if inside(row)})


def belongs(domain: str, key: int) -> Callable[[Row], bool]:
    """Whether a row is of the domain."""
    return lambda row: domain == "total" or row[domain] == key


@pytest.mark.parametrize("column", ["mark", "mended"])
def test_every_domain_follows_the_formulas(column: str) -> None:
    rows = city.marks()
    with city.engine() as engine:
        score = scored(engine, column=column)[1]
    for (domain, key), found in score.estimates.items():
        same(found, rows, belongs(domain, key), column)
    for domain in scores.DOMAINS[1:]:
        assert set(score.by(domain)) == {r[domain] for r in rows if r[domain] is not None}


def test_mending_never_lowers_a_score() -> None:
    with city.engine() as engine:
        first, after = (scored(engine, column=c)[1] for c in ("mark", "mended"))
    assert first.total.rate is not None
    assert after.total.rate is not None
    assert after.total.rate > first.total.rate


def test_degrees_of_freedom_are_sites_less_pooled_strata() -> None:
    with city.engine() as engine:
        score = scored(engine)[1]
    assert score.total.df == (7 + 18 + 12 + 2 + 2) - 5
    assert score.estimates["kind", 0].df == 7 - 1
    small = score.estimates["item", 32]
    assert (small.applicable_sites, small.df) == (2, 1)


def test_a_stratum_seen_whole_adds_no_error() -> None:
    with city.engine() as engine:
        whole = scored(engine)[1].estimates["kind", 1]
    assert (whole.method, whole.se) == ("census", 0.0)
    assert whole.low == whole.rate == whole.high


def test_rounds_do_not_touch_each_other() -> None:
    both = city.marks(rounds=2)
    with city.engine(city.frame(2), both) as engine:
        two = scored(engine)
    with city.engine(city.frame(2), [r for r in both if r["round"] == 2]) as engine:
        alone = scored(engine)
    assert list(two) == [1, 2]
    assert alone[2].estimates == two[2].estimates


def test_the_same_marks_in_another_order_give_the_same_digits() -> None:
    rows = city.marks()
    with city.engine(mark_rows=rows) as engine, city.engine(mark_rows=rows[::-1]) as turned:
        assert scored(engine)[1].estimates == scored(turned)[1].estimates


def test_open_data_recomputes_to_the_same_total(tmp_path: Path) -> None:
    frame = ["stratum,sites", *(f"{r['name']},{r['sites']}" for r in city.frame())]
    lines = [
        f"类{r['stratum']},{r['site']},{r['item']},{r['weight'] / 100},"
        + ("" if r["mark"] is None else f"{r['mark'] / 10_000}")
        for r in city.marks()
    ]
    (tmp_path / "frame.csv").write_text("\n".join(frame), "utf-8")
    (tmp_path / "marks.csv").write_text(
        "\n".join(["stratum,site,item,weight,mark", *lines]), "utf-8"
    )
    with city.engine() as engine:
        assert recompute(tmp_path)["total"] == scored(engine)[1].total.as_json()


def test_two_units_at_the_same_sites_go_together() -> None:
    rows = city.marks()
    with city.engine() as engine:
        between = covariances(engine, scored(engine)[1])
    units = {u: city.scores(rows, belongs("unit", u)) for u in (0, 1, 7)}
    assert between(0, 7) == pytest.approx(city.covariance(units[0], units[7]), rel=1e-9)
    assert between(0, 7) == between(7, 0)
    assert between(0, 1) == pytest.approx(city.covariance(units[0], units[1]), rel=1e-9)
    with city.engine() as engine:
        se = scored(engine)[1].estimates["unit", 7].se
    assert se == pytest.approx(np.sqrt(city.covariance(units[7], units[7])), rel=1e-9)


def test_areas_roll_up_to_what_the_sites_say() -> None:
    rows = city.marks()
    with city.engine() as engine:
        score = rolled_up(scored(engine)[1], {0: [100, 900], 1: [100, 900], 2: [900], 3: [900]})
    same(score.estimates["area", 100], rows, lambda r: r["area"] in (0, 1), "mark")
    assert score.estimates["area", 900].rate == score.total.rate
    assert score.estimates["area", 900].se == score.total.se


def test_a_mark_in_a_stratum_without_frame_is_refused() -> None:
    with (
        city.engine(frame_rows=city.frame()[1:]) as engine,
        pytest.raises(ValueError, match=r"strata \[0\] are not in the frame"),
    ):
        scored(engine)


def test_more_sites_than_the_frame_holds_are_refused() -> None:
    frame = [row | {"sites": 3} for row in city.frame()]
    with city.engine(frame_rows=frame) as engine, pytest.raises(ValueError, match="7 seen of 3"):
        scored(engine)


def test_an_item_weighed_differently_at_two_sites_still_adds_up() -> None:
    rows = [r | {"weight": 90 if r["site"] % 2 else 55} for r in city.marks()]
    with city.engine(mark_rows=rows) as engine:
        found = scored(engine)[1].estimates["item", 2]
    same(found, rows, lambda r: r["item"] == 2, "mark")


def test_the_same_text_is_spark_sql() -> None:
    text = ibis.to_sql(scores.cells(tables.marks), dialect="pyspark")
    assert "GROUP BY" in text
    assert "DECIMAL(38, 0)" in text


def test_parquet_files_and_folders_give_what_arrow_gives(tmp_path: Path) -> None:
    frame = city.table(tables.FRAME, city.frame())
    marks = city.table(tables.MARKS, city.marks())
    pq.write_table(frame, tmp_path / "frame.parquet")
    (tmp_path / "marks").mkdir()
    pq.write_table(marks.slice(0, 100), tmp_path / "marks" / "1.parquet")
    pq.write_table(marks.slice(100), tmp_path / "marks" / "2.parquet")
    with opened({"frame": frame, "marks": marks}) as engine:
        expected = scored(engine)[1].estimates
    sources = {"frame": tmp_path / "frame.parquet", "marks": tmp_path / "marks"}
    with opened(sources) as engine:
        assert scored(engine)[1].estimates == expected


def refusal(sources: dict[str, pa.Table | Path], url: str = "duckdb://") -> SourceFault:
    """What a source is refused with."""
    with pytest.raises(SourceFault) as refused, opened(sources, url=url) as engine:
        engine.table(tables.frame)
    return refused.value


def test_a_source_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    good = city.table(tables.FRAME, city.frame())
    assert refusal({"frame": tmp_path / "none.parquet"}).code == "insight.source_missing"
    (tmp_path / "frame.txt").touch()
    assert refusal({"frame": tmp_path / "frame.txt"}).code == "insight.source_unknown"
    lacking = refusal({"frame": good.drop_columns(["sites"])})
    assert (lacking.code, lacking.facts["columns"]) == ("insight.column_missing", "sites")
    halves = good.set_column(3, "sites", pa.array([1.5] * len(good)))
    assert refusal({"frame": halves}).code == "insight.column_type"
    assert refusal({"frame": good}, url="spark://x").code == "insight.spark_reads_parquet"


def test_a_number_too_great_for_its_column_is_refused() -> None:
    rows = city.table(tables.MARKS, city.marks())
    big = rows.set_column(
        rows.column_names.index("weight"), "weight", pa.array([2**40] * len(rows), pa.int64())
    )
    with opened({"marks": big}) as engine, pytest.raises(SourceFault) as refused:
        engine.table(tables.marks)
    assert refused.value.code == "insight.value"


def test_a_csv_file_fills_a_table(tmp_path: Path) -> None:
    path = tmp_path / "frame.csv"
    path.write_text("round,stratum,name,sites,certain\n1,2,类2,55,false\n", "utf-8")
    with opened({"frame": path}) as engine:
        assert engine.table(tables.frame).to_pylist() == [
            {"round": 1, "stratum": 2, "name": "类2", "sites": 55, "certain": False}
        ]
