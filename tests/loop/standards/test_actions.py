"""Editions: bringing one in, freezing it, and who answers for what."""

from dataclasses import replace
from typing import Any

import pytest

from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.loop.standards import actions
from wenming.loop.standards.drafts import EditionDraft, ItemDraft
from wenming.loop.standards.models import Edition, Item
from wenming.loop.standards.rules import Answers, BarMove, EditionMove, Level, Scheme
from wenming.places.models import SiteKind


def draft(world: World, *leaves: ItemDraft) -> EditionDraft:
    top = ItemDraft(Level.PROJECT, "Ⅰ-1", "001", "市容环境", leads=(world.roads.pk,))
    return EditionDraft("2027", "测评体系", 2027, False, ("实地考察",), (top, *leaves))


def leaf(number: int, **over: Any) -> ItemDraft:
    item = ItemDraft(
        Level.STANDARD, f"Ⅰ-1-{number}", f"001.{number:03}", f"第{number}条", 100, ("实地考察",)
    )
    return replace(item, **over)


def brought(world: World, *leaves: ItemDraft) -> tuple[int, int, int]:
    done = actions.bring_edition(draft(world, *leaves), by=None, at=MONDAY)
    return len(done.created), len(done.changed), done.same


def test_bringing_the_same_edition_twice_changes_nothing(world: World) -> None:
    leaves = (leaf(1, kinds=("公厕", "背街小巷"), steps=((1, 500),)), leaf(2))
    assert brought(world, *leaves) == (3, 0, 0)
    assert brought(world, *leaves) == (0, 0, 3)


def test_an_edition_brings_the_site_kinds_it_names(world: World) -> None:
    brought(world, leaf(1, kinds=("公厕", "背街小巷")))
    kind = SiteKind.objects.get(name="公厕")
    assert (kind.source, SiteKind.objects.filter(name="背街小巷").count()) == ("edition 2027", 1)


def test_a_changed_weight_duty_and_place_each_count_as_a_change(world: World) -> None:
    brought(world, leaf(1), leaf(2), leaf(3, assists=(world.market.pk,)))
    assert brought(
        world, leaf(1, hundredths=50), leaf(2, path="001.003"), leaf(3, path="001.002")
    ) == (0, 3, 1)


def test_what_a_draft_no_longer_names_goes(world: World) -> None:
    brought(world, leaf(1), leaf(2))
    brought(world, leaf(1))
    assert list(
        Item.objects.filter(edition__code="2027").leaves().values_list("code", flat=True)
    ) == ["Ⅰ-1-1"]


def test_a_published_edition_takes_the_same_again_and_nothing_else(world: World) -> None:
    brought(world, leaf(1))
    edition = actions.step("2027", EditionMove.PUBLISH, by=world.office, at=MONDAY)
    assert edition.digest
    assert brought(world, leaf(1)) == (0, 0, 2)
    with pytest.raises(Refused, match="frozen"):
        brought(world, leaf(1, scheme=Scheme.GRADED))
    assert Item.objects.get(edition=edition, code="Ⅰ-1-1").scheme == "binary"


def test_an_edition_is_published_once_and_only_with_items(world: World) -> None:
    brought(world)
    with pytest.raises(Refused, match="edition_empty"):
        actions.step("2027", EditionMove.PUBLISH, by=None, at=MONDAY)
    brought(world, leaf(1))
    actions.step("2027", EditionMove.PUBLISH, by=None, at=MONDAY)
    with pytest.raises(Refused, match="state"):
        actions.step("2027", EditionMove.PUBLISH, by=None, at=MONDAY)


def test_only_who_may_publish_publishes(world: World) -> None:
    brought(world, leaf(1))
    with pytest.raises(Refused, match="power"):
        actions.step("2027", EditionMove.PUBLISH, by=world.inspector, at=MONDAY)
    assert Edition.objects.get(code="2027").state == "draft"


def test_duties_are_inherited_from_the_nearest_above_that_names_somebody(world: World) -> None:
    brought(world, leaf(1), leaf(2, leads=(world.market.pk,), assists=(world.street.pk,)))
    edition = Edition.objects.get(code="2027")
    first, second = Item.objects.filter(edition=edition).leaves()
    assert actions.answering(edition) == {
        first.pk: Answers(leads=(world.roads.pk,)),
        second.pk: Answers(leads=(world.market.pk,), assists=(world.street.pk,)),
    }


def test_a_bar_is_triggered_on_stated_grounds_only(world: World) -> None:
    bar = world.edition.bars.create(order=1, text="重大安全事故", unit=world.roads)
    with pytest.raises(Refused, match="needs"):
        actions.move_bar(bar.pk, BarMove.TRIGGER, note=" ", by=world.office, at=MONDAY)
    row = actions.move_bar(bar.pk, BarMove.TRIGGER, note="通报", by=world.office, at=MONDAY)
    assert (row.state, row.since) == ("triggered", MONDAY.date())
