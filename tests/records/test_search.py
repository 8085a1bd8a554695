"""The one search field: what is entered is found by characters, words and initials."""

import pytest

from wenming.kit.find import query
from wenming.records.actions import enter
from wenming.records.models import Entry


def found(typed: str) -> list[str]:
    return sorted(Entry.objects.found(query(typed)).values_list("title", flat=True))


@pytest.fixture
def entries(db: None) -> None:
    enter("site", [(1, "杏林巷", "YC-0001 杏林巷3号"), (2, "文庙路口", "YC-0002")])
    enter("unit", [(1, "市住房和城乡建设局", "市住建局")])


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("林", ["杏林巷"]),
        ("文庙", ["文庙路口"]),
        ("xlx", ["杏林巷"]),
        ("zjj", ["市住房和城乡建设局"]),
        ("0002", ["文庙路口"]),
        ("杏 YC", ["杏林巷"]),
        ("北", []),
        ("'; DROP TABLE", []),
        ("", []),
    ],
)
def test_a_thing_is_found_by_what_people_type(entries: None, typed: str, titles: list[str]) -> None:
    assert found(typed) == titles


def test_entering_again_puts_the_new_words_for_the_old(entries: None) -> None:
    enter("site", [(1, "桃园巷", "")])
    assert (found("杏林"), found("桃园"), Entry.objects.count()) == ([], ["桃园巷"], 3)


def test_what_is_taken_out_is_no_longer_found(entries: None) -> None:
    Entry.objects.filter(kind="unit").delete()
    assert found("住建") == []
