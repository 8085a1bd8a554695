"""The one search field: what is entered is found by characters, words and initials."""

import pytest
from django.test import Client

from tests.casefile import filed
from tests.world import World
from wenming.kit.find import matches, query
from wenming.org.models import Group
from wenming.records import models
from wenming.records.actions import enter
from wenming.records.models import Entry, found_among
from wenming.records.rules import FOUND, SLOTS, place


def found(typed: str, *kinds: str) -> list[str]:
    return [
        one.title
        for kind in kinds or sorted(FOUND)
        for one in Entry.objects.newest(kind, query(typed), 9)
    ]


@pytest.fixture
def entries(db: None) -> None:
    enter("site", [(1, "杏林巷", "YC-0001 杏林巷3号"), (2, "文庙路口", "YC-0002")])
    enter("unit", [(1, "市住房和城乡建设局", "市住建局")])


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("林", ["杏林巷"]),
        ("文庙", ["文庙路口"]),
        ("文庙路口", ["文庙路口"]),
        ("庙路 文庙路", ["文庙路口"]),
        ("xlx", ["杏林巷"]),
        ("wenmiaolu", ["文庙路口"]),
        ("zjj", ["市住房和城乡建设局"]),
        ("0002", ["文庙路口"]),
        ("杏 YC", ["杏林巷"]),
        ("北", []),
        ("'; DROP TABLE", []),
        ("%%%", []),
        ("", []),
    ],
)
def test_a_thing_is_found_by_what_people_type(entries: None, typed: str, titles: list[str]) -> None:
    assert found(typed) == titles


def test_pairs_that_do_not_stand_in_a_row_do_not_make_a_word(db: None) -> None:
    enter("site", [(1, "占道、道经、经营", ""), (2, "占道经营", "")])
    assert found("占道经营") == ["占道经营"]


def test_entering_again_puts_the_new_words_for_the_old(entries: None) -> None:
    enter("site", [(1, "桃园巷子口", "")])
    assert (found("杏林"), found("桃园"), Entry.objects.count()) == ([], ["桃园巷子口"], 3)
    assert found("桃园巷子") == ["桃园巷子口"]


def test_what_is_taken_out_is_no_longer_found(entries: None) -> None:
    Entry.objects.filter(kind="unit").delete()
    assert found("住建") == []


def test_things_of_two_kinds_with_one_key_stay_apart(entries: None) -> None:
    assert found("市住建局", "site") == found("杏林", "unit") == []
    numbers = [place(kind, key) for kind in FOUND for key in (1, 2)]
    assert len(set(numbers)) == len(numbers)
    assert max(FOUND.values()) < SLOTS


NAMES = [
    f"{'东西南北'[n % 4]}门{'杏林巷' if n % 3 else '杏林、林巷'}占道经营{n:03}" for n in range(40)
]
TYPED = (
    "门",
    "东门",
    "杏林巷",
    "占道经营",
    "占道经营 杏林巷",
    "巷占道经营01",
    "xlx",
    "xinglinxiang",
    "1",
)


@pytest.mark.parametrize("few", [3, 200])
@pytest.mark.parametrize("typed", [*TYPED, "没有", ""])
def test_few_and_many_are_found_alike(
    db: None, typed: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "FEW", few)
    rows = Group.objects.bulk_create(Group(name=name) for name in NAMES)
    enter("unit", [(row.pk, row.name, "") for row in rows])
    enter("case", [(row.pk, "东门占道经营", "") for row in rows])
    wanted = query(typed)
    expected = [r.name for r in reversed(rows) if typed and matches(r.name, wanted)]
    kept = found_among(Group.objects.exclude(name=NAMES[1]), "unit", typed)
    assert [r.name for r in kept.order_by("-pk")] == [n for n in expected if n != NAMES[1]]
    assert kept.count() == len([n for n in expected if n != NAMES[1]])


def test_a_search_shows_what_may_be_seen_and_says_when_it_is_not_all(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wenming.doors.reports.views.MOST_FOUND", 2)
    numbers = [filed(world, site=site).number for site in world.sites[:3]]
    shown = {}
    for reader in (world.office, world.liaison):
        client.force_login(reader)
        page = client.get("/search/", {"q": "2026-"}).content.decode()
        shown[reader] = [n for n in numbers if n in page], "只列出一部分" in page
    assert shown == {world.office: (numbers[1:], True), world.liaison: ([], False)}
