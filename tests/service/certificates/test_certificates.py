"""A certificate is applied for, hangs out seven days, is issued by another, and is checked by anybody."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.service.ledgers.test_ledgers import Book
from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.service.certificates.actions import apply, take
from wenming.service.certificates.drafts import PaperDraft
from wenming.service.certificates.models import Certificate
from wenming.service.certificates.rules import PaperMove
from wenming.service.ledgers.actions import confirm, reverse
from wenming.service.volunteers.models import Volunteer

WEEK = MONDAY + timedelta(days=7)


@pytest.fixture
def asked(world: World) -> Certificate:
    book = Book(world)
    rows = [book.line(), book.line(key="2", minutes=30), book.line(key="3", minutes=60)]
    confirm([rows[0].pk, rows[2].pk], by=world.office, at=MONDAY)
    reverse(rows[2].pk, "重复", by=world.office, at=MONDAY)
    draft = PaperDraft(book.who.pk, world.market.pk, date(2026, 1, 1), date(2026, 12, 31))
    row = apply(draft, by=world.liaison, at=MONDAY)
    assert apply(draft, by=world.liaison, at=MONDAY) == row
    assert row.minutes == 90  # confirmed and not reversed
    return row


def test_it_hangs_out_seven_days_before_it_is_issued(asked: Certificate, world: World) -> None:
    take(asked.pk, PaperMove.ACCEPT, by=world.liaison, at=MONDAY)
    take(asked.pk, PaperMove.NOTICE, by=world.liaison, at=MONDAY)
    with pytest.raises(Refused, match="notice_days"):
        take(asked.pk, PaperMove.ISSUE, by=world.head, at=WEEK - timedelta(days=1))
    row = take(asked.pk, PaperMove.ISSUE, by=world.head, at=WEEK)
    assert (row.handler, row.head, row.issued) == ("zhao", "wu", WEEK.date())


def test_nobody_certifies_himself_and_no_other_unit_does(asked: Certificate, world: World) -> None:
    with pytest.raises(Refused, match="power"):
        take(asked.pk, PaperMove.ACCEPT, by=world.mender, at=MONDAY)
    Volunteer.objects.update(user=world.liaison)
    with pytest.raises(Refused, match="power"):
        take(asked.pk, PaperMove.ACCEPT, by=world.liaison, at=MONDAY)


def test_anybody_checks_an_issued_one_and_reads_a_masked_name(
    asked: Certificate, world: World, client: Client
) -> None:
    Volunteer.objects.update(name="欧阳子")
    page = f"/certificates/check/{asked.code}/"
    assert client.get(page).status_code == 404
    for move, at in (
        (PaperMove.ACCEPT, MONDAY),
        (PaperMove.NOTICE, MONDAY),
        (PaperMove.ISSUE, WEEK),
    ):
        take(asked.pk, move, by=world.office, at=at)
    said = client.get(page).content.decode()
    assert "欧**" in said
    assert "欧阳子" not in said
    client.force_login(world.liaison)
    answer = client.get(f"/certificates/{asked.pk}/paper.pdf")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages)
    assert asked.number in text
    take(asked.pk, PaperMove.WITHDRAW, note="查实不符", by=world.office, at=WEEK)
    assert "已撤销" in client.get(page).content.decode()
    assert client.get(f"/certificates/{asked.pk}/paper.pdf").status_code == 404


def test_without_confirmed_hours_there_is_nothing_to_certify(world: World) -> None:
    book = Book(world)
    book.line()
    draft = PaperDraft(book.who.pk, world.market.pk, date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(Refused, match="no_hours"):
        apply(draft, by=world.liaison, at=MONDAY)
