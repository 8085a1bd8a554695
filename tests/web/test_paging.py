"""Pages hold every row once, in two queries, however many rows there are."""

from collections.abc import Mapping

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from wenming.web.paging import COUNTED, DEEP, Columns, Page, numbered, page_of

SORTS: Mapping[str, Columns] = {"name": "name", "kind": ("content_type__model", "-name")}


@pytest.fixture
def rows(db: None) -> QuerySet[Permission]:
    """103 rows, of which many share a name."""
    kind = ContentType.objects.create(app_label="x", model="x")
    Permission.objects.bulk_create(
        Permission(content_type=kind, codename=f"c{i}", name=f"n{i % 7}") for i in range(103)
    )
    return Permission.objects.filter(content_type=kind)


def paged(rows: QuerySet[Permission], **asked: str) -> Page[Permission]:
    request = RequestFactory().get("/", asked)
    return page_of(rows, request, sorts=SORTS, default="-name", per_page=10)


def test_the_pages_together_hold_every_row_once_and_in_order(rows: QuerySet[Permission]) -> None:
    found = [p for n in range(1, 12) for p in paged(rows, page=str(n), sort="name")]
    assert [p.pk for p in found] == [p.pk for p in rows.order_by("name", "pk")]


def test_the_other_way_round_is_the_very_reverse(rows: QuerySet[Permission]) -> None:
    found = [p.pk for n in range(1, 12) for p in paged(rows, page=str(n), sort="-name")]
    assert found == [p.pk for p in rows.order_by("-name", "-pk")]


def test_an_order_may_have_several_columns(rows: QuerySet[Permission]) -> None:
    found = [p.pk for n in range(1, 12) for p in paged(rows, page=str(n), sort="kind")]
    assert found == [p.pk for p in rows.order_by("-name", "-pk")]


@pytest.mark.parametrize("page", ["1", "6", "11", "-1", "99"])
def test_a_page_takes_two_queries(rows: QuerySet[Permission], page: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        paged(rows, page=page)
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("asked", "shown"), [("99", 11), ("-1", 11), ("-99", 1), ("0", 1), ("x", 1)]
)
def test_a_page_that_is_not_there_falls_back_to_one_that_is(
    rows: QuerySet[Permission], asked: str, shown: int
) -> None:
    assert paged(rows, page=asked).number == shown


def test_an_unknown_order_falls_back_to_the_lists_own(rows: QuerySet[Permission]) -> None:
    assert paged(rows, sort="password").sort == "-name"
    assert paged(rows, sort="--name").sort == "-name"


def test_no_rows_are_one_empty_page(rows: QuerySet[Permission]) -> None:
    page = paged(rows.none())
    assert (list(page), page.total, page.number, page.numbers()) == ([], 0, 1, [1])


def test_links_keep_the_filters_and_a_new_order_starts_at_the_first_page(
    rows: QuerySet[Permission],
) -> None:
    page = paged(rows, q="杏林", page="3", sort="-name")
    assert page.address(4) == "?q=%E6%9D%8F%E6%9E%97&sort=-name&page=4"
    assert page.sorted_by("name") == "?q=%E6%9D%8F%E6%9E%97&sort=name"
    assert page.sorted_by("kind") == "?q=%E6%9D%8F%E6%9E%97&sort=kind"
    assert page.direction("name") == "descending"
    assert page.direction("kind") == "none"


@pytest.fixture
def many(db: None) -> QuerySet[Group]:
    """More rows than are counted."""
    Group.objects.bulk_create(Group(name=f"g{i:06}") for i in range(COUNTED + 120))
    return Group.objects.all()


def test_a_list_too_long_to_count_says_so_and_is_read_from_both_ends(
    many: QuerySet[Group],
) -> None:
    def shown(number: str) -> Page[Group]:
        request = RequestFactory().get("/", {"page": number})
        return page_of(many, request, sorts={"name": "name"}, default="name")

    last, before, deep = shown("-1"), shown("-2"), shown("200")
    assert (last.total, last.more) == (COUNTED, True)
    assert [g.name for g in last] == [f"g{i:06}" for i in range(COUNTED + 70, COUNTED + 120)]
    assert [g.name for g in before] == [f"g{i:06}" for i in range(COUNTED + 20, COUNTED + 70)]
    assert [g.name for g in deep] == [f"g{i:06}" for i in range(COUNTED - 50, COUNTED)]
    assert last.numbers() == [1, None, -3, -2, -1]
    assert deep.numbers() == [1, None, 198, 199, 200, None, -1]
    assert (deep.next, last.next, last.previous) == (None, None, -2)


def test_a_deep_page_reads_bare_keys_before_wide_rows(many: QuerySet[Group]) -> None:
    request = RequestFactory().get("/", {"page": str(DEEP // 50 + 2)})
    with CaptureQueriesContext(connection) as queries:
        page = page_of(many, request, sorts={"name": "name"}, default="name")
    assert page.rows[0].name == f"g{DEEP + 50:06}"
    assert "OFFSET" in queries[1]["sql"].split("IN (SELECT", 1)[1]
    assert len(queries) == 2


def test_a_list_that_is_costly_to_count_says_less(rows: QuerySet[Permission]) -> None:
    request = RequestFactory().get("/", {"page": "-1"})
    page = page_of(rows, request, sorts=SORTS, default="name", per_page=10, most=40)
    assert (page.total, page.more, len(page)) == (40, True, 10)
    assert [p.pk for p in page] == [p.pk for p in rows.order_by("name", "pk")][-10:]


@given(asked=st.integers(-500, 500), pages=st.integers(1, 200), more=st.booleans())
def test_every_number_asked_for_gives_a_page_of_the_list(
    asked: int, pages: int, more: bool
) -> None:
    number = numbered(str(asked), pages, more=more)
    assert number != 0
    assert -pages <= number <= pages
    assert more or number > 0
