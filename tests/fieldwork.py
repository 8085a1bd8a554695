"""Rounds of River City and the drafts its inspectors send, as JSON."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.kit.ids import new_id
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.rules import RoundKind
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.org.models import User

SEED = "5eed" * 16
VISITS = "/api/field/visits"


def assessment(world: World, at: datetime, **over: Any) -> Round:
    """An assessment, drawn: of all five sites unless `over` says otherwise."""
    row = rounds.plan(RoundDraft(**({"name": "一季度"} | over)), by=world.office, at=at)
    rounds.commit(row.pk, seed=SEED, by=world.office, at=at)
    rounds.draw(row.pk, by=world.office, at=at)
    return Round.objects.get(pk=row.pk)


def planned(world: World, **over: Any) -> Round:
    """A round that the office has planned on MONDAY."""
    return rounds.plan(RoundDraft(**({"name": "一季度"} | over)), by=world.office, at=MONDAY)


def committed(world: World, seed: str = SEED, **over: Any) -> Round:
    """One that is committed to."""
    round_ = planned(world, **over)
    rounds.commit(round_.pk, seed=seed, by=world.office, at=MONDAY)
    return round_


def drawn(world: World, seed: str = SEED, **over: Any) -> Round:
    """One that is drawn."""
    round_ = committed(world, seed, **over)
    rounds.draw(round_.pk, by=world.office, at=MONDAY)
    return Round.objects.get(pk=round_.pk)


def codes(round_: Round, **of: str) -> list[str]:
    """Of a round's sites, in their order."""
    return list(round_.stops.filter(**of).values_list("site__code", flat=True))


def reason(no: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    """A refusal's code and facts."""
    return (no.value.reason, *no.value.lacking)


def patrol(world: World, at: datetime, name: str = "巡查") -> Round:
    """A patrol that may go anywhere."""
    row = rounds.plan(RoundDraft(name, RoundKind.PATROL), by=world.office, at=at)
    return rounds.start(row.pk, by=world.office, at=at)


def seen(item: str, verdict: str = "pass", **over: Any) -> dict[str, Any]:
    """One finding as the phone sends it."""
    return {"id": str(new_id()), "item": item, "verdict": verdict} | over


def body(site: str = "JC0001", *, at: datetime, **over: Any) -> dict[str, Any]:
    """One visit as the phone sends it; all three items conform unless `over` says otherwise."""
    plain = {
        "id": str(new_id()),
        "round": "一季度",
        "site": site,
        "started": (at - timedelta(minutes=10)).isoformat(),
        "ended": at.isoformat(),
        "findings": [seen(f"Ⅲ-1-{n}") for n in (1, 2, 3)],
    }
    return plain | over


def send(client: Client, *drafts: Any, **headers: str) -> tuple[int, Any]:
    """Hand drafts in; the status and the answer."""
    answer = post(client, json.dumps(drafts), **headers)
    return answer.status_code, json.loads(answer.content)


def post(client: Client, content: str | bytes, **headers: str) -> HttpResponse:
    """Hand in whatever it is."""
    answer: Any = client.post(VISITS, content, content_type="application/json", headers=headers)
    return answer  # type: ignore[no-any-return]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> str:
    """The words of a page."""
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def submit(client: Client, name: str, /, *args: object, **said: object) -> Any:
    return client.post(reverse(name, args=args), said)


def filled(world: World, site: str = "JC0001", **verdicts: str) -> dict[str, str]:
    """The form of a visit, filled in: all three conform unless told otherwise."""
    items = {"litter": world.litter, "stalls": world.stalls, "signs": world.signs}
    said = {f"verdict_{item.pk}": verdicts.get(name, "pass") for name, item in items.items()}
    return said | {"id": str(new_id()), "started": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
