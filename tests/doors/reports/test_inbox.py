"""What an inbox says of a step is a word of the reader's, never a code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import wenming
from wenming.doors.reports.steps import words_of
from wenming.records.models import Act


def told_steps() -> Iterator[tuple[str, str]]:
    """Kind and move of every step in the code that names whom it concerns, where both are written out."""
    for path in sorted(Path(wenming.__path__[0]).rglob("actions.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            concerned = {word.arg for word in node.keywords} & {"persons", "units"}
            if node.func.id != "Step" or not concerned or len(node.args) < 3:
                continue
            kind, move = node.args[0], node.args[2]
            if isinstance(kind, ast.Constant) and isinstance(move, ast.Constant):
                yield str(kind.value), str(move.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "move"),
    [*sorted(set(told_steps())), ("user", "relieved"), ("user", "closed"), ("user", "opened")],
)
def test_a_step_that_somebody_is_told_of_has_a_word(kind: str, move: str) -> None:
    label, _where = words_of(Act(kind=kind, move=move, key="1"))
    assert not label.split()[-1].isascii(), label
