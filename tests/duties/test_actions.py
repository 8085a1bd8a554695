"""Charges as a workbook brings them."""

from datetime import date

from tests.world import MONDAY, World
from wenming.duties.actions import bring_charges
from wenming.duties.drafts import ChargeDraft
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind


def test_a_unit_named_twice_for_one_segment_has_it_once(world: World) -> None:
    has = ChargeDraft(world.street.pk, world.sites[0].pk, ChargeKind.ADOPTS, date(2026, 1, 1))
    last = date(2025, 1, 1), date(2025, 12, 31)
    had = ChargeDraft(world.street.pk, world.sites[0].pk, ChargeKind.ADOPTS, *last)
    brought = bring_charges([has, had, has, had], by=None, at=MONDAY)
    assert len(brought.created) == 2
    assert Charge.objects.filter(kind="adopts").count() == 2
    assert bring_charges([has, had, has], by=None, at=MONDAY).created == []
