"""Several people at once: one return stands, the others hear why not."""

from collections import Counter

import pytest

from tests.loop.casework.test_at_once import at_once
from tests.service.drive import Drive
from tests.world import World
from wenming.records.models import Act
from wenming.service.campaigns.models import Return

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive(transactional_db: None) -> Drive:
    """The clean-up day, committed, so that every connection sees it."""
    return Drive(World())


def test_six_report_for_one_unit_and_one_return_stands(drive: Drive) -> None:
    done = at_once(6, lambda n: drive.report(str(10 + n)).version)
    assert Counter(one if one == 1 else one[0] for one in done) == {1: 1, "reported": 5}
    assert Act.objects.filter(kind="return").count() == 1


def test_one_form_sent_six_times_at_once_is_one_return(drive: Drive) -> None:
    done = at_once(6, lambda _: drive.report().pk)
    assert len(set(done)) == 1
    assert Return.objects.count() == 1


def test_six_correct_one_return_and_one_version_follows(drive: Drive) -> None:
    drive.report()
    done = at_once(6, lambda n: drive.report(str(20 + n), seen=1, reason="更正").version)
    assert Counter(one if one == 2 else one[0] for one in done) == {2: 1, "reported": 5}
    assert list(Return.objects.filter(standing=True).values_list("version", flat=True)) == [2]
