"""Many people send at once: everything arrives, nothing twice, and nobody meets an error page."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.fieldwork import assessment, body, patrol, seen, send
from tests.world import World
from wenming.kit.flow import Refused
from wenming.kit.ids import new_id
from wenming.loop.cases.models import Case, Sighting
from wenming.loop.inspections.actions import record
from wenming.loop.inspections.drafts import VisitDraft
from wenming.loop.inspections.models import Finding, Round, Stop, Visit
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.org.models import User
from wenming.places.models import Site
from wenming.records.models import Act

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")
CROWD = 200


def at_once(verbs: Sequence[Callable[[], T]]) -> list[T]:
    """Run all verbs, each in a thread with a connection of its own, from one starting shot."""
    shot = Barrier(len(verbs), timeout=60)

    def run(verb: Callable[[], T]) -> T:
        try:
            shot.wait()
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as crowd:
        return [one.result() for one in [crowd.submit(run, verb) for verb in verbs]]


def signed_in(user: User) -> Client:
    """A browser that asks nothing back on an error, as a phone would see it."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_two_hundred_visits_at_once_are_all_recorded_and_none_twice(world: World) -> None:
    """A hundred phones send once; ten of the office each send the same draft ten times."""
    now = timezone.now()
    patrol(world, now)
    browsers = {who.pk: signed_in(who) for who in (world.inspector, world.office)}
    fails: list[dict[str, Any]] = [
        {"findings": [seen("Ⅲ-1-1", "fail")], "round": "巡查"} for _ in range(110)
    ]
    drafts = [body(at=now, **over) for over in fails]
    phones = [(world.inspector.pk, draft) for draft in drafts[:100]]
    phones += [(world.office.pk, draft) for draft in drafts[100:]] * 10

    def phone(who: int, draft: dict[str, Any]) -> Callable[[], tuple[int, Any]]:
        client = Client(raise_request_exception=False)
        client.cookies.update(browsers[who].cookies)
        return lambda: send(client, draft)

    answers = at_once([phone(who, draft) for who, draft in phones])
    assert len(answers) == CROWD
    assert Counter(status for status, _ in answers) == {200: CROWD}
    outcomes = Counter(answer["outcome"] for _, (answer,) in answers)
    assert outcomes == {"recorded": 110, "same": 90}
    assert (Visit.objects.count(), Finding.objects.count()) == (110, 110)
    assert Act.objects.filter(kind="visit", move="record").count() == 110
    assert (Case.objects.count(), Sighting.objects.count()) == (1, 110)
    assert {tuple(answer["cases"]) for _, (answer,) in answers} == {(Case.objects.get().number,)}


def test_one_stop_recorded_by_many_at_once_is_recorded_once(world: World) -> None:
    now = timezone.now()
    assessment(world, now)
    client = signed_in(world.inspector)
    answers = at_once([lambda: send(client, body(at=now)) for _ in range(12)])
    assert Counter(status for status, _ in answers) == {200: 1, 422: 11}
    codes = {fault["code"] for _, (answer,) in answers for fault in answer["faults"]}
    assert codes == {"visited"}
    assert Visit.objects.count() == 1


def test_an_id_with_two_contents_at_once_is_kept_once(world: World) -> None:
    now = timezone.now()
    patrol(world, now)
    client = signed_in(world.inspector)
    first = body(at=now, round="巡查", findings=[])
    others = [first | {"ended": (now - timedelta(seconds=n)).isoformat()} for n in range(12)]
    answers = at_once([lambda one=one: send(client, one) for one in others])  # type: ignore[misc]
    assert Counter(status for status, _ in answers) == {200: 1, 409: 11}


def test_a_round_closed_while_visits_come_in_takes_none_after_its_close(world: World) -> None:
    now = timezone.now()
    row = patrol(world, now)
    client = signed_in(world.inspector)

    def close() -> tuple[int, Any]:
        rounds.close(row.pk, by=world.office, at=now)
        return 0, Visit.objects.count()

    drafts = [body(at=now, round="巡查", findings=[]) for _ in range(20)]
    sending = [lambda one=one: send(client, one) for one in drafts]
    *answers, (_, there_at_close) = at_once([*sending, close])
    recorded = sum(status == 200 for status, _ in answers)
    assert Counter(status for status, _ in answers).keys() <= {200, 422}
    assert Visit.objects.count() == recorded
    assert recorded == there_at_close


@pytest.mark.postgresql
def test_a_round_is_not_closed_over_a_visit_that_is_being_recorded(world: World) -> None:
    now = timezone.now()
    row = patrol(world, now)

    def close() -> str:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                rounds.close(row.pk, by=None, at=now)
        except OperationalError:
            return "waits"
        finally:
            connection.close()
        return "closed"

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        record(VisitDraft(new_id(), "巡查", "JC0001", now, now), by=world.inspector, at=now)
        assert other.submit(close).result() == "waits"
    assert Round.objects.get().state == "drawn"


@pytest.mark.postgresql
def test_a_draft_written_by_its_twin_between_two_looks_is_the_same_and_no_conflict(
    world: World,
) -> None:
    now = timezone.now()
    assessment(world, now)
    client = signed_in(world.inspector)
    draft = body(at=now)

    def twin() -> tuple[int, Any]:
        try:
            return send(client, draft)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE places_site IN ACCESS EXCLUSIVE MODE")
            answer = other.submit(twin)
            while not waiting(cursor):
                time.sleep(0.01)
            assert send(signed_in(world.inspector), draft)[0] == 200
        status, (told,) = answer.result()
    assert (status, told["outcome"]) == (200, "same")


def waiting(cursor: Any) -> bool:
    """Whether somebody waits for a table."""
    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
    return bool(cursor.fetchone()[0])


def test_six_who_draw_at_once_draw_once(world: World) -> None:
    now = timezone.now()
    row = rounds.plan(RoundDraft("一季度"), by=world.office, at=now)
    rounds.commit(row.pk, by=world.office, at=now)

    def draw() -> str:
        return rounds.draw(row.pk, by=User.objects.get(pk=world.office.pk), at=now).seed

    assert len(set(at_once([draw] * 6))) == 1
    assert Stop.objects.count() == 5
    assert Act.objects.filter(kind="round", move="draw").count() == 1


def test_six_stops_replaced_at_once_get_six_sites(world: World) -> None:
    now = timezone.now()
    Site.objects.bulk_create(
        Site(code=f"X{n:02}", name=f"{n}", kind=world.lane, area=world.east) for n in range(20)
    )
    row = assessment(world, now, number=10)
    stops = list(row.stops.filter(stratum="背街小巷")[:6])

    def give_up(stop: Stop) -> str:
        done = rounds.replace(stop.pk, reason="修路", by=None, at=now)
        return done.instead.site.code if done.instead else ""

    instead = at_once([lambda one=one: give_up(one) for one in stops])  # type: ignore[misc]
    assert len(set(instead)) == 6
    assert Round.objects.get().draw.differences() == []


def test_six_who_close_at_once_close_once(world: World) -> None:
    now = timezone.now()
    row = patrol(world, now)

    def close() -> str:
        try:
            rounds.close(row.pk, by=User.objects.get(pk=world.office.pk), at=now)
        except Refused as no:
            return json.dumps([no.reason, *no.lacking])
        return "closed"

    assert Counter(at_once([close] * 6)) == {"closed": 1, '["state", "closed"]': 5}
    assert Round.objects.get().state == "closed"
    assert Act.objects.filter(kind="round", move="close").count() == 1
