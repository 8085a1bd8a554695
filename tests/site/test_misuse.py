"""What the one command says to a word it does not know: the nearest that it does."""

import pytest

from wenming.__main__ import main


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
