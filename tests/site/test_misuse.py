"""What the one command says to a word it does not know: the nearest that it does."""

import socket
from pathlib import Path

import pytest
from django.db import OperationalError

from wenming.__main__ import main
from wenming.kit.flow import Refused
from wenming.kit.sheets.writing import write_book
from wenming.site.command import unready
from wenming.site.home import database
from wenming.site.server import may_listen


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("lod", "'load'"),
        ("--hom x", "'--home'"),
        ("round drw R", "draw"),
        ("round open R --kind patroll", "patrol"),
        ("round --sed 12", "--seed"),
        ("load sits x.xlsx", "sites"),
        ("load sites x.xlsx --dryrun", "--dry-run"),
        ("edition pubish E", "publish"),
        ("score --jsn R", "--json"),
    ],
)
def test_an_unknown_word_is_misuse_and_the_nearest_is_suggested(
    words: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    assert f"did you mean {hint}?" in capsys.readouterr().err


def test_a_word_near_to_none_is_misuse_without_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["zzzzzz"]) == 2
    assert main(["round", "open", "R", "--zzzzzz"]) == 2
    assert "did you mean" not in capsys.readouterr().err


def test_a_verb_is_called_in_its_usage_as_people_call_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--jsn"]) == 2
    assert "usage: wenming check" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "abc"])
def test_a_port_that_is_none_is_misuse(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", f"--port={port}"]) == 2
    assert "--port" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_before_anything_starts() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refused, match="port_taken"):
            may_listen("127.0.0.1", other.getsockname()[1])
    may_listen("127.0.0.1", 0)


@pytest.mark.parametrize("url", ["garbage", "mysql://x/y", "sqlite://a.db", "sqlite:///", "/a.db"])
def test_an_address_of_no_database_we_know_makes_none(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="WENMING_DATABASE_URL"):
        database(url, tmp_path)
    assert database("sqlite:////a/b.db", tmp_path)["NAME"] == "//a/b.db"
    assert database("", tmp_path)["NAME"] == str(tmp_path / "wenming.sqlite3")


def test_a_database_that_cannot_be_opened_is_told_with_what_to_look_at() -> None:
    for said in ("unable to open database file", "attempt to write a readonly database"):
        assert "may its folder be read and written" in unready(OperationalError(said))


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_book(tmp_path / "none" / "a.xlsx", [])
