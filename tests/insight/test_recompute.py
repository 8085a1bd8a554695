"""A round's score from its open data: the same as an independent package says, or every fault."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.insight.samples import Row, Sample, by_hand, by_samplics, drawn
from wenming.insight.recompute import MOST_FAULTS, Faulty, main, recompute

DESIGNS = [
    ((40, 6), (12, 12), (25, 9), (300, 40)),
    ((60, 2), (80, 3), (5, 4)),
    ((1000, 30),),
    tuple((20 + 3 * n, 2 + n % 5) for n in range(25)),
]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("sizes", DESIGNS, ids=len)
def test_rate_and_error_are_those_of_samplics(
    tmp_path: Path, sizes: tuple[tuple[int, int], ...], seed: int
) -> None:
    sample = drawn(seed, sizes)
    total = recompute(sample.written(tmp_path))["total"]
    peer = by_samplics(sample)
    assert total["rate"] == pytest.approx(peer.rate, rel=1e-12)
    assert total["se"] == pytest.approx(peer.se, rel=1e-9)
    assert total["df"] == sum(seen for _, seen in sizes) - len(sizes)
    assert total["points"] == pytest.approx(100 * total["rate"], abs=0.005)


@pytest.mark.parametrize("seed", [4, 5])
@pytest.mark.parametrize("sizes", DESIGNS, ids=len)
def test_rate_and_error_are_those_of_the_formulas(
    tmp_path: Path, sizes: tuple[tuple[int, int], ...], seed: int
) -> None:
    sample = drawn(seed, sizes)
    total = recompute(sample.written(tmp_path))["total"]
    hand = by_hand(sample)
    assert total["rate"] == pytest.approx(hand.rate, rel=1e-12)
    assert total["se"] == pytest.approx(hand.se, rel=1e-9)
    assert total["observations"] == sum(r.mark is not None for r in sample.rows)


def test_lone_strata_are_pooled_as_said(tmp_path: Path) -> None:
    sample = drawn(6, ((40, 1), (12, 5), (25, 1), (8, 1), (3, 3)))
    total = recompute(sample.written(tmp_path))["total"]
    peer = by_samplics(sample, {"类02": "类00", "类03": "类00"})
    assert (total["rate"], total["se"]) == (
        pytest.approx(peer.rate, rel=1e-12),
        pytest.approx(peer.se, rel=1e-9),
    )
    assert total["df"] == 11 - 3


def test_the_order_of_the_rows_changes_no_digit(tmp_path: Path) -> None:
    sample = drawn(7, ((40, 6), (300, 31)))
    before = recompute(sample.written(tmp_path))
    assert recompute(Sample(sample.frame, sample.rows[::-1]).written(tmp_path)) == before


def test_a_site_where_nothing_applied_was_visited_all_the_same(tmp_path: Path) -> None:
    sample = drawn(8, ((40, 6), (30, 5)))
    blank = [Row("类00", "lone", "0.1", 1.0, None)]
    total = recompute(Sample(sample.frame, sample.rows + blank).written(tmp_path))["total"]
    hand = by_hand(Sample(sample.frame, sample.rows + blank))
    assert (total["sites"], total["applicable_sites"], total["df"]) == (12, 11, 10)
    assert total["se"] == pytest.approx(hand.se, rel=1e-9)


def test_a_round_that_saw_every_site_has_no_margin(tmp_path: Path) -> None:
    total = recompute(drawn(9, ((4, 4), (7, 7))).written(tmp_path))["total"]
    assert total["se"] == 0
    assert total["ci95"] == [total["rate"], total["rate"]]


def test_a_stratum_nobody_visited_is_named(tmp_path: Path) -> None:
    sample = drawn(10, ((40, 6), (30, 5)))
    frame = sample.frame | {"类99": 17}
    assert recompute(Sample(frame, sample.rows).written(tmp_path))["unseen"] == ["类99"]


def faults_of(folder: Path, frame: str, marks: str) -> list[str]:
    """What recompute refuses the two files with."""
    (folder / "frame.csv").write_text(f"stratum,sites\n{frame}", "utf-8")
    (folder / "marks.csv").write_text(f"stratum,site,item,weight,mark\n{marks}", "utf-8")
    with pytest.raises(Faulty) as refused:
        recompute(folder)
    return [str(fault) for fault in refused.value.faults]


GOOD = "a,1,x,1.5,1\na,2,x,1.5,0.5\n"


@pytest.mark.parametrize(
    ("frame", "marks", "sentence"),
    [
        ("a,9\n", GOOD + "b,3,x,1.5,1\n", "marks.csv, line 4: stratum 'b' is not in frame.csv"),
        ("a,9\n", GOOD + "a,3,x,1.5,1.01\n", "marks.csv, line 4: mark is '1.01'"),
        ("a,9\n", GOOD + "a,3,x,1.5,-0.1\n", "marks.csv, line 4: mark is '-0.1'"),
        ("a,9\n", GOOD + "a,3,x,1.5,nan\n", "marks.csv, line 4: mark is 'nan'"),
        ("a,9\n", GOOD + "a,3,x,1.5,1_0\n", "marks.csv, line 4: mark is '1_0'"),
        ("a,9\n", GOOD + "a,3,x,0,1\n", "marks.csv, line 4: weight is '0'"),
        ("a,9\n", GOOD + "a,3,x,1e999999,1\n", "marks.csv, line 4: weight is '1e999999'"),
        ("a,9\n", GOOD + "a,3,x,,1\n", "marks.csv, line 4: weight is ''"),
        ("a,9\n", GOOD + "a,,x,1,1\n", "marks.csv, line 4: site is blank"),
        ("a,9\n", GOOD + "a,2,x,1.5,1\n", "marks.csv, line 4: site '2' and item 'x' already"),
        ("a,9\nb,9\n", GOOD + "b,2,y,1,1\n", "marks.csv, line 4: site '2' is in stratum 'b' here"),
        ("a,9\n", GOOD + "a,3,x,1\n", "marks.csv, line 4: the row has 4 cells, the head has 5"),
        ("a,1\n", GOOD, "marks.csv: stratum 'a' has marks of 2 sites, its frame 1"),
        ("a,9\na,8\n", GOOD, "frame.csv, line 3: stratum 'a' already stands in line 2"),
        ("a,9\nb,2.5\n", GOOD, "frame.csv, line 3: sites is '2.5'"),
        (f"a,9\nb,{'9' * 41}\n", GOOD, "frame.csv, line 3: sites is '999"),
        ("a,9\n,3\n", GOOD, "frame.csv, line 3: stratum is blank"),
        ("a,9\nb,x\n", GOOD + "b,3,x,1,1\n", "frame.csv, line 3: sites is 'x'"),
        ("a,9\n", "a,1,x,1,\n", "marks.csv: there is no applicable mark"),
    ],
)
def test_every_fault_names_its_line(tmp_path: Path, frame: str, marks: str, sentence: str) -> None:
    told = faults_of(tmp_path, frame, marks)
    assert len(told) == 1
    assert told[0].startswith(sentence)


def test_a_heap_of_faults_is_told_as_one(tmp_path: Path) -> None:
    told = faults_of(tmp_path, "a,9\n", "a,1,x,1,7\n" * 500)
    assert len(told) == MOST_FAULTS + 1
    assert "only the first" in told[-1]


def test_a_missing_file_and_a_missing_column_are_named(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match=r"frame\.csv: there is no such file"):
        recompute(tmp_path)
    (tmp_path / "frame.csv").write_text("stratum,N\n", "utf-8")
    (tmp_path / "marks.csv").write_text("stratum,site,item,mark,mark\n", "utf-8")
    with pytest.raises(Faulty) as refused:
        recompute(tmp_path)
    assert [f.code for f in refused.value.faults] == [
        "recompute.column_missing",
        "recompute.column_missing",
        "recompute.column_twice",
    ]


def test_a_file_in_another_encoding_is_refused_in_a_sentence(tmp_path: Path) -> None:
    drawn(11, ((9, 3),)).written(tmp_path)
    (tmp_path / "frame.csv").write_bytes("stratum,sites\n背街小巷,9\n".encode("gbk"))
    with pytest.raises(Faulty, match="UTF-8"):
        recompute(tmp_path)


def test_a_file_saved_by_excel_is_read(tmp_path: Path) -> None:
    sample = drawn(12, ((40, 6), (30, 5)))
    before = recompute(sample.written(tmp_path))
    for name in ("frame.csv", "marks.csv"):
        text = (tmp_path / name).read_text("utf-8")
        (tmp_path / name).write_bytes(("\ufeff" + text.replace("\n", "\r\n") + "\r\n\r\n").encode())
    assert recompute(tmp_path) == before


def test_the_verb_prints_the_total_and_exits_with_what_happened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(drawn(13, ((40, 6), (30, 5))).written(tmp_path))
    assert main([folder, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["total"]
    assert {"rate", "points", "se", "ci95", "df", "sites", "observations"} <= told.keys()
    assert main([folder]) == 0
    (tmp_path / "frame.csv").unlink()
    assert main([folder, "--json"]) == 1
    out = capsys.readouterr().out
    assert json.loads(out.splitlines()[-1])["faults"][0]["file"] == "frame.csv"
    assert main([folder, "--jsn"]) == 2
    assert "did you mean --json?" in capsys.readouterr().err
    assert main([]) == 2


def test_the_verb_loads_no_engine() -> None:
    code = "import sys, wenming.insight.recompute; print({'ibis','duckdb','django'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
