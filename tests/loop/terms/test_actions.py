"""The city sets its own limits."""

import pytest

from tests.casefile import filed, step
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.loop.cases.rules import Move
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.actions import set_terms
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import DAY, TERMS, Stage
from wenming.records.models import Act

FIX = (Stage.FIX, Limit.TERM)


def test_a_limit_of_the_citys_own_counts_for_the_next_case(world: World) -> None:
    before = step(world, filed(world), Move.ASSIGN, Move.TAKE)
    assert set_terms({FIX: 2 * DAY}, by=world.office, at=MONDAY) == 1
    after = step(world, filed(world, world.signs), Move.ASSIGN, Move.TAKE)
    assert before.due
    assert after.due
    assert (before.due.day, after.due.day) == (9, 4)
    assert Act.objects.get(kind="term").facts == {"fix term": 2 * DAY}


def test_the_products_own_limit_is_not_kept(world: World) -> None:
    set_terms({FIX: 2 * DAY}, by=world.office, at=MONDAY)
    set_terms({FIX: TERMS[Stage.FIX][Limit.TERM]}, by=world.office, at=MONDAY)
    assert not Term.objects.exists()
    assert set_terms({FIX: TERMS[Stage.FIX][Limit.TERM]}, by=world.office, at=MONDAY) == 0
    assert Act.objects.filter(kind="term").count() == 2


def test_only_the_office_sets_limits(world: World) -> None:
    with pytest.raises(Refused, match="power"):
        set_terms({FIX: DAY}, by=world.liaison, at=MONDAY)


def test_a_limit_of_nothing_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="minutes"):
        set_terms({FIX: 0}, by=world.office, at=MONDAY)
