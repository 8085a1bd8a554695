"""Plans asked for by many, accepted by two, made by a process that is killed: one stands, nothing is lost."""

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.adoptions.street import Streets
from tests.flows.test_kill import rows
from tests.flows.test_rush import at_once, signed_in
from tests.installation import Installation, installation
from tests.world import World
from wenming.duties.models import Charge
from wenming.proposals import actions
from wenming.proposals.models import Proposal
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.records.models import Act

__all__ = ["installation"]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BOOKS = (
    ("areas", "1-区划.xlsx"),
    ("units", "2-责任单位通讯录.xlsx"),
    ("charges", "6-包街一览表.xlsx"),
)
STATE = "SELECT state, better FROM proposals_proposal ORDER BY id DESC LIMIT 1"


@pytest.mark.django_db(transaction=True)
def test_many_ask_at_once_and_one_is_made(world: World) -> None:
    Streets(world)
    now = timezone.now()

    def ask() -> int:
        return actions.ask_for(Kind.ADOPTIONS, "2026", {}, Work(), by=world.office, at=now).pk

    assert len(set(at_once([ask] * 20))) == 1
    begun = at_once([lambda: actions.begin(at=now)] * 8)
    assert len([row for row in begun if row is not None]) == 1
    assert Act.objects.filter(kind="proposal", move="ask").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_plans_accepted_at_once_leave_one_standing_whole(world: World) -> None:
    Streets(world)
    since = ("2026-01-01", "2026-01-02")
    plans = []
    for day in since:
        asked = actions.ask_for(
            Kind.ADOPTIONS, "2026", {"since": day}, Work(), by=world.office, at=timezone.now()
        )
        plans.append(made(asked))
    browsers = [signed_in(world.office) for _ in range(8)]

    def accept(n: int) -> int:
        address = f"/proposals/{plans[n % 2].pk}/accept/"
        return int(browsers[n].post(address, {"seen": "0"}).status_code)

    answers = at_once([lambda n=n: accept(n) for n in range(8)])  # type: ignore[misc]
    assert set(answers) <= {302, 409}
    assert 302 in answers
    (stands,) = Proposal.objects.accepted()
    charges = Charge.objects.standing().filter(kind="adopts").values_list("unit_id", "site_id")
    assert sorted(charges) == sorted((unit, site) for unit, site in stands.plan["pairs"])


@pytest.fixture
def city(installation: Installation) -> Installation:
    """Areas, units, and the streets of the demo city with who adopted them last year."""
    assert installation.run("init").returncode == 0
    for kind, name in BOOKS:
        installation.told("load", kind, EXAMPLES / name)
    return installation


def killed_at_work(city: Installation, folder: Path) -> None:
    """Ask, start the worker, and kill it outright while it works; again, where it was too quick."""
    for _ in range(20):
        city.told("propose", "adoptions", "2026", "--later")
        with (folder / "out").open("w") as out:
            working = city.start("work", to=out)
            while working.poll() is None and rows(city, STATE)[0][0] == "asked":
                time.sleep(0.01)
            working.send_signal(signal.SIGKILL)
            working.wait()
        if rows(city, STATE)[0][0] == "working":
            return
    raise AssertionError("the worker was always too quick")


def test_a_worker_killed_leaves_what_it_had_and_the_accepted_plan_stands(
    city: Installation, tmp_path: Path
) -> None:
    told: dict[str, Any] = city.told("propose", "adoptions", "2026", "--accept")
    assert (told["state"], told["figures"]["best"], told["figures"]["bare"]) == (
        "accepted",
        True,
        0,
    )
    adopted = "SELECT unit_id, site_id FROM duties_charge WHERE kind = 'adopts' AND until IS NULL"
    stood = sorted(rows(city, adopted))
    assert len(stood) == 99
    killed_at_work(city, tmp_path)
    assert sorted(rows(city, adopted)) == stood
    waits = city.told("propose", "adoptions", "2026", "--later")
    assert waits["state"] == "working"  # it may still come back
    assert city.told("work") == {"rescued": 0, "done": 0}


def test_the_same_seed_and_effort_give_the_same_plan(city: Installation) -> None:
    first, second = (
        json.dumps(city.told("propose", "adoptions", "2026", "--seed", "5")["figures"])
        for _ in range(2)
    )
    assert first == second
    plans = rows(city, "SELECT plan FROM proposals_proposal")
    assert len(plans) == 2
    assert plans[0] == plans[1]
