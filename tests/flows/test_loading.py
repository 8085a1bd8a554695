"""Workbooks through the one command: loaded in order, dumped, and cut off in the middle."""

import subprocess
import time
from pathlib import Path

import pytest

from tests.doors.workbooks.papers import BAD, write_all
from tests.installation import Installation

GOOD = 620 - len(BAD)


@pytest.fixture
def papers(installation: Installation, tmp_path: Path) -> dict[str, Path]:
    """The six workbooks, all but the sites' loaded."""
    installation.told("init")
    books = write_all(tmp_path)
    for kind in ("areas", "units", "edition"):
        installation.told("load", kind, books[kind], *(["--code", "XG"] * (kind == "edition")))
    return books


def sites(installation: Installation, tmp_path: Path) -> int:
    """How many sites there are, as a dump counts them."""
    told = installation.told("dump", "sites", tmp_path / "now.xlsx")
    return sum(told["sheets"].values())


def test_a_load_cut_off_leaves_nothing_half_done(
    installation: Installation, papers: dict[str, Path], tmp_path: Path
) -> None:
    words = ("load", "sites", papers["sites"], "--keep-good", "--marked", tmp_path / "marked.xlsx")
    began = time.monotonic()
    installation.run(*words, "--dry-run")
    whole = time.monotonic() - began
    with (tmp_path / "said").open("w") as said:
        for part in (0.5, 0.7, 0.85):
            going = installation.start(*words, to=said)
            try:
                going.wait(whole * part)
            except subprocess.TimeoutExpired:
                going.kill()
                going.wait()
            assert sites(installation, tmp_path) in {0, GOOD}
    told = installation.told(*words)
    assert (told["created"] + told["same"], len(told["faults"])) == (GOOD, len(BAD))
    assert sites(installation, tmp_path) == GOOD


def test_a_load_with_faults_is_refused_and_names_them(
    installation: Installation, papers: dict[str, Path], tmp_path: Path
) -> None:
    done = installation.run("load", "sites", papers["sites"])
    assert done.returncode == 1
    assert "点位 G99" in done.stdout
    assert "没有保存任何内容" in done.stdout
    assert sites(installation, tmp_path) == 0
    assert installation.run("load", "nothing", papers["sites"]).returncode == 2
    assert installation.run("dump", "edition", tmp_path / "x.xlsx").returncode == 1
