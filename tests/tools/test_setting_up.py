from collections import Counter
from pathlib import Path

import pytest

from tools import setup, system
from tools import test as suite

BARE = "ghost"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that lacks one part."""
    monkeypatch.setitem(system.PARTS, BARE, system.Part("ghost", command="no-such-command"))


def test_another_pin_is_another_setup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before, pins = setup.key(), tmp_path / "dev.txt"
    pins.write_text(setup.PINS.read_text() + "\n# one more\n")
    assert setup.key() == before
    monkeypatch.setattr(setup, "PINS", pins)
    assert setup.key() != before


def test_a_venv_half_made_does_not_stand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / "stamp")
    assert not setup.stands("key")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "wenming").touch()
    assert not setup.stands("key")
    setup.STAMP.write_text("key")
    assert setup.stands("key")
    assert not setup.stands("another key")


def test_a_command_that_fails_shows_what_it_printed() -> None:
    with pytest.raises(setup.Unset, match="out of luck"):
        setup.run("sh", "-c", "echo out of luck; exit 3")


def test_what_is_there_is_not_installed_again(capsys: pytest.CaptureFixture[str]) -> None:
    system.install(system.TESTS, why="a test asks")
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("bare")
def test_without_root_and_sudo_it_says_what_root_must_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert system.missing((BARE, *system.TESTS)) == ("ghost",)
    (tmp_path / "apt-get").touch(0o755)
    (tmp_path / "apt-cache").write_text("#!/bin/sh\necho '  Candidate: 1.0'\n")
    (tmp_path / "apt-cache").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(system.Missing, match=r"root run: apt-get .* install .* ghost"):
        system.install((BARE,), why="a test asks")


@pytest.mark.usefixtures("bare")
def test_what_is_good_to_have_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}")
    setup.wish((BARE,))
    assert "goes on without: " in capsys.readouterr().err


def test_the_kinds_add_up_to_the_closing_line(capsys: pytest.CaptureFixture[str]) -> None:
    sqlite = {"unit": Counter(passed=3, failed=1), "browser": Counter(passed=2, skipped=1)}
    total = suite.closing(sqlite, {"unit": Counter(passed=4)})
    assert total == Counter(passed=9, failed=1, skipped=1)
    assert "PostgreSQL       4 passed, 0 failed" in capsys.readouterr().out
