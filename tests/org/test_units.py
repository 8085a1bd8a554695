"""Units as workbooks bring them, one after another."""

import pytest

from tests.world import MONDAY
from wenming.org.actions import bring_units
from wenming.org.drafts import UnitDraft
from wenming.org.models import Unit
from wenming.records.models import Entry, found_among

pytestmark = pytest.mark.django_db
NAME = "市住房和城乡建设局"


@pytest.mark.parametrize("words", ["szjj", "市住建", "szfhcxjsj", "zhujian"])
def test_a_short_name_is_found_even_when_a_later_workbook_does_not_repeat_it(words: str) -> None:
    bring_units([UnitDraft(NAME, aliases=("市住建局",))], by=None, at=MONDAY)
    bring_units([UnitDraft(NAME, phone="5550123")], by=None, at=MONDAY)
    assert [one.name for one in found_among(Unit.objects.all(), "unit", words)] == [NAME]


def test_the_short_names_beside_a_unit_do_not_repeat_its_own() -> None:
    bring_units([UnitDraft(NAME, aliases=("市住建局",))], by=None, at=MONDAY)
    assert Entry.objects.get(kind="unit").note == "市住建局"
