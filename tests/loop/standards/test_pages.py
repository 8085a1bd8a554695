"""The pages of editions: who sees which, what the tree says, what may be done."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.world import MONDAY, World
from wenming.loop.standards.actions import set_profile
from wenming.loop.standards.drafts import ProfileDraft
from wenming.loop.standards.models import Edition, Item, ItemDuty, Profile
from wenming.loop.standards.outline import Asked, Rate, compared, duties_of, marks, outline
from wenming.loop.standards.rules import Level


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"standards:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def draft(world: World) -> Edition:
    """Next year's edition: one item has another weight, one is new, one is gone."""
    edition = Edition.objects.create(
        code="2027", name="下一年体系", year=2027, methods=["实地考察"]
    )
    project = Item.objects.create(
        edition=edition, level="project", code="Ⅰ-1", path="001", text="市容环境"
    )
    for number, (code, text, weight) in enumerate(
        (("Ⅲ-1-1", "路面无垃圾", 300), ("Ⅲ-1-9", "有遮阳", 100)), start=1
    ):
        Item.objects.create(
            edition=edition,
            parent=project,
            level=Level.STANDARD.value,
            code=code,
            path=f"001.{number:03}",
            text=text,
            hundredths=weight,
            methods=["实地考察"],
        )
    return edition


def test_a_draft_is_seen_by_those_who_may_publish_it(
    world: World, draft: Edition, client: Client
) -> None:
    client.force_login(world.leader)
    assert "下一年体系" not in page(client, "list")
    for name in ("edition", "orphans", "book"):
        page(client, name, draft.pk, status=404)
    page(client, "compare", draft.pk, world.edition.pk, status=404)
    page(client, "item", draft.items.leaves()[0].pk, status=404)
    client.force_login(world.office)
    assert "下一年体系" in page(client, "list")
    assert "2 条标准" in page(client, "edition", draft.pk)


def test_the_tree_says_weights_counts_and_who_answers(world: World, client: Client) -> None:
    client.force_login(world.inspector)
    seen = page(client, "edition", world.edition.pk)
    for said in ("市容环境", "3.50", "市住建局", "3 条标准", "2 个责任单位", "实地"):
        assert said in seen
    assert "无人负责" not in seen
    assert "发布</a>" not in seen


def test_what_is_searched_for_is_marked_and_opened(world: World, client: Client) -> None:
    client.force_login(world.inspector)
    seen = page(client, "edition", world.edition.pk, q="垃圾")
    assert "路面无<mark>垃圾</mark>" in seen
    assert "<details open>" in seen
    assert "无占道经营" in seen
    assert "<b>1 条</b>，合计权重 2.00 分" in seen
    assert "<script>" not in page(client, "edition", world.edition.pk, q="<script>")


def test_a_tree_narrowed_shows_only_what_is_asked(world: World) -> None:
    tree = outline(world.edition, Asked(unit=world.market.pk))
    assert (tree.hits, tree.hit_hundredths, tree.roots[0].leaves) == (1, 100, 1)
    assert outline(world.edition, Asked(method="问卷调查")).roots == []
    assert outline(world.edition, Asked(kind=world.lane.pk)).hits == 3
    world.litter.kinds.clear()
    assert outline(world.edition, Asked(kind=world.lane.pk)).hits == 2


def test_duties_come_down_from_the_nearest_node_that_names_anybody(world: World) -> None:
    project = Item.objects.get(edition=world.edition, level="project")
    ItemDuty.objects.create(item=project, unit=world.street, duty="lead")
    ItemDuty.objects.filter(item=world.litter).delete()
    duties = duties_of(world.litter)
    assert (duties.leads, duties.said_at) == ([world.street], project)
    assert duties_of(world.signs).said_at is None
    project.duties.all().delete()
    assert duties_of(world.litter).leads == []
    tree = outline(world.edition, Asked())
    assert (tree.orphans, tree.orphan_hundredths) == (1, 200)


def test_items_nobody_leads_are_listed_and_asked_for_in_the_tree(
    world: World, client: Client
) -> None:
    ItemDuty.objects.filter(item=world.litter).update(duty="assist")
    client.force_login(world.office)
    assert "路面无垃圾" in page(client, "orphans", world.edition.pk)
    assert "有 1 条标准还没有牵头单位" in page(client, "edition", world.edition.pk)


def test_an_item_says_how_it_is_judged(world: World, client: Client) -> None:
    client.force_login(world.mender)
    seen = page(client, "item", world.stalls.pk)
    for said in ("无占道经营", "3 处及以上", "66.0%", "0.66", "市市场监管局", "背街小巷"):
        assert said in seen
    world.stalls.steps = [[0, 10000], [2, 5000], [5, 0]]
    assert [(m.seen, m.hundredths) for m in marks(world.stalls)] == [
        ("0–1 处", 100),
        ("2–4 处", 50),
        ("5 处及以上", 0),
    ]


