"""docs/scoring.md: its worked example, its constants and its list of indices are true."""

import re
from pathlib import Path

import pytest

from wenming.insight.estimates import FEW_SITES
from wenming.insight.indices import INDICES, OFTEN
from wenming.insight.recompute import recompute
from wenming.insight.totals import Part, Profile, cycle_total, year_total

PAGE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text("utf-8")


def rows(head: str) -> list[list[str]]:
    """The cells of the table whose head begins so."""
    lines = PAGE[PAGE.index(f"| {head} ") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The page's two files, written out."""
    for name, text in re.findall(r"`(\w+\.csv)`\n\n```csv\n(.*?)```", PAGE, re.DOTALL):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_worked_example_recomputes(example: Path) -> None:
    total = recompute(example)["total"]
    low, high = total["ci95"]
    told = {name: float(value) for name, value in rows("figure")}
    assert told == {
        "rate": round(total["rate"], 6),
        "points": total["points"],
        "se": round(total["se"], 6),
        "df": total["df"],
        "sites": total["sites"],
        "observations": total["observations"],
        "low": round(low, 6),
        "high": round(high, 6),
    }


def test_the_steps_of_the_example_lead_to_its_result(example: Path) -> None:
    total = recompute(example)["total"]
    top = bottom = 0.0
    for _, _, y, x, factor, z in rows("stratum"):
        top += float(factor) * float(y)
        bottom += float(factor) * float(x)
        assert float(z) == round(float(y) - total["rate"] * float(x), 4)
    assert f"Σ(N/n)·y = {top:.2f} and Σ(N/n)·x = {bottom:.0f}" in PAGE
    assert total["rate"] == pytest.approx(top / bottom)
    assert f"v = 35.4643/38² = {total['se'] ** 2:.7f}" in PAGE
    assert total["se"] ** 2 * 38**2 == pytest.approx(35.4643, abs=5e-5)


def test_the_sites_of_the_example_are_those_of_its_marks(example: Path) -> None:
    sums: dict[str, list[float]] = {}
    for line in (example / "marks.csv").read_text("utf-8").splitlines()[1:]:
        _, site, _, weight, mark = line.split(",")
        of = sums.setdefault(site, [0.0, 0.0])
        if mark:
            of[0] += float(weight) * float(mark)
            of[1] += float(weight)
    assert {site: [float(y), float(x)] for _, site, y, x, _, _ in rows("stratum")} == {
        site: pytest.approx(of) for site, of in sums.items()
    }


def test_every_index_has_its_words() -> None:
    assert [row[0] for row in rows("code")] == [index.code for index in INDICES]
    assert f"at least {OFTEN} filed in the period" in PAGE


def test_the_constants_are_those_of_the_code() -> None:
    assert f"at least {FEW_SITES} sites" in PAGE


def test_the_totals_are_those_of_the_code() -> None:
    profile = Profile({"m": 40, "f": 40, "q": 20}, (15, 25, 60))
    year = year_total(profile, {"m": Part(9_000), "f": Part(8_000), "q": Part(7_000)})
    assert "40·m + 40·f + 20·q" in PAGE
    assert year.points_hundredths == 40 * 90 + 40 * 80 + 20 * 70
    assert "0.15·S_1 + 0.25·S_2 + 0.60·S_3" in PAGE
    assert cycle_total(profile, [year, None, None]).points_hundredths == round(0.15 * 8_200)
