"""Filters live in the address: what is asked narrows, what is not known is named."""

from datetime import datetime

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from wenming.web.filters import Choice, Days, Filter, Flag, Key, Narrowed, Words, narrow

FILTERS: tuple[Filter, ...] = (
    Words("q", "名称", ("name", "codename")),
    Choice("model", "表", "content_type__model", choices=[("road", "路"), ("lamp", "灯")]),
    Key("type", "类型", "content_type", lambda _request: ContentType.objects.filter(app_label="x")),
    Flag("late", "超期", lambda rows: rows.filter(name__startswith="late")),
)


@pytest.fixture
def rows(db: None) -> QuerySet[Permission]:
    road, lamp = (ContentType.objects.create(app_label="x", model=m) for m in ("road", "lamp"))
    for kind, code, name in (
        (road, "a1", "杏林巷 缺砖"),
        (lamp, "b1", "杏林巷 不亮"),
        (lamp, "b2", "late 东湖"),
    ):
        Permission.objects.create(content_type=kind, codename=code, name=name)
    return Permission.objects.filter(content_type__app_label="x")


def narrowed(rows: QuerySet[Permission], **asked: str) -> Narrowed[Permission]:
    return narrow(rows, FILTERS, RequestFactory().get("/", asked))


def codes(rows: QuerySet[Permission], **asked: str) -> set[str]:
    return {p.codename for p in narrowed(rows, **asked).rows}


def test_every_word_must_be_found_in_some_column(rows: QuerySet[Permission]) -> None:
    assert codes(rows, q="杏林") == {"a1", "b1"}
    assert codes(rows, q="杏林 缺砖") == {"a1"}
    assert codes(rows, q="杏林 b1") == {"b1"}
    assert codes(rows, q="没有的") == set()


def test_conditions_narrow_together(rows: QuerySet[Permission]) -> None:
    lamp = str(ContentType.objects.get(model="lamp").pk)
    assert codes(rows, type=lamp) == {"b1", "b2"}
    assert codes(rows, type=lamp, late="1") == {"b2"}
    assert codes(rows, model="road", late="1") == set()


def test_nothing_asked_leaves_all(rows: QuerySet[Permission]) -> None:
    found = narrowed(rows, q="", model="", late="")
    assert found.rows.count() == 3
    assert found.chips == ()


@pytest.mark.parametrize("asked", [{"model": "river"}, {"type": "99999"}, {"late": "maybe"}])
def test_a_value_that_is_not_known_narrows_nothing_and_is_named(
    rows: QuerySet[Permission], asked: dict[str, str]
) -> None:
    found = narrowed(rows, **asked)
    assert found.rows.count() == 3
    assert found.unknown == tuple(asked.values())


def test_each_condition_has_a_way_out_that_keeps_the_others(rows: QuerySet[Permission]) -> None:
    found = narrowed(rows, q="杏", model="lamp", sort="-due", page="3")
    assert [(c.label, c.without) for c in found.chips] == [
        ("“杏”", "?model=lamp&sort=-due"),
        ("灯", "?q=%E6%9D%8F&sort=-due"),
    ]
    assert found.kept == (("sort", "-due"),)
    assert found.clear == "?sort=-due"


def test_what_is_chosen_stands_in_the_form(rows: QuerySet[Permission]) -> None:
    fields = {one.name: one for one in narrowed(rows, model="lamp", late="1").inputs}
    assert [o.value for o in fields["model"].options if o.chosen] == ["lamp"]
    assert fields["late"].value == "1"


def test_choices_from_a_table_are_read_once(rows: QuerySet[Permission]) -> None:
    lamp = str(ContentType.objects.get(model="lamp").pk)
    with CaptureQueriesContext(connection) as queries:
        narrowed(rows, type=lamp)
    assert len(queries) == 1


@pytest.mark.django_db
def test_days_are_local_and_both_counted_in() -> None:
    for key, at in (
        ("a", "2026-05-13T15:59Z"),
        ("b", "2026-05-13T16:01Z"),
        ("c", "2026-05-15T15:59Z"),
    ):
        Session.objects.create(
            session_key=key, session_data="", expire_date=datetime.fromisoformat(at)
        )
    days = (Days("on", "日期", "expire_date", instants=True),)

    def found(**asked: str) -> str:
        narrowed = narrow(Session.objects.all(), days, RequestFactory().get("/", asked))
        return "".join(sorted(s.session_key for s in narrowed.rows)) + "".join(narrowed.unknown)

    assert found(on_from="2026-05-14") == "bc"
    assert found(on_to="2026-05-14") == "ab"
    assert found(on_from="2026-05-14", on_to="2026-05-15") == "bc"
    assert found(on_from="5月14日") == "abc5月14日"


def test_an_apps_own_search_may_stand_behind_the_words(rows: QuerySet[Permission]) -> None:
    own = (Words("q", "名称", match=lambda found, words: found.filter(codename=words)),)
    found = narrow(rows, own, RequestFactory().get("/", {"q": "b2"}))
    assert [p.codename for p in found.rows] == ["b2"]


def test_a_nul_in_the_address_is_no_fault(rows: QuerySet[Permission]) -> None:
    assert codes(rows, q="\0杏林") == {"a1", "b1"}