def test_a_unit_sees_its_own_duties(world: World, client: Client) -> None:
    client.force_login(world.liaison)
    seen = page(client, "unit", world.edition.pk, world.market.pk)
    assert "无占道经营" in seen
    assert "标识清楚" not in seen


def test_two_editions_are_told_apart_item_by_item(
    world: World, draft: Edition, client: Client
) -> None:
    told = compared(world.edition, draft)
    assert [item.code for item in told.added] == ["Ⅲ-1-9"]
    assert {item.code for item in told.removed} == {"Ⅱ-1", "Ⅲ-1", "Ⅲ-1-2", "Ⅲ-1-3"}
    weight = next(c for c in told.changed[0].changes if c.word == "分值")
    assert (told.changed[0].item.code, weight.before, weight.after) == ("Ⅲ-1-1", "2.00", "3.00")
    client.force_login(world.office)
    assert "有遮阳" in page(client, "compare", draft.pk, world.edition.pk)


def post(client: Client, name: str, *args: object, **data: Any) -> int:
    return client.post(reverse(f"standards:{name}", args=args), data).status_code


def test_the_office_publishes_once_and_nobody_else(
    world: World, draft: Edition, client: Client
) -> None:
    client.force_login(world.leader)
    assert post(client, "move", draft.pk, "publish") == 404
    assert post(client, "move", world.edition.pk, "archive") == 403
    client.force_login(world.office)
    assert post(client, "move", draft.pk, "publish") == 302
    draft.refresh_from_db()
    assert draft.state == "published"
    assert post(client, "move", draft.pk, "publish") == 409


def test_a_profile_is_set_while_the_edition_is_a_draft(
    world: World, draft: Edition, client: Client
) -> None:
    client.force_login(world.office)
    given = {"points_0": "100", "years": "15，25、60", "minors": "20", "gate": "85"}
    assert post(client, "profile", draft.pk, **given | {"years": "15, 25"}) == 422
    assert post(client, "profile", draft.pk, **given | {"points_0": "90"}) == 422
    assert not Profile.objects.exists()
    assert post(client, "profile", draft.pk, **given) == 302
    profile = Profile.objects.get(edition=draft)
    assert (profile.methods, profile.years, profile.minors, profile.gate) == (
        {"实地考察": 100},
        [15, 25, 60],
        20,
        8500,
    )
    three = {"points_0": "40", "points_1": "40", "points_2": "20"}
    assert post(client, "profile", world.edition.pk, **given | three) == 409
    Profile.objects.create(edition=world.edition, methods={"实地考察": 100}, years=[100])
    assert "随之冻结" in page(client, "profile", world.edition.pk)
    client.force_login(world.inspector)
    assert post(client, "profile", draft.pk, **given) == 403


def test_a_profile_that_makes_no_whole_is_refused_by_its_code() -> None:
    whole = ProfileDraft({"实地考察": 60, "材料审核": 40}, (15, 25, 60), 20, 8500)
    assert whole.wrong() == ""
    assert ProfileDraft({"实地考察": 60}, (100,)).wrong() == "method_points"
    assert ProfileDraft({"实地考察": 140, "材料审核": -40}, (100,)).wrong() == "method_points"
    assert ProfileDraft({"实地考察": 100}, (50, 40)).wrong() == "year_weights"
    assert ProfileDraft({"实地考察": 100}, (100,), 101).wrong() == "minors_share"


def test_results_stand_beside_items_where_the_site_has_them(
    world: World, client: Client, settings: Any
) -> None:
    settings.ITEM_RATES = "tests.loop.standards.test_pages.rates"
    client.force_login(world.leader)
    seen = page(client, "edition", world.edition.pk)
    assert '<a href="/there/">68.4%</a>' in seen
    assert "unrated" not in seen


def rates(edition: Edition) -> dict[int, Rate]:
    """Results as the site would give them."""
    return {edition.items.leaves()[0].pk: Rate(0.684, "/there/")}


def test_a_tree_costs_the_same_queries_however_large(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    parent = Item.objects.get(edition=world.edition, code="Ⅲ-1")
    for number in range(10, 60):
        leaf = world.node(
            parent, Level.STANDARD, f"Ⅲ-1-{number}", f"{parent.path}.{number:03}", "条"
        )
        ItemDuty.objects.create(item=leaf, unit=world.roads, duty="lead")
    client.force_login(world.office)
    url = reverse("standards:edition", args=[world.edition.pk])
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)


def test_setting_a_profile_leaves_an_act(world: World, draft: Edition) -> None:
    from wenming.records.models import Act  # noqa: PLC0415

    set_profile(draft.pk, ProfileDraft({"实地考察": 100}, (100,)), by=world.office, at=MONDAY)
    act = Act.objects.get(kind="edition", move="profile")
    assert (act.key, act.by) == (str(draft.pk), world.office)
