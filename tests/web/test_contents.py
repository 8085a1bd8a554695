"""The contents show what resolves and is allowed, and where the reader is."""

import pytest

from wenming.web.contents import CONTENTS, Line, contents

pytestmark = pytest.mark.urls("tests.web.urls")


def lines(path: str, *powers: str, **counts: object) -> dict[str, Line]:
    return {line.label: line for part in contents(path, powers, counts) for line in part.lines}


def test_a_line_shows_when_its_page_exists() -> None:
    assert list(lines("/")) == ["整改单"]


def test_a_line_of_a_power_shows_to_its_holders_alone() -> None:
    assert list(lines("/", "people")) == ["整改单", "人员与任职"]


def test_a_heading_without_lines_is_left_out() -> None:
    assert [part.heading for part in contents("/", (), {})] == ["整改"]


@pytest.mark.parametrize(
    ("path", "current"), [("/cases/", True), ("/cases/7/", True), ("/", False)]
)
def test_the_page_below_a_line_marks_it(path: str, current: bool) -> None:
    assert lines(path)["整改单"].current is current


def test_a_step_of_a_round_is_taken_under_the_rounds_not_under_ones_own_sites() -> None:
    begun = {str(e.label): e.also for _heading, entries in CONTENTS for e in entries if e.also}
    assert begun == {"巡查批次": "field/rounds/"}


def test_a_count_stands_beside_its_line_and_nought_does_not() -> None:
    assert lines("/", cases=214)["整改单"].badge == 214
    assert lines("/", cases=0)["整改单"].badge == ""


def test_no_two_lines_lead_to_the_same_page() -> None:
    names = [entry.name for _heading, entries in CONTENTS for entry in entries]
    assert len(names) == len(set(names))
